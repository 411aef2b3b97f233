//! Logs: the whole tenant's events, by kind, user, connection, application, address and time.

use crate::support::on_both;
use gatehouse::features::logs::list::{self, LogQuery};
use gatehouse::model::log_event::{Actor, LogEvent};

const ALL: &str = "/dashboard/northwind/logs?range=3650";

#[test]
fn each_filter_narrows_the_list_and_can_be_removed() {
    on_both(|house| async move {
        house.sign_in().await;
        let opened = house.get("/dashboard/northwind/logs").await.expect(200);
        assert!(opened.shows("Amara Okafor") && opened.shows("Jonas Lindqvist"));
        for (query, there, gone) in [
            ("q=amara", "Amara Okafor", "Jonas Lindqvist"),
            ("q=AMARA.okafor@north", "Amara Okafor", "Jonas Lindqvist"),
            ("q=auth0%7C65f1c09a7be2d4018c33a901", "Amara Okafor", "Jonas Lindqvist"),
            ("q=102.89.33.7", "102.89.33.7", "85.228.14.73"),
            ("connection=Google", "Jonas Lindqvist", "Amara Okafor"),
        ] {
            let page = house.get(&format!("{ALL}&{query}")).await.expect(200);
            assert!(page.shows(there) && !page.shows(gone), "{query}");
            assert!(page.body.contains("data-testid=\"chip\"") && page.shows("Clear all"), "{query}");
        }
    });
}

#[test]
fn a_search_without_result_says_so() {
    on_both(|house| async move {
        house.sign_in().await;
        for text in ["zzzzzz", "%25", "'; DROP TABLE log_events;--", "<script>", "zz%00zz", "%F0%9F%98%80"] {
            let path = format!("{ALL}&q={}", text.replace(' ', "+").replace('<', "%3C").replace('>', "%3E"));
            let page = house.get(&path).await.expect(200);
            assert!(page.shows("No events match"), "{text}");
        }
    });
}

#[test]
fn an_event_has_a_page_and_another_tenants_is_not_found() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.get("/dashboard/northwind/logs?event=s").await.expect(200);
        let at = page.body.find("class=\"row-link\" href=\"").unwrap() + "class=\"row-link\" href=\"".len();
        let href = page.body[at..at + page.body[at..].find('"').unwrap()].to_owned();
        let event = house.get(&href).await.expect(200);
        assert!(event.shows("Success Login") && event.shows("\"location_info\""));
        house.get(&href.replace("northwind", "acme")).await.expect(404);
        house.get("/dashboard/northwind/logs/900").await.expect(404);
    });
}

#[test]
fn a_page_takes_the_same_number_of_statements_whatever_it_shows() {
    on_both(|house| async move {
        house.sign_in().await;
        let mut counts = Vec::new();
        for query in ["&event=pwd_leak", "", "&event=s"] {
            counts.push(house.counted(&format!("{ALL}{query}")).await.1);
        }
        assert!(counts.iter().all(|n| *n == counts[0] && *n <= 6), "{counts:?}");
    });
}

#[test]
fn what_was_done_by_hand_says_by_whom() {
    on_both(|house| async move {
        house.sign_in().await;
        let codes = vec!["sapi", "fapi"];
        let (from, to) = (house.app.now() - chrono::TimeDelta::days(3_000), house.app.now());
        let query = LogQuery { codes, from, to, size: 100, ..LogQuery::default() };
        let rows = house.read(|tx, c| list::list(tx, c, &query, "")).unwrap().page.rows;
        let operator = |e: &LogEvent| matches!(&e.actor, Actor::Operator { name, .. } if !name.is_empty());
        assert!(rows.iter().filter(|e| e.client_id.is_none()).all(operator) && rows.iter().any(operator));
        let helena = |e: &LogEvent| matches!(&e.actor, Actor::Operator { name, .. } if name == "Helena Voss");
        assert!(rows.iter().any(helena));
    });
}
