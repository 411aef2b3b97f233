//! Whole users in bulk, oldest first: what exports read.

use super::db::Tx;
use super::statement::Statement;
use super::user_selection::{self, Selection};
use super::users::UserRow;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::tenant::TenantId;
use crate::model::user::User;

/// The next users of a selection after one of them, of those that existed at an instant.
pub fn after(
    tx: &mut Tx,
    tenant: &TenantId,
    selection: &Selection,
    at: Timestamp,
    last: Option<&(Timestamp, String)>,
    most: i64,
) -> Result<Vec<User>> {
    let mut statement = Statement::default();
    let mut conditions = user_selection::conditions(tx, tenant, selection, at, &mut statement);
    if let Some((created_at, id)) = last {
        let (created, id) = (statement.bind(*created_at), statement.bind(id.clone()));
        conditions.push_str(&format!(" AND (u.created_at, u.user_id) > (${created}, ${id})"));
    }
    let limit = statement.bind(most);
    statement.text = format!(
        "SELECT u.* FROM users u WHERE {conditions} ORDER BY u.tenant_id, u.created_at, u.user_id LIMIT ${limit}"
    );
    statement.load::<UserRow>(tx)?.into_iter().map(UserRow::into_user).collect()
}

/// How many users that are.
pub fn count(tx: &mut Tx, tenant: &TenantId, selection: &Selection, at: Timestamp) -> Result<i64> {
    let mut statement = Statement::default();
    let conditions = user_selection::conditions(tx, tenant, selection, at, &mut statement);
    statement.text = format!("SELECT count(*) AS n FROM users u WHERE {conditions}");
    Ok(statement.load::<Count>(tx)?.first().map_or(0, |count| count.n))
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}
