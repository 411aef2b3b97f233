//! No list is cut without a word: with hundreds of rows, every one is reached by its pages, once, and the search finds it.

use crate::support::house::AMARA;
use crate::support::{Answer, House, on_both};
use actix_web::test::TestRequest;
use gatehouse::error::Result;
use gatehouse::features::context::Context;
use gatehouse::features::roles;
use gatehouse::features::roles::draft::Draft;
use gatehouse::http::urls;
use gatehouse::model::permission::Permission;
use gatehouse::model::user::UserId;
use gatehouse::store::{
    Tx, applications, connections, permissions, resource_servers, role_permissions, user_roles, users,
};
use std::collections::BTreeSet;

/// More than any list once read at a time.
const MANY: usize = 530;

fn name(n: usize) -> String {
    format!("Long {n:04}")
}

/// The numbers of the rows on a page.
fn rows(page: &Answer) -> BTreeSet<usize> {
    let (_, results) = page.body.split_once("id=\"results\"").unwrap();
    results.split("Long ").skip(1).filter_map(|rest| rest.get(..4)?.parse().ok()).collect()
}

fn next(page: &Answer) -> Option<String> {
    let at = page.body.find("data-testid=\"page-next\"")?;
    let tag = &page.body[page.body[..at].rfind('<')?..at];
    let href = tag.split("href=\"").nth(1)?.split('"').next()?;
    Some(href.replace("&#38;", "&"))
}

/// Walks a list to its end.
async fn walk(house: &House, path: &str) {
    let mut seen = BTreeSet::new();
    let mut path = Some(format!("{path}?q=long"));
    while let Some(here) = path {
        let page = house.get(&here).await.expect(200);
        let rows = rows(&page);
        assert!(!rows.is_empty() && rows.len() <= 50 && seen.is_disjoint(&rows), "{here}");
        seen.extend(rows);
        path = next(&page);
    }
    assert_eq!(seen, (0..MANY).collect(), "every row is there once");
}

fn fill(house: &House, mut make: impl FnMut(&mut Tx, &Context) -> Result<()>) {
    house.write(|tx, context| make(tx, context)).unwrap();
}

#[test]
fn applications_and_connections_from_both_ends() {
    on_both(|house| async move {
        house.sign_in().await;
        let (mut client, mut connection) = (String::new(), String::new());
        fill(&house, |tx, c| {
            let like = applications::all(tx, &c.tenant)?.remove(0);
            let all: Vec<_> = (0..MANY)
                .map(|n| {
                    let mut one = like.clone();
                    (one.client_id, one.name) = (format!("client{:04}", MANY - n), name(n));
                    one
                })
                .collect();
            applications::insert_all(tx, &c.tenant, &all)?;
            let like = connections::all(tx, &c.tenant)?.into_iter().find(|c| c.strategy == "samlp").unwrap();
            let all: Vec<_> = (0..MANY)
                .map(|n| {
                    let mut one = like.clone();
                    (one.id, one.name, one.display_name) =
                        (format!("con_{:04}", MANY - n), format!("saml-{n}"), name(n));
                    one
                })
                .collect();
            connections::insert_all(tx, &c.tenant, &all)?;
            let pairs: Vec<_> = (0..MANY).map(|n| (format!("con_{:04}", MANY - n), "client0001".to_owned())).collect();
            connections::enable_all(tx, &c.tenant, &pairs)?;
            (client, connection) = ("client0001".to_owned(), "con_0001".to_owned());
            Ok(())
        });
        let tenant = house.tenant();
        walk(&house, &urls::applications(&tenant)).await;
        walk(&house, &urls::connections(&tenant)).await;
        let of_application = urls::application_part(&tenant, &client, "connections");
        walk(&house, &of_application).await;
        walk(&house, &urls::connection_applications(&tenant, &connection)).await;
        let page = house.get(&format!("{of_application}?q=LONG+0529")).await.expect(200);
        assert!(page.shows("530 on") && page.shows("Turn off") && !page.shows("Turn on Long"));
        let social = house.get(&format!("{}?kind=social&q=long", urls::connections(&tenant))).await.expect(200);
        assert!(social.shows("No connections match"));
        let enterprise = house.get(&format!("{}?kind=enterprise&q=long", urls::connections(&tenant))).await.expect(200);
        assert!(enterprise.shows("1–50 of 530 connections") && next(&enterprise).unwrap().contains("kind=enterprise"));
        // Whoever turns one on or off stays where they are in the list.
        for tab in [of_application.clone(), urls::connection_applications(&tenant, &connection)] {
            let second = next(&house.get(&format!("{tab}?q=long")).await.expect(200)).unwrap();
            let page = house.get(&second).await.expect(200);
            let at = page.body.find("data-testid=\"switch\"").unwrap();
            let form = &page.body[page.body[..at].rfind("action=\"").unwrap() + 8..];
            let (action, token) = (form.split('"').next().unwrap(), house.token());
            let request = TestRequest::post()
                .uri(action)
                .insert_header(("Referer", format!("http://127.0.0.1:7700{second}")))
                .set_form([("_csrf", token.as_str())]);
            assert_eq!(house.send(request).await.expect(303).location(), second);
            assert_eq!(house.post(action, &[]).await.expect(303).location(), tab, "from elsewhere, its first page");
        }
    });
}

