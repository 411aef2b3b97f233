//! Creating a tenant, and the settings of one.

use crate::support::on_both;
use gatehouse::features::logs::list::{self, LogQuery};
use gatehouse::model::log_event::LogEvent;
use gatehouse::model::operator::OperatorRole;

const SETTINGS: &str = "/dashboard/northwind/settings";

#[test]
fn an_owner_creates_a_tenant_and_owns_it() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.submit("/tenants/create", &[("name", "Löwen & Söhne"), ("slug", "")]).await.expect(200);
        assert!(page.shows("Tenant Löwen & Söhne is ready.") && page.shows("lowen-sohne"));
        let settings = house.get("/dashboard/lowen-sohne/settings").await.expect(200);
        assert_eq!(settings.input("name").as_deref(), Some("Löwen & Söhne"));
        let logs = house.get("/dashboard/lowen-sohne/logs").await.expect(200);
        assert!(logs.shows("Create a Tenant") && logs.shows("by Demo Administrator"));
    });
}

#[test]
fn the_way_in_leads_to_the_default_tenant() {
    on_both(|house| async move {
        house.sign_in().await;
        // Acme Industries stands first in the switcher.
        assert_eq!(house.get("/dashboard").await.expect(303).location(), "/dashboard/northwind/users");
    });
}

#[test]
fn mistakes_are_named_and_what_was_typed_stays() {
    on_both(|house| async move {
        house.sign_in().await;
        for (name, slug, field) in [
            ("", "fine", "e-name"),
            ("Fine", "Not Fine!", "e-slug"),
            ("Acme again", "acme", "e-slug"),
            ("&&&", "", "e-slug"),
        ] {
            let page = house.post("/tenants/create", &[("name", name), ("slug", slug)]).await.expect(422);
            assert!(page.body.contains(&format!("id=\"{field}\"")), "{name} {slug}");
            assert_eq!(page.input("name").as_deref(), Some(name));
            assert_eq!(page.input("slug").as_deref(), Some(slug));
        }
    });
}

#[test]
fn who_owns_no_tenant_cannot_create_one() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Admin).await;
        house.get("/tenants/create").await.expect(403);
        house.post("/tenants/create", &[("name", "Mine"), ("slug", "mine")]).await.expect(403);
        assert!(house.get(SETTINGS).await.expect(200).shows("Only owners of this tenant can change its settings."));
        house.post(SETTINGS, &[("name", "Mine"), ("log_retention_days", "9")]).await.expect(403);
    });
}

#[test]
fn settings_are_saved_once_with_their_diff() {
    on_both(|house| async move {
        house.sign_in().await;
        let version = house.get(SETTINGS).await.expect(200).input("version").unwrap();
        let form = [
            ("name", "Northwind Ltd"),
            ("log_retention_days", "90"),
            ("deleted_user_days", "14"),
            ("sign_in_as_user", "true"),
            ("limits_results", "true"),
            ("version", &version),
        ];
        assert!(house.submit(SETTINGS, &form).await.expect(200).shows("The settings are saved."));
        assert!(house.submit(SETTINGS, &form).await.expect(200).shows("The settings were so already."));
        let query = LogQuery {
            codes: vec!["sapi"],
            from: house.app.now(),
            to: house.app.now() + chrono::TimeDelta::days(1),
            size: 50,
            ..LogQuery::default()
        };
        let rows = house.read(|tx, c| list::list(tx, c, &query, "")).unwrap().page.rows;
        let mine: Vec<&LogEvent> =
            rows.iter().filter(|e| e.description.as_deref() == Some("Update tenant settings")).collect();
        assert_eq!(mine.len(), 1);
        let fields: Vec<_> = mine[0].diff.iter().map(|c| c.field.as_str()).collect();
        assert_eq!(fields, ["name", "log_retention_days", "deleted_user_days", "sign_in_as_user", "limits_results"]);
    });
}

#[test]
fn the_second_of_two_saves_is_told_and_keeps_its_typing() {
    on_both(|house| async move {
        house.sign_in().await;
        let version = house.get(SETTINGS).await.expect(200).input("version").unwrap();
        house
            .post(
                SETTINGS,
                &[("name", "First"), ("log_retention_days", "90"), ("deleted_user_days", "0"), ("version", &version)],
            )
            .await
            .expect(303);
        let second = [
            ("name", "Second"),
            ("log_retention_days", "60"),
            ("deleted_user_days", "0"),
            ("version", version.as_str()),
        ];
        let page = house.post(SETTINGS, &second).await.expect(409);
        assert!(page.body.contains("data-testid=\"conflict\"") && page.shows("First"));
        assert_eq!(page.input("name").as_deref(), Some("Second"));
        let again = [
            ("name", "Second"),
            ("log_retention_days", "60"),
            ("deleted_user_days", "0"),
            ("version", &page.input("version").unwrap()),
        ];
        house.post(SETTINGS, &again).await.expect(303);
        let wrong = house
            .post(SETTINGS, &[("name", "Second"), ("log_retention_days", "1.5"), ("version", "")])
            .await
            .expect(422);
        assert_eq!(wrong.input("log_retention_days").as_deref(), Some("1.5"));
        for days in ["-1", "366", "", "a week"] {
            let form = [("name", "Second"), ("log_retention_days", "60"), ("deleted_user_days", days), ("version", "")];
            let wrong = house.post(SETTINGS, &form).await.expect(422);
            assert!(wrong.shows("Enter a whole number of days from 0 (off) to 365."), "{days}");
            assert_eq!(wrong.input("deleted_user_days").as_deref(), Some(days));
        }
    });
}
