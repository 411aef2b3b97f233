//! Linked accounts: what of a user's profile goes with an identity that is linked, and comes back when it is unlinked.

use super::identity::Identity;
use super::root_attributes::RootAttributes;
use super::user::{User, UserId};
use super::{JsonObject, Timestamp};
use serde_json::Value;

/// Attributes of a profile that have a field of their own in [`User`].
const OWN: [&str; 10] = [
    "email",
    "email_verified",
    "username",
    "phone_number",
    "phone_verified",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "picture",
];

impl Identity {
    /// The id of the user this identity is, or was, the primary of.
    pub fn own_user_id(&self) -> UserId {
        UserId::new(&self.provider, &self.provider_user_id)
    }
}

/// A user's attributes as one document: what a linked identity keeps of the user it was. Metadata is not part of it.
pub fn profile_data(user: &User) -> JsonObject {
    let mut out = user.profile.clone();
    let texts = [("email", &user.email), ("username", &user.username), ("phone_number", &user.phone_number)];
    for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text.clone()?))) {
        out.insert(key.to_owned(), text.into());
    }
    if user.email.is_some() {
        out.insert("email_verified".to_owned(), user.email_verified.into());
    }
    if user.phone_number.is_some() {
        out.insert("phone_verified".to_owned(), user.phone_verified.into());
    }
    out.extend(RootAttributes::of(user).to_object());
    out
}

/// The user an identity becomes again when it is unlinked: its attributes, no metadata, no logins yet.
pub fn user_of(identity: &Identity, now: Timestamp) -> User {
    let data = &identity.profile_data;
    let text = |key: &str| data.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag = |key: &str| data.get(key).and_then(Value::as_bool).unwrap_or(false);
    let root = RootAttributes::from_object(data);
    let email = text("email").or_else(|| identity.login_email.clone());
    User {
        id: identity.own_user_id(),
        connection: identity.connection.clone(),
        strategy: identity.provider.clone(),
        email_verified: flag("email_verified"),
        username: text("username").or_else(|| identity.login_username.clone()),
        phone_number: text("phone_number"),
        phone_verified: flag("phone_verified"),
        name: root.name,
        given_name: root.given_name,
        family_name: root.family_name,
        nickname: root.nickname,
        picture: root.picture,
        user_metadata: JsonObject::new(),
        app_metadata: JsonObject::new(),
        profile: data.iter().filter(|(k, _)| !OWN.contains(&k.as_str())).map(|(k, v)| (k.clone(), v.clone())).collect(),
        blocked: false,
        created_at: now,
        updated_at: now,
        last_login: None,
        last_ip: None,
        logins_count: 0,
        last_password_reset: None,
        multifactor_last_modified: None,
        version: 1,
        email,
    }
}
