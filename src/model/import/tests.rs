use super::mapping::{CellRules, Mapping};
use super::{ImportedFactor, ImportedUser, IssueCode};
use crate::model::username::UsernameLength;
use proptest::prelude::*;
use serde_json::{Value, json};

const NAMES: Option<UsernameLength> = Some(UsernameLength { min: 2, max: 15 });

fn issues(value: &Value) -> Vec<(IssueCode, String)> {
    let found = ImportedUser::parse(value, NAMES).expect_err("this should be refused");
    found.into_iter().map(|issue| (issue.code, issue.path)).collect()
}

fn refused(value: &Value, code: IssueCode, path: &str) {
    assert_eq!(issues(value), [(code, path.to_owned())], "{value}");
}

fn with(key: &str, value: Value) -> Value {
    let mut user = json!({ "email": "ida@farm.example" });
    user[key] = value;
    user
}

#[test]
fn a_whole_user_is_read() {
    let value = json!({
        "email": "Ida@Farm.Example", "email_verified": true, "username": "Ida.B", "phone_number": "+447700900123",
        "phone_verified": false, "user_id": "auth0|abc", "name": "Ida Barn", "given_name": "Ida", "family_name": "Barn",
        "nickname": "ida", "picture": "https://pics.example/ida.png", "blocked": true,
        "user_metadata": { "herd": { "cows": 12 } }, "app_metadata": { "plan": "gold" },
        "password_hash": "$2b$10$abcdefghijklmnopqrstuv1234567890123456789012345678901",
        "mfa_factors": [{ "totp": { "secret": "JBSWY3DPEHPK3PXP" } }, { "phone": { "value": "+447700900123" } }],
        "created_at": "2020-01-01T00:00:00.000Z", "identities": []
    });
    let user = ImportedUser::parse(&value, NAMES).unwrap();
    assert_eq!(user.email.as_ref().unwrap().as_str(), "ida@farm.example");
    assert_eq!(user.username.as_ref().unwrap().as_str(), "ida.b");
    assert_eq!(user.user_id.as_deref(), Some("abc"));
    assert_eq!((user.email_verified, user.blocked), (Some(true), Some(true)));
    assert_eq!(user.password.as_ref().unwrap()["algorithm"], "bcrypt");
    assert_eq!(user.factors[0], ImportedFactor::Totp("JBSWY3DPEHPK3PXP".into()));
    assert_eq!(user.user_metadata.unwrap()["herd"]["cows"], 12);
    let unprefixed = ImportedUser::parse(&with("user_id", "abc".into()), NAMES).unwrap();
    assert_eq!(unprefixed.user_id, user.user_id);
}

#[test]
fn every_code_of_the_contract_has_its_case() {
    refused(&json!({ "name": "Nobody" }), IssueCode::AnyOfMissing, "");
    refused(&json!("Ida"), IssueCode::InvalidType, "");
    refused(&with("email_verified", "yes".into()), IssueCode::InvalidType, "email_verified");
    refused(&json!({ "email": "ida" }), IssueCode::Format, "email");
    refused(&json!({ "email": format!("{}@b.example", "a".repeat(65)) }), IssueCode::MaxLength, "email");
    refused(&with("username", "a".into()), IssueCode::MinLength, "username");
    refused(&with("username", "a".repeat(16).into()), IssueCode::MaxLength, "username");
    refused(&with("username", "two words".into()), IssueCode::Pattern, "username");
    refused(&with("phone_number", "0044".into()), IssueCode::Pattern, "phone_number");
    refused(&with("user_id", "auth0|".into()), IssueCode::MinLength, "user_id");
    refused(&with("user_id", "a b".into()), IssueCode::Pattern, "user_id");
    refused(&with("given_name", "x".repeat(151).into()), IssueCode::MaxLength, "given_name");
    refused(&with("name", "two\nlines".into()), IssueCode::Pattern, "name");
    refused(&with("picture", "javascript:alert(1)".into()), IssueCode::Format, "picture");
    refused(&with("app_metadata", json!({ "email": "x" })), IssueCode::NotPassed, "app_metadata");
    refused(&with("user_metadata", json!({ "a.b": 1 })), IssueCode::NotPassed, "user_metadata");
    refused(&with("user_metadata", json!([1])), IssueCode::InvalidType, "user_metadata");
    refused(&with("password", "secret".into()), IssueCode::NotPassed, "password");
    refused(&with("password_hash", "$2y$10$abc".into()), IssueCode::Pattern, "password_hash");
    refused(&with("custom_password_hash", "x".into()), IssueCode::InvalidType, "custom_password_hash");
    refused(&with("mfa_factors", json!([])), IssueCode::ArrayLengthShort, "mfa_factors");
    refused(&with("mfa_factors", vec![json!({}); 11].into()), IssueCode::ArrayLengthLong, "mfa_factors");
    refused(&with("mfa_factors", json!([{}])), IssueCode::MfaFactorsFailed, "mfa_factors[0]");
    let bad_secret = with("mfa_factors", json!([{ "totp": { "secret": "1" } }]));
    refused(&bad_secret, IssueCode::Pattern, "mfa_factors[0].totp.secret");
    let mut both = with("password_hash", "$2b$10$abcdefghijklmnopqrstuv1234567890123456789012345678901".into());
    both["custom_password_hash"] = json!({});
    refused(&both, IssueCode::NotPassed, "custom_password_hash");
}