#[test]
fn apis_and_the_permissions_of_apis_and_roles() {
    on_both(|house| async move {
        house.sign_in().await;
        let draft = Draft { name: "Collector".into(), description: String::new() };
        let role = house.write(|tx, c| roles::create::create(tx, c, &draft)).unwrap();
        fill(&house, |tx, c| {
            let like = resource_servers::all(tx, &c.tenant)?.remove(0);
            let all: Vec<_> = (0..MANY)
                .map(|n| {
                    let mut one = like.clone();
                    (one.id, one.name, one.identifier) = (format!("api{:04}", MANY - n), name(n), format!("urn:{n}"));
                    one
                })
                .collect();
            resource_servers::insert_all(tx, &c.tenant, &all)?;
            let mut one = like;
            (one.id, one.name, one.identifier) = ("others".into(), "Others".into(), "urn:others".into());
            resource_servers::insert(tx, &c.tenant, &one)?;
            let all: Vec<_> = (0..MANY)
                .map(|n| Permission {
                    resource_server_id: "others".into(),
                    api_name: String::new(),
                    api_identifier: String::new(),
                    name: format!("act:{n:04}"),
                    description: name(n),
                })
                .collect();
            permissions::insert_all(tx, &c.tenant, &all)?;
            let held: Vec<_> = all.iter().map(|p| (role.id.clone(), "others".to_owned(), p.name.clone())).collect();
            role_permissions::insert_all(tx, &c.tenant, &held)
        });
        let tenant = house.tenant();
        walk(&house, &urls::apis(&tenant)).await;
        let of_api = urls::api_part(&tenant, "others", "permissions");
        walk(&house, &of_api).await;
        walk(&house, &urls::role_part(&tenant, &role.id, "permissions")).await;
        let page = house.get(&format!("{of_api}?q=act:0529")).await.expect(200);
        assert!(page.shows("Collector") && page.shows("1 permission"));
        // What lies behind the first page can be edited and taken away like what lies on it.
        let edit = urls::api_permission(&tenant, "others", "act:0529", "edit");
        house.get(&edit).await.expect(200);
        let remove = urls::role_permission(&tenant, &role.id, "others", "act:0529", "remove");
        assert!(house.submit(&remove, &[]).await.expect(200).shows("act:0529 is removed from Collector."));
        assert!(house.submit(&remove, &[]).await.expect(200).shows("Collector did not have act:0529."));
    });
}

