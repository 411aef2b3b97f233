//! `/api/v2/connections` and below.

use crate::support::database::SECRET;
use crate::support::{on_both, rows};
use gatehouse::features::applications::settings::Typed;
use gatehouse::features::connections;
use gatehouse::features::context::Context;
use gatehouse::model::tenant::TenantId;
use serde_json::{Value, json};

fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_connection_lives_from_its_creation_to_its_end() {
    on_both(|house| async move {
        let program = house.program().await;
        let client = house.client("Barn door").id;
        let body = json!({
            "name": "Barn", "strategy": "auth0", "display_name": "The barn", "enabled_clients": [client],
            "options": {"passwordPolicy": "fair", "password_history": {"enable": true, "size": 3}, "mfa": {"active": true}},
            "metadata": {"region": "north"},
        });
        let made = program.post("/connections", body.clone()).await.expect(201).json();
        assert_eq!(
            made["options"],
            json!({
                "passwordPolicy": "fair", "password_history": {"enable": true, "size": 3}, "mfa": {"active": true},
                "brute_force_protection": true, "requires_username": false,
                "disable_self_service_change_password": false,
            })
        );
        assert_eq!((&made["realms"], &made["enabled_clients"]), (&json!(["Barn"]), &json!([client])));
        assert_eq!((&made["metadata"], &made["display_name"]), (&json!({"region": "north"}), &json!("The barn")));
        program.post("/connections", body).await.refuses(409, "conflict");
        let path = format!("/connections/{}", id(&made));
        assert_eq!(program.get(&path).await.expect(200).json(), made);
        // The dashboard reads the same options.
        let policy = house.read(|tx, c| connections::details::settings(tx, c, &id(&made))).unwrap().password_policy();
        assert_eq!((policy.level.as_str(), policy.history), ("fair", 3));

        let change = json!({"options": {"disable_signup": true}, "metadata": null, "enabled_clients": []});
        program.patch(&path, change).await.refuses(400, "invalid_body");
        let change = json!({"options": {"disable_signup": true, "client_secret": "hidden-words"}, "metadata": {}, "enabled_clients": []});
        let changed = program.patch(&path, change.clone()).await.expect(200).json();
        assert_eq!(
            changed["options"],
            json!({"disable_signup": true, "brute_force_protection": true, "disable_self_service_change_password": false})
        );
        assert_eq!((&changed["enabled_clients"], &changed["metadata"]), (&json!([]), &json!({})));
        assert_eq!(changed["display_name"], "The barn");
        assert_eq!(program.patch(&path, change).await.expect(200).json(), changed);
        let logs = program.get("/logs?per_page=20").await.expect(200).body;
        assert!(logs.contains("options.client_secret") && !logs.contains("hidden-words"), "{logs}");
        let held = || house.read(|tx, c| connections::details::settings(tx, c, &id(&made))).unwrap().options;
        let sealed = held()["client_secret"].clone();
        assert!(!sealed.as_str().unwrap().contains("hidden") && sealed.as_str().unwrap().len() > 40);
        // What is not told stays when the rest is written back; sent anew it is another, and null takes it away.
        program.patch(&path, json!({"options": changed["options"]})).await.expect(200);
        assert_eq!(held()["client_secret"], sealed);
        program.patch(&path, json!({"options": {"client_secret": "other-words"}})).await.expect(200);
        assert_ne!(held()["client_secret"], sealed);
        program.patch(&path, json!({"options": {"client_secret": null}})).await.expect(200);
        assert!(!held().contains_key("client_secret"));
        let body = json!({"name": "Mast", "strategy": "oauth2", "options": {"client_secret": "third-words"}});
        let mast = program.post("/connections", body).await.expect(201).json();
        assert_eq!(mast["options"], json!({}));
        let stored = rows::everything(&house.app.config.database_url);
        for secret in ["hidden-words", "other-words", "third-words"] {
            assert!(!stored.iter().any(|(_, rows)| rows.iter().any(|row| row.contains(secret))), "{secret}");
        }
        program.patch(&path, json!({"name": "Other"})).await.refuses(400, "invalid_body");
        for _ in 0..2 {
            program.delete(&path).await.expect(204);
        }
        program.get(&path).await.refuses(404, "inexistent_connection");
        program.patch(&path, json!({"options": {}})).await.refuses(404, "inexistent_connection");
    });
}

