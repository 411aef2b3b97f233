//! The single-use links with which operators choose their password.

use super::db::Tx;
use super::schema::operator_tickets as table;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::operator::OperatorTicket;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

/// Adds a ticket.
pub fn insert(tx: &mut Tx, tenant: &TenantId, ticket: &OperatorTicket) -> Result<()> {
    diesel::insert_into(table::table)
        .values((
            table::tenant_id.eq(tenant.as_str()),
            table::token_hash.eq(&ticket.token_hash),
            table::operator_id.eq(&ticket.operator_id),
            table::email.eq(&ticket.email),
            table::created_at.eq(ticket.created_at),
            table::expires_at.eq(ticket.expires_at),
            table::used_at.eq(ticket.used_at),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// A ticket by the hash of its secret.
pub fn find(tx: &mut Tx, tenant: &TenantId, token_hash: &str) -> Result<Option<OperatorTicket>> {
    type Row = (String, String, String, Timestamp, Timestamp, Option<Timestamp>);
    let row: Option<Row> = table::table
        .find((tenant.as_str(), token_hash))
        .select((
            table::token_hash,
            table::operator_id,
            table::email,
            table::created_at,
            table::expires_at,
            table::used_at,
        ))
        .first(tx.conn())
        .optional()?;
    Ok(row.map(|(token_hash, operator_id, email, created_at, expires_at, used_at)| OperatorTicket {
        token_hash,
        operator_id,
        email,
        created_at,
        expires_at,
        used_at,
    }))
}

/// Marks a ticket as used; answers whether it was still unused.
pub fn consume(tx: &mut Tx, tenant: &TenantId, token_hash: &str, at: Timestamp) -> Result<bool> {
    let target = table::table.find((tenant.as_str(), token_hash)).filter(table::used_at.is_null());
    Ok(diesel::update(target).set(table::used_at.eq(at)).execute(tx.conn())? == 1)
}

/// Withdraws the unused tickets of an operator: all of them, whichever tenant they were mailed from, or one tenant's.
pub fn withdraw(tx: &mut Tx, tenant: Option<&TenantId>, operator: &str) -> Result<()> {
    let unused = table::table.filter(table::operator_id.eq(operator)).filter(table::used_at.is_null());
    match tenant {
        Some(tenant) => diesel::delete(unused.filter(table::tenant_id.eq(tenant.as_str()))).execute(tx.conn())?,
        None => diesel::delete(unused).execute(tx.conn())?,
    };
    Ok(())
}
