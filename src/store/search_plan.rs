//! How a search reaches its users: from an index when one finds few, else user by user in the list's order. Neither way is
//! good at the other's work, and the databases cannot know which it is, so the indexes are asked first, up to a limit.

use super::connection::Backend;
use super::db::Tx;
use super::search_indexes::{Key, by_substring, is_indexed, is_rare, may_repeat};
use super::search_sql::{Access, Compiler};
use super::statement::Statement;
use super::user_tallies::{self, Tally};
use crate::error::Result;
use crate::model::search::Filter;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// An index that finds up to so many users is the way to them; one that finds more leaves the order to the list's.
const FEW: i64 = 3_000;
/// Likewise of the index of substrings, which takes longer to find each.
pub(super) const FEW_BY_SUBSTRING: i64 = 1_000;

/// More than an index was asked for.
const MANY: i64 = i64::MAX;

/// The way to the users of a search.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Way {
    /// User by user, in the order of the list.
    Walk,
    /// From what the indexes of these conditions find, together.
    From(Vec<Filter>),
    /// From these, by the numbers of their rows.
    Rows(Vec<i64>),
    /// From what the index of substrings finds for the whole search, counted and read at once; the walk, where they are many.
    /// PostgreSQL only, whose index has found all before it names the first.
    Gather,
}

/// Conditions of which some bound what can match.
enum Source<'f> {
    Index(&'f Filter),
    /// Any of them alone does.
    Least(Vec<Source<'f>>),
    /// All of them together do.
    Union(Vec<Source<'f>>),
}

/// How a search goes, and what is known of its matches from the choice.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub way: Way,
    /// How many match, where one index answers the whole search and finds few.
    pub matches: Option<i64>,
    /// So many match at least.
    pub at_least: i64,
    /// Which of the filter's parts leaves the fewest users, where that is known: the walk begins with its index.
    pub leading: usize,
}

/// Users that were found while the way was chosen.
#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

impl Plan {
    /// In the order of the list, which is the order of the index of what is looked for.
    pub fn straight() -> Self {
        Self { way: Way::Walk, matches: None, at_least: 0, leading: 0 }
    }
}

/// Decides; asks at most one statement.
pub(super) fn plan(tx: &mut Tx, tenant: &TenantId, filter: &Filter) -> Result<Plan> {
    if let Some(tally) = user_tallies::tally(tx, tenant, filter)? {
        return Ok(tallied(filter, &tally));
    }
    let Some(source) = source(filter) else { return Ok(Plan::straight()) };
    if let Some(plan) = few_rows(tx, tenant, filter)? {
        return Ok(plan);
    }
    if tx.backend() == Backend::Postgres && whole(filter).is_some_and(by_substring) {
        return Ok(Plan { way: Way::Gather, ..Plan::straight() });
    }
    let mut leaves = Vec::new();
    source.leaves(&mut leaves);
    let once = is_planned_each_time(tx.backend(), filter);
    let sizes = sizes(tx, tenant, &leaves, once)?;
    let known = whole(filter).filter(|one| !is_rare(one) && !may_repeat(one)).and_then(|_| sizes.first().copied());
    let at_least = source.floor(&mut sizes.iter().copied());
    let (n, chosen) = source.least(&mut leaves.iter().copied().zip(sizes));
    if n > FEW {
        return Ok(Plan { at_least, ..Plan::straight() });
    }
    let way = Way::From(chosen.into_iter().cloned().collect());
    Ok(Plan { way, matches: known, at_least, ..Plan::straight() })
}

/// The tallies know how many there are without a look at any.
fn tallied(filter: &Filter, tally: &Tally) -> Plan {
    let fewest = tally.parts.iter().enumerate().min_by_key(|(_, n)| **n);
    let (leading, n) = fewest.map_or((0, i64::MAX), |(nth, n)| (nth, *n));
    let way = match filter.parts().get(leading) {
        Some(part) if n <= FEW => Way::From(vec![part.clone()]),
        _ => Way::Walk,
    };
    Plan { way, matches: Some(tally.matches), at_least: tally.matches, leading }
}

/// What one index answers need not be asked twice: where it finds few, they are the way.
fn few_rows(tx: &mut Tx, tenant: &TenantId, filter: &Filter) -> Result<Option<Plan>> {
    let Some((statement, few)) = asked_once(tx, tenant, filter) else { return Ok(None) };
    let rows: Vec<i64> = statement.load::<Found>(tx)?.into_iter().map(|found| found.seq).collect();
    let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(Some(if n > few {
        Plan { at_least: few, ..Plan::straight() }
    } else {
        Plan { way: Way::Rows(rows), matches: Some(n), at_least: n, ..Plan::straight() }
    }))
}

/// The statement that asks it, and how many are few. SQLite only, whose indexes know the rows.
pub(super) fn asked_once(tx: &Tx, tenant: &TenantId, filter: &Filter) -> Option<(Statement, i64)> {
    let backend = tx.backend();
    let one = whole(filter).filter(|one| Key::of(backend, std::slice::from_ref(one)) == Key::Seq)?;
    let few = if by_substring(one) { FEW_BY_SUBSTRING } else { FEW };
    let mut statement = Statement::default().once_if(is_planned_each_time(backend, filter));
    let tenant = statement.bind(tenant.as_str());
    let mut compiler = Compiler { backend, statement: &mut statement, tenant, access: Access::Row };
    let found = compiler.candidates(one, Key::Seq);
    let limit = statement.bind(few + 1);
    statement.text = format!("{found} LIMIT ${limit}");
    Some((statement, few))
}

/// Whether a search's statements are planned with their words each time. PostgreSQL decides by them which index is the
/// quicker way. SQLite does not look at them, and what asks for one thing has few forms: its statements are kept.
pub(super) fn is_planned_each_time(backend: Backend, filter: &Filter) -> bool {
    backend == Backend::Postgres || matches!(filter, Filter::And(_) | Filter::Or(_) | Filter::Not(_))
}

/// The one condition whose index answers the whole filter, if there is one.
pub(super) fn whole(filter: &Filter) -> Option<&Filter> {
    Some(filter).filter(|filter| is_indexed(filter) && !matches!(filter, Filter::Nobody(_)))
}

fn source(filter: &Filter) -> Option<Source<'_>> {
    match filter {
        Filter::And(all) => {
            let sources: Vec<_> = all.iter().filter_map(source).collect();
            (!sources.is_empty()).then_some(Source::Least(sources))
        }
        Filter::Or(all) => all.iter().map(source).collect::<Option<Vec<_>>>().map(Source::Union),
        leaf => is_indexed(leaf).then_some(Source::Index(leaf)),
    }
}

