//! From what is written to what will be stored: every reference followed, every id derived, nothing touched yet.

use super::derived;
use super::file::{PermissionName, SeedApi, SeedApplication, SeedConnection, SeedPlace, SeedRole, SeedTenant};
use super::mistakes::{Mistakes, Spot};
use super::operator_plan::OperatorPlan;
use super::user_plan::{self, UserPlan};
use crate::model::Timestamp;
use crate::model::application::{Application, ApplicationKind};
use crate::model::connection::Connection;
use crate::model::log_event::{Actor, LogEvent};
use crate::model::resource_server::ResourceServer;
use crate::model::role::Role;
use crate::model::tenant::Tenant;
use std::collections::{HashMap, HashSet};

/// A seeded tenant keeps its log for ten years: its history begins long before it was loaded.
const LOG_RETENTION_DAYS: i32 = 3_650;

/// A tenant, ready to be written. What refers to roles and APIs does so by name, since those may exist under other ids.
pub struct TenantPlan {
    pub tenant: Tenant,
    pub applications: Vec<Application>,
    /// With the client ids of the applications that may use them.
    pub connections: Vec<(Connection, Vec<String>)>,
    /// With their permissions: name and description.
    pub apis: Vec<(ResourceServer, Vec<(String, String)>)>,
    pub roles: Vec<(Role, Vec<PermissionName>)>,
    /// In the order they were created.
    pub users: Vec<UserPlan>,
    pub events: Vec<LogEvent>,
}

/// What a tenant's entries may refer to, and what they have used up already.
pub struct Planner<'f, 'm> {
    pub now: Timestamp,
    pub slug: String,
    pub mistakes: &'m mut Mistakes<'f>,
    pub places: &'m HashMap<String, SeedPlace>,
    pub operators: &'m [OperatorPlan],
    /// Client id and kind, by name.
    pub applications: HashMap<String, (String, ApplicationKind)>,
    /// Strategies, by name of the connection.
    pub connections: HashMap<String, String>,
    /// Names of permissions, by identifier of the API.
    apis: HashMap<String, HashSet<String>>,
    roles: HashSet<String>,
    taken: HashSet<(String, String)>,
}

impl Planner<'_, '_> {
    /// The operator who did something here: the one an event names, else the first owner; none when there is nobody.
    pub fn operator(&mut self, spot: &Spot, email: Option<&str>) -> Option<Actor> {
        let acting = match email {
            Some(email) => self.operators.iter().find(|o| o.email().eq_ignore_ascii_case(email)),
            None => self.operators.iter().find(|o| o.owns(&self.slug)),
        };
        if let (None, Some(email)) = (acting, email) {
            self.mistakes.note(spot, "operator", email, &format!("this file has no operator “{email}”"));
        }
        acting.map(OperatorPlan::actor)
    }

    /// A place in this tenant.
    pub fn spot(&self, list: &'static str, key: &str) -> Spot {
        Spot::entry(&self.slug, list, key)
    }

    /// Notes it when the same `what` came before.
    pub fn once(&mut self, spot: &Spot, what: &str, word: &str) {
        if !self.taken.insert((what.to_owned(), word.to_owned())) {
            self.mistakes.note(spot, what, word, &format!("“{word}” is there twice"));
        }
    }

    /// Client id and kind of the application of this name.
    pub fn application(&mut self, spot: &Spot, name: &str) -> Option<(String, ApplicationKind)> {
        let found = self.applications.get(name).cloned();
        if found.is_none() {
            self.mistakes.note(spot, "application", name, &format!("this tenant has no application “{name}”"));
        }
        found
    }

    /// Strategy of the connection of this name.
    pub fn strategy(&mut self, spot: &Spot, name: &str) -> Option<String> {
        let found = self.connections.get(name).cloned();
        if found.is_none() {
            self.mistakes.note(spot, "connection", name, &format!("this tenant has no connection “{name}”"));
        }
        found
    }

    /// Notes roles that do not exist, or come twice.
    pub fn check_roles(&mut self, spot: &Spot, names: &[String]) {
        let mut seen = HashSet::new();
        for name in names {
            if !self.roles.contains(name) {
                self.mistakes.note(spot, "roles", name, &format!("this tenant has no role “{name}”"));
            } else if !seen.insert(name) {
                self.mistakes.note(spot, "roles", name, &format!("“{name}” is there twice"));
            }
        }
    }

    /// Notes permissions that do not exist, or come twice.
    pub fn check_permissions(&mut self, spot: &Spot, names: &[PermissionName]) {
        let mut seen = HashSet::new();
        for PermissionName { api, name } in names {
            let message = match self.apis.get(api) {
                None => format!("this tenant has no API “{api}”"),
                Some(permissions) if !permissions.contains(name) => format!("{api} has no permission “{name}”"),
                Some(_) if !seen.insert((api, name)) => format!("“{name}” is there twice"),
                Some(_) => continue,
            };
            let word = if self.apis.contains_key(api) { name } else { api };
            self.mistakes.note(spot, "permissions", word, &message);
        }
    }

