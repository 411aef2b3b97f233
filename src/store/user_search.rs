//! Pages of the users list: one keyset query for any sort, filter and search, within a time, and the number of matches.

mod order;
mod total;

use super::connection::{AnyConnection, Backend};
use super::db::Tx;
use super::dialect::search as dialect;
use super::search_indexes::is_rare;
use super::search_plan::{self, MOST_BY_SUBSTRING, Plan, Way};
use super::search_sql::{Access, Compiler};
use super::statement::Statement;
use super::user_list::{self, COLUMNS, ListedRow, Query, Sort};
use super::user_tallies;
use crate::error::{Error, Result};
use crate::model::listed_user::ListedUser;
use crate::model::paging::{Page, Start, Total};
use crate::model::search::Filter;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use order::{Order, order};
use std::time::Duration;

/// Longest time a search may take, by the clock on the wall.
pub const SEARCH_BUDGET: Duration = Duration::from_secs(2);
/// Longest time the number of its matches may take before the list does without.
const COUNT_BUDGET: Duration = Duration::from_millis(500);
/// The first users of a list who are looked at before an index is asked: so many pages, and at least so many users.
const FIRST: (usize, usize) = (8, 200);

/// How the matches are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Up to [`COUNT_CAP`].
    Capped,
    /// To the end.
    Exact,
}

