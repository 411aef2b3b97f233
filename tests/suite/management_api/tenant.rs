//! `/api/v2/stats`, `/api/v2/grants` and `/api/v2/tenants/settings`.

use crate::support::on_both;
use gatehouse::features::stats;
use gatehouse::model::tenant::TenantId;
use gatehouse::store::grants;
use serde_json::{Value, json};

#[test]
fn numbers_are_those_of_the_log() {
    on_both(|house| async move {
        let program = house.program().await;
        let active = program.get("/stats/active-users").await.expect(200).json();
        let total = program.get("/users?include_totals=true&per_page=1").await.expect(200).json()["total"].clone();
        assert!(active.as_i64().unwrap() > 0 && active.as_i64() < total.as_i64(), "{active} of {total}");
        let days = program.get("/stats/daily?from=20261101&to=20261121").await.expect(200).json();
        let days = days.as_array().unwrap();
        assert_eq!((days.len(), &days[0]["date"]), (21, &json!("2026-11-01T00:00:00.000Z")));
        let sum = |days: &[Value]| days.iter().map(|day| day["logins"].as_i64().unwrap()).sum::<i64>();
        let now = house.app.now();
        let from = now.date() - chrono::TimeDelta::days(20);
        let span = (from.and_hms_opt(0, 0, 0).unwrap(), now + chrono::TimeDelta::days(1));
        let counted = house
            .read(|tx, c| gatehouse::store::stats::events_by_day(tx, &c.tenant, &["s"], span))
            .unwrap()
            .values()
            .sum::<i64>();
        assert!(counted > 0 && sum(days) == counted);
        assert_eq!(program.get("/stats/daily").await.expect(200).json().as_array().unwrap().len(), 30);
        for bad in ["from=2026-11-01", "from=20261301", "from=20261122&to=20261121", "from=19700101&to=20261121"] {
            program.get(&format!("/stats/daily?{bad}")).await.refuses(400, "invalid_query_string");
        }
        // Another tenant's logins are not among them.
        let acme = TenantId::parse("acme").unwrap();
        let theirs = gatehouse::features::context::Context { tenant: acme, ..house.context() };
        let other = house.read(|tx, _| stats::active_users(tx, &theirs)).unwrap();
        assert_ne!(active.as_i64(), Some(other));
    });
}

#[test]
fn grants_are_listed_and_revoked() {
    on_both(|house| async move {
        let program = house.program().await;
        let first = program.get("/grants?include_totals=true&per_page=1").await.expect(200).json();
        let total = first["total"].as_u64().unwrap();
        assert!(total > 2 && first["grants"].as_array().unwrap().len() == 1);
        let all = program.get("/grants?per_page=100").await.expect(200).json();
        let all = all.as_array().unwrap();
        assert_eq!(all.len() as u64, total.min(100));
        let one = &all[0];
        let text = |key: &str| one[key].as_str().unwrap().replace('|', "%7C");
        let mine = program.get(&format!("/grants?user_id={}&client_id={}", text("user_id"), text("clientID"))).await;
        let mine = mine.expect(200).json();
        assert!(mine.as_array().unwrap().contains(one));
        assert!(
            mine.as_array().unwrap().iter().all(|g| g["user_id"] == one["user_id"] && g["clientID"] == one["clientID"])
        );
        for _ in 0..2 {
            program.delete(&format!("/grants/{}", text("id"))).await.expect(204);
        }
        let left = program.get("/grants?include_totals=true").await.expect(200).json();
        assert_eq!(left["total"].as_u64(), Some(total - 1));
        let other = all.iter().find(|g| g["user_id"] != one["user_id"]).unwrap();
        let whose = other["user_id"].as_str().unwrap().replace('|', "%7C");
        for _ in 0..2 {
            program.delete(&format!("/grants?user_id={whose}")).await.expect(204);
        }
        assert_eq!(program.get(&format!("/grants?user_id={whose}")).await.expect(200).json(), json!([]));
        program.delete("/grants").await.refuses(400, "invalid_query_string");

        // Another tenant's grant is none of this program's.
        let acme = TenantId::parse("acme").unwrap();
        let theirs =
            house.read(|tx, _| grants::window(tx, &acme, &grants::Filter::default(), (0, 1))).unwrap().remove(0);
        program.delete(&format!("/grants/{}", theirs.id)).await.expect(204);
        assert!(house.read(|tx, _| grants::owner(tx, &acme, &theirs.id)).unwrap().is_some());
    });
}

#[test]
fn settings_are_kept_and_the_limit_is_one_of_them() {
    on_both(|house| async move {
        let program = house.program().await;
        let before = program.get("/tenants/settings").await.expect(200).json();
        assert_eq!(
            (&before["friendly_name"], &before["flags"]["limits_results"]),
            (&json!("Northwind"), &json!(false))
        );
        let change = json!({
            "friendly_name": "Northwind Ltd", "support_email": "help@northwind.example", "session_lifetime": 7.5,
            "flags": {"limits_results": true, "enable_sso": true}, "session_cookie": {"mode": "persistent"},
        });
        let changed = program.patch("/tenants/settings", change.clone()).await.expect(200).json();
        assert_eq!(changed, change);
        assert_eq!(program.get("/tenants/settings").await.expect(200).json(), change);
        program.get("/users?page=10&per_page=100").await.refuses(400, "invalid_paging");
        let roles = program.get("/roles?per_page=1").await.expect(200).json();
        let members = format!("/roles/{}/users", roles[0]["id"].as_str().unwrap());
        program.get(&format!("{members}?page=10&per_page=100")).await.expect(200);
        program.get(&format!("{members}?page=11&per_page=100")).await.refuses(400, "invalid_paging");
        // The same once more leaves no second event.
        let logs = program.get("/logs?include_totals=true").await.expect(200).json()["total"].clone();
        program.patch("/tenants/settings", change).await.expect(200);
        assert_eq!(program.get("/logs?include_totals=true").await.expect(200).json()["total"], logs);
        let change = json!({"flags": {"limits_results": false}, "session_cookie": null});
        let changed = program.patch("/tenants/settings", change).await.expect(200).json();
        assert_eq!(changed["flags"], json!({"enable_sso": true, "limits_results": false}));
        assert!(changed.get("session_cookie").is_none());
        program.get("/users?page=10&per_page=100").await.expect(200);
        let part = program.get("/tenants/settings?fields=friendly_name").await.expect(200).json();
        assert_eq!(part, json!({"friendly_name": "Northwind Ltd"}));
        for bad in [
            json!({"x": 1}),
            json!({"friendly_name": ""}),
            json!({"support_email": null}),
            json!({"flags": {"limits_results": "yes"}}),
        ] {
            program.patch("/tenants/settings", bad).await.refuses(400, "invalid_body");
        }
    });
}
