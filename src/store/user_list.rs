//! The users list: one keyset query for any sort, filter and search, and the number of matches.

use super::db::Tx;
use super::dialect;
use super::statement::{Bind, Statement};
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::listed_user::ListedUser;
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::tenant::TenantId;
use crate::model::user::{Status, UserId};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

/// Matches are counted up to here; beyond it the list says "10,000+".
pub const COUNT_CAP: i64 = 10_000;

/// What the list can be sorted by; each has an index led by the tenant and ended by the user id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sort {
    Name,
    Connection,
    Logins,
    LatestLogin,
    Created,
    Status,
}

impl Sort {
    /// All columns, in the order of the table.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Status, Self::Connection, Self::Logins, Self::LatestLogin, Self::Created];

    /// The word in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Connection => "connection",
            Self::Logins => "logins",
            Self::LatestLogin => "latest_login",
            Self::Created => "created",
            Self::Status => "status",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    fn column(self) -> &'static str {
        match self {
            Self::Name => "u.name_key",
            Self::Connection => "u.connection",
            Self::Logins => "u.logins_count",
            Self::LatestLogin => "u.last_login_key",
            Self::Created => "u.created_at",
            Self::Status => "u.status_rank",
        }
    }

    /// A user's place in this order, for the URL of the next page.
    pub fn key_of(self, user: &ListedUser) -> Key {
        let sort = match self {
            Self::Name => user.name_key.clone(),
            Self::Connection => user.connection.clone(),
            Self::Logins => user.logins_count.to_string(),
            Self::LatestLogin => millis(user.last_login.unwrap_or_default()),
            Self::Created => millis(user.created_at),
            Self::Status => (user.status() as i32).to_string(),
        };
        Key { sort, id: user.id.as_str().to_owned() }
    }
}

fn millis(at: Timestamp) -> String {
    at.and_utc().timestamp_millis().to_string()
}

/// What the list shows: everything of it is in the URL.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Query {
    pub search: String,
    pub connection: Option<String>,
    pub status: Option<Status>,
    /// Id of a role.
    pub role: Option<String>,
    pub sort: Sort,
    pub descending: bool,
    pub size: usize,
    pub start: Start,
}

impl Query {
    /// Whether it narrows the list at all.
    pub fn is_filtered(&self) -> bool {
        !self.search.is_empty() || self.connection.is_some() || self.status.is_some() || self.role.is_some()
    }
}

/// What [`ListedRow`] reads; metadata and the search text can be large and are not shown.
const COLUMNS: &str = "u.user_id, u.connection, u.strategy, u.email, u.email_verified, u.username, u.phone_number, \
    u.name, u.nickname, u.blocked, u.created_at, u.last_login, u.logins_count, u.name_key";

#[derive(QueryableByName)]
#[diesel(table_name = super::schema::users)]
struct ListedRow {
    user_id: String,
    connection: String,
    strategy: String,
    email: Option<String>,
    email_verified: bool,
    username: Option<String>,
    phone_number: Option<String>,
    name: Option<String>,
    nickname: Option<String>,
    blocked: bool,
    created_at: Timestamp,
    last_login: Option<Timestamp>,
    logins_count: i64,
    name_key: String,
}

impl From<ListedRow> for ListedUser {
    fn from(row: ListedRow) -> Self {
        Self {
            id: UserId::from_text(row.user_id),
            connection: row.connection,
            strategy: row.strategy,
            email: row.email,
            email_verified: row.email_verified,
            username: row.username,
            phone_number: row.phone_number,
            name: row.name,
            nickname: row.nickname,
            blocked: row.blocked,
            created_at: row.created_at,
            last_login: row.last_login,
            logins_count: row.logins_count,
            name_key: row.name_key,
        }
    }
}