#[test]
fn what_is_no_connection_is_refused() {
    on_both(|house| async move {
        let program = house.program().await;
        for (body, what) in [
            (json!({"strategy": "auth0"}), "Missing required property: name"),
            (json!({"name": "-barn", "strategy": "auth0"}), "on property name"),
            (json!({"name": "a--b", "strategy": "auth0"}), "on property name"),
            (json!({"name": "barn", "strategy": "pigeon"}), "on property strategy"),
            (
                json!({"name": "barn", "strategy": "auth0", "options": {"passwordPolicy": "best"}}),
                "on property options.passwordPolicy",
            ),
            (
                json!({"name": "barn", "strategy": "auth0", "options": {"password_history": {"enable": true, "size": 25}}}),
                "greater than maximum 24",
            ),
            (json!({"name": "barn", "strategy": "auth0", "x": 1}), "Additional properties not allowed: x"),
        ] {
            let answer = program.post("/connections", body).await.refuses(400, "invalid_body");
            assert!(answer.json()["message"].as_str().unwrap().contains(what), "{}", answer.body);
        }
        let nobodys = json!({"name": "barn", "strategy": "auth0", "enabled_clients": ["nobody"]});
        program.post("/connections", nobodys).await.refuses(400, "inexistent_client");
        // Nothing of it stayed.
        assert_eq!(program.get("/connections?name=barn").await.expect(200).json(), json!([]));
        let customers = program.get("/connections?name=Customers&fields=id").await.expect(200).json();
        let path = format!("/connections/{}", id(&customers[0]));
        let flip = json!({"options": {"enabledDatabaseCustomization": true}});
        program.patch(&path, flip).await.refuses(400, "operation_not_supported");
    });
}

#[test]
fn connections_are_listed_in_both_styles() {
    on_both(|house| async move {
        let program = house.program().await;
        let all = program.get("/connections?include_totals=true&per_page=2").await.expect(200).json();
        let total = usize::try_from(all["total"].as_u64().unwrap()).unwrap();
        assert!(total > 3 && all["connections"].as_array().unwrap().len() == 2);
        let (mut seen, mut from) = (Vec::new(), String::new());
        loop {
            let batch = program.get(&format!("/connections?take=2{from}")).await.expect(200).json();
            seen.extend(batch["connections"].as_array().unwrap().iter().map(id));
            match batch["next"].as_str() {
                Some(next) => from = format!("&from={next}"),
                None => break,
            }
        }
        seen.dedup();
        assert_eq!(seen.len(), total);
        let some = program.get("/connections?strategy=email&strategy=auth0&fields=strategy").await.expect(200).json();
        let some = some.as_array().unwrap();
        assert!(!some.is_empty() && some.len() < total);
        assert!(some.iter().all(
            |c| c.as_object().unwrap().len() == 1 && ["auth0", "email"].contains(&c["strategy"].as_str().unwrap())
        ));
        program.get("/connections?from=%21").await.refuses(400, "invalid_query_string");
    });
}

#[test]
fn applications_are_let_use_a_connection_and_not() {
    on_both(|house| async move {
        let program = house.program().await;
        let made = program.post("/connections", json!({"name": "Barn", "strategy": "auth0"})).await.expect(201).json();
        let path = format!("/connections/{}", id(&made));
        let (one, two) = (house.client("One").id, house.client("Two").id);
        let both = json!([{"client_id": one, "status": true}, {"client_id": two, "status": true}]);
        for _ in 0..2 {
            program.patch(&format!("{path}/clients"), both.clone()).await.expect(204);
        }
        let first = program.get(&format!("{path}/clients?take=1")).await.expect(200).json();
        let next = first["next"].as_str().unwrap();
        let second = program.get(&format!("{path}/clients?take=1000&from={next}")).await.expect(200).json();
        let mut wanted = [one.clone(), two.clone()];
        wanted.sort();
        let told = |batch: &Value| batch["clients"][0]["client_id"].as_str().unwrap().to_owned();
        assert_eq!([told(&first), told(&second)], wanted);
        assert!(second.get("next").is_none());
        let mine = program.get(&format!("/clients/{one}/connections?fields=name")).await.expect(200).json();
        assert_eq!(mine["connections"], json!([{"name": "Barn"}]));
        let other = program.get(&format!("/clients/{one}/connections?strategy=email")).await.expect(200).json();
        assert_eq!(other["connections"], json!([]));
        program.get("/clients/nobody/connections").await.refuses(404, "inexistent_client");
        program.patch(&format!("{path}/clients"), json!([{"client_id": two, "status": false}])).await.expect(204);
        assert_eq!(program.get(&path).await.expect(200).json()["enabled_clients"], json!([one]));
        let nobody = json!([{"client_id": "nobody", "status": true}]);
        program.patch(&format!("{path}/clients"), nobody).await.refuses(404, "inexistent_client");
        program.patch(&format!("{path}/clients"), json!([])).await.refuses(400, "invalid_body");
    });
}

#[test]
fn a_user_is_deleted_by_their_address_in_a_database() {
    on_both(|house| async move {
        let program = house.program().await;
        let all = program.get("/connections?per_page=100").await.expect(200).json();
        let of = |name: &str| {
            format!("/connections/{}", id(all.as_array().unwrap().iter().find(|c| c["name"] == name).unwrap()))
        };
        program.get(&format!("{}/status", of("Customers"))).await.expect(200);
        program.get("/connections/con_nowhere/status").await.refuses(404, "inexistent_connection");
        let body = json!({"connection": "Customers", "email": "ida@farm.example", "password": "Correct-Horse-9"});
        program.post("/users", body).await.expect(201);
        let path = format!("{}/users?email=Ida@farm.example", of("Customers"));
        for _ in 0..2 {
            program.delete(&path).await.expect(204);
        }
        assert_eq!(program.get("/users-by-email?email=ida@farm.example").await.expect(200).json(), json!([]));
        program.delete(&format!("{}/users", of("Customers"))).await.refuses(400, "invalid_query_string");
        program.delete("/connections/con_nowhere/users?email=a@b.example").await.refuses(404, "inexistent_connection");
        let social = all.as_array().unwrap().iter().find(|c| c["strategy"] != "auth0").unwrap();
        let path = format!("/connections/{}/users?email=a@b.example", id(social));
        program.delete(&path).await.refuses(400, "operation_not_supported");
    });
}

