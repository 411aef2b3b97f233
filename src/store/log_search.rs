//! Events of the log that a query of the query language matches: a page and how many there are, within the time that
//! searches have.

use super::connection::Backend;
use super::db::Tx;
use super::dialect::search as dialect;
use super::log_events::LogRow;
use super::log_list::COUNT_CAP;
use super::search_sql::{Access, Compiler};
use super::statement::{Bind, Statement};
use super::user_search::SEARCH_BUDGET;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::connection::Kind;
use crate::model::log_event::LogEvent;
use crate::model::paging::Total;
use crate::model::search::{LogField, LogFilter, Test, TextField};
use crate::model::tenant::TenantId;

/// Which of the matches.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Only events before this instant.
    pub before: Timestamp,
    pub skip: usize,
    pub size: usize,
    /// The newest first unless so.
    pub oldest_first: bool,
}

/// A window of the matches, and how many there are up to [`COUNT_CAP`]. A search that needs longer than its time is
/// [`crate::error::Error::TooSlow`].
pub fn search(tx: &mut Tx, tenant: &TenantId, filter: &LogFilter, window: &Window) -> Result<(Vec<LogEvent>, Total)> {
    dialect::limit(tx, SEARCH_BUDGET)?;
    let backend = tx.backend();
    let (mut statement, matching) = matching(backend, tenant, filter, window.before);
    let order = if window.oldest_first { "ASC" } else { "DESC" };
    statement.text = format!(
        "SELECT l.*, l.type AS type_{matching} ORDER BY l.date {order}, l.log_id {order} LIMIT {} OFFSET {}",
        window.size, window.skip
    );
    let rows: Vec<LogRow> = dialect::too_slow(statement.once().load(tx))?;
    let (mut statement, matching) = self::matching(backend, tenant, filter, window.before);
    statement.text =
        format!("SELECT count(*) AS n FROM (SELECT 1{matching} LIMIT {}) AS matching_events", COUNT_CAP + 1);
    let found = dialect::too_slow(statement.once().number(tx))?;
    let total = if found > COUNT_CAP { Total::AtLeast(COUNT_CAP) } else { Total::Exactly(found) };
    Ok((rows.into_iter().map(LogRow::into_event).collect::<Result<_>>()?, total))
}

/// From where and under which conditions, and a statement with the binds of these.
fn matching(backend: Backend, tenant: &TenantId, filter: &LogFilter, before: Timestamp) -> (Statement, String) {
    let mut statement = Statement::default();
    let tenant = statement.bind(tenant.as_str());
    let before = statement.bind(before);
    let mut text = format!(" FROM log_events l WHERE l.tenant_id = ${tenant} AND l.date < ${before}");
    if backend == Backend::Sqlite {
        // First, so that it is asked of the events that are looked at.
        text.push_str(&format!(" AND {}", dialect::in_time(&mut statement, SEARCH_BUDGET, "l.rowid")));
    }
    let mut compiler = Compiler { backend, statement: &mut statement, tenant, access: Access::Row };
    let condition = condition(&mut compiler, filter);
    text.push_str(&format!(" AND {condition}"));
    (statement, text)
}

fn condition(compiler: &mut Compiler, filter: &LogFilter) -> String {
    match filter {
        LogFilter::All => "1 = 1".to_owned(),
        LogFilter::Nothing => "1 = 0".to_owned(),
        LogFilter::And(all) => joined(compiler, all, " AND "),
        LogFilter::Or(all) => joined(compiler, all, " OR "),
        // What is unknown is not so: NOT of a missing value is true.
        LogFilter::Not(inner) => format!("NOT COALESCE({}, 1 = 0)", condition(compiler, inner)),
        LogFilter::Date(range) => compiler.range("l.date", range, |at| Bind::Time(*at)),
        LogFilter::Text(field, test) => {
            let column = column(*field);
            // The indexes know whole values; what else is asked of a text is asked byte by byte, alike on both databases.
            let column = if let Test::Equals(_) = test { column } else { dialect::bytewise(compiler.backend, &column) };
            compiler.text(&column, TextField::UserId, test)
        }
    }
}

fn joined(compiler: &mut Compiler, all: &[LogFilter], operator: &str) -> String {
    let all: Vec<_> = all.iter().map(|filter| condition(compiler, filter)).collect();
    format!("({})", all.join(operator))
}

/// A text of an event. Two of them are not kept with it: they follow from what is.
fn column(field: LogField) -> String {
    let name = match field {
        LogField::ClientId => "client_id",
        LogField::ClientName => "client_name",
        LogField::Connection => "connection",
        LogField::Description => "description",
        LogField::Hostname => "hostname",
        LogField::Ip => "ip",
        LogField::LogId => "log_id",
        LogField::Strategy => "strategy",
        LogField::Type => "type",
        LogField::UserAgent => "user_agent",
        LogField::UserId => "user_id",
        LogField::UserName => "user_name",
        LogField::ConnectionId => {
            return "(SELECT c.connection_id FROM connections c WHERE c.tenant_id = l.tenant_id AND c.name = l.connection)"
                .to_owned();
        }
        LogField::StrategyType => return strategy_type(),
    };
    format!("l.{name}")
}

fn strategy_type() -> String {
    let of = |kind: Kind| {
        let strategies: Vec<_> = kind.strategies().iter().map(|strategy| format!("'{strategy}'")).collect();
        format!("WHEN l.strategy IN ({}) THEN '{}'", strategies.join(", "), kind.strategy_type())
    };
    let known = [Kind::Database, Kind::Social, Kind::Passwordless].map(of).join(" ");
    let others = Kind::Enterprise.strategy_type();
    format!("(CASE WHEN l.strategy IS NULL THEN NULL {known} ELSE '{others}' END)")
}
