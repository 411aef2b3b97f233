//! `/api/v2/jobs`: what programs start, watch and fetch.

use crate::support::house::AMARA;
use crate::support::program::Program;
use crate::support::{House, on_both};
use flate2::read::MultiGzDecoder;
use gatehouse::model::tenant::TenantId;
use gatehouse::store::{client_grants, jobs, operator_list, outbox, resource_servers};
use serde_json::{Value, json};
use std::io::Read;

async fn connection(program: &Program<'_>, name: &str) -> String {
    let found = program.get(&format!("/connections?name={name}&fields=id")).await.expect(200).json();
    found[0]["id"].as_str().unwrap().to_owned()
}

fn path(job: &Value) -> String {
    format!("/jobs/{}", job["id"].as_str().unwrap())
}

#[test]
fn users_are_imported_from_a_file() {
    on_both(|house| async move {
        let program = house.program().await;
        let customers = connection(&program, "Customers").await;
        let to = [("connection_id", customers.as_str()), ("external_id", "spring")];
        let file = json!([
            {"email": "ida@farm.example", "app_metadata": {"plan": "gold"}}, {"email": "nobody"},
            {"email": "otto@farm.example", "password_hash": "no hash"},
        ]);
        let started = program.upload("/jobs/users-imports", &to, &file.to_string()).await.expect(202).json();
        assert_eq!(started["type"], "users_import");
        assert_eq!((&started["status"], &started["external_id"]), (&json!("pending"), &json!("spring")));
        assert_eq!((&started["connection_id"], &started["upsert"]), (&json!(customers), &json!(false)));
        program.get(&format!("{}/errors", path(&started))).await.expect(204);
        house.app.work_until_idle().unwrap();
        let ended = program.get(&path(&started)).await.expect(200).json();
        assert_eq!((&ended["status"], &ended["percentage_done"]), (&json!("completed"), &json!(100)), "{ended}");
        assert_eq!(ended["summary"], json!({"total": 3, "inserted": 1, "updated": 0, "failed": 2}));
        let errors = program.get(&format!("{}/errors", path(&started))).await.expect(200).json();
        assert_eq!((errors.as_array().unwrap().len(), &errors[0]["user"]["email"]), (2, &json!("nobody")));
        assert_eq!(errors[0]["errors"][0]["path"], "email");
        assert_eq!(errors[1]["user"]["password_hash"], "*****");
        let ida = program.get("/users-by-email?email=ida@farm.example").await.expect(200).json();
        assert_eq!(ida[0]["app_metadata"]["plan"], "gold");

        // Whoever is there already is refused, or updated where that is asked for.
        let again = json!([{"email": "ida@farm.example", "name": "Ida"}]).to_string();
        let refused = program.upload("/jobs/users-imports", &to, &again).await.expect(202).json();
        house.app.work_until_idle().unwrap();
        let errors = program.get(&format!("{}/errors", path(&refused))).await.expect(200).json();
        assert_eq!(errors[0]["errors"][0]["code"], "CONFLICT_EMAIL");
        let upsert = [("upsert", "true"), ("connection_id", customers.as_str())];
        let updated = program.upload("/jobs/users-imports", &upsert, &again).await.expect(202).json();
        house.app.work_until_idle().unwrap();
        let ended = program.get(&path(&updated)).await.expect(200).json();
        assert_eq!(ended["summary"], json!({"total": 1, "inserted": 0, "updated": 1, "failed": 0}));
        program.get(&format!("{}/errors", path(&updated))).await.expect(204);
    });
}

#[test]
fn owners_are_told_when_an_import_ends_unless_nobody_wants_it() {
    on_both(|house| async move {
        let program = house.program().await;
        let customers = connection(&program, "Customers").await;
        let mails = || {
            let all = house.read(|tx, c| outbox::page(tx, &c.tenant, 100, &Default::default())).unwrap();
            all.rows.into_iter().filter(|mail| mail.kind == "import_ended").collect::<Vec<_>>()
        };
        let file = json!([{"email": "ida@farm.example"}, {"email": "nobody"}]).to_string();
        let quiet = [("connection_id", customers.as_str()), ("send_completion_email", "false")];
        program.upload("/jobs/users-imports", &quiet, &file).await.expect(202);
        house.app.work_until_idle().unwrap();
        assert!(mails().is_empty());
        let to = [("connection_id", customers.as_str()), ("upsert", "true")];
        let job = program.upload("/jobs/users-imports", &to, &file).await.expect(202).json();
        assert!(mails().is_empty());
        house.app.work_until_idle().unwrap();
        let sent = mails();
        let owners = house.read(|tx, c| operator_list::all_owners(tx, &c.tenant)).unwrap();
        let told: std::collections::BTreeSet<_> = sent.iter().map(|mail| &mail.recipient).collect();
        assert_eq!(told, owners.iter().map(|owner| &owner.email).collect());
        assert!(
            sent.len() == owners.len()
                && !owners.is_empty()
                && sent[0].subject == "The import of users into Customers is complete"
        );
        let body = &sent[0].body_text;
        assert!(body.contains("Created: 0\nUpdated: 0\nNot imported: 1\n"), "{body}");
        assert!(body.contains(&format!("/dashboard/northwind/jobs/{}", job["id"].as_str().unwrap())));
        // One that fails as a whole says so.
        let job = program.upload("/jobs/users-imports", &to, &file).await.expect(202).json();
        for name in house.files() {
            std::fs::remove_file(house.app.files().join(name)).unwrap();
        }
        house.app.work_until_idle().unwrap();
        assert_eq!(program.get(&path(&job)).await.expect(200).json()["status"], "failed");
        let failed = mails().into_iter().filter(|mail| mail.subject.ends_with(" failed")).count();
        assert_eq!(failed, owners.len());
    });
}

