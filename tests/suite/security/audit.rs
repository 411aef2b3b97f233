//! Every route of the table that changes something writes one log event, in the transaction of the change: with the log
//! closed nothing changes, and what is refused writes none. A new route gets what it sends in [`sent`], and what has to
//! come before it in [`first`].

use crate::support::house::AMARA;
use crate::support::places::{IMPORTER, Places, THEO};
use crate::support::{House, rows};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use gatehouse::http::hall::routing::Line;
use gatehouse::http::{routes, urls};
use gatehouse::model::paging::Start;
use gatehouse::model::user::UserId;
use gatehouse::store::connection::Backend;
use gatehouse::store::{outbox, resource_servers};

/// What concerns the operator's own browser sessions and eyes alone; the log is a tenant's.
const OF_NO_TENANT: &[&str] = &[
    "/account/sign-out-everywhere",
    "/account/theme",
    "/account/time-zone",
    "/re-authenticate",
    "/re-authenticate/demo",
    "/sign-out",
];

/// What calls the Management API, whose changes have events of their own.
const OF_PROGRAMS: &[&str] = &["/dashboard/{tenant}/apis/{api}/explorer/{operation}"];

/// What takes a file: `dashboard/users/import.rs` sends one.
const OF_FILES: &[&str] = &["/dashboard/{tenant}/users/import"];

const PASSWORD: &str = "a Long passw0rd!";

fn changing() -> Vec<Line> {
    let mut lines = routes::dashboard().lines().to_vec();
    lines.extend(routes::own().lines().to_vec());
    lines.retain(|line| {
        line.method != Method::GET && ![OF_NO_TENANT, OF_FILES, OF_PROGRAMS].concat().contains(&line.pattern.as_str())
    });
    assert!(lines.len() > 40, "the table has lost its routes");
    lines
}

/// What stands after the tenant.
fn act(line: &Line) -> &str {
    line.pattern.trim_start_matches("/dashboard/{tenant}")
}

/// The act that has to come before this one, so that there is something to do.
fn first(act: &str) -> Option<&'static str> {
    Some(match act {
        "/users/{user}/unblock" => "/users/{user}/block",
        "/users/{user}/mark-verified" | "/users/{user}/send-verification-email" => "/users/{user}/mark-unverified",
        "/users/{user}/permissions/{api}/{permission}/assign" => "/users/{user}/permissions/{api}/{permission}/remove",
        "/users/{user}/roles/{role}/assign" | "/roles/{role}/users/{user}/assign" => {
            "/users/{user}/roles/{role}/remove"
        }
        "/roles/{role}/permissions/{api}/{permission}/add" => "/roles/{role}/permissions/{api}/{permission}/remove",
        "/applications/{application}/connections/{connection}/enable"
        | "/connections/{connection}/applications/{application}/enable" => {
            "/applications/{application}/connections/{connection}/disable"
        }
        "/jobs/{job}/cancel" => "/users/bulk/{job}",
        _ => return None,
    })
}

