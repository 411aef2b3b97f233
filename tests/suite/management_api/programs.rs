//! `/api/v2/clients` and `/api/v2/resource-servers`.

use crate::support::on_both;
use crate::support::program::AUDIENCE;
use gatehouse::model::tenant::TenantId;
use serde_json::json;

#[test]
fn an_application_lives_from_its_creation_to_its_end() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"name": "Barn door", "app_type": "non_interactive", "description": "Opens"});
        let made = program.post("/clients", body.clone()).await.expect(201).json();
        let secret = made["client_secret"].as_str().unwrap();
        assert!(secret.len() >= 32 && made["tenant"] == "northwind");
        program.post("/clients", body).await.refuses(409, "conflict");
        program.post("/clients", json!({"name": "a<b"})).await.refuses(400, "invalid_body");
        program
            .post("/clients", json!({"name": "x", "callbacks": ["javascript:x"]}))
            .await
            .refuses(400, "invalid_body");
        let path = format!("/clients/{}", made["client_id"].as_str().unwrap());
        let change = json!({"callbacks": ["https://barn.example/cb"], "name": "Gate"});
        let changed = program.patch(&path, change).await.expect(200).json();
        assert_eq!((&changed["name"], &changed["callbacks"]), (&json!("Gate"), &json!(["https://barn.example/cb"])));
        assert_eq!(changed["description"], "Opens");
        assert!(changed.get("client_secret").is_none());
        assert_eq!(program.get(&path).await.expect(200).json(), changed);
        let rotated = program.post(&format!("{path}/rotate-secret"), json!({})).await.expect(200).json();
        assert_ne!(rotated["client_secret"], secret);
        for _ in 0..2 {
            program.delete(&path).await.expect(204);
        }
        program.get(&path).await.refuses(404, "inexistent_client");

        let totals =
            program.get("/clients?include_totals=true&per_page=2&is_global=false&fields=name").await.expect(200).json();
        assert_eq!(totals["clients"].as_array().unwrap().len(), 2);
        assert_eq!(totals["clients"][0].as_object().unwrap().len(), 1);
        let (mut seen, mut from) = (0, String::new());
        loop {
            let batch = program.get(&format!("/clients?take=4{from}")).await.expect(200).json();
            seen += batch["clients"].as_array().unwrap().len();
            match batch["next"].as_str() {
                Some(next) => from = format!("&from={next}"),
                None => break,
            }
        }
        assert_eq!(totals["total"], seen);
    });
}

#[test]
fn one_client_stands_for_all_and_keeps_their_login_page() {
    on_both(|house| async move {
        let program = house.program().await;
        let all = program.get("/clients?is_global=true").await.expect(200).json();
        assert_eq!((all.as_array().unwrap().len(), &all[0]["global"]), (1, &json!(true)));
        let path = format!("/clients/{}", all[0]["client_id"].as_str().unwrap());
        assert_eq!(program.get(&path).await.expect(200).json(), all[0]);
        let page = json!({"custom_login_page": "<h1>Come in</h1>", "custom_login_page_on": true});
        let changed = program.patch(&path, page).await.expect(200).json();
        assert_eq!(changed["custom_login_page"], "<h1>Come in</h1>");
        assert_eq!(
            program.get("/clients?is_global=true&include_totals=true").await.json()["clients"],
            json!([changed])
        );
        for other in [json!({"name": "Mine"}), json!({"callbacks": []}), json!({"grant_types": []})] {
            program.patch(&path, other).await.refuses(400, "operation_not_supported");
        }
        program.delete(&path).await.refuses(400, "operation_not_supported");
        program.post(&format!("{path}/rotate-secret"), json!({})).await.refuses(404, "inexistent_client");
        // It is in no other list, and its page is none of the tenant's own settings.
        let others = program.get("/clients?per_page=100").await.json();
        assert!(others.as_array().unwrap().iter().all(|client| client["global"] == false));
        let acme = house.read(|_, _| Ok(gatehouse::features::applications::global::id(&TenantId::parse("acme")?)));
        program.get(&format!("/clients/{}", acme.unwrap())).await.refuses(404, "inexistent_client");
    });
}

#[test]
fn an_api_has_the_scopes_it_was_given() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"identifier": "https://herd.example", "name": "Herd", "scopes": [
            {"value": "read:herd", "description": "See"}, {"value": "move:herd"},
        ]});
        let made = program.post("/resource-servers", body.clone()).await.expect(201).json();
        assert_eq!(made["scopes"].as_array().unwrap().len(), 2);
        program.post("/resource-servers", body).await.refuses(409, "conflict");
        let by_identifier = "/resource-servers/https%3A%2F%2Fherd.example";
        assert_eq!(program.get(by_identifier).await.expect(200).json(), made);
        let path = format!("/resource-servers/{}", made["id"].as_str().unwrap());
        let change =
            json!({"name": "Herds", "scopes": [{"value": "read:herd", "description": "Look"}, {"value": "sell:herd"}]});
        let changed = program.patch(&path, change.clone()).await.expect(200).json();
        let names: Vec<_> =
            changed["scopes"].as_array().unwrap().iter().map(|s| s["value"].as_str().unwrap()).collect();
        assert_eq!((&changed["name"], names), (&json!("Herds"), vec!["read:herd", "sell:herd"]));
        assert_eq!(changed["scopes"][0]["description"], "Look");
        assert_eq!(program.patch(&path, change).await.expect(200).json(), changed);
        for _ in 0..2 {
            program.delete(&path).await.expect(204);
        }
        program.get(&path).await.refuses(404, "inexistent_resource_server");
    });
}

