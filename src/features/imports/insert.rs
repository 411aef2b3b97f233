//! Writing the new users of a batch: a few statements for all of them, and a log event for each.

use super::batch::Candidate;
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::connection::Connection;
use crate::model::factor::{Factor, FactorKind};
use crate::model::identity::Identity;
use crate::model::import::{ImportedFactor, ImportedUser};
use crate::model::user::{User, UserId};
use crate::security::seal::Sealer;
use crate::store::{Tx, identities, log_events, mfa_enrollments, password_credentials, users};
use serde_json::Value;

/// Adds them all.
pub fn insert(
    tx: &mut Tx,
    context: &Context,
    connection: &Connection,
    sealer: &Sealer,
    new: &[&Candidate],
) -> Result<()> {
    let mut rows = Rows::default();
    for candidate in new {
        rows.add(context, connection, sealer, &candidate.user)?;
    }
    let tenant = &context.tenant;
    users::insert_all(tx, tenant, &rows.users)?;
    identities::insert_all(tx, tenant, &rows.identities)?;
    password_credentials::insert_imported(tx, tenant, &rows.passwords, context.now)?;
    mfa_enrollments::insert_all(tx, tenant, &rows.factors)?;
    mfa_enrollments::set_secrets(tx, tenant, &rows.secrets)?;
    log_events::insert_all(tx, tenant, &rows.events)
}

#[derive(Default)]
struct Rows {
    users: Vec<User>,
    identities: Vec<(UserId, Identity)>,
    passwords: Vec<password_credentials::Imported>,
    factors: Vec<(UserId, Factor)>,
    /// Sealed, by the factor's id.
    secrets: Vec<(String, String)>,
    events: Vec<crate::model::log_event::LogEvent>,
}

impl Rows {
    fn add(&mut self, context: &Context, connection: &Connection, sealer: &Sealer, new: &ImportedUser) -> Result<()> {
        let identity = identity(context, connection, new);
        let user = user(context, connection, &identity, new);
        for factor in &new.factors {
            let made = made(context, factor);
            if let ImportedFactor::Totp(secret) = factor {
                let place = format!("{}/{}", context.tenant, made.id);
                self.secrets.push((made.id.clone(), sealer.seal(&place, secret)?));
            }
            self.factors.push((user.id.clone(), made));
        }
        if let Some(password) = &new.password {
            self.passwords.push((identity.clone(), Value::Object(password.clone()).to_string()));
        }
        let given = |there: bool| if there { Value::from("*****") } else { Value::Null };
        let diff = audit::changes([
            ("connection", Value::Null, connection.name.as_str().into()),
            ("email", Value::Null, user.email.clone().into()),
            ("username", Value::Null, user.username.clone().into()),
            ("phone_number", Value::Null, user.phone_number.clone().into()),
            ("blocked", false.into(), user.blocked.into()),
            ("password", Value::Null, given(new.password.is_some())),
            ("factors", 0.into(), new.factors.len().into()),
        ]);
        let entry = Entry { code: "sapi", description: "Import a User".into(), user: Some(&user), diff };
        self.events.push(audit::event(context, entry));
        self.identities.push((user.id.clone(), identity));
        self.users.push(user);
        Ok(())
    }
}

fn identity(context: &Context, connection: &Connection, new: &ImportedUser) -> Identity {
    Identity {
        provider: connection.strategy.clone(),
        provider_user_id: new.user_id.clone().unwrap_or_else(|| context.ids.of_second(context.now)),
        connection: connection.name.clone(),
        is_social: false,
        position: 0,
        login_email: new.email.as_ref().map(|email| email.as_str().to_owned()),
        login_username: new.username.as_ref().map(|name| name.as_str().to_owned()),
        profile_data: JsonObject::new(),
    }
}

fn user(context: &Context, connection: &Connection, identity: &Identity, new: &ImportedUser) -> User {
    let attributes = new.attributes.clone();
    let called =
        [&identity.login_email, &new.phone_number, &identity.login_username].into_iter().flatten().next().cloned();
    let local = new.email.as_ref().map(|email| email.local_part().to_owned());
    User {
        id: UserId::new(&identity.provider, &identity.provider_user_id),
        connection: connection.name.clone(),
        strategy: connection.strategy.clone(),
        email: identity.login_email.clone(),
        email_verified: new.email_verified.unwrap_or_default(),
        username: identity.login_username.clone(),
        phone_number: new.phone_number.clone(),
        phone_verified: new.phone_verified.unwrap_or_default(),
        name: attributes.name.or(called),
        given_name: attributes.given_name,
        family_name: attributes.family_name,
        nickname: attributes.nickname.or(local).or_else(|| identity.login_username.clone()),
        picture: attributes.picture,
        user_metadata: new.user_metadata.clone().unwrap_or_default(),
        app_metadata: new.app_metadata.clone().unwrap_or_default(),
        profile: JsonObject::new(),
        blocked: new.blocked.unwrap_or_default(),
        created_at: context.now,
        updated_at: context.now,
        last_login: None,
        last_ip: None,
        logins_count: 0,
        last_password_reset: None,
        multifactor_last_modified: (!new.factors.is_empty()).then_some(context.now),
        version: 1,
    }
}

fn made(context: &Context, factor: &ImportedFactor) -> Factor {
    let (kind, identifier) = match factor {
        ImportedFactor::Totp(_) => (FactorKind::Totp, None),
        ImportedFactor::Phone(number) => (FactorKind::Sms, Some(number.clone())),
        ImportedFactor::Email(email) => (FactorKind::Email, Some(email.clone())),
    };
    Factor {
        id: context.ids.prefixed("mfa"),
        kind,
        name: kind.label().to_owned(),
        identifier,
        enrolled_at: context.now,
        last_used_at: None,
    }
}
