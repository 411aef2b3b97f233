//! Applications that prove who they are with a key of their own.

use crate::support::program::{AUDIENCE, Client, Program};
use crate::support::{House, on_both};
use gatehouse::security::jwt;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256, RsaKeySize, date_time_ymd};
use serde_json::{Value, json};

const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A proof as the clients make it, changed by `change`.
fn proof(house: &House, client: &Client, private_key: &str, algorithm: Algorithm, change: &Value) -> String {
    let now = house.app.now().and_utc().timestamp();
    let mut claims = json!({
        "iss": client.id, "sub": client.id, "aud": "http://localhost:7700/", "iat": now, "exp": now + 180,
        "jti": house.app.ids.hex(8),
    });
    claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let header = Header::new(algorithm);
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_rsa_pem(private_key.as_bytes()).unwrap()).unwrap()
}

fn asked(proof: &str) -> Value {
    json!({ "grant_type": "client_credentials", "client_assertion_type": KIND, "client_assertion": proof, "audience": AUDIENCE })
}

/// A program with a key of its own, the path of its keys and that key as the API tells it.
async fn signer(house: &House, program: &Program<'_>, public_key: &str) -> (Client, String, Value) {
    let client = house.client("Signer");
    house.grant(&client, &["read:users"]);
    let path = format!("/clients/{}/credentials", client.id);
    let body = json!({ "credential_type": "public_key", "name": "First", "pem": public_key, "alg": "RS256" });
    let made = program.post(&path, body.clone()).await.expect(201).json();
    program.post(&path, body).await.refuses(409, "conflict");
    (client, path, made)
}

#[test]
fn a_key_of_its_own_proves_who_an_application_is_and_each_proof_once() {
    on_both(|house| async move {
        let (key, other) = (jwt::generate("a").unwrap(), jwt::generate("b").unwrap());
        let program = house.program().await;
        let (client, path, made) = signer(&house, &program, &key.certificate).await;
        for pem in [key.private_key.as_str(), "no key", ""] {
            program
                .post(&path, json!({ "credential_type": "public_key", "pem": pem }))
                .await
                .refuses(400, "invalid_body");
        }
        assert_eq!(program.get(&path).await.expect(200).json(), json!([made]));

        let sign = |change: Value| proof(&house, &client, &key.private_key, Algorithm::RS256, &change);
        let good = sign(json!({}));
        house.ask_for_token(&asked(&good)).await.expect(200);
        let again = house.ask_for_token(&asked(&good)).await.expect(401).json();
        assert_eq!(again["error"], "invalid_client");
        assert!(again["error_description"].as_str().unwrap().contains("used before"), "{again}");
        for aud in [json!("http://localhost:7700/oauth/token"), json!(["x", "http://localhost:7700"])] {
            house.ask_for_token(&asked(&sign(json!({ "aud": aud })))).await.expect(200);
        }

        let now = house.app.now().and_utc().timestamp();
        for wrong in [
            json!({ "aud": "https://elsewhere.example/" }),
            json!({ "aud": "http://localhost:7700.evil.example/" }),
            json!({ "iss": "somebody" }),
            json!({ "exp": now }),
            json!({ "exp": now + 3600 }),
            json!({ "iat": now + 600 }),
            json!({ "nbf": now + 600 }),
            json!({ "jti": "" }),
            json!({ "jti": null }),
        ] {
            house.ask_for_token(&asked(&sign(wrong.clone()))).await.expect(401);
        }
        let by_another = proof(&house, &client, &other.private_key, Algorithm::RS256, &json!({}));
        house.ask_for_token(&asked(&by_another)).await.expect(401);
        let otherwise = proof(&house, &client, &key.private_key, Algorithm::PS256, &json!({}));
        house.ask_for_token(&asked(&otherwise)).await.expect(401);
        house.ask_for_token(&asked("a.b.c")).await.expect(401);
        let mut both = asked(&sign(json!({})));
        both["client_id"] = json!("somebody-else");
        house.ask_for_token(&both).await.expect(401);
        // The secret goes on working beside the key.
        let secret = json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret, "audience": AUDIENCE });
        house.ask_for_token(&secret).await.expect(200);
    });
}

#[test]
fn a_key_ends_when_it_says_or_when_it_is_taken_away() {
    on_both(|house| async move {
        let key = jwt::generate("a").unwrap();
        let program = house.program().await;
        let (client, path, made) = signer(&house, &program, &key.certificate).await;
        let sign = |change: Value| proof(&house, &client, &key.private_key, Algorithm::RS256, &change);
        let one = format!("{path}/{}", made["id"].as_str().unwrap());
        program.patch(&one, json!({ "expires_at": "2026-11-21T14:13:00.000Z" })).await.refuses(400, "invalid_body");
        program.patch(&one, json!({ "expires_at": "2026-11-21T14:14:30.000Z" })).await.expect(201);
        let soon = program.get(&one).await.expect(200).json();
        assert_eq!(soon["expires_at"], "2026-11-21T14:14:30.000Z");
        let later = house.later(1).await;
        let late = proof(&later, &client, &key.private_key, Algorithm::RS256, &json!({}));
        later.ask_for_token(&asked(&late)).await.expect(401);
        program.patch(&one, json!({ "expires_at": null })).await.expect(201);
        for _ in 0..2 {
            program.delete(&one).await.expect(204);
        }
        house.ask_for_token(&asked(&sign(json!({})))).await.expect(401);
        program.get(&one).await.expect(404);
    });
}