#[test]
fn the_management_api_is_one_of_them_and_nobodys_to_change() {
    on_both(|house| async move {
        let program = house.program().await;
        let all = program.get("/resource-servers?include_totals=true&per_page=100").await.expect(200).json();
        let own: Vec<_> =
            all["resource_servers"].as_array().unwrap().iter().filter(|a| a["is_system"] == true).collect();
        assert_eq!((own.len(), &own[0]["identifier"]), (1, &json!(AUDIENCE)));
        assert!(own[0]["scopes"].as_array().unwrap().iter().any(|s| s["value"] == "read:users"));
        let path = format!("/resource-servers/{}", own[0]["id"].as_str().unwrap());
        program.delete(&path).await.refuses(400, "operation_not_supported");
        program.patch(&path, json!({"scopes": []})).await.refuses(400, "operation_not_supported");
        program.patch(&path, json!({"name": "Mine"})).await.refuses(400, "operation_not_supported");
        // How long its tokens are good is the tenant's to say.
        let same = json!({"name": own[0]["name"], "token_lifetime": 86400});
        assert_eq!(&program.patch(&path, same).await.expect(200).json(), own[0]);
        let by_identifier = AUDIENCE.replace(':', "%3A").replace('/', "%2F");
        assert_eq!(&program.get(&format!("/resource-servers/{by_identifier}")).await.expect(200).json(), own[0]);
    });
}

#[test]
fn a_grant_decides_what_a_token_carries() {
    on_both(|house| async move {
        let program = house.program().await;
        let client = house.client("Barn door");
        let body = json!({"client_id": client.id, "audience": AUDIENCE, "scope": ["read:users"]});
        let made = program.post("/client-grants", body.clone()).await.expect(201).json();
        assert_eq!((&made["audience"], &made["scope"]), (&json!(AUDIENCE), &json!(["read:users"])));
        program.post("/client-grants", body).await.refuses(409, "conflict");
        let nobody = json!({"client_id": "nobody", "audience": AUDIENCE, "scope": []});
        program.post("/client-grants", nobody).await.refuses(404, "inexistent_client");
        let nowhere = json!({"client_id": client.id, "audience": "urn:none", "scope": []});
        program.post("/client-grants", nowhere).await.refuses(404, "inexistent_resource_server");
        let path = format!("/client-grants/{}", made["id"].as_str().unwrap());
        program.patch(&path, json!({"scope": ["fly:kites"]})).await.refuses(404, "inexistent_permission");
        let changed = program.patch(&path, json!({"scope": ["read:users", "read:logs"]})).await.expect(200).json();
        assert_eq!(program.get(&path).await.expect(200).json(), changed);
        let asked = json!({
            "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret,
            "audience": AUDIENCE,
        });
        assert_eq!(house.ask_for_token(&asked).await.expect(200).json()["scope"], "read:users read:logs");
        let mine = program.get(&format!("/client-grants?client_id={}&take=50", client.id)).await.expect(200).json();
        assert_eq!(mine["client_grants"], json!([changed]));
        for _ in 0..2 {
            program.delete(&path).await.expect(204);
        }
        program.get(&path).await.refuses(404, "inexistent_client_grant");
        house.ask_for_token(&asked).await.expect(403);
    });
}

#[test]
fn scopes_of_keys_and_summaries_are_about_these_alone() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({
            "name": "Barn door", "callbacks": ["https://barn.example/cb"], "encryption_key": {"pub": "a-public-key"},
        });
        let made = program.post("/clients", body).await.expect(201).json();
        let path = format!("/clients/{}", made["client_id"].as_str().unwrap());
        for (scope, callbacks, key) in [
            ("read:clients", true, false),
            ("read:client_credentials", true, false),
            ("read:client_keys", true, true),
            ("read:client_summary", false, false),
        ] {
            let reader = house.program_with(&[scope]).await;
            let one = reader.get(&path).await.expect(200).json();
            let listed = reader.get("/clients?q=Barn").await.expect(200).json();
            assert_eq!(one, listed[0], "{scope}");
            let seen =
                (one["name"] == "Barn door", one.get("callbacks").is_some(), one.get("encryption_key").is_some());
            assert_eq!(seen, (true, callbacks, key), "{scope}");
        }
        let keeper = house.program_with(&["update:client_keys"]).await;
        keeper.patch(&path, json!({"encryption_key": {"pub": "another-key"}})).await.expect(200);
        for change in [json!({"name": "Gate"}), json!({"sso": true}), json!({"client_authentication_methods": null})] {
            keeper.patch(&path, change).await.refuses(403, "insufficient_scope");
        }
        let prover = house.program_with(&["update:client_credentials"]).await;
        prover.patch(&path, json!({"client_authentication_methods": null})).await.expect(200);
        prover.patch(&path, json!({"encryption_key": null})).await.refuses(403, "insufficient_scope");
        let told = program.get(&path).await.expect(200).json();
        assert_eq!((&told["name"], &told["encryption_key"]["pub"]), (&json!("Barn door"), &json!("another-key")));
        assert_eq!(program.get("/clients?external_client_id=x").await.expect(200).json(), json!([]));
    });
}
