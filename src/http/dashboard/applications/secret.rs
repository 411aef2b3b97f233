//! A client secret, shown this once. It stands in the answer to the form that made it and is kept nowhere: going
//! through a redirect would mean storing it until the next page.

use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::application::Application;
use askama::Template;

/// The secret and what has just been done.
pub struct Secret {
    pub title: &'static str,
    pub value: String,
}

#[derive(Template)]
#[template(path = "applications/secret.html")]
struct Page {
    chrome: Chrome,
    secret: Secret,
    name: String,
    client_id: String,
    href: String,
    list_href: String,
}

/// Shows it.
pub fn page(visit: &Visit, application: &Application, secret: Secret) -> PageResult {
    render::page(&Page {
        chrome: visit.chrome(),
        name: application.name.clone(),
        client_id: application.client_id.clone(),
        href: urls::application(visit.tenant_id(), &application.client_id),
        list_href: urls::applications(visit.tenant_id()),
        secret,
    })
}
