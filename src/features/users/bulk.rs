//! The same verb for many users: a few ticked ones at once, which can be undone; any number as a job.

use super::assign_roles::assign_roles;
use super::delete::{self, Deletion};
use super::end_sessions::end_sessions;
use super::mark_verified::mark_verified;
use super::remove_role::remove_role;
use super::{block, unblock};
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::bulk_verb::BulkVerb;
use crate::model::user::{User, UserId};
use crate::store::{Tx, operators, roles, user_roles, user_sessions, users};

/// Most users that are changed at once, in one transaction: a page of the list. More are a job.
pub const MOST_AT_ONCE: usize = 100;

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub changed: Vec<UserId>,
    /// How many were so already.
    pub unchanged: usize,
    /// How many are owners' accounts, which are left alone.
    pub protected: usize,
    /// How many are not there (any more).
    pub missing: usize,
    /// How many it cannot be done to, and why not of the first.
    pub refused: usize,
    pub why: Option<String>,
    /// Name of the role, where the verb has one.
    pub role: Option<String>,
}

/// Does it to all of them, or to none if anything goes wrong: one transaction, one log event for each user who changes.
pub fn act(tx: &mut Tx, context: &Context, verb: &BulkVerb, ids: &[UserId]) -> Result<Outcome> {
    if ids.len() > MOST_AT_ONCE {
        return Err(Error::field("user", format!("At most {MOST_AT_ONCE} users at a time.")));
    }
    let mut outcome = Outcome { role: role_name(tx, context, verb)?, ..Outcome::default() };
    // Everybody locks in the same order, so that two of these cannot wait for each other.
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    let owners = Owners::of(tx, context, verb)?;
    for id in ids {
        let done = match users::find_for_update(tx, &context.tenant, &id) {
            Ok(user) if owners.has(&user) => {
                outcome.protected += 1;
                continue;
            }
            Ok(_) => apply(tx, context, verb, &id),
            Err(other) => Err(other),
        };
        match done {
            Ok(true) => outcome.changed.push(id),
            Ok(false) => outcome.unchanged += 1,
            Err(Error::NotFound("user")) => outcome.missing += 1,
            Err(Error::Invalid(errors)) => {
                outcome.refused += 1;
                outcome.why = outcome.why.or(errors.iter().next().map(|e| e.message.clone()));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(outcome)
}

/// Does it to one; answers with whether anything changed.
pub fn apply(tx: &mut Tx, context: &Context, verb: &BulkVerb, id: &UserId) -> Result<bool> {
    Ok(match verb {
        BulkVerb::Block => block::block(tx, context, id)?.1,
        BulkVerb::Unblock => unblock::unblock(tx, context, id)?.1,
        BulkVerb::MarkVerified => mark_verified(tx, context, id, true)?.1,
        BulkVerb::AssignRole(role) => !assign_roles(tx, context, id, std::slice::from_ref(role))?.1.is_empty(),
        BulkVerb::RemoveRole(role) => remove_role(tx, context, id, role)?.2,
        BulkVerb::EndSessions => end_sessions(tx, context, id)?.1 != user_sessions::Ended::default(),
        BulkVerb::Delete => matches!(delete::delete(tx, context, id)?, Deletion::Done { .. }),
    })
}

/// Whether a user is in the wished state already.
pub fn is_settled(tx: &mut Tx, context: &Context, verb: &BulkVerb, user: &User) -> Result<bool> {
    let tenant = &context.tenant;
    Ok(match verb {
        BulkVerb::Block => user.blocked,
        BulkVerb::Unblock => !user.blocked,
        BulkVerb::MarkVerified => user.email_verified,
        BulkVerb::AssignRole(role) => !user_roles::having(tx, tenant, role, std::slice::from_ref(&user.id))?.is_empty(),
        BulkVerb::RemoveRole(role) => user_roles::having(tx, tenant, role, std::slice::from_ref(&user.id))?.is_empty(),
        BulkVerb::EndSessions => !user_sessions::any(tx, tenant, &user.id)?,
        BulkVerb::Delete => false,
    })
}

/// Name of the role a verb is about.
pub fn role_name(tx: &mut Tx, context: &Context, verb: &BulkVerb) -> Result<Option<String>> {
    verb.role().map(|id| Ok(roles::find(tx, &context.tenant, id)?.name)).transpose()
}

/// The accounts of this tenant's owners, which a bulk act does not take anything away from: nobody locks the house by
/// ticking too many boxes.
pub struct Owners(Vec<String>);

impl Owners {
    /// Those a verb leaves alone.
    pub fn of(tx: &mut Tx, context: &Context, verb: &BulkVerb) -> Result<Self> {
        let emails = if verb.takes_away() { operators::owner_emails(tx, &context.tenant)? } else { Vec::new() };
        Ok(Self(emails))
    }

    /// Whether this is one of them: by an email address that is known to be theirs.
    pub fn has(&self, user: &User) -> bool {
        let email = user.email.as_deref().filter(|_| user.email_verified).map(str::to_lowercase);
        email.is_some_and(|email| self.0.contains(&email))
    }
}
