//! `/api/v2/users` and below.

mod below;
mod factors;
mod linked;
mod sessions;

use crate::support::house::AMARA;
use crate::support::on_both;
use crate::support::program::Program;
use gatehouse::http::urls;
use gatehouse::model::log_event::Actor;
use gatehouse::model::tenant::Tenant;
use gatehouse::model::user::UserId;
use gatehouse::store::{log_list, tenants};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn ids(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|u| u["user_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_user_is_what_the_raw_json_tab_shows() {
    on_both(|house| async move {
        house.sign_in().await;
        let page =
            house.get(&urls::user_part(&house.tenant(), &UserId::from_text(AMARA), "raw-json")).await.expect(200);
        let program = house.program().await;
        for id in [AMARA.to_owned(), AMARA.replace('|', "%7C")] {
            let answer = program.get(&format!("/users/{id}")).await.expect(200);
            let pretty = serde_json::to_string_pretty(&answer.json()).unwrap();
            assert!(
                page.body.contains(&format!("data-copy=\"{}\"", crate::support::answer::escape(&pretty))),
                "{pretty}"
            );
        }
    });
}

#[test]
fn users_are_paged_to_the_end_in_both_styles() {
    on_both(|house| async move {
        let program = house.program().await;
        let first = program.get("/users?include_totals=true&per_page=7").await.expect(200).json();
        let total = first["total"].as_u64().unwrap();
        assert_eq!(
            (first["start"].as_u64(), first["limit"].as_u64(), first["length"].as_u64()),
            (Some(0), Some(7), Some(7))
        );
        let mut seen = BTreeSet::new();
        for page in 0.. {
            let rows = ids(&program.get(&format!("/users?per_page=7&page={page}")).await.expect(200).json());
            let count = rows.len();
            assert!(rows.into_iter().all(|id| seen.insert(id)), "page {page} repeats a user");
            if count < 7 {
                break;
            }
        }
        assert_eq!(seen.len() as u64, total);
        assert_eq!(program.get("/users?page=100000").await.expect(200).json(), serde_json::json!([]));
        let none = program.get("/users?per_page=0&include_totals=true").await.expect(200).json();
        assert_eq!((none["total"].as_u64(), none["users"].as_array().unwrap().len()), (Some(total), 0));
    });
}

#[test]
fn users_are_searched_sorted_and_shown_in_part() {
    on_both(|house| async move {
        let program = house.program().await;
        let found =
            program.get("/users?q=email%3Aamara*&search_engine=v3&fields=user_id,email").await.expect(200).json();
        assert_eq!(found[0]["user_id"], AMARA);
        assert_eq!(found[0].as_object().unwrap().len(), 2);
        let without = program.get("/users?q=email%3Aamara*&fields=email&include_fields=false").await.expect(200).json();
        assert!(without[0].get("email").is_none() && without[0].get("identities").is_some());
        let newest = program.get("/users?sort=created_at:-1&per_page=100&fields=created_at").await.expect(200).json();
        let dates: Vec<&str> = newest.as_array().unwrap().iter().map(|u| u["created_at"].as_str().unwrap()).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b) && dates.len() > 10);
        let staff = program.get("/users?connection=Staff&include_totals=true").await.expect(200).json();
        assert!(staff["total"].as_u64().unwrap() > 0);
        assert!(staff["users"].as_array().unwrap().iter().all(|u| u["identities"][0]["connection"] == "Staff"));
        for bad in ["q=name%3A", "sort=name", "sort=app_metadata.plan:1", "per_page=101", "page=-1", "x=1", "q=%00"] {
            program.get(&format!("/users?{bad}")).await.refuses(400, "invalid_query_string");
        }
        program.get("/users?search_engine=v2").await.refuses(400, "operation_not_supported");
        let email = found[0]["email"].as_str().unwrap();
        let by_email = program.get(&format!("/users-by-email?email={email}")).await.expect(200).json();
        assert_eq!(by_email[0]["user_id"], AMARA);
        let upper = email.to_uppercase();
        assert_eq!(
            program.get(&format!("/users-by-email?email={upper}")).await.expect(200).json(),
            serde_json::json!([])
        );
        program.get("/users-by-email").await.refuses(400, "invalid_query_string");
    });
}

