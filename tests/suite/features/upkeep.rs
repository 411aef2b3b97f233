//! What is over goes: in small transactions, once an hour, and by one replica at a time.

use crate::support::{House, on_both};
use chrono::TimeDelta;
use gatehouse::features::logs::list::{self, LogQuery};
use gatehouse::features::operators::sessions;
use gatehouse::features::upkeep::{CHUNK, Task, run_due};
use gatehouse::model::Timestamp;
use gatehouse::model::log_event::LogEvent;
use gatehouse::model::operator::{OperatorRole, OperatorTicket};
use gatehouse::model::tenant::{Tenant, TenantId};
use gatehouse::store::sign_in_throttles::{self, Throttle};
use gatehouse::store::{log_events, operator_tickets, tenants};
use std::sync::{Arc, Barrier};

/// An empty tenant that keeps its log for so many days.
fn tenant(house: &House, slug: &str, days: i32) -> TenantId {
    let id = TenantId::parse(slug).unwrap();
    let tenant = Tenant {
        id: id.clone(),
        name: slug.to_owned(),
        created_at: house.app.now(),
        is_default: false,
        sign_in_as_user: false,
        log_retention_days: days,
        deleted_user_days: 0,
        limits_results: false,
    };
    house.app.db().write(|tx| tenants::insert(tx, &tenant)).unwrap();
    id
}

fn event(house: &House, tenant: &TenantId, n: usize, at: Timestamp) {
    let event = LogEvent { id: format!("90020260000{n:08}"), date: at, code: "s".into(), ..LogEvent::default() };
    house.app.db().write(|tx| log_events::insert(tx, tenant, &event)).unwrap();
}

fn kept(house: &House, tenant: &TenantId) -> usize {
    let now = house.app.now();
    let (from, to) = (now - TimeDelta::days(5_000), now + TimeDelta::days(1));
    let query = LogQuery { from, to, size: 2_000, ..LogQuery::default() };
    let mut context = house.context();
    context.tenant = tenant.clone();
    house.app.db().read(|tx| list::list(tx, &context, &query, "")).unwrap().page.rows.len()
}

fn run(house: &House, now: Timestamp) -> Vec<(Task, usize)> {
    run_due(house.app.db(), &house.app.ids, now, &mut || true).unwrap()
}

#[test]
fn each_tenant_keeps_its_log_for_its_own_days() {
    on_both(|house| async move {
        let now = house.app.now();
        let (short, long) = (tenant(&house, "short", 2), tenant(&house, "long", 30));
        for (n, days) in [0, 1, 2, 3, 29, 30, 31].into_iter().enumerate() {
            // A second older than the days is over; a second younger is not.
            for tenant in [&short, &long] {
                event(&house, tenant, n * 2, now - TimeDelta::days(days) - TimeDelta::seconds(1));
                event(&house, tenant, n * 2 + 1, now - TimeDelta::days(days) + TimeDelta::seconds(1));
            }
        }
        let demo = kept(&house, &house.tenant());
        assert_eq!(
            run(&house, now),
            [(Task::Log, 9 + 3), (Task::Expired, 0), (Task::Jobs, 0), (Task::DeletedUsers, 0)]
        );
        assert_eq!((kept(&house, &short), kept(&house, &long)), (5, 11));
        assert_eq!(kept(&house, &house.tenant()), demo, "the demo keeps its log for ten years");
    });
}

#[test]
fn what_is_over_goes_in_small_parts_and_goes_on_when_it_was_interrupted() {
    on_both(|house| async move {
        let now = house.app.now();
        let short = tenant(&house, "short", 2);
        for n in 0..CHUNK + 20 {
            event(&house, &short, n, now - TimeDelta::days(3));
        }
        let done = run_due(house.app.db(), &house.app.ids, now, &mut || false).unwrap();
        assert_eq!(done[0], (Task::Log, CHUNK));
        assert_eq!(kept(&house, &short), 20);
        assert!(run(&house, now + TimeDelta::minutes(59)).is_empty(), "it is not due yet");
        assert_eq!(run(&house, now + TimeDelta::hours(1))[0], (Task::Log, 20));
        assert_eq!(kept(&house, &short), 0);
    });
}

#[test]
fn of_many_replicas_one_does_it() {
    on_both(|house| async move {
        for round in 0..4 {
            let now = house.app.now() + TimeDelta::hours(round);
            let start = Arc::new(Barrier::new(4));
            let replicas: Vec<_> = (0..4)
                .map(|_| {
                    let (db, ids, start) = (house.app.db().clone(), house.app.ids.clone(), Arc::clone(&start));
                    std::thread::spawn(move || {
                        start.wait();
                        run_due(&db, &ids, now, &mut || true).unwrap()
                    })
                })
                .collect();
            let mut done: Vec<_> =
                replicas.into_iter().flat_map(|r| r.join().unwrap()).map(|(t, _)| t.as_str()).collect();
            done.sort_unstable();
            assert_eq!(done, ["purge_deleted_users", "purge_expired", "purge_jobs", "purge_log"], "round {round}");
        }
    });
}

#[test]
fn sessions_links_and_counters_go_once_they_cannot_be_used() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Admin).await;
        let (db, now) = (house.app.db(), house.app.now());
        let operator =
            house.read(|tx, _| gatehouse::store::operators::by_email(tx, "admin@gatehouse.example")).unwrap();
        let operator_id = operator.unwrap().0.id;
        let hash = "used".to_owned();
        db.write(|tx| {
            sign_in_throttles::put(
                tx,
                &Throttle { key: "k".into(), failures: 1, last_failed_at: now, locked_until: None },
            )?;
            let ticket = OperatorTicket {
                token_hash: hash.clone(),
                operator_id: operator_id.clone(),
                email: "admin@gatehouse.example".into(),
                created_at: now,
                expires_at: now + TimeDelta::days(1),
                used_at: None,
            };
            operator_tickets::insert(tx, &house.tenant(), &ticket)
        })
        .unwrap();
        let there = || {
            let open = db.read(|tx| sessions::open(tx, &operator_id, now)).unwrap().0.len();
            let counter = db.read(|tx| sign_in_throttles::find(tx, "k")).unwrap().is_some();
            let link = db.read(|tx| operator_tickets::find(tx, &house.tenant(), &hash)).unwrap().is_some();
            (open, counter, link)
        };
        assert_eq!(there(), (1, true, true));
        run(&house, now + TimeDelta::minutes(30));
        assert_eq!(there(), (1, true, true), "a session of half an hour is not over");
        run(&house, now + TimeDelta::hours(2));
        assert_eq!(there(), (0, true, true));
        run(&house, now + TimeDelta::hours(25));
        assert_eq!(there(), (0, false, true));
        run(&house, now + TimeDelta::days(32));
        assert_eq!(there(), (0, false, false));
    });
}
