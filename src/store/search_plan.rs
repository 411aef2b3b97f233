//! How a search reaches its users: from an index when one finds few, else user by user in the list's order. Neither way is
//! good at the other's work, and the databases cannot know which it is, so the indexes are asked first, up to a limit.

use super::connection::Backend;
use super::db::Tx;
use super::search_indexes::{Key, by_substring, is_indexed, is_rare, may_repeat};
use super::search_sql::{Access, Compiler};
use super::statement::Statement;
use super::user_list::Sort;
use super::user_tallies::{self, Tally};
use crate::error::Result;
use crate::model::search::Filter;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// How far the index of substrings is asked, which takes longer than the others to find each.
pub(super) const MOST_BY_SUBSTRING: i64 = 1_000;
/// How far the others are: where there are so many users, up to so many matches; a usual number is exact.
const REACH: [(i64, i64); 2] = [(1_500_000, 3_000), (333_000, 1_750)];
/// Where there are fewer users.
const LEAST_REACH: i64 = 1_000;

/// Whether to fetch all that an index finds, of which so many match the whole search, and to sort them. A walk in the
/// list's order passes `users / matches` users for each that it shows, and the two cost alike where the product of what is
/// fetched and of what matches is some times the number of users; measured, three.
fn is_few(found: i64, matches: i64, users: i64) -> bool {
    found <= 100 || found.saturating_mul(matches) <= users.saturating_mul(3)
}

/// How far the index of a condition is asked among so many users.
fn reach(leaf: &Filter, users: i64) -> i64 {
    let step = REACH.into_iter().find(|(from, _)| users >= *from);
    if by_substring(leaf) { MOST_BY_SUBSTRING } else { step.map_or(LEAST_REACH, |(_, most)| most) }
}

/// One more than that, as a number of SQL.
fn beyond(leaf: &Filter, users: &str) -> String {
    if by_substring(leaf) {
        return (MOST_BY_SUBSTRING + 1).to_string();
    }
    let steps = REACH.map(|(from, most)| format!("WHEN users >= {from} THEN {} ", most + 1)).concat();
    format!("(SELECT CASE {steps}ELSE {} END FROM ({users}) tally)", LEAST_REACH + 1)
}

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

/// A user who was found while the way was chosen, and how many users there are.
#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = BigInt)]
    users: i64,
}

/// How many users the index of a condition finds.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    n: i64,
    /// Whether there are others beyond its reach.
    more: bool,
}

impl Size {
    fn of(n: i64, leaf: &Filter, users: i64) -> Self {
        let reach = reach(leaf, users);
        Self { n: n.min(reach), more: n > reach }
    }

    /// How many they are at most, as far as that is known.
    fn at_most(self) -> i64 {
        if self.more { i64::MAX } else { self.n }
    }
}

impl Plan {
    /// In the order of the list, which is the order of the index of what is looked for.
    pub fn straight() -> Self {
        Self { way: Way::Walk, matches: None, at_least: 0, leading: 0 }
    }
}