/// One page of users.
pub fn page(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Page<ListedUser>> {
    let mut search = Search::prepare(tx, query, SEARCH_BUDGET)?;
    search.page(tx, tenant, query)
}

/// A page and how many match in all, within a time; a search that needs longer is [`Error::TooSlow`]. A count that needs
/// longer than the list should wait for is left at what is known.
pub fn page_and_total(
    tx: &mut Tx,
    tenant: &TenantId,
    query: &Query,
    count: Count,
    budget: Duration,
) -> Result<(Page<ListedUser>, Total)> {
    let mut search = Search::prepare(tx, query, budget)?;
    if search.is_straight {
        return search.straight_page(tx, tenant, query);
    }
    let page = search.page(tx, tenant, query)?;
    let shown = page.rows.len() as i64;
    if !page.has_next && !page.has_previous {
        return Ok((page, Total::Exactly(shown)));
    }
    let total = match search.known_total(count) {
        Some(total) => total,
        None => {
            let budget = if count == Count::Exact { budget } else { budget.min(COUNT_BUDGET) };
            let search = Search { budget, ..search };
            match search.apart(tx, |tx| search.total(tx, tenant, query, count)) {
                Err(Error::TooSlow) => Total::AtLeast(0),
                other => other?,
            }
        }
    };
    // What is on the page is known to be there.
    let total = match total {
        Total::AtLeast(n) => Total::AtLeast(n.max(shown + i64::from(page.has_next))),
        exact => exact,
    };
    Ok((page, total))
}

/// How many match, within a time.
pub fn number(tx: &mut Tx, tenant: &TenantId, query: &Query, budget: Duration) -> Result<i64> {
    let mut search = Search::prepare(tx, query, budget)?;
    if search.is_straight
        && let Some(tally) = user_tallies::tally(tx, tenant, &search.filter)?
    {
        return Ok(tally.matches);
    }
    search.choose(tx, tenant, query)?;
    let total = match search.known_total(Count::Exact) {
        Some(total) => total,
        None => search.total(tx, tenant, query, Count::Exact)?,
    };
    let (Total::Exactly(n) | Total::AtLeast(n)) = total;
    Ok(n)
}

/// A statement in the making about all users of a list, the oldest first, within a time: what stands before its SELECT,
/// and everything from FROM to the end of its conditions. Whoever runs it says by [`dialect::too_slow`] that it was stopped.
pub(super) fn all_of(
    tx: &mut Tx,
    tenant: &TenantId,
    query: &Query,
    budget: Duration,
) -> Result<(Statement, String, String)> {
    dialect::limit(tx, budget)?;
    if tx.backend() == Backend::Postgres {
        // It chooses the way by itself, and stops on any of them.
        let mut statement = Statement::default();
        let conditions = user_list::conditions(tx, tenant, query, &mut statement);
        return Ok((statement, String::new(), format!(" FROM users u WHERE {conditions}")));
    }
    let query = Query { sort: Sort::Created, descending: false, start: Start::First, ..query.clone() };
    let mut search = Search::prepare(tx, &query, budget)?;
    if !search.is_straight {
        search.choose(tx, tenant, &query)?;
    }
    // A page of everybody needs no limit; all of them do.
    search.is_straight = false;
    Ok(search.from(tx, tenant, &query))
}

/// The statements that find a page's users, with their binds written into them, for the query-plan test.
pub fn page_sql(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Vec<String>> {
    let mut search = Search::prepare(tx, query, SEARCH_BUDGET)?;
    let mut all = Vec::new();
    if !search.is_straight {
        all.extend(search_plan::asked_once(tx, tenant, &search.filter));
        if search.begins_with_the_first(tx) {
            all.push(search.among_the_first(tx, tenant, query)?);
        }
        search.choose(tx, tenant, query)?;
    }
    all.push(match search.plan.way {
        Way::Gather => search.gathering(tx, tenant, query)?,
        _ => search.page_statement(tx, tenant, query)?,
    });
    Ok(all.iter().map(Statement::spelled_out).collect())
}

/// A list's search, read, and the way to its users chosen.
#[derive(Debug, Clone)]
struct Search {
    filter: Filter,
    plan: Plan,
    /// Everybody, or what the list's own order has an index for: nothing to choose, and no limit of time to keep.
    is_straight: bool,
    budget: Duration,
}

impl Search {
    fn prepare(tx: &mut Tx, query: &Query, budget: Duration) -> Result<Self> {
        let filter = query.filter();
        let is_straight = match filter.parts() {
            [] => true,
            [one] => user_tallies::knows(one) && query.sort.has_index_for(one),
            _ => false,
        };
        let search = Self { filter, plan: Plan::straight(), is_straight, budget };
        if !is_straight {
            dialect::limit(tx, budget)?;
        }
        Ok(search)
    }

    fn choose(&mut self, tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<()> {
        self.plan = dialect::too_slow(search_plan::plan(tx, tenant, query.sort, &self.filter))?;
        Ok(())
    }

    /// Runs something that may be stopped, so that what comes after it can go on: on PostgreSQL a statement that fails
    /// takes its transaction along.
    fn apart<T>(&self, tx: &mut Tx, run: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        if self.is_straight || matches!(tx.conn(), AnyConnection::Sqlite(_)) {
            return run(tx);
        }
        tx.attempt(|tx| {
            dialect::limit(tx, self.budget)?;
            run(tx)
        })
    }

    /// A page of what needs no choice, with the number that the tallies know.
    fn straight_page(&self, tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<(Page<ListedUser>, Total)> {
        let (mut statement, before, after) = self.from(tx, tenant, query);
        let n = statement.bind(tenant.as_str());
        let matches = user_tallies::matches(&self.filter, &mut statement, n).unwrap_or_default();
        let Order { place, by, limit } = order(&mut statement, query)?;
        statement.text = format!("{before}SELECT {COLUMNS}, ({matches}) AS found{after}{place}{by}{limit}");
        let rows: Vec<Counted> = statement.load(tx)?;
        // Beyond the last user there is no row to tell it.
        let total = match rows.first() {
            Some(row) => row.found,
            None => user_tallies::tally(tx, tenant, &self.filter)?.map_or(0, |tally| tally.matches),
        };
        Ok((paged(rows.into_iter().map(|row| row.user).collect(), query), Total::Exactly(total)))
    }

    /// Whether the first users of the list are looked at before an index is asked: who is common is among them, and
    /// PostgreSQL's indexes are slow to find that there are many.
    fn begins_with_the_first(&self, tx: &Tx) -> bool {
        tx.backend() == Backend::Postgres
            && search_plan::whole(&self.filter).is_some_and(|one| !is_rare(one) && !user_tallies::knows(one))
    }

    /// A full page among the first users of the list, if it is there.
    fn first(&mut self, tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Option<Vec<ListedRow>>> {
        if !self.begins_with_the_first(tx) {
            return Ok(None);
        }
        let rows: Vec<Counted> = dialect::too_slow(self.among_the_first(tx, tenant, query)?.load(tx))?;
        let found = rows.first().map_or(0, |row| row.found);
        // Of the rare ones an index knows the number.
        let is_common = found.saturating_mul(FIRST.0 as i64) >= first(query) as i64;
        if rows.len() <= query.size || !is_common {
            return Ok(None);
        }
        self.plan = Plan { at_least: found, ..Plan::straight() };
        Ok(Some(rows.into_iter().map(|row| row.user).collect()))
    }

    fn among_the_first(&self, tx: &Tx, tenant: &TenantId, query: &Query) -> Result<Statement> {
        let mut statement = Statement::default();
        let (backend, n) = (tx.backend(), statement.bind(tenant.as_str()));
        let Order { place, by, limit } = order(&mut statement, query)?;
        let mut compiler = Compiler { backend, statement: &mut statement, tenant: n, access: Access::Row };
        let condition = compiler.condition(&self.filter, "u");
        // The limit is written out: with a bind in its place, PostgreSQL expects a tenth of the table.
        statement.text = format!(
            "SELECT {COLUMNS}, count(*) OVER () AS found FROM (SELECT u.* FROM users u WHERE u.tenant_id = ${n}{place}{by} \
             LIMIT {}) u WHERE {condition}{by}{limit}",
            first(query)
        );
        Ok(statement)
    }

    fn page(&mut self, tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Page<ListedUser>> {
        if !self.is_straight {
            if let Some(rows) = self.first(tx, tenant, query)? {
                return Ok(paged(rows, query));
            }
            self.choose(tx, tenant, query)?;
        }
        if let Some(rows) = self.gather(tx, tenant, query)? {
            return Ok(paged(rows, query));
        }
        let statement = self.page_statement(tx, tenant, query)?;
        Ok(paged(dialect::too_slow(statement.load(tx))?, query))
    }

    /// The rows of a page by [`Way::Gather`], if that is the way and they are few; else the way is the walk.
    fn gather(&mut self, tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Option<Vec<ListedRow>>> {
        if self.plan.way != Way::Gather {
            return Ok(None);
        }
        let rows: Vec<Counted> = dialect::too_slow(self.gathering(tx, tenant, query)?.load(tx))?;
        let found = rows.first().map(|row| row.found);
        if found.is_some_and(|found| found > MOST_BY_SUBSTRING) {
            self.plan = Plan { at_least: MOST_BY_SUBSTRING, ..Plan::straight() };
            return Ok(None);
        }
        self.plan.matches = found;
        Ok(Some(rows.into_iter().map(|row| row.user).collect()))
    }

    fn gathering(&self, tx: &Tx, tenant: &TenantId, query: &Query) -> Result<Statement> {
        let mut statement = Statement::default().once();
        let (backend, n) = (tx.backend(), statement.bind(tenant.as_str()));
        let mut compiler = Compiler { backend, statement: &mut statement, tenant: n, access: Access::Row };
        let condition = compiler.found_by_substring(&self.filter, "u");
        let most = statement.bind(MOST_BY_SUBSTRING + 1);
        let order = order(&mut statement, query)?;
        statement.text = format!(
            "WITH found AS MATERIALIZED (SELECT {COLUMNS}, u.tenant_id, u.last_login_key, u.status_rank FROM users u \
             WHERE u.tenant_id = ${n} AND {condition} LIMIT ${most}) \
             SELECT {COLUMNS}, (SELECT count(*) FROM found) AS found FROM found u WHERE 1 = 1{}{}{}",
            order.place, order.by, order.limit
        );
        Ok(statement)
    }

    fn page_statement(&self, tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Statement> {
        let (mut statement, before, after) = self.from(tx, tenant, query);
        let Order { place, by, limit } = order(&mut statement, query)?;
        statement.text = format!("{before}SELECT {COLUMNS}{after}{place}{by}{limit}");
        let tallied = self.filter.parts().iter().all(user_tallies::knows);
        let once = match self.plan.way {
            // They stand in the text.
            Way::Rows(_) => true,
            // PostgreSQL decides by what is asked for whether an index is the quicker way.
            Way::Walk if tx.backend() == Backend::Postgres => !tallied,
            _ => search_plan::has_many_forms(&self.filter),
        };
        Ok(statement.once_if(once))
    }

    /// A statement in the making: what stands before its SELECT, and everything from FROM to the end of its conditions.
    fn from(&self, tx: &Tx, tenant: &TenantId, query: &Query) -> (Statement, String, String) {
        let mut statement = Statement::default();
        let backend = tx.backend();
        let n = statement.bind(tenant.as_str());
        let (before, tables) = self.plan.way.tables(backend, &mut statement, n);
        // An index that finds too many would only take the list out of its order: SQLite is told which one keeps it.
        let index = match backend {
            Backend::Sqlite if self.plan.way == Way::Walk => {
                let parts = self.filter.parts();
                let leading = parts.iter().cycle().skip(self.plan.leading).take(parts.len());
                format!(" INDEXED BY {}", query.sort.index(leading))
            }
            _ => String::new(),
        };
        let mut text = format!(" FROM {tables}{index} WHERE u.tenant_id = ${n}{}", self.plan.way.joint(backend));
        if !self.is_straight && self.plan.way == Way::Walk && backend == Backend::Sqlite {
            // First, so that it is asked of those who are looked at.
            text.push_str(&format!(" AND {}", dialect::in_time(&mut statement, self.budget, "u.seq")));
        }
        let mut compiler = Compiler { backend, statement: &mut statement, tenant: n, access: Access::Row };
        for part in self.filter.parts() {
            let condition = match part {
                // A name that PostgreSQL sees is planned for anew each time, which takes longer than to read the page.
                Filter::Connection(name) if self.is_straight && backend == Backend::Postgres => {
                    format!("u.connection = (SELECT ${})", compiler.statement.bind(name.as_str()))
                }
                part => compiler.condition(part, "u"),
            };
            text.push_str(&format!(" AND {condition}"));
        }
        (statement, before, text)
    }
}

/// How many users are looked at before an index is asked.
fn first(query: &Query) -> usize {
    (query.size * FIRST.0).max(FIRST.1)
}

fn paged(rows: Vec<ListedRow>, query: &Query) -> Page<ListedUser> {
    Page::from_fetched(rows.into_iter().map(ListedUser::from).collect(), query.size, &query.start)
}

/// A row, and how many were found in all.
#[derive(QueryableByName)]
struct Counted {
    #[diesel(embed)]
    user: ListedRow,
    #[diesel(sql_type = BigInt)]
    found: i64,
}
