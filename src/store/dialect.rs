//! What the two databases say differently, and what diesel's errors mean.

pub(in crate::store) mod search;

use super::connection::AnyConnection;
use super::db::Tx;
use crate::error::{Error, FieldErrors};
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The unique indexes a person can run into: name (PostgreSQL reports it), columns (SQLite does), field and words.
const UNIQUE: &[(&str, &str, &str, &str)] = &[
    (
        "identities_login_email",
        "identities.login_email",
        "email",
        "A user with this email address already exists in this connection.",
    ),
    (
        "identities_login_username",
        "identities.login_username",
        "username",
        "A user with this username already exists in this connection.",
    ),
    ("identities_pkey", "identities.provider_user_id", "user_id", "This identity already belongs to a user."),
    ("users_pkey", "users.user_id", "user_id", "A user with this id already exists."),
    ("roles_name", "roles.name", "name", "A role with this name already exists."),
    ("applications_name", "applications.name", "name", "An application with this name already exists."),
    ("connections_name", "connections.name", "name", "A connection with this name already exists."),
    (
        "resource_servers_identifier",
        "resource_servers.identifier",
        "identifier",
        "An API with this identifier already exists.",
    ),
    ("permissions_pkey", "permissions.name", "permission", "This API already has a permission of this name."),
    ("tenants_pkey", "tenants.tenant_id", "slug", "A tenant with this short name already exists."),
    (
        "client_grants_pair",
        "client_grants.resource_server_id",
        "client_id",
        "A resource with the same identifier already exists.",
    ),
    ("user_views_name", "user_views.name", "name", "A view with this name already exists."),
    ("operators_email", "operators.email", "email", "An operator with this email address already exists."),
];

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound("record"),
            DieselError::DatabaseError(kind, info) => from_database(kind, info.as_ref()),
            other => Self::internal(other),
        }
    }
}

fn from_database(
    kind: DatabaseErrorKind,
    info: &(dyn diesel::result::DatabaseErrorInformation + Send + Sync),
) -> Error {
    let message = info.message();
    match kind {
        DatabaseErrorKind::UniqueViolation => unique_violation(info.constraint_name(), message),
        DatabaseErrorKind::SerializationFailure => Error::Contended,
        // What the row refers to was there when the verb looked and has been deleted since.
        DatabaseErrorKind::ForeignKeyViolation => Error::Conflict,
        DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
            Error::Unavailable(message.into())
        }
        _ if message.contains("deadlock detected") || message.contains("database is locked") => Error::Contended,
        _ if [
            "server closed the connection",
            "terminating connection",
            "lock timeout",
            "statement timeout",
            "no connection to the server",
            "the database system is",
            "database or disk is full",
            "SSL connection has been closed",
            "could not receive data",
            "disk I/O error",
        ]
        .iter()
        .any(|sign| message.contains(sign)) =>
        {
            Error::Unavailable(message.into())
        }
        _ => Error::Internal(format!("{kind:?}: {message}")),
    }
}

fn unique_violation(constraint: Option<&str>, message: &str) -> Error {
    let hit = UNIQUE.iter().find(|(name, column, _, _)| match constraint {
        Some(constraint) => *name == constraint,
        None => message.split([' ', ',']).any(|word| word == *column),
    });
    match hit {
        Some((_, _, field, words)) => Error::Invalid(FieldErrors::taken(*field, *words)),
        None => Error::Internal(format!("unexpected unique violation: {} {message}", constraint.unwrap_or_default())),
    }
}

/// Counts what a connection executes, transaction control apart, and traces it with the name of its database.
pub(in crate::store) fn count_statements(conn: &mut AnyConnection, counter: &Arc<AtomicU64>, database: &str) {
    let (counter, database) = (Arc::clone(counter), database.to_owned());
    let count = move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event
            && !Head::of(query).is_transaction_control()
        {
            counter.fetch_add(1, Ordering::Relaxed);
            tracing::trace!(target: "gatehouse::sql", database, "{query}");
        }
    };
    let boxed: Box<dyn Instrumentation> = Box::new(count);
    match conn {
        AnyConnection::Sqlite(c) => c.set_instrumentation(boxed),
        AnyConnection::Postgres(c) => c.set_instrumentation(boxed),
    }
}

/// How a statement begins. Spelling it out with all its binds would take longer than many a statement.
#[derive(Default)]
struct Head(String);

impl Head {
    const LENGTH: usize = 16;

    fn of(query: impl std::fmt::Display) -> Self {
        let mut head = Self::default();
        // It breaks off by an error, which is meant.
        let _broken_off = write!(head, "{query}");
        head
    }

