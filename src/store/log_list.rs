//! Lists of log events: one keyset query, newest first, for History and Logs.

use super::columns::instant;
use super::connection::AnyConnection;
use super::db::Tx;
use super::log_events::LogRow;
use super::schema::log_events::{self, dsl};
use super::statement::Statement;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::log_event::LogEvent;
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// Events of a user are counted up to here.
pub const COUNT_CAP: i64 = 1_000;
/// A text stands for at most so many users.
pub const USERS_CAP: usize = 50;

/// Which events.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Ids of users; none for all events, also those of no user.
    pub users: Option<Vec<String>>,
    /// Type codes; empty for all.
    pub codes: Vec<&'static str>,
    pub connection: Option<String>,
    /// Client id of an application.
    pub application: Option<String>,
    pub ip: Option<String>,
    /// From this instant on.
    pub from: Timestamp,
    /// Before this instant.
    pub to: Timestamp,
    pub size: usize,
    pub start: Start,
}

/// An event's place in the list.
pub fn key_of(event: &LogEvent) -> Key {
    Key { sort: event.date.and_utc().timestamp_millis().to_string(), id: event.id.clone() }
}

/// The filters, said once for both databases: a list is an array on one and so many binds on the other, so the
/// statement has to know where it runs.
macro_rules! matching {
    ($tenant:expr, $query:expr) => {{
        let mut statement = log_events::table
            .filter(dsl::tenant_id.eq($tenant.as_str()))
            .filter(dsl::date.ge($query.from))
            .filter(dsl::date.lt($query.to))
            .into_boxed();
        if let Some(users) = &$query.users {
            statement = match users.as_slice() {
                [user] => statement.filter(dsl::user_id.eq(user.as_str())),
                users => statement.filter(dsl::user_id.eq_any(users)),
            };
        }
        match $query.codes.as_slice() {
            [] => {}
            [code] => statement = statement.filter(dsl::type_.eq(*code)),
            codes => statement = statement.filter(dsl::type_.eq_any(codes)),
        }
        if let Some(connection) = &$query.connection {
            statement = statement.filter(dsl::connection.eq(connection.as_str()));
        }
        if let Some(application) = &$query.application {
            statement = statement.filter(dsl::client_id.eq(application.as_str()));
        }
        if let Some(ip) = &$query.ip {
            statement = statement.filter(dsl::ip.eq(ip.as_str()));
        }
        statement
    }};
}

/// A page of the filters' result, from the key on in the direction of the start.
macro_rules! load_page {
    ($conn:expr, $tenant:expr, $query:expr, $at:expr) => {{
        let mut statement = matching!($tenant, $query).select(LogRow::as_select()).limit($query.size as i64 + 1);
        let backward = $query.start.is_backward();
        // The first condition bounds the walk through the index, the second settles ties.
        if let Some((at, id)) = $at {
            statement = if backward {
                statement.filter(dsl::date.ge(at)).filter(dsl::date.gt(at).or(dsl::log_id.gt(id)))
            } else {
                statement.filter(dsl::date.le(at)).filter(dsl::date.lt(at).or(dsl::log_id.lt(id)))
            };
        }
        if let Start::Skip(rows) = $query.start {
            statement = statement.offset(i64::from(rows));
        }
        let rows: Vec<LogRow> = if backward {
            statement.order((dsl::date.asc(), dsl::log_id.asc())).load($conn)?
        } else {
            statement.order((dsl::date.desc(), dsl::log_id.desc())).load($conn)?
        };
        rows
    }};
}

/// One page.
pub fn page(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Page<LogEvent>> {
    let key = query
        .start
        .key()
        .map(|key| Ok::<_, crate::error::Error>((instant(&key.sort)?, key.id.as_str())))
        .transpose()?;
    let rows = match tx.conn() {
        AnyConnection::Sqlite(conn) => load_page!(conn, tenant, query, key),
        AnyConnection::Postgres(conn) => load_page!(conn, tenant, query, key),
    };
    let events = rows.into_iter().map(LogRow::into_event).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_fetched(events, query.size, &query.start))
}

/// How many events match, up to [`COUNT_CAP`].
pub fn total(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Total> {
    let limit = COUNT_CAP + 1;
    let found: Vec<String> = match tx.conn() {
        AnyConnection::Sqlite(conn) => matching!(tenant, query).select(dsl::log_id).limit(limit).load(conn)?,
        AnyConnection::Postgres(conn) => matching!(tenant, query).select(dsl::log_id).limit(limit).load(conn)?,
    };
    let count = i64::try_from(found.len()).unwrap_or(limit);
    Ok(if count > COUNT_CAP { Total::AtLeast(COUNT_CAP) } else { Total::Exactly(count) })
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Text)]
    id: String,
}

/// Ids of users whose email address begins with a text, or of whom the log knows a name that does; at most
/// [`USERS_CAP`] of each. Also people who are gone by now are found, by the name they had.
pub fn users_like(tx: &mut Tx, tenant: &TenantId, text: &str) -> Result<Vec<String>> {
    let from = text.to_lowercase();
    let to = format!("{from}\u{10FFFF}");
    let statement = "SELECT id FROM (SELECT user_id AS id FROM users WHERE tenant_id = $1 AND email >= $2 AND email < $3 \
         ORDER BY email LIMIT $4) by_email \
         UNION SELECT id FROM (SELECT user_id AS id FROM users WHERE tenant_id = $1 AND name_key >= $2 AND name_key < $3 \
         ORDER BY name_key LIMIT $4) by_name \
         UNION SELECT id FROM (SELECT DISTINCT user_id AS id FROM log_events \
         WHERE tenant_id = $1 AND lower(user_name) >= $2 AND lower(user_name) < $3 AND user_id IS NOT NULL LIMIT $4) by_log \
         ORDER BY id";
    let rows: Vec<Id> =
        Statement::new(statement).with(tenant.as_str()).with(from).with(to).with(USERS_CAP as i64).load(tx)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
