//! A user with all that comes back when they are restored, as the rows it is: what the recycle bin keeps.
//!
//! Sessions, links and remembered browsers end with the deletion and stay ended. A new table that belongs to users gets a
//! row here or a word about why not in `tests/suite/features/recycle_bin.rs`. Documents outlive releases: a column that
//! is new needs `#[serde(default)]`. Rows write NULL rather than DEFAULT, see `bulk.rs`.

use super::bulk::insert_all;
use super::db::Tx;
use super::identities::{self, IdentityRow};
use super::schema::{
    applications, device_credentials, former_passwords, grants, mfa_enrollments, password_credentials, permissions,
    roles, user_permissions, user_roles,
};
use super::users::{self, UserRow};
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::identity::Identity;
use crate::model::tenant::TenantId;
use crate::model::user::{User, UserId};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = password_credentials, treat_none_as_default_value = false)]
struct PasswordRow {
    tenant_id: String,
    provider: String,
    provider_user_id: String,
    hash: String,
    changed_at: Timestamp,
    must_change: bool,
    imported: Option<String>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = former_passwords, treat_none_as_default_value = false)]
struct FormerPasswordRow {
    tenant_id: String,
    provider: String,
    provider_user_id: String,
    number: i64,
    hash: String,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = mfa_enrollments, treat_none_as_default_value = false)]
struct FactorRow {
    tenant_id: String,
    enrollment_id: String,
    user_id: String,
    kind: String,
    name: String,
    identifier: Option<String>,
    secret_hash: Option<String>,
    enrolled_at: Timestamp,
    last_used_at: Option<Timestamp>,
    secret: Option<String>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = user_roles, treat_none_as_default_value = false)]
struct RoleRow {
    tenant_id: String,
    user_id: String,
    role_id: String,
    assigned_at: Timestamp,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = user_permissions, treat_none_as_default_value = false)]
struct PermissionRow {
    tenant_id: String,
    user_id: String,
    resource_server_id: String,
    permission_name: String,
    assigned_at: Timestamp,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = device_credentials, treat_none_as_default_value = false)]
struct DeviceRow {
    tenant_id: String,
    device_id: String,
    user_id: String,
    client_id: String,
    device_name: String,
    token_hash: String,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    ip: Option<String>,
    user_agent: Option<String>,
    #[serde(default = "no_metadata")]
    metadata: String,
    #[serde(default)]
    session_id: Option<String>,
}

/// What documents of earlier releases do not say.
fn no_metadata() -> String {
    "{}".to_owned()
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = grants, treat_none_as_default_value = false)]
struct GrantRow {
    tenant_id: String,
    grant_id: String,
    user_id: String,
    client_id: String,
    audience: String,
    scopes: String,
    created_at: Timestamp,
}

/// A user's rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WholeUser {
    user: UserRow,
    identities: Vec<IdentityRow>,
    passwords: Vec<PasswordRow>,
    former_passwords: Vec<FormerPasswordRow>,
    factors: Vec<FactorRow>,
    roles: Vec<RoleRow>,
    permissions: Vec<PermissionRow>,
    devices: Vec<DeviceRow>,
    grants: Vec<GrantRow>,
}

/// How much could not come back, because what it hung on is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    pub roles: usize,
    pub permissions: usize,
    pub devices: usize,
    pub grants: usize,
}

impl WholeUser {
    /// The profile.
    pub fn user(&self) -> Result<User> {
        self.user.clone().into_user()
    }

    /// The identities, the primary first.
    pub fn identities(&self) -> Result<Vec<Identity>> {
        self.identities.iter().cloned().map(IdentityRow::into_identity).collect()
    }
}