/// Decides; asks at most one statement.
pub(super) fn plan(tx: &mut Tx, tenant: &TenantId, sort: Sort, filter: &Filter) -> Result<Plan> {
    if let Some(tally) = user_tallies::tally(tx, tenant, filter)? {
        return Ok(tallied(sort, filter, &tally));
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
    let (users, sizes) = sizes(tx, tenant, &leaves, has_many_forms(filter))?;
    let known = whole(filter).filter(|one| !is_rare(one) && !may_repeat(one)).and_then(|_| sizes.first());
    let matches = known.filter(|size| !size.more).map(|size| size.n);
    let at_least = source.floor(&mut sizes.iter().copied());
    let (n, chosen) = source.least(&mut leaves.iter().copied().zip(sizes));
    let straight = Plan { matches, at_least, ..Plan::straight() };
    if let [one] = chosen[..]
        && let Some(leading) = leading(sort, filter, one)
    {
        return Ok(Plan { leading, ..straight });
    }
    if !is_few(n, n, users) {
        return Ok(straight);
    }
    Ok(Plan { way: Way::From(chosen.into_iter().cloned().collect()), ..straight })
}

/// The tallies know how many there are without a look at any.
fn tallied(sort: Sort, filter: &Filter, tally: &Tally) -> Plan {
    let straight = Plan { matches: Some(tally.matches), at_least: tally.matches, ..Plan::straight() };
    let Some((part, n)) = filter.parts().iter().zip(&tally.parts).min_by_key(|(_, n)| **n) else { return straight };
    match leading(sort, filter, part) {
        Some(leading) => Plan { leading, ..straight },
        None if is_few(*n, tally.matches, tally.users) => Plan { way: Way::From(vec![part.clone()]), ..straight },
        None => straight,
    }
}

/// Which part of a filter this is, if an index holds just its users in the list's order: whoever walks that one passes
/// them alone, and stops when the page is full.
fn leading(sort: Sort, filter: &Filter, part: &Filter) -> Option<usize> {
    filter.parts().iter().position(|one| one == part && sort.has_index_for(one))
}

/// What one index answers need not be asked twice: where it finds few, they are the way.
fn few_rows(tx: &mut Tx, tenant: &TenantId, filter: &Filter) -> Result<Option<Plan>> {
    let (Some(statement), Some(one)) = (asked_once(tx, tenant, filter), whole(filter)) else { return Ok(None) };
    let found: Vec<Found> = statement.load(tx)?;
    let users = found.first().map_or(0, |found| found.users);
    let size = Size::of(i64::try_from(found.len()).unwrap_or(i64::MAX), one, users);
    let matches = (!size.more).then_some(size.n);
    let straight = Plan { matches, at_least: size.n, ..Plan::straight() };
    Ok(Some(if !size.more && is_few(size.n, size.n, users) {
        Plan { way: Way::Rows(found.into_iter().map(|found| found.seq).collect()), ..straight }
    } else {
        straight
    }))
}

/// The statement that asks it. SQLite only, whose indexes know the rows.
pub(super) fn asked_once(tx: &Tx, tenant: &TenantId, filter: &Filter) -> Option<Statement> {
    let backend = tx.backend();
    let one = whole(filter).filter(|one| Key::of(backend, std::slice::from_ref(one)) == Key::Seq)?;
    let mut statement = Statement::default();
    let tenant = statement.bind(tenant.as_str());
    let mut compiler = Compiler { backend, statement: &mut statement, tenant, access: Access::Row };
    let found = compiler.candidates(one, Key::Seq);
    let users = user_tallies::users(tenant);
    statement.text = format!("SELECT seq, ({users}) AS users FROM ({found}) found LIMIT {}", beyond(one, &users));
    Some(statement)
}

/// Whether the statements of a search have forms without bounds: each would be kept prepared. What the menus ask for, and
/// what asks for one thing, has few.
pub(super) fn has_many_forms(filter: &Filter) -> bool {
    let of_menus = |one: &Filter| matches!(one, Filter::Connection(_) | Filter::Status(_) | Filter::Role(_));
    matches!(filter, Filter::And(_) | Filter::Or(_) | Filter::Not(_)) && !filter.parts().iter().all(of_menus)
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
    fn floor(&self, sizes: &mut impl Iterator<Item = Size>) -> i64 {
        match self {
            Self::Index(filter) => match sizes.next().unwrap_or_default() {
                // The same user may have been counted again and again.
                _ if may_repeat(filter) => 0,
                size => size.n,
            },
            // What one condition finds, another may refuse.
            Self::Least(all) => all.iter().map(|source| source.floor(sizes)).fold(0, |_, _| 0),
            Self::Union(all) => all.iter().map(|source| source.floor(sizes)).fold(0, i64::max),
        }
    }

    /// How many users it leaves at most, and by which conditions; the sizes come in the order of the leaves.
    fn least(&self, sizes: &mut impl Iterator<Item = (&'f Filter, Size)>) -> (i64, Vec<&'f Filter>) {
        match self {
            Self::Index(filter) => (sizes.next().map_or(i64::MAX, |(_, size)| size.at_most()), vec![filter]),
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

/// How many users there are, and how many each condition's index finds.
fn sizes(tx: &mut Tx, tenant: &TenantId, leaves: &[&Filter], once: bool) -> Result<(i64, Vec<Size>)> {
    /// Of the number of users, beside the leaves.
    const USERS: i64 = -1;
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        leaf: i64,
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let asked: Vec<usize> = (0..leaves.len()).filter(|i| !is_rare(leaves[*i])).collect();
    let mut sizes = vec![Size::default(); leaves.len()];
    if asked.is_empty() {
        return Ok((0, sizes));
    }
    let mut statement = Statement::default().once_if(once);
    let tenant = statement.bind(tenant.as_str());
    let users = user_tallies::users(tenant);
    let mut compiler = Compiler { backend: tx.backend(), statement: &mut statement, tenant, access: Access::Row };
    let each = asked.iter().map(|i| {
        let found = compiler.candidates(leaves[*i], counted_by(compiler.backend, leaves[*i]));
        let limit = beyond(leaves[*i], &users);
        format!("SELECT CAST({i} AS BIGINT) AS leaf, count(*) AS n FROM ({found} LIMIT {limit}) q{i}")
    });
    let all = std::iter::once(format!("SELECT CAST({USERS} AS BIGINT) AS leaf, users AS n FROM ({users}) tally"));
    statement.text = all.chain(each).collect::<Vec<_>>().join(" UNION ALL ");
    let counted: Vec<Counted> = statement.load(tx)?;
    let users = counted.iter().find(|counted| counted.leaf == USERS).map_or(0, |counted| counted.n);
    for Counted { leaf, n } in counted {
        if let Some(i) = usize::try_from(leaf).ok().filter(|i| *i < leaves.len()) {
            sizes[i] = Size::of(n, leaves[i], users);
        }
    }
    Ok((users, sizes))
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
