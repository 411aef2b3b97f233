//! What surrounds every page: who is here, in which tenant, the navigation, the theme and the notice.

use super::address::Mistakes;
use super::paging::Other;
use super::session::{BrowserSession, Notice};
use super::shown;
use crate::app::{Access, App};
use crate::error::{Error, Result};
use crate::http::urls;
use crate::model::operator::{Operator, OperatorRole, Right};
use crate::model::tenant::{Tenant, TenantId};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use std::convert::Infallible;
use std::future::{Ready, ready};

/// The signed-in operator of a request, put there by the guard.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub operator: Operator,
    pub tenants: Vec<(Tenant, OperatorRole)>,
    /// How many of them are offered, where they have a place in others too.
    pub tenants_cut_at: Option<usize>,
    pub csrf: String,
    pub development: bool,
    /// Index of the tenant the address names.
    current: Option<usize>,
}

impl Visitor {
    /// For an address that names a tenant, or none; no visitor if the operator has no place in the one it names.
    pub fn new(access: Access, csrf: String, tenant: Option<&str>, development: bool) -> Option<Self> {
        let current = match tenant {
            Some(slug) => Some(access.tenants.iter().position(|(t, _)| t.id.as_str() == slug)?),
            None => None,
        };
        let (operator, tenants, tenants_cut_at) = (access.operator, access.tenants, access.cut_at);
        Some(Self { operator, tenants, tenants_cut_at, csrf, development, current })
    }

    /// Of a request that the guard has let through.
    pub fn of(request: &HttpRequest) -> Result<Self> {
        let visitor = request.extensions().get::<Self>().cloned();
        visitor.ok_or_else(|| Error::internal("a page that no guard has let through"))
    }

    /// The same operator on a page that stands in another tenant than its address says; in none if they have no place there.
    pub fn within(mut self, tenant: &str) -> Self {
        self.current = self.tenants.iter().position(|(t, _)| t.id.as_str() == tenant);
        self
    }

    /// The tenant the address names.
    pub fn tenant(&self) -> Option<&Tenant> {
        self.current.map(|i| &self.tenants[i].0)
    }

    /// Whether the operator has a right in this tenant.
    pub fn may(&self, right: Right) -> bool {
        self.current.is_some_and(|i| self.tenants[i].1.may(right))
    }

    /// The operator's role in this tenant, in words.
    pub fn role_label(&self) -> &'static str {
        self.current.map_or("", |i| self.tenants[i].1.label())
    }
}

/// A tenant in the switcher.
#[derive(Debug, Clone)]
pub struct TenantChip {
    pub slug: String,
    pub name: String,
    pub initials: String,
    pub hue: u8,
    pub href: String,
}

/// The operator in the corner.
#[derive(Debug, Clone)]
pub struct OperatorChip {
    pub name: String,
    pub email: String,
    pub role: &'static str,
    pub initials: String,
    pub hue: u8,
}

/// A group of the navigation.
#[derive(Debug, Clone)]
pub struct NavGroup {
    pub label: &'static str,
    pub entries: Vec<NavEntry>,
}

/// An entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavEntry {
    pub label: &'static str,
    pub icon: &'static str,
    pub href: String,
    pub current: bool,
}

/// Addresses the layout needs.
#[derive(Debug, Clone)]
pub struct LayoutUrls {
    pub sign_out: &'static str,
    pub account: &'static str,
    pub theme: &'static str,
    pub create_tenant: &'static str,
}

/// Everything the layout shows; built by extracting it in a handler.
#[derive(Debug, Clone)]
pub struct Chrome {
    pub tenant: Option<TenantChip>,
    pub tenants: Vec<TenantChip>,
    /// Asks for a tenant that is not among them; none where all are.
    pub other_tenants: Option<Other>,
    pub operator: Option<OperatorChip>,
    pub csrf: String,
    /// `system`, `light` or `dark`.
    pub theme: &'static str,
    pub notice: Option<Notice>,
    /// What the page had to leave out of its address.
    pub mistakes: Mistakes,
    pub development: bool,
    /// Whether a mail server is set; else mails stay in the outbox.
    pub mail_leaves: bool,
    pub nav: Vec<NavGroup>,
    pub path: String,
    pub can_create_tenant: bool,
    pub urls: LayoutUrls,
    may_manage_users: bool,
    may_manage_tenant: bool,
    may_edit_app_metadata: bool,
    may_own_tenant: bool,
}

impl Chrome {
    /// Of a request, signed in or not.
    pub fn of(request: &HttpRequest) -> Self {
        let visitor = request.extensions().get::<Visitor>().cloned();
        Self::build(request, visitor, BrowserSession::of(request).take_notice())
    }

