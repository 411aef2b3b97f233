//! The values a search finds users by, besides the columns of `users`: those of both metadata documents and of linked
//! accounts. They are written in the transaction that writes the user, so that a search sees them at once.

use super::bulk::ROWS;
use super::columns::object;
use super::connection::AnyConnection;
use super::db::{Db, Tx};
use super::schema::{identities, search_backfill, user_search_values as table, users};
use crate::error::Result;
use crate::model::identity::Identity;
use crate::model::metadata::MetadataKind;
use crate::model::search::values::{SearchValue, values};
use crate::model::tenant::TenantId;
use crate::model::user::{User, UserId};
use diesel::prelude::*;

/// How the paths of a linked account's values begin.
pub(super) const LINKED: &str = "i";
/// Users of one transaction of [`backfill`].
const CHUNK: i64 = 1_000;

/// How the paths of a metadata document's values begin.
pub(super) fn prefix(kind: MetadataKind) -> &'static str {
    match kind {
        MetadataKind::User => "u",
        MetadataKind::App => "a",
    }
}

/// Adds the values of new users.
pub(super) fn insert_of_users(tx: &mut Tx, tenant: &TenantId, all: &[User]) -> Result<()> {
    let each = all.iter().map(|user| (&user.id, of_user(user)));
    insert(tx, tenant, each)
}

/// Adds the values of new identities.
pub(super) fn insert_of_identities(tx: &mut Tx, tenant: &TenantId, all: &[(UserId, Identity)]) -> Result<()> {
    insert(tx, tenant, all.iter().map(|(user, identity)| (user, of_identity(identity))))
}

/// Brings the values of a user's metadata up to date.
pub(super) fn update_of_user(tx: &mut Tx, tenant: &TenantId, user: &User) -> Result<()> {
    let (mine, other) = (of_user(user), table::path.not_like("i.%"));
    let stored: Vec<(String, String)> = table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.id.as_str())).and(other))
        .select((table::path, table::value_text))
        .load(tx.conn())?;
    let is_new = |v: &SearchValue| !stored.iter().any(|(path, text)| *path == v.path && *text == v.text);
    let is_gone = |(path, text): &&(String, String)| !mine.iter().any(|v| v.path == *path && v.text == *text);
    for (path, text) in stored.iter().filter(is_gone) {
        let row = table::table.find((tenant.as_str(), path, text, user.id.as_str()));
        diesel::delete(row).execute(tx.conn())?;
    }
    let new = mine.iter().filter(|v| is_new(v)).cloned().collect();
    insert(tx, tenant, std::iter::once((&user.id, new)))
}

/// Brings the values of a user's linked accounts up to date.
pub(super) fn update_of_identities(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<()> {
    let mine = table::table.filter(
        table::tenant_id
            .eq(tenant.as_str())
            .and(table::user_id.eq(user.as_str()))
            .and(table::path.like(format!("{LINKED}.%"))),
    );
    diesel::delete(mine).execute(tx.conn())?;
    let all: Vec<_> =
        super::identities::of_user(tx, tenant, user)?.into_iter().map(|identity| (user.clone(), identity)).collect();
    insert_of_identities(tx, tenant, &all)
}

fn of_user(user: &User) -> Vec<SearchValue> {
    let mut all = values(prefix(MetadataKind::User), &user.user_metadata);
    all.extend(values(prefix(MetadataKind::App), &user.app_metadata));
    all
}

/// The profile of a primary identity is the user's own and stands in columns.
fn of_identity(identity: &Identity) -> Vec<SearchValue> {
    if identity.position == 0 { Vec::new() } else { values(LINKED, &identity.profile_data) }
}

fn insert<'u>(tx: &mut Tx, tenant: &TenantId, all: impl Iterator<Item = (&'u UserId, Vec<SearchValue>)>) -> Result<()> {
    let rows: Vec<_> = all.flat_map(|(user, values)| values.into_iter().map(move |value| (user, value))).collect();
    for chunk in rows.chunks(ROWS) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(user, value)| {
                (
                    table::tenant_id.eq(tenant.as_str()),
                    table::path.eq(&value.path),
                    table::value_text.eq(&value.text),
                    table::user_id.eq(user.as_str()),
                    table::value_num.eq(value.number),
                )
            })
            .collect();
        // Two linked accounts may say the same.
        let insert = diesel::insert_into(table::table).values(rows).on_conflict_do_nothing();
        match tx.conn() {
            AnyConnection::Sqlite(conn) => insert.execute(conn)?,
            AnyConnection::Postgres(conn) => insert.execute(conn)?,
        };
    }
    Ok(())
}

/// Writes the values of users who are older than this table, some at a time; what was interrupted goes on here.
pub fn backfill(db: &Db) -> Result<()> {
    while db.write(next_chunk)? {}
    Ok(())
}

/// Writes the next values and says whether there may be more.
fn next_chunk(tx: &mut Tx) -> Result<bool> {
    let todo: Option<(String, String)> =
        search_backfill::table.order(search_backfill::tenant_id).first(tx.conn()).optional()?;
    let Some((id, after)) = todo else { return Ok(false) };
    let tenant = TenantId::from_stored(id);
    let found: Vec<(String, String, String)> = users::table
        .filter(users::tenant_id.eq(tenant.as_str()).and(users::user_id.gt(&after)))
        .order(users::user_id)
        .limit(CHUNK)
        .select((users::user_id, users::user_metadata, users::app_metadata))
        .load(tx.conn())?;
    let Some((last, _, _)) = found.last() else {
        diesel::delete(search_backfill::table.find(tenant.as_str())).execute(tx.conn())?;
        return Ok(true);
    };
    let linked: Vec<(String, String)> = identities::table
        .filter(identities::tenant_id.eq(tenant.as_str()).and(identities::position.gt(0)))
        .filter(identities::user_id.gt(&after).and(identities::user_id.le(last)))
        .select((identities::user_id, identities::profile_data))
        .load(tx.conn())?;
    let mut all = Vec::new();
    for (user, user_metadata, app_metadata) in &found {
        let user = UserId::from_text(user);
        let mut of_user = values(prefix(MetadataKind::User), &object(user_metadata)?);
        of_user.extend(values(prefix(MetadataKind::App), &object(app_metadata)?));
        all.push((user, of_user));
    }
    for (user, data) in &linked {
        all.push((UserId::from_text(user), values(LINKED, &object(data)?)));
    }
    insert(tx, &tenant, all.iter().map(|(user, values)| (user, values.clone())))?;
    let progress = diesel::update(search_backfill::table.find(tenant.as_str()));
    progress.set(search_backfill::after_user_id.eq(last)).execute(tx.conn())?;
    Ok(true)
}
