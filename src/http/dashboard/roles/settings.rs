//! The Settings tab of a role.

use super::section;
use crate::error::{Error, FieldErrors};
use crate::features::roles::draft::Draft;
use crate::features::roles::{show, update};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::section::SectionView;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::role::Role;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "roles/settings.html")]
struct Page {
    chrome: Chrome,
    section: SectionView,
    draft: Draft,
    version: i64,
    errors: FieldErrors,
    /// What somebody else saved meanwhile.
    theirs: Option<Draft>,
    action: String,
    delete: String,
}

fn stored(role: &Role) -> Draft {
    Draft { name: role.name.clone(), description: role.description.clone() }
}

fn build(visit: &Visit, role: &Role, draft: Draft, version: i64, errors: FieldErrors, theirs: Option<Draft>) -> Page {
    let tenant = visit.tenant_id();
    Page {
        chrome: visit.chrome(),
        section: section(tenant, role, ""),
        action: urls::role(tenant, &role.id),
        delete: urls::role_part(tenant, &role.id, "delete"),
        draft,
        version,
        errors,
        theirs,
    }
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("role");
    let (role, _) = visit.read(move |tx, context| show::show(tx, context, &id)).await?;
    render::page(&build(&visit, &role, stored(&role), role.version, FieldErrors::default(), None))
}

/// Saves; of two concurrent saves the second is told, and keeps its typing.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let id = visit.segment("role");
    let version = fields.number("version").unwrap_or_default();
    let draft = Draft { name: fields.text("name").to_owned(), description: fields.text("description").to_owned() };
    let (asked, typed) = (id.clone(), draft.clone());
    let result = visit.write(move |tx, context| update::update(tx, context, &asked, version, &draft)).await;
    let errors = match result {
        Ok((role, changed)) => {
            let text = if changed { "Saved." } else { "Nothing was changed." };
            return render::done(&visit.request, urls::role(visit.tenant_id(), &role.id), text);
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Conflict) => FieldErrors::default(),
        Err(other) => return Err(other.into()),
    };
    let (role, _) = visit.read(move |tx, context| show::show(tx, context, &id)).await?;
    if errors.is_empty() {
        let page = build(&visit, &role, typed, role.version, errors, Some(stored(&role)));
        return render::with_status(StatusCode::CONFLICT, &page);
    }
    render::invalid(&build(&visit, &role, typed, version, errors, None))
}
