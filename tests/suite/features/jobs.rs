//! Jobs: each kind, and whatever may come in between: a crash, another worker, another operator, a change of mind.

use crate::support::house::{AMARA, House};
use crate::support::jobs::{demo, described, looked_at};
use crate::support::on_both;
use chrono::TimeDelta;
use gatehouse::error::{Error, Result};
use gatehouse::features::context::Context;
use gatehouse::features::jobs::users_bulk::plan::{Counts, Known, Selection};
use gatehouse::features::jobs::worker::{self, Step, Times};
use gatehouse::features::jobs::{cancel, start};
use gatehouse::features::roles as role_verbs;
use gatehouse::features::seed::synthetic;
use gatehouse::features::upkeep;
use gatehouse::features::users::{assign_roles, block, remove_role, unblock};
use gatehouse::model::bulk_verb::BulkVerb;
use gatehouse::model::job::{Job, JobStatus};
use gatehouse::model::log_event::{Actor, LogEvent};
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::UserId;
use gatehouse::store::{Tx, job_items, jobs, log_list, operators, roles, user_list, user_roles, user_sessions, users};

const THEO: &str = "auth0|61cf8531a22348eeb2abe9b8";
const NADIA: &str = "github|20914467";

fn as_demo<T>(house: &House, verb: impl Fn(&mut Tx, &Context) -> Result<T>) -> Result<T> {
    let context = demo(house);
    house.write(|tx, _| verb(tx, &context))
}

fn started(house: &House, verb: BulkVerb, selection: Selection) -> Job {
    let job = described(house, verb, selection);
    as_demo(house, |tx, c| start::start(tx, c, &job.id)).unwrap().0
}

fn ticked(ids: &[&str]) -> Selection {
    Selection::Ticked(ids.iter().map(|id| UserId::from_text(*id)).collect())
}

fn everybody() -> Selection {
    Selection::Matching(Box::new(user_list::Query {
        search: String::new(),
        mode: Default::default(),
        connection: None,
        status: None,
        role: None,
        sort: user_list::Sort::Name,
        descending: false,
        size: 25,
        start: Default::default(),
    }))
}

fn found(house: &House, job: &Job) -> Job {
    house.read(|tx, c| jobs::find(tx, &c.tenant, &job.id)).unwrap()
}

fn finished(house: &House, job: &Job) -> Job {
    house.app.work_until_idle().unwrap();
    let job = found(house, job);
    assert_eq!((job.status, &job.failure), (JobStatus::Completed, &None));
    job
}

fn user(house: &House, id: &str) -> Result<gatehouse::model::user::User> {
    house.read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(id)))
}

/// The events that a job wrote about users.
fn events_of(house: &House, job: &Job) -> Vec<LogEvent> {
    let now = house.app.now();
    let (from, to) = (now, now + TimeDelta::hours(1));
    let mut query = log_list::Query { from, to, size: 1_000, ..log_list::Query::default() };
    let mut events = Vec::new();
    loop {
        let page = house.read(|tx, c| log_list::page(tx, &c.tenant, &query)).unwrap();
        let last = page.rows.last().map(log_list::key_of);
        events.extend(page.rows);
        let Some(last) = last.filter(|_| page.has_next) else { break };
        query.start = gatehouse::model::paging::Start::After(last);
    }
    events.retain(|e| e.user_id.is_some() && e.details.get("job").and_then(|j| j.as_str()) == Some(&job.id));
    events
}

/// Whatever happened on the way, each user who changed has one event.
#[track_caller]
fn nothing_happened_twice(house: &House, job: &Job) {
    let mut ids: Vec<_> = events_of(house, job).into_iter().filter_map(|e| e.user_id).collect();
    assert_eq!(ids.len() as i64, job.succeeded);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len() as i64, job.succeeded, "an event for each user");
    assert!(job.total.is_none_or(|total| job.status != JobStatus::Completed || job.done() == total));
}

fn more_users(house: &House, n: u64) {
    synthetic(house.app.db(), &house.tenant(), n, house.app.now(), &mut |_| {}).unwrap();
}

