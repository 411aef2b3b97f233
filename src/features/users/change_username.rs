//! Change Username: the name a user may sign in with besides the email address.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::model::username::Username;
use crate::store::{Tx, connections, identities, users};

/// Changes it; answers with the user and whether anything changed. Safe to repeat.
pub fn change_username(tx: &mut Tx, context: &Context, id: &UserId, typed: &str) -> Result<(User, bool)> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    let connection = connections::by_name(tx, &context.tenant, &user.connection)?;
    if !connection.requires_username() || !connection.keeps_passwords() {
        let words = format!("Users of {} sign in without a username.", connection.label());
        return Err(Error::unsupported("username", words));
    }
    let username = Username::parse(typed, connection.username_length())?;
    if user.username.as_deref() == Some(username.as_str()) {
        return Ok((user, false));
    }
    let before = user.username.replace(username.as_str().to_owned());
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let primary = identities::of_user(tx, &context.tenant, id)?.into_iter().next();
    if let Some(primary) = primary {
        identities::set_login_username(tx, &context.tenant, &primary, user.username.as_deref())?;
    }
    let diff = vec![audit::change("username", before, user.username.clone())];
    audit::record(tx, context, Entry { code: "scu", description: "Change Username".into(), user: Some(&user), diff })?;
    Ok((user, true))
}