#[test]
fn the_users_of_a_role() {
    on_both(|house| async move {
        house.sign_in().await;
        let draft = Draft { name: "Collector".into(), description: String::new() };
        let role = house.write(|tx, c| roles::create::create(tx, c, &draft)).unwrap();
        fill(&house, |tx, c| {
            let like = users::find(tx, &c.tenant, &UserId::from_text(AMARA))?;
            let all: Vec<_> = (0..MANY)
                .map(|n| {
                    let mut one = like.clone();
                    (one.id, one.name) = (UserId::from_text(format!("auth0|many{:04}", MANY - n)), Some(name(n)));
                    one
                })
                .collect();
            users::insert_all(tx, &c.tenant, &all)?;
            let held = |user: &gatehouse::model::user::User| user_roles::Assignment {
                user: user.id.clone(),
                role: role.id.clone(),
                at: c.now,
            };
            user_roles::insert_all(tx, &c.tenant, &all.iter().map(held).collect::<Vec<_>>())
        });
        let tab = urls::role_part(&house.tenant(), &role.id, "users");
        walk(&house, &tab).await;
        let found = house.get(&format!("{tab}?q=long+0529")).await.expect(200);
        assert_eq!(rows(&found), [529].into());
        assert!(house.get(&format!("{tab}?q=jonas")).await.expect(200).shows("No users match"));
    });
}

#[test]
fn what_no_database_could_hold_is_looked_for_in_vain() {
    on_both(|house| async move {
        house.sign_in().await;
        for list in ["roles", "apis", "applications", "connections", "operators"] {
            let page = house.get(&format!("/dashboard/northwind/{list}?q=%00%25_%5C")).await.expect(200);
            assert!(page.shows("match"), "{list}");
            house.get(&format!("/dashboard/northwind/{list}?after=eyJzIjoiYVx1MDAwMCIsImkiOiJiIn0")).await.expect(400);
        }
    });
}

#[test]
fn what_belongs_to_one_user() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = UserId::from_text(AMARA);
        let url = house.app.config.database_url.clone();
        let client = crate::support::places::STOREFRONT;
        let series = if url.starts_with("sqlite:") {
            "(WITH RECURSIVE s (n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM s WHERE n < 1599) SELECT n FROM s) x"
        } else {
            "(SELECT generate_series(1000, 1599) AS n) x"
        };
        let at = "'2026-01-01 00:00:00'";
        let key = format!("'northwind', 'many' || n, '{AMARA}', '{client}'");
        crate::support::rows::run(
            &url,
            &format!(
                "DELETE FROM device_credentials WHERE user_id = '{AMARA}'; DELETE FROM grants WHERE user_id = '{AMARA}'; \
                 DELETE FROM user_roles WHERE user_id = '{AMARA}'; DELETE FROM user_permissions WHERE user_id = '{AMARA}'; \
                 INSERT INTO device_credentials (tenant_id, device_id, user_id, client_id, device_name, token_hash, created_at) \
                 SELECT {key}, 'Many ' || n, 'hash' || n, {at} FROM {series}; \
                 INSERT INTO grants (tenant_id, grant_id, user_id, client_id, audience, scopes, created_at) \
                 SELECT {key}, 'Many ' || n, '[]', {at} FROM {series}; \
                 INSERT INTO roles (tenant_id, role_id, name, description, created_at, updated_at) \
                 SELECT 'northwind', 'many' || n, 'Role ' || n, 'Many ' || n, {at}, {at} FROM {series}; \
                 INSERT INTO user_roles (tenant_id, user_id, role_id, assigned_at) \
                 SELECT 'northwind', '{AMARA}', 'many' || n, {at} FROM {series}; \
                 INSERT INTO permissions (tenant_id, resource_server_id, name, description) \
                 SELECT 'northwind', a.resource_server_id, 'many:' || n, 'Many ' || n \
                 FROM (SELECT min(resource_server_id) AS resource_server_id FROM resource_servers WHERE tenant_id = 'northwind') a, {series}; \
                 INSERT INTO user_permissions (tenant_id, user_id, resource_server_id, permission_name, assigned_at) \
                 SELECT 'northwind', '{AMARA}', resource_server_id, name, {at} FROM permissions WHERE name LIKE 'many:%';"
            ),
        );
        for tab in ["devices", "authorized-applications", "roles", "permissions"] {
            let mut path = Some(urls::user_part(&house.tenant(), &amara, tab));
            let mut seen = BTreeSet::new();
            while let Some(here) = path {
                let page = house.get(&here).await.expect(200);
                let (_, table) = page.body.split_once("<tbody>").unwrap();
                let names: BTreeSet<String> =
                    table.split("Many ").skip(1).filter_map(|rest| Some(rest.get(..4)?.to_owned())).collect();
                assert!(names.len() <= 50 && seen.is_disjoint(&names), "{here}");
                assert!(page.shows("of 600"), "{here} says how many there are");
                seen.extend(names);
                path = next(&page);
            }
            assert_eq!(seen.len(), 600, "{tab}");
        }
        // What stands behind the first page can be acted on.
        let last = urls::unlink_device(&house.tenant(), &amara, "many1599");
        house.get(&last).await.expect(200);
        house.post(&last, &[]).await.expect(303);
        assert!(house.get(&urls::user_part(&house.tenant(), &amara, "devices")).await.expect(200).shows("of 599"));
    });
}

