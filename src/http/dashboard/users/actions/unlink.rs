//! Unlink a linked account.

use super::confirm::{self, Question};
use crate::error::Error;
use crate::features::users::{details, unlink};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::user::UserId;

/// Asks (for a pasted address; the button of the tab does it at once, with Undo).
pub async fn page(visit: Visit) -> PageResult {
    let (id, identity) = (visit.user_id(), visit.segment("identity"));
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    let linked = header.identities.iter().find(|i| i.position != 0 && i.own_user_id().as_str() == identity);
    let linked = linked.ok_or(Error::NotFound("linked account"))?;
    let text = format!(
        "{identity} becomes a user of its own again, with its attributes but without metadata and roles. {} stays as they are.",
        header.user.display_name()
    );
    let part = format!("unlink/{}", urls::encode(&identity));
    let call = Some(commands::unlink(&header.user.id, &linked.provider, &linked.provider_user_id));
    let question =
        Question { title: "Unlink account", text, button: "Unlink", part: &part, call, ..Question::default() };
    confirm::page(&visit, &header.user, question)
}

/// Unlinks, and offers to link again.
pub async fn save(visit: Visit) -> PageResult {
    let (id, identity) = (visit.user_id(), UserId::from_text(visit.segment("identity")));
    let own = identity.clone();
    let (user, changed) = visit.write(move |tx, context| unlink::unlink(tx, context, &id, &identity)).await?;
    let url = urls::user(visit.tenant_id(), &user.id);
    if !changed {
        return render::done(&visit.request, url, format!("{own} was unlinked already."));
    }
    let undo = urls::user_thing(visit.tenant_id(), &user.id, "link", own.as_str());
    render::done_with_undo(&visit.request, url, format!("{own} is a user of its own again."), undo)
}
