//! One user of an import, as the published schema has it: the same rules as the forms of the dashboard.

use super::factor::{self, ImportedFactor};
use super::fields::Fields;
use super::issue::{Issue, IssueCode};
use crate::model::JsonObject;
use crate::model::email_address::{DOMAIN_MAX, EmailAddress, LOCAL_MAX};
use crate::model::metadata::{self, MetadataKind};
use crate::model::root_attributes::{KEYS, NAME_MAX, PART_MAX, PICTURE_MAX, RootAttributes};
use crate::model::username::{Username, UsernameLength};
use serde_json::{Value, json};

/// Longest id of a user, in characters.
const ID_MAX: usize = 255;
/// The prefix of the ids of database users; a file may have it, as exports do.
const PREFIX: &str = "auth0|";

/// What the members of a user are called, in the order the product names them.
pub const MEMBERS: [&str; 17] = [
    "email",
    "email_verified",
    "username",
    "phone_number",
    "phone_verified",
    "user_id",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "picture",
    "blocked",
    "user_metadata",
    "app_metadata",
    "password_hash",
    "custom_password_hash",
    "mfa_factors",
];

/// A user that may be imported; what the file does not say is absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportedUser {
    /// In lower case.
    pub email: Option<EmailAddress>,
    pub email_verified: Option<bool>,
    pub username: Option<Username>,
    pub phone_number: Option<String>,
    pub phone_verified: Option<bool>,
    /// Without the prefix.
    pub user_id: Option<String>,
    pub attributes: RootAttributes,
    pub blocked: Option<bool>,
    pub user_metadata: Option<JsonObject>,
    pub app_metadata: Option<JsonObject>,
    /// A `custom_password_hash`; a `password_hash` is turned into one.
    pub password: Option<JsonObject>,
    pub factors: Vec<ImportedFactor>,
}

impl ImportedUser {
    /// Reads a user and names everything that is wrong. `usernames` says how long they are where users sign in with one.
    /// Members the schema does not know are left alone. The password's hash is looked at by `security` only.
    pub fn parse(value: &Value, usernames: Option<UsernameLength>) -> Result<Self, Vec<Issue>> {
        let Value::Object(object) = value else {
            return Err(vec![Issue::new(IssueCode::InvalidType, "", "A user is an object: { … }.")]);
        };
        let mut fields = Fields::new("", object);
        let factors = factor::parse_all(&mut fields);
        let user = Self {
            email: email(&mut fields),
            email_verified: fields.boolean("email_verified"),
            username: username(&mut fields, usernames),
            phone_number: phone_number(&mut fields),
            phone_verified: fields.boolean("phone_verified"),
            user_id: user_id(&mut fields),
            attributes: attributes(&mut fields),
            blocked: fields.boolean("blocked"),
            user_metadata: document(&mut fields, MetadataKind::User),
            app_metadata: document(&mut fields, MetadataKind::App),
            password: password(&mut fields),
            factors,
        };
        if ["email", "phone_number", "username"].into_iter().all(|key| fields.get(key).is_none()) {
            let words = "A user needs an email, a phone_number or a username.";
            fields.issue(IssueCode::AnyOfMissing, "", words);
        }
        let issues = fields.into_issues();
        if issues.is_empty() { Ok(user) } else { Err(issues) }
    }
}

fn email(fields: &mut Fields) -> Option<EmailAddress> {
    let text = fields.text("email")?;
    match EmailAddress::parse(text) {
        Ok(email) => Some(email.lower_cased()),
        Err(errors) => {
            let too_long = text.rsplit_once('@').is_some_and(|(local, domain)| {
                local.chars().count() > LOCAL_MAX || domain.chars().count() > DOMAIN_MAX
            });
            let code = if too_long { IssueCode::MaxLength } else { IssueCode::Format };
            fields.issue(code, "email", errors.of("email"));
            None
        }
    }
}

fn username(fields: &mut Fields, length: Option<UsernameLength>) -> Option<Username> {
    let text = fields.text("username")?;
    let Some(length) = length else {
        let words = "Users of this connection have no username; turn usernames on in its settings, or leave this out.";
        fields.issue(IssueCode::NotPassed, "username", words);
        return None;
    };
    match Username::parse(text, length) {
        Ok(username) => Some(username),
        Err(errors) => {
            let count = text.trim().chars().count();
            let code = match count {
                n if n < length.min => IssueCode::MinLength,
                n if n > length.max => IssueCode::MaxLength,
                _ => IssueCode::Pattern,
            };
            fields.issue(code, "username", errors.of("username"));
            None
        }
    }
}

