//! The users list: paging, sorting, searching and filtering, all in the address.

use crate::support::rows::words;
use crate::support::{Answer, House, on_both};
use gatehouse::features::seed;
use std::collections::BTreeSet;

fn ids(page: &Answer) -> Vec<String> {
    page.body.split("data-select-row").skip(1).map(|_| ()).count();
    let rows = page.body.split("name=\"user\" value=\"").skip(1);
    rows.map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect()
}

fn link(page: &Answer, testid: &str) -> Option<String> {
    let at = page.body.find(&format!("data-testid=\"{testid}\""))?;
    let start = page.body[..at].rfind('<')?;
    let tag = &page.body[start..at];
    let href = tag.split("href=\"").nth(1)?;
    Some(href[..href.find('"')?].replace("&#38;", "&"))
}

async fn walk(house: &House, first: &str, step: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let page = house.get(&path).await.expect(200);
        let rows = ids(&page);
        assert!(!rows.is_empty() && rows.len() <= 25, "{path}");
        all.push(rows);
        assert!(all.len() < 20, "paging does not end");
        next = link(&page, step);
    }
    all.concat()
}

#[test]
fn every_sort_pages_through_everybody_once_forwards_and_backwards() {
    on_both(|house| async move {
        house.sign_in().await;
        for sort in ["name", "status", "connection", "logins", "latest_login", "created"] {
            for order in ["asc", "desc"] {
                let base = format!("/dashboard/northwind/users?sort={sort}&order={order}");
                let forwards = walk(&house, &base, "page-next").await;
                assert!(forwards.len() > 50, "{sort}");
                assert_eq!(
                    forwards.iter().collect::<BTreeSet<_>>().len(),
                    forwards.len(),
                    "{sort} {order} repeats a row"
                );
                let last = house.get(&format!("{base}&at=last")).await.expect(200);
                assert_eq!(ids(&last).last(), forwards.last(), "{sort} {order} ends elsewhere");
                let mut page = last;
                let mut backwards = ids(&page);
                while let Some(path) = link(&page, "page-previous") {
                    page = house.get(&path).await.expect(200);
                    backwards = [ids(&page), backwards].concat();
                }
                assert_eq!(backwards, forwards, "{sort} {order} differs backwards");
            }
        }
    });
}

#[test]
fn a_list_is_entered_by_what_it_is_sorted_by() {
    on_both(|house| async move {
        house.sign_in().await;
        let base = "/dashboard/northwind/users";
        for (order, typed) in [("asc", "M"), ("desc", "m"), ("asc", "lw"), ("desc", "%C3%98")] {
            let sorted = format!("{base}?q=example&sort=name&order={order}");
            let everybody = walk(&house, &sorted, "page-next").await;
            let page = house.get(&format!("{sorted}&from={typed}")).await.expect(200);
            // The search and the order are kept by the field, and by the steps from there on.
            assert!(page.body.contains("<form id=\"jump\"") && page.body.contains("name=\"q\" value=\"example\""));
            let first = everybody.iter().position(|id| *id == ids(&page)[0]).unwrap();
            assert!(first > 0, "{order} {typed}");
            let rest = walk(&house, &format!("{sorted}&from={typed}"), "page-next").await;
            assert_eq!(rest, everybody[first..], "{order} {typed}");
            let before = house.get(&link(&page, "page-previous").unwrap()).await.expect(200);
            assert_eq!(ids(&before).last(), Some(&everybody[first - 1]), "{order} {typed}");
        }
        // Beyond either end is that end, not an empty page.
        let last = house.get(&format!("{base}?at=last")).await.expect(200);
        assert_eq!(ids(&house.get(&format!("{base}?from=1971-01-01")).await.expect(200)), ids(&last));
        let newest = house.get(&format!("{base}?from=2099-01-01")).await.expect(200);
        let back = house.get(&link(&newest, "page-previous").unwrap()).await.expect(200);
        assert_eq!(ids(&back), ids(&house.get(base).await.expect(200)));
        // What cannot be a place is said, and stays in the field.
        let wrong = house.get(&format!("{base}?from=tomorrow")).await.expect(400);
        assert!(wrong.body.contains("value=\"tomorrow\"") && wrong.shows("year-month-day"));
        assert_eq!(ids(&wrong).len(), 25);
        assert!(
            !house.get(&format!("{base}?sort=status&from=x")).await.expect(200).body.contains("data-testid=\"jump\"")
        );
    });
}

