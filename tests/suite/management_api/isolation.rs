//! No endpoint tells another tenant's things from things that are nowhere, or touches them.

use crate::support::endpoints::{Things, other};
use crate::support::house::AMARA;
use crate::support::{Answer, House, on_both, rows};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use gatehouse::features::applications::settings::Typed;
use gatehouse::features::context::Context;
use gatehouse::features::{applications, client_grants};
use gatehouse::http::api_routes;
use gatehouse::model::management_scope;
use gatehouse::model::tenant::TenantId;
use serde_json::{Value, json};

const HOST: &str = "acme.localhost:7700";

/// What is done already when there is nothing: taking away, ending, revoking.
const DONE: &[&str] = &["POST /sessions/{id}/revoke", "POST /users/{id}/revoke-access"];
/// What hangs on nobody is an empty list.
const EMPTY: &[&str] = &["GET /users/{id}/logs", "GET /users/{id}/organizations"];
/// Its body names a user too, who is looked for first.
const NAMED_TWICE: &[&str] = &["POST /users/{id}/identities"];
/// What is refused whatever it names, since there are none of these.
const REFUSED: &[&str] = &["PUT /rules-configs/{key}"];

/// A token of another tenant that may do everything there.
async fn stranger(house: &House) -> String {
    let context = Context { tenant: TenantId::parse("acme").unwrap(), ..house.context() };
    let typed = Typed { name: "Stranger".into(), kind: "machine".into(), ..Typed::default() };
    let scopes: Vec<String> = management_scope::all().map(|(name, _)| name).collect();
    let (id, secret) = house
        .write(|tx, _| {
            let (application, secret) = applications::create::create(tx, &context, &typed)?;
            let api = gatehouse::store::resource_servers::system(tx, &context.tenant)?.unwrap();
            client_grants::create::create(tx, &context, &application.client_id, &api.identifier, &scopes)?;
            Ok((application.client_id, secret.unwrap()))
        })
        .unwrap();
    let asked = json!({
        "grant_type": "client_credentials", "client_id": id, "client_secret": secret,
        "audience": format!("http://{HOST}/api/v2/"),
    });
    let request = TestRequest::post().uri("/oauth/token").insert_header(("Host", HOST)).set_json(asked);
    house.send(request).await.expect(200).json()["access_token"].as_str().unwrap().to_owned()
}

async fn call(house: &House, token: &str, method: &Method, path: &str, body: Option<&Value>) -> Answer {
    let request = TestRequest::default()
        .method(method.clone())
        .uri(&format!("/api/v2{path}"))
        .insert_header(("Host", HOST))
        .insert_header(("Authorization", format!("Bearer {token}")));
    house
        .send(match body {
            Some(body) => request.set_json(body),
            None => request,
        })
        .await
}

/// All that is not the stranger's.
fn ours(house: &House) -> Vec<String> {
    let all = rows::everything(&house.app.config.database_url).into_iter();
    all.flat_map(|(table, rows)| rows.into_iter().map(move |row| format!("{table}: {row}")))
        .filter(|row| !row.contains("acme"))
        .collect()
}

