//! Browsers in which a user need not give a second factor for a while.

use super::bulk::insert_all;
use super::db::Tx;
use super::schema::remembered_browsers as table;
use crate::error::Result;
use crate::model::factor::RememberedBrowser;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

/// Adds browsers to their users.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[(UserId, RememberedBrowser)]) -> Result<()> {
    insert_all!(tx, table::table, all, |(user, browser)| Ok((
        table::tenant_id.eq(tenant.as_str()),
        table::token_hash.eq(&browser.token_hash),
        table::user_id.eq(user.as_str()),
        table::created_at.eq(browser.created_at),
        table::expires_at.eq(browser.expires_at),
        table::ip.eq(&browser.ip),
        table::user_agent.eq(&browser.user_agent),
    )));
    Ok(())
}

/// Forgets all browsers of a user and answers how many there were.
pub fn forget(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<usize> {
    let mine = table::table.filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())));
    Ok(diesel::delete(mine).execute(tx.conn())?)
}
