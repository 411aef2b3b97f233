//! Remove an operator from the tenant.

use super::place;
use crate::features::operators::remove;
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::PageResult;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let place = place(&visit).await?;
    let (tenant, operator) = (visit.tenant_id(), &place.operator);
    let mut consequences = vec![
        "They lose access at once, also where they are signed in now.".to_owned(),
        "What they did stays in the log, and places in other tenants stay theirs.".to_owned(),
    ];
    if operator.id == visit.operator_id {
        consequences.push("This is you: only another owner can let you in again.".to_owned());
    }
    let question = Question {
        title: "Remove Operator".to_owned(),
        text: format!("{} ({}) is removed from {}.", operator.name, operator.email, visit.tenant.name),
        consequences,
        button: "Remove Operator",
        action: urls::operator_part(tenant, &operator.id, "remove"),
        cancel: urls::operators(tenant),
        parent: "Operators".to_owned(),
        area: "",
        danger: true,
    };
    confirm::page(&visit, question)
}

/// Removes.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.segment("operator");
    match visit.write(move |tx, context| remove::remove(tx, context, &id)).await {
        Ok(Some(place)) => super::done(
            &visit,
            &place.operator.id,
            format!("{} is no longer an operator of this tenant.", place.operator.name),
        ),
        Ok(None) => super::done(&visit, "", "This operator was removed already.".to_owned()),
        Err(error) => super::refused(&visit, error),
    }
}