fn times(house: &House, seconds: i64) -> Times {
    Times { now: house.app.now(), beat: house.app.now() + TimeDelta::seconds(seconds) }
}

fn role_named(house: &House, name: &str) -> String {
    let all = house.read(|tx, c| roles::all(tx, &c.tenant, 50)).unwrap();
    all.into_iter().find(|r| r.name == name).unwrap().id
}

fn has_role(house: &House, id: &str, role: &str) -> bool {
    let roles = house.read(|tx, c| user_roles::of_user(tx, &c.tenant, &UserId::from_text(id))).unwrap();
    roles.iter().any(|r| r.id == role)
}

#[test]
fn every_kind_does_what_its_verb_does_with_one_event_for_each_user() {
    on_both(|house| async move {
        let editor = role_named(&house, "Editor");
        let sessions = |id| house.read(|tx, c| user_sessions::any(tx, &c.tenant, &UserId::from_text(id))).unwrap();
        assert!(sessions(AMARA) && !user(&house, THEO).unwrap().blocked);
        let holds = has_role(&house, AMARA, &editor);
        let check = |verb: BulkVerb, succeeded: i64, code: &str, state: &dyn Fn() -> bool| {
            let job = finished(&house, &started(&house, verb.clone(), ticked(&[AMARA, THEO])));
            assert_eq!((job.succeeded, job.done()), (succeeded, 2), "{verb:?}");
            assert!(state(), "{verb:?}");
            nothing_happened_twice(&house, &job);
            let events = events_of(&house, &job);
            let by = Actor::Operator { id: job.created_by.clone(), name: job.created_by_name.clone() };
            assert!(events.iter().all(|e| e.actor == by && e.code == code), "{verb:?}");
        };
        check(BulkVerb::EndSessions, 1, "sapi", &|| !sessions(AMARA));
        check(BulkVerb::Block, 2, "sapi", &|| user(&house, THEO).unwrap().blocked);
        check(BulkVerb::Unblock, 2, "sapi", &|| !user(&house, AMARA).unwrap().blocked);
        assert!(holds && !has_role(&house, THEO, &editor));
        check(BulkVerb::AssignRole(editor.clone()), 1, "sapi", &|| has_role(&house, THEO, &editor));
        check(BulkVerb::RemoveRole(editor.clone()), 2, "sapi", &|| !has_role(&house, AMARA, &editor));
        let unverified = [AMARA, THEO].iter().filter(|id| !user(&house, id).unwrap().email_verified).count() as i64;
        check(BulkVerb::MarkVerified, unverified, "sapi", &|| user(&house, THEO).unwrap().email_verified);
        check(BulkVerb::Delete, 2, "sdu", &|| user(&house, AMARA).is_err() && user(&house, THEO).is_err());
    });
}

#[test]
fn a_worker_that_dies_is_followed_by_another_and_nothing_happens_twice() {
    on_both(|house| async move {
        more_users(&house, 300);
        let job = started(&house, BulkVerb::Block, everybody());
        let site = house.app.site();
        let claim = worker::claim(&site, times(&house, 0)).unwrap().unwrap();
        for _ in 0..3 {
            assert_eq!(worker::advance(&site, &claim, times(&house, 0), || ()).unwrap(), Step::More);
        }
        let half = found(&house, &job);
        assert!(half.done() > 0 && half.done() < half.total.unwrap() && half.status == JobStatus::Processing);
        // It is silent from here on. As long as its lease runs nobody else takes the job.
        assert_eq!(worker::claim(&site, times(&house, 59)).unwrap(), None);
        let next = worker::claim(&site, times(&house, 61)).unwrap().unwrap();
        // The first one was only slow: what it does now comes too late, and does nothing.
        assert_eq!(worker::advance(&site, &claim, times(&house, 62), || ()).unwrap(), Step::Lost);
        worker::release(&site, &claim, times(&house, 62)).unwrap();
        assert_eq!(found(&house, &job).done(), half.done());
        while worker::advance(&site, &next, times(&house, 63), || ()).unwrap() == Step::More {}
        let job = found(&house, &job);
        assert_eq!((job.status, job.succeeded + job.skipped), (JobStatus::Completed, job.total.unwrap()));
        assert!(job.summary.keys().all(|word| word == "succeeded" || word == "unchanged"), "{:?}", job.summary);
        nothing_happened_twice(&house, &job);
    });
}

