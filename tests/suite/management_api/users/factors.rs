//! Second factors that programs give to users.

use crate::support::on_both;
use actix_web::http::Method;
use gatehouse::store::mfa_enrollments;
use serde_json::json;

#[test]
fn a_factor_is_given_renamed_and_replaced() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"connection": "Customers", "email": "ida@farm.example", "password": "Correct-Horse-9"});
        let ida = program.post("/users", body).await.expect(201).json();
        let user = format!("/users/{}", ida["user_id"].as_str().unwrap().replace('|', "%7C"));
        let path = format!("{user}/authentication-methods");
        let phone = json!({"type": "phone", "phone_number": "+447700900123", "name": "Mine"});
        let made = program.post(&path, phone.clone()).await.expect(201).json();
        assert_eq!((&made["phone_number"], &made["name"]), (&json!("+447700900123"), &json!("Mine")));
        program.post(&path, phone.clone()).await.refuses(409, "conflict");
        let totp = json!({"type": "totp", "totp_secret": "JBSWY3DPEHPK3PXP"});
        let app = program.post(&path, totp.clone()).await.expect(201).json();
        assert_eq!(app["totp_secret"], "JBSWY3DPEHPK3PXP");
        // It is sealed, and told this once.
        let id = app["id"].as_str().unwrap().to_owned();
        let sealed = house.read(|tx, c| mfa_enrollments::secret(tx, &c.tenant, &id)).unwrap().unwrap();
        assert!(!sealed.contains("JBSWY3DP"));
        assert!(!program.get(&path).await.expect(200).body.contains("JBSWY3DP"));
        let one = format!("{path}/{}", made["id"].as_str().unwrap());
        let renamed = program.patch(&one, json!({"name": "Work"})).await.expect(200).json();
        assert_eq!((&renamed["name"], &program.get(&one).await.expect(200).json()), (&json!("Work"), &renamed));
        assert_eq!(
            program.patch(&one, json!({"preferred_authentication_method": "sms"})).await.expect(200).json(),
            renamed
        );
        let profile = program.get(&user).await.expect(200).json();
        assert_eq!(profile["multifactor"].as_array().unwrap().len(), 2);

        let all = json!([phone, {"type": "email", "email": "Ida@Farm.example"}]);
        let replaced = program.call(Method::PUT, &path, Some(all)).await.expect(200).json();
        let of = |kind: &str| replaced.as_array().unwrap().iter().find(|m| m["type"] == kind).unwrap();
        assert_eq!(replaced.as_array().unwrap().len(), 2);
        // The phone is the one that was there, under the name of now.
        assert_eq!((&of("phone")["id"], &of("phone")["name"]), (&made["id"], &json!("Mine")));
        assert_eq!(of("email")["email"], "ida@farm.example");
        program.call(Method::PUT, &path, Some(json!([]))).await.expect(200);
        assert_eq!(program.get(&path).await.expect(200).json(), json!([]));

        for bad in [
            json!({"type": "phone"}),
            json!({"type": "totp", "totp_secret": "not base32"}),
            json!({"type": "email", "email": "nobody"}),
            json!({"type": "pigeon"}),
            json!({"type": "phone", "phone_number": "+447700900123", "name": "far too long for any name"}),
        ] {
            program.post(&path, bad).await.refuses(400, "invalid_body");
        }
        let key = json!({"type": "passkey", "key_id": "k", "public_key": "pem", "transports": ["usb"], "credential_backed_up": true});
        for of_keys in
            [json!({"type": "webauthn-roaming"}), key, json!({"type": "totp", "totp_secret": "AB", "key_id": "k"})]
        {
            program.post(&path, of_keys).await.refuses(400, "operation_not_supported");
        }
        assert_eq!(program.get(&path).await.expect(200).json(), json!([]));
        program.post("/users/auth0%7Cnobody/authentication-methods", totp).await.refuses(404, "inexistent_user");
        program
            .patch(&format!("{path}/x"), json!({"name": "a"}))
            .await
            .refuses(404, "inexistent_authentication_method");
    });
}
