//! Delete a saved view.

use crate::features::saved_views::{delete, list};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("view");
    let view = visit.read(move |tx, context| list::find(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    confirm::page(
        &visit,
        Question {
            title: "Delete View".to_owned(),
            text: format!("The view {} is deleted for everybody in this tenant.", view.name),
            consequences: vec!["The users it shows stay as they are.".to_owned()],
            button: "Yes, Delete It",
            action: urls::saved_view(tenant, &view.id, "delete"),
            cancel: urls::saved_views(tenant),
            parent: "Views".to_owned(),
            area: "Users",
            danger: true,
        },
    )
}

/// Deletes.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.segment("view");
    let view = visit.write(move |tx, context| delete::delete(tx, context, &id)).await?;
    let text = view.map_or("This view was deleted already.".to_owned(), |v| format!("The view {} is deleted.", v.name));
    render::done(&visit.request, urls::saved_views(visit.tenant_id()), text)
}
