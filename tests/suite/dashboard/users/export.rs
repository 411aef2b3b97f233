//! Export Users: the file has what was asked for, is fetched by who asked, and can be imported again.

use super::actions::stored;
use super::import::{checked, described, imported, job};
use crate::support::{House, on_both};
use flate2::read::MultiGzDecoder;
use gatehouse::model::JsonObject;
use gatehouse::model::operator::OperatorRole;
use gatehouse::store::{import_matches, jobs};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::io::Read;

const URL: &str = "/dashboard/northwind/users/export";

/// Exports and answers with the job's address and the file as text.
async fn exported(house: &House, fields: &[(&str, &str)]) -> (String, String) {
    let url = house.post(URL, fields).await.expect(303).location().to_owned();
    house.app.work_until_idle().unwrap();
    let page = house.get(&url).await.expect(200);
    let link = link_in(&page.body);
    let file = house.get(&link).await.expect(200);
    (url, file.body)
}

fn link_in(body: &str) -> String {
    let at = body.find("/download?until=").unwrap();
    let start = body[..at].rfind('"').unwrap() + 1;
    let end = at + body[at..].find('"').unwrap();
    body[start..end].replace("&#38;", "&").replace("&amp;", "&")
}

#[test]
fn the_file_has_the_users_of_the_list_and_the_fields_that_were_chosen() {
    on_both(|house| async move {
        house.sign_in().await;
        let list = "/dashboard/northwind/users?q=amara.okafor";
        let fields =
            [("list", list), ("format", "csv"), ("fields", "email\nidentities[0].connection = source\nlogins_count")];
        let (url, file) = exported(&house, &fields).await;
        let amara = stored(&house, crate::support::house::AMARA);
        let row = format!("\"'amara.okafor@northwind.example\",\"'Customers\",{}\r\n", amara.logins_count);
        assert_eq!(file, format!("\"email\",\"source\",\"logins_count\"\r\n{row}"));
        assert_eq!(job(&house, &url).summary["exported"], 1);
        let mut log = described(&house, "sapi");
        log.sort_unstable();
        assert_eq!(log, ["Export users as csv", "Start a job: Export users as csv"]);
        let (_, everyone) = exported(&house, &[("list", list), ("whom", "everyone"), ("format", "ndjson")]).await;
        assert!(everyone.lines().count() > 50);
        assert!(everyone.lines().all(|line| serde_json::from_str::<Value>(line).unwrap()["user_id"].is_string()));
        let (_, sample) = exported(&house, &[("format", "json"), ("sample", "true")]).await;
        assert_eq!(serde_json::from_str::<Value>(&sample).unwrap().as_array().unwrap().len(), 10);
    });
}

#[test]
fn a_packed_file_of_several_chunks_is_whole() {
    on_both(|house| async move {
        house.sign_in().await;
        let text: String =
            (0..1_300).map(|n| format!("{}\n", json!({ "email": format!("u{n}@farm.example") }))).collect();
        let url = checked(&house, "test-directory", "users.ndjson", text.as_bytes()).await;
        imported(&house, &url, "skip").await;
        let list = "/dashboard/northwind/users?connection=test-directory";
        let fields = [("list", list), ("format", "json"), ("fields", "email"), ("gzip", "true")];
        let url = house.post(URL, &fields).await.expect(303).location().to_owned();
        house.app.work_until_idle().unwrap();
        let path = house.app.files().join(job(&house, &url).result_path.unwrap());
        let mut text = String::new();
        MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
        let emails: Value = serde_json::from_str(&text).unwrap();
        let mut emails: Vec<&str> = emails.as_array().unwrap().iter().map(|u| u["email"].as_str().unwrap()).collect();
        emails.sort_unstable();
        emails.dedup();
        assert!(emails.len() >= 1_300 && emails.contains(&"u1299@farm.example"), "{}", emails.len());
    });
}

#[test]
fn the_link_is_good_for_its_operator_and_a_minute() {
    on_both(|house| async move {
        house.sign_in().await;
        let (url, _) = exported(&house, &[("format", "csv"), ("sample", "true")]).await;
        let link = link_in(&house.get(&url).await.body);
        house.get(&link.replace("signature=", "signature=A")).await.expect(403);
        house.get(link.split('?').next().unwrap()).await.expect(403);
        let (before, _) = link.split_once("until=").unwrap();
        let signature = link.split_once("signature=").unwrap().1;
        house.get(&format!("{before}until=99999999999&signature={signature}")).await.expect(403);
        house.forget_cookies();
        house.sign_in_as(OperatorRole::Support).await;
        house.get(&link).await.expect(403);
        let page = house.get(&url).await.expect(200);
        assert!(!page.body.contains("/download?"), "somebody else's file");
    });
}

