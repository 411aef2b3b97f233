//! + Create Tenant: an empty house, whose owner is the operator who made it.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::resource_servers::system;
use crate::model::operator::OperatorRole;
use crate::model::tenant::Tenant;
use crate::store::{Tx, operators, tenants};

/// How long a new tenant keeps its log, in days.
const RETENTION: i32 = 30;

/// Makes the tenant that the context names, with its Management API at the address `base_of` tells. A short name that is
/// taken is an error of the field `slug`.
pub fn create(
    tx: &mut Tx,
    context: &Context,
    name: &str,
    owner: &str,
    base_of: impl Fn(&Tenant) -> String,
) -> Result<Tenant> {
    let tenant = Tenant {
        id: context.tenant.clone(),
        name: name.to_owned(),
        created_at: context.now,
        is_default: tenants::is_empty(tx)?,
        sign_in_as_user: false,
        log_retention_days: RETENTION,
        deleted_user_days: 0,
        limits_results: false,
    };
    tenants::insert(tx, &tenant)?;
    system::install(tx, &tenant.id, &base_of(&tenant), context.now)?;
    operators::set_membership(tx, owner, &tenant.id, OperatorRole::Owner)?;
    let diff = vec![
        audit::change("name", serde_json::Value::Null, name),
        audit::change("short_name", serde_json::Value::Null, tenant.id.as_str()),
    ];
    audit::record(
        tx,
        context,
        Entry { code: "sapi", description: format!("Create a Tenant: {name}"), user: None, diff },
    )?;
    Ok(tenant)
}
