//! `/api/v2/tickets`: links that programs send themselves, and the pages they lead to.

use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::store::outbox;
use serde_json::json;

/// A link as the browser of this house opens it.
fn page(made: &serde_json::Value) -> String {
    let url = made["ticket"].as_str().unwrap();
    url[url.find("://").unwrap() + 3..].split_once('/').map(|(_, path)| format!("/{path}")).unwrap()
}

#[test]
fn a_link_verifies_an_address_and_leads_on() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"connection": "Customers", "email": "ida@farm.example", "verify_email": false, "password": "Correct-Horse-9"});
        let ida = program.post("/users", body).await.expect(201).json();
        let id = ida["user_id"].as_str().unwrap();
        let body = json!({
            "user_id": id, "result_url": "https://farm.example/done?x=1#end", "includeEmailInRedirect": true, "ttl_sec": 60,
            "identity": {"user_id": ida["identities"][0]["user_id"], "provider": "auth0"},
        });
        let made = program.post("/tickets/email-verification", body.clone()).await.expect(201).json();
        let link = page(&made);
        // Good for a minute: not longer, and not for another kind of page.
        house.later(2).await.get(&link).await.expect(410);
        house.get(&link.replace("verify-email", "reset-password")).await.expect(410);
        let token = house.get(&link).await.expect(200).input("_csrf").unwrap();
        house.set_token(&token);
        let secret = link.split_once("ticket=").unwrap().1;
        let used = house.submit("/verify-email", &[("ticket", secret)]).await.expect(200);
        assert!(
            used.body.contains("href=\"https://farm.example/done?x=1&#38;email=ida%40farm%2Eexample#end\""),
            "{}",
            used.body
        );
        let user = program.get(&format!("/users/{id}?fields=email_verified")).await.expect(200).json();
        assert_eq!(user, json!({"email_verified": true}));

        program
            .post("/tickets/email-verification", json!({"user_id": "auth0|nobody"}))
            .await
            .refuses(404, "inexistent_user");
        let bad = json!({"user_id": id, "result_url": "javascript:alert(1)"});
        program.post("/tickets/email-verification", bad).await.refuses(400, "invalid_body");
        let bad = json!({"user_id": id, "ttl_sec": -1});
        program.post("/tickets/email-verification", bad).await.refuses(400, "invalid_body");
        let stranger = json!({"user_id": id, "identity": {"user_id": "1", "provider": "github"}});
        program.post("/tickets/email-verification", stranger).await.refuses(400, "invalid_body");
    });
}

#[test]
fn a_link_leads_on_to_the_application_that_it_names() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"connection": "Customers", "email": "ida@farm.example", "verify_email": false, "password": "Correct-Horse-9"});
        let id = program.post("/users", body).await.expect(201).json()["user_id"].clone();
        let user = format!("/users/{}", id.as_str().unwrap().replace('|', "%7C"));
        let shop =
            json!({"name": "Shop", "app_type": "regular_web", "initiate_login_uri": "https://shop.example/login"});
        let shop = program.post("/clients", shop).await.expect(201).json()["client_id"].clone();
        let used = async |body: serde_json::Value| {
            let made = program.post("/tickets/password-change", body).await.expect(201).json();
            let link = page(&made);
            let token = house.get(&link).await.expect(200).input("_csrf").unwrap();
            house.set_token(&token);
            let secret = link.split_once("ticket=").unwrap().1;
            let password = format!("Horse-{}", house.app.ids.hex(12));
            let form = [("ticket", secret), ("password", password.as_str()), ("repeat", password.as_str())];
            house.submit("/reset-password", &form).await.expect(200).body
        };
        let plain = used(json!({"user_id": id, "client_id": shop})).await;
        assert!(plain.contains("href=\"https://shop.example/login\""), "{plain}");
        let with_address = used(json!({"user_id": id, "client_id": shop, "includeEmailInRedirect": true})).await;
        assert!(with_address.contains("https://shop.example/login?email=ida%40farm%2Eexample"), "{with_address}");
        let elsewhere = used(json!({"user_id": id, "client_id": shop, "result_url": "https://farm.example/"})).await;
        assert!(elsewhere.contains("href=\"https://farm.example/\"") && !elsewhere.contains("shop.example"));
        let change = json!({"initiate_login_uri": "javascript:alert(1)"});
        program.patch(&format!("/clients/{}", shop.as_str().unwrap()), change).await.expect(200);
        assert!(!used(json!({"user_id": id, "client_id": shop})).await.contains("javascript:"));
        for kind in ["email-verification", "password-change"] {
            let nobodys = json!({"user_id": id, "client_id": "none"});
            program.post(&format!("/tickets/{kind}"), nobodys).await.refuses(404, "inexistent_client");
        }
        let nobodys = json!({"user_id": id, "client_id": "none"});
        program.post("/jobs/verification-email", nobodys).await.refuses(400, "inexistent_client");
        // A mail about a change leads on to the application as well.
        let change = json!({"initiate_login_uri": "https://shop.example/login"});
        program.patch(&format!("/clients/{}", shop.as_str().unwrap()), change).await.expect(200);
        let change = json!({"email": "ida@other.example", "verify_email": true, "client_id": shop});
        program.patch(&user, change).await.expect(200);
        let mails = house.read(|tx, c| outbox::page(tx, &c.tenant, 100, &Default::default())).unwrap().rows;
        let text = &mails.iter().find(|mail| mail.recipient == "ida@other.example").unwrap().body_text;
        let secret = text.split_once("ticket=").unwrap().1.split_whitespace().next().unwrap();
        let token = house.get(&format!("/verify-email?ticket={secret}")).await.expect(200).input("_csrf").unwrap();
        house.set_token(&token);
        let used = house.submit("/verify-email", &[("ticket", secret)]).await.expect(200).body;
        assert!(used.contains("href=\"https://shop.example/login\""), "{used}");
        let nobodys = json!({"nickname": "Id", "client_id": "none"});
        program.patch(&user, nobodys).await.refuses(400, "inexistent_client");
        assert_ne!(program.get(&user).await.expect(200).json()["nickname"], "Id");
    });
}

