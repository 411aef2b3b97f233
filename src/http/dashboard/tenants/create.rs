//! + Create Tenant, for operators who own one already.

use crate::app::App;
use crate::error::{Error, FieldErrors, Result};
use crate::features::tenants::create;
use crate::http::dashboard::operator::context_in;
use crate::http::hall::chrome::{Chrome, Visitor};
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::session::BrowserSession;
use crate::http::urls;
use crate::model::operator::OperatorRole;
use crate::model::tenant::{TenantId, parse_name, suggest_slug};
use actix_web::{HttpRequest, web};
use askama::Template;

#[derive(Template)]
#[template(path = "tenants/create.html")]
struct Page {
    chrome: Chrome,
    action: &'static str,
    cancel: &'static str,
    typed_name: String,
    typed_slug: String,
    errors: FieldErrors,
}

/// Shows the form.
pub async fn page(request: HttpRequest) -> PageResult {
    owner(&request)?;
    render::page(&form(&request, "", "", FieldErrors::default()))
}

/// Makes the tenant, and goes there.
pub async fn save(app: web::Data<App>, request: HttpRequest, fields: Fields) -> PageResult {
    let visitor = owner(&request)?;
    let suggested = suggest_slug(fields.text("name"));
    let slug = fields.filled("slug").map_or(suggested, |typed| typed.to_lowercase());
    let mut errors = FieldErrors::default();
    let name = errors.keep(parse_name(fields.text("name")));
    let id = errors.keep(TenantId::parse(&slug));
    let (Some(name), Some(id)) = (name, id) else {
        return render::invalid(&form(&request, fields.text("name"), fields.text("slug"), errors));
    };
    let context = context_in(&id, &app, &visitor, &request);
    let operator = visitor.operator.id.clone();
    let config = app.config.clone();
    let made = app.write(move |tx| create::create(tx, &context, &name, &operator, |tenant| config.base_url(tenant)));
    match made.await {
        Ok(tenant) => {
            BrowserSession::of(&request).renew();
            render::done(&request, urls::users(&tenant.id), format!("Tenant {} is ready.", tenant.name))
        }
        Err(Error::Invalid(errors)) => render::invalid(&form(&request, fields.text("name"), &slug, errors)),
        Err(error) => Err(error.into()),
    }
}

/// Who asks; only somebody who owns a tenant may make another.
fn owner(request: &HttpRequest) -> Result<Visitor> {
    let visitor = Visitor::of(request)?;
    if visitor.tenants.iter().any(|(_, role)| *role == OperatorRole::Owner) {
        return Ok(visitor);
    }
    Err(Error::Forbidden(
        "Only owners of a tenant can create another one. Ask an owner to do it or to make you one.".into(),
    ))
}

fn form(request: &HttpRequest, name: &str, slug: &str, errors: FieldErrors) -> Page {
    Page {
        chrome: Chrome::of(request),
        action: urls::CREATE_TENANT,
        cancel: urls::DASHBOARD,
        typed_name: name.to_owned(),
        typed_slug: slug.to_owned(),
        errors,
    }
}
