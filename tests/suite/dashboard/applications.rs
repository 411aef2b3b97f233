//! Applications: created, saved, given secrets and connections, deleted; each act once, with one event.

use crate::support::{House, on_both};
use chrono::TimeDelta;
use gatehouse::features::applications::settings::Typed;
use gatehouse::features::applications::{create, delete, details, rotate_secret};
use gatehouse::features::connections::allow_application::allow_application;
use gatehouse::model::log_event::LogEvent;
use gatehouse::model::paging::Start;
use gatehouse::security::token;
use gatehouse::store::{connections, log_list, operator_sessions};

const STOREFRONT: &str = "Zpi2uepnI28pCOhM69QjV9iaoLk9B67m";
const BASE: &str = "/dashboard/northwind/applications";

/// What is stored of the browser's session.
fn stored_session(house: &House) -> String {
    let cookie = house.cookie("gatehouse").unwrap();
    // A signature precedes the id.
    let id = token::hash(&cookie[cookie.len() - token::random().len()..]);
    house.read(|tx, _| operator_sessions::find(tx, &id)).unwrap().unwrap().state
}

/// The events whose description begins like this.
pub fn recorded(house: &House, description: &str) -> Vec<LogEvent> {
    let now = house.app.now();
    let query = log_list::Query {
        users: None,
        codes: vec!["sapi"],
        connection: None,
        application: None,
        ip: None,
        from: now - TimeDelta::hours(1),
        to: now + TimeDelta::hours(1),
        size: 100,
        start: Start::First,
    };
    let all = house.read(|tx, c| log_list::page(tx, &c.tenant, &query)).unwrap().rows;
    all.into_iter().filter(|e| e.description.as_deref().is_some_and(|d| d.starts_with(description))).collect()
}

fn typed(name: &str, kind: &str) -> Typed {
    Typed { name: name.into(), kind: kind.into(), ..Typed::default() }
}

#[test]
fn the_list_finds_by_name_and_client_id() {
    on_both(|house| async move {
        house.sign_in().await;
        assert!(house.get(BASE).await.expect(200).shows("Warehouse scanner"));
        let page = house.get(&format!("{BASE}?q=zpi2UEP")).await.expect(200);
        assert!(page.shows("Storefront") && !page.shows("Warehouse scanner"));
        assert!(house.get(&format!("{BASE}?q=nothing+at+all")).await.expect(200).shows("No applications match"));
    });
}

#[test]
fn a_new_application_shows_its_secret_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let name = "<b>Büro</b>";
        let made = house.post(&format!("{BASE}/create"), &[("name", name), ("kind", "machine")]).await.expect(303);
        let stored = stored_session(&house);
        let page = house.get(made.location()).await.expect(200);
        assert!(page.shows(name) && !page.body.contains(name) && page.shows("shown this once"));
        // Between the two it waits sealed; a second look, such as a reload, finds the settings and makes nothing.
        let secret = page.body.rsplit_once("data-copy=\"").unwrap().1.split('"').next().unwrap();
        assert!(secret.len() >= 40 && stored.contains("secret") && !stored.contains(secret));
        assert!(!stored_session(&house).contains("secret"));
        let again = house.get(made.location()).await.expect(303);
        let settings = house.get(again.location()).await.expect(200);
        assert!(settings.shows("stored only as a hash") && !settings.body.contains(secret));
        let events = recorded(&house, "Create an Application: <b>B");
        assert_eq!(events.len(), 1);
        let secret = events[0].diff.iter().find(|c| c.field == "client_secret").unwrap();
        assert_eq!(secret.after, "*****");
        // The same name again: told at the field, what was typed is kept.
        let again = [("name", name), ("kind", "spa"), ("description", "kept words")];
        let page = house.post(&format!("{BASE}/create"), &again).await.expect(422);
        assert!(page.shows("An application with this name already exists.") && page.shows("kept words"));
        house.submit(&format!("{BASE}/create"), &[("name", "One page"), ("kind", "spa")]).await.expect(200);
    });
}

#[test]
fn wrong_addresses_are_named_line_by_line() {
    on_both(|house| async move {
        house.sign_in().await;
        let fields = [
            ("version", "1"),
            ("name", "Storefront"),
            ("kind", "regular_web"),
            ("callbacks", "https://ok.example/\njavascript:alert(1)\nhttp://plain.example/"),
            ("origins", "https://a.example/path"),
        ];
        let page = house.post(&format!("{BASE}/{STOREFRONT}"), &fields).await.expect(422);
        assert!(page.shows("Line 2, “javascript:alert(1)”") && page.shows("Line 3, “http://plain.example/”"));
        assert!(page.shows("Line 1, “https://a.example/path”") && page.shows("https://ok.example/"));
    });
}