#[test]
fn fields_that_are_none_are_named() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.post(URL, &[("format", "csv"), ("fields", "email\na..b\nuser_metadata")]).await.expect(422);
        assert!(page.shows("“a..b” is no path") && page.shows("“user_metadata” as a whole is no cell"));
        house.post(URL, &[("format", "xml")]).await.expect(422);
        let count = house.read(|tx, c| jobs::page(tx, &c.tenant, 10, &gatehouse::model::paging::Start::First)).unwrap();
        assert_eq!(count.rows.len(), 0);
    });
}

/// Users with all that an import can carry and texts that hurt: quotes, formulas, separators, other scripts.
fn any_users() -> Vec<Value> {
    let text = prop_oneof!["[=+@-][a-z\",;']{1,12}", "[a-zäß字🐄 ,;\"'\\\\]{1,20}", "'[a-z]{1,5}"];
    let metadata = prop::collection::btree_map(
        "[a-z_]{1,8}",
        prop_oneof![
            text.clone().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            prop::collection::vec(any::<u8>(), 0..3).prop_map(Value::from),
        ],
        0..4,
    );
    let user = (text.clone(), text, metadata.clone(), metadata, any::<bool>(), any::<bool>());
    let mut runner = TestRunner::deterministic();
    let users = (0..60).map(|n| {
        let (name, nickname, user_metadata, app_metadata, blocked, verified) = user.new_tree(&mut runner).unwrap().current();
        json!({ "user_id": format!("p{n}"), "email": format!("p{n}@farm.example"), "email_verified": verified,
            "username": format!("name{n}"), "name": name.trim(), "given_name": nickname.trim(), "nickname": nickname.trim(),
            "picture": "https://pics.example/a.png?x=1,2", "phone_number": format!("+4477009{n:05}"), "phone_verified": verified,
            "blocked": blocked, "user_metadata": user_metadata, "app_metadata": app_metadata })
    });
    users.collect()
}

/// What an import can carry of the users of the connection that has usernames.
fn carried(house: &House) -> Vec<JsonObject> {
    let emails: Vec<String> = (0..60).map(|n| format!("p{n}@farm.example")).collect();
    let keys = import_matches::Keys { emails: emails.iter().map(String::as_str).collect(), ..Default::default() };
    let found = house.read(|tx, c| import_matches::find(tx, &c.tenant, "Staff", "auth0", &keys)).unwrap();
    emails
        .iter()
        .filter_map(|email| found.by_email.get(email))
        .map(|owner| {
            let user = stored(house, owner.user.as_str());
            let mut json = gatehouse::model::user_json::user_json(&user, &[], &[]);
            let object = json.as_object_mut().unwrap();
            ["created_at", "updated_at", "identities"].iter().for_each(|key| drop(object.remove(*key)));
            object.clone()
        })
        .collect()
}

#[test]
fn what_was_exported_and_imported_again_is_the_same() {
    on_both(|house| async move {
        house.sign_in().await;
        let users = Value::from(any_users());
        let url = checked(&house, "Staff", "users.json", users.to_string().as_bytes()).await;
        let job = imported(&house, &url, "skip").await;
        assert_eq!(
            (job.succeeded, job.failed),
            (60, 0),
            "{:?}",
            house.get(&format!("/dashboard/northwind/jobs/{}/rejects", job.id)).await.body
        );
        let before = carried(&house);
        assert_eq!(before.len(), 60);
        let list = "/dashboard/northwind/users?q=farm.example";
        let (_, lines) = exported(&house, &[("list", list), ("format", "ndjson")]).await;
        let (_, array) = exported(&house, &[("list", list), ("format", "json")]).await;
        let (_, table) = exported(&house, &[("list", list), ("format", "csv")]).await;
        for (name, text) in [("users.ndjson", lines), ("users.json", array), ("users.csv", table)] {
            for user in &before {
                let id = gatehouse::http::urls::encode(user["user_id"].as_str().unwrap());
                house.post(&format!("/dashboard/northwind/users/{id}/delete"), &[]).await.expect(303);
            }
            assert!(carried(&house).is_empty());
            let mut url = checked(&house, "Staff", name, text.as_bytes()).await;
            if name == "users.csv" {
                let columns = format!("{url}/columns");
                let page = house.get(&columns).await.expect(200);
                assert!(page.body.contains("name=\"guarded\" value=\"true\" checked"), "the guard is noticed");
                let names: Vec<String> = (0..18).map(|n| format!("column-{n}")).collect();
                let mut fields: Vec<(&str, String)> =
                    names.iter().map(|n| (n.as_str(), page.input(n).unwrap())).collect();
                fields.push(("guarded", "true".into()));
                let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
                url = house.post(&columns, &fields).await.expect(303).location().to_owned();
                house.app.work_until_idle().unwrap();
            }
            let job = imported(&house, &url, "skip").await;
            assert_eq!((job.succeeded, job.failed), (60, 0), "{name}");
            let mut wanted = before.clone();
            if name == "users.csv" {
                // Whole objects are no cells; the fields of the table are the usual ones.
                for user in &mut wanted {
                    user["user_metadata"] = json!({});
                    user["app_metadata"] = json!({});
                }
            }
            assert_eq!(carried(&house), wanted, "{name}");
        }
    });
}