#[test]
fn menus_say_what_they_do_not_offer_and_take_it_by_name() {
    on_both(|house| async move {
        house.sign_in().await;
        fill(&house, |tx, c| {
            let like = connections::all(tx, &c.tenant)?.into_iter().find(|c| c.strategy == "auth0").unwrap();
            let all: Vec<_> = (0..600)
                .map(|n| {
                    let mut one = like.clone();
                    (one.id, one.name, one.display_name) = (format!("con_{n:04}"), format!("zz-{n:04}"), String::new());
                    one
                })
                .collect();
            connections::insert_all(tx, &c.tenant, &all)?;
            let like = applications::all(tx, &c.tenant)?.remove(0);
            let all: Vec<_> = (0..600)
                .map(|n| {
                    let mut one = like.clone();
                    (one.client_id, one.name) = (format!("client{n:04}"), name(n));
                    one
                })
                .collect();
            applications::insert_all(tx, &c.tenant, &all)?;
            (0..60).try_for_each(|n| {
                let draft = Draft { name: name(n), description: String::new() };
                roles::create::create(tx, c, &draft).map(drop)
            })
        });
        let list = house.get("/dashboard/northwind/users?status=active").await.expect(200);
        assert!(list.body.matches("connection=zz-").count() < 120, "a menu is no page of its own");
        assert!(list.shows("The first 100 are offered here.") && list.shows("Another connection, by its name"));
        assert!(list.shows("Another role, by its id") && list.shows("Assign any other one from its own page."));
        let form = list.body.split("data-testid=\"other-connection\"").nth(1).unwrap();
        assert!(form[..form.find("</form>").unwrap()].contains("name=\"status\" value=\"active\""));
        let found = house.get("/dashboard/northwind/users?connection=zz-0599").await.expect(200);
        assert!(found.shows("Connection is zz-0599") && found.shows("No users match"));
        let logs = house.get("/dashboard/northwind/logs").await.expect(200);
        assert!(logs.shows("Another connection, by its name") && logs.shows("Another application, by its client id"));
        let found = house.get("/dashboard/northwind/logs?application=client0599").await.expect(200);
        assert!(found.shows("Application is Long 0599"));
        // Where one has to be chosen, every one can be.
        let create = house.get("/dashboard/northwind/users/create").await.expect(200);
        assert!(create.shows("zz-0000") && create.shows("zz-0599"));
        let plain = house.get("/dashboard/acme/users").await.expect(200);
        assert!(!plain.shows("are offered here"));
    });
}

#[test]
fn an_address_that_says_a_thing_twice_is_refused_by_every_list() {
    on_both(|house| async move {
        house.sign_in().await;
        let user = urls::user_part(&house.tenant(), &UserId::from_text(AMARA), "");
        let own = ["history", "devices", "roles", "permissions"].map(|tab| format!("{user}{tab}"));
        let lists = [
            "users",
            "users/deleted",
            "roles",
            "apis",
            "applications",
            "connections",
            "operators",
            "logs",
            "jobs",
            "outbox",
        ];
        let lists = lists.map(|list| format!("/dashboard/northwind/{list}"));
        for list in own.iter().chain(&lists) {
            house.get(&format!("{list}?at=last")).await.expect(200);
            for twice in ["at=last&at=last", "q=a&q=b", "after=a&before=b&after=c"] {
                let page = house.get(&format!("{list}?{twice}")).await.expect(400);
                assert!(page.shows("That could not be read"), "{list}?{twice}");
            }
        }
    });
}
