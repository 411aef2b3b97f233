//! `POST /oauth/token` and the keys.

use crate::support::program::{AUDIENCE, HOST};
use crate::support::{House, on_both};
use actix_web::test::TestRequest;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use gatehouse::model::log_event::{Actor, LogEvent};
use gatehouse::store::log_list;
use serde_json::{Value, json};

fn claims(token: &str) -> Value {
    let body = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap()
}

/// The event of a kind that is about an application.
fn event(house: &House, code: &'static str, client_id: &str) -> LogEvent {
    let to = house.app.now() + chrono::TimeDelta::seconds(1);
    let query = log_list::Query { codes: vec![code], to, size: 50, ..log_list::Query::default() };
    let rows = house.read(|tx, c| log_list::page(tx, &c.tenant, &query)).unwrap().rows;
    rows.into_iter().find(|event| event.client_id.as_deref() == Some(client_id)).unwrap()
}

#[test]
fn an_application_gets_a_token_with_what_it_was_granted() {
    on_both(|house| async move {
        let client = house.client("Importer");
        house.grant(&client, &["read:users", "update:users"]);
        // Python sends what it does not need as null.
        let asked = json!({
            "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret,
            "audience": AUDIENCE, "organization": null, "scope": null,
        });
        let answer = house.ask_for_token(&asked).await.expect(200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let body = answer.json();
        assert_eq!((body["token_type"].clone(), body["expires_in"].clone()), (json!("Bearer"), json!(86400)));
        assert_eq!(body["scope"], "read:users update:users");
        let said = claims(body["access_token"].as_str().unwrap());
        let at = house.app.now().and_utc().timestamp();
        assert_eq!(
            said,
            json!({
                "iss": "http://localhost:7700/", "sub": format!("{}@clients", client.id), "aud": AUDIENCE, "iat": at,
                "exp": at + 86400, "scope": "read:users update:users", "gty": "client-credentials", "azp": client.id,
            })
        );
        let event = event(&house, "seccft", &client.id);
        assert_eq!(event.actor, Actor::Client { id: client.id.clone(), name: "Importer".into() });

        // As a form, with the secret in the header, and for less than was granted.
        let basic = STANDARD.encode(format!("{}:{}", client.id, client.secret));
        let request = TestRequest::post()
            .uri("/oauth/token")
            .insert_header(("Host", HOST))
            .insert_header(("Authorization", format!("Basic {basic}")))
            .set_form([("grant_type", "client_credentials"), ("audience", AUDIENCE), ("scope", "read:users")]);
        let body = house.send(request).await.expect(200).json();
        assert!(body.get("scope").is_none());
        assert_eq!(claims(body["access_token"].as_str().unwrap())["scope"], "read:users");
    });
}

#[test]
fn a_refusal_says_why_and_is_logged() {
    on_both(|house| async move {
        let client = house.client("Importer");
        let ask = |change: Value| {
            let mut asked = json!({
                "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret,
                "audience": AUDIENCE,
            });
            asked.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            asked
        };
        let refused = async |change: Value, status: u16, error: &str| {
            let body = house.ask_for_token(&ask(change)).await.expect(status).json();
            assert_eq!(body["error"], error, "{body}");
            body["error_description"].as_str().unwrap().to_owned()
        };
        assert!(refused(json!({}), 403, "access_denied").await.starts_with("Client is not authorized to access"));
        assert_eq!(event(&house, "feccft", &client.id).client_name.as_deref(), Some("Importer"));
        house.grant(&client, &["read:users"]);
        house.ask_for_token(&ask(json!({}))).await.expect(200);
        let why = refused(json!({"scope": "read:users delete:users"}), 403, "access_denied").await;
        assert_eq!(why, "Client has not been granted scopes: delete:users");
        assert_eq!(refused(json!({"client_secret": "wrong"}), 401, "invalid_client").await, "Unauthorized");
        assert_eq!(refused(json!({"client_id": "nobody"}), 401, "invalid_client").await, "Unauthorized");
        assert_eq!(event(&house, "feccft", "nobody").actor, Actor::System);
        assert_eq!(refused(json!({"audience": "urn:none"}), 403, "access_denied").await, "Service not found: urn:none");
        refused(json!({"audience": null}), 400, "invalid_request").await;
        refused(json!({"grant_type": "password"}), 400, "unsupported_grant_type").await;
        refused(json!({"client_id": "a\u{0}b"}), 400, "invalid_request").await;
        let request = TestRequest::post()
            .uri("/oauth/token")
            .set_payload("{")
            .insert_header(("Content-Type", "application/json"));
        house.send(request).await.expect(400);
    });
}

#[test]
fn an_application_that_runs_in_a_browser_gets_no_token_of_its_own() {
    on_both(|house| async move {
        // Back office, a single-page application of the demo.
        let asked = json!({
            "grant_type": "client_credentials", "client_id": "zeOxcVl5lqtTBsqMb8UgUyXrrFPWleqR", "client_secret": "x",
            "audience": AUDIENCE,
        });
        assert_eq!(house.ask_for_token(&asked).await.expect(403).json()["error"], "unauthorized_client");
    });
}

#[test]
fn a_token_is_good_for_as_long_as_its_api_says() {
    on_both(|house| async move {
        let program = house.program().await;
        let api = program.post("/resource-servers", json!({"identifier": "urn:herd", "token_lifetime": 600})).await;
        let api = format!("/resource-servers/{}", api.expect(201).json()["id"].as_str().unwrap());
        let client = house.client("Importer");
        let grant = json!({"client_id": client.id, "audience": "urn:herd", "scope": []});
        program.post("/client-grants", grant).await.expect(201);
        let asked = json!({
            "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret,
            "audience": "urn:herd",
        });
        let lasts = async |seconds: i64| {
            let body = house.ask_for_token(&asked).await.expect(200).json();
            let said = claims(body["access_token"].as_str().unwrap());
            assert_eq!(body["expires_in"], seconds);
            assert_eq!(said["exp"].as_i64().unwrap() - said["iat"].as_i64().unwrap(), seconds);
        };
        lasts(600).await;
        program.patch(&api, json!({"token_lifetime": 0})).await.expect(200);
        lasts(86_400).await;
    });
}

#[test]
fn an_application_asks_in_the_ways_its_settings_name() {
    on_both(|house| async move {
        let program = house.program().await;
        let client = house.client("Importer");
        house.grant(&client, &["read:users"]);
        let path = format!("/clients/{}", client.id);
        let in_body = json!({
            "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret,
            "audience": AUDIENCE,
        });
        let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", client.id, client.secret)));
        let in_header = || {
            TestRequest::post()
                .uri("/oauth/token")
                .insert_header(("Host", HOST))
                .insert_header(("Authorization", basic.clone()))
                .set_form([("grant_type", "client_credentials"), ("audience", AUDIENCE)])
        };
        for (method, body, header) in
            [("client_secret_post", 200, 401), ("client_secret_basic", 401, 200), ("none", 401, 401)]
        {
            let changed = program.patch(&path, json!({"token_endpoint_auth_method": method})).await.expect(200);
            assert_eq!(changed.json()["token_endpoint_auth_method"], method);
            house.ask_for_token(&in_body).await.expect(body);
            house.send(in_header()).await.expect(header);
        }
        program.patch(&path, json!({"token_endpoint_auth_method": null})).await.expect(200);
        house.send(in_header()).await.expect(200);
        program.patch(&path, json!({"grant_types": ["authorization_code"]})).await.expect(200);
        assert_eq!(house.ask_for_token(&in_body).await.expect(403).json()["error"], "unauthorized_client");
        // Whoever does not know the secret does not learn what it would be good for.
        let mut guess = in_body.clone();
        guess["client_secret"] = json!("guess");
        house.ask_for_token(&guess).await.expect(401);
        program.patch(&path, json!({"grant_types": ["client_credentials"]})).await.expect(200);
        house.ask_for_token(&in_body).await.expect(200);
    });
}

#[test]
fn the_keys_are_published_and_made_once() {
    on_both(|house| async move {
        let first = house.get("/.well-known/jwks.json").await.expect(200).json();
        let keys = first["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 2, "the current key and the next");
        assert!(keys.iter().all(|k| k["kty"] == "RSA" && k["alg"] == "RS256" && k["kid"].is_string()));
        let token = house.token_with(&["read:users"]).await;
        let header: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap();
        assert!(keys.iter().any(|k| k["kid"] == header["kid"]));
        assert_eq!(house.get("/.well-known/jwks.json").await.json(), first);
        // Another tenant has its own.
        let request = TestRequest::get().uri("/.well-known/jwks.json").insert_header(("Host", "acme.localhost:7700"));
        let acme = house.send(request).await.expect(200).json();
        assert_ne!(acme["keys"][0]["kid"], keys[0]["kid"]);

        let discovery = TestRequest::get().uri("/.well-known/openid-configuration").insert_header(("Host", HOST));
        let told = house.send(discovery).await.expect(200).json();
        assert_eq!(told["issuer"], "http://localhost:7700/");
        assert_eq!(told["jwks_uri"], "http://localhost:7700/.well-known/jwks.json");
        let nowhere = TestRequest::get().uri("/.well-known/jwks.json").insert_header(("Host", "nobody.localhost:7700"));
        house.send(nowhere).await.expect(404);
    });
}

#[test]
fn a_private_key_is_sealed() {
    on_both(|house| async move {
        house.get("/.well-known/jwks.json").await.expect(200);
        let keys = house.read(|tx, c| gatehouse::store::signing_keys::all(tx, &c.tenant)).unwrap();
        assert!(keys.iter().all(|key| !key.sealed_key.contains("PRIVATE") && key.sealed_key.len() > 1_000));
    });
}