#[test]
fn a_chunk_that_fails_leaves_nothing_behind() {
    on_both(|house| async move {
        more_users(&house, 300);
        let role = role_named(&house, "Auditor");
        let job = started(&house, BulkVerb::AssignRole(role.clone()), everybody());
        let site = house.app.site();
        let claim = worker::claim(&site, times(&house, 0)).unwrap().unwrap();
        for _ in 0..2 {
            assert_eq!(worker::advance(&site, &claim, times(&house, 0), || ()).unwrap(), Step::More);
        }
        let before = found(&house, &job);
        assert!(before.succeeded > 0);
        as_demo(&house, |tx, c| role_verbs::delete::delete(tx, c, &role)).unwrap();
        assert_eq!(worker::advance(&site, &claim, times(&house, 0), || ()).unwrap(), Step::Ended);
        let job = found(&house, &job);
        assert_eq!(job.status, JobStatus::Failed);
        assert_eq!(job.failure.as_deref(), Some("The role it needs is not here any more."));
        assert_eq!((job.succeeded, job.done()), (before.succeeded, before.done()));
        nothing_happened_twice(&house, &job);
        assert_eq!(worker::claim(&site, times(&house, 100)).unwrap(), None);
    });
}

#[test]
fn workers_side_by_side_do_each_job_once() {
    on_both(|house| async move {
        more_users(&house, 150);
        let auditor = role_named(&house, "Auditor");
        let all: Vec<Job> = [BulkVerb::Block, BulkVerb::MarkVerified, BulkVerb::AssignRole(auditor)]
            .into_iter()
            .map(|verb| started(&house, verb, everybody()))
            .collect();
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let app = house.app.clone();
                std::thread::spawn(move || app.work_until_idle().unwrap())
            })
            .collect();
        let taken: usize = threads.into_iter().map(|t| t.join().unwrap()).sum();
        assert!(taken >= all.len());
        for job in &all {
            let job = finished(&house, job);
            nothing_happened_twice(&house, &job);
            assert!(job.succeeded > 0);
        }
    });
}

/// Lets the job write down its users, as it does before it acts.
fn chosen(house: &House, job: &Job) -> jobs::Claim {
    let site = house.app.site();
    let claim = worker::claim(&site, times(house, 0)).unwrap().unwrap();
    assert_eq!(worker::advance(&site, &claim, times(house, 0), || ()).unwrap(), Step::More);
    assert_eq!(found(house, job).done(), 0);
    claim
}

#[test]
fn what_somebody_changed_meanwhile_is_left_alone() {
    on_both(|house| async move {
        let later = Context { now: house.app.now() + TimeDelta::seconds(1), ..demo(&house) };
        let id = |text: &str| UserId::from_text(text);
        house.write(|tx, c| block::block(tx, c, &id(NADIA))).unwrap();
        let job = started(&house, BulkVerb::Block, ticked(&[AMARA, THEO, NADIA]));
        let claim = chosen(&house, &job);
        // Blocked when the operator looked, and let in again since; and one who was blocked and let in since.
        house.write(|tx, c| unblock::unblock(tx, c, &id(NADIA))).unwrap();
        house.write(|tx, _| block::block(tx, &later, &id(THEO))).unwrap();
        house.write(|tx, _| unblock::unblock(tx, &later, &id(THEO))).unwrap();
        assert_eq!(worker::advance(&house.app.site(), &claim, times(&house, 1), || ()).unwrap(), Step::Ended);
        let job = found(&house, &job);
        assert_eq!((job.succeeded, job.summary["conflict"].as_i64()), (1, Some(2)));
        assert!(user(&house, AMARA).unwrap().blocked);
        assert!(!user(&house, THEO).unwrap().blocked && !user(&house, NADIA).unwrap().blocked);
        nothing_happened_twice(&house, &job);

        // Another field is another matter, for all verbs but deleting: whoever is deleted is whom the operator saw.
        let rename = |text: &str| {
            let mut user = user(&house, text).unwrap();
            user.name = Some("Somebody Else".into());
            house.write(|tx, c| users::update(tx, &c.tenant, &user)).unwrap();
        };
        let job = started(&house, BulkVerb::Unblock, ticked(&[AMARA]));
        let claim = chosen(&house, &job);
        rename(AMARA);
        worker::advance(&house.app.site(), &claim, times(&house, 1), || ()).unwrap();
        assert_eq!((found(&house, &job).succeeded, user(&house, AMARA).unwrap().blocked), (1, false));
        let job = started(&house, BulkVerb::Delete, ticked(&[AMARA]));
        let claim = chosen(&house, &job);
        rename(AMARA);
        worker::advance(&house.app.site(), &claim, times(&house, 1), || ()).unwrap();
        assert_eq!((found(&house, &job).succeeded, user(&house, AMARA).is_ok()), (0, true));
    });
}

