//! What hangs on a user: permissions, linked accounts, factors, sessions, history.

use crate::support::house::AMARA;
use crate::support::on_both;
use actix_web::http::Method;
use serde_json::json;
use std::collections::BTreeSet;

fn of_amara(path: &str) -> String {
    format!("/users/{}{path}", AMARA.replace('|', "%7C"))
}

#[test]
fn permissions_say_where_they_come_from() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = of_amara("/permissions");
        let all = program.get(&format!("{path}?include_totals=true&per_page=100")).await.expect(200).json();
        let rows = all["permissions"].as_array().unwrap();
        assert_eq!(all["total"], rows.len());
        let through =
            |kind: &str| rows.iter().any(|p| p["sources"].as_array().unwrap().iter().any(|s| s["source_type"] == kind));
        assert!(through("DIRECT") && through("ROLE"));
        let one = json!({"permissions": [
            {"resource_server_identifier": "urn:northwind:reports", "permission_name": "schedule:reports"},
        ]});
        for _ in 0..2 {
            program.post(&path, one.clone()).await.expect(201);
        }
        let more = program.get(&format!("{path}?per_page=100")).await.json();
        assert_eq!(more.as_array().unwrap().len(), rows.len() + 1);
        for _ in 0..2 {
            program.call(Method::DELETE, &path, Some(one.clone())).await.expect(204);
        }
        program.post("/users/auth0%7Cnobody/permissions", one).await.refuses(404, "inexistent_user");
    });
}

#[test]
fn accounts_are_linked_and_unlinked() {
    on_both(|house| async move {
        let program = house.program().await;
        let found = program.get("/users?connection=GitHub&per_page=1").await.json();
        let whole = found[0]["user_id"].as_str().unwrap();
        let (provider, own) = whole.split_once('|').unwrap();
        let path = of_amara("/identities");
        let link = json!({"provider": provider, "user_id": own});
        for _ in 0..2 {
            let identities = program.post(&path, link.clone()).await.expect(201).json();
            assert_eq!(identities.as_array().unwrap().len(), 2);
            assert_eq!(identities[1]["provider"], provider);
        }
        program.get(&format!("/users/{whole}")).await.refuses(404, "inexistent_user");
        let unlink = format!("{path}/{provider}/{own}");
        for _ in 0..2 {
            assert_eq!(program.delete(&unlink).await.expect(200).json().as_array().unwrap().len(), 1);
        }
        program.get(&format!("/users/{whole}")).await.expect(200);
        let main = AMARA.split_once('|').unwrap().1;
        program.delete(&format!("{path}/auth0/{main}")).await.refuses(400, "operation_not_supported");
        program.delete(&format!("{path}/github/none")).await.refuses(400, "inexistent_identity");
        program.post(&path, json!({"provider": "github", "user_id": "none"})).await.refuses(400, "inexistent_user");
        program.post(&path, json!({"link_with": "x.y.z"})).await.refuses(400, "invalid_body");
    });
}

#[test]
fn factors_are_listed_and_removed() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = of_amara("/authentication-methods");
        let all = program.get(&format!("{path}?include_totals=true")).await.expect(200).json();
        let kinds: Vec<_> =
            all["authenticators"].as_array().unwrap().iter().map(|m| m["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["totp", "recovery-code"]);
        let totp = all["authenticators"][0]["id"].as_str().unwrap();
        assert_eq!(program.get(&format!("{path}/{totp}")).await.expect(200).json(), all["authenticators"][0]);
        program.get(&format!("{path}/none")).await.refuses(404, "inexistent_authentication_method");
        let enrolled = program.get(&of_amara("/enrollments")).await.expect(200).json();
        assert_eq!((enrolled.as_array().unwrap().len(), &enrolled[0]["status"]), (1, &json!("confirmed")));
        let code = program.post(&of_amara("/recovery-code-regeneration"), json!({})).await.expect(200).json();
        assert_eq!(code["recovery_code"].as_str().unwrap().len(), 24);
        program.post(&of_amara("/multifactor/actions/invalidate-remember-browser"), json!({})).await.expect(204);
        program.delete(&of_amara("/multifactor/other")).await.refuses(400, "invalid_uri");
        for _ in 0..2 {
            program.delete(&of_amara("/multifactor/google-authenticator")).await.expect(204);
        }
        assert!(program.get(&of_amara("")).await.json().get("multifactor").is_none());
        program.post(&of_amara("/recovery-code-regeneration"), json!({})).await.refuses(404, "inexistent_enrollment");
        program.delete(&of_amara("/authenticators")).await.expect(204);
        program.get("/users/auth0%7Cnobody/enrollments").await.refuses(404, "inexistent_user");
    });
}

