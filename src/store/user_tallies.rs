//! How many users there are, all of them or those of a connection, a state or a role: kept by triggers, so that it costs
//! the same at any number.

use super::db::Tx;
use super::statement::Statement;
use crate::error::Result;
use crate::model::search::Filter;
use crate::model::tenant::TenantId;
use crate::model::user::Status;

/// The number, where the tallies know it.
pub(super) fn total(tx: &mut Tx, tenant: &TenantId, filter: &Filter) -> Result<Option<i64>> {
    if let Filter::Role(id) = filter {
        let text =
            "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM role_tallies WHERE tenant_id = $1 AND role_id = $2";
        return Statement::new(text).with(tenant.as_str()).with(id.as_str()).number(tx).map(Some);
    }
    let mut statement =
        Statement::new("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM user_tallies WHERE tenant_id = $1");
    statement.bind(tenant.as_str());
    for part in filter.parts() {
        let condition = match part {
            Filter::Connection(name) => format!("connection = ${}", statement.bind(name.as_str())),
            Filter::Status(status) => flags(*status).to_owned(),
            _ => return Ok(None),
        };
        statement.text.push_str(&format!(" AND {condition}"));
    }
    statement.number(tx).map(Some)
}

/// The states are told apart as in the migration that made the tallies.
fn flags(status: Status) -> &'static str {
    match status {
        Status::Blocked => "flags & 1 = 1",
        Status::Pending => "flags & 2 = 2",
        Status::Unverified => "flags & 4 = 4",
        Status::Active => "flags = 0",
    }
}
