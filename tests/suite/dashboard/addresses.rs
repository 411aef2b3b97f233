//! Values in addresses that mean nothing: each page names the parameter and what it may be, answers 400, and keeps the rest.

use crate::support::house::{AMARA, House};
use crate::support::on_both;
use crate::support::places::{Places, STOREFRONT};
use gatehouse::http::urls::encode;

const SAID: &str = "data-testid=\"address-mistakes\"";
/// Pages without parameters of their own but those of paging: the pattern, as in the table of routes.
const LISTS: [&str; 20] = [
    "/dashboard/{tenant}/users",
    "/dashboard/{tenant}/users/deleted",
    "/dashboard/{tenant}/users/{user}/history",
    "/dashboard/{tenant}/users/{user}/devices",
    "/dashboard/{tenant}/users/{user}/authorized-applications",
    "/dashboard/{tenant}/users/{user}/permissions",
    "/dashboard/{tenant}/users/{user}/roles",
    "/dashboard/{tenant}/logs",
    "/dashboard/{tenant}/jobs",
    "/dashboard/{tenant}/outbox",
    "/dashboard/{tenant}/operators",
    "/dashboard/{tenant}/roles",
    "/dashboard/{tenant}/roles/{role}/permissions",
    "/dashboard/{tenant}/roles/{role}/users",
    "/dashboard/{tenant}/apis",
    "/dashboard/{tenant}/apis/{api}/permissions",
    "/dashboard/{tenant}/applications",
    "/dashboard/{tenant}/applications/{application}/connections",
    "/dashboard/{tenant}/connections",
    "/dashboard/{tenant}/connections/{connection}/applications",
];
/// Of the lists: a cursor in base64 that names a place in no order of numbers or instants.
const ELSEWHERE: &str = "after=eyJzIjoiYSIsImkiOiJiIn0";
/// Pages with parameters of their own: the path below the tenant, a parameter with a value that means nothing, and what it may be.
const OWN: [(&str, &str, &str); 23] = [
    ("/users", "status=nonsense", "blocked, pending, unverified or active"),
    ("/users", "sort=x", "name, "),
    ("/users", "sort=name&order=up", "asc or desc"),
    ("/users", "size=7", "25, 50 or 100"),
    ("/users", "mode=sql", "user, "),
    ("/users", "count=some", "all"),
    ("/users", "connection=Nowhere", "the name of a connection"),
    ("/users", "role=rol_nowhere", "the id of a role"),
    ("/users", "role=%00", "the id of a role"),
    ("/users", ELSEWHERE, "a place that the links"),
    ("/users", "sort=logins&before=eyJzIjoiYSIsImkiOiJiIn0", "a place that the links"),
    ("/users/create", "connection=Nowhere", "Customers"),
    ("/users/create", "part=half", "fields"),
    ("/users/export", "list=%2Fusers%3Fstatus%3Dnonsense", "the address of a list of users"),
    ("/users/export", "list=%2Fusers%3Fmode%3Dlucene%26q%3Dname%253A(", "the address of a list of users"),
    ("/users/views/create", "query=status%3Dnonsense", "what stands after the ?"),
    ("/logs", "event=party", "failed, a group ("),
    ("/logs", "range=0", "a number of days from 1 to 3650"),
    ("/logs", "range=3651", "a number of days from 1 to 3650"),
    ("/logs", "range=week", "a number of days from 1 to 3650"),
    ("/logs", "connection=Nowhere", "the name of a connection"),
    ("/logs", "application=nowhere", "the client id of an application"),
    ("/connections", "kind=strange", "database, "),
];