    fn build(request: &HttpRequest, visitor: Option<Visitor>, notice: Option<Notice>) -> Self {
        let config = request.app_data::<web::Data<App>>().map(|app| &app.config);
        let development = config.is_some_and(|config| config.is_development());
        let path = request.path().to_owned();
        let may = |right| visitor.as_ref().is_some_and(|v| v.may(right));
        Self {
            tenant: visitor.as_ref().and_then(Visitor::tenant).map(tenant_chip),
            tenants: visitor.iter().flat_map(|v| &v.tenants).map(|(t, _)| tenant_chip(t)).collect(),
            other_tenants: visitor.as_ref().and_then(|v| v.tenants_cut_at).map(other_tenants),
            nav: visitor.as_ref().and_then(Visitor::tenant).map_or_else(Vec::new, |t| navigation(&t.id, &path)),
            csrf: visitor.as_ref().map(|v| v.csrf.clone()).unwrap_or_default(),
            theme: theme(request),
            notice,
            mistakes: Mistakes::of(request),
            can_create_tenant: visitor
                .as_ref()
                .is_some_and(|v| v.tenants.iter().any(|(_, r)| *r == OperatorRole::Owner)),
            urls: LayoutUrls {
                sign_out: urls::SIGN_OUT,
                account: urls::ACCOUNT,
                theme: urls::THEME,
                create_tenant: urls::CREATE_TENANT,
            },
            may_manage_users: may(Right::ManageUsers),
            may_manage_tenant: may(Right::ManageTenant),
            may_edit_app_metadata: may(Right::EditAppMetadata),
            may_own_tenant: may(Right::OwnTenant),
            operator: visitor.map(|v| operator_chip(&v)),
            development,
            mail_leaves: config.is_some_and(|config| config.smtp.is_some()),
            path,
        }
    }

    /// For a page of which nothing is known but the request's own words: no session, no operator.
    pub fn of_stranger(request: &HttpRequest) -> Self {
        Self::build(request, None, None)
    }

    /// What the title of a page begins with where something on it is wrong; a mistake in its address is told already.
    pub fn wrong(&self, is_wrong: bool) -> &'static str {
        if is_wrong && self.mistakes.is_empty() { "Error: " } else { "" }
    }

    /// Whether the operator may change users; templates show the reason where not.
    pub fn may_manage_users(&self) -> bool {
        self.may_manage_users
    }

    /// Whether the operator may change roles, APIs, applications and connections.
    pub fn may_manage_tenant(&self) -> bool {
        self.may_manage_tenant
    }

    /// Whether the operator may change the tenant's own settings.
    pub fn may_own_tenant(&self) -> bool {
        self.may_own_tenant
    }

    /// Whether the operator may change `app_metadata`.
    pub fn may_edit_app_metadata(&self) -> bool {
        self.may_edit_app_metadata
    }
}

fn other_tenants(offered: usize) -> Other {
    Other { action: urls::DASHBOARD.to_owned(), kept: Vec::new(), name: "tenant", label: "Another short name", offered }
}

impl FromRequest for Chrome {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

fn theme(request: &HttpRequest) -> &'static str {
    match request.cookie("gatehouse_theme").as_ref().map(|c| c.value()) {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "system",
    }
}

fn tenant_chip(tenant: &Tenant) -> TenantChip {
    TenantChip {
        slug: tenant.id.to_string(),
        name: tenant.name.clone(),
        initials: shown::initials(&tenant.name),
        hue: shown::hue(tenant.id.as_str()),
        href: urls::users(&tenant.id),
    }
}

fn operator_chip(visitor: &Visitor) -> OperatorChip {
    OperatorChip {
        name: visitor.operator.name.clone(),
        email: visitor.operator.email.clone(),
        role: visitor.role_label(),
        initials: shown::initials(&visitor.operator.name),
        hue: shown::hue(&visitor.operator.email),
    }
}

fn navigation(tenant: &TenantId, path: &str) -> Vec<NavGroup> {
    let entry = |label, icon, href: String| NavEntry { label, icon, current: is_below(path, &href), href };
    vec![
        NavGroup {
            label: "People",
            entries: vec![
                entry("Users", "users", urls::users(tenant)),
                entry("Roles", "badge-check", urls::roles(tenant)),
            ],
        },
        NavGroup {
            label: "Access",
            entries: vec![
                entry("Applications", "app-window", urls::applications(tenant)),
                entry("APIs", "braces", urls::apis(tenant)),
                entry("Connections", "plug", urls::connections(tenant)),
            ],
        },
        NavGroup {
            label: "Watch",
            entries: vec![
                entry("Logs", "scroll-text", urls::logs(tenant)),
                entry("Jobs", "list-checks", urls::jobs(tenant)),
                entry("Outbox", "inbox", urls::outbox(tenant)),
            ],
        },
        NavGroup {
            label: "Tenant",
            entries: vec![
                entry("Operators", "user-cog", urls::operators(tenant)),
                entry("Settings", "settings", urls::tenant_settings(tenant)),
            ],
        },
    ]
}

fn is_below(path: &str, href: &str) -> bool {
    path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
