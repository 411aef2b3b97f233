//! What tools that copy a whole tenant ask for: mails, further attributes, and features that are not there.

use crate::support::on_both;
use futures_util::future::join_all;
use serde_json::{Value, json};

#[test]
fn what_is_not_there_is_an_empty_list() {
    on_both(|house| async move {
        let program = house.program().await;
        for (path, key) in [
            ("actions/actions", "actions"),
            ("actions/triggers", "triggers"),
            ("event-streams", "eventStreams"),
            ("flows", "flows"),
            ("flows/vault/connections", "connections"),
            ("forms", "forms"),
            ("organizations", "organizations"),
            ("prompts/rendering", "configs"),
            ("rules", "rules"),
            ("self-service-profiles", "self_service_profiles"),
            ("token-exchange-profiles", "token_exchange_profiles"),
        ] {
            let batch = program.get(&format!("/{path}?take=50&include_totals=true&q=x")).await.expect(200).json();
            assert_eq!(batch, json!({ key: [] }), "{path}");
            let totals = program.get(&format!("/{path}?per_page=100&include_totals=true")).await.expect(200).json();
            assert_eq!(totals, json!({"start": 0, "limit": 100, "total": 0, key: []}), "{path}");
        }
        for path in ["custom-domains", "log-streams", "rules-configs", "guardian/policies"] {
            assert_eq!(program.get(&format!("/{path}")).await.expect(200).json(), json!([]), "{path}");
        }
        assert_eq!(program.get("/branding/phone/providers").await.expect(200).json(), json!({"providers": []}));
        assert_eq!(program.get("/branding/phone/templates").await.expect(200).json(), json!({"templates": []}));
        assert_eq!(program.get("/prompts/login/partials").await.expect(200).json(), json!({}));
        assert_eq!(program.get("/prompts/login/custom-text/en").await.expect(200).json(), json!({}));
    });
}

#[test]
fn what_would_have_no_effect_is_refused() {
    on_both(|house| async move {
        let program = house.program().await;
        let rule = json!({"name": "Greet", "script": "function () {}"});
        program.post("/rules", rule.clone()).await.refuses(403, "feature_not_enabled");
        program.post("/rules", json!({"name": "-"})).await.refuses(400, "invalid_body");
        program.get("/rules/rul_AbCdEfGhIjKlMnOp").await.refuses(404, "inexistent_rule");
        program.patch("/rules/rul_AbCdEfGhIjKlMnOp", rule).await.refuses(404, "inexistent_rule");
        program.delete("/rules/rul_AbCdEfGhIjKlMnOp").await.expect(204);
        let value = Some(json!({"value": "x"}));
        program
            .call(actix_web::http::Method::PUT, "/rules-configs/KEY", value)
            .await
            .refuses(403, "feature_not_enabled");
        program.delete("/rules-configs/KEY").await.expect(204);
        for address in ["203.0.113.9", "2001:db8::1"] {
            let path = format!("/anomaly/blocks/ips/{address}");
            program.get(&path).await.expect(404);
            program.delete(&path).await.expect(204);
        }
        program.get("/anomaly/blocks/ips/nowhere").await.refuses(400, "invalid_uri");
    });
}

#[test]
fn policies_of_factors_are_kept_as_a_list() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = "/guardian/policies";
        let put = |body| program.call(actix_web::http::Method::PUT, path, Some(body));
        assert_eq!(put(json!(["all-applications"])).await.expect(200).json(), json!(["all-applications"]));
        assert_eq!(program.get(path).await.expect(200).json(), json!(["all-applications"]));
        put(json!(["sometimes"])).await.refuses(400, "invalid_body");
        assert_eq!(put(json!([])).await.expect(200).json(), json!([]));
    });
}

#[test]
fn factors_are_turned_on_and_off_one_by_one() {
    on_both(|house| async move {
        let program = house.program().await;
        let on = async || -> Vec<String> {
            let all = program.get("/guardian/factors").await.expect(200).json();
            assert_eq!(all.as_array().unwrap().len(), 8);
            let on = all.as_array().unwrap().iter().filter(|factor| factor["enabled"] == true);
            on.map(|factor| factor["name"].as_str().unwrap().to_owned()).collect()
        };
        assert!(on().await.is_empty());
        let put = async |name: &str, body: Value| {
            program.call(actix_web::http::Method::PUT, &format!("/guardian/factors/{name}"), Some(body)).await
        };
        for name in ["otp", "email"] {
            assert_eq!(put(name, json!({"enabled": true})).await.expect(200).json(), json!({"enabled": true}));
        }
        assert_eq!(on().await, ["otp", "email"]);
        put("otp", json!({"enabled": false})).await.expect(200);
        assert_eq!(on().await, ["email"]);
        put("otp", json!({})).await.refuses(400, "invalid_body");
        put("carrier-pigeon", json!({"enabled": true})).await.refuses(400, "invalid_uri");
    });
}

