//! Import Users: what the dry run promises happens, once, whatever gets in the way.

use super::actions::{only_event, stored, written};
use crate::support::{House, on_both};
use chrono::TimeDelta;
use gatehouse::features::imports::settings::Settings;
use gatehouse::features::jobs::worker::{self, Times};
use gatehouse::features::users::stored_password::{stored_password, upgrade};
use gatehouse::model::job::{Job, JobStatus};
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::UserId;
use gatehouse::security::password::{StoredPassword, Verdict};
use gatehouse::security::seal::Sealer;
use gatehouse::store::{identities, jobs, log_list, mfa_enrollments};
use serde_json::{Value, json};

const URL: &str = "/dashboard/northwind/users/import";
const AMARA_EMAIL: &str = "amara.okafor@northwind.example";

/// Uploads a file and does the dry run; answers with the address of its page.
pub async fn checked(house: &House, connection: &str, name: &str, text: &[u8]) -> String {
    let url = uploaded(house, connection, name, text).await;
    house.app.work_until_idle().unwrap();
    url
}

async fn uploaded(house: &House, connection: &str, name: &str, text: &[u8]) -> String {
    let answer = house.upload(URL, &[("connection", connection)], (name, text)).await.expect(303);
    answer.location().to_owned()
}

/// Starts the import and does it; answers with the job.
pub async fn imported(house: &House, url: &str, on_existing: &str) -> Job {
    house.post(url, &[("on_existing", on_existing)]).await.expect(303);
    house.app.work_until_idle().unwrap();
    job(house, url)
}

pub fn job(house: &House, url: &str) -> Job {
    let id = url.rsplit('/').next().unwrap().to_owned();
    house.read(|tx, context| jobs::find(tx, &context.tenant, &id)).unwrap()
}

/// What events of a type say they are about, the newest first.
pub fn described(house: &House, code: &str) -> Vec<String> {
    let query = log_list::Query {
        from: house.app.now(),
        to: house.app.now() + TimeDelta::seconds(1),
        size: 2_000,
        ..Default::default()
    };
    let events = house.read(|tx, c| log_list::page(tx, &c.tenant, &query)).unwrap().rows;
    events.into_iter().filter(|e| e.code == code).filter_map(|e| e.description).collect()
}

fn counts(job: &Job) -> (i64, i64, i64) {
    (job.succeeded, job.skipped, job.failed)
}

fn check_of(house: &House, url: &str) -> Job {
    let settings: Settings = job(house, url).parameters_as().unwrap();
    let id = settings.check.unwrap();
    house.read(|tx, context| jobs::find(tx, &context.tenant, &id)).unwrap()
}

fn sample() -> Vec<u8> {
    let users = json!([
        { "email": "Ida@Farm.example", "email_verified": true, "user_id": "auth0|ida", "given_name": "Ida",
          "user_metadata": { "cows": 12 }, "app_metadata": { "plan": "gold" } },
        { "email": "no address", "name": "<b>Nobody</b>" },
        { "email": AMARA_EMAIL, "name": "Another Amara" },
        { "email": "ida@farm.example" },
        { "email": "olu@farm.example", "phone_number": "+447700900123", "blocked": true }
    ]);
    users.to_string().into_bytes()
}

#[test]
fn a_list_is_checked_imported_and_its_rejects_can_be_fixed() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = checked(&house, "Customers", "users.json", &sample()).await;
        let page = house.get(&url).await.expect(200);
        assert_eq!(counts(&check_of(&house, &url)), (2, 1, 2));
        assert!(page.shows("Import 2 Users") && page.shows("1 user is there already"));
        assert!(
            page.shows("An email address needs an @") && page.shows("An earlier user of the file has the same email.")
        );
        assert!(!page.body.contains("<b>Nobody</b>"));
        // Nothing has been written.
        house.get("/dashboard/northwind/users/auth0%7Cida").await.expect(404);
        let job = imported(&house, &url, "skip").await;
        assert_eq!((job.status, counts(&job)), (JobStatus::Completed, (2, 1, 2)));
        let ida = stored(&house, "auth0|ida");
        assert_eq!((ida.email.as_deref(), ida.email_verified), (Some("ida@farm.example"), true));
        assert_eq!((ida.name.as_deref(), ida.nickname.as_deref()), (Some("ida@farm.example"), Some("ida")));
        assert_eq!((ida.user_metadata["cows"].as_i64(), ida.app_metadata["plan"].as_str()), (Some(12), Some("gold")));
        let event = only_event(&house, "auth0|ida", "sapi");
        assert_eq!(event.details["job"], json!(job.id));
        assert_ne!(stored(&house, crate::support::house::AMARA).name.as_deref(), Some("Another Amara"));
        // The job's page has the rejects, in the form they came in.
        let page = house.get(&format!("/dashboard/northwind/jobs/{}", job.id)).await.expect(200);
        assert!(page.shows("Imported") && page.shows("Users that were not imported"));
        let rejects = house.get(&format!("/dashboard/northwind/jobs/{}/rejects", job.id)).await.expect(200);
        let mut users: Value = serde_json::from_str(&rejects.body).unwrap();
        assert_eq!(
            (users[0]["import_errors"]["row"].as_i64(), users[0]["name"].as_str()),
            (Some(2), Some("<b>Nobody</b>"))
        );
        assert_eq!(users[1]["import_errors"]["errors"][0]["code"], "DUPLICATED_USER");
        users[0]["email"] = "nobody@farm.example".into();
        let url = checked(&house, "Customers", "fixed.json", users.to_string().as_bytes()).await;
        assert_eq!(counts(&imported(&house, &url, "skip").await), (1, 1, 0));
    });
}

