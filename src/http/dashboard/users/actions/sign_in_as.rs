//! Sign in as User: which precondition is missing, or which applications qualify.

use crate::features::users::sign_in_as::{self, Conditions};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/actions/sign_in_as.html")]
struct Page {
    chrome: Chrome,
    name: String,
    conditions: Vec<Condition>,
    /// Name and address of each application that qualifies.
    applications: Vec<(String, String)>,
    ready: bool,
    cancel: String,
    users_href: String,
}

/// A precondition, and the way to meet it.
struct Condition {
    met: bool,
    text: String,
    /// Words and address of the cure; empty when there is nothing to do.
    cure: &'static str,
    href: String,
}

/// Shows the page.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let found = visit.read(move |tx, context| sign_in_as::conditions(tx, context, &id)).await?;
    let conditions = conditions(&visit, &found);
    let tenant = visit.tenant_id();
    render::page(&Page {
        chrome: visit.chrome(),
        name: found.user.display_name().to_owned(),
        ready: conditions.iter().all(|c| c.met),
        applications: found
            .qualifying
            .iter()
            .map(|a| (a.name.clone(), urls::application(tenant, &a.client_id)))
            .collect(),
        cancel: urls::user(tenant, &found.user.id),
        users_href: urls::users(tenant),
        conditions,
    })
}

fn conditions(visit: &Visit, found: &Conditions) -> Vec<Condition> {
    let tenant = visit.tenant_id();
    let label = found.connection.label();
    let condition = |met: bool, yes: String, no: String, cure, href| Condition {
        met,
        text: if met { yes } else { no },
        cure: if met { "" } else { cure },
        href,
    };
    let mut all = vec![
        condition(
            found.switched_on,
            "This tenant allows it.".into(),
            "This tenant does not allow it. An owner can turn it on.".into(),
            "Tenant settings",
            urls::tenant_settings(tenant),
        ),
        condition(
            found.any_callback,
            "An application has a callback URL.".into(),
            "No application of this tenant has a callback URL.".into(),
            "Applications",
            urls::applications(tenant),
        ),
    ];
    if found.any_callback {
        all.push(condition(
            !found.qualifying.is_empty(),
            format!("{label}, the connection of this user, is enabled for such an application."),
            format!("No application with a callback URL has {label}, the connection of this user, enabled."),
            "Applications of the connection",
            urls::connection_applications(tenant, &found.connection.id),
        ));
    }
    all
}
