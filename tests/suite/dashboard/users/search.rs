//! Searching users: what each form of the query language finds, what is said about a mistake, and the limits.

use crate::support::{House, on_both};
use gatehouse::error::Error;
use gatehouse::features::seed;
use gatehouse::features::users::list::{self, Count, ListQuery, Sort};
use gatehouse::features::users::saved::Edit;
use gatehouse::features::users::search::{self, Request};
use gatehouse::features::users::update_metadata::update_metadata;
use gatehouse::features::users::{link, unlink};
use gatehouse::http::urls::encode;
use gatehouse::model::identity::Identity;
use gatehouse::model::metadata::MetadataKind;
use gatehouse::model::paging::Start;
use gatehouse::model::search::Mode;
use gatehouse::model::user::{User, UserId};
use gatehouse::store::{identities, users};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const USERS: &str = "/dashboard/northwind/users";

fn id(name: &str) -> UserId {
    UserId::from_text(format!("auth0|s-{name}"))
}

fn object(value: Value) -> serde_json::Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn at(text: &str) -> Option<chrono::NaiveDateTime> {
    Some(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// Four people who differ in everything that can be searched.
fn people(house: &House) {
    let blank = house
        .read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(crate::support::house::AMARA)))
        .map(|user| User {
            user_metadata: object(json!({})),
            app_metadata: object(json!({})),
            profile: object(json!({})),
            email: None,
            username: None,
            phone_number: None,
            phone_verified: false,
            email_verified: false,
            name: None,
            given_name: None,
            family_name: None,
            nickname: None,
            blocked: false,
            last_login: None,
            last_ip: None,
            logins_count: 0,
            ..user
        })
        .unwrap();
    let text = |text: &str| Some(text.to_owned());
    let jane = User {
        id: id("jane"),
        email: text("Jane@Corp.example"),
        email_verified: true,
        name: text("Jane Smith"),
        given_name: text("Jane"),
        family_name: text("Smith"),
        nickname: text("JS"),
        username: text("JaneS"),
        blocked: true,
        logins_count: 13,
        last_login: at("2025-12-15 10:00"),
        last_ip: text("203.0.113.9"),
        created_at: at("2024-02-29 12:00").unwrap(),
        updated_at: at("2025-12-15 10:00").unwrap(),
        app_metadata: object(
            json!({"plan": "gold", "level": 13, "seats": 2.5, "since": "2025-03-01", "beta": true, "address": {"city": "Paris"}, "none": null, "list": []}),
        ),
        user_metadata: object(
            json!({"display": {"fontSize": 13}, "addresses": [{"cities": ["Paris", "Rome"]}, {"cities": ["Oslo"]}], "long": "x".repeat(400)}),
        ),
        ..blank.clone()
    };
    let joe = User {
        id: id("joe"),
        email: text("joe@other.example"),
        name: text("Jo"),
        created_at: at("2020-01-01 00:00").unwrap(),
        updated_at: at("2020-01-01 00:00").unwrap(),
        app_metadata: object(json!({"plan": "goldfish", "level": 2, "address": {}})),
        ..blank.clone()
    };
    let emile = User {
        id: id("emile"),
        phone_number: text("+33123456789"),
        phone_verified: true,
        name: text("Émile Zola"),
        given_name: text("ÉMILE"),
        family_name: text("Zola"),
        logins_count: 250,
        last_login: at("2026-01-05 00:00"),
        created_at: at("2025-07-01 00:00").unwrap(),
        updated_at: at("2026-01-05 00:00").unwrap(),
        app_metadata: object(json!({"plan": "Gold", "level": "13"})),
        ..blank.clone()
    };
    let bare = User { id: id("bare"), username: text("john doe (100%*_)"), ..blank };
    house
        .write(|tx, c| {
            for user in [&jane, &joe, &emile, &bare] {
                users::insert(tx, &c.tenant, user)?;
            }
            let linked = |position, connection: &str, provider: &str, id: &str, is_social, data| Identity {
                provider: provider.into(),
                provider_user_id: id.into(),
                connection: connection.into(),
                is_social,
                position,
                login_email: None,
                login_username: None,
                profile_data: object(data),
            };
            let own = linked(0, "Customers", "auth0", "s-emile", false, json!({"ignored": "yes"}));
            let social =
                linked(1, "Google", "google-oauth2", "66aa01", true, json!({"email": "emile@mail.example", "age": 40}));
            identities::insert(tx, &c.tenant, &emile.id, &own)?;
            identities::insert(tx, &c.tenant, &emile.id, &social)
        })
        .unwrap();
}

/// Whom of the four a query finds.
fn found(house: &House, q: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for page in 0.. {
        let request = Request { q: q.into(), page, per_page: 100, ..Request::default() };
        let found = house.read(|tx, c| search::search(tx, c, &request)).unwrap_or_else(|e| panic!("{q}: {e}")).users;
        let is_last = found.len() < 100;
        all.extend(found.into_iter().filter_map(|user| user.id.as_str().strip_prefix("auth0|s-").map(str::to_owned)));
        if is_last {
            break;
        }
    }
    all
}

fn names(list: &str) -> BTreeSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

