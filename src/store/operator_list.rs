//! The operators of a tenant: one keyset query, their number, and one of them.

use super::db::Tx;
use super::keyset::{Keyset, containing, with_key};
use super::statement::Statement;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::operator::{Operator, OperatorRole, Place};
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text, Timestamp as SqlTimestamp};

const COLUMNS: &str = "o.operator_id, o.email, o.name, o.is_demo, o.created_at, o.time_zone, o.last_sign_in_at, m.role, \
    (o.password_hash IS NOT NULL) AS has_password \
    FROM operator_memberships m JOIN operators o ON o.operator_id = m.operator_id";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    operator_id: String,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    is_demo: bool,
    #[diesel(sql_type = SqlTimestamp)]
    created_at: Timestamp,
    #[diesel(sql_type = Text)]
    time_zone: String,
    #[diesel(sql_type = Nullable<SqlTimestamp>)]
    last_sign_in_at: Option<Timestamp>,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Bool)]
    has_password: bool,
}

impl Row {
    fn into_place(self) -> Result<Place> {
        let role = OperatorRole::parse(&self.role);
        Ok(Place {
            role: role.ok_or_else(|| Error::Internal(format!("unknown role of an operator: {}", self.role)))?,
            last_sign_in: self.last_sign_in_at,
            has_password: self.has_password,
            operator: Operator {
                id: self.operator_id,
                email: self.email,
                name: self.name,
                is_demo: self.is_demo,
                created_at: self.created_at,
                time_zone: self.time_zone.into(),
            },
        })
    }
}

/// An operator's place in the list, for the address of the next page.
pub fn key_of(place: &Place) -> Key {
    Key { sort: place.operator.name.to_ascii_lowercase(), id: place.operator.id.clone() }
}

/// One page of operators whose name or email contains a text (any, when it is empty).
pub fn page(tx: &mut Tx, tenant: &TenantId, search: &str, size: usize, start: &Start) -> Result<Page<Place>> {
    let Keyset { condition, order } = Keyset::new("lower(o.name)", "o.operator_id", start, 3);
    let text = format!(
        "SELECT {COLUMNS} WHERE m.tenant_id = $1 AND {}{condition} ORDER BY {order} LIMIT {}",
        matching("$2"),
        size + 1
    );
    let statement = Statement::new(text).with(tenant.as_str()).with(containing(search));
    let rows: Vec<Row> = with_key(statement, start).load(tx)?;
    let places = rows.into_iter().map(Row::into_place).collect::<Result<_>>()?;
    Ok(Page::from_fetched(places, size, start))
}

/// How many operators have a name or an email that contains a text.
pub fn total(tx: &mut Tx, tenant: &TenantId, search: &str) -> Result<Total> {
    let text = format!(
        "SELECT count(*) AS n FROM operator_memberships m JOIN operators o ON o.operator_id = m.operator_id \
         WHERE m.tenant_id = $1 AND {}",
        matching("$2")
    );
    Ok(Total::Exactly(Statement::new(text).with(tenant.as_str()).with(containing(search)).number(tx)?))
}

fn matching(bind: &str) -> String {
    format!("(lower(o.name) LIKE {bind} ESCAPE '\\' OR lower(o.email) LIKE {bind} ESCAPE '\\')")
}

/// An operator of the tenant.
pub fn find(tx: &mut Tx, tenant: &TenantId, operator: &str) -> Result<Place> {
    let text = format!("SELECT {COLUMNS} WHERE m.tenant_id = $1 AND m.operator_id = $2");
    let row: Option<Row> = Statement::new(text).with(tenant.as_str()).with(operator).first(tx)?;
    row.ok_or(Error::NotFound("operator"))?.into_place()
}

/// The owners of the tenant.
pub fn all_owners(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<Operator>> {
    let text = format!("SELECT {COLUMNS} WHERE m.tenant_id = $1 AND m.role = 'owner' ORDER BY o.operator_id");
    let rows: Vec<Row> = Statement::new(text).with(tenant.as_str()).load(tx)?;
    rows.into_iter().map(|row| row.into_place().map(|place| place.operator)).collect()
}

/// How many owners of the tenant can sign in.
pub fn owners(tx: &mut Tx, tenant: &TenantId) -> Result<i64> {
    let text = "SELECT count(*) AS n FROM operator_memberships m JOIN operators o ON o.operator_id = m.operator_id \
                WHERE m.tenant_id = $1 AND m.role = 'owner' AND (o.password_hash IS NOT NULL OR o.is_demo)";
    Statement::new(text).with(tenant.as_str()).number(tx)
}
