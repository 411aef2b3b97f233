//! The tab itself.

use crate::features::client_grants::programs::{self, Programs};
use crate::http::dashboard::apis::section;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::section::SectionView;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::application::Application;
use crate::model::client_grant::ClientGrant;
use crate::model::tenant::TenantId;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/programs/list.html")]
struct Page {
    chrome: Chrome,
    section: SectionView,
    rows: Vec<Row>,
    add: String,
}

/// A program that may call.
struct Row {
    name: String,
    href: String,
    client_id: String,
    kind: &'static str,
    /// "2 of 84 scopes".
    scopes: String,
    change: String,
    token: String,
    revoke: String,
}

/// Shows it.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("api");
    let found = visit.read(move |tx, context| programs::of_api(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    render::page(&Page {
        chrome: visit.chrome(),
        section: section(tenant, &found.api, "programs"),
        add: urls::api_part(tenant, &found.api.id, "programs/add"),
        rows: rows(tenant, &found),
    })
}

fn rows(tenant: &TenantId, found: &Programs) -> Vec<Row> {
    let part = |client_id: &str, part: &str| urls::api_program(tenant, &found.api.id, client_id, part);
    let row = |(application, grant): &(Application, ClientGrant)| Row {
        name: application.name.clone(),
        href: urls::application(tenant, &application.client_id),
        client_id: application.client_id.clone(),
        kind: application.kind.label(),
        scopes: format!("{} of {}", grant.scopes.len(), found.scopes.len()),
        change: part(&application.client_id, "scopes"),
        token: part(&application.client_id, "token"),
        revoke: part(&application.client_id, "revoke"),
    };
    found.granted.iter().map(row).collect()
}
