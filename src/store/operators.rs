//! Operators, their password hashes and their places in tenants.

use super::db::Tx;
use super::dialect;
use super::operator_sessions::OperatorSession;
use super::schema::{operator_memberships, operator_sessions, operators, tenants};
use super::tenants::TenantRow;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::operator::{Operator, OperatorRole};
use crate::model::tenant::{Tenant, TenantId};
use crate::model::time_zone::TimeZone;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = operators)]
pub(super) struct OperatorRow {
    operator_id: String,
    email: String,
    name: String,
    is_demo: bool,
    created_at: Timestamp,
    time_zone: String,
}

impl From<OperatorRow> for Operator {
    fn from(row: OperatorRow) -> Self {
        Self {
            id: row.operator_id,
            email: row.email,
            name: row.name,
            is_demo: row.is_demo,
            created_at: row.created_at,
            time_zone: row.time_zone.into(),
        }
    }
}

/// An operator by email (lower-cased), with the hash of their password if they have one.
pub fn by_email(tx: &mut Tx, email: &str) -> Result<Option<(Operator, Option<String>)>> {
    let row: Option<(OperatorRow, Option<String>)> = operators::table
        .filter(operators::email.eq(email))
        .select((OperatorRow::as_select(), operators::password_hash))
        .first(tx.conn())
        .optional()?;
    Ok(row.map(|(operator, hash)| (operator.into(), hash)))
}

/// The operator that came with the demo data, if there is one.
pub fn demo(tx: &mut Tx) -> Result<Option<Operator>> {
    let row: Option<OperatorRow> = operators::table
        .filter(operators::is_demo.eq(true))
        .order(operators::email)
        .select(OperatorRow::as_select())
        .first(tx.conn())
        .optional()?;
    Ok(row.map(Operator::from))
}

