//! Sessions and refresh tokens: what is kept with them, and what ends with what. The events of the log in order.

use crate::support::House;
use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::model::JsonObject;
use gatehouse::model::device::Device;
use gatehouse::model::user::UserId;
use gatehouse::store::device_credentials::{self, NewDevice};
use serde_json::{Value, json};

fn path(rest: &str) -> String {
    format!("/users/{}/{rest}", AMARA.replace('|', "%7C"))
}

/// A refresh token of the user, issued in a session.
fn issued(house: &House, id: &str, session: Option<&str>, client: &str) {
    let device = Device {
        id: id.into(),
        client_id: client.into(),
        application: String::new(),
        name: "Phone".into(),
        created_at: house.app.now(),
        last_used_at: None,
        ip: None,
        user_agent: None,
        session_id: session.map(str::to_owned),
        metadata: JsonObject::new(),
    };
    let new = NewDevice { user: UserId::from_text(AMARA), device, token_hash: id.into() };
    house.write(|tx, c| device_credentials::insert(tx, &c.tenant, &new)).unwrap();
}

#[test]
fn a_session_ends_alone_or_with_its_tokens() {
    on_both(|house| async move {
        let program = house.program().await;
        let client = house.client("Barn door").id;
        let sessions = program.get(&path("sessions")).await.expect(200).json();
        let ids: Vec<&str> =
            sessions["sessions"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
        assert!(ids.len() > 1);
        issued(&house, "dcr_one", Some(ids[0]), &client);
        issued(&house, "dcr_two", Some(ids[1]), &client);
        issued(&house, "dcr_none", None, &client);
        assert_eq!(program.get("/refresh-tokens/dcr_one").await.expect(200).json()["session_id"], ids[0]);
        program.delete(&format!("/sessions/{}", ids[0])).await.expect(202);
        program.get("/refresh-tokens/dcr_one").await.expect(200);
        for _ in 0..2 {
            program.post(&format!("/sessions/{}/revoke", ids[1]), json!({})).await.expect(202);
        }
        program.get("/refresh-tokens/dcr_two").await.refuses(404, "inexistent_refresh_token");
        program.get("/refresh-tokens/dcr_none").await.expect(200);
    });
}

#[test]
fn data_of_programs_is_kept() {
    on_both(|house| async move {
        let program = house.program().await;
        let client = house.client("Barn door").id;
        issued(&house, "dcr_one", None, &client);
        let sessions = program.get(&path("sessions?take=1")).await.expect(200).json();
        let session = format!("/sessions/{}", sessions["sessions"][0]["id"].as_str().unwrap());
        for (path, key) in
            [(session.as_str(), "session_metadata"), ("/refresh-tokens/dcr_one", "refresh_token_metadata")]
        {
            let changed = program.patch(path, json!({ key: {"cart": "3"} })).await.expect(200).json();
            assert_eq!(changed[key], json!({"cart": "3"}));
            assert_eq!(program.get(path).await.expect(200).json(), changed);
            let many: JsonObject = (0..26).map(|n| (n.to_string(), Value::from("x"))).collect();
            program.patch(path, json!({ key: many })).await.refuses(400, "invalid_body");
            let cleared = program.patch(path, json!({ key: null })).await.expect(200).json();
            assert!(cleared.get(key).is_none());
        }
        let body = json!({"session_metadata": {}});
        program.patch("/sessions/nowhere", body).await.refuses(404, "inexistent_session");
        let body = json!({"refresh_token_metadata": {}});
        program.patch("/refresh-tokens/nowhere", body).await.refuses(404, "inexistent_refresh_token");
    });
}

#[test]
fn many_tokens_are_revoked_at_once() {
    on_both(|house| async move {
        let program = house.program().await;
        let (one, two) = (house.client("One").id, house.client("Two").id);
        for (id, client) in [("dcr_a", &one), ("dcr_b", &one), ("dcr_c", &two), ("dcr_d", &two)] {
            issued(&house, id, None, client);
        }
        let left = async || {
            let tokens = program.get(&path("refresh-tokens?take=100")).await.expect(200).json();
            let ids = tokens["tokens"].as_array().unwrap().iter().map(|t| t["id"].as_str().unwrap().to_owned());
            ids.filter(|id| id.len() == 5).collect::<Vec<_>>().join(" ")
        };
        let revoke = async |body: Value| program.post("/refresh-tokens/revoke", body).await;
        for _ in 0..2 {
            revoke(json!({"ids": ["dcr_a", "nowhere"]})).await.expect(202);
        }
        assert_eq!(left().await, "dcr_b dcr_c dcr_d");
        revoke(json!({"user_id": AMARA, "client_id": one})).await.expect(202);
        assert_eq!(left().await, "dcr_c dcr_d");
        revoke(json!({"client_id": two})).await.expect(202);
        assert_eq!(left().await, "");
        for bad in [json!({}), json!({"ids": []}), json!({"ids": ["a"], "user_id": "b"})] {
            revoke(bad).await.refuses(400, "invalid_body");
        }
        revoke(json!({"audience": "urn:x"})).await.refuses(400, "operation_not_supported");
    });
}

#[test]
fn the_log_is_followed_by_its_links() {
    on_both(|house| async move {
        let program = house.program().await;
        let total = program.get("/logs?include_totals=true&per_page=1").await.expect(200).json()["total"].as_u64();
        let (mut seen, mut next) = (Vec::new(), "/logs?take=100".to_owned());
        let last = loop {
            let answer = program.get(&next).await.expect(200);
            let link = answer.header("link").unwrap().to_owned();
            let (address, relation) = link.split_once(';').unwrap();
            assert_eq!(relation.trim(), "rel=\"next\"");
            let address =
                address.trim_matches(['<', '>']).strip_prefix("http://localhost:7700/api/v2").unwrap().to_owned();
            let events = answer.json();
            let events = events.as_array().unwrap();
            if events.is_empty() {
                break address;
            }
            seen.extend(events.iter().map(|e| (e["date"].to_string(), e["log_id"].to_string())));
            next = address;
        };
        assert!(seen.is_sorted() && seen.len() as u64 >= total.unwrap().min(1_000));
        // At the end the link leads to what comes next.
        house.later(1).await.program().await;
        assert!(!program.get(&last).await.expect(200).json().as_array().unwrap().is_empty());
        assert!(program.get("/logs?per_page=1").await.expect(200).header("link").is_none());
        let found =
            async |search: &str| program.get(&format!("/logs?include_totals=true&{search}")).await.expect(200).json();
        let mine = found("q=type:s%20AND%20user_id:%22auth0%7C65f1c09a7be2d4018c33a901%22").await;
        assert!(mine["total"].as_u64() > Some(0));
        assert!(
            mine["logs"]
                .as_array()
                .unwrap()
                .iter()
                .all(|e| e["type"] == "s" && e["user_id"] == "auth0|65f1c09a7be2d4018c33a901")
        );
        assert_eq!(found("search=type:none_such").await["total"], 0);
        assert_eq!(found("q=date:%5B2026-11-22%20TO%20*%5D").await["total"], 0);
    });
}

#[test]
fn the_log_is_searched_by_the_grammar_of_users() {
    on_both(|house| async move {
        let program = house.program().await;
        let found = async |q: &str| {
            let q = gatehouse::http::urls::encode(q);
            let path = format!("/logs?include_totals=true&per_page=100&q={q}");
            let page = program.get(&path).await.expect(200).json();
            (page["total"].as_u64().unwrap(), page["logs"].as_array().unwrap().clone())
        };
        let (all, _) = found("type:s OR type:fp").await;
        let ((good, _), (bad, wrong)) = (found("type:s").await, found("type:fp").await);
        assert!(good > 0 && bad > 0 && all == (good + bad).min(1_000), "{all} {good} {bad}");
        assert!(wrong.iter().all(|event| event["type"] == "fp"));
        let one = &wrong[0];
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        for key in ["user_id", "user_name", "connection", "ip", "log_id", "client_id", "client_name", "user_agent"] {
            let (n, events) = found(&format!("{key}:\"{}\" AND type:fp", text(key))).await;
            assert!(n > 0 && events.iter().all(|event| event[key] == one[key]), "{key}");
        }
        // Of wildcards, case, kinds of strategies, connections by their ids, bare terms and what is not so.
        let name = text("user_name");
        let (beginning, middle) = (&name[..2], &name[1..5]);
        for q in [format!("user_name:{beginning}*"), format!("user_name:*{middle}*"), format!("\"{name}\"")] {
            assert!(found(&format!("({q}) AND log_id:{}", text("log_id"))).await.0 == 1, "{q}");
        }
        assert_eq!(found(&format!("user_name:\"{}\"", name.to_uppercase())).await.0, 0);
        let customers = program.get("/connections?name=Customers&fields=id").await.expect(200).json();
        let of_id = found(&format!("connection_id:{} AND type:fp", customers[0]["id"].as_str().unwrap())).await;
        assert!(of_id.0 > 0 && of_id.1.iter().all(|event| event["connection"] == "Customers"));
        assert!(of_id.1.iter().all(|event| event["connection_id"] == customers[0]["id"]));
        let social = found("strategy_type:social").await.1;
        assert!(!social.is_empty() && social.iter().all(|event| event["strategy_type"] == "social"));
        let others = found("type:fp AND NOT connection:Customers").await;
        assert!(others.1.iter().all(|event| event["connection"] != "Customers"));
        assert_eq!(others.0 + found("type:fp AND connection:Customers").await.0, bad);
        assert_eq!(found("hostname:x OR organization_id:x").await.0, 0);
        for bad in ["colour:red", "type:(s", "user_name:*ab*", "ip:8.8?8", "date:soon"] {
            let path = format!("/logs?q={}", gatehouse::http::urls::encode(bad));
            program.get(&path).await.refuses(400, "invalid_query_string");
        }
    });
}

#[test]
fn an_event_tells_its_connection_and_the_name_the_house_was_called_by() {
    on_both(|house| async move {
        let program = house.program().await;
        let customers = program.get("/connections?name=Customers&fields=id").await.expect(200).json();
        program.patch(&format!("/users/{}", AMARA.replace('|', "%7C")), json!({"nickname": "Am"})).await.expect(200);
        let mine = gatehouse::http::urls::encode(&format!("type:sapi AND user_id:\"{AMARA}\""));
        let page = program.get(&format!("/logs?per_page=1&q={mine}")).await.expect(200).json();
        let event = &page[0];
        assert_eq!((&event["user_id"], &event["connection_id"]), (&json!(AMARA), &customers[0]["id"]));
        let host = event["hostname"].as_str().unwrap();
        assert!(!host.is_empty() && !host.contains([':', '/']), "{host}");
        let found = program.get(&format!("/logs?include_totals=true&q=hostname:{host}")).await.expect(200).json();
        let every = found["logs"].as_array().unwrap();
        assert!(every.contains(event) && every.iter().all(|event| event["hostname"] == host));
        // The same event by every other way.
        let id = event["log_id"].as_str().unwrap();
        assert_eq!(&program.get(&format!("/logs/{id}")).await.expect(200).json(), event);
        let theirs = program.get(&path("logs?per_page=5")).await.expect(200).json();
        assert!(theirs.as_array().unwrap().contains(event), "{theirs}");
        house.sign_in().await;
        let record = house.get(&format!("/dashboard/northwind/logs/{id}")).await.expect(200).body;
        assert!(record.contains("connection_id") && record.contains(customers[0]["id"].as_str().unwrap()));
        // The token by which the program came: of what audience and scope, and of no connection.
        let tokens = program.get("/logs?per_page=100&q=type:seccft%20AND%20hostname:*").await.expect(200).json();
        let token = &tokens[0];
        assert!(token["audience"].is_string() && token["scope"].is_string() && token.get("connection_id").is_none());
        // What the house loaded by itself was asked for by nobody.
        let loaded = &program.get("/logs?take=1").await.expect(200).json()[0];
        assert!(loaded.get("hostname").is_none(), "{loaded}");
    });
}

#[test]
fn the_log_is_paged_in_both_orders_as_far_as_programs_reach() {
    on_both(|house| async move {
        let program = house.program().await;
        let dates = async |query: &str| -> Vec<String> {
            let page = program.get(&format!("/logs?per_page=20&fields=date&{query}")).await.expect(200).json();
            page.as_array().unwrap().iter().map(|event| event["date"].as_str().unwrap().to_owned()).collect()
        };
        let (newest, oldest) = (dates("sort=date:-1").await, dates("sort=date:1").await);
        assert!(newest.iter().rev().is_sorted() && oldest.is_sorted() && oldest[0] < newest[19]);
        assert_eq!(dates("page=0").await, newest);
        assert_eq!((dates("page=50").await.len(), dates("page=4294967295").await.len()), (0, 0));
        let amara = "/users/auth0%7C65f1c09a7be2d4018c33a901/logs?per_page=5";
        let theirs = program.get(&format!("{amara}&sort=date:1")).await.expect(200).json();
        assert!(theirs[0]["date"].as_str() < theirs[4]["date"].as_str());
        program.get("/logs?sort=type:1").await.refuses(400, "invalid_query_string");
    });
}
