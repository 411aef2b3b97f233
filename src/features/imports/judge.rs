//! What becomes of each user of a batch: new, there already, or in the way of another one.

use super::batch::Candidate;
use super::rejects::Reject;
use crate::error::Result;
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::model::import::{Issue, IssueCode};
use crate::model::job::Job;
use crate::store::Tx;
use crate::store::import_matches::{self, Keys, Matches, Owner};
use std::collections::HashSet;

/// What becomes of a user.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    New,
    Exists(Owner),
    Refused(Issue),
}

/// The users of a batch with their verdicts, in order; those refused are rejects.
pub struct Judged<'a> {
    pub new: Vec<&'a Candidate>,
    pub existing: Vec<(&'a Candidate, Owner)>,
    pub rejects: Vec<Reject>,
}

/// Judges a batch against the database and against itself. Users this job has written already are in the file twice.
pub fn judge<'a>(
    tx: &mut Tx,
    context: &Context,
    job: &Job,
    connection: &Connection,
    candidates: &'a [Candidate],
) -> Result<Judged<'a>> {
    let matches = import_matches::find(tx, &context.tenant, &connection.name, &connection.strategy, &keys(candidates))?;
    let owners = matches.by_email.values().chain(matches.by_username.values()).map(|owner| owner.user.as_str());
    let ids: Vec<&str> = owners.chain(matches.by_id.values().map(|id| id.as_str())).collect();
    let mine = import_matches::touched_by(tx, &context.tenant, &job.id, job.created_at, &ids)?;
    let mut seen = HashSet::new();
    let mut judged = Judged { new: Vec::new(), existing: Vec::new(), rejects: Vec::new() };
    for candidate in candidates {
        let verdict = match twice(candidate, &mut seen) {
            Some(issue) => Verdict::Refused(issue),
            None => verdict(candidate, &matches),
        };
        match verdict {
            Verdict::Exists(owner) if mine.contains(&owner.user) => {
                judged.rejects.push(candidate.reject(duplicated("email")));
            }
            Verdict::New => judged.new.push(candidate),
            Verdict::Exists(owner) => judged.existing.push((candidate, owner)),
            Verdict::Refused(issue) => judged.rejects.push(candidate.reject(issue)),
        }
    }
    Ok(judged)
}

/// What tells this user apart from others, with the member's name.
pub fn keys_of(candidate: &Candidate) -> Vec<(&'static str, &str)> {
    let user = &candidate.user;
    let keys = [
        ("email", user.email.as_ref().map(|email| email.as_str())),
        ("username", user.username.as_ref().map(|name| name.as_str())),
        ("user_id", user.user_id.as_deref()),
        ("phone_number", user.phone_number.as_deref()),
    ];
    keys.into_iter().filter_map(|(name, key)| Some((name, key?))).collect()
}

/// The words for a user who is in the file twice.
pub fn duplicated(member: &str) -> Issue {
    let message = format!("An earlier user of the file has the same {member}.");
    Issue::new(IssueCode::DuplicatedUser, member, message)
}

fn keys(candidates: &[Candidate]) -> Keys<'_> {
    let mut keys = Keys::default();
    for candidate in candidates {
        for (name, key) in keys_of(candidate) {
            match name {
                "email" => keys.emails.push(key),
                "username" => keys.usernames.push(key),
                "user_id" => keys.ids.push(key),
                _ => keys.phones.push(key),
            }
        }
    }
    keys
}

fn twice(candidate: &Candidate, seen: &mut HashSet<(&'static str, String)>) -> Option<Issue> {
    let again = keys_of(candidate).into_iter().find(|(name, key)| seen.contains(&(*name, (*key).to_owned())));
    if let Some((name, _)) = again {
        return Some(duplicated(name));
    }
    seen.extend(keys_of(candidate).into_iter().map(|(name, key)| (name, key.to_owned())));
    None
}

/// A user is there already when their email is; without one, their username. Any other key that somebody has is in the
/// way.
fn verdict(candidate: &Candidate, matches: &Matches) -> Verdict {
    let user = &candidate.user;
    let email = user.email.as_ref().map(|email| email.as_str());
    let username = user.username.as_ref().map(|name| name.as_str());
    let owner = match (email, username) {
        (Some(email), _) => matches.by_email.get(email),
        (None, Some(username)) => matches.by_username.get(username),
        (None, None) => None,
    };
    let refuse = |code, path: &str, message: &str| Verdict::Refused(Issue::new(code, path, message));
    if let Some(owner) = owner {
        if owner.position != 0 {
            let words = "This account is linked to another user; change that user instead.";
            return refuse(IssueCode::ConflictEmail, if email.is_some() { "email" } else { "username" }, words);
        }
        return Verdict::Exists(owner.clone());
    }
    if username.is_some_and(|name| matches.by_username.contains_key(name)) {
        return refuse(IssueCode::ConflictUsername, "username", "Another user of this connection has this username.");
    }
    if user.user_id.as_ref().is_some_and(|id| matches.by_id.contains_key(id)) {
        return refuse(IssueCode::Conflict, "user_id", "Another user has this id.");
    }
    if user.phone_number.as_ref().is_some_and(|phone| matches.by_phone.contains_key(phone)) {
        return refuse(IssueCode::Conflict, "phone_number", "Another user of this connection has this phone number.");
    }
    Verdict::New
}
