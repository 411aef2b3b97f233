//! How much belongs to a user, in one statement: for the header and the warnings of block and delete.

use super::db::Tx;
use super::statement::Statement;
use crate::error::Result;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// The counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub struct UserCounts {
    #[diesel(sql_type = BigInt)]
    pub sessions: i64,
    #[diesel(sql_type = BigInt)]
    pub devices: i64,
    #[diesel(sql_type = BigInt)]
    pub factors: i64,
    #[diesel(sql_type = BigInt)]
    pub roles: i64,
    #[diesel(sql_type = BigInt)]
    pub direct_permissions: i64,
    /// Direct ones and those that come through roles, each once.
    #[diesel(sql_type = BigInt)]
    pub permissions: i64,
    #[diesel(sql_type = BigInt)]
    pub grants: i64,
}

/// Counts what belongs to a user.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<UserCounts> {
    let of = |table: &str| format!("(SELECT count(*) FROM {table} t WHERE t.tenant_id = $1 AND t.user_id = $2)");
    let text = format!(
        "SELECT {} AS sessions, {} AS devices, {} AS factors, {} AS roles, {} AS direct_permissions, {} AS grants, \
         (SELECT count(*) FROM (SELECT p.resource_server_id, p.permission_name FROM user_permissions p \
           WHERE p.tenant_id = $1 AND p.user_id = $2 \
           UNION SELECT rp.resource_server_id, rp.permission_name FROM user_roles ur \
           JOIN role_permissions rp ON rp.tenant_id = ur.tenant_id AND rp.role_id = ur.role_id \
           WHERE ur.tenant_id = $1 AND ur.user_id = $2) held) AS permissions",
        of("user_sessions"),
        of("device_credentials"),
        of("mfa_enrollments"),
        of("user_roles"),
        of("user_permissions"),
        of("grants"),
    );
    let counts = Statement::new(text).with(tenant.as_str()).with(user.as_str()).first(tx)?;
    Ok(counts.unwrap_or_default())
}
