//! The same verb for several users at once: one transaction, one log event for each user who changes.

use super::assign_roles::assign_roles;
use super::delete::{self, Deletion};
use super::remove_role::remove_role;
use super::{block, unblock};
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::store::{Tx, roles, users};

/// Most users at a time: a page of the list.
pub const MOST: usize = 100;

/// What is done to each user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    Block,
    Unblock,
    Delete,
    /// With the id of the role.
    AssignRole(String),
    RemoveRole(String),
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub changed: Vec<UserId>,
    /// How many were so already.
    pub unchanged: usize,
    /// How many are not there (any more).
    pub missing: usize,
    /// Name of the role, where the verb has one.
    pub role: Option<String>,
}

/// Does it to all of them, or to none if anything goes wrong.
pub fn act(tx: &mut Tx, context: &Context, verb: &Verb, ids: &[UserId]) -> Result<Outcome> {
    if ids.len() > MOST {
        return Err(Error::field("user", format!("At most {MOST} users at a time.")));
    }
    let role = match verb {
        Verb::AssignRole(id) | Verb::RemoveRole(id) => Some(roles::find(tx, &context.tenant, id)?),
        _ => None,
    };
    let mut outcome = Outcome { role: role.as_ref().map(|r| r.name.clone()), ..Outcome::default() };
    // Everybody locks in the same order, so that two of these cannot wait for each other.
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    for id in ids {
        match one(tx, context, verb, &id) {
            Ok(true) => outcome.changed.push(id),
            Ok(false) => outcome.unchanged += 1,
            Err(Error::NotFound(_)) => outcome.missing += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(outcome)
}

fn one(tx: &mut Tx, context: &Context, verb: &Verb, id: &UserId) -> Result<bool> {
    Ok(match verb {
        Verb::Block => block::block(tx, context, id)?.1,
        Verb::Unblock => unblock::unblock(tx, context, id)?.1,
        Verb::Delete => matches!(delete::delete(tx, context, id)?, Deletion::Done(_)),
        Verb::AssignRole(role) => !assign_roles(tx, context, id, std::slice::from_ref(role))?.1.is_empty(),
        Verb::RemoveRole(role) => remove_role(tx, context, id, role)?.2,
    })
}

/// The users that a question names, by id, and how many of the ids are nobody's.
pub fn named(tx: &mut Tx, context: &Context, ids: &[UserId]) -> Result<(Vec<User>, usize)> {
    let found = users::among(tx, &context.tenant, ids)?;
    let missing = ids.len() - found.len();
    Ok((found, missing))
}
