//! Calls by scripts of web pages, and what the log says of calls that failed.

use crate::support::on_both;
use crate::support::program::HOST;
use actix_web::http::Method;
use actix_web::test::TestRequest;
use gatehouse::features::applications::create;
use gatehouse::features::applications::settings::Typed;
use gatehouse::store::log_list;
use serde_json::json;

fn from(origin: &str, method: Method, path: &str) -> TestRequest {
    TestRequest::default().method(method).uri(path).insert_header(("Host", HOST)).insert_header(("Origin", origin))
}

#[test]
fn scripts_of_origins_that_an_application_names_may_call_and_others_may_not() {
    on_both(|house| async move {
        let typed = Typed {
            name: "Page".into(),
            kind: "spa".into(),
            origins: "https://page.example".into(),
            ..Typed::default()
        };
        house.write(|tx, c| create::create(tx, c, &typed)).unwrap();
        let token = house.token_with(&["read:users"]).await;
        for (origin, allowed) in [
            ("https://page.example", Some("https://page.example")),
            ("https://page.example.evil.example", None),
            ("http://page.example", None),
            ("https://page.example:8443", None),
            ("null", None),
        ] {
            for path in ["/api/v2/users", "/oauth/token"] {
                let asked = from(origin, Method::OPTIONS, path)
                    .insert_header(("Access-Control-Request-Method", "POST"))
                    .insert_header(("Access-Control-Request-Headers", "authorization, auth0-client"));
                let answer = house.send(asked).await.expect(204);
                assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin} {path}");
                let headers = answer.header("access-control-allow-headers").unwrap_or_default();
                assert_eq!(headers.contains("authorization") && headers.contains("auth0-client"), allowed.is_some());
                assert!(answer.header("vary").is_some_and(|v| v.contains("Origin")));
            }
            let call = from(origin, Method::GET, "/api/v2/users?per_page=1");
            let answer = house.send(call.insert_header(("Authorization", format!("Bearer {token}")))).await.expect(200);
            assert_eq!(answer.header("access-control-allow-origin"), allowed);
            // What went wrong is for the page to read too.
            let answer = house.send(from(origin, Method::GET, "/api/v2/users")).await.expect(401);
            assert_eq!(answer.header("access-control-allow-origin"), allowed);
        }
        let without = house.send(TestRequest::get().uri("/api/v2/users").insert_header(("Host", HOST))).await;
        assert_eq!(without.header("access-control-allow-origin"), None);
    });
}

#[test]
fn a_change_that_failed_is_in_the_log_without_what_was_sent() {
    on_both(|house| async move {
        let program = house.program().await;
        let failures = || {
            let to = house.app.now() + chrono::TimeDelta::seconds(1);
            let query = log_list::Query { codes: vec!["fapi"], to, size: 50, ..log_list::Query::default() };
            house.read(|tx, c| log_list::page(tx, &c.tenant, &query)).unwrap().rows
        };
        program.get("/users/auth0%7Cnobody").await.expect(404);
        assert!(failures().is_empty(), "reading changes nothing");
        let body = json!({ "connection": "Nowhere", "email": "a@a.example", "password": "Canary-0815" });
        program.post("/users", body).await.expect(400);
        let rows = failures();
        assert_eq!(rows.len(), 1);
        let event = &rows[0];
        assert_eq!(event.description.as_deref(), Some("Create a user"));
        assert_eq!(event.details["request"], json!({ "method": "post", "path": "/api/v2/users" }));
        assert_eq!(event.details["response"]["statusCode"], 400);
        assert!(event.client_id.is_some() && !format!("{event:?}").contains("Canary"));
        program.patch("/users/auth0%7Cnobody", json!({ "name": "A" })).await.expect(404);
        program.patch("/users/auth0%7Cnobody", json!({ "name": 7 })).await.expect(400);
        assert_eq!(failures().len(), 3);
    });
}
