//! Applications of a tenant.

use super::bulk::insert_all;
use super::columns::{from_json, to_json};
use super::db::Tx;
use super::schema::applications;
use super::statement::Statement;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::application::{Application, ApplicationKind};
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

#[derive(Queryable, Selectable, QueryableByName)]
#[diesel(table_name = applications)]
pub(super) struct ApplicationRow {
    client_id: String,
    name: String,
    description: String,
    kind: String,
    callbacks: String,
    logout_urls: String,
    origins: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: i64,
}

impl ApplicationRow {
    pub(super) fn into_application(self) -> Result<Application> {
        Ok(Application {
            kind: ApplicationKind::parse(&self.kind)
                .ok_or_else(|| Error::Internal(format!("unknown kind of application: {}", self.kind)))?,
            callbacks: from_json(&self.callbacks)?,
            logout_urls: from_json(&self.logout_urls)?,
            origins: from_json(&self.origins)?,
            client_id: self.client_id,
            name: self.name,
            description: self.description,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        })
    }
}

/// All applications of a tenant, by name.
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<Application>> {
    let rows: Vec<ApplicationRow> = applications::table
        .filter(applications::tenant_id.eq(tenant.as_str()))
        .order(applications::name)
        .select(ApplicationRow::as_select())
        .load(tx.conn())?;
    rows.into_iter().map(ApplicationRow::into_application).collect()
}

/// An application by its client id.
pub fn find(tx: &mut Tx, tenant: &TenantId, client_id: &str) -> Result<Application> {
    let row: Option<ApplicationRow> = applications::table
        .find((tenant.as_str(), client_id))
        .select(ApplicationRow::as_select())
        .first(tx.conn())
        .optional()?;
    row.ok_or(Error::NotFound("application"))?.into_application()
}

/// Adds an application; it has no secret yet.
pub fn insert(tx: &mut Tx, tenant: &TenantId, application: &Application) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(application))
}

/// Adds applications.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[Application]) -> Result<()> {
    insert_all!(tx, applications::table, all, |a| Ok((
        applications::tenant_id.eq(tenant.as_str()),
        applications::client_id.eq(&a.client_id),
        applications::name.eq(&a.name),
        applications::description.eq(&a.description),
        applications::kind.eq(a.kind.as_str()),
        applications::callbacks.eq(to_json(&a.callbacks)?),
        applications::logout_urls.eq(to_json(&a.logout_urls)?),
        applications::origins.eq(to_json(&a.origins)?),
        applications::created_at.eq(a.created_at),
        applications::updated_at.eq(a.updated_at),
        applications::version.eq(a.version),
    )));
    Ok(())
}

/// The origins that a tenant's applications name.
pub fn origins(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<String>> {
    let lists: Vec<String> = applications::table
        .filter(applications::tenant_id.eq(tenant.as_str()).and(applications::origins.ne("[]")))
        .select(applications::origins)
        .load(tx.conn())?;
    let lists: Vec<Vec<String>> = lists.iter().map(|list| from_json(list)).collect::<Result<_>>()?;
    Ok(lists.into_iter().flatten().collect())
}

/// Whether an application has a secret.
pub fn has_secret(tx: &mut Tx, tenant: &TenantId, client_id: &str) -> Result<bool> {
    Ok(secret_hash(tx, tenant, client_id)?.is_some())
}

/// The hash of an application's secret, if it has one.
pub fn secret_hash(tx: &mut Tx, tenant: &TenantId, client_id: &str) -> Result<Option<String>> {
    let hash: Option<Option<String>> = applications::table
        .find((tenant.as_str(), client_id))
        .select(applications::client_secret_hash)
        .first(tx.conn())
        .optional()?;
    hash.ok_or(Error::NotFound("application"))
}

/// Sets the hash of an application's secret, or takes the secret away.
pub fn set_secret_hash(tx: &mut Tx, tenant: &TenantId, client_id: &str, hash: Option<&str>) -> Result<()> {
    let target = applications::table.find((tenant.as_str(), client_id));
    match diesel::update(target).set(applications::client_secret_hash.eq(hash)).execute(tx.conn())? {
        0 => Err(Error::NotFound("application")),
        _ => Ok(()),
    }
}

/// Saves an application's settings if its version is still the one it was read with, and moves the version on.
pub fn update(tx: &mut Tx, tenant: &TenantId, a: &Application) -> Result<()> {
    let target = applications::table.find((tenant.as_str(), &a.client_id)).filter(applications::version.eq(a.version));
    let values = (
        applications::name.eq(&a.name),
        applications::description.eq(&a.description),
        applications::kind.eq(a.kind.as_str()),
        applications::callbacks.eq(to_json(&a.callbacks)?),
        applications::logout_urls.eq(to_json(&a.logout_urls)?),
        applications::origins.eq(to_json(&a.origins)?),
        applications::updated_at.eq(a.updated_at),
        applications::version.eq(a.version + 1),
    );
    match diesel::update(target).set(values).execute(tx.conn())? {
        0 => Err(Error::Conflict),
        _ => Ok(()),
    }
}

/// Removes an application with all that hangs on it (foreign keys cascade). The history stays.
pub fn delete(tx: &mut Tx, tenant: &TenantId, client_id: &str) -> Result<()> {
    match diesel::delete(applications::table.find((tenant.as_str(), client_id))).execute(tx.conn())? {
        0 => Err(Error::NotFound("application")),
        _ => Ok(()),
    }
}

/// What goes when an application is deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub struct ApplicationCounts {
    #[diesel(sql_type = BigInt)]
    pub devices: i64,
    #[diesel(sql_type = BigInt)]
    pub grants: i64,
    #[diesel(sql_type = BigInt)]
    pub sessions: i64,
}

/// Counts what hangs on an application, in one statement.
pub fn counts(tx: &mut Tx, tenant: &TenantId, client_id: &str) -> Result<ApplicationCounts> {
    let of = |table: &str| format!("(SELECT count(*) FROM {table} t WHERE t.tenant_id = $1 AND t.client_id = $2)");
    let text = format!(
        "SELECT {} AS devices, {} AS grants, {} AS sessions",
        of("device_credentials"),
        of("grants"),
        of("user_sessions")
    );
    let counts = Statement::new(text).with(tenant.as_str()).with(client_id).first(tx)?;
    counts.ok_or(Error::NotFound("application"))
}
