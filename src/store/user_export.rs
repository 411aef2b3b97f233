//! Whole users in bulk, oldest first: what exports read.

use super::db::Tx;
use super::dialect::search as dialect;
use super::user_selection::{self, Found, Selection, Stretch};
use super::users::UserRow;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::tenant::TenantId;
use crate::model::user::User;
use std::time::Duration;

/// The next users of a stretch.
pub fn after(tx: &mut Tx, tenant: &TenantId, selection: &Selection, stretch: &Stretch) -> Result<Found<User>> {
    let columns = |_: &mut _| "u.*".to_owned();
    let found = user_selection::found(tx, tenant, selection, stretch, columns, UserRow::place)?;
    let users = found.users.into_iter().map(UserRow::into_user).collect::<Result<_>>()?;
    Ok(Found { users, next: found.next })
}

/// How many users of a selection existed at an instant, within a time.
pub fn count(tx: &mut Tx, tenant: &TenantId, selection: &Selection, at: Timestamp, budget: Duration) -> Result<i64> {
    let (mut statement, before, from) = user_selection::all_of(tx, tenant, selection, at, budget)?;
    statement.text = format!("{before}SELECT count(*) AS n{from}");
    dialect::too_slow(statement.once().number(tx))
}
