//! The users list: what it can be sorted and narrowed by. How its pages are read is in `user_search.rs`.

use super::db::Tx;
use super::search_indexes::index_of_some;
use super::search_sql::{Access, Compiler};
use super::statement::{Bind, Statement};
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::listed_user::ListedUser;
use crate::model::paging::{Key, Start};
use crate::model::search::{Filter, Mode};
use crate::model::tenant::TenantId;
use crate::model::user::{Status, UserId};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

pub use super::user_search::{Count, SEARCH_BUDGET, number, page, page_and_total, page_sql};

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

    pub(super) fn column(self) -> &'static str {
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
    /// As typed; what it means depends on the mode.
    pub search: String,
    #[serde(default)]
    pub mode: Mode,
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
        !self.search.trim().is_empty() || self.connection.is_some() || self.status.is_some() || self.role.is_some()
    }
}

impl Query {
    /// Whom the menus over the list and the search find together. A search with a mistake finds nobody: whoever shows the
    /// list has said so before.
    pub(super) fn filter(&self) -> Filter {
        let menus = [
            self.status.map(Filter::Status),
            self.connection.clone().map(Filter::Connection),
            self.role.clone().map(Filter::Role),
        ];
        let search = self.mode.filter(&self.search).unwrap_or_else(|_| Filter::Nobody(String::new()));
        Filter::all(menus.into_iter().flatten().chain([search]).collect())
    }
}

/// What [`ListedRow`] reads; metadata and the search text can be large and are not shown.
pub(super) const COLUMNS: &str = "u.user_id, u.connection, u.strategy, u.email, u.email_verified, u.username, u.phone_number, \
    u.name, u.nickname, u.blocked, u.created_at, u.last_login, u.logins_count, u.name_key";

#[derive(QueryableByName)]
#[diesel(table_name = super::schema::users)]
pub(super) struct ListedRow {
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

impl Sort {
    /// Whether one of the indexes in this order holds just the users of a condition.
    pub(super) fn has_index_for(self, filter: &Filter) -> bool {
        self.index_of(filter).is_some() || (self == Self::Connection && matches!(filter, Filter::Connection(_)))
    }

    /// The index that leaves the users of the first of these conditions that has one in this order.
    pub(super) fn index<'f>(self, parts: impl IntoIterator<Item = &'f Filter>) -> &'static str {
        parts.into_iter().find_map(|part| self.index_of(part)).unwrap_or(match self {
            Self::Name => "users_by_name",
            Self::Connection => "users_by_connection",
            Self::Logins => "users_by_logins",
            Self::LatestLogin => "users_by_last_login",
            Self::Created => "users_by_created",
            Self::Status => "users_by_status",
        })
    }

    fn index_of(self, filter: &Filter) -> Option<&'static str> {
        match (self, filter) {
            (Self::Created, one) => index_of_some(one),
            (Self::Status, Filter::Status(Status::Active)) => Some("users_by_status"),
            _ => None,
        }
    }
}

pub(super) fn sort_bind(sort: Sort, key: &Key) -> Result<Bind> {
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

/// The conditions of a list on `users u`, for statements of other shapes; how to reach the users is left to the database.
pub(super) fn conditions(tx: &Tx, tenant: &TenantId, query: &Query, statement: &mut Statement) -> String {
    let n = statement.bind(tenant.as_str());
    let mut text = format!("u.tenant_id = ${n}");
    let mut compiler = Compiler { backend: tx.backend(), statement, tenant: n, access: Access::Set };
    for part in query.filter().parts() {
        text.push_str(&format!(" AND {}", compiler.condition(part, "u")));
    }
    text
}
