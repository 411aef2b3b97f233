//! Acts on the ticked users of the list, all at once.

use super::actions::confirm;
use crate::error::Error;
use crate::features::users::bulk::{self, MOST, Outcome, Verb};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::user::UserId;
use actix_web::web;
use askama::Template;

type Pairs = web::Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "users/bulk.html")]
struct Page {
    chrome: Chrome,
    title: String,
    /// Id, name and second line of each user.
    users: Vec<(String, String, String)>,
    missing: usize,
    back: String,
    action: String,
    users_href: String,
}

/// Asks before several users are deleted.
pub async fn ask_delete(visit: Visit, query: Pairs) -> PageResult {
    let ids = ids(query.iter().filter(|(n, _)| n == "user").map(|(_, v)| v.clone()));
    let back = query.iter().find(|(n, _)| n == "back").map(|(_, v)| v.clone()).unwrap_or_default();
    let back = safe_back(&visit, &back);
    if let Some(why) = wrong_number(&ids) {
        return render::not_done(&visit.request, back, why);
    }
    let (users, missing) = visit.read(move |tx, context| bulk::named(tx, context, &ids)).await?;
    if users.is_empty() {
        return render::not_done(&visit.request, back, "These users are not here any more.");
    }
    let tenant = visit.tenant_id();
    render::page(&Page {
        chrome: visit.chrome(),
        title: format!("Delete {}", counted(users.len(), "user", "users")),
        users: users
            .iter()
            .map(|u| {
                let name = u.display_name().to_owned();
                let second = u.email.clone().filter(|e| *e != name).unwrap_or_default();
                (u.id.to_string(), name, second)
            })
            .collect(),
        missing,
        back,
        action: urls::bulk(tenant),
        users_href: urls::users(tenant),
    })
}

/// Does it.
pub async fn save(visit: Visit, fields: Fields, query: Pairs) -> PageResult {
    let asked = |name: &str| {
        let in_address = || query.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        fields.filled(name).map(str::to_owned).or_else(in_address).unwrap_or_default()
    };
    let from_address = query.iter().filter(|(n, _)| n == "user").map(|(_, v)| v.clone());
    let ids = ids(fields.all("user").into_iter().chain(from_address));
    let back = match fields.filled("back") {
        Some(back) => safe_back(&visit, back),
        None => confirm::back_to_list(&visit),
    };
    if let Some(why) = wrong_number(&ids) {
        return render::not_done(&visit.request, back, why);
    }
    let (word, role) = (asked("verb"), asked("role"));
    let Some(verb) = verb(&word, &role) else {
        return render::not_done(&visit.request, back, "Choose what to do with these users.");
    };
    if verb == Verb::Delete && !fields.ticked("confirmed") {
        return render::see_other(urls::bulk_delete(visit.tenant_id(), &ids, &back));
    }
    let wanted = verb.clone();
    let outcome = visit.write(move |tx, context| bulk::act(tx, context, &wanted, &ids)).await;
    match outcome {
        Ok(outcome) => tell(&visit, back, &verb, &outcome),
        Err(Error::NotFound("role")) => render::not_done(&visit.request, back, "This role is not here any more."),
        Err(other) => Err(other.into()),
    }
}

fn ids(texts: impl Iterator<Item = String>) -> Vec<UserId> {
    let mut ids: Vec<UserId> = texts.filter(|t| !t.is_empty()).map(UserId::from_text).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn wrong_number(ids: &[UserId]) -> Option<String> {
    match ids.len() {
        0 => Some("Nothing was done: tick the users first.".into()),
        n if n > MOST => {
            Some(format!("Nothing was done: {n} users are ticked, and at most {MOST} can be changed at a time."))
        }
        _ => None,
    }
}

/// Only an address of this tenant's list is followed.
fn safe_back(visit: &Visit, back: &str) -> String {
    let list = urls::users(visit.tenant_id());
    let ours = back.strip_prefix(list.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('?'));
    if ours && back.bytes().all(|b| b.is_ascii_graphic()) { back.to_owned() } else { list }
}

fn verb(word: &str, role: &str) -> Option<Verb> {
    Some(match word {
        "block" => Verb::Block,
        "unblock" => Verb::Unblock,
        "delete" => Verb::Delete,
        "assign-role" => Verb::AssignRole(role.to_owned()),
        "remove-role" => Verb::RemoveRole(role.to_owned()),
        _ => return None,
    })
}

fn tell(visit: &Visit, back: String, verb: &Verb, outcome: &Outcome) -> PageResult {
    let role = outcome.role.as_deref().unwrap_or_default();
    let (done, already, undo) = match verb {
        Verb::Block => ("blocked".to_owned(), "blocked already", Some(("unblock", ""))),
        Verb::Unblock => ("unblocked".to_owned(), "not blocked", Some(("block", ""))),
        Verb::Delete => ("deleted".to_owned(), "deleted already", None),
        Verb::AssignRole(id) => {
            (format!("given the role {role}"), "holding it already", Some(("remove-role", id.as_str())))
        }
        Verb::RemoveRole(id) => {
            (format!("relieved of the role {role}"), "without it", Some(("assign-role", id.as_str())))
        }
    };
    let mut parts = Vec::new();
    let changed = outcome.changed.len();
    if changed > 0 {
        parts.push(format!("{} {done}", counted(changed, "user", "users")));
    }
    if outcome.unchanged > 0 {
        parts.push(format!("{} {already}", were(outcome.unchanged)));
    }
    if outcome.missing > 0 {
        parts.push(format!("{} not here any more", were(outcome.missing)));
    }
    let text = format!("{}.", parts.join(", "));
    match undo.filter(|_| changed > 0) {
        Some((word, role)) => {
            let undo = urls::bulk_undo(visit.tenant_id(), word, role, &outcome.changed);
            render::done_with_undo(&visit.request, back, text, undo)
        }
        None => render::done(&visit.request, back, text),
    }
}

fn were(n: usize) -> String {
    if n == 1 { "1 was".to_owned() } else { format!("{n} were") }
}
