//! The keys of applications, and the proofs that have been used.

use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::{client_credentials as table, used_assertions};
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::client_credential::{ClientCredential, ProofAlgorithm};
use crate::model::tenant::TenantId;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    credential_id: String,
    client_id: String,
    name: String,
    kid: String,
    algorithm: String,
    public_key: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    expires_at: Option<Timestamp>,
}

impl Row {
    fn into_credential(self) -> Result<ClientCredential> {
        Ok(ClientCredential {
            algorithm: ProofAlgorithm::parse(&self.algorithm)
                .ok_or_else(|| Error::Internal(format!("unknown algorithm: {}", self.algorithm)))?,
            id: self.credential_id,
            client_id: self.client_id,
            name: self.name,
            kid: self.kid,
            public_key: self.public_key,
            created_at: self.created_at,
            updated_at: self.updated_at,
            expires_at: self.expires_at,
        })
    }
}

/// An application's keys, the oldest first.
pub fn of_client(tx: &mut Tx, tenant: &TenantId, client_id: &str) -> Result<Vec<ClientCredential>> {
    let rows: Vec<Row> = table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::client_id.eq(client_id)))
        .order((table::created_at, table::credential_id))
        .select(Row::as_select())
        .load(tx.conn())?;
    rows.into_iter().map(Row::into_credential).collect()
}

/// Adds a key.
pub fn insert(tx: &mut Tx, tenant: &TenantId, credential: &ClientCredential) -> Result<()> {
    let values = (
        table::tenant_id.eq(tenant.as_str()),
        table::credential_id.eq(&credential.id),
        table::client_id.eq(&credential.client_id),
        table::name.eq(&credential.name),
        table::kid.eq(&credential.kid),
        table::algorithm.eq(credential.algorithm.as_str()),
        table::public_key.eq(&credential.public_key),
        table::created_at.eq(credential.created_at),
        table::updated_at.eq(credential.updated_at),
        table::expires_at.eq(credential.expires_at),
    );
    diesel::insert_into(table::table).values(values).execute(tx.conn())?;
    Ok(())
}

/// Sets when a key expires.
pub fn set_expiry(tx: &mut Tx, tenant: &TenantId, credential: &ClientCredential) -> Result<()> {
    let values = (table::expires_at.eq(credential.expires_at), table::updated_at.eq(credential.updated_at));
    diesel::update(table::table.find((tenant.as_str(), &credential.id))).set(values).execute(tx.conn())?;
    Ok(())
}

/// Removes a key.
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    diesel::delete(table::table.find((tenant.as_str(), id))).execute(tx.conn())?;
    Ok(())
}

/// Notes that a proof has been used; answers whether this was the first time.
pub fn spend(tx: &mut Tx, tenant: &TenantId, client_id: &str, name_hash: &str, expires_at: Timestamp) -> Result<bool> {
    let first = diesel::insert_into(used_assertions::table)
        .values((
            used_assertions::tenant_id.eq(tenant.as_str()),
            used_assertions::client_id.eq(client_id),
            used_assertions::name_hash.eq(name_hash),
            used_assertions::expires_at.eq(expires_at),
        ))
        .on_conflict_do_nothing();
    let inserted = match tx.conn() {
        AnyConnection::Sqlite(conn) => first.execute(conn)?,
        AnyConnection::Postgres(conn) => first.execute(conn)?,
    };
    Ok(inserted == 1)
}