/// What is typed into the form of an act; the rest of the form stays as its page shows it.
fn sent(house: &House, places: &Places, act: &str) -> Vec<(&'static str, String)> {
    let apis = house.read(|tx, c| resource_servers::all(tx, &c.tenant)).unwrap();
    let reports = apis.iter().find(|api| api.name == "Reports API").unwrap().id.clone();
    let auditor = other_role(house, places);
    let typed: Vec<(&'static str, &str)> = match act {
        "/users/create" => {
            vec![("connection", "Customers"), ("email", "new@x.example"), ("password", PASSWORD), ("repeat", PASSWORD)]
        }
        "/users/bulk" => vec![("verb", "block"), ("user", THEO)],
        "/users/{user}/edit" => vec![("nickname", "changed")],
        "/users/{user}/user-metadata" => vec![("user_metadata", r#"{"changed":1}"#)],
        "/users/{user}/app-metadata" => vec![("app_metadata", r#"{"changed":1}"#)],
        "/users/{user}/change-email" => vec![("email", "changed@northwind.example")],
        "/users/{user}/change-password" => vec![("how", "set"), ("password", PASSWORD), ("repeat", PASSWORD)],
        "/users/{user}/permissions/assign" | "/roles/{role}/permissions/add" => {
            vec![("api", &reports), ("permission", "read:sales")]
        }
        "/users/{user}/roles" => vec![("role", &auditor)],
        "/roles/create" => vec![("name", "A new role")],
        "/users/views/create" => vec![("name", "A new view"), ("query", "status=blocked")],
        "/users/views/{view}/rename" => vec![("name", "Another name")],
        "/roles/{role}" | "/apis/{api}" | "/applications/{application}" | "/settings" => vec![("name", "Another name")],
        "/roles/{role}/users/assign" => vec![("user", THEO)],
        "/users/import/{job}/columns" => vec![("column-0", "email")],
        "/users/export" => vec![("format", "csv")],
        "/apis/{api}/programs/add" => vec![("program", IMPORTER), ("scope", "read:users")],
        "/apis/{api}/programs/{application}/scopes" => vec![("scope", "read:logs")],
        "/apis/create" => vec![("name", "A new API"), ("identifier", "urn:new")],
        "/apis/{api}/permissions" => vec![("permission", "new:thing"), ("description", "Something new")],
        "/apis/{api}/permissions/{permission}/edit" => vec![("description", "Other words")],
        "/applications/create" => vec![("name", "A new application"), ("kind", "spa")],
        "/connections/create" => vec![("name", "New-people"), ("policy", "good"), ("min_length", "8")],
        "/connections/{connection}" => vec![("display_name", "Other words")],
        "/operators/invite" => vec![("email", "new@gatehouse.example"), ("name", "New"), ("role", "support")],
        "/operators/{operator}/change-role" => vec![("role", "support")],
        "/tenants/create" => vec![("name", "A new place")],
        _ => Vec::new(),
    };
    typed.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}

fn other_role(house: &House, places: &Places) -> String {
    let roles = house.read(|tx, c| gatehouse::store::roles::all(tx, &c.tenant, 100)).unwrap();
    roles.into_iter().find(|role| role.name == "Auditor" && role.id != places.id("role")).unwrap().id
}

/// The form of an address as its page shows it, with what is typed into it.
async fn filled(house: &House, line: &Line, path: &str, typed: &[(&'static str, String)]) -> Vec<(String, String)> {
    let page = house.get(path).await;
    let shown = if page.status == 200 { page.form(path) } else { None };
    let mut fields = shown.unwrap_or_default();
    fields.retain(|(name, _)| typed.iter().all(|(known, _)| known != name));
    fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    assert!(line.method == Method::POST, "{} needs a form of its own here", line.pattern);
    fields
}

async fn post(house: &House, path: &str, fields: &[(String, String)]) -> u16 {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    house.post(path, &fields).await.status
}

async fn holds(line: &Line, backend: Backend) {
    let house = House::new(backend, &[]).await;
    house.sign_in().await;
    let (url, places) = (house.app.config.database_url.clone(), Places::of(&house));
    let (act, path) = (act(line), places.address(&line.pattern));
    if let Some(first) = first(act) {
        let before = places.address(&format!("/dashboard/{{tenant}}{first}"));
        assert_eq!(post(&house, &before, &[]).await, 303, "{before}, before {act}");
    }
    // A tenant's first keys are made when they are first asked for, which is no change of the tenant's.
    house.get("/.well-known/jwks.json").await.expect(200);
    let fields = filled(&house, line, &path, &sent(&house, &places, act)).await;
    let events = rows::count(&url, "log_events");
    let none = |what: &str| assert_eq!(rows::count(&url, "log_events"), events, "{act}: {what} is in the log");

    house.send(TestRequest::post().uri(&path).set_form(&fields)).await.expect(403);
    none("a form without its token");
    if let Some(nowhere) = places.nowhere(&line.pattern) {
        let status = post(&house, &nowhere, &fields).await;
        // What is gone already is told kindly: repeating an act is safe.
        assert!(status < 500, "{nowhere} answered {status}");
        none("what does not exist");
    }
    let before = rows::everything(&url);
    rows::close_the_log(&url);
    let status = post(&house, &path, &fields).await;
    assert!(status >= 500, "{act} answered {status} though its event could not be written");
    assert!(rows::everything(&url) == before, "{act} changed something though its event could not be written");
    rows::open_the_log(&url);

    let status = post(&house, &path, &fields).await;
    assert!([200, 303].contains(&status), "{act} answered {status} to {fields:?}");
    assert_eq!(rows::count(&url, "log_events"), events + 1, "{act} writes one event");
    assert!(rows::everything(&url) != before);
}

#[test]
fn every_change_writes_one_event_in_its_own_transaction() {
    let mut failed = Vec::new();
    for backend in [Backend::Sqlite, Backend::Postgres] {
        for line in changing() {
            let held = || actix_web::rt::System::new().block_on(holds(&line, backend));
            if std::panic::catch_unwind(std::panic::AssertUnwindSafe(held)).is_err() {
                failed.push(format!("{} on {backend:?}", line.pattern));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// The link in the newest mail, without the server's public address.
fn mailed_link(house: &House) -> String {
    let mails = house.read(|tx, c| outbox::page(tx, &c.tenant, 1, &Start::First)).unwrap().rows;
    let url = mails[0].body_text.split_whitespace().find(|word| word.starts_with("http")).unwrap();
    let path = url.split_once("://").unwrap().1;
    path[path.find('/').unwrap()..].to_owned()
}

/// Links in mails lead past the table; what their forms do is written down all the same.
#[test]
fn the_pages_of_mailed_links_write_one_event_in_their_own_transaction() {
    crate::support::on_both(|house| async move {
        house.sign_in().await;
        let url = house.app.config.database_url.clone();
        let user = |part: &str| urls::user_part(&house.tenant(), &UserId::from_text(AMARA), part);
        house.post(&user("mark-unverified"), &[]).await.expect(303);
        let invited = [("email", "new@gatehouse.example"), ("name", "New"), ("role", "support")];
        let asked: [(String, Vec<(&str, &str)>); 3] = [
            (user("send-verification-email"), Vec::new()),
            (user("change-password"), vec![("how", "mail")]),
            (urls::invite_operator(&house.tenant()), invited.to_vec()),
        ];
        for (ask, fields) in asked {
            house.post(&ask, &fields).await.expect(303);
            let link = mailed_link(&house);
            let page = house.get(&link).await.expect(200);
            let form: Vec<(&str, String)> = vec![
                ("_csrf", page.input("_csrf").unwrap()),
                ("ticket", page.input("ticket").unwrap()),
                ("password", PASSWORD.to_owned()),
                ("repeat", PASSWORD.to_owned()),
            ];
            let to = link.split('?').next().unwrap();
            let send = || house.send(TestRequest::post().uri(to).set_form(&form));
            let (events, before) = (rows::count(&url, "log_events"), rows::everything(&url));
            rows::close_the_log(&url);
            let status = send().await.status;
            assert!(status >= 500, "{to} answered {status} though its event could not be written");
            assert!(rows::everything(&url) == before, "{to} changed something though its event could not be written");
            rows::open_the_log(&url);
            send().await.expect(303);
            assert_eq!(rows::count(&url, "log_events"), events + 1, "{to} writes one event");
            let after = rows::everything(&url);
            assert!(after != before);
            let again = send().await;
            assert!(again.status < 500 && rows::everything(&url) == after, "{to}: a used link does nothing");
        }
    });
}

#[test]
fn several_users_at_once_write_one_event_each() {
    crate::support::on_both(|house| async move {
        house.sign_in().await;
        let url = house.app.config.database_url.clone();
        let before = rows::count(&url, "log_events");
        let fields = [("verb", "block"), ("user", AMARA), ("user", THEO)];
        house.post("/dashboard/northwind/users/bulk", &fields).await.expect(303);
        house.post("/dashboard/northwind/users/bulk", &fields).await.expect(303);
        assert_eq!(rows::count(&url, "log_events"), before + 2);
    });
}