#[test]
fn what_is_another_tenants_is_nowhere() {
    on_both(|house| async move {
        let things = Things::of(&house).await;
        let token = stranger(&house).await;
        let before = ours(&house);
        let (table, mut asked, mut wrong) = (api_routes::table(), 0, Vec::new());
        for line in table.lines().all() {
            let (theirs, nowhere) = (things.path(line), things.nowhere(line));
            let what = format!("{} {}", line.method, line.path);
            if theirs == nowhere || REFUSED.contains(&what.as_str()) {
                continue;
            }
            let body = things.body(line);
            let told = call(&house, &token, &line.method, &theirs, body.as_ref()).await;
            let expected = call(&house, &token, &line.method, &nowhere, body.as_ref()).await;
            let is_done = line.method == Method::DELETE || DONE.contains(&what.as_str());
            let is_empty = EMPTY.contains(&what.as_str()) && told.body == "[]";
            let is_of_body = NAMED_TWICE.contains(&what.as_str()) && told.body.contains("inexistent_user");
            let is_none =
                told.status == 404 || is_of_body || is_empty || (is_done && [202, 204].contains(&told.status));
            if !is_none || (told.status, &told.body) != (expected.status, &expected.body) {
                wrong.push(format!("{what}: {} {} but {} {}", told.status, told.body, expected.status, expected.body));
            }
            asked += 1;
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(asked > 60, "only {asked} endpoints were asked");
        assert_eq!(ours(&house), before);
    });
}

/// The method, the path, whose id the body has in the place of `?`, the body, and the status that says that it is nowhere.
/// What stands in pointed brackets is of the stranger's own tenant.
const NAMED_IN_BODIES: &[(Method, &str, &str, &str, u16)] = &[
    (Method::POST, "/users/<user>/roles", "roles", r#"{"roles": ["?"]}"#, 404),
    (Method::DELETE, "/users/<user>/roles", "roles", r#"{"roles": ["?"]}"#, 404),
    (Method::POST, "/users/<user>/permissions", "api", PERMISSION, 404),
    (Method::DELETE, "/users/<user>/permissions", "api", PERMISSION, 404),
    (Method::POST, "/roles/<role>/permissions", "api", PERMISSION, 404),
    (Method::POST, "/roles/<role>/users", "user", r#"{"users": ["?"]}"#, 404),
    (Method::POST, "/users/<user>/identities", "bare", r#"{"provider": "auth0", "user_id": "?"}"#, 400),
    (
        Method::POST,
        "/users/<user>/identities",
        "connections",
        r#"{"provider": "auth0", "user_id": "<bare>", "connection_id": "?"}"#,
        400,
    ),
    (Method::POST, "/client-grants", "clients", r#"{"client_id": "?", "audience": "<system>", "scope": []}"#, 404),
    (Method::POST, "/client-grants", "api", r#"{"client_id": "<client>", "audience": "?", "scope": []}"#, 404),
    (Method::PATCH, "/connections/<connection>/clients", "clients", r#"[{"client_id": "?", "status": true}]"#, 404),
    (Method::POST, "/tickets/email-verification", "user", r#"{"user_id": "?"}"#, 404),
    (Method::POST, "/tickets/password-change", "user", r#"{"user_id": "?"}"#, 404),
    (
        Method::POST,
        "/tickets/password-change",
        "connections",
        r#"{"email": "amara.okafor@northwind.example", "connection_id": "?"}"#,
        400,
    ),
    (Method::POST, "/tickets/email-verification", "clients", r#"{"user_id": "<user id>", "client_id": "?"}"#, 404),
    (Method::POST, "/jobs/verification-email", "user", r#"{"user_id": "?"}"#, 400),
    (Method::POST, "/jobs/users-exports", "connections", r#"{"connection_id": "?"}"#, 400),
    (Method::POST, "/refresh-tokens/revoke", "refresh-tokens", r#"{"ids": ["?"]}"#, 202),
    (Method::POST, "/refresh-tokens/revoke", "user", r#"{"user_id": "?"}"#, 202),
];
const PERMISSION: &str = r#"{"permissions": [{"resource_server_identifier": "?", "permission_name": "x"}]}"#;

#[test]
fn what_is_another_tenants_is_nowhere_in_bodies_and_queries_either() {
    on_both(|house| async move {
        let things = Things::of(&house).await;
        let token = stranger(&house).await;
        let own = |table: &str, column: &str| {
            let sql = format!("SELECT {column} AS word FROM {table} WHERE tenant_id = 'acme' ORDER BY 1 LIMIT 1");
            rows::words(&house.app.config.database_url, &sql)[0].clone()
        };
        let (_, bare) = AMARA.split_once('|').unwrap();
        let user = own("users", "user_id");
        let own = [
            ("<user>", gatehouse::http::urls::encode(&user)),
            ("<user id>", user),
            ("<role>", own("roles", "role_id")),
            ("<connection>", own("connections", "connection_id")),
            ("<client>", own("applications", "client_id")),
            ("<system>", format!("http://{HOST}/api/v2/")),
            ("<bare>", bare.to_owned()),
        ];
        let filled = |text: &str| own.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
        let before = ours(&house);
        for (method, path, kind, body, status) in NAMED_IN_BODIES {
            let id = match *kind {
                "user" => AMARA,
                "bare" => bare,
                "api" => "urn:northwind:reports",
                kind => things.id(kind),
            };
            let (path, body) = (filled(path), filled(body));
            let named = |id: &str| serde_json::from_str::<Value>(&body.replace('?', id)).unwrap();
            let told = call(&house, &token, method, &path, Some(&named(id))).await;
            let expected = call(&house, &token, method, &path, Some(&named(&other(id)))).await;
            let masked = |answer: &Answer, id: &str| answer.body.replace(id, "…");
            assert_eq!((told.status, masked(&told, id)), (*status, masked(&expected, &other(id))), "{method} {path}");
            assert_eq!(expected.status, *status, "{method} {path}");
        }
        // Lists that a query narrows to one of ours are empty, and what it takes away is not ours.
        let amara = gatehouse::http::urls::encode(AMARA);
        for path in ["device-credentials", "grants"] {
            let told = call(&house, &token, &Method::GET, &format!("/{path}?user_id={amara}"), None).await.expect(200);
            assert_eq!(told.body, "[]", "{path}");
        }
        let tokens = format!("/refresh-tokens?user_id={amara}");
        let told = call(&house, &token, &Method::GET, &tokens, None).await;
        assert!(told.status == 404 || told.json()["refresh_tokens"] == json!([]), "{}", told.body);
        call(&house, &token, &Method::DELETE, &format!("/grants?user_id={amara}"), None).await.expect(204);
        let found = call(&house, &token, &Method::GET, "/users-by-email?email=amara.okafor%40northwind.example", None);
        assert_eq!(found.await.expect(200).body, "[]");
        assert_eq!(ours(&house), before);
    });
}