const FOUND: [(&str, &str); 78] = [
    ("name:\"jane smith\"", "jane"),
    ("name:\"jane\"", ""),
    ("name:Jane\\ Smith", "jane"),
    ("name:ja*", "jane"),
    ("name:j*", "jane joe"),
    ("name:*smi*", "jane"),
    ("name:*ith", "jane"),
    ("name:*ane*ith", "jane"),
    ("name:émile*", "emile"),
    ("given_name:émile", "emile"),
    ("given_name:Émi*", "emile"),
    ("given_name:*mile*", "emile"),
    ("family_name:zola", "emile"),
    ("nickname:js", "jane"),
    ("email:jane@corp.example", "jane"),
    ("email:*corp*", "jane"),
    ("email.domain:corp.example", "jane"),
    ("email.domain:\"Other.example\"", "joe"),
    ("username:JaneS", "jane"),
    ("username:janes", ""),
    ("username:jan*", ""),
    ("username:\"john doe (100%*_)\"", "bare"),
    ("username:*100\\%\\**", "bare"),
    ("username:*doe (1*", ""),
    ("username:*doe\\ \\(1*", "bare"),
    ("user_id:\"auth0|s-jane\"", "jane"),
    ("user_id:auth0|s-j*", "jane joe"),
    ("phone_number:\"+33123456789\"", "emile"),
    ("phone_verified:true AND user_id:auth0|s-*", "emile"),
    ("last_ip:203.0.113.*", "jane"),
    ("logins_count:13 AND user_id:auth0|s-*", "jane"),
    ("logins_count:[13 TO 250} AND user_id:auth0|s-*", "jane"),
    ("logins_count:{13 TO *] AND user_id:auth0|s-*", "emile"),
    ("user_id:auth0|s-* AND (NOT _exists_:logins_count OR logins_count:0)", "joe bare"),
    ("user_id:auth0|s-* AND (NOT _exists_:email_verified OR email_verified:false)", "joe emile bare"),
    ("user_id:auth0|s-* AND email_verified:false", "joe"),
    ("user_id:auth0|s-* AND blocked:true", "jane"),
    ("user_id:auth0|s-* AND NOT blocked:true", "joe emile bare"),
    ("user_id:auth0|s-* AND last_login:[2025-12-01 TO 2025-12-15]", "jane"),
    ("user_id:auth0|s-* AND last_login:[2025-12-01 TO 2025-12-15}", ""),
    ("user_id:auth0|s-* AND last_login:{2025-12-15 TO *]", "emile"),
    ("user_id:auth0|s-* AND last_login:[* TO 2026-01]", "jane emile"),
    ("user_id:auth0|s-* AND NOT _exists_:last_login", "joe bare"),
    ("user_id:auth0|s-* AND created_at:2024-02-29", "jane"),
    ("user_id:auth0|s-* AND created_at:[2020 TO 2024]", "jane joe"),
    ("user_id:auth0|s-* AND updated_at:[2025-12-15T10:00:00Z TO *] AND _exists_:email", "jane"),
    ("_exists_:phone_number AND user_id:auth0|s-*", "emile"),
    ("identities.connection:\"Google\" AND user_id:auth0|s-*", "emile"),
    ("identities.provider:google-oauth2 AND user_id:auth0|s-*", "emile"),
    ("identities.user_id:\"66aa01\"", "emile"),
    ("identities.isSocial:true AND user_id:auth0|s-*", "emile"),
    ("identities.profileData.email:\"emile@mail.example\"", "emile"),
    ("identities.profileData.age:[40 TO 41]", "emile"),
    ("identities.profileData.ignored:yes", ""),
    ("app_metadata.plan:\"gold\" AND user_id:auth0|s-*", "jane"),
    ("app_metadata.plan:gold* AND user_id:auth0|s-*", "jane joe"),
    ("app_metadata.plan:*old AND user_id:auth0|s-*", "jane emile"),
    ("app_metadata.level:13", "jane emile"),
    ("app_metadata.level:13.0", "jane"),
    ("app_metadata.level:[2 TO 13}", "joe"),
    ("app_metadata.level:[2 TO 13]", "jane joe"),
    ("app_metadata.seats:2.5", "jane"),
    ("app_metadata.since:[2025-01 TO 2025-03]", "jane"),
    ("app_metadata.since:{2025-03-01 TO *]", ""),
    ("app_metadata.beta:true AND user_id:auth0|s-*", "jane"),
    ("app_metadata.address.city:Paris", "jane"),
    ("_exists_:app_metadata.address AND user_id:auth0|s-*", "jane"),
    ("_exists_:app_metadata.none", ""),
    ("_exists_:app_metadata.list", ""),
    ("_exists_:user_metadata AND user_id:auth0|s-*", "jane"),
    ("user_metadata.display.fontSize:13", "jane"),
    ("user_metadata.addresses.cities:\"Rome\"", "jane"),
    ("user_metadata.addresses.cities:(Oslo OR Lima)", "jane"),
    ("smith", "jane"),
    ("JaneS OR zola", "jane emile"),
    ("ja*", "jane"),
    ("*smit*", "jane"),
    ("shoe_size:44 OR name:jo", "joe"),
];

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
        house
            .write(|tx, c| {
                let own = Identity {
                    provider: "auth0".into(),
                    provider_user_id: "s-joe".into(),
                    connection: "Customers".into(),
                    is_social: false,
                    position: 0,
                    login_email: None,
                    login_username: None,
                    profile_data: object(json!({})),
                };
                identities::insert(tx, &c.tenant, &id("joe"), &own)
            })
            .unwrap();
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
fn the_library_call_sorts_pages_and_refuses() {
    on_both(|house| async move {
        people(&house);
        let ask = |q: &str, sort: &str, page, per_page| {
            let request = Request { q: q.into(), sort: sort.into(), page, per_page };
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
            (mine, "", 10, 100, "page"),
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
                .read(|tx, c| list::list(tx, c, &quick, Count::Capped, Duration::from_secs(2)))
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
        assert!(page.shows("of 10,000+"), "{}", page.body.len());
        let at = page.body.find("data-testid=\"count-all\"").unwrap();
        let tag = &page.body[page.body[..at].rfind("<a").unwrap()..at];
        let href = tag.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let page = house.get(&href).await.expect(200);
        assert!(page.shows("of 10,2") && !page.body.contains("count-all"), "{href}");
    });
}