#[test]
fn a_certificate_says_itself_when_its_key_ends() {
    on_both(|house| async move {
        let program = house.program().await;
        let path = format!("/clients/{}/credentials", house.client("Signer").id);
        let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
        let until = |year| {
            let mut parameters = CertificateParams::default();
            parameters.not_after = date_time_ymd(year, 5, 17);
            parameters.self_signed(&pair).unwrap().pem()
        };
        let with = |pem: &str| json!({"credential_type": "public_key", "pem": pem, "parse_expiry_from_cert": true});
        program.post(&path, with(&until(2026))).await.refuses(400, "invalid_body");
        program.post(&path, with(&pair.public_key_pem())).await.refuses(400, "invalid_body");
        let mut otherwise = with(&until(2028));
        otherwise["expires_at"] = json!("2027-01-02T03:04:05.000Z");
        let made = program.post(&path, otherwise).await.expect(201).json();
        assert_eq!(made["expires_at"], "2027-01-02T03:04:05.000Z");
        let made = program.post(&path, with(&until(2029))).await.expect(201).json();
        assert_eq!(made["expires_at"], "2029-05-17T00:00:00.000Z");
        let mut forever = with(&until(2030));
        forever["parse_expiry_from_cert"] = json!(false);
        assert!(program.post(&path, forever).await.expect(201).json().get("expires_at").is_none());
        // Nothing here looks at the certificate of a connection.
        let subject = json!({"credential_type": "cert_subject_dn", "subject_dn": "CN=signer"});
        for body in [subject, json!({"credential_type": "x509_cert", "pem": until(2031)})] {
            let told = program.post(&path, body).await.refuses(400, "operation_not_supported").json();
            assert!(told["message"].as_str().unwrap().contains("mutual TLS"), "{told}");
        }
    });
}

#[test]
fn an_application_may_be_held_to_some_of_its_keys() {
    on_both(|house| async move {
        let (key, other) = (jwt::generate("a").unwrap(), jwt::generate("b").unwrap());
        let program = house.program().await;
        let (client, path, first) = signer(&house, &program, &key.certificate).await;
        let at = format!("/clients/{}", client.id);
        let by = |private_key: &str| asked(&proof(&house, &client, private_key, Algorithm::RS256, &json!({})));
        // It names a key it has and brings one.
        let new = json!({"credential_type": "public_key", "name": "Second", "pem": other.certificate});
        let methods = |credentials: Value| json!({"client_authentication_methods": {"private_key_jwt": {"credentials": credentials}}});
        let told = program.patch(&at, methods(json!([new]))).await.expect(200).json();
        let all = program.get(&path).await.expect(200).json();
        let second = all.as_array().unwrap().iter().find(|one| one["name"] == "Second").unwrap();
        assert_eq!(
            told["client_authentication_methods"],
            methods(json!([{"id": second["id"]}]))["client_authentication_methods"]
        );
        assert!(told.get("token_endpoint_auth_method").is_none());
        assert_eq!(program.get(&at).await.expect(200).json(), told);
        house.ask_for_token(&by(&other.private_key)).await.expect(200);
        house.ask_for_token(&by(&key.private_key)).await.expect(401);
        let secret = json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret, "audience": AUDIENCE });
        house.ask_for_token(&secret).await.expect(401);

        program.patch(&at, methods(json!([{"id": "cred_0000000000000000"}]))).await.refuses(400, "invalid_body");
        program.patch(&at, methods(json!([{"key": "x"}]))).await.refuses(400, "invalid_body");
        program.patch(&at, methods(json!([{"id": first["id"]}]))).await.expect(200);
        house.ask_for_token(&by(&key.private_key)).await.expect(200);
        program.patch(&at, json!({"client_authentication_methods": null})).await.expect(200);
        house.ask_for_token(&secret).await.expect(200);
        // One that is made with a key of its own.
        let body = json!({"name": "Signs", "app_type": "non_interactive", "client_authentication_methods": {
            "private_key_jwt": {"credentials": [{"credential_type": "public_key", "pem": key.certificate}]}}});
        let made = program.post("/clients", body).await.expect(201).json();
        let held = program.get(&format!("/clients/{}/credentials", made["client_id"].as_str().unwrap())).await.json();
        assert_eq!(
            made["client_authentication_methods"]["private_key_jwt"]["credentials"],
            json!([{"id": held[0]["id"]}])
        );
    });
}
