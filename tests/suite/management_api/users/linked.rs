//! Accounts that are linked by a token, and changed while they are linked.

use crate::support::program::Program;
use crate::support::{House, on_both};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gatehouse::features::tokens::keys;
use gatehouse::security::jwt::{self, Audience, IdClaims};
use gatehouse::security::seal::Sealer;
use serde_json::{Value, json};

async fn made(program: &Program<'_>, connection: &str, email: &str) -> String {
    let body = json!({"connection": connection, "email": email, "password": "Correct-Horse-9", "verify_email": false});
    let user = program.post("/users", body).await.expect(201).json();
    user["user_id"].as_str().unwrap().to_owned()
}

fn path(id: &str) -> String {
    format!("/users/{}", id.replace('|', "%7C"))
}

/// The application that a program is.
fn client(program: &Program) -> String {
    let payload = URL_SAFE_NO_PAD.decode(program.token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    claims["azp"].as_str().unwrap().to_owned()
}

/// An ID token of this house, as `change` would have it.
fn signed(house: &House, user: &str, client: &str, change: impl Fn(&mut IdClaims)) -> String {
    let mut claims = IdClaims {
        iss: "http://localhost:7700/".into(),
        sub: user.into(),
        aud: Audience::One(client.into()),
        exp: house.app.now().and_utc().timestamp() + 60,
    };
    change(&mut claims);
    let key = house.read(|tx, c| keys::current(tx, &c.tenant)).unwrap().unwrap();
    let private = keys::open(&house.tenant(), &key, &Sealer::new(&house.app.signer)).unwrap();
    jwt::sign(&claims, &key.kid, &private).unwrap()
}

#[test]
fn an_account_is_linked_by_the_token_of_its_user() {
    on_both(|house| async move {
        let program = house.program().await;
        let one = made(&program, "Customers", "one@farm.example").await;
        let two = made(&program, "Customers", "two@farm.example").await;
        let client = client(&program);
        let url = format!("{}/identities", path(&one));
        let at = house.app.now().and_utc().timestamp();
        for bad in [
            signed(&house, &two, "somebody else", |_| {}),
            signed(&house, &two, &client, |c| c.iss = "http://elsewhere/".into()),
            signed(&house, &two, &client, |c| c.exp = at),
            signed(&house, "", &client, |_| {}),
        ] {
            program.post(&url, json!({"link_with": bad})).await.refuses(400, "invalid_body");
        }
        let token = signed(&house, &two, &client, |_| {});
        let both = json!({"link_with": token, "provider": "auth0"});
        program.post(&url, both).await.refuses(400, "invalid_body");
        for _ in 0..2 {
            let identities = program.post(&url, json!({"link_with": token})).await.expect(201).json();
            assert_eq!(identities.as_array().unwrap().len(), 2);
        }
        program.get(&path(&two)).await.refuses(404, "inexistent_user");
    });
}

#[test]
fn a_linked_account_is_changed_by_its_connection() {
    on_both(|house| async move {
        let program = house.program().await;
        let options = json!({"requires_username": true});
        let body =
            json!({"name": "Barn", "strategy": "auth0", "options": options, "enabled_clients": [client(&program)]});
        program.post("/connections", body).await.expect(201);
        let one = made(&program, "Customers", "one@farm.example").await;
        let body = json!({"connection": "Barn", "email": "two@farm.example", "username": "two", "password": "Correct-Horse-9", "verify_email": false});
        let two = program.post("/users", body).await.expect(201).json();
        let link = json!({"provider": "auth0", "user_id": two["user_id"]});
        program.post(&format!("{}/identities", path(&one)), link).await.expect(201);
        let url = path(&one);
        let data = async |body: Value| {
            program.patch(&url, body).await.expect(200).json()["identities"][1]["profileData"].clone()
        };
        let changed =
            data(json!({"connection": "Barn", "email": "New@Farm.example", "phone_number": "+4670123"})).await;
        assert_eq!((&changed["email"], &changed["email_verified"]), (&json!("new@farm.example"), &json!(false)));
        assert_eq!((&changed["phone_number"], &changed["phone_verified"]), (&json!("+4670123"), &json!(false)));
        let changed = data(json!({"connection": "Barn", "email_verified": true, "phone_verified": true})).await;
        assert_eq!((&changed["email_verified"], &changed["phone_verified"]), (&json!(true), &json!(true)));
        let changed = data(json!({"connection": "Barn", "username": "Three"})).await;
        assert_eq!(changed["username"], "three");
        // The primary account is as it was.
        let user = program.get(&url).await.expect(200).json();
        assert_eq!((&user["email"], user.get("username")), (&json!("one@farm.example"), None));
        assert!(user.get("last_password_reset").is_none());
        program.patch(&url, json!({"connection": "Barn", "password": "short"})).await.refuses(400, "auth0_idp_error");
        let user =
            program.patch(&url, json!({"connection": "Barn", "password": "Another-Horse-8"})).await.expect(200).json();
        assert!(user["last_password_reset"].is_string());
        program
            .patch(&url, json!({"connection": "Barn", "nickname": "x"}))
            .await
            .refuses(400, "operation_not_supported");
        program.patch(&url, json!({"connection": "Staff", "email": "a@b.example"})).await.refuses(400, "invalid_body");
        // Who has the address now is in the way of others.
        let taken = json!({"connection": "Barn", "email": "new@farm.example", "username": "four", "password": "Correct-Horse-9"});
        program.post("/users", taken).await.refuses(409, "auth0_idp_error");
    });
}
