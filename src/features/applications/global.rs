//! The client id under which programs keep what holds for all applications of a tenant, such as its login page. No
//! application has it.

use crate::model::tenant::TenantId;
use crate::security::token;

/// The client id, the same for ever.
pub fn id(tenant: &TenantId) -> String {
    token::hash(&format!("{tenant}/all-applications"))[..32].to_owned()
}
