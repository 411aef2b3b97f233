//! Searching users: what each form of the query language finds, what is said about a mistake, and the limits.

use super::people::{FOUND, found, id, names, object, people};
use crate::support::{House, on_both};
use gatehouse::error::Error;
use gatehouse::features::seed;
use gatehouse::features::users::list::{self, Count, ListQuery, Sort};
use gatehouse::features::users::saved::Edit;
use gatehouse::features::users::search::{self, Request};
use gatehouse::features::users::update_metadata::update_metadata;
use gatehouse::features::users::{link, unlink};
use gatehouse::http::urls::encode;
use gatehouse::model::listed_user::ListedUser;
use gatehouse::model::metadata::MetadataKind;
use gatehouse::model::paging::{Page, Start, Total};
use gatehouse::model::search::Mode;
use gatehouse::store::users;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const USERS: &str = "/dashboard/northwind/users";

#[test]
fn every_form_of_the_language_finds_whom_it_means() {
    on_both(|house| async move {
        people(&house);
        for (query, wanted) in FOUND {
            assert_eq!(found(&house, query), names(wanted), "{query}");
        }
        let long = format!("user_metadata.long:{}", "x".repeat(400));
        assert_eq!(found(&house, &long), names("jane"));
        assert_eq!(found(&house, &long[..long.len() - 1]), names(""));
        // Whatever is asked and its contrary make everybody, also where a value is missing.
        let everybody = names("jane joe emile bare");
        for (query, _) in FOUND {
            let all = format!("({query}) OR (user_id:auth0|s-* AND NOT ({query}))");
            assert_eq!(found(&house, &all), everybody, "{all}");
        }
    });
}

#[test]
fn a_query_finds_the_same_from_an_index_and_user_by_user() {
    on_both(|house| async move {
        people(&house);
        seed::synthetic(house.app.db(), &house.tenant(), 3_500, house.app.now(), &mut |_| {}).unwrap();
        // More users than an index is asked for: the list is walked, and the narrow condition checked on the way.
        for (query, wanted) in FOUND {
            let walked = format!("({query}) AND (user_id:auth0|s-* OR NOT user_id:*)");
            let broad = format!("(({query}) OR name:*zzz*) AND (created_at:[2000 TO *] OR given_name:*zzz*)");
            for query in [walked, broad] {
                assert_eq!(found_by_list(&house, &query), names(wanted), "{query}");
            }
        }
    });
}

/// The index of substrings covers several attributes: others than the one that was asked for do not count.
#[test]
fn the_total_of_a_substring_is_of_its_own_attribute() {
    on_both(|house| async move {
        seed::synthetic(house.app.db(), &house.tenant(), 1_200, house.app.now(), &mut |_| {}).unwrap();
        // The made-up addresses hold 100 too.
        let total = |size| {
            let query = ListQuery { size, ..lucene("user_id:*100*") };
            let found = house.read(|tx, c| list::list(tx, c, &query, Count::Capped, list::SEARCH_BUDGET)).unwrap();
            (found.page.rows.len(), found.total)
        };
        let (all, _) = total(1_500);
        assert!(all > 1, "{all}");
        assert_eq!(total(1), (1, Total::Exactly(all as i64)));
    });
}

