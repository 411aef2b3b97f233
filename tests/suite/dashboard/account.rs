//! The operator's own page: the clock by which they read times.

use crate::support::house::AMARA;
use crate::support::{House, on_both};
use gatehouse::features::operators::sessions;
use gatehouse::http::urls;
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::tenant::{Tenant, TenantId};
use gatehouse::model::user::UserId;
use gatehouse::store::{log_events, operators, tenants, users};

const ZONE: &str = "/account/time-zone";

fn history(house: &House, query: &str) -> String {
    format!("{}?{query}", urls::user_part(&house.tenant(), &UserId::from_text(AMARA), "history"))
}

/// Puts an event into Amara's history.
fn event(house: &House, n: u8, at: &str) {
    let event = gatehouse::model::log_event::LogEvent {
        id: format!("9002026112000000000000000000000000000000000{n:02}"),
        date: at.parse().unwrap(),
        code: "s".into(),
        user_id: Some(AMARA.into()),
        description: Some(format!("Event {n}")),
        ..Default::default()
    };
    house.write(|tx, c| log_events::insert(tx, &c.tenant, &event)).unwrap();
}

#[test]
fn times_and_days_are_those_of_the_chosen_zone() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Support).await;
        let page = house.get("/account").await.expect(200);
        assert_eq!(page.input("time_zone").as_deref(), Some("UTC"));
        assert!(page.shows("It is 21 Nov 2026, 14:14 UTC") && page.body.contains("<option>Asia/Tokyo</option>"));
        // Two events around midnight in Tokyo, which is 15:00 in UTC.
        event(&house, 1, "2026-11-19T14:59:59");
        event(&house, 2, "2026-11-19T15:00:00");
        let day = history(&house, "from=2026-11-20&to=2026-11-20");
        let page = house.get(&day).await.expect(200);
        assert!(!page.shows("Event 1") && !page.shows("Event 2"));

        let page = house.submit(ZONE, &[("time_zone", " asia/tokyo ")]).await.expect(200);
        assert!(page.shows("Times are shown in Asia/Tokyo.") && page.shows("It is 21 Nov 2026, 23:14 JST"));
        assert_eq!(page.input("time_zone").as_deref(), Some("Asia/Tokyo"));
        let page = house.get(&day).await.expect(200);
        assert!(page.shows("Event 2") && !page.shows("Event 1"));
        assert!(page.shows("20 Nov 2026, 00:00") && page.shows("JST") && page.shows("Days in Asia/Tokyo"));
        assert!(page.body.contains("datetime=\"2026-11-19T15:00:00.000Z\""), "machines read UTC");
        let list = house.get("/dashboard/northwind/users").await.expect(200);
        assert!(list.shows("JST") && !list.shows("UTC"));
        // What is not a page's time stays as the API says it.
        let raw = house.get(&urls::user_part(&house.tenant(), &UserId::from_text(AMARA), "raw-json")).await.expect(200);
        let created = house.read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(AMARA))).unwrap().created_at;
        assert!(raw.shows(&gatehouse::model::iso(created)));
    });
}

#[test]
fn each_operator_has_a_clock_of_their_own() {
    on_both(|house| async move {
        house.sign_in().await;
        house.post(ZONE, &[("time_zone", "America/Sao_Paulo")]).await.expect(303);
        assert!(house.get("/account").await.expect(200).shows("It is 21 Nov 2026, 11:14 UTC-03"));
        house.forget_cookies();
        house.sign_in_as(OperatorRole::Admin).await;
        assert!(house.get("/account").await.expect(200).shows("It is 21 Nov 2026, 14:14 UTC"));
        assert!(!house.get("/account").await.expect(200).shows("UTC-03"));
    });
}

#[test]
fn a_zone_that_is_none_is_said_and_kept_as_typed() {
    on_both(|house| async move {
        house.sign_in().await;
        for typed in ["Europe/Atlantis", "", "<script>"] {
            let page = house.post(ZONE, &[("time_zone", typed)]).await.expect(422);
            assert!(page.shows("Choose a time zone of the list") && page.shows("Error: Your account"));
            assert_eq!(page.input("time_zone").as_deref(), Some(typed));
        }
        assert!(house.get("/account").await.expect(200).shows("14:14 UTC"));
    });
}

#[test]
fn an_operator_of_very_many_tenants_reaches_all_of_them() {
    on_both(|house| async move {
        house.sign_in().await;
        assert!(!house.get("/account").await.expect(200).body.contains("more-tenants"));
        // By name they stand before Northwind, which is then one too many for the switcher.
        house
            .write(|tx, c| {
                let me = operators::demo(tx)?.unwrap();
                let northwind = tenants::find(tx, &c.tenant)?;
                for n in 0..200 {
                    let id = TenantId::parse(&format!("a-{n}"))?;
                    let tenant = Tenant { id, name: format!("A {n}"), is_default: false, ..northwind.clone() };
                    tenants::insert(tx, &tenant)?;
                    operators::set_membership(tx, &me.id, &tenant.id, OperatorRole::Support)?;
                }
                Ok(())
            })
            .unwrap();
        let page = house.get("/dashboard/northwind/users").await.expect(200);
        assert!(page.body.contains("data-testid=\"other-tenant\"") && page.shows("The first 200 are offered here."));
        assert_eq!(house.get("/dashboard?tenant=northwind").await.expect(303).location(), "/dashboard/northwind/users");
        house.get("/dashboard?tenant=No!").await.expect(404);
        house.get("/dashboard/nowhere/users").await.expect(404);
        assert!(house.get("/account").await.expect(200).shows("You have a place in more tenants than are named here."));
    });
}

#[test]
fn more_sessions_than_are_shown_are_not_passed_over() {
    on_both(|house| async move {
        house.sign_in().await;
        assert!(house.get("/account").await.expect(200).shows("1 open"));
        let open = |n: usize| {
            let me = house.read(|tx, _| operators::demo(tx)).unwrap().unwrap();
            for _ in 0..n {
                house.write(|tx, c| sessions::save(tx, Some(&me.id), "{}", None, c.now)).unwrap();
            }
        };
        open(99);
        assert!(house.get("/account").await.expect(200).shows("100 open"));
        open(1);
        assert!(house.get("/account").await.expect(200).shows("More than 100 open; these were used last"));
        house.submit("/account/sign-out-everywhere", &[]).await;
        house.get("/account").await.expect(303);
    });
}