/// One page of users.
pub fn page(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Page<ListedUser>> {
    let statement = page_statement(tx, tenant, query)?;
    let rows: Vec<ListedRow> = statement.load(tx)?;
    Ok(Page::from_fetched(rows.into_iter().map(ListedUser::from).collect(), query.size, &query.start))
}

/// How many users match: the running total without a filter, else counted up to [`COUNT_CAP`].
pub fn total(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Total> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let mut statement = Statement::default();
    if query.is_filtered() {
        let conditions = conditions(tx, tenant, query, &mut statement);
        let cap = statement.bind(COUNT_CAP + 1);
        statement.text =
            format!("SELECT count(*) AS n FROM (SELECT 1 AS one FROM users u WHERE {conditions} LIMIT ${cap}) matches");
    } else {
        statement.bind(tenant.as_str());
        statement.text = "SELECT total AS n FROM user_totals WHERE tenant_id = $1".to_owned();
    }
    let n = statement.load::<Count>(tx)?.first().map_or(0, |c| c.n);
    let counted = query.is_filtered() && n > COUNT_CAP;
    Ok(if counted { Total::AtLeast(COUNT_CAP) } else { Total::Exactly(n) })
}

/// The text of the page's statement, for the query-plan test.
pub fn page_sql(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<String> {
    Ok(page_statement(tx, tenant, query)?.text)
}

fn page_statement(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Statement> {
    let mut statement = Statement::default();
    let mut conditions = conditions(tx, tenant, query, &mut statement);
    let ascending = query.descending == query.start.is_backward();
    if let Some(key) = query.start.key() {
        let sort = statement.bind(sort_bind(query.sort, key)?);
        let id = statement.bind(key.id.as_str());
        let than = if ascending { '>' } else { '<' };
        conditions.push_str(&format!(" AND ({}, u.user_id) {than} (${sort}, ${id})", query.sort.column()));
    }
    let direction = if ascending { "ASC" } else { "DESC" };
    let limit = statement.bind(i64::try_from(query.size + 1).unwrap_or(i64::MAX));
    statement.text = format!(
        "SELECT {COLUMNS} FROM users u WHERE {conditions} ORDER BY u.tenant_id {direction}, {} {direction}, u.user_id {direction} LIMIT ${limit}",
        query.sort.column()
    );
    // A search is planned with its words: how rare they are decides which index is the quicker way.
    Ok(if query.search.is_empty() { statement } else { statement.once() })
}

fn sort_bind(sort: Sort, key: &Key) -> Result<Bind> {
    let number = || key.sort.parse::<i64>().map_err(|_| Error::field("after", "This page link is damaged."));
    Ok(match sort {
        Sort::Name | Sort::Connection => Bind::Text(key.sort.clone()),
        Sort::Logins | Sort::Status => Bind::Number(number()?),
        Sort::LatestLogin | Sort::Created => {
            let at = chrono::DateTime::from_timestamp_millis(number()?);
            Bind::Time(at.ok_or_else(|| Error::field("after", "This page link is damaged."))?.naive_utc())
        }
    })
}

/// What the users of a query have in common, whatever the page.
pub(super) fn conditions(tx: &Tx, tenant: &TenantId, query: &Query, statement: &mut Statement) -> String {
    let n = statement.bind(tenant.as_str());
    let mut text = format!("u.tenant_id = ${n}");
    if let Some(connection) = &query.connection {
        let n = statement.bind(connection.as_str());
        text.push_str(&format!(" AND u.connection = ${n}"));
    }
    match query.status {
        Some(Status::Blocked) => text.push_str(" AND u.blocked"),
        Some(Status::Pending) => text.push_str(" AND u.logins_count = 0"),
        Some(Status::Unverified) => text.push_str(" AND NOT u.email_verified AND u.email IS NOT NULL"),
        Some(Status::Active) => text.push_str(" AND u.status_rank = 3"),
        None => {}
    }
    if let Some(role) = &query.role {
        let (tenant_bind, role_bind) = (statement.bind(tenant.as_str()), statement.bind(role.as_str()));
        text.push_str(&format!(
            " AND u.user_id IN (SELECT r.user_id FROM user_roles r WHERE r.tenant_id = ${tenant_bind} AND r.role_id = ${role_bind})"
        ));
    }
    push_search(tx, query.search.trim(), statement, &mut text);
    text
}

/// Three characters and more match anywhere; fewer match where a name or an email address begins.
fn push_search(tx: &Tx, search: &str, statement: &mut Statement, text: &mut String) {
    let search = search.to_lowercase();
    if search.is_empty() {
        return;
    }
    if search.chars().count() >= 3 {
        let n = statement.bind(dialect::substring_bind(tx, &search));
        text.push_str(&format!(" AND {}", dialect::substring_condition(tx, n)));
        return;
    }
    let mut range = |column: &str| {
        let from = statement.bind(search.as_str());
        let to = statement.bind(format!("{search}\u{10FFFF}"));
        format!("({column} >= ${from} AND {column} < ${to})")
    };
    text.push_str(&format!(" AND ({} OR {})", range("u.name_key"), range("u.email")));
}
