//! How a search reaches its users: from an index when one finds few, else user by user in the list's order. Neither way is
//! good at the other's work, and the databases cannot know which it is, so the indexes are asked first, up to a limit.

use super::connection::Backend;
use super::db::Tx;
use super::search_sql::{Access, Compiler, is_indexed, is_rare};
use super::statement::Statement;
use crate::error::Result;
use crate::model::search::Filter;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// An index that finds up to so many users is the way to them; one that finds more leaves the order to the list's.
const FEW: i64 = 3_000;

/// The way to the users of a search.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Way {
    /// User by user, in the order of the list.
    Walk,
    /// From what the indexes of these conditions find, together.
    From(Vec<Filter>),
}

/// Conditions of which some bound what can match.
enum Source<'f> {
    Index(&'f Filter),
    /// Any of them alone does.
    Least(Vec<Source<'f>>),
    /// All of them together do.
    Union(Vec<Source<'f>>),
}

/// Decides; asks at most one statement.
pub(super) fn way(tx: &mut Tx, tenant: &TenantId, filter: &Filter) -> Result<Way> {
    let Some(source) = source(filter) else { return Ok(Way::Walk) };
    let mut leaves = Vec::new();
    source.leaves(&mut leaves);
    let sizes = sizes(tx, tenant, &leaves)?;
    let (n, chosen) = source.least(&mut leaves.iter().copied().zip(sizes));
    Ok(if n <= FEW { Way::From(chosen.into_iter().cloned().collect()) } else { Way::Walk })
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
fn sizes(tx: &mut Tx, tenant: &TenantId, leaves: &[&Filter]) -> Result<Vec<i64>> {
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
    let mut statement = Statement::default().once();
    let tenant = statement.bind(tenant.as_str());
    let limit = statement.bind(FEW + 1);
    let mut compiler = Compiler { backend: tx.backend(), statement: &mut statement, tenant, access: Access::Row };
    let each: Vec<_> = asked
        .iter()
        .map(|i| {
            let found = compiler.candidates(leaves[*i]);
            format!("SELECT CAST({i} AS BIGINT) AS leaf, count(*) AS n FROM ({found} LIMIT ${limit}) q{i}")
        })
        .collect();
    statement.text = each.join(" UNION ALL ");
    for Size { leaf, n } in statement.load::<Size>(tx)? {
        if let Some(size) = usize::try_from(leaf).ok().and_then(|i| sizes.get_mut(i)) {
            *size = n;
        }
    }
    Ok(sizes)
}

impl Way {
    /// The tables a statement reads: `users u`, after what narrows it; and the text that goes before the statement.
    pub fn tables(&self, backend: Backend, statement: &mut Statement, tenant: usize) -> (String, &'static str) {
        let Self::From(filters) = self else { return (String::new(), "users u") };
        let mut compiler = Compiler { backend, statement, tenant, access: Access::Row };
        let found: Vec<_> = filters.iter().map(|filter| compiler.candidates(filter)).collect();
        let found =
            if found.is_empty() { "SELECT user_id FROM users WHERE 1 = 0".to_owned() } else { found.join(" UNION ") };
        // The order of the tables is meant: SQLite keeps to it in a cross join.
        (
            format!("WITH found AS MATERIALIZED (SELECT DISTINCT user_id FROM ({found}) each_one) "),
            "found CROSS JOIN users u",
        )
    }

    /// What joins those tables.
    pub fn joint(&self) -> &'static str {
        if matches!(self, Self::From(_)) { " AND u.user_id = found.user_id" } else { "" }
    }
}
