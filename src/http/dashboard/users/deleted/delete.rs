//! Delete for good: takes a deleted user out of the bin.

use crate::features::deleted_users::delete;
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("deletion");
    let deleted = visit.read(move |tx, context| delete::find(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    confirm::page(
        &visit,
        Question {
            title: "Delete for good".to_owned(),
            text: format!("Delete {} for good? This cannot be undone.", deleted.name),
            consequences: vec!["The history stays, as long as this tenant keeps its logs.".to_owned()],
            button: "Yes, Delete It",
            action: urls::deleted_user(tenant, &deleted.id, "delete"),
            cancel: urls::deleted_users(tenant),
            parent: "Deleted users".to_owned(),
            area: "Users",
            danger: true,
        },
    )
}

/// Deletes.
pub async fn save(visit: Visit, _: Fields) -> PageResult {
    let id = visit.segment("deletion");
    let deleted = visit.write(move |tx, context| delete::delete(tx, context, &id)).await?;
    let text = deleted.map_or("This user is not among the deleted users any more.".to_owned(), |deleted| {
        format!("{} is deleted for good.", deleted.name)
    });
    render::done(&visit.request, urls::deleted_users(visit.tenant_id()), text)
}
