//! Send Verification Email.

use super::confirm::{self, Question};
use crate::features::users::details;
use crate::features::users::send_verification_email::{self, Link};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::dashboard::users::show::verification_refused;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    let address = header.user.email.as_deref().unwrap_or("no address");
    let question = Question {
        title: "Send Verification Email",
        text: format!(
            "{address} gets a mail with a link that works once, for 24 hours. Links sent earlier stop working."
        ),
        button: "Send Verification Email",
        part: "send-verification-email",
        why_not: verification_refused(&header),
        call: Some(commands::send_verification_email(&header.user.id)),
        ..Question::default()
    };
    confirm::page(&visit, &header.user, question)
}

/// Queues the mail.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let wanted = id.clone();
    let link = link(&visit, urls::VERIFY_EMAIL);
    let sent = visit
        .write(move |tx, context| send_verification_email::send_verification_email(tx, context, &wanted, &link))
        .await;
    match sent {
        Ok(user) => {
            let address = user.email.as_deref().unwrap_or_default();
            let text = format!("A mail with the link is queued for {address}.{}", visit.mail_stays());
            render::done(&visit.request, confirm::back(&visit, &id), text)
        }
        Err(error) => confirm::refused(&visit, &id, error),
    }
}

/// A fresh link to one of the pages for mailed links.
pub fn link(visit: &Visit, path: &str) -> Link {
    let public = &visit.app.config.public_url;
    Link::new(visit.tenant_id(), &visit.tenant.name, |secret| format!("{public}{}", urls::ticket(path, secret)))
}
