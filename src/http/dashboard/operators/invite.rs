//! Invite an operator.

use super::{RoleChoice, role_choices};
use crate::error::{Error, FieldErrors};
use crate::features::operators::invite;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::actions::send_verification_email::link;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::operator::OperatorRole;
use askama::Template;

#[derive(Template)]
#[template(path = "operators/invite.html")]
struct Page {
    chrome: Chrome,
    email: String,
    typed_name: String,
    roles: Vec<RoleChoice>,
    errors: FieldErrors,
    action: String,
    cancel: String,
}

fn form(visit: &Visit, email: &str, name: &str, role: &str, errors: FieldErrors) -> Page {
    let tenant = visit.tenant_id();
    Page {
        chrome: visit.chrome(),
        email: email.to_owned(),
        typed_name: name.to_owned(),
        roles: role_choices(role),
        errors,
        action: urls::invite_operator(tenant),
        cancel: urls::operators(tenant),
    }
}

/// Shows the form; the least role is chosen.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&form(&visit, "", "", OperatorRole::Support.as_str(), FieldErrors::default()))
}

/// Invites, and says where the mail went.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let (email, name, role) = (fields.text("email"), fields.text("name"), fields.text("role"));
    let invitation = match invite::check(email, name, role) {
        Ok(invitation) => invitation,
        Err(errors) => return render::invalid(&form(&visit, email, name, role, errors)),
    };
    let link = link(&visit, urls::CHOOSE_PASSWORD);
    let sign_in = format!("{}{}", visit.app.config.public_url, urls::users(visit.tenant_id()));
    let done = visit.write(move |tx, context| invite::invite(tx, context, &invitation, &link, &sign_in)).await;
    match done {
        Ok(operator) => {
            let text =
                format!("{} is invited: a mail to {} is queued.{}", operator.name, operator.email, visit.mail_stays());
            render::done(&visit.request, urls::operators(visit.tenant_id()), text)
        }
        Err(Error::Invalid(errors)) => render::invalid(&form(&visit, email, name, role, errors)),
        Err(other) => Err(other.into()),
    }
}