/// Few are read from the index at once, many user by user: both page to the end, in any order, and know how many they are.
#[test]
fn a_substring_pages_to_the_end_whether_it_is_rare_or_common() {
    on_both(|house| async move {
        seed::synthetic(house.app.db(), &house.tenant(), 1_200, house.app.now(), &mut |_| {}).unwrap();
        let ask = |query: ListQuery| {
            house.read(|tx, c| list::list(tx, c, &query, Count::Capped, list::SEARCH_BUDGET)).unwrap()
        };
        let base = || ListQuery { size: 100, sort: Sort::Created, ..lucene("*") };
        let (mut everybody, mut start) = (Vec::new(), Start::First);
        while let Some(from) = next(Sort::Created, &mut everybody, ask(ListQuery { start, ..base() }).page) {
            start = from;
        }
        // PostgreSQL has looked at the first 200 alone, of whom all but those with a phone have an address.
        let many = if is_postgres(&house) { 150..=200 } else { 1_000..=1_000 };
        for text in ["example", "okafor"] {
            let has = |user: &&ListedUser| user.email.as_ref().is_some_and(|email| email.contains(text));
            let wanted: BTreeSet<_> = everybody.iter().filter(has).map(|user| user.id.to_string()).collect();
            for sort in Sort::ALL {
                let query = |start, size| ListQuery { start, sort, size, ..lucene(&format!("email:*{text}*")) };
                let (mut found, mut start) = (Vec::new(), Start::First);
                let first = ask(query(Start::First, 2));
                assert_eq!(first.page.rows.len(), 2, "{text} by {sort:?}");
                match first.total {
                    Total::AtLeast(n) => assert!(text == "example" && many.contains(&n), "{n} {text} by {sort:?}"),
                    Total::Exactly(n) => assert_eq!((text, n), ("okafor", wanted.len() as i64), "by {sort:?}"),
                }
                while let Some(from) = next(sort, &mut found, ask(query(start, 100)).page) {
                    start = from;
                }
                let ids: BTreeSet<_> = found.iter().map(|user| user.id.to_string()).collect();
                assert_eq!((found.len(), &ids), (wanted.len(), &wanted), "{text} by {sort:?}");
                let last = found.last().unwrap();
                assert!(ask(query(Start::After(sort.key_of(last)), 100)).page.rows.is_empty());
            }
        }
    });
}

fn is_postgres(house: &House) -> bool {
    house.app.config.database_url.starts_with("postgres:")
}

/// Keeps a page's users, and says where the next page starts.
fn next(sort: Sort, all: &mut Vec<ListedUser>, page: Page<ListedUser>) -> Option<Start> {
    let more = page.has_next;
    all.extend(page.rows);
    all.last().filter(|_| more).map(|user| Start::After(sort.key_of(user)))
}

/// Page by page to the end, in another order than the library call has.
fn found_by_list(house: &House, q: &str) -> BTreeSet<String> {
    let q = format!("({q}) AND user_id:auth0|s-*");
    let query = ListQuery { size: 25, ..lucene(&q) };
    let page = house.read(|tx, c| list::list(tx, c, &query, Count::Capped, list::SEARCH_BUDGET)).unwrap().page;
    page.rows.into_iter().filter_map(|user| user.id.as_str().strip_prefix("auth0|s-").map(str::to_owned)).collect()
}

fn lucene(q: &str) -> ListQuery {
    ListQuery {
        search: q.into(),
        mode: Mode::Lucene,
        connection: None,
        status: None,
        role: None,
        sort: Sort::Name,
        descending: true,
        size: 25,
        start: Start::First,
    }
}

#[test]
fn what_is_written_is_found_at_once() {
    on_both(|house| async move {
        people(&house);
        let edit = |value: Value| Edit { yours: object(value), original: None, version: 1 };
        house
            .write(|tx, c| {
                update_metadata(
                    tx,
                    c,
                    &id("joe"),
                    MetadataKind::App,
                    &edit(json!({"plan": "tin", "deep": {"er": [1, 1]}})),
                )
            })
            .unwrap();
        assert_eq!(found(&house, "app_metadata.plan:tin"), names("joe"));
        assert_eq!(found(&house, "app_metadata.deep.er:1"), names("joe"));
        assert_eq!(found(&house, "app_metadata.plan:goldfish"), names(""));
        house.write(|tx, c| link::link(tx, c, &id("emile"), &id("joe"))).unwrap();
        assert_eq!(found(&house, "app_metadata.plan:tin"), names(""), "metadata is discarded");
        assert_eq!(found(&house, "identities.profileData.email:joe@other.example"), names("emile"));
        house.write(|tx, c| unlink::unlink(tx, c, &id("emile"), &id("joe"))).unwrap();
        assert_eq!(found(&house, "identities.profileData.email:joe@other.example"), names(""));
        assert_eq!(found(&house, "email:joe@other.example"), names("joe"));
        house.write(|tx, c| users::delete(tx, &c.tenant, &id("jane"))).unwrap();
        assert_eq!(found(&house, "app_metadata.plan:gold"), names(""));
    });
}

