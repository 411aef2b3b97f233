//! What a handler of the dashboard is given about its call: the context for verbs and the chrome for its page.

use crate::app::App;
use crate::error::{Error, Result};
use crate::features::Tx;
use crate::features::context::Context;
use crate::http::hall::chrome::{Chrome, Visitor};
use crate::http::hall::commands::{self, ApiCall, Command};
use crate::http::hall::errors::PageError;
use crate::http::hall::shown::Clock;
use crate::http::hall::{host, peer};
use crate::model::Timestamp;
use crate::model::log_event::Actor;
use crate::model::tenant::{Tenant, TenantId};
use crate::model::time_zone::TimeZone;
use crate::model::user::UserId;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use std::future::{Ready, ready};

/// A call of a signed-in operator in a tenant.
pub struct Visit {
    pub app: App,
    pub request: HttpRequest,
    pub tenant: Tenant,
    pub context: Context,
    pub operator_id: String,
    time_zone: TimeZone,
}

impl Visit {
    /// The chrome of its page. Ask once: the notice is shown once.
    pub fn chrome(&self) -> Chrome {
        Chrome::of(&self.request)
    }

    /// Short name of the tenant, for addresses.
    pub fn tenant_id(&self) -> &TenantId {
        &self.context.tenant
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.context.now
    }

    /// The operator's clock, by which pages show times and read days.
    pub fn clock(&self) -> Clock {
        Clock { now: self.now(), zone: self.time_zone }
    }

    /// The user the address names.
    pub fn user_id(&self) -> UserId {
        UserId::from_text(self.segment("user"))
    }

    /// A variable segment of the address, decoded.
    pub fn segment(&self, name: &str) -> String {
        let raw = self.request.match_info().get(name).unwrap_or_default();
        percent_encoding::percent_decode_str(raw).decode_utf8_lossy().into_owned()
    }

    /// The page of a path as it was seen, with its search and its place in the list, if the form that was sent stood there.
    pub fn came_from(&self, path: &str) -> Option<String> {
        let referer = self.request.headers().get("Referer")?.to_str().ok()?;
        let seen = url::Url::parse(referer).ok().filter(|seen| seen.path() == path)?;
        Some(seen.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
    }

    /// Where a form leads that changes nothing about which rows a list has: back to where it stood in the list.
    pub fn back_to(&self, path: String) -> String {
        self.came_from(&path).unwrap_or(path)
    }

    /// What is to be added where a page says that a mail is queued: nothing where it leaves, or can be read in the outbox.
    pub fn mail_stays(&self) -> &'static str {
        let config = &self.app.config;
        if config.smtp.is_some() || config.is_development() {
            ""
        } else {
            " It waits: this installation has no mail server, see GATEHOUSE_SMTP_URL."
        }
    }

    /// Calls of the API as commands for a terminal, each with what it does.
    pub fn commands<'c>(&self, calls: impl IntoIterator<Item = (&'c str, ApiCall)>) -> Vec<Command> {
        let base = self.app.config.base_url(&self.tenant);
        let command = |(label, call): (&str, ApiCall)| commands::command(&self.request, &base, label, &call);
        calls.into_iter().filter_map(command).collect()
    }

    /// Runs a reading verb.
    pub async fn read<T, F>(&self, verb: F) -> Result<T, PageError>
    where
        F: Fn(&mut Tx, &Context) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let context = self.context.clone();
        Ok(self.app.read(move |tx| verb(tx, &context)).await?)
    }

    /// Runs a changing verb.
    pub async fn write<T, F>(&self, verb: F) -> Result<T>
    where
        F: Fn(&mut Tx, &Context) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let context = self.context.clone();
        self.app.write(move |tx| verb(tx, &context)).await
    }
}

impl FromRequest for Visit {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(visit(request).ok_or_else(|| Error::internal("a page that no guard has let through").into()))
    }
}

fn visit(request: &HttpRequest) -> Option<Visit> {
    let app = request.app_data::<web::Data<App>>()?.get_ref().clone();
    let visitor = request.extensions().get::<Visitor>()?.clone();
    let tenant = visitor.tenant()?.clone();
    let context = context_in(&tenant.id, &app, &visitor, request);
    let time_zone = visitor.operator.time_zone;
    Some(Visit { app, request: request.clone(), tenant, context, operator_id: visitor.operator.id, time_zone })
}

/// The context of a call in a tenant, also in one that is only just being made.
pub fn context_in(tenant: &TenantId, app: &App, visitor: &Visitor, request: &HttpRequest) -> Context {
    Context {
        tenant: tenant.clone(),
        actor: Actor::Operator { id: visitor.operator.id.clone(), name: visitor.operator.name.clone() },
        now: app.now(),
        ip: peer::ip(request),
        user_agent: peer::user_agent(request),
        hostname: Some(host::name(request, app)),
        ids: app.ids.clone(),
        job: None,
        gathered: Default::default(),
    }
}
