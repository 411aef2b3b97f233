//! A connection's Settings tab; which settings there are depends on where its users live.

use super::show::{ConnectionView, FormView, typed};
use crate::error::{Error, FieldErrors};
use crate::features::connections::settings::{self, Offers, Typed};
use crate::features::connections::{details, update};
use crate::http::dashboard::conflict::{Difference, differences, on_off};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::When;
use crate::http::urls;
use crate::model::connection::Connection;
use crate::model::password_policy::Level;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "connections/settings.html")]
struct Page {
    chrome: Chrome,
    connection: ConnectionView,
    form: FormView,
    offers: Offers,
    version: i64,
    conflict: Vec<Difference>,
    action: String,
    created: When,
    updated: When,
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let stored = read(&visit).await?;
    let typed = Typed::of(&stored);
    render::page(&build(&visit, &stored, typed, FieldErrors::default(), Vec::new()))
}

/// Saves, or comes back with what was typed and what is wrong with it.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let (id, typed) = (visit.segment("connection"), typed(&fields));
    let version = fields.number("version").unwrap_or_default();
    let sent = typed.clone();
    match visit.write(move |tx, context| update::update(tx, context, &id, version, &sent)).await {
        Ok((label, changed)) => {
            let text = if changed { format!("{label} has been saved.") } else { "Nothing was changed.".to_owned() };
            render::done(&visit.request, urls::connection(visit.tenant_id(), &visit.segment("connection")), text)
        }
        Err(Error::Invalid(errors)) => {
            let mut page = build(&visit, &read(&visit).await?, typed, errors, Vec::new());
            // The version the form was opened with stays, or a save by somebody else would go unnoticed.
            page.version = version;
            render::invalid(&page)
        }
        Err(Error::Conflict) => {
            let stored = read(&visit).await?;
            let conflict = compare(settings::offers(&stored), &typed, &Typed::of(&stored));
            let page = build(&visit, &stored, typed, FieldErrors::default(), conflict);
            render::with_status(StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn read(visit: &Visit) -> Result<Connection, PageError> {
    let id = visit.segment("connection");
    visit.read(move |tx, context| details::settings(tx, context, &id)).await
}

fn compare(offers: Offers, yours: &Typed, theirs: &Typed) -> Vec<Difference> {
    let level = |t: &Typed| Level::parse(&t.policy).map_or("", Level::label);
    let mut fields = vec![("Display name", &*yours.display_name, &*theirs.display_name)];
    if offers.sync {
        fields.push(("Sync user profile attributes at each login", on_off(yours.sync), on_off(theirs.sync)));
    }
    if offers.signup {
        fields.push(("Disable sign-ups", on_off(yours.disable_signup), on_off(theirs.disable_signup)));
    }
    if offers.passwords {
        fields.extend([
            ("Requires username", on_off(yours.requires_username), on_off(theirs.requires_username)),
            ("Password strength", level(yours), level(theirs)),
            ("Minimum length", &*yours.min_length, &*theirs.min_length),
            ("Password dictionary", on_off(yours.uses_dictionary), on_off(theirs.uses_dictionary)),
            ("Words to refuse", &*yours.words, &*theirs.words),
            ("No personal information", on_off(yours.no_personal_info), on_off(theirs.no_personal_info)),
        ]);
    }
    differences(fields)
}

fn build(visit: &Visit, stored: &Connection, typed: Typed, errors: FieldErrors, conflict: Vec<Difference>) -> Page {
    let tenant = visit.tenant_id();
    Page {
        chrome: visit.chrome(),
        connection: ConnectionView::new(stored, tenant, ""),
        form: FormView::new(typed, errors),
        offers: settings::offers(stored),
        version: stored.version,
        conflict,
        action: urls::connection(tenant, &stored.id),
        created: When::at(stored.created_at, visit.clock()),
        updated: When::at(stored.updated_at, visit.clock()),
    }
}
