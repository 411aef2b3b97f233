//! The outbox: mails queued by verbs in their own transactions.

use super::db::Tx;
use super::dialect;
use super::schema::outbox;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::mail::Mail;
use crate::model::paging::{Key, Page, Start};
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp as SqlTimestamp};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
struct MailRow {
    mail_id: String,
    kind: String,
    user_id: Option<String>,
    recipient: String,
    subject: String,
    body_text: String,
    body_html: String,
    created_at: Timestamp,
    sent_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    attempts: i32,
    last_error: Option<String>,
}

impl From<MailRow> for Mail {
    fn from(row: MailRow) -> Self {
        Self {
            id: row.mail_id,
            kind: row.kind,
            user_id: row.user_id,
            recipient: row.recipient,
            subject: row.subject,
            body_text: row.body_text,
            body_html: row.body_html,
            created_at: row.created_at,
            sent_at: row.sent_at,
            due_at: row.due_at,
            attempts: row.attempts,
            trouble: row.last_error,
        }
    }
}

impl From<&Mail> for MailRow {
    fn from(mail: &Mail) -> Self {
        let mail = mail.clone();
        Self {
            mail_id: mail.id,
            kind: mail.kind,
            user_id: mail.user_id,
            recipient: mail.recipient,
            subject: mail.subject,
            body_text: mail.body_text,
            body_html: mail.body_html,
            created_at: mail.created_at,
            sent_at: mail.sent_at,
            due_at: mail.due_at,
            attempts: mail.attempts,
            last_error: mail.trouble,
        }
    }
}

/// Adds a mail.
pub fn insert(tx: &mut Tx, tenant: &TenantId, mail: &Mail) -> Result<()> {
    let row = (outbox::tenant_id.eq(tenant.as_str()), MailRow::from(mail));
    diesel::insert_into(outbox::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// A mail by id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<Mail> {
    let row: Option<MailRow> =
        outbox::table.find((tenant.as_str(), id)).select(MailRow::as_select()).first(tx.conn()).optional()?;
    row.map(Mail::from).ok_or(Error::NotFound("mail"))
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    tenant_id: String,
    #[diesel(sql_type = Text)]
    mail_id: String,
}

/// The mail that has waited longest; `$1` is now.
const DUE: &str = "SELECT tenant_id, mail_id FROM outbox WHERE due_at <= $1 ORDER BY due_at LIMIT 1";

/// Whether a mail is due; a look that takes no lock.
pub fn any_due(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    let found: Option<Found> = diesel::sql_query(DUE).bind::<SqlTimestamp, _>(now).get_result(tx.conn()).optional()?;
    Ok(found.is_some())
}

/// Takes a mail that is due and is nobody else's, to be tried once more: nobody else gets it until `until`.
pub fn take(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<Option<(TenantId, Mail)>> {
    let query = diesel::sql_query(format!("{DUE} {}", dialect::skip_locked(tx))).bind::<SqlTimestamp, _>(now);
    let found: Option<Found> = query.get_result(tx.conn()).optional()?;
    let Some(Found { tenant_id, mail_id }) = found else { return Ok(None) };
    diesel::update(outbox::table.find((&tenant_id, &mail_id)))
        .set((outbox::due_at.eq(until), outbox::attempts.eq(outbox::attempts + 1)))
        .execute(tx.conn())?;
    let tenant = TenantId::from_stored(tenant_id);
    let mail = find(tx, &tenant, &mail_id)?;
    Ok(Some((tenant, mail)))
}

/// Notes that a mail has left, which ends it; its text stays only where it is shown.
pub fn sent(tx: &mut Tx, tenant: &TenantId, id: &str, at: Timestamp, keeps_text: bool) -> Result<()> {
    let changes = (outbox::sent_at.eq(at), outbox::due_at.eq(None::<Timestamp>), outbox::last_error.eq(None::<String>));
    diesel::update(outbox::table.find((tenant.as_str(), id))).set(changes).execute(tx.conn())?;
    if keeps_text { Ok(()) } else { blank(tx, tenant, id) }
}

/// Notes why a mail did not leave, and when it is tried next; one that has left meanwhile stays as it is.
pub fn put_off(tx: &mut Tx, tenant: &TenantId, id: &str, next: Timestamp, trouble: &str) -> Result<()> {
    let waiting = outbox::table.find((tenant.as_str(), id)).filter(outbox::sent_at.is_null());
    let changes = (outbox::due_at.eq(next), outbox::last_error.eq(trouble));
    diesel::update(waiting).set(changes).execute(tx.conn())?;
    Ok(())
}

/// Notes why a mail will never leave; answers whether it was still waiting.
pub fn given_up(tx: &mut Tx, tenant: &TenantId, id: &str, trouble: &str, keeps_text: bool) -> Result<bool> {
    let waiting = outbox::table.find((tenant.as_str(), id)).filter(outbox::sent_at.is_null());
    let changes = (outbox::due_at.eq(None::<Timestamp>), outbox::last_error.eq(trouble));
    let noted = diesel::update(waiting).set(changes).execute(tx.conn())? == 1;
    if noted && !keeps_text {
        blank(tx, tenant, id)?;
    }
    Ok(noted)
}

fn blank(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    diesel::update(outbox::table.find((tenant.as_str(), id)))
        .set((outbox::body_text.eq(""), outbox::body_html.eq("")))
        .execute(tx.conn())?;
    Ok(())
}

/// Removes the mails to a user who is going: what waits must not reach them, and what has left names them.
pub(super) fn forget(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<()> {
    let theirs = outbox::table.filter(outbox::tenant_id.eq(tenant.as_str()).and(outbox::user_id.eq(user.as_str())));
    diesel::delete(theirs).execute(tx.conn())?;
    Ok(())
}

/// A mail's place in the list.
pub fn key_of(mail: &Mail) -> Key {
    Key { sort: mail.created_at.and_utc().timestamp_millis().to_string(), id: mail.id.clone() }
}

/// One page, newest first.
pub fn page(tx: &mut Tx, tenant: &TenantId, size: usize, start: &Start) -> Result<Page<Mail>> {
    let mut query = outbox::table
        .filter(outbox::tenant_id.eq(tenant.as_str()))
        .select(MailRow::as_select())
        .limit(i64::try_from(size).unwrap_or(i64::MAX - 1) + 1)
        .into_boxed();
    query = match start.key() {
        None => query,
        Some(key) => {
            let at = super::columns::instant(&key.sort)?;
            let id = key.id.clone();
            // The first condition bounds the walk through the index, the second settles ties.
            if start.is_backward() {
                let later = outbox::created_at.gt(at).or(outbox::mail_id.gt(id));
                query.filter(outbox::created_at.ge(at)).filter(later)
            } else {
                let earlier = outbox::created_at.lt(at).or(outbox::mail_id.lt(id));
                query.filter(outbox::created_at.le(at)).filter(earlier)
            }
        }
    };
    query = if start.is_backward() {
        query.order((outbox::created_at.asc(), outbox::mail_id.asc()))
    } else {
        query.order((outbox::created_at.desc(), outbox::mail_id.desc()))
    };
    let rows: Vec<MailRow> = query.load(tx.conn())?;
    Ok(Page::from_fetched(rows.into_iter().map(Mail::from).collect(), size, start))
}