#[test]
fn lifetimes_of_sessions_may_be_sent_in_minutes() {
    on_both(|house| async move {
        let program = house.program().await;
        let sent = json!({"session_lifetime_in_minutes": 90, "idle_session_lifetime": 12});
        let told = program.patch("/tenants/settings", sent).await.expect(200).json();
        assert_eq!((&told["session_lifetime"], &told["idle_session_lifetime"]), (&json!(1.5), &json!(12)));
        assert!(told.get("session_lifetime_in_minutes").is_none());
    });
}

#[test]
fn settings_of_absent_features_are_off_and_kept() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = "/attack-protection/brute-force-protection";
        let before = program.get(path).await.expect(200).json();
        assert_eq!((&before["enabled"], &before["max_attempts"]), (&json!(false), &json!(10)));
        let changed = program.patch(path, json!({"max_attempts": 5})).await.expect(200).json();
        assert_eq!((&changed["enabled"], &changed["max_attempts"]), (&json!(false), &json!(5)));
        assert_eq!(program.get(path).await.expect(200).json(), changed);
        let other = program.get("/attack-protection/suspicious-ip-throttling").await.expect(200).json();
        assert_eq!(other["enabled"], false);
        // They are none of the tenant's own settings.
        let settings = program.get("/tenants/settings").await.expect(200).json();
        assert!(settings.as_object().unwrap().keys().all(|key| !key.contains(':')), "{settings}");
    });
}

#[test]
fn programs_that_change_different_settings_at_once_lose_none() {
    on_both(|house| async move {
        let program = house.program().await;
        let app = program.post("/clients", json!({"name": "Barn door"})).await.expect(201).json();
        let app = format!("/clients/{}", app["client_id"].as_str().unwrap());
        for round in 1..=10 {
            let changes = [
                ("/attack-protection/brute-force-protection", json!({"max_attempts": round})),
                ("/attack-protection/brute-force-protection", json!({"enabled": round % 2 == 1})),
                ("/attack-protection/bot-detection", json!({"bot_detection_level": format!("level {round}")})),
                ("/tenants/settings", json!({"session_lifetime": round})),
                ("/tenants/settings", json!({"idle_session_lifetime": round})),
                ("/branding", json!({"logo_url": format!("https://northwind.example/{round}.png")})),
                (&app, json!({"logo_uri": format!("https://northwind.example/{round}.png")})),
                (&app, json!({"description": format!("Round {round}")})),
            ];
            let answers = join_all(changes.iter().map(|(path, change)| program.patch(path, change.clone()))).await;
            answers.iter().for_each(|answer| assert_eq!(answer.status, 200, "{}", answer.body));
            for (path, change) in &changes {
                let told = program.get(path).await.expect(200).json();
                for (key, value) in change.as_object().unwrap() {
                    assert_eq!(&told[key], value, "{path} {key} is lost");
                }
            }
        }
    });
}

