//! Tickets: the single-use links that were mailed.

use super::db::Tx;
use super::schema::tickets as table;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::tenant::TenantId;
use crate::model::ticket::{Ticket, TicketKind};
use crate::model::user::UserId;
use diesel::prelude::*;

/// Adds a ticket.
pub fn insert(tx: &mut Tx, tenant: &TenantId, ticket: &Ticket) -> Result<()> {
    diesel::insert_into(table::table)
        .values((
            table::tenant_id.eq(tenant.as_str()),
            table::token_hash.eq(&ticket.token_hash),
            table::kind.eq(ticket.kind.as_str()),
            table::user_id.eq(ticket.user_id.as_str()),
            table::email.eq(&ticket.email),
            table::created_at.eq(ticket.created_at),
            table::expires_at.eq(ticket.expires_at),
            table::used_at.eq(ticket.used_at),
            table::result_url.eq(ticket.result_url.as_deref()),
            table::verifies_email.eq(ticket.verifies_email),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// A ticket of a kind by the hash of its secret.
pub fn find(tx: &mut Tx, tenant: &TenantId, token_hash: &str, kind: TicketKind) -> Result<Option<Ticket>> {
    type Row = (String, String, String, Timestamp, Timestamp, Option<Timestamp>, Option<String>, bool);
    let row: Option<Row> = table::table
        .find((tenant.as_str(), token_hash))
        .filter(table::kind.eq(kind.as_str()))
        .select((
            table::token_hash,
            table::user_id,
            table::email,
            table::created_at,
            table::expires_at,
            table::used_at,
            table::result_url,
            table::verifies_email,
        ))
        .first(tx.conn())
        .optional()?;
    let ticket =
        |(token_hash, user_id, email, created_at, expires_at, used_at, result_url, verifies_email): Row| Ticket {
            token_hash,
            kind,
            user_id: UserId::from_text(user_id),
            email,
            created_at,
            expires_at,
            used_at,
            result_url,
            verifies_email,
        };
    Ok(row.map(ticket))
}

/// Marks a ticket as used; answers whether it was still unused.
pub fn consume(tx: &mut Tx, tenant: &TenantId, token_hash: &str, at: Timestamp) -> Result<bool> {
    let target = table::table.find((tenant.as_str(), token_hash)).filter(table::used_at.is_null());
    Ok(diesel::update(target).set(table::used_at.eq(at)).execute(tx.conn())? == 1)
}

/// Withdraws a user's unused tickets of a kind, so that only the newest link works.
pub fn withdraw(tx: &mut Tx, tenant: &TenantId, user: &UserId, kind: TicketKind) -> Result<()> {
    let target = table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())))
        .filter(table::kind.eq(kind.as_str()).and(table::used_at.is_null()));
    diesel::delete(target).execute(tx.conn())?;
    Ok(())
}