#[test]
fn what_is_no_import_is_refused_and_leaves_no_file() {
    on_both(|house| async move {
        let program = house.program().await;
        let customers = connection(&program, "Customers").await;
        let to = [("connection_id", customers.as_str())];
        let url = "/jobs/users-imports";
        program.upload(url, &[], "[]").await.refuses(400, "invalid_body");
        program.upload(url, &[to[0], ("x", "1")], "[]").await.refuses(400, "invalid_body");
        program.upload(url, &[to[0], ("upsert", "perhaps")], "[]").await.refuses(400, "invalid_body");
        program.upload(url, &to, "email,name\na@b.example,A\n").await.refuses(400, "invalid_body");
        program.upload(url, &to, "").await.refuses(400, "invalid_body");
        program
            .upload(url, &[("connection_id", "con_0000000000000000")], "[]")
            .await
            .refuses(400, "inexistent_connection");
        let social = program.get("/connections?strategy=google-oauth2&fields=id").await.expect(200).json();
        let social = social[0]["id"].as_str().unwrap();
        program.upload(url, &[("connection_id", social)], "[{}]").await.refuses(400, "operation_not_supported");
        let large = format!("[{}]", " ".repeat(512_000));
        program.upload(url, &to, &large).await.refuses(413, "payload_too_large");
        let body = json!({"users": "1/etc", "connection_id": customers});
        program.post(url, body).await.refuses(415, "unsupported_media_type");
        // The last pieces are thrown away on a thread of their own.
        for _ in 0..3_000 {
            if house.files().is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(house.files(), Vec::<String>::new());
        for _ in 0..2 {
            program.upload(url, &to, "[{}]").await.expect(202);
        }
        program.upload(url, &to, "[{}]").await.refuses(429, "too_many_requests");
    });
}

#[test]
fn users_are_exported_to_a_file_that_is_there_for_a_minute() {
    on_both(|house| async move {
        let program = house.program().await;
        let customers = connection(&program, "Customers").await;
        let body = json!({
            "connection_id": customers, "format": "json", "limit": 2,
            "fields": [{"name": "user_id"}, {"name": "identities[0].connection", "export_as": "from"}],
        });
        let started = program.post("/jobs/users-exports", body).await.expect(200).json();
        assert_eq!((&started["type"], &started["format"]), (&json!("users_export"), &json!("json")));
        assert!(started.get("location").is_none());
        house.app.work_until_idle().unwrap();
        let ended = program.get(&path(&started)).await.expect(200).json();
        assert_eq!((&ended["status"], &ended["connection_id"]), (&json!("completed"), &json!(customers)), "{ended}");
        let name = house.files().into_iter().find(|name| name.ends_with(".ndjson.gz")).unwrap();
        let mut text = String::new();
        let file = std::fs::File::open(house.app.files().join(name)).unwrap();
        MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(
            lines.len() == 2 && lines.iter().all(|user| user["from"] == "Customers" && user["user_id"].is_string())
        );

        let location = ended["location"].as_str().unwrap().to_owned();
        let location = location.strip_prefix("http://localhost:7700").unwrap();
        let answer = house.get(location).await.expect(200);
        assert_eq!(answer.header("content-type"), Some("application/gzip"));
        assert!(answer.header("content-disposition").unwrap().contains("northwind-users-20261121.ndjson.gz"));
        house.get(&format!("{location}x")).await.refuses(403, "operation_not_allowed");
        house.get(&location.replace("/northwind/", "/acme/")).await.refuses(403, "operation_not_allowed");
        house.later(2).await.get(location).await.refuses(403, "operation_not_allowed");
        // Who may only create users is not told where the users are.
        let other = house.program_with(&["create:users"]).await;
        assert!(other.get(&path(&started)).await.expect(200).json().get("location").is_none());

        for bad in [
            json!({"limit": 0}),
            json!({"format": "xml"}),
            json!({"fields": [{"name": "a..b"}]}),
            json!({"fields": [{"name": "email=x"}]}),
            json!({"format": "csv", "fields": [{"name": "user_metadata"}]}),
        ] {
            program.post("/jobs/users-exports", bad).await.refuses(400, "invalid_body");
        }
        let nowhere = json!({"connection_id": "con_0000000000000000"});
        program.post("/jobs/users-exports", nowhere).await.refuses(400, "inexistent_connection");
    });
}

#[test]
fn a_verification_mail_goes_out_once_the_job_is_done() {
    on_both(|house| async move {
        let program = house.program().await;
        let body = json!({"connection": "Customers", "email": "ida@farm.example", "password": "Correct-Horse-9", "verify_email": false});
        let ida = program.post("/users", body).await.expect(201).json();
        let id = ida["user_id"].as_str().unwrap();
        let identity = json!({"user_id": ida["identities"][0]["user_id"], "provider": "auth0"});
        let body = json!({"user_id": id, "identity": identity});
        let started = program.post("/jobs/verification-email", body).await.expect(201).json();
        assert_eq!((&started["type"], &started["status"]), (&json!("verification_email"), &json!("pending")));
        assert_eq!(mails(&house, "ida@farm.example"), 0);
        house.app.work_until_idle().unwrap();
        assert_eq!(program.get(&path(&started)).await.expect(200).json()["status"], "completed");
        assert_eq!(mails(&house, "ida@farm.example"), 1);
        program.get(&format!("{}/errors", path(&started))).await.expect(204);
        // A user whose address is verified needs no mail: the job says so.
        let started = program.post("/jobs/verification-email", json!({"user_id": AMARA})).await.expect(201).json();
        house.app.work_until_idle().unwrap();
        let errors = program.get(&format!("{}/errors", path(&started))).await.expect(200).json();
        assert_eq!((&errors["status"], &errors["id"]), (&json!("failed"), &started["id"]));
        assert!(errors["status_details"].as_str().unwrap().contains("verified already"));
        let nobody = json!({"user_id": "auth0|nobody"});
        program.post("/jobs/verification-email", nobody).await.refuses(400, "inexistent_user");
        let stranger = json!({"user_id": id, "identity": {"user_id": "1", "provider": "github"}});
        program.post("/jobs/verification-email", stranger).await.refuses(400, "invalid_body");
    });
}

fn mails(house: &House, to: &str) -> usize {
    let all = house.read(|tx, c| outbox::page(tx, &c.tenant, 100, &Default::default())).unwrap();
    all.rows.iter().filter(|mail| mail.recipient == to).count()
}

#[test]
fn a_program_that_lost_its_grant_does_not_go_on() {
    on_both(|house| async move {
        let program = house.program_with(&["read:users", "create:users"]).await;
        let started = program.post("/jobs/users-exports", json!({})).await.expect(200).json();
        let id = started["id"].as_str().unwrap().to_owned();
        let job = house.read(|tx, c| jobs::find(tx, &c.tenant, &id)).unwrap();
        house
            .write(|tx, c| {
                let api = resource_servers::system(tx, &c.tenant)?.unwrap();
                let mut grant = client_grants::of_pair(tx, &c.tenant, &job.created_by, &api.id)?.unwrap();
                grant.scopes.retain(|scope| scope != "read:users");
                client_grants::set_scopes(tx, &c.tenant, &grant)
            })
            .unwrap();
        house.app.work_until_idle().unwrap();
        let ended = program.get(&path(&started)).await.expect(200).json();
        assert_eq!(ended["status"], "failed");
        assert!(ended["status_details"].as_str().unwrap().contains("may no longer do this"), "{ended}");
        assert_eq!(house.files(), Vec::<String>::new());
    });
}

#[test]
fn jobs_of_others_are_not_there() {
    on_both(|house| async move {
        let program = house.program().await;
        let started = program.post("/jobs/users-exports", json!({})).await.expect(200).json();
        let id = started["id"].as_str().unwrap().to_owned();
        let mut job = house.read(|tx, c| jobs::find(tx, &c.tenant, &id)).unwrap();
        job.id = "job_elsewhere".into();
        house.write(|tx, _| jobs::insert(tx, &TenantId::parse("acme").unwrap(), &job)).unwrap();
        program.get("/jobs/job_elsewhere").await.refuses(404, "inexistent_job");
        program.get("/jobs/job_elsewhere/errors").await.refuses(404, "inexistent_job");
        // Work that programs cannot ask for is the dashboard's.
        job.kind = gatehouse::model::job::JobKind::UsersBulk;
        house.write(|tx, c| jobs::insert(tx, &c.tenant, &job)).unwrap();
        program.get("/jobs/job_elsewhere").await.refuses(404, "inexistent_job");
    });
}
