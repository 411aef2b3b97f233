//! Mail an operator a link: the invitation once more, or one for a new password.

use super::place;
use crate::features::operators::mail_link;
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::actions::send_verification_email::link;
use crate::http::hall::render::PageResult;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let place = place(&visit).await?;
    let (tenant, operator) = (visit.tenant_id(), &place.operator);
    let (title, consequence) = if place.has_password {
        ("Mail a Reset Link", "Their password stays as it is until they choose another one; then their sessions end.")
    } else {
        ("Send the Invitation Again", "The link of the earlier invitation stops working.")
    };
    let question = Question {
        title: title.to_owned(),
        text: format!("{} gets a mail at {} with a link that works once, for 24 hours.", operator.name, operator.email),
        consequences: vec![consequence.to_owned()],
        button: "Send the Mail",
        action: urls::operator_part(tenant, &operator.id, "mail-link"),
        cancel: urls::operators(tenant),
        parent: "Operators".to_owned(),
        area: "",
        danger: false,
    };
    confirm::page(&visit, question)
}

/// Queues the mail.
pub async fn save(visit: Visit) -> PageResult {
    let (id, link) = (visit.segment("operator"), link(&visit, urls::CHOOSE_PASSWORD));
    match visit.write(move |tx, context| mail_link::mail_link(tx, context, &id, &link)).await {
        Ok(place) => super::done(
            &visit,
            "",
            format!("A mail with the link is queued for {}.{}", place.operator.email, visit.mail_stays()),
        ),
        Err(error) => super::refused(&visit, error),
    }
}
