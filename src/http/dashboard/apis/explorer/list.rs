//! All endpoints by what they are about, and a search among them.

use super::operation::Operation;
use super::{operations, tone};
use crate::http::dashboard::apis::section;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::section::SectionView;
use crate::http::hall::address::Address;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/explorer/list.html")]
struct Page {
    chrome: Chrome,
    section: SectionView,
    action: String,
    search: String,
    groups: Vec<Group>,
    document: &'static str,
}

/// Endpoints about one thing.
struct Group {
    name: String,
    rows: Vec<Row>,
}

/// One endpoint.
struct Row {
    href: String,
    method: String,
    tone: &'static str,
    path: String,
    summary: String,
    scopes: String,
}

/// Shows it.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (api, _, all) = operations(&visit).await?;
    let (tenant, search) = (visit.tenant_id(), address.search());
    let text = search.to_lowercase();
    let fits = |operation: &Operation| {
        let scopes = operation.scopes.join(" ");
        [&operation.path, &operation.summary, &operation.method, &scopes]
            .iter()
            .any(|t| t.to_lowercase().contains(&text))
    };
    let mut groups: Vec<Group> = Vec::new();
    for operation in all.into_iter().filter(fits) {
        let row = Row {
            href: urls::api_part(tenant, &api.id, &format!("explorer/{}", operation.id)),
            tone: tone(&operation.method),
            method: operation.method,
            path: operation.path,
            summary: operation.summary,
            scopes: operation.scopes.join(" or "),
        };
        match groups.iter_mut().find(|group| group.name == operation.group) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { name: operation.group, rows: vec![row] }),
        }
    }
    render::page(&Page {
        chrome: visit.chrome(),
        section: section(tenant, &api, "explorer"),
        action: urls::api_part(tenant, &api.id, "explorer"),
        document: urls::API_DOCUMENT,
        search,
        groups,
    })
}