impl<'f> Source<'f> {
    fn leaves(&self, out: &mut Vec<&'f Filter>) {
        match self {
            Self::Index(filter) => out.push(filter),
            Self::Least(all) | Self::Union(all) => all.iter().for_each(|source| source.leaves(out)),
        }
    }

    /// How many users match at least, as far as the indexes were asked.
    fn floor(&self, sizes: &mut impl Iterator<Item = i64>) -> i64 {
        match self {
            Self::Index(filter) => match sizes.next().unwrap_or_default() {
                // The same user may have been counted again and again.
                _ if may_repeat(filter) => 0,
                MANY => FEW_BY_SUBSTRING,
                n => n.min(FEW),
            },
            // What one condition finds, another may refuse.
            Self::Least(all) => all.iter().map(|source| source.floor(sizes)).fold(0, |_, _| 0),
            Self::Union(all) => all.iter().map(|source| source.floor(sizes)).fold(0, i64::max),
        }
    }

    /// How many users it leaves at most, and by which conditions; the sizes come in the order of the leaves.
    fn least(&self, sizes: &mut impl Iterator<Item = (&'f Filter, i64)>) -> (i64, Vec<&'f Filter>) {
        match self {
            Self::Index(filter) => (sizes.next().map_or(i64::MAX, |(_, n)| n), vec![filter]),
            Self::Least(all) => {
                let each: Vec<_> = all.iter().map(|source| source.least(sizes)).collect();
                each.into_iter().min_by_key(|(n, _)| *n).unwrap_or((i64::MAX, Vec::new()))
            }
            Self::Union(all) => {
                let each: Vec<_> = all.iter().map(|source| source.least(sizes)).collect();
                let n = each.iter().fold(0_i64, |sum, (n, _)| sum.saturating_add(*n));
                (n, each.into_iter().flat_map(|(_, filters)| filters).collect())
            }
        }
    }
}

/// How many users each condition's index finds, up to one more than few.
fn sizes(tx: &mut Tx, tenant: &TenantId, leaves: &[&Filter], once: bool) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Size {
        #[diesel(sql_type = BigInt)]
        leaf: i64,
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let mut sizes = vec![0; leaves.len()];
    let asked: Vec<usize> = (0..leaves.len()).filter(|i| !is_rare(leaves[*i])).collect();
    if asked.is_empty() {
        return Ok(sizes);
    }
    let mut statement = Statement::default().once_if(once);
    let tenant = statement.bind(tenant.as_str());
    let limits = [FEW, FEW_BY_SUBSTRING].map(|few| statement.bind(few + 1));
    let mut compiler = Compiler { backend: tx.backend(), statement: &mut statement, tenant, access: Access::Row };
    let each: Vec<_> = asked
        .iter()
        .map(|i| {
            let found = compiler.candidates(leaves[*i], counted_by(compiler.backend, leaves[*i]));
            let limit = limits[usize::from(by_substring(leaves[*i]))];
            format!("SELECT CAST({i} AS BIGINT) AS leaf, count(*) AS n FROM ({found} LIMIT ${limit}) q{i}")
        })
        .collect();
    statement.text = each.join(" UNION ALL ");
    for Size { leaf, n } in statement.load::<Size>(tx)? {
        if let Some(size) = usize::try_from(leaf).ok().and_then(|i| sizes.get_mut(i)) {
            let is_many = by_substring(leaves[usize::try_from(leaf).unwrap_or_default()]) && n > FEW_BY_SUBSTRING;
            *size = if is_many { MANY } else { n };
        }
    }
    Ok(sizes)
}

/// What the rows of an index are counted by. PostgreSQL would count domains by the index of all addresses, which has the ids
/// as well, and read most of it.
fn counted_by(backend: Backend, leaf: &Filter) -> Key {
    match leaf {
        Filter::Domain(_) => Key::Seq,
        _ => Key::of(backend, std::slice::from_ref(leaf)),
    }
}

impl Way {
    /// The tables a statement reads: `users u`, after what narrows it; and the text that goes before the statement.
    pub fn tables(&self, backend: Backend, statement: &mut Statement, tenant: usize) -> (String, &'static str) {
        let filters = match self {
            Self::Walk | Self::Gather => return (String::new(), "users u"),
            Self::Rows(rows) => {
                let rows: Vec<_> = rows.iter().map(i64::to_string).collect();
                // An empty list is not a list of values.
                let found = if rows.is_empty() {
                    "SELECT 0 WHERE 1 = 0".to_owned()
                } else {
                    format!("VALUES ({})", rows.join("), ("))
                };
                return (format!("WITH found (seq) AS ({found}) "), "found CROSS JOIN users u");
            }
            Self::From(filters) => filters,
        };
        let key = Key::of(backend, filters);
        let mut compiler = Compiler { backend, statement, tenant, access: Access::Row };
        let found: Vec<_> = filters.iter().map(|filter| compiler.candidates(filter, key)).collect();
        let column = key.column();
        let found =
            if found.is_empty() { format!("SELECT {column} FROM users WHERE 1 = 0") } else { found.join(" UNION ") };
        // The order of the tables is meant: SQLite keeps to it in a cross join.
        (
            format!("WITH found AS MATERIALIZED (SELECT DISTINCT {column} FROM ({found}) each_one) "),
            "found CROSS JOIN users u",
        )
    }

    /// What joins those tables.
    pub fn joint(&self, backend: Backend) -> &'static str {
        match self {
            Self::Walk | Self::Gather => "",
            Self::Rows(_) => " AND u.seq = found.seq",
            Self::From(filters) => match Key::of(backend, filters) {
                Key::UserId => " AND u.user_id = found.user_id",
                Key::Seq => " AND u.seq = found.seq",
            },
        }
    }
}