#[test]
fn a_tenant_may_imitate_the_limit_of_a_thousand() {
    on_both(|house| async move {
        let program = house.program().await;
        program.get("/users?page=10&per_page=100").await.expect(200);
        house
            .write(|tx, c| {
                let before = tenants::find(tx, &c.tenant)?;
                tenants::update(tx, &before, &Tenant { limits_results: true, ..before.clone() })
            })
            .unwrap();
        program.get("/users?page=9&per_page=100").await.expect(200);
        program.get("/users?page=10&per_page=100").await.refuses(400, "invalid_paging");
    });
}

#[test]
fn a_user_is_created_as_the_connection_asks() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({
            "connection": "Customers", "email": "Ida@Farm.example", "password": "Correct-Horse-9", "user_id": "ida1",
            "given_name": "Ida", "user_metadata": {"lang": "sv"}, "app_metadata": {"plan": "gold"}, "email_verified": true,
        });
        let made = program.post("/users", body.clone()).await.expect(201).json();
        assert_eq!(made["user_id"], "auth0|ida1");
        assert_eq!(
            (&made["email"], &made["name"], &made["nickname"]),
            (&json!("ida@farm.example"), &json!("ida@farm.example"), &json!("ida"))
        );
        assert_eq!((&made["email_verified"], &made["user_metadata"]["lang"]), (&json!(true), &json!("sv")));
        assert_eq!(
            made["identities"],
            json!([{"connection": "Customers", "isSocial": false, "provider": "auth0", "user_id": "ida1"}])
        );
        assert!(["logins_count", "last_login", "blocked"].iter().all(|key| made.get(key).is_none()));
        assert_eq!(program.get("/users/auth0%7Cida1").await.expect(200).json(), made);

        let again = program.post("/users", body.clone()).await.refuses(409, "auth0_idp_error");
        assert_eq!(again.json()["message"], "The user already exists.");
        let with = |change: Value| {
            let mut body = body.clone();
            body["user_id"] = Value::Null;
            body["email"] = json!("new@farm.example");
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            body.as_object_mut().unwrap().retain(|_, v| !v.is_null());
            body
        };
        program.post("/users", with(json!({"email": "IDA@farm.example"}))).await.refuses(409, "auth0_idp_error");
        program.post("/users", with(json!({"password": "weak"}))).await.refuses(400, "auth0_idp_error");
        program.post("/users", with(json!({"password": null}))).await.refuses(400, "auth0_idp_error");
        program.post("/users", with(json!({"connection": "nowhere"}))).await.refuses(400, "inexistent_connection");
        program.post("/users", with(json!({"connection": "Google"}))).await.refuses(400, "invalid_body");
        program.post("/users", with(json!({"connection": "test-directory"}))).await.refuses(400, "invalid_body");
        program.post("/users", with(json!({"username": "ida"}))).await.refuses(400, "operation_not_supported");
        program.post("/users", with(json!({"connection": null}))).await.refuses(400, "invalid_body");
        program.post("/users", with(json!({"app_metadata": {"blocked": true}}))).await.refuses(400, "invalid_body");
        let strict = program.post("/users", with(json!({"colour": "red"}))).await.refuses(400, "invalid_body");
        assert_eq!(strict.json()["message"], "Payload validation error: 'Additional properties not allowed: colour'.");
        program.post("/users", with(json!({"name": "a\u{0}b"}))).await.refuses(400, "invalid_body");

        let by_phone = json!({"connection": "sms", "phone_number": "+4670000001", "phone_verified": true});
        let made = program.post("/users", by_phone).await.expect(201).json();
        assert_eq!((&made["name"], &made["phone_verified"]), (&json!("+4670000001"), &json!(true)));
        let by_mail = json!({"connection": "email", "email": "code@farm.example"});
        assert_eq!(program.post("/users", by_mail).await.expect(201).json()["identities"][0]["provider"], "email");
        program.post("/users", json!({"connection": "sms"})).await.refuses(400, "invalid_body");
    });
}

