//! The metadata editors: mistakes at their place, harmless joins, conflicts, rights.

use crate::support::house::AMARA;
use crate::support::log::new_events;
use crate::support::{House, on_both};
use gatehouse::features::users::details;
use gatehouse::http::urls;
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::{User, UserId};
use serde_json::{Value, json};

fn user(house: &House) -> User {
    house.read(|tx, c| details::header(tx, c, &UserId::from_text(AMARA))).unwrap().user
}

fn path(house: &House, part: &str) -> String {
    urls::user_part(&house.tenant(), &UserId::from_text(AMARA), part)
}

/// What a form opened now carries besides the document.
async fn opened(house: &House, part: &str) -> (String, String) {
    let form = house.get(&path(house, part)).await.expect(200);
    (form.input("version").unwrap(), form.input("original").unwrap())
}

#[test]
fn a_document_is_saved_alone_and_logged_by_key() {
    on_both(|house| async move {
        house.sign_in().await;
        let before = user(&house);
        let (version, original) = opened(&house, "user-metadata").await;
        let text = r#"{"salutation":"Dr.","language":"fr","<i>":["</textarea>"]}"#;
        let fields = [("version", version.as_str()), ("original", original.as_str()), ("user_metadata", text)];
        house.submit(&path(&house, "user-metadata"), &fields).await.expect(200);
        let after = user(&house);
        assert_eq!(Value::Object(after.user_metadata.clone()), serde_json::from_str::<Value>(text).unwrap());
        assert_eq!((after.app_metadata, after.name), (before.app_metadata, before.name));
        let page = house.submit(&path(&house, "user-metadata"), &fields).await.expect(200);
        assert!(page.shows("nothing was changed"));
        let events = new_events(&house, &UserId::from_text(AMARA));
        assert_eq!(events.len(), 1);
        assert!(events[0].diff.iter().any(|c| c.field == "user_metadata.language" && c.after == json!("fr")));
        let form = house.get(&path(&house, "user-metadata")).await.expect(200);
        assert_eq!(form.body.matches("</textarea>").count(), 1, "the document does not end its own editor");
    });
}

#[test]
fn mistakes_are_named_at_their_place_and_typing_is_kept() {
    on_both(|house| async move {
        house.sign_in().await;
        let typed = "{\n  \"a\": 1,\n  \"b\": tru\n}";
        let page = house.post(&path(&house, "user-metadata"), &[("user_metadata", typed)]).await.expect(422);
        assert!(
            page.shows("Line 3, column 10") && page.shows("\"b\": tru") && page.body.contains("data-error-line=\"3\"")
        );
        for (part, name, bad, words) in [
            ("user-metadata", "user_metadata", "[1]", "must be an object"),
            ("user-metadata", "user_metadata", r#"{"a":{"b.c":1}}"#, "may not contain"),
            ("app-metadata", "app_metadata", r#"{"email":"x"}"#, "reserved name"),
            ("app-metadata", "app_metadata", r#"{"a":"\u0000"}"#, "NUL"),
        ] {
            let page = house.post(&path(&house, part), &[(name, bad)]).await.expect(422);
            assert!(page.shows(words), "{bad}");
        }
        assert!(new_events(&house, &UserId::from_text(AMARA)).is_empty());
    });
}

#[test]
fn changes_of_different_keys_and_documents_are_joined() {
    on_both(|house| async move {
        house.sign_in().await;
        let (version, original) = opened(&house, "user-metadata").await;
        let (_, app_original) = opened(&house, "app-metadata").await;
        let mut theirs: Value = serde_json::from_str(&original).unwrap();
        theirs["language"] = json!("de");
        let mut mine: Value = serde_json::from_str(&original).unwrap();
        mine["newsletter"] = json!(false);
        for document in [theirs.to_string(), mine.to_string()] {
            let fields = [("version", version.as_str()), ("original", original.as_str()), ("user_metadata", &document)];
            house.submit(&path(&house, "user-metadata"), &fields).await.expect(200);
        }
        let fields = [
            ("version", version.as_str()),
            ("original", app_original.as_str()),
            ("app_metadata", r#"{"plan":"silver"}"#),
        ];
        house.submit(&path(&house, "app-metadata"), &fields).await.expect(200);
        let after = user(&house);
        assert_eq!(
            (&after.user_metadata["language"], &after.user_metadata["newsletter"]),
            (&json!("de"), &json!(false))
        );
        assert_eq!(Value::Object(after.app_metadata), json!({"plan": "silver"}));
    });
}

#[test]
fn the_second_to_change_a_key_is_told() {
    on_both(|house| async move {
        house.sign_in().await;
        let (version, original) = opened(&house, "user-metadata").await;
        let save = |document: &'static str| {
            vec![("version", version.clone()), ("original", original.clone()), ("user_metadata", document.to_owned())]
        };
        let post = async |fields: Vec<(&'static str, String)>| {
            let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            house.post(&path(&house, "user-metadata"), &fields).await
        };
        post(save(r#"{"language":"de"}"#)).await.expect(303);
        let page = post(save(r#"{"language":"fr","mine":1}"#)).await.expect(409);
        assert!(
            page.shows("en-NG") && page.shows("de") && page.shows("\"language\": \"fr\"") && page.shows("\"mine\": 1")
        );
        assert_eq!(user(&house).user_metadata["language"], "de");
        let (version, original) = (page.input("version").unwrap(), page.input("original").unwrap());
        let text = r#"{"language":"fr","mine":1}"#.to_owned();
        post(vec![("version", version), ("original", original), ("user_metadata", text)]).await.expect(303);
        assert_eq!(user(&house).user_metadata["language"], "fr");
    });
}

#[test]
fn a_user_manager_may_not_edit_app_metadata() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::UserManager).await;
        house.get(&path(&house, "user-metadata")).await.expect(200);
        house.get(&path(&house, "app-metadata")).await.expect(403);
        house.post(&path(&house, "app-metadata"), &[("app_metadata", "{}")]).await.expect(403);
        assert_eq!(user(&house).app_metadata["plan"], "gold");
    });
}

#[test]
fn a_profile_that_grows_beyond_what_is_advised_is_stored_and_warned_of() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = UserId::from_text(AMARA);
        let save = async |text: String| {
            let version = user(&house).version.to_string();
            let form = [("user_metadata", text.as_str()), ("version", version.as_str())];
            house.submit(&path(&house, "user-metadata"), &form).await.expect(200)
        };
        let small = json!({ "note": "x".repeat(5_000) }).to_string();
        assert!(!save(small.clone()).await.shows("below 10 KB"));
        let large = json!({ "note": "x".repeat(11_000) }).to_string();
        assert!(save(large).await.shows("applications and rules work best below 10 KB"));
        assert_eq!(user(&house).user_metadata["note"].as_str().unwrap().len(), 11_000);
        save(small).await;
        let events = new_events(&house, &amara);
        let warnings: Vec<_> = events.iter().filter(|e| e.code == "wum").collect();
        assert_eq!((events.len(), warnings.len()), (4, 1));
        assert!(warnings[0].description.as_deref().is_some_and(|d| d.contains("10 KB are advised")));
    });
}
