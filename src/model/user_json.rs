//! A user as JSON: exactly what the Management API returns for it, and what the Raw JSON tab shows.

use super::factor::Factor;
use super::identity::Identity;
use super::user::User;
use super::{JsonObject, iso};
use serde_json::{Value, json};

/// The profile in the API's shape: absent attributes are left out, `identities` has the primary first, what else the
/// provider sent stands at the root, and keys are in alphabetical order.
pub fn user_json(user: &User, identities: &[Identity], factors: &[Factor]) -> Value {
    let mut out = JsonObject::new();
    for (key, value) in &user.profile {
        out.insert(key.clone(), value.clone());
    }
    put_texts(&mut out, user);
    out.insert("user_id".into(), user.id.as_str().into());
    out.insert("created_at".into(), iso(user.created_at).into());
    out.insert("updated_at".into(), iso(user.updated_at).into());
    out.insert("user_metadata".into(), Value::Object(user.user_metadata.clone()));
    out.insert("app_metadata".into(), Value::Object(user.app_metadata.clone()));
    out.insert("identities".into(), identities.iter().map(identity_json).collect());
    if user.email.is_some() {
        out.insert("email_verified".into(), user.email_verified.into());
    }
    if user.phone_number.is_some() {
        out.insert("phone_verified".into(), user.phone_verified.into());
    }
    if user.blocked {
        out.insert("blocked".into(), true.into());
    }
    if user.logins_count > 0 {
        out.insert("logins_count".into(), user.logins_count.into());
    }
    let instants = [
        ("last_login", user.last_login),
        ("last_password_reset", user.last_password_reset),
        ("multifactor_last_modified", user.multifactor_last_modified),
    ];
    for (key, at) in instants.into_iter().filter_map(|(key, at)| Some((key, at?))) {
        out.insert(key.into(), iso(at).into());
    }
    let providers = providers(factors);
    if !providers.is_empty() {
        out.insert("multifactor".into(), json!(providers));
    }
    out.sort_keys();
    Value::Object(out)
}

fn put_texts(out: &mut JsonObject, user: &User) {
    let texts = [
        ("email", &user.email),
        ("username", &user.username),
        ("phone_number", &user.phone_number),
        ("name", &user.name),
        ("given_name", &user.given_name),
        ("family_name", &user.family_name),
        ("nickname", &user.nickname),
        ("picture", &user.picture),
        ("last_ip", &user.last_ip),
    ];
    for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?))) {
        out.insert(key.into(), text.as_str().into());
    }
}

fn identity_json(identity: &Identity) -> Value {
    let mut out = JsonObject::new();
    out.insert("connection".into(), identity.connection.as_str().into());
    out.insert("isSocial".into(), identity.is_social.into());
    if identity.position > 0 {
        out.insert("profileData".into(), Value::Object(identity.profile_data.clone()));
    }
    out.insert("provider".into(), identity.provider.as_str().into());
    out.insert("user_id".into(), identity.provider_user_id.as_str().into());
    Value::Object(out)
}

fn providers(factors: &[Factor]) -> Vec<&'static str> {
    let mut names: Vec<_> = factors.iter().filter_map(|f| f.kind.provider()).collect();
    names.sort_unstable();
    names.dedup();
    names
}