#[test]
fn further_attributes_come_back_as_they_were_sent() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({
            "name": "Barn door", "app_type": "spa", "client_metadata": {"tier": "2"}, "oidc_conformant": false,
            "refresh_token": {"rotation_type": "rotating"}, "jwt_configuration": {"alg": "RS256"},
        });
        let made = program.post("/clients", body.clone()).await.expect(201).json();
        let path = format!("/clients/{}", made["client_id"].as_str().unwrap());
        let got = program.get(&path).await.expect(200).json();
        for key in ["client_metadata", "oidc_conformant", "refresh_token", "jwt_configuration"] {
            assert_eq!((&made[key], &got[key]), (&body[key], &body[key]), "{key}");
        }
        let change = json!({"refresh_token": null, "client_metadata": {"tier": "3"}});
        let changed = program.patch(&path, change).await.expect(200).json();
        assert!(changed.get("refresh_token").is_none());
        assert_eq!((&changed["client_metadata"]["tier"], &changed["name"]), (&json!("3"), &json!("Barn door")));
        let listed = program.get("/clients?q=Barn&fields=client_metadata").await.expect(200).json();
        assert_eq!(listed, json!([{"client_metadata": {"tier": "3"}}]));
        program.patch(&path, json!({"client_metadata": null, "x": 1})).await.refuses(400, "invalid_body");

        let body =
            json!({"identifier": "urn:herd", "token_lifetime": 600, "enforce_policies": true, "consent_policy": null});
        let made = program.post("/resource-servers", body).await.expect(201).json();
        let path = format!("/resource-servers/{}", made["id"].as_str().unwrap());
        assert_eq!((&made["token_lifetime"], &made["enforce_policies"]), (&json!(600), &json!(true)));
        let changed = program.patch(&path, json!({"token_lifetime": 700})).await.expect(200).json();
        assert_eq!((&changed["token_lifetime"], &changed["enforce_policies"]), (&json!(700), &json!(true)));
        assert_eq!(program.get("/resource-servers?identifiers=urn:herd").await.expect(200).json(), json!([changed]));

        let client = house.client("Gate").id;
        let body = json!({"client_id": client, "audience": "urn:herd", "scope": [], "organization_usage": "deny"});
        let grant = program.post("/client-grants", body).await.expect(201).json();
        let path = format!("/client-grants/{}", grant["id"].as_str().unwrap());
        let changed = program.patch(&path, json!({"allow_any_organization": true})).await.expect(200).json();
        assert_eq!(
            (&changed["organization_usage"], &changed["allow_any_organization"]),
            (&json!("deny"), &json!(true))
        );
        assert_eq!(program.get(&path).await.expect(200).json(), changed);
        assert_eq!(program.get("/client-grants?subject_type=user").await.expect(200).json(), json!([]));
        assert_eq!(program.get("/client-grants?default_for=third_party_clients").await.expect(200).json(), json!([]));
        let any = program.get("/client-grants?allow_any_organization=true").await.expect(200).json();
        assert_eq!(any, json!([changed]));
    });
}

#[test]
fn templates_of_mails_are_kept_by_name() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = "/email-templates/welcome_email";
        program.get(path).await.refuses(404, "inexistent_email_template");
        program.patch(path, json!({"enabled": false})).await.refuses(404, "inexistent_email_template");
        let body = json!({
            "template": "welcome_email", "body": "<b>Hello</b>", "from": "a@b.example", "subject": "Hi", "syntax": "liquid",
            "enabled": true, "resultUrl": null, "urlLifetimeInSeconds": null,
        });
        let made = program.post("/email-templates", body.clone()).await.expect(200).json();
        assert_eq!(made, body);
        program.post("/email-templates", body.clone()).await.refuses(409, "conflict");
        let changed =
            program.patch(path, json!({"enabled": false, "includeEmailInRedirect": true})).await.expect(200).json();
        assert_eq!((&changed["enabled"], &changed["subject"]), (&json!(false), &json!("Hi")));
        assert_eq!(program.get(path).await.expect(200).json(), changed);
        let replaced = program.call(actix_web::http::Method::PUT, path, Some(body.clone())).await.expect(200).json();
        assert_eq!(replaced, body);
        program.get("/email-templates/love_letter").await.refuses(404, "inexistent_email_template");
        program.post("/email-templates", json!({"template": "love_letter"})).await.refuses(400, "invalid_body");
    });
}

#[test]
fn the_provider_of_mails_keeps_its_secrets() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = "/emails/provider";
        program.get(path).await.refuses(404, "inexistent_email_provider");
        program.delete(path).await.refuses(404, "inexistent_email_provider");
        let body = json!({
            "name": "smtp", "default_from_address": "a@b.example",
            "credentials": {"smtp_host": "mail.example", "smtp_port": 25, "smtp_user": "me", "smtp_pass": "hidden-words"},
        });
        let made = program.post(path, body.clone()).await.expect(201).json();
        assert_eq!(made["credentials"], json!({"smtp_host": "mail.example", "smtp_port": 25, "smtp_user": "me"}));
        assert_eq!((&made["name"], &made["enabled"]), (&json!("smtp"), &json!(true)));
        program.post(path, body).await.refuses(409, "conflict");
        let changed = program.patch(path, json!({"enabled": false})).await.expect(200).json();
        assert_eq!((&changed["enabled"], &changed["credentials"]), (&json!(false), &made["credentials"]));
        assert_eq!(program.get("/emails/provider?fields=name").await.expect(200).json(), json!({"name": "smtp"}));
        let told: Value = program.get("/logs?per_page=10").await.expect(200).json();
        assert!(!told.to_string().contains("hidden-words"));
        let stored = crate::support::rows::everything(&house.app.config.database_url);
        assert!(!stored.iter().any(|(_, rows)| rows.iter().any(|row| row.contains("hidden-words"))));
        program.delete(path).await.expect(204);
        program.get(path).await.refuses(404, "inexistent_email_provider");
    });
}
