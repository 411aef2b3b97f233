//! The tenant's settings: everybody may look, owners may save.

use crate::error::{Error, FieldErrors};
use crate::features::tenants::update::{self, Settings};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::When;
use crate::http::urls;
use crate::model::tenant::{Tenant, parse_deleted_user_days, parse_name, parse_retention};
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "tenants/settings.html")]
struct Page {
    chrome: Chrome,
    action: String,
    slug: String,
    created: When,
    typed: Typed,
    version: String,
    errors: FieldErrors,
    /// What somebody else saved meanwhile.
    theirs: Option<Typed>,
}

/// The fields as typed.
#[derive(Debug, Clone)]
struct Typed {
    name: String,
    log_retention_days: String,
    deleted_user_days: String,
    sign_in_as_user: bool,
    limits_results: bool,
}

/// Shows the settings.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&build(&visit, &visit.tenant, typed_of(&visit.tenant), FieldErrors::default(), None))
}

/// Saves them.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let typed = Typed {
        name: fields.text("name").to_owned(),
        log_retention_days: fields.text("log_retention_days").to_owned(),
        deleted_user_days: fields.text("deleted_user_days").to_owned(),
        sign_in_as_user: fields.ticked("sign_in_as_user"),
        limits_results: fields.ticked("limits_results"),
    };
    let mut errors = FieldErrors::default();
    let name = errors.keep(parse_name(&typed.name));
    let days = errors.keep(parse_retention(&typed.log_retention_days));
    let deleted = errors.keep(parse_deleted_user_days(&typed.deleted_user_days));
    let (Some(name), Some(log_retention_days), Some(deleted_user_days)) = (name, days, deleted) else {
        let mut page = build(&visit, &visit.tenant, typed, errors, None);
        fields.text("version").clone_into(&mut page.version);
        return render::invalid(&page);
    };
    let Typed { sign_in_as_user, limits_results, .. } = typed;
    let wanted = Settings { name, log_retention_days, deleted_user_days, sign_in_as_user, limits_results };
    let version = fields.text("version").to_owned();
    match visit.write(move |tx, context| update::update(tx, context, &wanted, &version)).await {
        Ok(changed) => {
            let text = if changed { "The settings are saved." } else { "The settings were so already." };
            render::done(&visit.request, urls::tenant_settings(visit.tenant_id()), text)
        }
        Err(Error::Conflict) => {
            let theirs = Some(typed_of(&visit.tenant));
            render::with_status(
                StatusCode::CONFLICT,
                &build(&visit, &visit.tenant, typed, FieldErrors::default(), theirs),
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn typed_of(tenant: &Tenant) -> Typed {
    Typed {
        name: tenant.name.clone(),
        log_retention_days: tenant.log_retention_days.to_string(),
        deleted_user_days: tenant.deleted_user_days.to_string(),
        sign_in_as_user: tenant.sign_in_as_user,
        limits_results: tenant.limits_results,
    }
}

fn build(visit: &Visit, tenant: &Tenant, typed: Typed, errors: FieldErrors, theirs: Option<Typed>) -> Page {
    Page {
        chrome: visit.chrome(),
        action: urls::tenant_settings(&tenant.id),
        slug: tenant.id.to_string(),
        created: When::at(tenant.created_at, visit.clock()),
        version: Settings::of(tenant).version(),
        typed,
        errors,
        theirs,
    }
}

impl Typed {
    fn bin(&self) -> String {
        if self.deleted_user_days == "0" { "off".to_owned() } else { self.deleted_user_days.clone() }
    }

    fn switch(&self) -> &'static str {
        on_or_off(self.sign_in_as_user)
    }

    fn limit(&self) -> &'static str {
        on_or_off(self.limits_results)
    }
}

fn on_or_off(on: bool) -> &'static str {
    if on { "On" } else { "Off" }
}
