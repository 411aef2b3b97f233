//! Writing a planned tenant: what exists stays as it is, what is new is added with all that belongs to it.

use super::Summary;
use super::file::PermissionName;
use super::mistakes::FIELD;
use super::plan::TenantPlan;
use super::user_plan::UserPlan;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::application::Application;
use crate::model::connection::Connection;
use crate::model::factor::{Factor, RememberedBrowser};
use crate::model::grant::Grant;
use crate::model::identity::Identity;
use crate::model::log_event::LogEvent;
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use crate::model::role::Role;
use crate::model::tenant::{Tenant, TenantId};
use crate::model::user::{User, UserId};
use crate::security::password;
use crate::store::{
    Tx, applications, connections, device_credentials, grants, identities, mfa_enrollments, password_credentials,
    permissions, remembered_browsers, resource_servers, role_permissions, roles, seeding, tenants, user_permissions,
    user_roles, users,
};
use std::collections::{HashMap, HashSet};

/// More roles than a tenant has.
const ALL_ROLES: i64 = 10_000;

/// Ids of what users refer to, by what seeds call it.
struct Ids {
    roles: HashMap<String, String>,
    apis: HashMap<String, String>,
}

/// Writes the tenant and counts what is new.
pub fn write(tx: &mut Tx, plan: TenantPlan, summary: &mut Summary) -> Result<()> {
    let id = plan.tenant.id.clone();
    let is_new = match tenants::find(tx, &id) {
        Ok(_) => false,
        Err(Error::NotFound(_)) => true,
        Err(error) => return Err(error),
    };
    if is_new {
        let is_default = tenants::is_empty(tx)?;
        tenants::insert(tx, &Tenant { is_default, ..plan.tenant })?;
        summary.tenants += 1;
        summary.events += seeding::insert_new_events(tx, &id, &plan.events)?;
    }
    write_applications(tx, &id, plan.applications)?;
    write_connections(tx, &id, plan.connections)?;
    let apis = write_apis(tx, &id, plan.apis)?;
    let roles = write_roles(tx, &id, plan.roles, &apis)?;
    write_users(tx, &id, plan.users, &Ids { roles, apis }, summary)
}

fn write_applications(tx: &mut Tx, tenant: &TenantId, mut planned: Vec<Application>) -> Result<()> {
    let known = applications::all(tx, tenant)?;
    planned.retain(|a| !known.iter().any(|k| k.client_id == a.client_id));
    let taken = |a: &&Application| known.iter().any(|k| k.name == a.name);
    if let Some(clash) = planned.iter().find(taken) {
        let text = "another application of this tenant has this name; give it another, or the client_id that one has";
        return Err(Error::field(FIELD, format!("tenants.{tenant}.applications.{}: {text}", clash.name)));
    }
    applications::insert_all(tx, tenant, &planned)
}

fn write_connections(tx: &mut Tx, tenant: &TenantId, planned: Vec<(Connection, Vec<String>)>) -> Result<()> {
    let known: HashSet<String> = connections::all(tx, tenant)?.into_iter().map(|c| c.name).collect();
    let (mut new, mut pairs) = (Vec::new(), Vec::new());
    for (connection, clients) in planned.into_iter().filter(|(c, _)| !known.contains(&c.name)) {
        pairs.extend(clients.into_iter().map(|client| (connection.id.clone(), client)));
        new.push(connection);
    }
    connections::insert_all(tx, tenant, &new)?;
    connections::enable_all(tx, tenant, &pairs)
}

/// Adds APIs, and to those that exist the permissions they lack, since roles may refer to them. Answers with all ids.
fn write_apis(
    tx: &mut Tx,
    tenant: &TenantId,
    planned: Vec<(ResourceServer, Vec<(String, String)>)>,
) -> Result<HashMap<String, String>> {
    let mut ids: HashMap<String, String> =
        resource_servers::all(tx, tenant)?.into_iter().map(|a| (a.identifier, a.id)).collect();
    let known: HashSet<(String, String)> =
        permissions::all(tx, tenant)?.into_iter().map(|p| (p.resource_server_id, p.name)).collect();
    let (mut new, mut new_permissions) = (Vec::new(), Vec::new());
    for (api, names) in planned {
        let id = ids.get(&api.identifier).unwrap_or(&api.id).clone();
        new_permissions.extend(names.into_iter().map(|(name, description)| Permission {
            resource_server_id: id.clone(),
            api_name: api.name.clone(),
            api_identifier: api.identifier.clone(),
            name,
            description,
        }));
        if ids.insert(api.identifier.clone(), id).is_none() {
            new.push(api);
        }
    }
    new_permissions.retain(|p| !known.contains(&(p.resource_server_id.clone(), p.name.clone())));
    resource_servers::insert_all(tx, tenant, &new)?;
    permissions::insert_all(tx, tenant, &new_permissions)?;
    Ok(ids)
}

