//! `/api/v2/roles` and below.

use crate::support::house::AMARA;
use crate::support::on_both;
use serde_json::json;

const ORDERS: &str = "https://api.northwind.example/orders";

#[test]
fn a_role_lives_from_its_creation_to_its_end() {
    on_both(|house| async move {
        let program = house.program().await;
        let made = program
            .post("/roles", json!({"name": "Shepherd", "description": "Keeps the herd"}))
            .await
            .expect(200)
            .json();
        let path = format!("/roles/{}", made["id"].as_str().unwrap());
        program.post("/roles", json!({"name": "Shepherd"})).await.refuses(409, "conflict");
        program.post("/roles", json!({"description": "x"})).await.refuses(400, "invalid_body");
        let renamed = program.patch(&path, json!({"name": "Herder"})).await.expect(200).json();
        assert_eq!((&renamed["name"], &renamed["description"]), (&json!("Herder"), &json!("Keeps the herd")));
        assert_eq!(program.get(&path).await.expect(200).json(), renamed);
        let found = program.get("/roles?name_filter=HERD&include_totals=true&type=tenant").await.expect(200).json();
        assert_eq!((&found["total"], &found["roles"][0]), (&json!(1), &renamed));

        let permissions = format!("{path}/permissions");
        let two = json!({"permissions": [
            {"resource_server_identifier": ORDERS, "permission_name": "read:orders"},
            {"resource_server_identifier": ORDERS, "permission_name": "cancel:orders"},
        ]});
        for _ in 0..2 {
            assert_eq!(program.post(&permissions, two.clone()).await.expect(201).json(), json!({}));
        }
        let held = program.get(&format!("{permissions}?include_totals=true")).await.expect(200).json();
        assert_eq!(held["total"], 2);
        assert_eq!(held["permissions"][0]["permission_name"], "cancel:orders");
        let unknown = json!({"permissions": [{"resource_server_identifier": ORDERS, "permission_name": "fly"}]});
        program.post(&permissions, unknown).await.refuses(404, "inexistent_permission");
        let nowhere = json!({"permissions": [{"resource_server_identifier": "urn:none", "permission_name": "x"}]});
        program.post(&permissions, nowhere).await.refuses(404, "inexistent_resource_server");
        let one = json!({"permissions": [two["permissions"][0]]});
        for _ in 0..2 {
            program.call(actix_web::http::Method::DELETE, &permissions, Some(one.clone())).await.expect(204);
        }
        assert_eq!(program.get(&permissions).await.json().as_array().unwrap().len(), 1);

        assert_eq!(program.delete(&path).await.expect(200).json(), json!({}));
        program.delete(&path).await.refuses(404, "inexistent_role");
        program.get(&path).await.refuses(404, "inexistent_role");
    });
}

#[test]
fn the_users_of_a_role_are_listed_in_both_styles() {
    on_both(|house| async move {
        let program = house.program().await;
        let made = program.post("/roles", json!({"name": "Shepherd"})).await.expect(200).json();
        let path = format!("/roles/{}/users", made["id"].as_str().unwrap());
        let some = program.get("/users?per_page=5&fields=user_id").await.json();
        let ids: Vec<&str> = some.as_array().unwrap().iter().map(|u| u["user_id"].as_str().unwrap()).collect();
        for _ in 0..2 {
            program.post(&path, json!({"users": ids})).await.expect(200);
        }
        program.post(&path, json!({"users": ["auth0|nobody"]})).await.refuses(404, "inexistent_user");
        let totals = program.get(&format!("{path}?include_totals=true&per_page=2")).await.expect(200).json();
        assert_eq!((&totals["total"], totals["users"].as_array().unwrap().len()), (&json!(5), 2));
        let (mut seen, mut from) = (Vec::new(), String::new());
        loop {
            let batch = program.get(&format!("{path}?take=2&include_totals=true{from}")).await.expect(200).json();
            seen.extend(batch["users"].as_array().unwrap().iter().map(|u| u["user_id"].as_str().unwrap().to_owned()));
            match batch["next"].as_str() {
                Some(next) => from = format!("&from={next}"),
                None => break,
            }
        }
        seen.sort();
        let mut ids = ids;
        ids.sort_unstable();
        assert_eq!(seen, ids);
        let roles = program.get(&format!("/users/{}/roles?include_totals=true", ids[0])).await.expect(200).json();
        assert!(roles["roles"].as_array().unwrap().iter().any(|role| role["name"] == "Shepherd"));
        program.get(&format!("{path}?take=2&from=%25")).await.refuses(400, "invalid_query_string");
        let one = json!({"roles": [made["id"]]});
        let of_user = format!("/users/{AMARA}/roles");
        program.post(&of_user, one.clone()).await.expect(204);
        for _ in 0..2 {
            program.call(actix_web::http::Method::DELETE, &of_user, Some(one.clone())).await.expect(204);
        }
        program.post(&of_user, json!({"roles": []})).await.refuses(400, "invalid_body");
        program.post(&of_user, json!({"roles": ["rol_none"]})).await.refuses(404, "inexistent_role");
    });
}