/// A user of the built-in store and the path to them.
async fn ida(program: &Program<'_>) -> String {
    let body = json!({"connection": "Customers", "email": "ida@farm.example", "password": "Correct-Horse-9", "user_id": "ida1"});
    program.post("/users", body).await.expect(201);
    "/users/auth0%7Cida1".to_owned()
}

#[test]
fn a_patch_replaces_merges_and_takes_away() {
    on_both(|house| async move {
        let program = house.program().await;
        let ida = ida(&program).await;
        let patch = async |body: Value| program.patch(&ida, body).await.expect(200).json();
        let done =
            patch(json!({"user_metadata": {"a": 1, "b": {"x": 1}}, "name": "Ida", "given_name": "Ida", "unknown": 1}))
                .await;
        assert_eq!((&done["name"], &done["user_metadata"]), (&json!("Ida"), &json!({"a": 1, "b": {"x": 1}})));
        let done = patch(json!({"user_metadata": {"a": null, "b": {"y": 2}}, "given_name": null})).await;
        assert_eq!(done["user_metadata"], json!({"b": {"y": 2}}));
        assert!(done.get("given_name").is_none());
        assert_eq!(patch(json!({"user_metadata": {}})).await["user_metadata"], json!({}));
        let done = patch(json!({"email": "ida2@farm.example", "blocked": true})).await;
        assert_eq!(
            (&done["email"], &done["email_verified"], &done["blocked"]),
            (&json!("ida2@farm.example"), &json!(false), &json!(true))
        );
        assert_eq!(patch(json!({"email_verified": true, "blocked": false})).await.get("blocked"), None);
        let done = patch(json!({"phone_number": "+4670000002"})).await;
        assert_eq!((&done["phone_number"], &done["phone_verified"]), (&json!("+4670000002"), &json!(false)));
        assert!(patch(json!({"phone_number": null})).await.get("phone_number").is_none());
        assert!(patch(json!({"password": "Another-Horse-9"})).await["last_password_reset"].is_string());
        // A repeated call changes nothing.
        let before = program.get(&ida).await.json();
        assert_eq!(patch(json!({"email_verified": true, "user_metadata": {}})).await, before);
    });
}

#[test]
fn a_patch_is_refused_as_a_whole() {
    on_both(|house| async move {
        let program = house.program().await;
        let ida = ida(&program).await;
        let before = program.get(&ida).await.json();
        for (body, code) in [
            (json!({"password": "Another-Horse-9", "email": "x@y.example"}), "operation_not_supported"),
            (json!({"password": "Another-Horse-9", "email_verified": true}), "operation_not_supported"),
            (json!({"username": "ida", "email": "x@y.example"}), "operation_not_supported"),
            (json!({"username": "ida"}), "operation_not_supported"),
            (json!({"email": null}), "operation_not_supported"),
            (json!({"email": "nobody"}), "invalid_body"),
            (json!({"blocked": null}), "invalid_body"),
            (json!({"name": ""}), "invalid_body"),
            (json!({"connection": "Google", "email": "x@y.example"}), "invalid_body"),
            (json!({"password": "weak"}), "auth0_idp_error"),
            (json!({"name": "Changed", "app_metadata": {"email": 1}}), "invalid_body"),
        ] {
            program.patch(&ida, body.clone()).await.refuses(400, code);
            assert_eq!(program.get(&ida).await.json(), before, "{body}");
        }
        let amara = program.get(&format!("/users/{AMARA}")).await.json();
        let taken = program.patch(&ida, json!({"email": amara["email"]})).await.refuses(400, "auth0_idp_error");
        assert_eq!(taken.json()["message"], "The specified new email already exists");
        program.patch("/users/auth0%7Cnobody", json!({"name": "x"})).await.refuses(404, "inexistent_user");
        let found = program.get("/users?connection=Google&per_page=1").await.json();
        let google = format!("/users/{}", found[0]["user_id"].as_str().unwrap());
        program.patch(&google, json!({"name": "x"})).await.refuses(400, "operation_not_supported");
        program.patch(&google, json!({"email": "x@y.example"})).await.refuses(400, "operation_not_supported");
        program.patch(&google, json!({"app_metadata": {"x": 1}})).await.expect(200);
    });
}