#[test]
fn pages_read_from_either_end_are_pages_of_one_list() {
    on_both(|house| async move {
        seed::synthetic(house.app.db(), &house.tenant(), 2_400, house.app.now(), &mut |_| {}).unwrap();
        let ask = |sort: &str, page, per_page| {
            let request = Request { sort: sort.into(), page, per_page, counts: true, ..Request::default() };
            house.read(|tx, c| search::search(tx, c, &request)).unwrap()
        };
        for sort in ["created_at:1", "logins_count:-1"] {
            let all = ask(sort, 0, 1).total;
            let Total::Exactly(n) = all else { panic!("everybody is counted") };
            let (mut seen, mut page) = (BTreeSet::new(), 0);
            loop {
                let found = ask(sort, page, 70);
                assert_eq!(found.total, all);
                if found.users.is_empty() {
                    break;
                }
                // Where a page begins, another one of one user stands.
                assert_eq!(ask(sort, page * 70, 1).users[0].id, found.users[0].id, "{sort} {page}");
                assert!(match sort {
                    "created_at:1" => found.users.is_sorted_by_key(|u| u.created_at),
                    _ => found.users.is_sorted_by_key(|u| -u.logins_count),
                });
                assert!(found.users.len() == 70 || seen.len() + found.users.len() == n as usize);
                seen.extend(found.users.into_iter().map(|u| u.id.to_string()));
                page += 1;
            }
            assert_eq!(seen.len() as i64, n, "{sort}");
            assert_eq!(ask(sort, page + 3, 70).users.len(), 0);
        }
    });
}

#[test]
fn the_library_call_sorts_pages_and_refuses() {
    on_both(|house| async move {
        people(&house);
        let ask = |q: &str, sort: &str, page, per_page| {
            let request =
                Request { q: q.into(), sort: sort.into(), page, per_page, counts: true, ..Request::default() };
            house.read(|tx, c| search::search(tx, c, &request))
        };
        let ids = |found: search::Found| found.users.into_iter().map(|u| u.id.to_string()).collect::<Vec<_>>();
        let mine = "user_id:auth0|s-j* OR user_id:auth0|s-e*";
        assert_eq!(ids(ask(mine, "created_at:1", 0, 10).unwrap()), ["auth0|s-joe", "auth0|s-jane", "auth0|s-emile"]);
        assert_eq!(ids(ask(mine, "logins_count:-1", 0, 2).unwrap()), ["auth0|s-emile", "auth0|s-jane"]);
        assert_eq!(ids(ask(mine, "logins_count:-1", 1, 2).unwrap()), ["auth0|s-joe"]);
        assert_eq!(ask(mine, "", 0, 0).unwrap().total.to_string(), "3");
        for (q, sort, page, per_page, field) in [
            ("name:", "", 0, 10, "q"),
            (mine, "app_metadata.plan:1", 0, 10, "sort"),
            (mine, "name", 0, 10, "sort"),
            (mine, "name:2", 0, 10, "sort"),
            (mine, "", usize::MAX, 100, "page"),
            (mine, "", 0, 101, "per_page"),
        ] {
            assert!(
                matches!(ask(q, sort, page, per_page), Err(Error::Invalid(e)) if !e.of(field).is_empty()),
                "{q} {sort}"
            );
        }
    });
}

#[test]
fn a_mistake_is_marked_under_the_box_and_the_list_stays() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house
            .get(&format!("{USERS}?mode=lucene&q={}", encode("emial_verified:true AND name:x*")))
            .await
            .expect(400);
        assert!(page.body.contains("<mark>emial_verified</mark>:true AND name:x*"), "{}", page.body);
        assert!(page.shows("Did you mean email_verified?") && page.body.contains("aria-invalid=\"true\""));
        assert_eq!(page.input("q").as_deref(), Some("emial_verified:true AND name:x*"));
        assert!(page.shows("The list below is not searched") && page.body.matches("data-select-row").count() == 25);
        let page = house.get(&format!("{USERS}?mode=logins&q=many")).await.expect(400);
        assert!(page.body.contains("logins_count:<mark>many</mark>"));
        let page = house.get(&format!("{USERS}?mode=lucene&q=%22%3Cscript%3E")).await.expect(400);
        assert!(!page.body.contains("<script>\"") && page.body.contains("<mark>&#34;</mark>&#60;script&#62;"));
    });
}

