//! Who is let in, and how the others are told.

use crate::support::program::{AUDIENCE, HOST};
use crate::support::{House, on_both};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use gatehouse::features::tokens::keys;
use gatehouse::http::api_routes;
use gatehouse::model::management_scope;
use gatehouse::security::jwt::{self, Audience, Claims};
use gatehouse::security::seal::Sealer;
use gatehouse::store::connection::Backend;
use serde_json::json;

fn with(token: &str, method: Method, path: &str) -> TestRequest {
    TestRequest::default()
        .method(method)
        .uri(path)
        .insert_header(("Host", HOST))
        .insert_header(("Authorization", format!("Bearer {token}")))
}

/// A token signed with the tenant's own key, as `change` would have it.
async fn signed(house: &House, change: impl Fn(&mut Claims)) -> String {
    let client = house.client(&format!("Signer {}", house.app.ids.hex(4)));
    house.get("/.well-known/jwks.json").await.expect(200);
    let at = house.app.now().and_utc().timestamp();
    let mut claims = Claims {
        iss: "http://localhost:7700/".into(),
        sub: format!("{}@clients", client.id),
        aud: Audience::One(AUDIENCE.into()),
        iat: at,
        exp: at + 60,
        nbf: None,
        scope: "read:users".into(),
        gty: None,
        azp: client.id,
    };
    change(&mut claims);
    let key = house.read(|tx, c| keys::current(tx, &c.tenant)).unwrap().unwrap();
    let private = keys::open(&house.tenant(), &key, &Sealer::new(&house.app.signer)).unwrap();
    jwt::sign(&claims, &key.kid, &private).unwrap()
}

#[test]
fn a_token_is_believed_only_here_now_and_for_this_api() {
    on_both(|house| async move {
        let told = async |token: String| {
            let answer = house.send(with(&token, Method::GET, "/api/v2/users")).await;
            let message = answer.json()["message"].as_str().unwrap_or_default().to_owned();
            (answer.status, message)
        };
        let invalid = (401, "Invalid token".to_owned());
        let at = house.app.now().and_utc().timestamp();
        assert_eq!(told(signed(&house, |_| {}).await).await.0, 200);
        let expired = told(signed(&house, |c| c.exp = at).await).await;
        assert_eq!(expired, (401, "Expired token received for JSON Web Token validation".into()));
        assert_eq!(told(signed(&house, |c| c.nbf = Some(at + 1)).await).await, invalid);
        assert_eq!(told(signed(&house, |c| c.iss = "http://elsewhere/".into()).await).await, invalid);
        assert_eq!(told(signed(&house, |c| c.aud = Audience::One("urn:orders".into())).await).await, invalid);
        assert_eq!(told(signed(&house, |c| c.azp = "gone".into()).await).await, invalid);
        assert_eq!(told("no.token.atall".into()).await, invalid);
        let token = signed(&house, |_| {}).await;
        let forged = format!("{}x", &token[..token.len() - 1]);
        let wrong = (401, "Invalid signature received for JSON Web Token validation".to_owned());
        assert_eq!(told(forged).await, wrong);
        // At another tenant it is worth nothing, whatever the other's name is.
        let elsewhere = with(&token, Method::GET, "/api/v2/users").insert_header(("Host", "acme.localhost:7700"));
        let answer = house.send(elsewhere).await.expect(401);
        assert_eq!(answer.json()["message"], wrong.1);
    });
}

#[test]
fn every_endpoint_refuses_whoever_lacks_its_scopes() {
    on_both(|house| async move {
        let nothing = house.token_with(&["read:stats", "read:branding"]).await;
        let stats = house.token_with(&["read:users"]).await;
        let table = api_routes::table();
        let lines = table.lines();
        assert!(lines.all().len() >= 3);
        for line in lines.all() {
            let parts = line.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
            let path = format!("/api/v2{}", parts.collect::<Vec<_>>().join("/"));
            let what = format!("{} {}", line.method, line.path);
            assert!(!line.scopes.is_empty(), "{what} asks for nothing");
            assert!(line.scopes.iter().all(|s| management_scope::exists(s)), "{what}");
            let answer = house.send(TestRequest::default().method(line.method.clone()).uri(&path)).await;
            assert_eq!(answer.status, 401, "{what}");
            assert_eq!(answer.json()["message"], "Missing authentication");
            let lacking = if line.scopes.contains(&"read:stats") || line.scopes.contains(&"read:branding") {
                &stats
            } else {
                &nothing
            };
            let answer = house.send(with(lacking, line.method.clone(), &path)).await;
            let body = answer.json();
            assert_eq!((answer.status, &body["errorCode"]), (403, &json!("insufficient_scope")), "{what} {body}");
            let expected = format!("Insufficient scope, expected any of: {}", line.scopes.join(","));
            assert_eq!(body["message"], expected);
        }
    });
}

