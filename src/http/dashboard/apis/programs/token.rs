//! A token to try the API with, shown once.

use crate::features::client_grants::programs;
use crate::features::tokens::try_out::LIFETIME;
use crate::http::dashboard::apis::explorer::endpoint::kept_at;
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::When;
use crate::http::hall::shown_once;
use crate::http::urls;
use askama::Template;
use chrono::Duration;

#[derive(Template)]
#[template(path = "apis/programs/token.html")]
struct Page {
    chrome: Chrome,
    program: String,
    token: String,
    expires: When,
    scopes: String,
    /// Empty for an API that is not this house's own.
    curl: String,
    back: String,
    /// Empty likewise.
    explorer: String,
}

/// Asks, as a token can do whatever the program may.
pub async fn page(visit: Visit) -> PageResult {
    let (id, client_id) = (visit.segment("api"), visit.segment("application"));
    let (api, application, grant) = visit.read(move |tx, context| programs::find(tx, context, &id, &client_id)).await?;
    let tenant = visit.tenant_id();
    confirm::page(
        &visit,
        Question {
            title: "Get a Token to Try".to_owned(),
            text: format!("A token that speaks for {} is made and shown once.", application.name),
            consequences: vec![
                format!("It is good for an hour and carries all {} granted scopes.", grant.scopes.len()),
                "The program's secret stays as it is. The log says that you got a token.".to_owned(),
            ],
            button: "Get a Token",
            action: urls::api_program(tenant, &api.id, &application.client_id, "token"),
            cancel: urls::api_part(tenant, &api.id, "programs"),
            parent: api.name,
            area: "APIs",
            danger: false,
        },
    )
}

/// Makes one, which its page shows once.
pub async fn save(visit: Visit) -> PageResult {
    let made = visit.app.try_out(visit.context.clone(), visit.segment("api"), visit.segment("application")).await?;
    let url = urls::api_program(visit.tenant_id(), &made.api.id, &made.application.client_id, "new-token");
    shown_once::send(&visit.app, &visit.request, url, &made.token)
}

/// Shows it; a second look finds the tab.
pub async fn show(visit: Visit) -> PageResult {
    let (id, client_id) = (visit.segment("api"), visit.segment("application"));
    let (api, application, grant) = visit.read(move |tx, context| programs::find(tx, context, &id, &client_id)).await?;
    let tenant = visit.tenant_id();
    let url = urls::api_program(tenant, &api.id, &application.client_id, "new-token");
    let back = urls::api_part(tenant, &api.id, "programs");
    let Some(token) = shown_once::take(&visit.app, &visit.request, &url) else {
        return render::not_done(&visit.request, back, "The token has been shown and is not kept. Get another one.");
    };
    // The explorer has it for the first try.
    shown_once::keep(&visit.app, &visit.request, &kept_at(&visit, &api.id), &token)?;
    let example = if grant.scopes.iter().any(|scope| scope == "read:users") { "users?per_page=5" } else { "" };
    let curl = format!("curl '{}{example}' \\\n  --header 'Authorization: Bearer {token}'", api.identifier);
    render::page(&Page {
        chrome: visit.chrome(),
        program: application.name,
        expires: When::at(visit.now() + Duration::seconds(LIFETIME), visit.clock()),
        scopes: grant.scopes.join(" "),
        curl: if api.is_system { curl } else { String::new() },
        explorer: if api.is_system { urls::api_part(tenant, &api.id, "explorer") } else { String::new() },
        token,
        back,
    })
}