fn write_roles(
    tx: &mut Tx,
    tenant: &TenantId,
    planned: Vec<(Role, Vec<PermissionName>)>,
    apis: &HashMap<String, String>,
) -> Result<HashMap<String, String>> {
    let mut ids: HashMap<String, String> =
        roles::all(tx, tenant, ALL_ROLES)?.into_iter().map(|r| (r.name, r.id)).collect();
    let (mut new, mut held) = (Vec::new(), Vec::new());
    for (role, names) in planned {
        if ids.contains_key(&role.name) {
            continue;
        }
        for name in names {
            held.push((role.id.clone(), lookup(apis, &name.api)?, name.name));
        }
        ids.insert(role.name.clone(), role.id.clone());
        new.push(role);
    }
    roles::insert_all(tx, tenant, &new)?;
    role_permissions::insert_all(tx, tenant, &held)?;
    Ok(ids)
}

fn write_users(
    tx: &mut Tx,
    tenant: &TenantId,
    mut planned: Vec<UserPlan>,
    ids: &Ids,
    summary: &mut Summary,
) -> Result<()> {
    let wanted: Vec<&str> = planned.iter().map(|p| p.user.id.as_str()).collect();
    let known = seeding::existing_users(tx, tenant, &wanted)?;
    planned.retain(|p| !known.contains(p.user.id.as_str()));
    let mut rows = Rows::default();
    for mut plan in planned {
        rows.refer(&plan, ids)?;
        let id = &plan.user.id;
        rows.grants.extend(plan.grants.into_iter().map(|grant| (id.clone(), grant)));
        rows.factors.extend(plan.factors.into_iter().map(|factor| (id.clone(), factor)));
        rows.browsers.extend(plan.browsers.into_iter().map(|browser| (id.clone(), browser)));
        if let (Some(password), Some(primary)) = (plan.password, plan.identities.first()) {
            let changed_at = plan.user.last_password_reset.unwrap_or(plan.user.created_at);
            rows.passwords.push((primary.clone(), password::hash_now(&password)?, changed_at));
        }
        rows.identities.extend(plan.identities.into_iter().map(|identity| (id.clone(), identity)));
        rows.devices.append(&mut plan.devices);
        rows.sessions.append(&mut plan.sessions);
        rows.events.append(&mut plan.events);
        rows.users.push(plan.user);
    }
    summary.users += rows.users.len();
    summary.events += rows.insert(tx, tenant)?;
    Ok(())
}

/// The rows of all new users, table by table.
#[derive(Default)]
struct Rows {
    users: Vec<User>,
    identities: Vec<(UserId, Identity)>,
    passwords: Vec<(Identity, String, Timestamp)>,
    roles: Vec<user_roles::Assignment>,
    permissions: Vec<user_permissions::Assignment>,
    devices: Vec<device_credentials::NewDevice>,
    grants: Vec<(UserId, Grant)>,
    factors: Vec<(UserId, Factor)>,
    browsers: Vec<(UserId, RememberedBrowser)>,
    sessions: Vec<seeding::NewSession>,
    events: Vec<LogEvent>,
}

impl Rows {
    /// Notes the roles and permissions of a user, who has had them from the start.
    fn refer(&mut self, plan: &UserPlan, ids: &Ids) -> Result<()> {
        let (user, at) = (&plan.user.id, plan.user.created_at);
        for name in &plan.roles {
            self.roles.push(user_roles::Assignment { user: user.clone(), role: lookup(&ids.roles, name)?, at });
        }
        for name in &plan.permissions {
            self.permissions.push(user_permissions::Assignment {
                user: user.clone(),
                resource_server: lookup(&ids.apis, &name.api)?,
                permission: name.name.clone(),
                at,
            });
        }
        Ok(())
    }

    /// Writes them and answers with how many log events are new.
    fn insert(&self, tx: &mut Tx, tenant: &TenantId) -> Result<usize> {
        users::insert_all(tx, tenant, &self.users)?;
        identities::insert_all(tx, tenant, &self.identities)?;
        for (identity, hash, changed_at) in &self.passwords {
            password_credentials::put(tx, tenant, identity, hash, *changed_at, false)?;
        }
        user_roles::insert_all(tx, tenant, &self.roles)?;
        user_permissions::insert_all(tx, tenant, &self.permissions)?;
        device_credentials::insert_all(tx, tenant, &self.devices)?;
        grants::insert_all(tx, tenant, &self.grants)?;
        mfa_enrollments::insert_all(tx, tenant, &self.factors)?;
        remembered_browsers::insert_all(tx, tenant, &self.browsers)?;
        seeding::insert_sessions(tx, tenant, &self.sessions)?;
        seeding::insert_new_events(tx, tenant, &self.events)
    }
}

/// The plan has checked that every name is there.
fn lookup(ids: &HashMap<String, String>, name: &str) -> Result<String> {
    ids.get(name).cloned().ok_or_else(|| Error::Internal(format!("{name} was planned but not written")))
}