async fn refuses(house: &House, path: &str, query: &str, may_be: &str) {
    let bad = query.rsplit('&').next().unwrap();
    let (name, value) = bad.split_once('=').unwrap();
    let page = house.get(&format!("{path}?utm_source=mail&{query}")).await.expect(400);
    assert_eq!(page.body.matches(SAID).count(), 1, "{path}?{query}: {}", page.body);
    assert!(page.body.contains("<title>Error: ") && !page.body.contains("Error: Error"), "{path}?{query}");
    let (_, said) = page.body.split_once(SAID).unwrap();
    let (said, rest) = said.split_once("</ul>").unwrap();
    assert!(said.contains(&format!("<code dir=\"auto\">{name}=")), "{path}?{query}: {said}");
    assert!(said.contains(&format!("<b>{name}</b> can be {may_be}")), "{path}?{query}: {said}");
    assert!(!said.contains("utm_source") && rest.contains("<h1"), "{path}?{query} is no whole page");
    // What was left out is nowhere in the links of the page.
    assert!(!rest.contains(&format!("{name}={value}")), "{path}?{query} goes on in a link");
}

#[test]
fn a_broken_cursor_is_said_on_every_list() {
    on_both(|house| async move {
        house.sign_in().await;
        let places = Places::of(&house);
        for pattern in LISTS {
            let path = places.address(pattern);
            for query in ["after=%25%25%25", "before=1", "at=middle"] {
                let may_be = if query.starts_with("at") { "last" } else { "a place that the links below the list" };
                refuses(&house, &path, query, may_be).await;
            }
            let fine = house.get(&format!("{path}?at=last&utm_source=mail&after=")).await.expect(200);
            assert!(!fine.body.contains(SAID), "{path}");
        }
        for list in ["jobs", "outbox", "logs", "users/deleted", &format!("users/{}/devices", encode(AMARA))] {
            refuses(&house, &format!("/dashboard/northwind/{list}"), ELSEWHERE, "a place").await;
        }
    });
}

#[test]
fn a_value_that_means_nothing_is_said_on_its_page() {
    on_both(|house| async move {
        house.sign_in().await;
        for (path, query, may_be) in OWN {
            refuses(&house, &format!("/dashboard/northwind{path}"), query, may_be).await;
        }
        let history = format!("/dashboard/northwind/users/{}/history", encode(AMARA));
        refuses(&house, &history, "range=4000", "a number of days from 1 to 3650").await;
        refuses(&house, &history, "event=party", "failed, ").await;
    });
}

#[test]
fn all_else_of_the_address_is_kept_and_nothing_is_offered_for_all() {
    on_both(|house| async move {
        house.sign_in().await;
        let users = "/dashboard/northwind/users";
        let page =
            house.get(&format!("{users}?q=example&status=nonsense&sort=name&order=asc&size=50")).await.expect(400);
        assert_eq!(page.input("q").as_deref(), Some("example"));
        assert!(page.body.contains("aria-sort=\"ascending\"") && page.body.contains("aria-current=\"true\">50<"));
        assert_eq!(page.input("list").as_deref(), Some(&*format!("{users}?q=example&sort=name&order=asc&size=50")));
        assert!(!page.body.contains("data-testid=\"select-all\""), "all would be more than the address says");
        assert!(
            house.get(&format!("{users}?status=blocked")).await.expect(200).body.contains("data-testid=\"select-all\"")
        );
        let form = [("all", "true"), ("verb", "block"), ("list", &*format!("{users}?status=nonsense"))];
        let refused = house.submit(&format!("{users}/bulk"), &form).await.expect(400);
        assert!(refused.shows("Nothing was done: this search cannot be read."));
        let form = [("list", &*format!("{users}?status=nonsense")), ("format", "ndjson"), ("fields", "user_id")];
        let refused = house.post(&format!("{users}/export"), &form).await.expect(422);
        assert!(refused.shows("The list you came from cannot be read."), "{}", refused.body);
        let logs = format!("/dashboard/northwind/logs?application={STOREFRONT}&connection=Nowhere&range=30");
        let logs = house.get(&logs).await.expect(400);
        assert!(logs.shows("Application is") && !logs.shows("Connection is") && logs.shows("Last 30 days"));
    });
}