    fn is_transaction_control(&self) -> bool {
        let words = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET LOCAL", "SELECT 1"];
        words.iter().any(|word| self.0.starts_with(word))
    }
}

impl Write for Head {
    fn write_str(&mut self, part: &str) -> std::fmt::Result {
        self.0.extend(part.chars().take(Self::LENGTH));
        if self.0.len() < Self::LENGTH { Ok(()) } else { Err(std::fmt::Error) }
    }
}

/// Takes the row lock of a user until the transaction ends. SQLite has one writer at a time and needs none.
pub fn lock_user(tx: &mut Tx, tenant: &str, user: &str) -> QueryResult<()> {
    lock(tx, "SELECT 1 FROM users WHERE tenant_id = $1 AND user_id = $2 FOR UPDATE", tenant, user)
}

/// Likewise of a tenant; the second bind repeats the first.
pub fn lock_tenant(tx: &mut Tx, tenant: &str) -> QueryResult<()> {
    lock(tx, "SELECT 1 FROM tenants WHERE tenant_id = $1 AND tenant_id = $2 FOR NO KEY UPDATE", tenant, tenant)
}

/// Likewise of many users, always in the same order, so that two such transactions do not wait for each other for ever.
pub fn lock_users(tx: &mut Tx, tenant: &str, users: &[&str]) -> QueryResult<()> {
    if let AnyConnection::Postgres(conn) = tx.conn() {
        let text = "SELECT 1 FROM users WHERE tenant_id = $1 AND user_id = ANY($2) ORDER BY user_id FOR UPDATE";
        diesel::sql_query(text)
            .bind::<diesel::sql_types::Text, _>(tenant)
            .bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>(users)
            .execute(conn)?;
    }
    Ok(())
}

/// Likewise of a role.
pub fn lock_role(tx: &mut Tx, tenant: &str, role: &str) -> QueryResult<()> {
    lock(tx, "SELECT 1 FROM roles WHERE tenant_id = $1 AND role_id = $2 FOR UPDATE", tenant, role)
}

/// Likewise of a job.
pub fn lock_job(tx: &mut Tx, tenant: &str, job: &str) -> QueryResult<()> {
    lock(tx, "SELECT 1 FROM jobs WHERE tenant_id = $1 AND job_id = $2 FOR UPDATE", tenant, job)
}

/// Likewise of a deleted user.
pub fn lock_deleted_user(tx: &mut Tx, tenant: &str, deletion: &str) -> QueryResult<()> {
    lock(tx, "SELECT 1 FROM deleted_users WHERE tenant_id = $1 AND deletion_id = $2 FOR UPDATE", tenant, deletion)
}

/// The end of a SELECT that takes a row nobody else has locked. SQLite has one writer at a time and needs none.
pub fn skip_locked(tx: &Tx) -> &'static str {
    match tx.backend() {
        super::connection::Backend::Sqlite => "",
        super::connection::Backend::Postgres => "FOR UPDATE SKIP LOCKED",
    }
}

/// Likewise of an API.
pub fn lock_resource_server(tx: &mut Tx, tenant: &str, api: &str) -> QueryResult<()> {
    lock(tx, "SELECT 1 FROM resource_servers WHERE tenant_id = $1 AND resource_server_id = $2 FOR UPDATE", tenant, api)
}

fn lock(tx: &mut Tx, statement: &str, tenant: &str, id: &str) -> QueryResult<()> {
    if let AnyConnection::Postgres(conn) = tx.conn() {
        diesel::sql_query(statement)
            .bind::<diesel::sql_types::Text, _>(tenant)
            .bind::<diesel::sql_types::Text, _>(id)
            .execute(conn)?;
    }
    Ok(())
}

/// An expression whose texts are compared byte by byte, as SQLite does by itself.
pub fn binary(tx: &Tx, expression: &str) -> String {
    match tx.backend() {
        super::connection::Backend::Sqlite => format!("({expression})"),
        super::connection::Backend::Postgres => format!("(({expression}) COLLATE \"C\")"),
    }
}

/// A text as a part of a LIKE pattern whose escape character is the backslash.
pub fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_name_the_same_field() {
        let postgres = unique_violation(Some("identities_login_email"), "duplicate key value");
        let sqlite = unique_violation(
            None,
            "UNIQUE constraint failed: identities.tenant_id, identities.connection, identities.login_email",
        );
        for error in [postgres, sqlite] {
            assert!(matches!(error, Error::Invalid(e) if !e.of("email").is_empty()));
        }
    }
}