#[test]
fn a_role_taken_back_by_hand_is_not_given_again() {
    on_both(|house| async move {
        let editor = role_named(&house, "Editor");
        let id = UserId::from_text(THEO);
        house.write(|tx, c| assign_roles::assign_roles(tx, c, &id, std::slice::from_ref(&editor))).unwrap();
        let job = started(&house, BulkVerb::AssignRole(editor.clone()), ticked(&[THEO]));
        let claim = chosen(&house, &job);
        house.write(|tx, c| remove_role::remove_role(tx, c, &id, &editor)).unwrap();
        worker::advance(&house.app.site(), &claim, times(&house, 1), || ()).unwrap();
        assert_eq!(found(&house, &job).summary["conflict"].as_i64(), Some(1));
        assert!(!has_role(&house, THEO, &editor));
    });
}

#[test]
fn owners_accounts_are_left_alone() {
    on_both(|house| async move {
        let mut amara = user(&house, AMARA).unwrap();
        (amara.email, amara.email_verified) = (Some("Demo@Gatehouse.example".into()), true);
        house.write(|tx, c| users::update(tx, &c.tenant, &amara)).unwrap();
        for verb in [BulkVerb::Block, BulkVerb::EndSessions, BulkVerb::Delete] {
            let job = described(&house, verb.clone(), ticked(&[AMARA]));
            let plan = looked_at(&house, &job).unwrap().unwrap();
            let counts = Counts { matched: 1, protected: 1, ..Counts::default() };
            assert_eq!(plan.known, Known::All(counts), "the dry run says so");
            as_demo(&house, |tx, c| start::start(tx, c, &job.id)).unwrap();
            assert_eq!(finished(&house, &job).summary["protected"].as_i64(), Some(1));
        }
        assert!(!user(&house, AMARA).unwrap().blocked);
        // An address that nobody has confirmed proves nothing.
        let mut amara = user(&house, AMARA).unwrap();
        amara.email_verified = false;
        house.write(|tx, c| users::update(tx, &c.tenant, &amara)).unwrap();
        assert_eq!(finished(&house, &started(&house, BulkVerb::Block, ticked(&[AMARA]))).succeeded, 1);
    });
}

#[test]
fn who_came_after_the_dry_run_is_not_among_them() {
    on_both(|house| async move {
        let job = described(&house, BulkVerb::Block, everybody());
        let Known::All(before) = looked_at(&house, &job).unwrap().unwrap().known else { panic!() };
        let mut late = user(&house, AMARA).unwrap();
        late.id = UserId::from_text("auth0|late");
        late.created_at = house.app.now() + TimeDelta::milliseconds(1);
        house.write(|tx, c| users::insert(tx, &c.tenant, &late)).unwrap();
        as_demo(&house, |tx, c| start::start(tx, c, &job.id)).unwrap();
        assert_eq!(finished(&house, &job).total, Some(before.matched));
        assert!(!user(&house, "auth0|late").unwrap().blocked);
    });
}

