//! How much belongs to a user, in one statement: for the header and the warnings of block and delete.

use super::db::Tx;
use super::statement::Statement;
use crate::error::Result;
use crate::model::Timestamp;
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
    /// Browsers in which no second factor is asked for.
    #[diesel(sql_type = BigInt)]
    pub remembered_browsers: i64,
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
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId, now: Timestamp) -> Result<UserCounts> {
    let of = |table: &str| format!("(SELECT count(*) FROM {table} t WHERE t.tenant_id = $1 AND t.user_id = $2)");
    let text = format!(
        "SELECT {} AS sessions, {} AS devices, {} AS factors, {} AS roles, {} AS direct_permissions, {} AS grants, \
         {} AND t.expires_at > $3) AS remembered_browsers, \
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
        of("remembered_browsers").trim_end_matches(')'),
    );
    let counts = Statement::new(text).with(tenant.as_str()).with(user.as_str()).with(now).first(tx)?;
    Ok(counts.unwrap_or_default())
}