fn phone_number(fields: &mut Fields) -> Option<String> {
    let text = fields.text("phone_number")?;
    if is_phone_number(text) {
        return Some(text.to_owned());
    }
    fields.issue(IssueCode::Pattern, "phone_number", "A phone number is + and up to 15 digits, as in +447700900123.");
    None
}

/// E.164: a plus and up to 15 digits.
pub fn is_phone_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

fn user_id(fields: &mut Fields) -> Option<String> {
    let text = fields.text("user_id")?;
    let id = text.strip_prefix(PREFIX).unwrap_or(text);
    if id.is_empty() {
        fields.issue(IssueCode::MinLength, "user_id", "The id is empty; leave it out to get a new one.");
        return None;
    }
    if id.contains(|c: char| c.is_whitespace() || c.is_control() || c == '|') {
        fields.issue(IssueCode::Pattern, "user_id", "An id has no spaces, control characters or further |.");
        return None;
    }
    fields.at_most("user_id", id, ID_MAX).then(|| id.to_owned())
}

fn attributes(fields: &mut Fields) -> RootAttributes {
    let typed: Vec<(&str, &str)> = KEYS.into_iter().map(|key| (key, fields.text(key).unwrap_or_default())).collect();
    let of = |key: &str| typed.iter().find(|(name, _)| *name == key).map_or("", |(_, text)| *text);
    match RootAttributes::parse(of) {
        Ok(attributes) => attributes,
        Err(errors) => {
            for error in errors.iter() {
                let longest = match error.field.as_str() {
                    "given_name" | "family_name" => PART_MAX,
                    "picture" => PICTURE_MAX,
                    _ => NAME_MAX,
                };
                let code = match of(&error.field).trim().chars().count() {
                    n if n > longest => IssueCode::MaxLength,
                    _ if error.field == "picture" => IssueCode::Format,
                    _ => IssueCode::Pattern,
                };
                fields.issue(code, &error.field, error.message.clone());
            }
            RootAttributes::default()
        }
    }
}

fn document(fields: &mut Fields, kind: MetadataKind) -> Option<JsonObject> {
    let key = kind.as_str();
    let Some(object) = fields.get(key)?.as_object() else {
        fields.issue(IssueCode::InvalidType, key, format!("“{key}” should be an object."));
        return None;
    };
    match metadata::check(kind, object) {
        Ok(()) => Some(object.clone()),
        Err(mistake) => {
            fields.issue(IssueCode::NotPassed, key, mistake.message);
            None
        }
    }
}

fn password(fields: &mut Fields) -> Option<JsonObject> {
    if fields.get("password").is_some() {
        let words = "Passwords in clear text are not imported. Bring their hashes, or leave them out: people then choose a new one by mail.";
        fields.issue(IssueCode::NotPassed, "password", words);
    }
    let custom = fields.get("custom_password_hash");
    let hash = fields.text("password_hash");
    if custom.is_some() && fields.get("password_hash").is_some() {
        let words = "There is a password_hash and a custom_password_hash; keep one of them.";
        fields.issue(IssueCode::NotPassed, "custom_password_hash", words);
        return None;
    }
    if let Some(hash) = hash {
        let form = ["$2a$10$", "$2b$10$"].iter().find_map(|start| hash.strip_prefix(start));
        let fits = form.is_some_and(|rest| {
            rest.len() == 53 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'/')
        });
        if !fits {
            let words = "A password_hash is bcrypt of cost 10 ($2a$10$… or $2b$10$…); use custom_password_hash for anything else.";
            fields.issue(IssueCode::Pattern, "password_hash", words);
            return None;
        }
        return json!({ "algorithm": "bcrypt", "hash": { "value": hash } }).as_object().cloned();
    }
    match custom? {
        Value::Object(object) => Some(object.clone()),
        _ => {
            fields.issue(IssueCode::InvalidType, "custom_password_hash", "This should be an object.");
            None
        }
    }
}
