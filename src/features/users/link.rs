//! Link a user account: another user's identities move to this user; the rest of that user is discarded.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::users::details::{self, Header};
use crate::model::identity::Identity;
use crate::model::linking::profile_data;
use crate::model::listed_user::ListedUser;
use crate::model::paging::Start;
use crate::model::search::Mode;
use crate::model::user::{User, UserId};
use crate::store::user_list::{Query, Sort};
use crate::store::{Tx, identities, user_list, users};
use serde_json::Value;

/// How many users the search for the other account offers.
pub const OFFERED: usize = 10;

/// The user, and whom the search found to link.
pub struct Candidates {
    pub header: Header,
    pub users: Vec<ListedUser>,
    /// Whether there are more than are offered.
    pub more: bool,
}

/// Searches another user to link; an empty search finds nobody.
pub fn candidates(tx: &mut Tx, context: &Context, id: &UserId, search: &str) -> Result<Candidates> {
    let header = details::header(tx, context, id)?;
    if search.trim().is_empty() {
        return Ok(Candidates { header, users: Vec::new(), more: false });
    }
    let query = Query {
        search: search.to_owned(),
        mode: Mode::default(),
        connection: None,
        status: None,
        role: None,
        sort: Sort::Name,
        descending: false,
        size: OFFERED + 1,
        start: Start::First,
    };
    let page = user_list::page(tx, &context.tenant, &query)?;
    let mut users: Vec<_> = page.rows.into_iter().filter(|user| user.id != *id).collect();
    let more = page.has_next || users.len() > OFFERED;
    users.truncate(OFFERED);
    Ok(Candidates { header, users, more })
}

/// Links `other` to `id`. Identities (with their passwords) move; metadata, roles, permissions, devices, sessions, grants and
/// factors of `other` are discarded. Safe to repeat; the flag says whether anything changed.
pub fn link(tx: &mut Tx, context: &Context, id: &UserId, other: &UserId) -> Result<(User, bool)> {
    let tenant = &context.tenant;
    if id == other {
        return Err(Error::field("", "A user cannot be linked to themself."));
    }
    users::lock_all(tx, tenant, &[id, other])?;
    let mut user = users::find(tx, tenant, id)?;
    let before = identities::of_user(tx, tenant, id)?;
    if before.iter().any(|identity| identity.own_user_id() == *other) {
        return Ok((user, false));
    }
    let secondary = users::find(tx, tenant, other)?;
    let mut after = before.clone();
    let mut position = before.iter().map(|identity| identity.position).max().unwrap_or(0);
    for mut identity in identities::of_user(tx, tenant, other)? {
        position += 1;
        if identity.position == 0 {
            identity.profile_data.extend(profile_data(&secondary));
        }
        // Before the secondary user goes: what is still theirs goes with them.
        identities::give(tx, tenant, &identity, id, position)?;
        after.push(identity);
    }
    users::delete(tx, tenant, other)?;
    user.updated_at = context.now;
    users::update(tx, tenant, &user)?;
    let entry = Entry {
        code: "sapi",
        description: "Link a user account".into(),
        user: Some(&user),
        diff: vec![audit::change("identities", names(&before), names(&after))],
    };
    audit::record(tx, context, entry)?;
    Ok((user, true))
}

/// The identities' ids, for the log.
pub(super) fn names(identities: &[Identity]) -> Vec<Value> {
    identities.iter().map(|identity| identity.own_user_id().as_str().into()).collect()
}
