//! Pages of the users list: one keyset query for any sort, filter and search, within a time, and the number of matches.

use super::connection::{AnyConnection, Backend};
use super::db::Tx;
use super::dialect::search as dialect;
use super::search_indexes::{Key, may_repeat};
use super::search_plan::{self, FEW_BY_SUBSTRING, Plan, Way};
use super::search_sql::{Access, Compiler};
use super::statement::Statement;
use super::user_list::{COLUMNS, COUNT_CAP, ListedRow, Query, sort_bind};
use super::user_tallies;
use crate::error::{Error, Result};
use crate::model::listed_user::ListedUser;
use crate::model::paging::{Page, Start, Total};
use crate::model::search::Filter;
use crate::model::tenant::TenantId;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::time::Duration;

/// Longest time a search may take, by the clock on the wall.
pub const SEARCH_BUDGET: Duration = Duration::from_secs(2);
/// Longest time the number of its matches may take before the list does without.
const COUNT_BUDGET: Duration = Duration::from_millis(500);
/// Users who are looked at for what can be said of the number of matches, where no index counts them.
const LOOKED_AT: i64 = 1_000;

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
    let mut search = Search::prepare(tx, tenant, query, SEARCH_BUDGET)?;
    search.page(tx, tenant, query)
}

/// How many users match: the running total without a filter, else counted up to [`COUNT_CAP`].
pub fn total(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Total> {
    let search = Search::prepare(tx, tenant, query, SEARCH_BUDGET)?;
    search.total(tx, tenant, query, Count::Capped)
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
    let mut search = Search::prepare(tx, tenant, query, budget)?;
    let page = search.page(tx, tenant, query)?;
    let shown = page.rows.len() as i64;
    if !page.has_next && !page.has_previous {
        return Ok((page, Total::Exactly(shown)));
    }
    let budget = if count == Count::Exact { budget } else { budget.min(COUNT_BUDGET) };
    let search = Search { budget, ..search };
    let total = match search.apart(tx, |tx| search.total(tx, tenant, query, count)) {
        Err(Error::TooSlow) => Total::AtLeast(0),
        other => other?,
    };
    // What is on the page is known to be there.
    let total = match total {
        Total::AtLeast(n) => Total::AtLeast(n.max(shown + i64::from(page.has_next))),
        exact => exact,
    };
    Ok((page, total))
}

/// The statements that find a page's users, with their binds written into them, for the query-plan test.
pub fn page_sql(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Vec<String>> {
    let search = Search::prepare(tx, tenant, query, SEARCH_BUDGET)?;
    let asked = search_plan::asked_once(tx, tenant, &search.filter).map(|(statement, _)| statement.spelled_out());
    let page = match search.plan.way {
        Way::Gather => search.gathering(tx, tenant, query)?,
        _ => search.page_statement(tx, tenant, query)?,
    };
    let page = page.spelled_out();
    Ok(asked.into_iter().filter(|_| !search.is_straight).chain([page]).collect())
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
    fn prepare(tx: &mut Tx, tenant: &TenantId, query: &Query, budget: Duration) -> Result<Self> {
        let filter = query.filter();
        let is_straight = match filter.parts() {
            [] => true,
            [one @ (Filter::Connection(_) | Filter::Status(_))] => query.sort.has_index_for(one),
            _ => false,
        };
        let mut search = Self { filter, plan: Plan::straight(), is_straight, budget };
        if !is_straight {
            search.limit(tx)?;
            search.plan = dialect::too_slow(search_plan::plan(tx, tenant, &search.filter))?;
        }
        Ok(search)
    }

    /// PostgreSQL keeps the time itself.
    fn limit(&self, tx: &mut Tx) -> Result<()> {
        if let AnyConnection::Postgres(conn) = tx.conn() {
            conn.batch_execute(&format!("SET LOCAL statement_timeout = {}", self.budget.as_millis().max(1)))?;
        }
        Ok(())
    }

    /// Runs something that may be stopped, so that what comes after it can go on: on PostgreSQL a statement that fails
    /// takes its transaction along.
    fn apart<T>(&self, tx: &mut Tx, run: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        if self.is_straight || matches!(tx.conn(), AnyConnection::Sqlite(_)) {
            return run(tx);
        }
        tx.conn().batch_execute("SAVEPOINT counting")?;
        self.limit(tx)?;
        let result = run(tx);
        tx.conn().batch_execute(if result.is_ok() {
            "RELEASE SAVEPOINT counting"
        } else {
            "ROLLBACK TO SAVEPOINT counting"
        })?;
        result
    }

    fn page(&mut self, tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Page<ListedUser>> {
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
        let rows: Vec<Gathered> = dialect::too_slow(self.gathering(tx, tenant, query)?.load(tx))?;
        let found = rows.first().map(|gathered| gathered.found);
        if found.is_some_and(|found| found > FEW_BY_SUBSTRING) {
            self.plan = Plan { at_least: FEW_BY_SUBSTRING, ..Plan::straight() };
            return Ok(None);
        }
        self.plan.matches = found;
        Ok(Some(rows.into_iter().map(|gathered| gathered.user).collect()))
    }

    fn gathering(&self, tx: &Tx, tenant: &TenantId, query: &Query) -> Result<Statement> {
        let mut statement = Statement::default().once();
        let (backend, n) = (tx.backend(), statement.bind(tenant.as_str()));
        let mut compiler = Compiler { backend, statement: &mut statement, tenant: n, access: Access::Row };
        let condition = compiler.found_by_substring(&self.filter, "u");
        let most = statement.bind(FEW_BY_SUBSTRING + 1);
        let order = order(&mut statement, query)?;
        statement.text = format!(
            "WITH found AS MATERIALIZED (SELECT {COLUMNS}, u.tenant_id, u.last_login_key, u.status_rank FROM users u \
             WHERE u.tenant_id = ${n} AND {condition} LIMIT ${most}) \
             SELECT {COLUMNS}, (SELECT count(*) FROM found) AS found FROM found u WHERE 1 = 1{}{}",
            order.place, order.by
        );
        Ok(statement)
    }

    fn page_statement(&self, tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Statement> {
        let (mut statement, before, after) = self.from(tx, tenant, query);
        let Order { place, by } = order(&mut statement, query)?;
        statement.text = format!("{before}SELECT {COLUMNS}{after}{place}{by}");
        let once = match self.plan.way {
            // They stand in the text.
            Way::Rows(_) => true,
            _ => !self.is_straight && search_plan::is_planned_each_time(tx.backend(), &self.filter),
        };
        Ok(statement.once_if(once))
    }

    /// A number that costs little, or how far it was counted.
    fn total(&self, tx: &mut Tx, tenant: &TenantId, query: &Query, count: Count) -> Result<Total> {
        if let Some(n) = self.plan.matches {
            return Ok(Total::Exactly(n));
        }
        // The choice of the way has asked the tallies, where there was one.
        if self.is_straight
            && let Some(tally) = user_tallies::tally(tx, tenant, &self.filter)?
        {
            return Ok(Total::Exactly(tally.matches));
        }
        if count == Count::Capped {
            match search_plan::whole(&self.filter) {
                // The choice of the way has counted so far.
                _ if self.plan.at_least > 0 && self.plan.way == Way::Walk => {
                    return Ok(Total::AtLeast(self.plan.at_least));
                }
                None if self.plan.way == Way::Walk => return self.sample(tx, tenant),
                _ => {}
            }
        }
        let (mut statement, before, after) = self.counted(tx, tenant, query);
        let cap = match count {
            Count::Capped => COUNT_CAP + 1,
            Count::Exact => i64::MAX,
        };
        let cap = statement.bind(cap);
        statement.text = format!("{before}SELECT count(*) AS n FROM (SELECT 1 AS one{after} LIMIT ${cap}) matches");
        let n = dialect::too_slow(statement.once().number(tx))?;
        Ok(if count == Count::Capped && n > COUNT_CAP { Total::AtLeast(COUNT_CAP) } else { Total::Exactly(n) })
    }

    /// How many of the newest users match; of all, where there are no more.
    fn sample(&self, tx: &mut Tx, tenant: &TenantId) -> Result<Total> {
        let mut statement = Statement::default();
        let (backend, n) = (tx.backend(), statement.bind(tenant.as_str()));
        let mut compiler = Compiler { backend, statement: &mut statement, tenant: n, access: Access::Row };
        let condition = compiler.condition(&self.filter, "u");
        let most = statement.bind(LOOKED_AT);
        statement.text = format!(
            "SELECT count(*) AS looked_at, count(CASE WHEN {condition} THEN 1 END) AS n FROM (SELECT u.* FROM users u \
             WHERE u.tenant_id = ${n} ORDER BY u.tenant_id DESC, u.created_at DESC, u.user_id DESC LIMIT ${most}) u"
        );
        let sample = dialect::too_slow(statement.once().first::<Sample>(tx))?.unwrap_or_default();
        let is_all = sample.looked_at < LOOKED_AT;
        Ok(if is_all { Total::Exactly(sample.n) } else { Total::AtLeast(sample.n) })
    }

    /// What is counted. Where one index answers the whole question it is counted itself, and no user is read.
    fn counted(&self, tx: &Tx, tenant: &TenantId, query: &Query) -> (Statement, String, String) {
        let Some(whole) = search_plan::whole(&self.filter) else {
            return self.from(tx, tenant, query);
        };
        let mut statement = Statement::default();
        let n = statement.bind(tenant.as_str());
        let mut compiler =
            Compiler { backend: tx.backend(), statement: &mut statement, tenant: n, access: Access::Row };
        let found = compiler.candidates(whole, Key::UserId);
        let once = if may_repeat(whole) { "DISTINCT " } else { "" };
        (statement, String::new(), format!(" FROM (SELECT {once}user_id FROM ({found}) every_one) counted"))
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
            // First, so that it is asked of those who are looked at, and of one in sixteen: asking takes longer than looking.
            let deadline = statement.bind(dialect::deadline(self.budget));
            text.push_str(&format!(" AND ((u.seq >> 4) & 15 <> 0 OR gatehouse_in_time(${deadline}, u.seq))"));
        }
        let mut compiler = Compiler { backend, statement: &mut statement, tenant: n, access: Access::Row };
        for part in self.filter.parts() {
            text.push_str(&format!(" AND {}", compiler.condition(part, "u")));
        }
        (statement, before, text)
    }
}

/// Where a page begins, and the order of its rows.
struct Order {
    /// ` AND …`, or nothing on the first and the last page.
    place: String,
    /// ` ORDER BY … LIMIT …`.
    by: String,
}

fn order(statement: &mut Statement, query: &Query) -> Result<Order> {
    let (column, direction) = (query.sort.column(), direction(query));
    let mut place = String::new();
    if let Some(key) = query.start.key() {
        let sort = statement.bind(sort_bind(query.sort, key)?);
        let id = statement.bind(key.id.as_str());
        let than = if direction == "ASC" { '>' } else { '<' };
        place = format!(" AND ({column}, u.user_id) {than} (${sort}, ${id})");
    }
    let limit = statement.bind(i64::try_from(query.size + 1).unwrap_or(i64::MAX));
    let mut by =
        format!(" ORDER BY u.tenant_id {direction}, {column} {direction}, u.user_id {direction} LIMIT ${limit}");
    if let Start::Skip(rows) = query.start {
        by.push_str(&format!(" OFFSET ${}", statement.bind(i64::from(rows))));
    }
    Ok(Order { place, by })
}

/// Pages before a place are read backwards.
fn direction(query: &Query) -> &'static str {
    if query.descending == query.start.is_backward() { "ASC" } else { "DESC" }
}

fn paged(rows: Vec<ListedRow>, query: &Query) -> Page<ListedUser> {
    Page::from_fetched(rows.into_iter().map(ListedUser::from).collect(), query.size, &query.start)
}

/// A row of [`Way::Gather`].
#[derive(QueryableByName)]
struct Gathered {
    #[diesel(embed)]
    user: ListedRow,
    /// How many were found in all.
    #[diesel(sql_type = BigInt)]
    found: i64,
}

/// What a look at some users finds.
#[derive(Default, QueryableByName)]
struct Sample {
    #[diesel(sql_type = BigInt)]
    looked_at: i64,
    #[diesel(sql_type = BigInt)]
    n: i64,
}
