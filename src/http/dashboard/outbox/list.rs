//! The list of mails, newest first.

use super::State;
use crate::features::outbox::list::{self, key_of};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{When, counted};
use crate::http::urls;
use crate::model::mail::Mail;
use askama::Template;

/// Mails on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "outbox/list.html")]
struct Page {
    chrome: Chrome,
    rows: Vec<Row>,
    links: Links,
    range: String,
    users: String,
    lead: &'static str,
    /// What will be here, where nothing is yet.
    none: &'static str,
}

struct Row {
    href: String,
    subject: String,
    recipient: String,
    kind: String,
    queued: When,
    state: State,
}

/// Shows the list.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let start = address.start(Order::Instant);
    let found = visit.read(move |tx, context| list::list(tx, context, PAGE, &start)).await?;
    let base = urls::outbox(visit.tenant_id());
    render::page(&Page {
        chrome: visit.chrome(),
        links: Links::of(&found, key_of, |more| paging::href(&base, &[], more)),
        range: counted(found.rows.len(), "mail", "mails"),
        rows: found.rows.iter().map(|mail| row(&visit, mail)).collect(),
        users: urls::users(visit.tenant_id()),
        none: if visit.app.config.smtp.is_some() {
            "Send a verification email from a user's Actions menu: what becomes of it stands here."
        } else {
            "Send a verification email from a user's Actions menu, and it appears here instead of in somebody's mailbox."
        },
        lead: match (visit.app.config.smtp.is_some(), visit.app.config.is_development()) {
            (true, _) => "Mail that is sent, and what became of it.",
            (false, true) => "Mail that would be sent. In development mode it stays here, and its links work.",
            (false, false) => "Mail that waits: this installation has no mail server, see GATEHOUSE_SMTP_URL.",
        },
    })
}

fn row(visit: &Visit, mail: &Mail) -> Row {
    Row {
        href: urls::mail(visit.tenant_id(), &mail.id),
        subject: mail.subject.clone(),
        recipient: mail.recipient.clone(),
        kind: mail.kind.replace('_', " "),
        queued: When::at(mail.created_at, visit.clock()),
        state: State::of(mail, visit.app.config.smtp.is_some()),
    }
}