#[test]
fn a_table_asks_what_its_columns_mean() {
    on_both(|house| async move {
        house.sign_in().await;
        let table = "E-Mail;Plan;Cows;password\r\nida@farm.example;'=gold;012;geheim\nolu@farm.example;;7;x\nbad;;;\n";
        let url = checked(&house, "Customers", "users.csv", table.as_bytes()).await;
        let columns = house.get(&url).await.expect(303).location().to_owned();
        assert_eq!(columns, format!("{url}/columns"));
        let page = house.get(&columns).await.expect(200);
        assert_eq!(page.input("column-0").as_deref(), Some("email"));
        assert_eq!(page.input("column-3").as_deref(), Some(""), "passwords in clear text become nothing");
        assert!(page.shows("There is a column of passwords") && page.shows("geheim"));
        let chosen = [("column-0", "email"), ("column-1", "app_metadata.plan"), ("column-2", "shoe size")];
        let page = house.post(&columns, &chosen).await.expect(422);
        assert!(
            page.shows("“shoe size” is not a member of a user")
                && page.input("column-1").as_deref() == Some("app_metadata.plan")
        );
        let chosen = [("column-0", "email"), ("column-1", "app_metadata.plan"), ("column-2", "user_metadata.cows")];
        house.post(&columns, &chosen).await.expect(303);
        house.app.work_until_idle().unwrap();
        let page = house.get(&url).await.expect(200);
        assert!(page.shows("Import 2 Users") && page.shows("4"), "the row is counted as a spreadsheet does");
        let job = imported(&house, &url, "skip").await;
        assert_eq!(counts(&job), (2, 0, 1));
        let found = house.read(|tx, context| {
            let keys =
                gatehouse::store::import_matches::Keys { emails: vec!["ida@farm.example"], ..Default::default() };
            gatehouse::store::import_matches::find(tx, &context.tenant, "Customers", "auth0", &keys)
        });
        let ida = stored(&house, found.unwrap().by_email["ida@farm.example"].user.as_str());
        assert_eq!(
            (ida.app_metadata["plan"].as_str(), ida.user_metadata["cows"].as_str()),
            (Some("'=gold"), Some("012"))
        );
        let rejects = house.get(&format!("/dashboard/northwind/jobs/{}/rejects", job.id)).await.expect(200);
        assert!(
            rejects
                .body
                .starts_with("\"E-Mail\",\"Plan\",\"Cows\",\"password\",\"import_row\",\"import_errors\"\r\n\"'bad\",")
        );
    });
}

