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
        program.get("/logs?q=description:x").await.refuses(400, "invalid_query_string");
    });
}
