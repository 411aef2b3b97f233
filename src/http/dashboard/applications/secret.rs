//! A client secret that has just been made, shown this once.

use crate::features::applications::details;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown_once;
use crate::http::urls;
use crate::model::application::Application;
use askama::Template;

#[derive(Template)]
#[template(path = "applications/secret.html")]
struct Page {
    chrome: Chrome,
    secret: String,
    name: String,
    client_id: String,
    href: String,
    list_href: String,
}

/// Leads from the form that made it to its page.
pub fn show(visit: &Visit, application: &Application, secret: &str) -> PageResult {
    shown_once::send(&visit.app, &visit.request, address(visit, application), secret)
}

/// Shows it; a second look finds the settings.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("application");
    let (application, _) = visit.read(move |tx, c| details::settings(tx, c, &id)).await?;
    let href = urls::application(visit.tenant_id(), &application.client_id);
    let Some(secret) = shown_once::take(&visit.app, &visit.request, &address(&visit, &application)) else {
        let text = "The client secret has been shown and is stored only as a hash. If it was not copied, rotate it.";
        return render::not_done(&visit.request, href, text);
    };
    render::page(&Page {
        chrome: visit.chrome(),
        list_href: urls::applications(visit.tenant_id()),
        name: application.name,
        client_id: application.client_id,
        secret,
        href,
    })
}

fn address(visit: &Visit, application: &Application) -> String {
    urls::application_part(visit.tenant_id(), &application.client_id, "secret")
}
