//! The outbox: mails queued by verbs in their own transactions.

use super::db::Tx;
use super::schema::outbox;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::mail::Mail;
use crate::model::paging::{Key, Page, Start};
use crate::model::tenant::TenantId;
use diesel::prelude::*;

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