#[test]
fn simple_modes_find_and_say_why_not() {
    on_both(|house| async move {
        people(&house);
        house.sign_in().await;
        for (mode, q, is_found) in [
            ("user", "203.0.113.9", true),
            ("user", "jane@corp", true),
            ("user", "auth0|s-jane", true),
            ("name", "smith", true),
            ("email", "corp.ex", true),
            ("email", "smith", false),
            ("logins", "13", true),
            ("logins", ">13", false),
            ("last_login", "2025-12", true),
            ("connection", "Google", false),
            ("provider", "auth0", true),
        ] {
            let path = format!("{USERS}?mode={mode}&status=blocked&size=100&q={}", encode(q));
            assert_eq!(house.get(&path).await.expect(200).shows("Jane Smith"), is_found, "{mode} {q}");
        }
        let page = house.get(&format!("{USERS}?mode=user&q={}", encode("+33 (0)1 23-45 67 89"))).await.expect(200);
        assert!(page.shows("Émile Zola"));
        let page = house.get(&format!("{USERS}?mode=email&q=zzzz&status=blocked")).await.expect(200);
        assert!(page.shows("Search without the filters") && page.shows("Search everywhere"));
        let page = house.get(&format!("{USERS}?mode=lucene&q=shoe_size:44")).await.expect(200);
        assert!(page.shows("No user has a field called shoe_size"));
        house.get(&format!("{USERS}/search-help")).await.expect(200);
    });
}

#[test]
fn why_nobody_was_found_is_true_of_short_texts_and_of_filters() {
    on_both(|house| async move {
        house.sign_in().await;
        for (query, why) in [
            ("q=%F0%9F%8C%B8", "No name and no email address begins with this."),
            ("q=zzzz", "No id, name, email address"),
            ("connection=test-directory&status=blocked", "Nobody fits these filters."),
            ("connection=Customers&q=zzzz", "Nobody fits this search and these filters together."),
        ] {
            let page = house.get(&format!("/dashboard/northwind/users?{query}")).await.expect(200);
            assert!(page.shows(why), "{query}");
        }
    });
}

#[test]
fn a_search_that_no_index_serves_is_stopped_and_explained() {
    on_both(|house| async move {
        seed::synthetic(house.app.db(), &house.tenant(), 4_000, house.app.now(), &mut |_| {}).unwrap();
        let slow: Vec<_> = (0..60).map(|n| format!("given_name:*no{n}body*")).collect();
        let query = lucene(&slow.join(" OR "));
        let ask = |budget| house.read(|tx, c| list::list(tx, c, &query, Count::Capped, budget));
        assert!(matches!(ask(Duration::from_millis(1)), Err(Error::TooSlow)));
        assert_eq!(ask(Duration::from_secs(20)).unwrap().page.rows.len(), 0);
        // What an index serves is not bothered, and a count that takes too long costs the count alone.
        let quick = lucene("user_id:\"auth0|65f1c09a7be2d4018c33a901\"");
        assert_eq!(
            house
                .read(|tx, c| list::list(tx, c, &quick, Count::Capped, Duration::from_secs(20)))
                .unwrap()
                .page
                .rows
                .len(),
            1
        );
    });
}

#[test]
fn many_matches_are_counted_to_the_end_on_demand() {
    on_both(|house| async move {
        house.sign_in().await;
        seed::synthetic(house.app.db(), &house.tenant(), 10_200, house.app.now(), &mut |_| {}).unwrap();
        let page = house.get(&format!("{USERS}?mode=lucene&q=created_at:%5B2000%20TO%20*%5D")).await.expect(200);
        // PostgreSQL has looked at no more than it needs to fill the page.
        assert!(page.shows(if is_postgres(&house) { "of 200+" } else { "of 1,000+" }), "{}", page.body.len());
        let at = page.body.find("data-testid=\"count-all\"").unwrap();
        let tag = &page.body[page.body[..at].rfind("<a").unwrap()..at];
        let href = tag.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let page = house.get(&href).await.expect(200);
        assert!(page.shows("of 10,2") && !page.body.contains("count-all"), "{href}");
    });
}
