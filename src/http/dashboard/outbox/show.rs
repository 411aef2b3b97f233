//! One mail and what became of it. In development its text with links that can be followed, and the source of its HTML,
//! which itself is never rendered; in production neither, for they hold working links of real people.

use super::State;
use crate::features::outbox::list;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::When;
use crate::http::urls;
use crate::model::user::UserId;
use askama::Template;

#[derive(Template)]
#[template(path = "outbox/show.html")]
struct Page {
    chrome: Chrome,
    outbox: String,
    subject: String,
    recipient: String,
    user_href: String,
    kind: String,
    queued: When,
    sent: Option<When>,
    state: State,
    /// None where it is not for operators' eyes.
    content: Option<Content>,
}

/// What the mail says.
struct Content {
    text: Vec<Piece>,
    html: String,
}

/// A piece of the text: plain, or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    is_link: bool,
}

/// Shows the mail.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("mail");
    let mail = visit.read(move |tx, context| list::find(tx, context, &id)).await?;
    let user = mail.user_id.clone().map(UserId::from_text);
    render::page(&Page {
        chrome: visit.chrome(),
        outbox: urls::outbox(visit.tenant_id()),
        user_href: user.map(|user| urls::user(visit.tenant_id(), &user)).unwrap_or_default(),
        state: State::of(&mail, visit.app.config.smtp.is_some()),
        subject: mail.subject,
        recipient: mail.recipient,
        kind: mail.kind,
        queued: When::at(mail.created_at, visit.clock()),
        sent: When::maybe(mail.sent_at, visit.clock()),
        content: visit
            .app
            .config
            .is_development()
            .then(|| Content { text: pieces(&mail.body_text), html: mail.body_html }),
    })
}

/// Cuts a text at the web addresses in it. What ends a sentence does not belong to the address before it.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = ["http://", "https://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(from.len());
        let link = from[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        pieces.push(Piece { text: before.to_owned(), is_link: false });
        pieces.push(Piece { text: link.to_owned(), is_link: true });
        rest = &from[link.len()..];
    }
    pieces.push(Piece { text: rest.to_owned(), is_link: false });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links_and_nothing_is_lost() {
        let text = "Open http://127.0.0.1:7700/t/a?b=1 (or https://x.example/y). javascript:alert(1) http://";
        let pieces = pieces(text);
        let links: Vec<_> = pieces.iter().filter(|p| p.is_link).map(|p| p.text.as_str()).collect();
        assert_eq!(links[..2], ["http://127.0.0.1:7700/t/a?b=1", "https://x.example/y"]);
        assert_eq!(pieces.iter().map(|p| p.text.as_str()).collect::<String>(), text);
    }
}
