//! Hashes of passwords that an identity had: kept only where its connection refuses them, and only so many.

use super::db::Tx;
use super::schema::{former_passwords as table, password_credentials};
use crate::error::Result;
use crate::model::identity::Identity;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

/// The hash of the password in force, if there is one, and the newest former ones; at most so many in all.
pub fn latest(tx: &mut Tx, tenant: &TenantId, identity: &Identity, most: usize) -> Result<Vec<String>> {
    let key = (tenant.as_str(), identity.provider.as_str(), identity.provider_user_id.as_str());
    let current: Option<String> =
        password_credentials::table.find(key).select(password_credentials::hash).first(tx.conn()).optional()?;
    let former: Vec<String> = table::table
        .filter(table::tenant_id.eq(key.0).and(table::provider.eq(key.1)).and(table::provider_user_id.eq(key.2)))
        .order(table::number.desc())
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(table::hash)
        .load(tx.conn())?;
    Ok(current.into_iter().chain(former).take(most).collect())
}

/// Makes the password in force a former one, before another takes its place, and forgets all but so many.
pub fn keep(tx: &mut Tx, tenant: &TenantId, identity: &Identity, most: usize) -> Result<()> {
    let key = (tenant.as_str(), identity.provider.as_str(), identity.provider_user_id.as_str());
    let mine = || {
        table::table
            .filter(table::tenant_id.eq(key.0).and(table::provider.eq(key.1)).and(table::provider_user_id.eq(key.2)))
    };
    let newest: Option<i64> = mine().select(diesel::dsl::max(table::number)).first(tx.conn())?;
    let number = newest.map_or(1, |n| n + 1);
    let current = password_credentials::table.find(key).select(password_credentials::hash);
    if let Some(hash) = current.first::<String>(tx.conn()).optional()?.filter(|_| most > 0) {
        let values = (
            table::tenant_id.eq(key.0),
            table::provider.eq(key.1),
            table::provider_user_id.eq(key.2),
            table::number.eq(number),
            table::hash.eq(hash),
        );
        diesel::insert_into(table::table).values(values).execute(tx.conn())?;
    }
    let oldest = number.saturating_sub(i64::try_from(most).unwrap_or(i64::MAX));
    diesel::delete(mine().filter(table::number.le(oldest))).execute(tx.conn())?;
    Ok(())
}