/// Reads all of a user.
pub fn read(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<WholeUser> {
    /// The rows of a table that name the user. A macro, for diesel's tables share no trait that knows their columns.
    macro_rules! of_user {
        ($table:ident, $row:ty) => {
            $table::table
                .filter($table::tenant_id.eq(tenant.as_str()).and($table::user_id.eq(user.as_str())))
                .select(<$row>::as_select())
                .load(tx.conn())?
        };
    }
    /// The rows of a table that name an identity; likewise.
    macro_rules! of_identity {
        ($table:ident, $row:ty, $identity:expr) => {
            $table::table
                .filter($table::tenant_id.eq(tenant.as_str()).and($table::provider.eq(&$identity.provider)))
                .filter($table::provider_user_id.eq(&$identity.provider_user_id))
                .select(<$row>::as_select())
                .load::<$row>(tx.conn())?
        };
    }
    let (row, rows) = (users::row(tx, tenant, user)?, identities::rows(tx, tenant, user)?);
    let mut whole = WholeUser {
        user: row,
        identities: rows,
        passwords: Vec::new(),
        former_passwords: Vec::new(),
        factors: of_user!(mfa_enrollments, FactorRow),
        roles: of_user!(user_roles, RoleRow),
        permissions: of_user!(user_permissions, PermissionRow),
        devices: of_user!(device_credentials, DeviceRow),
        grants: of_user!(grants, GrantRow),
    };
    for identity in whole.identities()? {
        whole.passwords.extend(of_identity!(password_credentials, PasswordRow, identity));
        whole.former_passwords.extend(of_identity!(former_passwords, FormerPasswordRow, identity));
    }
    Ok(whole)
}

/// Writes all of a user who is not there, but for what hung on something that is gone.
pub fn write(tx: &mut Tx, tenant: &TenantId, mut whole: WholeUser) -> Result<LeftOut> {
    let before = (whole.roles.len(), whole.permissions.len(), whole.devices.len(), whole.grants.len());
    keep_what_holds(tx, tenant, &mut whole)?;
    let mut user = whole.user()?;
    // Forms that were open when they were deleted are of another time.
    user.version += 1;
    let owned: Vec<_> = whole.identities()?.into_iter().map(|identity| (user.id.clone(), identity)).collect();
    users::insert(tx, tenant, &user)?;
    identities::insert_all(tx, tenant, &owned)?;
    insert_all!(tx, password_credentials::table, whole.passwords, |row| Ok(row.clone()));
    insert_all!(tx, former_passwords::table, whole.former_passwords, |row| Ok(row.clone()));
    insert_all!(tx, mfa_enrollments::table, whole.factors, |row| Ok(row.clone()));
    insert_all!(tx, user_roles::table, whole.roles, |row| Ok(row.clone()));
    insert_all!(tx, user_permissions::table, whole.permissions, |row| Ok(row.clone()));
    insert_all!(tx, device_credentials::table, whole.devices, |row| Ok(row.clone()));
    insert_all!(tx, grants::table, whole.grants, |row| Ok(row.clone()));
    Ok(LeftOut {
        roles: before.0 - whole.roles.len(),
        permissions: before.1 - whole.permissions.len(),
        devices: before.2 - whole.devices.len(),
        grants: before.3 - whole.grants.len(),
    })
}

/// Leaves out the rows whose role, permission or application is not there any more.
fn keep_what_holds(tx: &mut Tx, tenant: &TenantId, whole: &mut WholeUser) -> Result<()> {
    let mut there = HashMap::new();
    for row in &whole.roles {
        let role = roles::table.find((tenant.as_str(), &row.role_id)).select(roles::role_id);
        let found: Option<String> = role.first(tx.conn()).optional()?;
        there.insert(row.role_id.clone(), found.is_some());
    }
    whole.roles.retain(|row| there.get(&row.role_id) == Some(&true));
    let mut kept = Vec::new();
    for row in whole.permissions.drain(..) {
        let key = (tenant.as_str(), &row.resource_server_id, &row.permission_name);
        let found: Option<String> =
            permissions::table.find(key).select(permissions::name).first(tx.conn()).optional()?;
        kept.extend(found.map(|_| row.clone()));
    }
    whole.permissions = kept;
    let mut there = HashMap::new();
    let applications = whole.devices.iter().map(|row| &row.client_id).chain(whole.grants.iter().map(|g| &g.client_id));
    for id in applications {
        if !there.contains_key(id) {
            let application = applications::table.find((tenant.as_str(), id)).select(applications::client_id);
            let found: Option<String> = application.first(tx.conn()).optional()?;
            there.insert(id.clone(), found.is_some());
        }
    }
    whole.devices.retain(|row| there.get(&row.client_id) == Some(&true));
    whole.grants.retain(|row| there.get(&row.client_id) == Some(&true));
    Ok(())
}