#[test]
fn a_narrow_scope_changes_what_it_names_alone() {
    on_both(|house| async move {
        let ida = ida(&house.program().await).await;
        let narrow = house.program_with(&["update:users_app_metadata"]).await;
        narrow.patch(&ida, json!({"app_metadata": {"plan": "gold"}})).await.expect(200);
        for body in
            [json!({"user_metadata": {"a": 1}}), json!({"app_metadata": {}, "name": "x"}), json!({"blocked": true})]
        {
            narrow.patch(&ida, body).await.refuses(403, "insufficient_scope");
        }
    });
}

#[test]
fn a_deleted_user_stays_deleted() {
    on_both(|house| async move {
        let program = house.program().await;
        let ida = ida(&program).await;
        for _ in 0..2 {
            program.delete(&ida).await.expect(204);
        }
        program.get(&ida).await.refuses(404, "inexistent_user");
        program.delete("/users/auth0%7Cnever").await.expect(204);
        // Another tenant's users are nobody here.
        program.get("/users/auth0%7C6614541049bea99e395ebda8").await.refuses(404, "inexistent_user");
    });
}

#[test]
fn a_program_is_named_in_the_log() {
    on_both(|house| async move {
        let program = house.program().await;
        let ida = ida(&program).await;
        program.patch(&ida, json!({"name": "Ida"})).await.expect(200);
        let to = house.app.now() + chrono::TimeDelta::seconds(1);
        let query =
            log_list::Query { users: Some(vec!["auth0|ida1".into()]), to, size: 10, ..log_list::Query::default() };
        let events = house.read(|tx, c| log_list::page(tx, &c.tenant, &query)).unwrap().rows;
        assert_eq!(events.len(), 2);
        assert!(events.iter().all(|e| matches!(&e.actor, Actor::Client { name, .. } if name.starts_with("Program"))));
        assert!(events.iter().all(|e| e.client_id.is_some()));
    });
}

#[test]
fn a_change_in_many_respects_is_one_act_of_the_log() {
    on_both(|house| async move {
        let program = house.program().await;
        let amara = format!("/users/{}", urls::encode(AMARA));
        let acts = async || {
            let all = program.get(&format!("{amara}/logs?per_page=100")).await.expect(200).json();
            let acts = all.as_array().unwrap().iter().filter(|event| event["type"] == "sapi").cloned();
            acts.collect::<Vec<Value>>()
        };
        let before = acts().await.len();
        let change = json!({
            "nickname": "Am", "user_metadata": {"desk": "4"}, "app_metadata": {"tier": 2}, "blocked": true,
        });
        program.patch(&amara, change.clone()).await.expect(200);
        let after = acts().await;
        assert_eq!(after.len(), before + 1);
        let fields: Vec<_> = after[0]["details"]["changes"].as_array().unwrap().iter().map(|c| &c["field"]).collect();
        for field in ["nickname", "user_metadata.desk", "app_metadata.tier", "blocked"] {
            assert!(fields.contains(&&json!(field)), "{field} {fields:?}");
        }
        program.patch(&amara, change).await.expect(200);
        assert_eq!(acts().await.len(), before + 1);
        // What happens to several users is in the history of each.
        let of_two = json!({"users": [AMARA, "github|583231"]});
        let role = program.post("/roles", json!({"name": "Shepherd"})).await.expect(200).json();
        program.post(&format!("/roles/{}/users", role["id"].as_str().unwrap()), of_two).await.expect(200);
        assert_eq!(acts().await.len(), before + 2);
        let other = program.get("/users/github%7C583231/logs?per_page=1").await.expect(200).json();
        assert_eq!(other[0]["type"], "sapi");
    });
}
