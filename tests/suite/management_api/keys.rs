//! `/api/v2/keys/signing`.

use crate::support::on_both;
use actix_web::http::Method;
use serde_json::{Value, json};

#[test]
fn after_a_rotation_old_tokens_are_believed_until_their_key_is_revoked() {
    on_both(|house| async move {
        let old = house.program().await;
        let kid = |keys: &Value, turn: &str| {
            let found = keys.as_array().unwrap().iter().find(|key| key[turn] == true).unwrap();
            found["kid"].as_str().unwrap().to_owned()
        };
        let before = old.get("/keys/signing").await.expect(200).json();
        let (current, next) = (kid(&before, "current"), kid(&before, "next"));
        assert_eq!(before[0]["thumbprint"].as_str().unwrap().len(), 40);
        old.call(Method::PUT, &format!("/keys/signing/{current}/revoke"), None)
            .await
            .refuses(400, "operation_not_supported");

        let made = old.post("/keys/signing/rotate", json!({})).await.expect(201).json();
        let after = old.get("/keys/signing").await.expect(200).json();
        assert_eq!((kid(&after, "current"), kid(&after, "previous")), (next, current.clone()));
        assert_eq!(made["kid"], kid(&after, "next"));
        let published = house.get("/.well-known/jwks.json").await.expect(200).json();
        assert_eq!(published["keys"].as_array().unwrap().len(), 3);

        let new = house.program().await;
        for _ in 0..2 {
            new.call(Method::PUT, &format!("/keys/signing/{current}/revoke"), None).await.expect(200);
        }
        old.get("/keys/signing").await.expect(401);
        assert_eq!(new.get(&format!("/keys/signing/{current}")).await.expect(200).json()["revoked"], true);
        assert_eq!(house.get("/.well-known/jwks.json").await.json()["keys"].as_array().unwrap().len(), 2);
        new.get("/keys/signing/none").await.refuses(404, "inexistent_signing_key");
    });
}
