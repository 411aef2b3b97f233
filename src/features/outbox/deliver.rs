//! Delivering what waits in the outbox: one mail at a time is taken, sent outside of any transaction, and its outcome noted.
//!
//! A mail is held while it is on its way, so that several processes share the work. Whoever dies with it lets go of it after
//! [`HELD`]; a mail that was handed over just before then leaves a second time, with the same Message-ID.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::{Context, Ids};
use crate::mail::smtp::{Refusal, Smtp, Verdict};
use crate::model::Timestamp;
use crate::model::mail::Mail;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::store::{Db, Tx, outbox, users};
use chrono::TimeDelta;

/// How long a mail on its way is nobody else's: longer than the slowest mail server is waited for.
const HELD: TimeDelta = TimeDelta::minutes(20);
/// Minutes until the next try, after the first, the second and so on; the last one is for all that follow.
const PAUSES: [i64; 6] = [1, 2, 5, 10, 30, 60];
/// A mail that could not be delivered for so long is given up: most links in mails are over by then.
const PATIENCE: TimeDelta = TimeDelta::days(1);

/// Who delivers, with what.
pub struct Round<'a> {
    pub db: &'a Db,
    pub ids: &'a Ids,
    pub smtp: &'a Smtp,
    /// Whether a mail's text stays once the mail is done with, for a page that shows it. It may hold a working link.
    pub keeps_texts: bool,
}

/// What came of a look into the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No mail was due.
    Idle,
    /// A mail was tried, and the mail server had an answer to it.
    Tried,
    /// The mail server is of no use at the moment; others need not be tried yet.
    Away,
}

impl Round<'_> {
    /// Sends the mail that has waited longest, if one is due, and notes what came of it.
    pub fn deliver_one(&self, now: Timestamp) -> Result<Outcome> {
        if !self.db.read(|tx| outbox::any_due(tx, now))? {
            return Ok(Outcome::Idle);
        }
        let Some((tenant, mail)) = self.db.write(|tx| outbox::take(tx, now, now + HELD))? else {
            return Ok(Outcome::Idle);
        };
        let sent = if now - mail.created_at > PATIENCE {
            Err(Refusal { text: "It waited for more than a day.".into(), verdict: Verdict::Final })
        } else {
            self.smtp.send(&mail)
        };
        match sent {
            Ok(()) => {
                tracing::info!(mail = mail.id, kind = mail.kind, "sent a mail");
                self.db.write(|tx| outbox::sent(tx, &tenant, &mail.id, now, self.keeps_texts))?;
                Ok(Outcome::Tried)
            }
            Err(refusal) => {
                tracing::warn!(
                    mail = mail.id,
                    attempts = mail.attempts,
                    trouble = refusal.text,
                    "a mail did not leave"
                );
                self.db.write(|tx| self.note(tx, &tenant, &mail, &refusal, now))?;
                Ok(if refusal.verdict == Verdict::Away { Outcome::Away } else { Outcome::Tried })
            }
        }
    }

    /// The trouble stands with the mail; that it is given up stands in the log as well.
    fn note(&self, tx: &mut Tx, tenant: &TenantId, mail: &Mail, refusal: &Refusal, now: Timestamp) -> Result<()> {
        if refusal.verdict != Verdict::Final {
            return outbox::put_off(tx, tenant, &mail.id, now + pause(mail.attempts), &refusal.text);
        }
        if !outbox::given_up(tx, tenant, &mail.id, &refusal.text, self.keeps_texts)? {
            return Ok(());
        }
        let context = Context::of_system(tenant, self.ids, now);
        let user = match mail.user_id.as_deref().map(|id| users::find(tx, tenant, &UserId::from_text(id))) {
            Some(Err(Error::NotFound(_))) | None => None,
            Some(found) => Some(found?),
        };
        let description = format!("{}: {}", mail.subject, refusal.text);
        audit::record(tx, &context, Entry { code: "fn", description, user: user.as_ref(), diff: Vec::new() })
    }
}

fn pause(attempts: i32) -> TimeDelta {
    let index = usize::try_from(attempts).unwrap_or_default().clamp(1, PAUSES.len()) - 1;
    TimeDelta::minutes(PAUSES[index])
}
