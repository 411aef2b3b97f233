//! Rotate Secret.

use super::secret;
use crate::error::Error;
use crate::features::applications::{details, rotate_secret};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Asks; where there can be no secret, says so.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("application");
    let (application, has_secret) = visit.read(move |tx, c| details::settings(tx, c, &id)).await?;
    let tenant = visit.tenant_id();
    if let Some(why) = rotate_secret::why_not(&application) {
        return render::not_done(&visit.request, urls::application(tenant, &application.client_id), why);
    }
    let (title, text) = if has_secret {
        (
            "Rotate Secret",
            format!("The secret {} uses now stops working at once, until it is given the new one.", application.name),
        )
    } else {
        ("Generate Secret", format!("{} has no secret yet. The new one is shown once.", application.name))
    };
    confirm::page(
        &visit,
        Question {
            title: title.to_owned(),
            text,
            consequences: Vec::new(),
            button: title,
            action: urls::application_part(tenant, &application.client_id, "rotate-secret"),
            cancel: urls::application(tenant, &application.client_id),
            parent: application.name,
            area: "Applications",
            danger: true,
        },
    )
}

/// Makes a new secret, which its page shows once.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.segment("application");
    let back = urls::application(visit.tenant_id(), &id);
    match visit.write(move |tx, c| rotate_secret::rotate_secret(tx, c, &id)).await {
        Ok((application, value)) => secret::show(&visit, &application, &value),
        Err(Error::Invalid(errors)) => {
            let words: Vec<_> = errors.iter().map(|e| e.message.as_str()).collect();
            render::not_done(&visit.request, back, words.join(" "))
        }
        Err(other) => Err(other.into()),
    }
}
