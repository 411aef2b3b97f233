//! The identities of users.

use super::columns::{object, to_json};
use super::db::Tx;
use super::schema::identities;
use crate::error::Result;
use crate::model::identity::Identity;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = identities)]
struct IdentityRow {
    provider: String,
    provider_user_id: String,
    connection: String,
    is_social: bool,
    position: i32,
    login_email: Option<String>,
    login_username: Option<String>,
    profile_data: String,
}

/// A user's identities, the primary first.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<Identity>> {
    let rows: Vec<IdentityRow> = identities::table
        .filter(identities::tenant_id.eq(tenant.as_str()).and(identities::user_id.eq(user.as_str())))
        .order(identities::position)
        .select(IdentityRow::as_select())
        .load(tx.conn())?;
    rows.into_iter()
        .map(|row| {
            Ok(Identity {
                profile_data: object(&row.profile_data)?,
                provider: row.provider,
                provider_user_id: row.provider_user_id,
                connection: row.connection,
                is_social: row.is_social,
                position: row.position,
                login_email: row.login_email,
                login_username: row.login_username,
            })
        })
        .collect()
}

/// Adds an identity to a user.
pub fn insert(tx: &mut Tx, tenant: &TenantId, user: &UserId, identity: &Identity) -> Result<()> {
    diesel::insert_into(identities::table)
        .values((
            identities::tenant_id.eq(tenant.as_str()),
            identities::user_id.eq(user.as_str()),
            identities::provider.eq(&identity.provider),
            identities::provider_user_id.eq(&identity.provider_user_id),
            identities::position.eq(identity.position),
            identities::connection.eq(&identity.connection),
            identities::is_social.eq(identity.is_social),
            identities::login_email.eq(identity.login_email.as_deref()),
            identities::login_username.eq(identity.login_username.as_deref()),
            identities::profile_data.eq(to_json(&identity.profile_data)?),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Changes the email an identity signs in with.
pub fn set_login_email(tx: &mut Tx, tenant: &TenantId, identity: &Identity, email: Option<&str>) -> Result<()> {
    let target = identities::table.find((tenant.as_str(), &identity.provider, &identity.provider_user_id));
    diesel::update(target).set(identities::login_email.eq(email)).execute(tx.conn())?;
    Ok(())
}

/// Gives an identity to another user, at a position that is free there; its password goes with it.
pub fn give(tx: &mut Tx, tenant: &TenantId, identity: &Identity, to: &UserId, position: i32) -> Result<()> {
    let target = identities::table.find((tenant.as_str(), &identity.provider, &identity.provider_user_id));
    let values = (
        identities::user_id.eq(to.as_str()),
        identities::position.eq(position),
        identities::profile_data.eq(to_json(&identity.profile_data)?),
    );
    diesel::update(target).set(values).execute(tx.conn())?;
    Ok(())
}
