//! The saved views, to open, rename and delete.

use crate::features::saved_views::list;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/views/list.html")]
struct Page {
    chrome: Chrome,
    users: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    query: String,
    href: String,
    rename: String,
    delete: String,
}

/// Shows them.
pub async fn page(visit: Visit) -> PageResult {
    let views = visit.read(list::list).await?;
    let tenant = visit.tenant_id();
    let row = |view: crate::model::saved_view::SavedView| Row {
        href: urls::users_with(tenant, &view.query),
        query: percent_encoding::percent_decode_str(&view.query.replace('&', " · ")).decode_utf8_lossy().into_owned(),
        rename: urls::saved_view(tenant, &view.id, "rename"),
        delete: urls::saved_view(tenant, &view.id, "delete"),
        name: view.name,
    };
    render::page(&Page {
        rows: views.into_iter().map(row).collect(),
        users: urls::users(tenant),
        chrome: visit.chrome(),
    })
}
