//! The client that stands for all applications of a tenant: programs keep the tenant's own login page with it. It has no
//! secret, gets no tokens and is always there.

use super::{Change, ClientJson};
use crate::error::{Error, Result};
use crate::features::Tx;
use crate::features::applications::global;
use crate::features::context::Context;
use crate::http::management_api::kept_settings::{self, GlobalClient};

/// What can be set of it.
const OPEN: &[&str] = &["custom_login_page", "custom_login_page_on", "custom_login_page_preview", "form_template"];

/// Whether a client id is its.
pub fn is(context: &Context, id: &str) -> bool {
    id == global::id(&context.tenant)
}

/// It, as it is told.
pub fn read(tx: &mut Tx, context: &Context) -> Result<ClientJson> {
    let kept = kept_settings::read::<GlobalClient>(tx, context)?;
    Ok(ClientJson::of_all(&context.tenant, &global::id(&context.tenant), kept))
}

/// Changes it.
pub fn update(tx: &mut Tx, context: &Context, change: &Change) -> Result<ClientJson> {
    let sent = &change.settings.further.0;
    if change.is_of_one() || sent.keys().any(|key| !OPEN.contains(&key.as_str())) {
        return Err(refused());
    }
    kept_settings::write::<GlobalClient>(tx, context, sent)?;
    read(tx, context)
}

/// Refuses what is for single applications.
pub fn refused() -> Error {
    Error::unsupported("", "The global client can be neither changed, apart from its login page, nor deleted.")
}
