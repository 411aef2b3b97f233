//! Restores a deleted user.

use crate::error::Error;
use crate::features::deleted_users::restore::{self, Restoration};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Restores, and goes to the user; when it is refused, back to the list with the reason.
pub async fn save(visit: Visit, _: Fields) -> PageResult {
    let id = visit.segment("deletion");
    let done = visit.write(move |tx, context| restore::restore(tx, context, &id)).await;
    let tenant = visit.tenant_id();
    match done {
        Ok(Restoration::Done { user, left_out }) => {
            let gone = [
                (left_out.roles, "role", "roles"),
                (left_out.permissions, "permission", "permissions"),
                (left_out.devices, "device", "devices"),
                (left_out.grants, "authorized application", "authorized applications"),
            ];
            let gone = gone.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many));
            let gone: Vec<_> = gone.collect();
            let name = user.display_name();
            let text = if gone.is_empty() {
                format!("{name} is restored.")
            } else {
                format!("{name} is restored, without {} that have been deleted meanwhile.", gone.join(", "))
            };
            render::done(&visit.request, urls::user(tenant, &user.id), text)
        }
        Ok(Restoration::Already(user)) => {
            let text = format!("{user} is not among the deleted users any more.");
            render::done(&visit.request, urls::deleted_users(tenant), text)
        }
        Err(Error::Invalid(errors)) => {
            let words: Vec<_> = errors.iter().map(|e| e.message.as_str()).collect();
            render::not_done(&visit.request, visit.back_to(urls::deleted_users(tenant)), words.join(" "))
        }
        Err(other) => Err(other.into()),
    }
}