    /// Notes scopes that the API does not have. Scopes of an API outside the tenant are nobody's to judge.
    pub fn check_scopes(&mut self, spot: &Spot, api: &str, scopes: &[String]) {
        let Some(permissions) = self.apis.get(api) else {
            return self.mistakes.note(spot, "grants", api, &format!("this tenant has no API “{api}”"));
        };
        for scope in scopes.iter().filter(|s| !permissions.contains(*s)) {
            self.mistakes.note(spot, "grants", scope, &format!("{api} has no permission “{scope}”"));
        }
    }
}

/// Plans a tenant; what is wrong with it goes to the mistakes.
pub fn plan<'f>(
    seed: SeedTenant,
    now: Timestamp,
    places: &HashMap<String, SeedPlace>,
    operators: &[OperatorPlan],
    mistakes: &mut Mistakes<'f>,
) -> TenantPlan {
    let created = seed.created.map_or(now, |m| m.resolve(now));
    let mut planner = Planner {
        now,
        slug: seed.slug.as_str().to_owned(),
        mistakes,
        places,
        operators,
        applications: HashMap::new(),
        connections: HashMap::new(),
        apis: HashMap::new(),
        roles: HashSet::new(),
        taken: HashSet::new(),
    };
    let planner = &mut planner;
    let applications = seed.applications.into_iter().map(|a| application(planner, a, created)).collect();
    let connections = seed.connections.into_iter().map(|c| connection(planner, c, created)).collect();
    let apis = seed.apis.into_iter().map(|a| api(planner, a, created)).collect();
    let roles = seed.roles.into_iter().map(|r| role(planner, r, created)).collect();
    let numbered = seed.users.into_iter().enumerate();
    let mut users: Vec<UserPlan> = numbered.filter_map(|(n, u)| user_plan::plan(planner, n, u)).collect();
    users.sort_by(|a, b| (a.user.created_at, &a.user.id).cmp(&(b.user.created_at, &b.user.id)));
    let spot = Spot { tenant: planner.slug.clone(), entry: None };
    let numbered = seed.events.into_iter().enumerate();
    let events = numbered.map(|(n, e)| super::event_plan::event(planner, &spot, None, e, n)).collect();
    let tenant = Tenant {
        id: seed.slug,
        name: seed.name,
        created_at: created,
        is_default: false,
        sign_in_as_user: false,
        log_retention_days: LOG_RETENTION_DAYS,
        deleted_user_days: 0,
        limits_results: false,
    };
    TenantPlan { tenant, applications, connections, apis, roles, users, events }
}

fn application(planner: &mut Planner, seed: SeedApplication, created: Timestamp) -> Application {
    let spot = planner.spot("applications", &seed.name);
    let client_id = seed.client_id.unwrap_or_else(|| derived::hex(&[&planner.slug, "application", &seed.name], 16));
    planner.once(&spot, "application names", &seed.name);
    planner.once(&spot, "client ids", &client_id);
    planner.applications.insert(seed.name.clone(), (client_id.clone(), seed.kind.0));
    Application {
        client_id,
        name: seed.name,
        description: seed.description,
        kind: seed.kind.0,
        callbacks: seed.callbacks,
        logout_urls: seed.logout_urls,
        origins: seed.origins,
        created_at: created,
        updated_at: created,
        version: 1,
    }
}

fn connection(planner: &mut Planner, seed: SeedConnection, created: Timestamp) -> (Connection, Vec<String>) {
    let spot = planner.spot("connections", &seed.name);
    planner.once(&spot, "connection names", &seed.name);
    let mut clients: Vec<String> =
        seed.applications.iter().filter_map(|name| Some(planner.application(&spot, name)?.0)).collect();
    clients.sort();
    clients.dedup();
    planner.connections.insert(seed.name.clone(), seed.strategy.clone());
    let connection = Connection {
        id: derived::prefixed("con", &[&planner.slug, "connection", &seed.name]),
        name: seed.name,
        strategy: seed.strategy,
        display_name: seed.display_name,
        options: seed.options,
        created_at: created,
        updated_at: created,
        version: 1,
    };
    (connection, clients)
}

fn api(planner: &mut Planner, seed: SeedApi, created: Timestamp) -> (ResourceServer, Vec<(String, String)>) {
    let spot = planner.spot("apis", &seed.identifier);
    planner.once(&spot, "identifiers", &seed.identifier);
    for permission in &seed.permissions {
        planner.once(&spot, &format!("permissions of {}", seed.identifier), &permission.name);
    }
    let names = seed.permissions.iter().map(|p| p.name.clone()).collect();
    planner.apis.insert(seed.identifier.clone(), names);
    let api = ResourceServer {
        id: derived::hex(&[&planner.slug, "api", &seed.identifier], 12),
        name: seed.name,
        identifier: seed.identifier,
        is_system: false,
        created_at: created,
        updated_at: created,
        version: 1,
    };
    (api, seed.permissions.into_iter().map(|p| (p.name, p.description)).collect())
}

fn role(planner: &mut Planner, seed: SeedRole, created: Timestamp) -> (Role, Vec<PermissionName>) {
    let spot = planner.spot("roles", &seed.name);
    planner.once(&spot, "role names", &seed.name);
    planner.check_permissions(&spot, &seed.permissions);
    planner.roles.insert(seed.name.clone());
    let role = Role {
        id: derived::prefixed("rol", &[&planner.slug, "role", &seed.name]),
        name: seed.name,
        description: seed.description,
        created_at: created,
        updated_at: created,
        version: 1,
    };
    (role, seed.permissions)
}