#[test]
fn a_job_is_cancelled_between_two_chunks() {
    on_both(|house| async move {
        more_users(&house, 300);
        let job = started(&house, BulkVerb::Block, everybody());
        let site = house.app.site();
        let claim = worker::claim(&site, times(&house, 0)).unwrap().unwrap();
        for _ in 0..2 {
            worker::advance(&site, &claim, times(&house, 0), || ()).unwrap();
        }
        let before = found(&house, &job).done();
        assert!(as_demo(&house, |tx, c| cancel::cancel(tx, c, &job.id)).unwrap().1);
        assert!(!as_demo(&house, |tx, c| cancel::cancel(tx, c, &job.id)).unwrap().1, "once is enough");
        assert_eq!(worker::advance(&site, &claim, times(&house, 0), || ()).unwrap(), Step::Ended);
        let job = found(&house, &job);
        assert_eq!((job.status, job.done()), (JobStatus::Cancelled, before));
        nothing_happened_twice(&house, &job);
        // One that nobody has taken ends at once.
        let other = started(&house, BulkVerb::Unblock, everybody());
        as_demo(&house, |tx, c| cancel::cancel(tx, c, &other.id)).unwrap();
        assert_eq!((found(&house, &other).status, house.app.work_until_idle().unwrap()), (JobStatus::Cancelled, 0));
    });
}

#[test]
fn who_loses_the_right_loses_the_job_and_nobody_starts_anothers() {
    on_both(|house| async move {
        let job = started(&house, BulkVerb::Block, ticked(&[AMARA]));
        let operator = house.read(|tx, _| operators::demo(tx)).unwrap().unwrap().id;
        house.write(|tx, c| operators::set_membership(tx, &operator, &c.tenant, OperatorRole::Support)).unwrap();
        house.app.work_until_idle().unwrap();
        let job = found(&house, &job);
        assert_eq!(job.status, JobStatus::Failed);
        assert!(job.failure.unwrap().contains("may no longer do this") && !user(&house, AMARA).unwrap().blocked);

        let draft = described(&house, BulkVerb::Block, ticked(&[AMARA]));
        let other = house.write(|tx, c| start::start(tx, c, &draft.id));
        assert!(matches!(other, Err(Error::Forbidden(_))));
    });
}

#[test]
fn jobs_take_turns() {
    on_both(|house| async move {
        let first = started(&house, BulkVerb::Block, everybody());
        let site = house.app.site();
        let claim = worker::claim(&site, times(&house, 0)).unwrap().unwrap();
        let second = started(&house, BulkVerb::Unblock, ticked(&[AMARA]));
        worker::release(&site, &claim, times(&house, 1)).unwrap();
        let taken = worker::claim(&site, times(&house, 1)).unwrap().unwrap();
        assert_eq!((claim.job, taken.job), (first.id, second.id), "who was at it goes to the end of the queue");
    });
}

#[test]
fn results_stay_for_thirty_days_and_drafts_for_one() {
    on_both(|house| async move {
        let job = finished(&house, &started(&house, BulkVerb::Block, everybody()));
        let draft = described(&house, BulkVerb::Block, everybody());
        let running = started(&house, BulkVerb::Unblock, everybody());
        let there = |job: &Job| house.read(|tx, c| jobs::find(tx, &c.tenant, &job.id)).is_ok();
        let keep_up = |days| {
            let now = house.app.now() + TimeDelta::days(days);
            upkeep::run_due(house.app.db(), &house.app.ids, now, &mut || true)
        };
        keep_up(0).unwrap();
        assert!(there(&job) && there(&draft) && there(&running));
        keep_up(2).unwrap();
        assert!(there(&job) && !there(&draft) && there(&running));
        keep_up(31).unwrap();
        assert!(!there(&job) && there(&running));
        let items = house.read(|tx, c| job_items::after(tx, &c.tenant, &job.id, 0, 10)).unwrap();
        assert!(items.is_empty());
    });
}
