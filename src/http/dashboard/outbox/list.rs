//! The list of mails, newest first.

use super::{State, only_in_development};
use crate::features::outbox::list::{self, key_of};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Address, Links};
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
    only_in_development(&visit)?;
    let start = address.start();
    let found = visit.read(move |tx, context| list::list(tx, context, PAGE, &start)).await?;
    let base = urls::outbox(visit.tenant_id());
    render::page(&Page {
        chrome: visit.chrome(),
        links: Links::of(&found, key_of, |more| paging::href(&base, &[], more)),
        range: counted(found.rows.len(), "mail", "mails"),
        rows: found.rows.iter().map(|mail| row(&visit, mail)).collect(),
        users: urls::users(visit.tenant_id()),
        lead: if visit.app.config.smtp.is_some() {
            "Mail that is sent, and what became of it."
        } else {
            "Mail that would be sent. In development mode it stays here, and its links work."
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
