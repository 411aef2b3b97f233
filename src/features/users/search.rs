//! Search users by a query, as the Management API asks for them: page and size, a field to sort by, whole profiles.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::listed_user::ListedUser;
use crate::model::paging::{Start, Total};
use crate::model::search::Mode;
use crate::model::user::{User, UserId};
use crate::store::user_list::{self, Count, Query, SEARCH_BUDGET, Sort};
use crate::store::{Tx, users};

/// Most users of a page.
pub const MOST: usize = 100;

/// With fewer users before it a page is near enough.
const FAR: usize = 1_000;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// In the query language; blank for everybody.
    pub q: String,
    /// `field:1` or `field:-1`; blank for the oldest first.
    pub sort: String,
    /// Counted from 0.
    pub page: usize,
    /// 0 for the total alone.
    pub per_page: usize,
    /// Name of a connection, for its users alone.
    pub connection: Option<String>,
    /// Whether the matches are counted to the end; without it the total is a guess.
    pub counts: bool,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    pub users: Vec<User>,
    pub total: Total,
}

/// Searches; a query that cannot be read is a mistake of the field `q`, with its place. What is written is found at once.
pub fn search(tx: &mut Tx, context: &Context, request: &Request) -> Result<Found> {
    Mode::Lucene.filter(&request.q).map_err(|mistake| Error::field("q", mistake.to_string()))?;
    let (sort, descending) = order(&request.sort)?;
    if request.per_page > MOST {
        return Err(Error::field("per_page", format!("At most {MOST} users a page.")));
    }
    let before = request.page.saturating_mul(request.per_page);
    let skip = u32::try_from(before).map_err(|_| Error::field("page", "There are no pages that far."))?;
    let query = Query {
        search: request.q.clone(),
        mode: Mode::Lucene,
        connection: request.connection.clone(),
        status: None,
        role: None,
        sort,
        descending,
        size: request.per_page,
        start: Start::Skip(skip),
    };
    let (rows, total) = if let Some(found) = from_the_end(tx, context, &query, before)? {
        found
    } else if request.counts {
        let (page, total) = user_list::page_and_total(tx, &context.tenant, &query, Count::Exact, SEARCH_BUDGET)?;
        (page.rows, total)
    } else {
        let page = user_list::page(tx, &context.tenant, &query)?;
        let seen = i64::from(skip) + page.rows.len() as i64;
        (page.rows, Total::AtLeast(seen))
    };
    let ids: Vec<UserId> = rows.into_iter().map(|user| user.id).collect();
    let mut found = users::among(tx, &context.tenant, &ids)?;
    found.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    Ok(Found { users: found, total })
}

/// The users of a page of everybody that is nearer to the list's end, read from there: the way to a page is as long as the
/// users before it are many. Nothing for other pages. A tally knows how many there are, in the same moment.
fn from_the_end(
    tx: &mut Tx,
    context: &Context,
    query: &Query,
    before: usize,
) -> Result<Option<(Vec<ListedUser>, Total)>> {
    if before < FAR || query.is_filtered() {
        return Ok(None);
    }
    let all = user_list::number(tx, &context.tenant, query, SEARCH_BUDGET)?;
    let left = usize::try_from(all).unwrap_or_default().saturating_sub(before);
    let size = query.size.min(left);
    if size == 0 {
        return Ok(Some((Vec::new(), Total::Exactly(all))));
    }
    let behind = left - size;
    let Some(behind) = u32::try_from(behind).ok().filter(|_| behind < before) else { return Ok(None) };
    let backwards = Query { descending: !query.descending, size, start: Start::Skip(behind), ..query.clone() };
    let mut rows = user_list::page(tx, &context.tenant, &backwards)?.rows;
    rows.reverse();
    Ok(Some((rows, Total::Exactly(all))))
}

fn order(text: &str) -> Result<(Sort, bool)> {
    if text.is_empty() {
        return Ok((Sort::Created, false));
    }
    let wrong = || {
        Error::field(
            "sort",
            "Sort by created_at, last_login, logins_count, name or identities.connection, followed by :1 or :-1.",
        )
    };
    let (field, direction) = text.rsplit_once(':').ok_or_else(wrong)?;
    let sort = match field {
        "created_at" => Sort::Created,
        "last_login" => Sort::LatestLogin,
        "logins_count" => Sort::Logins,
        "name" => Sort::Name,
        "identities.connection" => Sort::Connection,
        _ => return Err(wrong()),
    };
    match direction {
        "1" => Ok((sort, false)),
        "-1" => Ok((sort, true)),
        _ => Err(wrong()),
    }
}
