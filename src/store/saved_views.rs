//! Saved views of the users list.

use super::db::Tx;
use super::schema::user_views;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::saved_view::SavedView;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = user_views)]
struct ViewRow {
    view_id: String,
    name: String,
    query: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl From<ViewRow> for SavedView {
    fn from(row: ViewRow) -> Self {
        let ViewRow { view_id, name, query, created_at, updated_at } = row;
        Self { id: view_id, name, query, created_at, updated_at }
    }
}

/// The tenant's views by name, at most `limit`.
pub fn all(tx: &mut Tx, tenant: &TenantId, limit: i64) -> Result<Vec<SavedView>> {
    let rows: Vec<ViewRow> = user_views::table
        .filter(user_views::tenant_id.eq(tenant.as_str()))
        .order(user_views::name)
        .limit(limit)
        .select(ViewRow::as_select())
        .load(tx.conn())?;
    Ok(rows.into_iter().map(SavedView::from).collect())
}

/// A view by id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<SavedView> {
    let row: Option<ViewRow> =
        user_views::table.find((tenant.as_str(), id)).select(ViewRow::as_select()).first(tx.conn()).optional()?;
    row.map(SavedView::from).ok_or(Error::NotFound("view"))
}

/// Adds a view.
pub fn insert(tx: &mut Tx, tenant: &TenantId, view: &SavedView) -> Result<()> {
    diesel::insert_into(user_views::table)
        .values((
            user_views::tenant_id.eq(tenant.as_str()),
            user_views::view_id.eq(&view.id),
            user_views::name.eq(&view.name),
            user_views::query.eq(&view.query),
            user_views::created_at.eq(view.created_at),
            user_views::updated_at.eq(view.updated_at),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Gives a view another name.
pub fn rename(tx: &mut Tx, tenant: &TenantId, id: &str, name: &str, at: Timestamp) -> Result<()> {
    diesel::update(user_views::table.find((tenant.as_str(), id)))
        .set((user_views::name.eq(name), user_views::updated_at.eq(at)))
        .execute(tx.conn())?;
    Ok(())
}

/// Removes a view; answers whether it was there.
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<bool> {
    Ok(diesel::delete(user_views::table.find((tenant.as_str(), id))).execute(tx.conn())? > 0)
}
