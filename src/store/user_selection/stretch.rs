//! The users of a selection one stretch after the other, oldest first: what jobs work on.

use super::{Selection, all_of, existing, ticked};
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::tenant::TenantId;
use crate::store::connection::MultiBackend;
use crate::store::db::Tx;
use crate::store::dialect::search as dialect;
use crate::store::search_sql::{Access, Compiler};
use crate::store::statement::Statement;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp as SqlTimestamp};
use std::time::Duration;

/// The order in which users are worked on, and the place that a stretch ends at.
const ORDER: &str = " ORDER BY u.tenant_id, u.created_at, u.user_id";

/// A user's place in the order of their creation.
pub type Place = (Timestamp, String);

/// How far is looked for the next users.
#[derive(Debug, Clone, Copy)]
pub enum Reach {
    /// To the end, within a time: what needs longer is [`crate::error::Error::TooSlow`].
    Within(Duration),
    /// Among the next so many users of the tenant, whether or not they are of the selection: no search needs long for them.
    Among(i64),
}

/// Of which users the next ones are wanted.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Only users who existed then.
    pub at: Timestamp,
    /// Whoever comes after; none at the beginning.
    pub after: Option<Place>,
    pub reach: Reach,
    /// At most so many.
    pub most: i64,
}

/// What was found, and where to look next; nowhere when these were the last.
#[derive(Debug, Clone)]
pub struct Found<T> {
    pub users: Vec<T>,
    pub next: Option<Place>,
}

/// The users of a stretch, with these columns of `users u`.
pub(in crate::store) fn found<T: QueryableByName<MultiBackend> + 'static>(
    tx: &mut Tx,
    tenant: &TenantId,
    selection: &Selection,
    stretch: &Stretch,
    columns: impl FnOnce(&mut Statement) -> String,
    place: impl Fn(&T) -> Place,
) -> Result<Found<T>> {
    let (mut statement, before, mut from) = match stretch.reach {
        Reach::Within(budget) => all_of(tx, tenant, selection, stretch.at, budget)?,
        Reach::Among(users) => among(tx, tenant, selection, stretch, users),
    };
    from.push_str(&beyond(stretch, &mut statement));
    let columns = columns(&mut statement);
    let most = statement.bind(stretch.most);
    statement.text = format!("{before}SELECT {columns}{from}{ORDER} LIMIT ${most}");
    let is_filtered = !matches!(selection, Selection::Matching(query) if !query.is_filtered());
    let users: Vec<T> = dialect::too_slow(statement.once_if(is_filtered).load(tx))?;
    let next = match stretch.reach {
        _ if users.len() as i64 >= stretch.most => users.last().map(place),
        Reach::Within(_) => None,
        Reach::Among(users) => last_of(tx, tenant, stretch, users)?,
    };
    Ok(Found { users, next })
}

/// Those of the next users of the tenant who are chosen, each asked by themselves.
fn among(
    tx: &Tx,
    tenant: &TenantId,
    selection: &Selection,
    stretch: &Stretch,
    users: i64,
) -> (Statement, String, String) {
    let mut statement = Statement::default();
    let n = statement.bind(tenant.as_str());
    let place = format!("{}{}", existing(stretch.at, &mut statement), beyond(stretch, &mut statement));
    let chosen = match selection {
        Selection::Ticked(ids) => ticked(tenant, ids, &mut statement),
        Selection::Matching(query) => {
            let mut compiler =
                Compiler { backend: tx.backend(), statement: &mut statement, tenant: n, access: Access::Row };
            compiler.condition(&query.filter(), "u")
        }
    };
    let next = format!("SELECT u.* FROM users u WHERE u.tenant_id = ${n}{place}{ORDER} LIMIT {users}");
    (statement, String::new(), format!(" FROM ({next}) u WHERE {chosen}"))
}

/// The place of the last of the next so many users; none where there are no more than these.
fn last_of(tx: &mut Tx, tenant: &TenantId, stretch: &Stretch, users: i64) -> Result<Option<Place>> {
    let mut statement = Statement::default();
    let n = statement.bind(tenant.as_str());
    let place = format!("{}{}", existing(stretch.at, &mut statement), beyond(stretch, &mut statement));
    statement.text = format!(
        "SELECT u.user_id, u.created_at FROM users u WHERE u.tenant_id = ${n}{place}{ORDER} LIMIT 1 OFFSET {}",
        users - 1
    );
    let last: Option<Last> = statement.first(tx)?;
    Ok(last.map(|last| (last.created_at, last.user_id)))
}

fn beyond(stretch: &Stretch, to: &mut Statement) -> String {
    let Some((created_at, id)) = &stretch.after else { return String::new() };
    let (created, id) = (to.bind(*created_at), to.bind(id.as_str()));
    format!(" AND (u.created_at, u.user_id) > (${created}, ${id})")
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = SqlTimestamp)]
    created_at: Timestamp,
    #[diesel(sql_type = Text)]
    user_id: String,
}