#[test]
fn a_search_finds_parts_of_ids_emails_names_and_phones() {
    on_both(|house| async move {
        house.sign_in().await;
        for (text, name) in [
            ("kafor", "Amara Okafor"),
            ("AMARA.OKAFOR@NORTH", "Amara Okafor"),
            ("65f1c09a7be2d", "Amara Okafor"),
            ("佐藤", "佐藤 美咲"),
            ("am", "Amara Okafor"),
        ] {
            let page = house
                .get(&format!("/dashboard/northwind/users?q={}", gatehouse::http::urls::encode(text)))
                .await
                .expect(200);
            assert!(page.shows(name), "{text} does not find {name}");
        }
        for text in ["%", "_", "\"", "'; DROP TABLE users;--", "a\" OR \"b", "\\", "***", "zzzzzz", "NEAR(", "a\0b"] {
            let page = house
                .get(&format!("/dashboard/northwind/users?q={}", gatehouse::http::urls::encode(text)))
                .await
                .expect(200);
            assert!(!page.shows("Amara Okafor"), "{text} finds what it should not");
            assert!(page.shows("No users match"));
        }
    });
}

#[test]
fn filters_are_chips_and_combine() {
    on_both(|house| async move {
        house.sign_in().await;
        let blocked = house.get("/dashboard/northwind/users?status=blocked&size=100").await.expect(200);
        assert!(blocked.shows("Status is Blocked") && !ids(&blocked).is_empty());
        assert_eq!(blocked.body.matches("formaction=\"").count(), ids(&blocked).len());
        assert!(!blocked.shows("Block User"), "all of them are blocked");
        let pending =
            house.get("/dashboard/northwind/users?status=pending&size=100&connection=Customers").await.expect(200);
        assert!(pending.shows("Connection is Customers") && pending.shows("Never"));
    });
}

#[test]
fn the_number_of_statements_does_not_depend_on_the_rows() {
    on_both(|house| async move {
        house.sign_in().await;
        seed::synthetic(house.app.db(), &house.tenant(), 200, house.app.now(), &mut |_| {}).unwrap();
        for more in ["", "&sort=name", "&status=active", "&q=example", "&mode=lucene&q=app_metadata.plan:free"] {
            let mut counts = BTreeSet::new();
            for size in [25, 50, 100] {
                let path = format!("/dashboard/northwind/users?size={size}{more}");
                let (page, count) = house.counted(&path).await;
                assert!(ids(&page).len() == size || !more.is_empty(), "{path}");
                // A page that shows all there is needs no counting.
                if ids(&page).len() == size {
                    counts.insert(count);
                }
                assert!((1..=6).contains(&count), "{more}: {count}");
            }
            assert_eq!(counts.len(), 1, "{more}: {counts:?}");
        }
    });
}

/// What the filters say of their totals is kept by triggers: it has to be what counting finds, whatever happened.
#[test]
fn the_totals_of_filters_are_those_of_the_users() {
    on_both(|house| async move {
        house.sign_in().await;
        seed::synthetic(house.app.db(), &house.tenant(), 120, house.app.now(), &mut |_| {}).unwrap();
        let users = ids(&house.get("/dashboard/northwind/users?size=50").await.expect(200));
        for (n, user) in users.iter().enumerate() {
            let verb = ["block", "unblock", "delete", "verify-email/done", "block"][n % 5];
            house.post(&format!("/dashboard/northwind/users/{}/{verb}", user.replace('|', "%7C")), &[]).await;
        }
        let role = house.get("/dashboard/northwind/roles").await.expect(200);
        let role = role.body.split("/roles/rol_").nth(1).unwrap();
        let role = format!("rol_{}", &role[..role.find(['"', '/', '?']).unwrap()]);
        for user in users.iter().skip(4).step_by(5) {
            let path = format!("/dashboard/northwind/users/{}/roles/assign", user.replace('|', "%7C"));
            house.post(&path, &[("role", role.as_str())]).await;
        }
        let url = house.app.config.database_url.as_str();
        let flags = "CASE WHEN blocked THEN 1 ELSE 0 END + CASE WHEN logins_count = 0 THEN 2 ELSE 0 END \
                     + CASE WHEN NOT email_verified AND email IS NOT NULL THEN 4 ELSE 0 END";
        let counted = format!(
            "SELECT tenant_id || ' ' || connection || ' ' || ({flags}) || ' ' || count(*) AS word FROM users \
             GROUP BY tenant_id, connection, {flags} ORDER BY tenant_id, connection, {flags}"
        );
        let kept = "SELECT tenant_id || ' ' || connection || ' ' || flags || ' ' || n AS word FROM user_tallies \
                    WHERE n <> 0 ORDER BY tenant_id, connection, flags";
        let kept = words(url, kept);
        assert!(kept.len() > 5, "{kept:?}");
        assert_eq!(kept, words(url, &counted));
        let counted = "SELECT role_id || ' ' || count(*) AS word FROM user_roles GROUP BY role_id ORDER BY role_id";
        let kept = "SELECT role_id || ' ' || n AS word FROM role_tallies WHERE n <> 0 ORDER BY role_id";
        assert_eq!(words(url, kept), words(url, counted));
        // And as the page says it.
        let filters = "?connection=Customers&status=blocked";
        let blocked = walk(&house, &format!("/dashboard/northwind/users{filters}"), "page-next").await.len();
        assert!(
            house.get(&format!("/dashboard/northwind/users{filters}")).await.body.contains(&format!("{blocked} users"))
        );
    });
}
