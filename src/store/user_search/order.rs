//! Where a page of users begins, and the order of its rows.

use crate::error::Result;
use crate::model::paging::{PAGE_SIZES, Start};
use crate::store::statement::Statement;
use crate::store::user_list::{Query, sort_bind};

/// Where a page begins, and the order of its rows.
pub(super) struct Order {
    /// ` AND …`, or nothing on the first and the last page.
    pub place: String,
    /// ` ORDER BY …`.
    pub by: String,
    /// ` LIMIT …`.
    pub limit: String,
}

/// Binds the page's place.
pub(super) fn order(statement: &mut Statement, query: &Query) -> Result<Order> {
    let (column, direction) = (query.sort.column(), direction(query));
    let mut place = String::new();
    if let Some(key) = query.start.key() {
        let sort = statement.bind(sort_bind(query.sort, key)?);
        let id = statement.bind(key.id.as_str());
        let than = if direction == "ASC" { '>' } else { '<' };
        place = format!(" AND ({column}, u.user_id) {than} (${sort}, ${id})");
    }
    let by = format!(" ORDER BY u.tenant_id {direction}, {column} {direction}, u.user_id {direction}");
    let rows = query.size + 1;
    // Written out where that makes few forms: PostgreSQL expects a bind to be a tenth of the table, and would plan anew
    // each time for the fewer rows it is.
    let mut limit = if PAGE_SIZES.contains(&query.size) {
        format!(" LIMIT {rows}")
    } else {
        format!(" LIMIT ${}", statement.bind(i64::try_from(rows).unwrap_or(i64::MAX)))
    };
    if let Start::Skip(rows) = query.start {
        limit.push_str(&format!(" OFFSET ${}", statement.bind(i64::from(rows))));
    }
    Ok(Order { place, by, limit })
}

/// Pages before a place are read backwards.
fn direction(query: &Query) -> &'static str {
    if query.descending == query.start.is_backward() { "ASC" } else { "DESC" }
}