#[test]
fn another_tenants_connections_are_not_there() {
    on_both(|house| async move {
        let program = house.program().await;
        let acme = Context { tenant: TenantId::parse("acme").unwrap(), ..house.context() };
        let draft = connections::create::Draft {
            name: "Theirs".into(),
            strategy: "auth0".into(),
            display_name: String::new(),
            options: Default::default(),
        };
        let theirs = house.write(|tx, _| connections::create::add(tx, &acme, draft.clone())).unwrap();
        let typed = Typed { name: "Theirs".into(), kind: "machine".into(), ..Typed::default() };
        let (client, _) =
            house.write(|tx, _| gatehouse::features::applications::create::create(tx, &acme, &typed)).unwrap();
        let path = format!("/connections/{}", theirs.id);
        program.get(&path).await.refuses(404, "inexistent_connection");
        program.get(&format!("{path}/clients")).await.refuses(404, "inexistent_connection");
        program.patch(&path, json!({"display_name": "x"})).await.refuses(404, "inexistent_connection");
        program.delete(&path).await.expect(204);
        let still = house.read(|tx, _| connections::details::settings(tx, &acme, &theirs.id));
        assert_eq!(still.unwrap(), theirs);
        let own = program.get("/connections?name=Customers&fields=id").await.expect(200).json();
        let own = format!("/connections/{}/clients", id(&own[0]));
        let body = json!([{"client_id": client.client_id, "status": true}]);
        program.patch(&own, body).await.refuses(404, "inexistent_client");
    });
}

#[test]
fn secrets_that_are_kept_in_the_open_are_sealed_at_the_start() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"name": "Mast", "strategy": "oauth2", "options": {"client_secret": "x", "scope": "email"}});
        let path = format!("/connections/{}", id(&program.post("/connections", body).await.expect(201).json()));
        // One that looks like something sealed, and one that is no text.
        let open = "Zm9yLXRoZS1oZXJkLWFuZC1mb3ItdGhlLWRvZ3MtYW5kLWZvci10aGUtbWFzdC0x".to_owned();
        let options = json!({"client_secret": open, "configuration": {"KEY": "of-the-herd"}, "scope": "email"});
        let url = &house.app.config.database_url;
        rows::run(url, &format!("UPDATE connections SET options = '{options}' WHERE name = 'Mast'"));
        house.app.prepare().unwrap();
        let stored = || rows::everything(url).into_iter().flat_map(|(_, rows)| rows).collect::<Vec<_>>();
        let sealed = stored();
        assert!(!sealed.iter().any(|row| row.contains(&open) || row.contains("of-the-herd")));
        assert!(sealed.iter().any(|row| row.contains("Seal the secrets of a connection: Mast")));
        let told = program.get(&path).await.expect(200).json();
        assert_eq!(told["options"], json!({"scope": "email"}));
        // Sealed is sealed, and what they were sealed from is what they open to: sent again they change nothing.
        house.app.prepare().unwrap();
        program.patch(&path, json!({"options": options})).await.expect(200);
        assert!(stored() == sealed);
    });
}

#[test]
fn secrets_that_come_with_a_seed_are_sealed_as_they_come() {
    on_both(|house| async move {
        let seed = "
version: 1
tenants:
  - slug: farm
    name: Farm
    created: -10d
    connections: [{ name: Mast, strategy: oauth2, options: { client_secret: words-in-the-open } }]
";
        let config = &house.app.config;
        let file = config.data_dir.join("farm.yaml");
        std::fs::create_dir_all(&config.data_dir).unwrap();
        std::fs::write(&file, seed).unwrap();
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_gatehouse"))
            .arg("seed")
            .arg(&file)
            .env("GATEHOUSE_DATABASE_URL", &config.database_url)
            .env("GATEHOUSE_DATA_DIR", &config.data_dir)
            .env("GATEHOUSE_SECRET", SECRET)
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let farm = Context { tenant: TenantId::parse("farm").unwrap(), ..house.context() };
        let found = house.app.db().read(|tx| gatehouse::store::connections::by_name(tx, &farm.tenant, "Mast")).unwrap();
        assert!(found.options["client_secret"].is_string());
        let stored = rows::everything(&config.database_url);
        assert!(!stored.iter().any(|(_, rows)| rows.iter().any(|row| row.contains("words-in-the-open"))));
    });
}
