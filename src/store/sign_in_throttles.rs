//! Failed operator sign-ins, counted per key (an address and email, or an address), so that they survive a restart.

use super::db::Tx;
use super::schema::sign_in_throttles::dsl;
use crate::error::Result;
use crate::model::Timestamp;
use diesel::prelude::*;

/// A counter as stored.
#[derive(Debug, Clone, Queryable)]
pub struct Throttle {
    pub key: String,
    pub failures: i32,
    pub last_failed_at: Timestamp,
    pub locked_until: Option<Timestamp>,
}

/// A counter by its key.
pub fn find(tx: &mut Tx, key: &str) -> Result<Option<Throttle>> {
    Ok(dsl::sign_in_throttles.find(key).first(tx.conn()).optional()?)
}

/// Writes a counter.
pub fn put(tx: &mut Tx, throttle: &Throttle) -> Result<()> {
    let values = (
        dsl::failures.eq(throttle.failures),
        dsl::last_failed_at.eq(throttle.last_failed_at),
        dsl::locked_until.eq(throttle.locked_until),
    );
    let changed = diesel::update(dsl::sign_in_throttles.find(&throttle.key)).set(values).execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(dsl::sign_in_throttles)
            .values((dsl::throttle_key.eq(&throttle.key), values))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Forgets a counter.
pub fn delete(tx: &mut Tx, key: &str) -> Result<()> {
    diesel::delete(dsl::sign_in_throttles.find(key)).execute(tx.conn())?;
    Ok(())
}
