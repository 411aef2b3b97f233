//! Unlink a device.

use crate::features::users::{devices, unlink_device};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let (id, device) = (visit.user_id(), visit.segment("device"));
    let (header, device) = visit.read(move |tx, context| devices::device(tx, context, &id, &device)).await?;
    let (tenant, user) = (visit.tenant_id(), &header.user);
    confirm::page_with(
        &visit,
        Question {
            title: "Unlink Device".to_owned(),
            text: format!("{} of {} loses its access to {}.", device.name, user.display_name(), device.application),
            consequences: vec![
                "Its refresh token is revoked; the person has to sign in again on that device.".to_owned(),
                "Other devices, and other applications on this one, stay linked.".to_owned(),
            ],
            button: "Unlink",
            action: urls::unlink_device(tenant, &user.id, &device.id),
            cancel: urls::user_part(tenant, &user.id, "devices"),
            parent: "Devices".to_owned(),
            area: "Users",
            danger: true,
        },
        commands::unlink_device(&device.id),
    )
}

/// Unlinks.
pub async fn save(visit: Visit) -> PageResult {
    let (id, device) = (visit.user_id(), visit.segment("device"));
    let (user, device) =
        visit.write(move |tx, context| unlink_device::unlink_device(tx, context, &id, &device)).await?;
    let text = device.map_or("This device was unlinked already.".to_owned(), |d| format!("{} is unlinked.", d.name));
    render::done(&visit.request, urls::user_part(visit.tenant_id(), &user.id, "devices"), text)
}
