//! Links that are mailed to users or handed to programs.

use super::call::Call;
use crate::features::users::send_verification_email::Link;
use crate::http::urls;

/// A fresh link to one of the pages for mailed links, at the house's own address whatever the call was sent to.
pub fn mailed<Q, B>(call: &Call<Q, B>, path: &str) -> Link {
    let public = &call.app.config.public_url;
    Link::new(&call.tenant.id, &call.tenant.name, |secret| format!("{public}{}", urls::ticket(path, secret)))
}
