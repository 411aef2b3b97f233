//! Remove a factor.

use super::confirm::{self, Question};
use crate::error::Error;
use crate::features::users::{details, remove_factor};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::factor::FactorKind;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let (id, factor) = (visit.user_id(), visit.segment("factor"));
    let found = visit.read(move |tx, context| details::details(tx, context, &id)).await?;
    let Some(gone) = found.factors.iter().find(|f| f.id == factor) else {
        return Err(Error::NotFound("factor").into());
    };
    let user = &found.header.user;
    let kind = gone.kind.label().to_lowercase();
    let last = found.factors.iter().filter(|f| f.kind != FactorKind::RecoveryCode).all(|f| f.id == gone.id);
    let text = if last {
        format!(
            "The {kind} is the last factor of {}: their recovery code goes with it, and the password alone lets them in until they enrol again.",
            user.display_name()
        )
    } else {
        format!("{} can no longer use the {kind} as a second factor. Their other factors stay.", user.display_name())
    };
    let part = format!("remove-factor/{}", urls::encode(&factor));
    let call = Some(commands::remove_factor(&user.id, &factor));
    confirm::page(
        &visit,
        user,
        Question {
            title: "Remove factor",
            text,
            button: "Remove factor",
            part: &part,
            danger: true,
            call,
            ..Question::default()
        },
    )
}

/// Removes it.
pub async fn save(visit: Visit) -> PageResult {
    let (id, factor) = (visit.user_id(), visit.segment("factor"));
    let (user, gone) = visit.write(move |tx, context| remove_factor::remove_factor(tx, context, &id, &factor)).await?;
    let text = match gone.first() {
        Some(factor) => format!("{} is no longer a factor of {}.", factor.kind.label(), user.display_name()),
        None => "That factor was removed already.".to_owned(),
    };
    render::done(&visit.request, urls::user(visit.tenant_id(), &user.id), text)
}
