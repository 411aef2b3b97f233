//! Forget remembered browsers: the next login asks for a second factor in every one of them.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::store::{Tx, remembered_browsers, users};

/// Forgets them all. Safe to repeat: answers how many there were, none the second time.
pub fn forget_browsers(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(User, usize)> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    let forgotten = remembered_browsers::forget(tx, &context.tenant, id)?;
    if forgotten > 0 {
        let entry = Entry {
            code: "gd_update_device_account",
            description: "Forget remembered browsers".into(),
            user: Some(&user),
            diff: vec![audit::change("remembered_browsers", forgotten, 0)],
        };
        audit::record(tx, context, entry)?;
    }
    Ok((user, forgotten))
}