#[test]
fn imported_passwords_work_once_and_are_ours_afterwards() {
    on_both(|house| async move {
        house.sign_in().await;
        let md5 =
            json!({ "algorithm": "md5", "hash": { "value": "900150983cd24fb0d6963f7d28e17f72", "encoding": "hex" } });
        let costly = json!({ "algorithm": "bcrypt", "hash": { "value": "$2a$31$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe" } });
        let users = json!([
            { "email": "ida@farm.example", "user_id": "ida", "custom_password_hash": md5 },
            { "email": "olu@farm.example", "custom_password_hash": costly },
            { "email": "eve@farm.example", "password": "clear" }
        ]);
        let url = checked(&house, "Customers", "users.json", users.to_string().as_bytes()).await;
        assert_eq!(counts(&imported(&house, &url, "skip").await), (1, 0, 2));
        let identity =
            house.read(|tx, c| identities::of_user(tx, &c.tenant, &UserId::from_text("auth0|ida"))).unwrap().remove(0);
        let kept = || house.read(|tx, c| stored_password(tx, c, &identity)).unwrap();
        let Some(StoredPassword::Imported(before)) = kept() else { panic!("{:?}", kept()) };
        let wrong = house.app.passwords.verify_and_upgrade("abd".into(), kept()).await.unwrap();
        assert_eq!(wrong, Verdict::Wrong);
        let right = house.app.passwords.verify_and_upgrade("abc".into(), kept()).await.unwrap();
        let Verdict::RightAndUpgraded(hash) = right else { panic!("{right:?}") };
        assert!(house.write(|tx, c| upgrade(tx, c, &identity, &before, &hash)).unwrap());
        assert!(!house.write(|tx, c| upgrade(tx, c, &identity, &before, &hash)).unwrap());
        assert!(matches!(kept(), Some(StoredPassword::Own(own)) if own.starts_with("$argon2id$")));
        assert_eq!(house.app.passwords.verify_and_upgrade("abc".into(), kept()).await.unwrap(), Verdict::Right);
        // A password of our own is not replaced by an import.
        let url = checked(&house, "Customers", "again.json", users.to_string().as_bytes()).await;
        assert_eq!(counts(&imported(&house, &url, "update").await), (0, 1, 2));
        assert!(matches!(kept(), Some(StoredPassword::Own(_))));
        let events = written(&house, "auth0|ida");
        assert!(events.iter().all(|e| !format!("{e:?}").contains("900150983cd2")), "no hash in the log");
    });
}

#[test]
fn the_secret_of_an_authenticator_app_is_sealed() {
    on_both(|house| async move {
        house.sign_in().await;
        let users = json!([{ "email": "ida@farm.example", "user_id": "ida",
            "mfa_factors": [{ "totp": { "secret": "JBSWY3DPEHPK3PXP" } }, { "phone": { "value": "+447700900123" } }] }]);
        let url = checked(&house, "Customers", "users.json", users.to_string().as_bytes()).await;
        imported(&house, &url, "skip").await;
        let id = UserId::from_text("auth0|ida");
        let factors = house.read(|tx, c| mfa_enrollments::of_user(tx, &c.tenant, &id)).unwrap();
        assert_eq!(factors.len(), 2);
        let totp = factors.iter().find(|f| f.kind.as_str() == "totp").unwrap();
        let sealed = house.read(|tx, c| mfa_enrollments::secret(tx, &c.tenant, &totp.id)).unwrap().unwrap();
        assert!(!sealed.contains("JBSWY3DP"));
        let place = format!("northwind/{}", totp.id);
        assert_eq!(Sealer::new(&house.app.signer).open(&place, &sealed).unwrap(), "JBSWY3DPEHPK3PXP");
        let page = house.get("/dashboard/northwind/users/auth0%7Cida").await.expect(200);
        assert!(page.shows("Authenticator app") && !page.body.contains("JBSWY3DP"));
    });
}

#[test]
fn an_update_replaces_metadata_as_a_whole_and_is_idempotent() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = crate::support::house::AMARA;
        let before = stored(&house, amara);
        assert!(before.user_metadata.len() > 1);
        let users =
            json!([{ "email": AMARA_EMAIL, "name": "Amara O.", "blocked": true, "user_metadata": { "only": 1 } }]);
        let url = checked(&house, "Customers", "users.json", users.to_string().as_bytes()).await;
        assert_eq!(counts(&imported(&house, &url, "update").await), (1, 0, 0));
        let after = stored(&house, amara);
        assert_eq!((after.name.as_deref(), after.user_metadata.len()), (Some("Amara O."), 1));
        assert_eq!((after.blocked, &after.app_metadata), (before.blocked, &before.app_metadata));
        assert_eq!(after.version, before.version + 1);
        let event = only_event(&house, amara, "sapi");
        assert_eq!(event.diff.iter().map(|d| d.field.as_str()).collect::<Vec<_>>(), ["name", "user_metadata"]);
        let url = checked(&house, "Customers", "users.json", users.to_string().as_bytes()).await;
        assert_eq!(counts(&imported(&house, &url, "update").await), (0, 1, 0));
        assert_eq!(stored(&house, amara).version, after.version);
    });
}