#[test]
fn every_endpoint_refuses_tokens_that_are_over_or_of_elsewhere() {
    on_both(|house| async move {
        let at = house.app.now().and_utc().timestamp();
        let scopes: Vec<String> = management_scope::all().map(|(name, _)| name).collect();
        let all = |c: &mut Claims| c.scope = scopes.join(" ");
        let good = signed(&house, all).await;
        let over = signed(&house, |c| (all(c), c.exp = at).1).await;
        let of_other_api = signed(&house, |c| (all(c), c.aud = Audience::One("urn:orders".into())).1).await;
        let table = api_routes::table();
        for line in table.lines().all() {
            let parts = line.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
            let path = format!("/api/v2{}", parts.collect::<Vec<_>>().join("/"));
            let of_tenant = |token: &str| with(token, line.method.clone(), &path);
            let elsewhere = of_tenant(&good).insert_header(("Host", "acme.localhost:7700"));
            for request in [of_tenant(&over), of_tenant(&of_other_api), of_tenant("a.b.c"), elsewhere] {
                let answer = house.send(request).await;
                assert_eq!(answer.status, 401, "{} {}: {}", line.method, line.path, answer.body);
                assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
            }
        }
    });
}

#[test]
fn each_scope_by_itself_opens_its_endpoints() {
    on_both(|house| async move {
        let table = api_routes::table();
        let lines = table.lines();
        let mut tokens = std::collections::HashMap::new();
        for (scope, _) in management_scope::all() {
            tokens.insert(scope.clone(), house.token_with(&[&scope]).await);
        }
        for line in lines.all() {
            let parts = line.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
            let path = format!("/api/v2{}", parts.collect::<Vec<_>>().join("/"));
            for scope in line.scopes.iter().filter(|scope| !management_scope::is_own(scope)) {
                let answer = house.send(with(&tokens[*scope], line.method.clone(), &path)).await;
                let refused = answer.status == 403 && answer.body.contains("insufficient_scope");
                assert!(!refused && answer.status < 500, "{} {} with {scope}: {}", line.method, line.path, answer.body);
            }
        }
    });
}

#[test]
fn a_users_own_token_opens_what_is_that_users_alone() {
    on_both(|house| async move {
        let own = signed(&house, |c| {
            c.sub = crate::support::house::AMARA.into();
            c.scope = "read:current_user".into();
        });
        let own = own.await;
        let amara = format!("/api/v2/users/{}", crate::support::house::AMARA.replace('|', "%7C"));
        house.send(with(&own, Method::GET, &amara)).await.expect(200);
        house.send(with(&own, Method::GET, "/api/v2/users/auth0%7Cother")).await.refuses(403, "insufficient_scope");
        // An application in its own name is no user.
        let posing = signed(&house, |c| c.scope = "read:current_user".into()).await;
        house.send(with(&posing, Method::GET, &amara)).await.refuses(403, "insufficient_scope");
    });
}

#[test]
fn what_is_not_there_is_said_in_json() {
    on_both(|house| async move {
        let token = house.token_with(&["read:users"]).await;
        for path in ["/api/v2/nothing", "/api/v2/users/a/b/c/d", "/api/v2/"] {
            let answer = house.send(with(&token, Method::GET, path)).await.refuses(404, "");
            assert_eq!(answer.json()["error"], "Not Found", "{path}");
        }
        let answer = house.send(with(&token, Method::PUT, "/api/v2/users-by-email")).await.refuses(405, "");
        assert_eq!(answer.header("allow"), Some("GET"));
        let answer = house.send(with(&token, Method::GET, "/api/v2/users/auth0%7Cnobody")).await;
        let answer = answer.refuses(404, "inexistent_user");
        assert_eq!(answer.json()["message"], "The user does not exist.");
        assert!(answer.header("x-ratelimit-remaining").is_some() && answer.header("x-ratelimit-reset").is_some());
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.headers.iter().all(|(name, _)| name != "set-cookie"));
        house.send(with(&token, Method::GET, "/api/v2/users/a%00b")).await.refuses(400, "invalid_uri");
        let answer = house.send(with(&token, Method::GET, "/api/v2/users?per_page=1000&x=1")).await;
        let answer = answer.refuses(400, "invalid_query_string");
        assert!(answer.json()["message"].as_str().unwrap().starts_with("Query validation error: '"));
    });
}

#[test]
fn who_calls_too_often_is_told_when_to_come_back() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        actix_web::rt::System::new().block_on(async {
            let house = House::new(backend, &[("API_RATE_LIMIT", "2")]).await;
            let token = house.token_with(&["read:users"]).await;
            for left in ["1", "0"] {
                let answer = house.send(with(&token, Method::GET, "/api/v2/users?per_page=1")).await.expect(200);
                assert_eq!(answer.header("x-ratelimit-remaining"), Some(left));
                assert_eq!(answer.header("x-ratelimit-limit"), Some("2"));
            }
            let answer = house.send(with(&token, Method::GET, "/api/v2/users?per_page=1")).await;
            let answer = answer.refuses(429, "too_many_requests");
            // Two a minute: the next one after half of it.
            assert_eq!(answer.header("retry-after"), Some("30"));
            let again = house.later(1).await;
            again.send(with(&token, Method::GET, "/api/v2/users?per_page=1")).await.expect(200);
        });
    }
}
