//! The thread that delivers the outbox beside the server, where a mail server is set.

use super::upkeep::Stop;
use super::{App, StartError};
use crate::features::outbox::deliver::{Outcome, Round};
use crate::mail::smtp::Smtp;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long it sleeps before it looks again whether a mail is due.
const LOOK: Duration = Duration::from_secs(2);
/// How long it stays away from a mail server or a database that does not answer.
const OUTAGE: Duration = Duration::from_secs(15);
/// How long the end of the process waits for a mail on its way. A slow server gets that mail again from another process.
const PARTING: Duration = Duration::from_secs(3);

/// The running postman of a process.
pub struct Postman {
    stop: Arc<Stop>,
    /// Closed when the thread ends.
    ended: Option<Receiver<()>>,
}

impl Postman {
    /// Starts it; without a mail server there is none, and mails stay in the outbox.
    pub fn start(app: &App) -> Result<Self, StartError> {
        let stop = Arc::<Stop>::default();
        let smtp = app.config.smtp.as_ref().map(|smtp| Smtp::new(&smtp.url, &smtp.from)).transpose();
        let smtp = smtp.map_err(|e| StartError(format!("GATEHOUSE_SMTP_URL: {e}.")))?;
        let ended = smtp.map(|smtp| {
            let (app, stop) = (app.clone(), Arc::clone(&stop));
            let (ending, ended) = channel::<()>();
            std::thread::spawn(move || {
                app.deliver(&smtp, &stop);
                drop(ending);
            });
            ended
        });
        Ok(Self { stop, ended })
    }

    /// Lets it end the mail on its way, and waits a little for that.
    pub fn stop(self) {
        self.stop.say();
        if self.ended.is_some_and(|ended| ended.recv_timeout(PARTING) == Err(RecvTimeoutError::Timeout)) {
            tracing::warn!("a mail is still on its way; it may be sent again");
        }
    }
}

impl App {
    fn deliver(&self, smtp: &Smtp, stop: &Stop) {
        let round = Round { db: &self.db, ids: &self.ids, smtp, keeps_texts: self.config.is_development() };
        let mut pause = Duration::ZERO;
        while !stop.sleep(pause) {
            pause = match round.deliver_one(self.now()) {
                Ok(Outcome::Tried) => Duration::ZERO,
                Ok(Outcome::Idle) => LOOK,
                Ok(Outcome::Away) => OUTAGE,
                Err(error) => {
                    tracing::warn!(%error, "the postman waits for the database");
                    OUTAGE
                }
            };
        }
    }
}