#[test]
fn sessions_and_refresh_tokens_end() {
    on_both(|house| async move {
        let program = house.program().await;
        let sessions = of_amara("/sessions");
        let first = program.get(&format!("{sessions}?take=1&include_totals=true")).await.expect(200).json();
        let next = first["next"].as_str().unwrap();
        let second = program.get(&format!("{sessions}?take=1&from={next}")).await.expect(200).json();
        assert!(second.get("next").is_none());
        assert_ne!(first["sessions"][0]["id"], second["sessions"][0]["id"]);
        let one = format!("/sessions/{}", first["sessions"][0]["id"].as_str().unwrap());
        assert_eq!(program.get(&one).await.expect(200).json()["user_id"], AMARA);
        for _ in 0..2 {
            program.delete(&one).await.expect(202);
        }
        program.get(&one).await.refuses(404, "inexistent_session");

        let tokens = program.get(&of_amara("/refresh-tokens?take=100")).await.expect(200).json();
        assert_eq!(tokens["tokens"].as_array().unwrap().len(), 4);
        let by_query = program.get(&format!("/refresh-tokens?user_id={AMARA}&take=3")).await.expect(200).json();
        assert_eq!(by_query["refresh_tokens"].as_array().unwrap().len(), 3);
        let devices =
            program.get(&format!("/device-credentials?user_id={AMARA}&include_totals=true")).await.expect(200).json();
        assert_eq!(
            (&devices["total"], &devices["device_credentials"][0]["type"]),
            (&json!(4), &json!("refresh_token"))
        );
        let none =
            program.get(&format!("/device-credentials?user_id={AMARA}&type=public_key")).await.expect(200).json();
        assert_eq!(none, json!([]));
        let part = program.get(&format!("/device-credentials?user_id={AMARA}&fields=id,type")).await.expect(200).json();
        assert_eq!(part[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "type"]);
        let part = program.get(&format!("/refresh-tokens?user_id={AMARA}&fields=id")).await.expect(200).json();
        assert!(part["refresh_tokens"].as_array().unwrap().iter().all(|token| token.as_object().unwrap().len() == 1));
        // Those of everybody, page by page to the end.
        let (mut seen, mut owners) = (BTreeSet::new(), BTreeSet::new());
        let total = program.get("/device-credentials?include_totals=true&per_page=1").await.expect(200).json();
        for page in 0.. {
            let rows = program.get(&format!("/device-credentials?per_page=50&page={page}")).await.expect(200).json();
            for row in rows.as_array().unwrap() {
                assert!(seen.insert(row["id"].to_string()));
                owners.insert(row["user_id"].to_string());
            }
            if rows == json!([]) {
                break;
            }
        }
        assert!(owners.len() > 1 && total["total"].as_u64() == Some(seen.len() as u64));
        let client = program.get(&format!("/device-credentials?user_id={AMARA}")).await.expect(200).json();
        let client = client[0]["client_id"].as_str().unwrap().to_owned();
        let of_client = program.get(&format!("/device-credentials?client_id={client}")).await.expect(200).json();
        assert!(of_client.as_array().unwrap().iter().all(|row| row["client_id"] == client.as_str()));
        let token = tokens["tokens"][0]["id"].as_str().unwrap();
        program.get(&format!("/refresh-tokens/{token}")).await.expect(200);
        for _ in 0..2 {
            program.delete(&format!("/device-credentials/{token}")).await.expect(204);
        }
        program.get(&format!("/refresh-tokens/{token}")).await.refuses(404, "inexistent_refresh_token");
        program.post(&of_amara("/revoke-access"), json!({"preserve_refresh_tokens": true})).await.expect(202);
        assert_eq!(program.get(&sessions).await.json()["sessions"], json!([]));
        assert_eq!(program.get(&of_amara("/refresh-tokens")).await.json()["tokens"].as_array().unwrap().len(), 3);
        program.post(&of_amara("/revoke-access"), json!({})).await.expect(202);
        assert_eq!(program.get(&of_amara("/refresh-tokens")).await.json()["tokens"], json!([]));
    });
}

#[test]
fn the_log_is_read_by_pages_and_from_an_event_on() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = of_amara("/logs");
        let page =
            program.get(&format!("{path}?per_page=3&page=1&include_totals=true&sort=date:-1")).await.expect(200).json();
        assert_eq!((&page["start"], &page["length"]), (&json!(3), &json!(3)));
        let rows = page["logs"].as_array().unwrap();
        assert!(rows.iter().all(|e| e["user_id"] == AMARA));
        assert!(rows.is_sorted_by(|a, b| a["date"].as_str() >= b["date"].as_str()));
        let first = program.get(&format!("{path}?per_page=3")).await.json();
        assert_ne!(first[0]["log_id"], rows[0]["log_id"]);

        let one = rows[0]["log_id"].as_str().unwrap();
        assert_eq!(program.get(&format!("/logs/{one}")).await.expect(200).json(), rows[0]);
        program.get("/logs/none").await.refuses(404, "inexistent_log");
        let after = program.get(&format!("/logs?from={one}&take=5")).await.expect(200).json();
        let after = after.as_array().unwrap();
        assert!(after.is_sorted_by(|a, b| a["date"].as_str() <= b["date"].as_str()) && after.len() == 5);
        assert!(after.iter().all(|e| e["date"].as_str() >= rows[0]["date"].as_str() && e["log_id"] != one));
        let oldest = program.get("/logs?take=1").await.expect(200).json();
        assert!(oldest[0]["date"].as_str() < rows[0]["date"].as_str());
        let totals = program.get("/logs?include_totals=true&per_page=1&fields=type").await.expect(200).json();
        assert!(totals["total"].as_u64().unwrap() > 100 && totals["logs"][0].as_object().unwrap().len() == 1);
    });
}

#[test]
fn nobody_is_blocked_for_wrong_passwords() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = format!("/user-blocks/{}", AMARA.replace('|', "%7C"));
        assert_eq!(program.get(&path).await.expect(200).json(), json!({"blocked_for": []}));
        program.delete(&path).await.expect(204);
        program.get("/user-blocks/auth0%7Cnobody").await.refuses(404, "inexistent_user");
        program.get("/user-blocks?identifier=a@b.example").await.expect(200);
        program.get("/user-blocks").await.refuses(400, "invalid_query_string");
    });
}
