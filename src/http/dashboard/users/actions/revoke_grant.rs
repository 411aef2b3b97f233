//! Revoke an authorized application.

use crate::features::users::{authorized_applications, revoke_grant};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let (id, grant) = (visit.user_id(), visit.segment("grant"));
    let (header, grant, devices) =
        visit.read(move |tx, context| authorized_applications::grant(tx, context, &id, &grant)).await?;
    let (tenant, user) = (visit.tenant_id(), &header.user);
    let api = grant.api_name.as_deref().unwrap_or(&grant.audience);
    confirm::page_with(
        &visit,
        Question {
            title: "Revoke Authorization".to_owned(),
            text: format!("{} may no longer use {api} for {}.", grant.application, user.display_name()),
            consequences: vec![
                format!(
                    "{} of this application and this user stop working.",
                    counted(devices, "refresh token", "refresh tokens")
                ),
                "The user is asked for consent again at the next login.".to_owned(),
            ],
            button: "Revoke",
            action: urls::revoke_grant(tenant, &user.id, &grant.id),
            cancel: urls::user_part(tenant, &user.id, "authorized-applications"),
            parent: "Authorized Applications".to_owned(),
            area: "Users",
            danger: true,
        },
        commands::revoke_grant(&grant.id),
    )
}

/// Revokes.
pub async fn save(visit: Visit) -> PageResult {
    let (id, grant) = (visit.user_id(), visit.segment("grant"));
    let (user, revoked) = visit.write(move |tx, context| revoke_grant::revoke_grant(tx, context, &id, &grant)).await?;
    let text = match revoked {
        Some(r) => format!("{} is no longer authorized.", r.grant.application),
        None => "This authorization was revoked already.".to_owned(),
    };
    render::done(&visit.request, urls::user_part(visit.tenant_id(), &user.id, "authorized-applications"), text)
}