#[test]
fn usernames_are_for_connections_that_have_them() {
    let found = ImportedUser::parse(&with("username", "ida".into()), None).unwrap_err();
    assert_eq!((found[0].code, found[0].path.as_str()), (IssueCode::NotPassed, "username"));
}

#[test]
fn columns_find_their_members() {
    let header: Vec<String> =
        ["E-Mail", "First name", "id", "Notes", "user_metadata.plan", "email", "password"].map(str::to_owned).to_vec();
    let mapping = Mapping::guess(&header);
    assert_eq!(mapping.0, ["email", "given_name", "user_id", "", "user_metadata.plan", "", ""]);
    assert!(mapping.mistakes().is_empty());
    let wrong = Mapping(vec!["name".into(), "name".into(), "shoe_size".into(), "user_metadata.".into()]);
    let places: Vec<_> = wrong.mistakes().into_iter().map(|(column, _)| column).collect();
    assert_eq!(places, [Some(1), Some(2), Some(3), None]);
}

#[test]
fn cells_become_values() {
    let targets = ["email", "blocked", "user_metadata.herd.cows", "app_metadata.plan", "name", "custom_password_hash"];
    let mapping = Mapping(targets.map(str::to_owned).to_vec());
    let cells = ["'ida@farm.example", "Yes", "'12", "'=1+1", "", r#"{"algorithm":"md5"}"#].map(str::to_owned);
    let rules = CellRules { guarded: true, typed: true };
    let expected = json!({ "email": "ida@farm.example", "blocked": true, "user_metadata": { "herd": { "cows": 12 } },
        "app_metadata": { "plan": "=1+1" }, "custom_password_hash": { "algorithm": "md5" } });
    assert_eq!(mapping.user(&cells, rules), expected);
    assert_eq!(mapping.user(&cells, CellRules::default())["user_metadata"]["herd"]["cows"], "'12");
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_.$]{0,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Whatever stands under the names of the schema, it is read or refused with a reason.
    #[test]
    fn any_user_is_read_or_refused(members in prop::collection::btree_map(0_usize..17, json_value(), 0..17)) {
        let object = members.into_iter().map(|(n, value)| (super::MEMBERS[n].to_owned(), value)).collect();
        if let Err(issues) = ImportedUser::parse(&Value::Object(object), NAMES) {
            prop_assert!(!issues.is_empty());
            prop_assert!(issues.iter().all(|issue| !issue.message.is_empty()));
        }
    }

    /// What was accepted and written out again is the same user.
    #[test]
    fn accepted_users_are_stable(local in "[a-z0-9]{1,20}", name in "[\\PC]{0,40}", blocked: bool, cows: u32) {
        let value = json!({ "email": format!("{local}@farm.example"), "name": name, "blocked": blocked,
            "user_metadata": { "cows": cows } });
        if let Ok(user) = ImportedUser::parse(&value, NAMES) {
            let again = json!({ "email": user.email.as_ref().unwrap().as_str(), "name": user.attributes.name,
                "blocked": user.blocked, "user_metadata": user.user_metadata });
            prop_assert_eq!(ImportedUser::parse(&again, NAMES).unwrap(), user);
        }
    }
}
