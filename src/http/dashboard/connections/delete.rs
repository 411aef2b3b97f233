//! Delete Connection.

use crate::features::connections::{delete, details};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks, and says how many users go with it.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("connection");
    let (connection, users, linked) = visit.read(move |tx, c| details::with_users(tx, c, &id)).await?;
    let tenant = visit.tenant_id();
    let n = |count: i64, one: &str, many: &str| counted(usize::try_from(count).unwrap_or_default(), one, many);
    let mut consequences =
        vec![format!("{} deleted for good, with all that is theirs.", n(users, "user is", "users are"))];
    // What the bin keeps is restored into its connection, which is gone then.
    if visit.tenant.deleted_user_days > 0 {
        consequences.push(
            "They do not go to Deleted users: nobody can be restored without their connection, whoever is there already included.".to_owned(),
        );
    }
    if linked > 0 {
        let accounts = n(linked, "account", "accounts");
        consequences.push(format!("{accounts} linked to users of other connections: unlinked and lost."));
    }
    consequences.push("What the logs say stays.".to_owned());
    confirm::page(
        &visit,
        Question {
            title: "Delete Connection".to_owned(),
            text: format!("Nobody can sign in through {} any more. This cannot be undone.", connection.label()),
            consequences,
            button: "Delete Connection",
            action: urls::delete_connection(tenant, &connection.id),
            cancel: urls::connection(tenant, &connection.id),
            parent: connection.label().to_owned(),
            area: "Connections",
            danger: true,
        },
    )
}

/// Deletes.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.segment("connection");
    let (label, users) = visit.write(move |tx, context| delete::delete(tx, context, &id)).await?;
    let users = counted(usize::try_from(users).unwrap_or_default(), "user", "users");
    let text = format!("{label} and its {users} have been deleted.");
    render::done(&visit.request, urls::connections(visit.tenant_id()), text)
}
