//! Giving users who are there already what the schema calls upsertable: metadata is replaced as a whole, an imported
//! password only until its user has signed in with it.

use super::batch::Candidate;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::import::ImportedUser;
use crate::model::log_event::FieldChange;
use crate::model::user::{User, UserId};
use crate::store::import_matches::Owner;
use crate::store::{Tx, identities, password_credentials, users};
use serde_json::Value;

/// Updates them in the order in which everybody locks; answers with how many changed.
pub fn update(tx: &mut Tx, context: &Context, existing: &[(&Candidate, Owner)]) -> Result<usize> {
    let mut existing: Vec<(&UserId, &ImportedUser)> =
        existing.iter().map(|(candidate, owner)| (&owner.user, &candidate.user)).collect();
    existing.sort_by_key(|(id, _)| *id);
    let mut changed = 0;
    for (id, new) in existing {
        changed += usize::from(one(tx, context, id, new)?);
    }
    Ok(changed)
}

fn one(tx: &mut Tx, context: &Context, id: &UserId, new: &ImportedUser) -> Result<bool> {
    let before = match users::find_for_update(tx, &context.tenant, id) {
        // Deleted a moment ago: the next reading of the file finds nobody in the way.
        Err(Error::NotFound(_)) => return Err(Error::Contended),
        other => other?,
    };
    let user = merged(&before, new);
    let mut diff = differences(&before, &user);
    if replace_password(tx, context, id, new)? {
        diff.push(audit::change("password", "*****", "*****"));
    }
    if diff.is_empty() {
        return Ok(false);
    }
    let user = User { updated_at: context.now, ..user };
    users::update(tx, &context.tenant, &user)?;
    let description = "Update a User by import".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })?;
    Ok(true)
}

fn merged(before: &User, new: &ImportedUser) -> User {
    let attributes = new.attributes.clone();
    let keep = |new: Option<String>, old: &Option<String>| new.or_else(|| old.clone());
    User {
        email_verified: new.email_verified.unwrap_or(before.email_verified),
        name: keep(attributes.name, &before.name),
        given_name: keep(attributes.given_name, &before.given_name),
        family_name: keep(attributes.family_name, &before.family_name),
        nickname: keep(attributes.nickname, &before.nickname),
        picture: keep(attributes.picture, &before.picture),
        user_metadata: new.user_metadata.clone().unwrap_or_else(|| before.user_metadata.clone()),
        app_metadata: new.app_metadata.clone().unwrap_or_else(|| before.app_metadata.clone()),
        ..before.clone()
    }
}

fn differences(before: &User, after: &User) -> Vec<FieldChange> {
    let object = |object: &crate::model::JsonObject| Value::Object(object.clone());
    audit::changes([
        ("email_verified", before.email_verified.into(), after.email_verified.into()),
        ("name", before.name.clone().into(), after.name.clone().into()),
        ("given_name", before.given_name.clone().into(), after.given_name.clone().into()),
        ("family_name", before.family_name.clone().into(), after.family_name.clone().into()),
        ("nickname", before.nickname.clone().into(), after.nickname.clone().into()),
        ("picture", before.picture.clone().into(), after.picture.clone().into()),
        ("user_metadata", object(&before.user_metadata), object(&after.user_metadata)),
        ("app_metadata", object(&before.app_metadata), object(&after.app_metadata)),
    ])
}

fn replace_password(tx: &mut Tx, context: &Context, id: &UserId, new: &ImportedUser) -> Result<bool> {
    let Some(password) = &new.password else { return Ok(false) };
    let primary = identities::of_user(tx, &context.tenant, id)?.into_iter().next();
    let primary = primary.ok_or_else(|| Error::internal("a user without an identity"))?;
    let imported = Value::Object(password.clone()).to_string();
    match password_credentials::find(tx, &context.tenant, &primary)? {
        None => {
            password_credentials::insert_imported(tx, &context.tenant, &[(primary, imported)], context.now)?;
            Ok(true)
        }
        Some(kept) if kept.imported.is_none() || kept.imported.as_ref() == Some(&imported) => Ok(false),
        Some(_) => password_credentials::replace_imported(tx, &context.tenant, &primary, &imported),
    }
}
