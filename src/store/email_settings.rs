//! Templates of mails and the provider that sends them, as programs keep them.

use super::columns::{object, to_json};
use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::{email_providers, email_templates};
use crate::error::Result;
use crate::model::JsonObject;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

/// A template; none before somebody made one.
pub fn template(tx: &mut Tx, tenant: &TenantId, name: &str) -> Result<Option<JsonObject>> {
    let settings: Option<String> = email_templates::table
        .find((tenant.as_str(), name))
        .select(email_templates::settings)
        .first(tx.conn())
        .optional()?;
    settings.map(|settings| object(&settings)).transpose()
}

/// Keeps a template.
pub fn set_template(tx: &mut Tx, tenant: &TenantId, name: &str, settings: &JsonObject) -> Result<()> {
    let settings = to_json(settings)?;
    let row = (
        email_templates::tenant_id.eq(tenant.as_str()),
        email_templates::template.eq(name),
        email_templates::settings.eq(&settings),
    );
    let insert = diesel::insert_into(email_templates::table)
        .values(row)
        .on_conflict((email_templates::tenant_id, email_templates::template))
        .do_update()
        .set(email_templates::settings.eq(&settings));
    match tx.conn() {
        AnyConnection::Sqlite(conn) => insert.execute(conn)?,
        AnyConnection::Postgres(conn) => insert.execute(conn)?,
    };
    Ok(())
}

/// The provider and its sealed credentials; none before somebody set one up.
pub fn provider(tx: &mut Tx, tenant: &TenantId) -> Result<Option<(JsonObject, String)>> {
    let row: Option<(String, String)> = email_providers::table
        .find(tenant.as_str())
        .select((email_providers::settings, email_providers::credentials))
        .first(tx.conn())
        .optional()?;
    row.map(|(settings, credentials)| Ok((object(&settings)?, credentials))).transpose()
}

/// Keeps the provider.
pub fn set_provider(tx: &mut Tx, tenant: &TenantId, settings: &JsonObject, credentials: &str) -> Result<()> {
    remove_provider(tx, tenant)?;
    let row = (
        email_providers::tenant_id.eq(tenant.as_str()),
        email_providers::settings.eq(to_json(settings)?),
        email_providers::credentials.eq(credentials),
    );
    diesel::insert_into(email_providers::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Forgets the provider; answers whether there was one.
pub fn remove_provider(tx: &mut Tx, tenant: &TenantId) -> Result<bool> {
    Ok(diesel::delete(email_providers::table.find(tenant.as_str())).execute(tx.conn())? > 0)
}
