//! An application's Settings tab.

use super::show::{ApplicationView, FormView, typed};
use crate::error::{Error, FieldErrors};
use crate::features::applications::settings::Typed;
use crate::features::applications::{details, update};
use crate::http::dashboard::conflict::{Difference, differences};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::When;
use crate::http::urls;
use crate::model::application::{Application, ApplicationKind};
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "applications/settings.html")]
struct Page {
    chrome: Chrome,
    application: ApplicationView,
    form: FormView,
    version: i64,
    conflict: Vec<Difference>,
    action: String,
    created: When,
    updated: When,
    keeps_secret: bool,
    has_secret: bool,
    rotate_href: String,
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let stored = read(&visit).await?;
    let typed = Typed::of(&stored.0);
    render::page(&build(&visit, stored, typed, FieldErrors::default(), Vec::new()))
}

/// Saves, or comes back with what was typed and what is wrong with it.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let (id, typed) = (visit.segment("application"), typed(&fields));
    let version = fields.number("version").unwrap_or_default();
    let sent = typed.clone();
    match visit.write(move |tx, context| update::update(tx, context, &id, version, &sent)).await {
        Ok((name, changed)) => {
            let text = if changed { format!("{name} has been saved.") } else { "Nothing was changed.".to_owned() };
            render::done(&visit.request, urls::application(visit.tenant_id(), &visit.segment("application")), text)
        }
        Err(Error::Invalid(errors)) => {
            let mut page = build(&visit, read(&visit).await?, typed, errors, Vec::new());
            // The version the form was opened with stays, or a save by somebody else would go unnoticed.
            page.version = version;
            render::invalid(&page)
        }
        Err(Error::Conflict) => {
            let stored = read(&visit).await?;
            let conflict = compare(&typed, &Typed::of(&stored.0));
            let page = build(&visit, stored, typed, FieldErrors::default(), conflict);
            render::with_status(StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn read(visit: &Visit) -> Result<(Application, bool), crate::http::hall::errors::PageError> {
    let id = visit.segment("application");
    visit.read(move |tx, context| details::settings(tx, context, &id)).await
}

fn compare(yours: &Typed, theirs: &Typed) -> Vec<Difference> {
    let kind = |t: &Typed| ApplicationKind::parse(&t.kind).map_or("", ApplicationKind::label);
    differences([
        ("Name", &*yours.name, &*theirs.name),
        ("Description", &yours.description, &theirs.description),
        ("Kind", kind(yours), kind(theirs)),
        ("Allowed Callback URLs", &yours.callbacks, &theirs.callbacks),
        ("Allowed Logout URLs", &yours.logout_urls, &theirs.logout_urls),
        ("Allowed Origins", &yours.origins, &theirs.origins),
    ])
}

fn build(
    visit: &Visit,
    (stored, has_secret): (Application, bool),
    typed: Typed,
    errors: FieldErrors,
    conflict: Vec<Difference>,
) -> Page {
    let tenant = visit.tenant_id();
    Page {
        chrome: visit.chrome(),
        application: ApplicationView::new(&stored, tenant, ""),
        form: FormView::new(typed, errors),
        version: stored.version,
        action: urls::application(tenant, &stored.client_id),
        created: When::at(stored.created_at, visit.clock()),
        updated: When::at(stored.updated_at, visit.clock()),
        keeps_secret: stored.kind.keeps_secret(),
        rotate_href: urls::application_part(tenant, &stored.client_id, "rotate-secret"),
        has_secret,
        conflict,
    }
}