#[test]
fn of_two_saves_the_second_is_told_and_keeps_its_typing() {
    on_both(|house| async move {
        house.sign_in().await;
        let path = format!("{BASE}/{STOREFRONT}");
        let save = |name| [("version", "1"), ("name", name), ("kind", "regular_web")];
        assert!(house.submit(&path, &save("First")).await.expect(200).shows("First has been saved."));
        let page = house.post(&path, &save("Second")).await.expect(409);
        assert!(page.shows("Somebody else saved first") && page.shows("First"));
        assert_eq!((page.input("name").as_deref(), page.input("version").as_deref()), (Some("Second"), Some("2")));
        house.post(&path, &[("version", "2"), ("name", "Second"), ("kind", "regular_web")]).await.expect(303);
        assert_eq!(recorded(&house, "Update an Application").len(), 2);
        // Saving what is so already changes nothing and says nothing to the log.
        house.post(&path, &[("version", "3"), ("name", "Second"), ("kind", "regular_web")]).await.expect(303);
        assert_eq!(recorded(&house, "Update an Application").len(), 2);
    });
}

#[test]
fn where_no_secret_can_be_kept_none_is_offered_and_the_reason_is_said() {
    on_both(|house| async move {
        house.sign_in().await;
        let spa = house.write(|tx, c| create::create(tx, c, &typed("In the browser", "spa"))).unwrap().0;
        let settings = format!("{BASE}/{}", spa.client_id);
        assert!(!house.get(&settings).await.expect(200).shows("rotate-secret"));
        let rotate = format!("{settings}/rotate-secret");
        let why = "In the browser has no secret: it runs on its users' devices (Single-page application)";
        assert_eq!(house.get(&rotate).await.expect(303).location(), settings);
        assert!(house.get(&settings).await.expect(200).shows(why));
        assert!(house.submit(&rotate, &[]).await.expect(200).shows(why));
        assert!(recorded(&house, "Rotate a client secret").is_empty());
    });
}

#[test]
fn a_secret_rotates_and_public_kinds_have_none() {
    on_both(|house| async move {
        let (web, first) = house.write(|tx, c| create::create(tx, c, &typed("Web", "regular_web"))).unwrap();
        let (_, second) = house.write(|tx, c| rotate_secret::rotate_secret(tx, c, &web.client_id)).unwrap();
        assert_ne!(first.unwrap(), second);
        assert!(house.read(|tx, c| details::settings(tx, c, &web.client_id)).unwrap().1);
        let (spa, none) = house.write(|tx, c| create::create(tx, c, &typed("Spa", "spa"))).unwrap();
        assert!(none.is_none() && house.write(|tx, c| rotate_secret::rotate_secret(tx, c, &spa.client_id)).is_err());
        assert_eq!(recorded(&house, "Rotate a client secret").len(), 1);
    });
}

#[test]
fn a_connection_is_turned_off_and_on_from_either_end_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let google = house.read(|tx, c| connections::by_name(tx, &c.tenant, "Google")).unwrap().id;
        let from_application = format!("{BASE}/{STOREFRONT}/connections/{google}");
        let from_connection = format!("/dashboard/northwind/connections/{google}/applications/{STOREFRONT}");
        let page = house.submit(&format!("{from_application}/disable"), &[]).await.expect(200);
        assert!(page.shows("Google has been turned off for Storefront.") && page.shows("Undo"));
        let page = house.submit(&format!("{from_connection}/disable"), &[]).await.expect(200);
        assert!(page.shows("was off for Storefront already"));
        house.submit(&format!("{from_connection}/enable"), &[]).await.expect(200);
        assert_eq!(recorded(&house, "Disable a Connection: Google").len(), 1);
        assert_eq!(recorded(&house, "Enable a Connection: Google").len(), 1);
        assert!(!house.write(|tx, c| allow_application(tx, c, &google, STOREFRONT, true)).unwrap().changed);
        house.post(&format!("{BASE}/unknown/connections/{google}/enable"), &[]).await.expect(404);
    });
}

#[test]
fn deleting_takes_devices_and_grants_along_and_happens_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let (_, counts) = house.read(|tx, c| details::with_counts(tx, c, STOREFRONT)).unwrap();
        let page = house.get(&format!("{BASE}/{STOREFRONT}/delete")).await.expect(200);
        let sessions = counts.sessions;
        assert!(sessions > 1 && page.shows(&format!("{sessions} sessions: ended.")), "{counts:?}");
        let page = house.submit(&format!("{BASE}/{STOREFRONT}/delete"), &[]).await.expect(200);
        assert!(page.shows("Storefront has been deleted."));
        house.get(&format!("{BASE}/{STOREFRONT}")).await.expect(404);
        assert!(house.write(|tx, c| delete::delete(tx, c, STOREFRONT)).is_err());
        assert_eq!(recorded(&house, "Delete an Application: Storefront").len(), 1);
    });
}
