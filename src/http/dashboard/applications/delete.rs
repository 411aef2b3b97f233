//! Delete Application.

use crate::features::applications::{delete, details};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks, and says what goes with it.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("application");
    let (application, counts) = visit.read(move |tx, c| details::with_counts(tx, c, &id)).await?;
    let tenant = visit.tenant_id();
    let n = |count: i64, one: &str, many: &str| counted(usize::try_from(count).unwrap_or_default(), one, many);
    confirm::page(
        &visit,
        Question {
            title: "Delete Application".to_owned(),
            text: format!("{} can no longer sign anybody in. This cannot be undone.", application.name),
            consequences: vec![
                format!("{}: unlinked, their refresh tokens end.", n(counts.devices, "device", "devices")),
                format!("{} of users to this application: deleted.", n(counts.grants, "grant", "grants")),
                format!("{}: ended.", n(counts.sessions, "session", "sessions")),
                "Users, and what the logs say, stay.".to_owned(),
            ],
            button: "Delete Application",
            action: urls::application_part(tenant, &application.client_id, "delete"),
            cancel: urls::application(tenant, &application.client_id),
            parent: application.name,
            area: "Applications",
            danger: true,
        },
    )
}

/// Deletes.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.segment("application");
    let name = visit.write(move |tx, context| delete::delete(tx, context, &id)).await?;
    render::done(&visit.request, urls::applications(visit.tenant_id()), format!("{name} has been deleted."))
}
