//! The danger area: blocking and deleting, each with what it brings about.

use crate::features::users::details::Header;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::actions::block;
use crate::http::hall::shown::counted;
use crate::http::urls;

/// The danger area's words and addresses.
pub struct Danger {
    pub blocked: bool,
    pub block_href: String,
    pub block_text: String,
    pub delete_href: String,
    pub delete_text: String,
}

/// Of a user.
pub fn danger(visit: &Visit, header: &Header) -> Danger {
    let user = &header.user;
    let part = |part: &str| urls::user_part(visit.tenant_id(), &user.id, part);
    Danger {
        blocked: user.blocked,
        block_href: part(if user.blocked { "unblock" } else { "block" }),
        block_text: if user.blocked {
            "Lets them sign in again. Sessions that were ended stay ended.".to_owned()
        } else {
            block::consequence(header.counts.sessions, "this user")
        },
        delete_href: part("delete"),
        delete_text: delete_text(header, visit.tenant.deleted_user_days),
    }
}

/// `days`: for how many deleted users are kept.
fn delete_text(header: &Header, days: i32) -> String {
    if days > 0 {
        let days = counted(usize::try_from(days).unwrap_or_default(), "day", "days");
        return format!("Removes the profile; it can be restored for {days}. The log keeps what happened.");
    }
    let counts = &header.counts;
    let linked = header.identities.len().saturating_sub(1) as i64;
    let also: Vec<_> = [
        (linked, "linked account", "linked accounts"),
        (counts.sessions, "session", "sessions"),
        (counts.devices, "device", "devices"),
        (counts.grants, "authorized application", "authorized applications"),
        (counts.factors, "factor", "factors"),
        (counts.roles, "role assignment", "role assignments"),
    ]
    .into_iter()
    .filter(|(n, _, _)| *n > 0)
    .map(|(n, one, many)| counted(n as usize, one, many))
    .collect();
    match also.split_last() {
        None => "Removes the profile for good. The log keeps what happened.".to_owned(),
        Some((last, [])) => format!("Removes the profile with {last} for good. The log keeps what happened."),
        Some((last, rest)) => {
            format!("Removes the profile with {} and {last} for good. The log keeps what happened.", rest.join(", "))
        }
    }
}