/// Adds an operator.
pub fn insert(tx: &mut Tx, operator: &Operator, password_hash: Option<&str>) -> Result<()> {
    diesel::insert_into(operators::table)
        .values((
            operators::operator_id.eq(&operator.id),
            operators::email.eq(&operator.email),
            operators::name.eq(&operator.name),
            operators::password_hash.eq(password_hash),
            operators::is_demo.eq(operator.is_demo),
            operators::created_at.eq(operator.created_at),
            operators::time_zone.eq(operator.time_zone.name()),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Sets the clock by which an operator reads times; answers whether it was another one before.
pub fn set_time_zone(tx: &mut Tx, operator: &str, zone: TimeZone) -> Result<bool> {
    let other = operators::table.find(operator).filter(operators::time_zone.ne(zone.name()));
    Ok(diesel::update(other).set(operators::time_zone.eq(zone.name())).execute(tx.conn())? == 1)
}

/// Gives an operator a place in a tenant, or another role there.
pub fn set_membership(tx: &mut Tx, operator: &str, tenant: &TenantId, role: OperatorRole) -> Result<()> {
    let target = operator_memberships::table.find((tenant.as_str(), operator));
    let changed = diesel::update(target).set(operator_memberships::role.eq(role.as_str())).execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(operator_memberships::table)
            .values((
                operator_memberships::tenant_id.eq(tenant.as_str()),
                operator_memberships::operator_id.eq(operator),
                operator_memberships::role.eq(role.as_str()),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Holds a tenant's memberships until the transaction ends, so that whoever counts its owners counts alone.
pub fn lock_memberships(tx: &mut Tx, tenant: &TenantId) -> Result<()> {
    Ok(dialect::lock_tenant(tx, tenant.as_str())?)
}

/// Takes an operator's place in a tenant away.
pub fn remove_membership(tx: &mut Tx, operator: &str, tenant: &TenantId) -> Result<()> {
    diesel::delete(operator_memberships::table.find((tenant.as_str(), operator))).execute(tx.conn())?;
    Ok(())
}

/// Notes that an operator signed in.
pub fn signed_in(tx: &mut Tx, operator: &str, at: Timestamp) -> Result<()> {
    diesel::update(operators::table.find(operator)).set(operators::last_sign_in_at.eq(at)).execute(tx.conn())?;
    Ok(())
}

/// Stores the hash of an operator's password.
pub fn set_password_hash(tx: &mut Tx, operator: &str, hash: &str) -> Result<()> {
    diesel::update(operators::table.find(operator)).set(operators::password_hash.eq(Some(hash))).execute(tx.conn())?;
    Ok(())
}

/// An operator, and what they are in which tenants.
pub type WithTenants = (Operator, Vec<(Tenant, OperatorRole)>);

/// An operator with one of their tenants, if they have any.
type PlaceRow = (OperatorRow, Option<String>, Option<TenantRow>);

/// A session with whoever is signed in with it, and one of their tenants.
type SessionRow = (OperatorSession, Option<OperatorRow>, Option<String>, Option<TenantRow>);

/// Tenants of one operator that are read at once.
pub const MOST_TENANTS: usize = 200;

/// An operator by id, with the tenants they have a place in, by name, and their role there (at most [`MOST_TENANTS`] and
/// one more, which tells that there are others).
pub fn find_with_tenants(tx: &mut Tx, id: &str) -> Result<Option<WithTenants>> {
    let rows: Vec<PlaceRow> = operators::table
        .left_join(operator_memberships::table.on(operator_memberships::operator_id.eq(operators::operator_id)))
        .left_join(tenants::table.on(tenants::tenant_id.eq(operator_memberships::tenant_id)))
        .filter(operators::operator_id.eq(id))
        .order((tenants::name, tenants::tenant_id))
        .limit(MOST_TENANTS as i64 + 1)
        .select((OperatorRow::as_select(), operator_memberships::role.nullable(), Option::<TenantRow>::as_select()))
        .load(tx.conn())?;
    Ok(with_tenants(rows))
}

/// The same of whoever is signed in with a session, by the hash of its id: one statement, because every page begins with it.
pub fn find_with_session(tx: &mut Tx, id_hash: &str) -> Result<Option<(OperatorSession, Option<WithTenants>)>> {
    let rows: Vec<SessionRow> = operator_sessions::table
        .left_join(operators::table.on(operator_sessions::operator_id.eq(operators::operator_id.nullable())))
        .left_join(
            operator_memberships::table
                .on(operator_memberships::operator_id.nullable().eq(operator_sessions::operator_id)),
        )
        .left_join(tenants::table.on(tenants::tenant_id.eq(operator_memberships::tenant_id)))
        .filter(operator_sessions::id_hash.eq(id_hash))
        .order((tenants::name, tenants::tenant_id))
        .limit(MOST_TENANTS as i64 + 1)
        .select((
            OperatorSession::as_select(),
            Option::<OperatorRow>::as_select(),
            operator_memberships::role.nullable(),
            Option::<TenantRow>::as_select(),
        ))
        .load(tx.conn())?;
    let mut session = None;
    let mut places = Vec::with_capacity(rows.len());
    for (row, operator, role, tenant) in rows {
        session.get_or_insert(row);
        places.extend(operator.map(|operator| (operator, role, tenant)));
    }
    Ok(session.map(|session| (session, with_tenants(places))))
}

fn with_tenants(rows: Vec<PlaceRow>) -> Option<WithTenants> {
    let mut operator = None;
    let mut places = Vec::new();
    for (row, role, tenant) in rows {
        operator.get_or_insert_with(|| Operator::from(row));
        places.extend(tenant.zip(role.and_then(|r| OperatorRole::parse(&r))).map(|(t, role)| (Tenant::from(t), role)));
    }
    operator.map(|operator| (operator, places))
}

/// What an operator is in a tenant; none when they have no place there.
pub fn role_in(tx: &mut Tx, operator: &str, tenant: &TenantId) -> Result<Option<OperatorRole>> {
    let place = operator_memberships::table.find((tenant.as_str(), operator));
    let role: Option<String> = place.select(operator_memberships::role).first(tx.conn()).optional()?;
    Ok(role.as_deref().and_then(OperatorRole::parse))
}

/// The email addresses of a tenant's owners.
pub fn owner_emails(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<String>> {
    Ok(operators::table
        .inner_join(operator_memberships::table.on(operator_memberships::operator_id.eq(operators::operator_id)))
        .filter(operator_memberships::tenant_id.eq(tenant.as_str()))
        .filter(operator_memberships::role.eq(OperatorRole::Owner.as_str()))
        .select(operators::email)
        .load(tx.conn())?)
}