#[test]
fn an_organization_is_told_to_be_none() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"user_id": AMARA, "organization_id": "org_0123456789abcdef"});
        for kind in ["email-verification", "password-change"] {
            program.post(&format!("/tickets/{kind}"), body.clone()).await.refuses(404, "inexistent_organization");
        }
        program.post("/jobs/verification-email", body).await.refuses(400, "inexistent_organization");
    });
}

#[test]
fn a_link_lets_a_user_choose_a_password() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"connection": "Customers", "email": "ida@farm.example", "verify_email": false, "password": "Correct-Horse-9"});
        let ida = program.post("/users", body).await.expect(201).json();
        let id = ida["user_id"].as_str().unwrap();
        let customers = program.get("/connections?name=Customers&fields=id").await.expect(200).json();
        let body =
            json!({"email": "Ida@farm.example", "connection_id": customers[0]["id"], "mark_email_as_verified": true});
        let made = program.post("/tickets/password-change", body).await.expect(201).json();
        let link = page(&made);
        let days = 24 * 60;
        house.later(5 * days - 1).await.get(&link).await.expect(200);
        house.later(5 * days).await.get(&link).await.expect(410);
        let token = house.get(&link).await.expect(200).input("_csrf").unwrap();
        house.set_token(&token);
        let secret = link.split_once("ticket=").unwrap().1;
        let form = [("ticket", secret), ("password", "Another-Horse-8"), ("repeat", "Another-Horse-8")];
        let used = house.submit("/reset-password", &form).await.expect(200);
        assert!(used.body.contains("data-testid=\"changed\"") && !used.body.contains("data-testid=\"onward\""));
        let user = program.get(&format!("/users/{id}")).await.expect(200).json();
        assert_eq!(user["email_verified"], true);
        assert!(user["last_password_reset"].is_string());

        let url = "/tickets/password-change";
        program.post(url, json!({"user_id": id, "email": "ida@farm.example"})).await.refuses(400, "invalid_body");
        program.post(url, json!({"email": "ida@farm.example"})).await.refuses(400, "invalid_body");
        program.post(url, json!({"user_id": "auth0|nobody"})).await.refuses(404, "inexistent_user");
        let nowhere = json!({"email": "ida@farm.example", "connection_id": "con_0000000000000000"});
        program.post(url, nowhere).await.refuses(400, "inexistent_connection");
        let social = program.get("/users?q=identities.provider%3Agithub&fields=user_id").await.expect(200).json();
        program.post(url, social[0].clone()).await.refuses(400, "operation_not_supported");
    });
}
