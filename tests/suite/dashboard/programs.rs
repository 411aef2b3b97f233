//! `/dashboard/{tenant}/apis/{api}/programs` and below.

use crate::support::program::{AUDIENCE, HOST};
use crate::support::{House, on_both};
use actix_web::test::TestRequest;
use gatehouse::features::client_grants::programs::{self, Programs};
use gatehouse::features::resource_servers::show;
use gatehouse::http::urls;
use serde_json::json;

fn found(house: &House, api: &str) -> Programs {
    house.read(|tx, c| programs::of_api(tx, c, api)).unwrap()
}

/// The value behind a copy button of this accessible name.
fn copied<'a>(html: &'a str, label: &str) -> &'a str {
    let end = html.find(&format!("aria-label=\"Copy {label}\"")).unwrap();
    let from = html[..end].rfind("data-copy=\"").unwrap() + "data-copy=\"".len();
    html[from..end].split('"').next().unwrap()
}

#[test]
fn a_program_is_made_granted_changed_and_revoked() {
    on_both(|house| async move {
        house.sign_in().await;
        let tenant = house.tenant();
        let api = house.read(show::system).unwrap();
        let (tab, add) =
            (urls::api_part(&tenant, &api.id, "programs"), urls::api_part(&tenant, &api.id, "programs/add"));
        assert!(house.get(&urls::api(&tenant, &api.id)).await.expect(200).shows("Machine to machine"));

        let nothing = house.post(&add, &[("program", ""), ("name", "Night job")]).await.expect(422);
        assert!(nothing.shows("Tick at least one scope.") && nothing.input("name").as_deref() == Some("Night job"));
        let nameless = house.post(&add, &[("program", ""), ("name", " "), ("scope", "read:users")]).await.expect(422);
        assert!(nameless.shows("Enter a name."));
        house.post(&add, &[("name", "Night job"), ("scope", "read:everything")]).await.expect(404);
        // Without scripts all and none are presses that come back with the form.
        let all = house.post(&add, &[("name", "Night job"), ("tick", "all")]).await.expect(200);
        assert_eq!(all.body.matches("name=\"scope\"").count(), all.body.matches(" checked").count());
        let before = found(&house, &api.id).granted.len();

        let form = [("program", ""), ("name", "Night job"), ("scope", "read:users"), ("scope", "read:roles")];
        let page = house.submit(&add, &form).await.expect(200);
        let secret = copied(&page.body, "client secret").to_owned();
        let granted = found(&house, &api.id).granted;
        assert_eq!(granted.len(), before + 1);
        let (program, grant) = granted.into_iter().find(|(a, _)| a.name == "Night job").unwrap();
        assert_eq!(grant.scopes, ["read:users", "read:roles"]);
        let asked = json!({ "grant_type": "client_credentials", "client_id": program.client_id, "client_secret": secret, "audience": AUDIENCE });
        house.ask_for_token(&asked).await.expect(200);
        assert!(house.get(&tab).await.expect(200).shows("Night job"));
        let twice = [("program", program.client_id.as_str()), ("scope", "read:users")];
        assert!(house.post(&add, &twice).await.expect(422).shows("may call this API already"));

        let scopes = urls::api_program(&tenant, &api.id, &program.client_id, "scopes");
        assert!(house.post(&scopes, &[]).await.expect(422).shows("Tick at least one scope"));
        house.submit(&scopes, &[("scope", "read:logs")]).await.expect(200);
        let (_, grant) = found(&house, &api.id).granted.into_iter().find(|(a, _)| a.name == "Night job").unwrap();
        assert_eq!(grant.scopes, ["read:logs"]);

        let revoke = urls::api_program(&tenant, &api.id, &program.client_id, "revoke");
        for _ in 0..2 {
            house.submit(&revoke, &[]).await.expect(200);
        }
        assert_eq!(found(&house, &api.id).granted.len(), before);
        house.ask_for_token(&asked).await.expect(403);
    });
}

#[test]
fn a_token_to_try_says_what_is_granted_and_is_shown_once() {
    on_both(|house| async move {
        let client = house.client("Trial");
        house.grant(&client, &["read:users"]);
        house.sign_in().await;
        let (tenant, api) = (house.tenant(), house.read(show::system).unwrap());
        let part = |part: &str| urls::api_program(&tenant, &api.id, &client.id, part);
        assert!(house.get(&part("token")).await.expect(200).shows("It is good for an hour"));
        let page = house.submit(&part("token"), &[]).await.expect(200);
        let token = copied(&page.body, "token").to_owned();
        assert!(page.shows("curl"));
        assert!(!house.get(&part("new-token")).await.body.contains(&token));

        let call = |path: &str| {
            let bearer = ("Authorization", format!("Bearer {token}"));
            TestRequest::get().uri(path).insert_header(("Host", HOST)).insert_header(bearer)
        };
        house.send(call("/api/v2/users?per_page=1")).await.expect(200);
        house.send(call("/api/v2/roles")).await.refuses(403, "insufficient_scope");
    });
}

#[test]
fn the_explorer_shows_every_endpoint_and_tries_them_with_the_callers_token() {
    on_both(|house| async move {
        let client = house.client("Explorer");
        house.grant(&client, &["read:users", "create:users"]);
        house.sign_in().await;
        let (tenant, api) = (house.tenant(), house.read(show::system).unwrap());
        let at = |id: &str| urls::api_part(&tenant, &api.id, &format!("explorer{id}"));
        let list = house.get(&at("")).await.expect(200);
        let document = house.get("/api/v2/openapi.json").await.expect(200).json();
        for operation in document["paths"].as_object().unwrap().values().flat_map(|p| p.as_object().unwrap().values()) {
            let id = operation["operationId"].as_str().unwrap();
            assert!(list.body.contains(&format!("explorer/{id}\"")), "{id}");
        }
        assert!(!house.get(&at("?q=signing")).await.expect(200).body.contains("explorer/get_users\""));

        let page = house.get(&at("/post_users")).await.expect(200);
        assert!(page.shows("create:users") && page.shows("/api/v2/users") && page.shows("required"));
        let tokenless = house.post(&at("/get_users"), &[]).await.expect(422);
        assert!(tokenless.shows("Paste a token."));
        let token = house.submit(&urls::api_program(&tenant, &api.id, &client.id, "token"), &[]).await.expect(200);
        let token = copied(&token.body, "token").to_owned();
        // The token that was just made is there for the first try, and for those after it.
        let body = r#"{"connection": "Customers", "email": "o'hara@try.example", "password": "Correct-Horse-9"}"#;
        let made = house.post(&at("/post_users"), &[("body", body)]).await.expect(200);
        assert!(made.shows("201 Created") && !made.body.contains(&token));
        let found = house.post(&at("/get_users"), &[("parameter-q", "email:\"o'hara@try.example\"")]).await.expect(200);
        assert!(found.shows("200 OK") && found.shows("x-ratelimit-remaining") && found.body.contains("q=email%3A"));
        assert!(house.post(&at("/get_roles"), &[]).await.expect(200).shows("403 Forbidden"));
        assert!(house.post(&at("/get_users_id"), &[]).await.expect(422).shows("Enter id."));
        assert!(house.post(&at("/post_users"), &[("body", "{")]).await.expect(422).shows("This is not JSON."));
        let strange = house.post(&at("/get_users"), &[("token", "a\u{0}b")]).await;
        assert!(strange.status < 500);
        assert!(house.post(&at("/get_users"), &[("token", "nonsense")]).await.expect(200).shows("401 Unauthorized"));
        house.get(&at("/get_nothing")).await.expect(404);
    });
}