#[test]
fn stop_does_not_start_where_it_would_stop_and_stops_at_a_newcomer() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = checked(&house, "Customers", "users.json", &sample()).await;
        let page = house.post(&url, &[("on_existing", "stop")]).await.expect(422);
        assert!(page.shows("this would stop at once"));
        let users = json!([{ "email": "ida@farm.example" }, { "email": "olu@farm.example" }]).to_string();
        let first = checked(&house, "Customers", "users.json", users.as_bytes()).await;
        let second = checked(&house, "Customers", "users.json", users.as_bytes()).await;
        assert_eq!(counts(&imported(&house, &first, "stop").await), (2, 0, 0));
        let job = imported(&house, &second, "stop").await;
        assert_eq!((job.status, counts(&job)), (JobStatus::Failed, (0, 0, 0)));
        assert!(job.failure.unwrap().contains("row 1: ida@farm.example"));
        let failed = described(&house, "fui");
        assert!(failed.len() == 1 && failed[0].starts_with("Import users.json: Stopped at row 1"), "{failed:?}");
    });
}

#[test]
fn a_worker_that_dies_leaves_nothing_twice() {
    on_both(|house| async move {
        house.sign_in().await;
        let mut text = String::new();
        for n in 0..2_200 {
            // Every hundredth is wrong, and the last is the first again, two chunks later.
            let email = if n % 100 == 99 { "wrong".to_owned() } else { format!("u{}@farm.example", n % 2_199) };
            let email = if n == 2_198 { "u0@farm.example".to_owned() } else { email };
            text.push_str(&json!({ "email": email, "user_id": format!("u{n}") }).to_string());
            text.push('\n');
        }
        let url = checked(&house, "Customers", "users.ndjson", text.as_bytes()).await;
        assert_eq!(counts(&check_of(&house, &url)), (2_177, 0, 23));
        house.post(&url, &[]).await.expect(303);
        let id = job(&house, &url).id;
        // The first chunk is done; its worker dies while it writes the rejects of the second, and its lease runs out.
        let site = house.app.site();
        let now = house.app.now();
        let claim = worker::claim(&site, Times { now, beat: now }).unwrap().unwrap();
        worker::advance(&site, &claim, Times { now, beat: now }, || ()).unwrap();
        assert_eq!(job(&house, &url).done(), 1_000);
        let path = house.app.files().join(format!("{id}.rejects"));
        let mut rejects = std::fs::read(&path).unwrap();
        rejects.extend(b"{\"row\": 7, half a line");
        std::fs::write(&path, rejects).unwrap();
        house.app.work_until_idle().unwrap();
        let job = job(&house, &url);
        assert_eq!((job.status, counts(&job)), (JobStatus::Completed, (2_177, 0, 23)), "{:?}", job.failure);
        let rejects = house.get(&format!("/dashboard/northwind/jobs/{id}/rejects")).await.expect(200);
        assert_eq!(rejects.body.lines().count(), 23);
        assert!(rejects.body.contains("DUPLICATED_USER"));
        for user in ["auth0|u0", "auth0|u2197"] {
            only_event(&house, user, "sapi");
        }
        assert_eq!(described(&house, "sui"), ["Import users.ndjson"]);
    });
}

#[test]
fn what_is_no_file_of_users_is_refused_and_not_kept() {
    on_both(|house| async move {
        house.sign_in().await;
        for (bytes, words) in [
            (b"PK\x03\x04".as_slice(), "This is a zip file"),
            (b"", "The file is empty."),
            (b" \n ", "The file is empty."),
            (b"email\xe4,x", "is not UTF-8"),
        ] {
            let page = house.upload(URL, &[("connection", "Customers")], ("x.json", bytes)).await.expect(422);
            assert!(page.shows(words), "{words}");
        }
        let page = house.upload(URL, &[("connection", "Google")], ("x.json", b"[]")).await.expect(422);
        assert!(page.shows("Choose a connection whose users are kept here."));
        let page = house.upload(URL, &[("connection", "Customers")], ("", b"")).await.expect(422);
        assert!(page.shows("Choose a file."));
        house.post(URL, &[("connection", "Customers")]).await.expect(415);
        // A form of another page's token is not read to its file.
        let token = house.token();
        house.set_token("not this session's");
        house.upload(URL, &[("connection", "Customers")], ("x.json", b"[{}]")).await.expect(403);
        house.set_token(&token);
        assert_eq!(house.files(), Vec::<String>::new());
    });
}

#[test]
fn a_user_manager_imports_no_app_metadata() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::UserManager).await;
        let url = checked(&house, "Customers", "users.json", &sample()).await;
        assert_eq!(
            counts(&check_of(&house, &url)),
            (2, 1, 2),
            "the second Ida has none, and takes the place of the first"
        );
        let page = house.get(&url).await.expect(200);
        assert!(page.shows("Your role may not set app_metadata."));
    });
}
