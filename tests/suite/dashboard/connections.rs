//! Connections: created, saved by kind, deleted with their users.

use super::applications::recorded;
use crate::support::{House, on_both};
use gatehouse::model::connection::Connection;
use gatehouse::store::connections;

const BASE: &str = "/dashboard/northwind/connections";

fn named(house: &House, name: &str) -> Connection {
    house.read(|tx, c| connections::by_name(tx, &c.tenant, name)).unwrap()
}

#[test]
fn the_list_filters_by_kind_and_text() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.get(&format!("{BASE}?kind=social")).await.expect(200);
        assert!(page.shows("LinkedIn") && !page.shows("Legacy shop"));
        assert!(house.get(&format!("{BASE}?kind=social&q=legacy")).await.expect(200).shows("No connections match"));
        // No application may use it.
        assert!(house.get(&format!("{BASE}?q=test-directory")).await.expect(200).shows("Disabled"));
    });
}

#[test]
fn a_database_is_created_with_its_policy() {
    on_both(|house| async move {
        house.sign_in().await;
        let path = format!("{BASE}/create");
        let long = "x".repeat(129);
        let fields = |name| {
            [
                ("name", name),
                ("policy", "excellent"),
                ("min_length", "14"),
                ("no_personal_info", "true"),
                ("history", "5"),
            ]
        };
        for bad in ["", "under_score", "-dash", "dash-", "white space", "ä", &long] {
            let page = house.post(&path, &fields(bad)).await.expect(422);
            assert!(page.input("name").as_deref() == Some(bad) && page.input("min_length").as_deref() == Some("14"));
        }
        house.submit(&path, &fields("Partners-2")).await.expect(200);
        let policy = named(&house, "Partners-2").password_policy();
        assert!(policy.level.as_str() == "excellent" && policy.min_length == 14 && policy.no_personal_info);
        assert_eq!(policy.history, 5);
        let page =
            house.post(&path, &[("name", "Other"), ("policy", "good"), ("min_length", "8"), ("history", "25")]).await;
        assert!(page.expect(422).shows("Enter a whole number from 0 to 24."));
        assert!(house.post(&path, &fields("Partners-2")).await.expect(422).shows("already exists"));
        let too_much = [("name", "Other"), ("policy", "good"), ("min_length", "129")];
        assert!(house.post(&path, &too_much).await.expect(422).shows("from 1 to 128"));
        assert_eq!(recorded(&house, "Create a Connection").len(), 1);
    });
}

#[test]
fn syncing_is_offered_where_attributes_come_from_elsewhere() {
    on_both(|house| async move {
        house.sign_in().await;
        let words = "Sync user profile attributes at each login";
        for (name, offered) in [("Google", true), ("acme-saml", true), ("email", false), ("Customers", false)] {
            let page = house.get(&format!("{BASE}/{}", named(&house, name).id)).await.expect(200);
            assert_eq!(page.shows(words), offered, "{name}");
        }
        let google = named(&house, "Google");
        let off = [("version", "1"), ("display_name", "Google")];
        house.submit(&format!("{BASE}/{}", google.id), &off).await.expect(200);
        assert!(!named(&house, "Google").syncs_at_each_login());
        let event = &recorded(&house, "Update a Connection: Google")[0];
        assert_eq!(event.diff.len(), 1);
        assert_eq!(event.diff[0].after, "on_first_login");
        // The other one still has the page as it was.
        let late = [("version", "1"), ("display_name", "Late"), ("sync", "true")];
        let page = house.post(&format!("{BASE}/{}", google.id), &late).await.expect(409);
        assert!(page.shows("Somebody else saved first") && page.input("display_name").as_deref() == Some("Late"));
    });
}

#[test]
fn deleting_names_the_users_who_go_with_it() {
    on_both(|house| async move {
        house.sign_in().await;
        let id = named(&house, "Staff").id;
        let page = house.get(&format!("{BASE}/{id}/delete")).await.expect(200);
        assert!(page.shows("users are deleted for good") && !page.shows("Deleted users"));
        super::users::deleted::keep_for(&house, "30").await;
        let page = house.get(&format!("{BASE}/{id}/delete")).await.expect(200);
        assert!(page.shows("They do not go to Deleted users"), "a promise that cannot be kept is not made");
        house.submit(&format!("{BASE}/{id}/delete"), &[]).await.expect(200);
        house.get(&format!("{BASE}/{id}")).await.expect(404);
        house.post(&format!("{BASE}/{id}/delete"), &[]).await.expect(404);
        assert_eq!(recorded(&house, "Delete a Connection: Staff").len(), 1);
    });
}
