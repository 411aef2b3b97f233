//! A user of a seed with everything that is theirs.

use super::derived;
use super::event_plan;
use super::file::{PermissionName, SeedUser};
use super::identity_plan;
use super::mistakes::Spot;
use super::moment::Moment;
use super::plan::Planner;
use crate::model::device::Device;
use crate::model::email_address::EmailAddress;
use crate::model::factor::{Factor, RememberedBrowser};
use crate::model::grant::Grant;
use crate::model::identity::Identity;
use crate::model::log_event::LogEvent;
use crate::model::metadata::{self, MetadataKind};
use crate::model::session::Session;
use crate::model::user::{User, UserId};
use crate::model::{JsonObject, Timestamp};
use crate::security::token;
use crate::store::device_credentials::NewDevice;
use crate::store::seeding::NewSession;

/// A user, ready to be written.
pub struct UserPlan {
    pub user: User,
    /// The primary first.
    pub identities: Vec<Identity>,
    pub password: Option<String>,
    /// Names of roles.
    pub roles: Vec<String>,
    pub permissions: Vec<PermissionName>,
    pub devices: Vec<NewDevice>,
    pub grants: Vec<Grant>,
    pub factors: Vec<Factor>,
    pub browsers: Vec<RememberedBrowser>,
    pub sessions: Vec<NewSession>,
    pub events: Vec<LogEvent>,
}

/// Plans the user that is the `number`th of its list; `None` when it cannot be said who it is.
pub fn plan(planner: &mut Planner, number: usize, mut seed: SeedUser) -> Option<UserPlan> {
    let spot = planner.spot("users", &known_by(&seed, number));
    let strategy = planner.strategy(&spot, &seed.connection)?;
    let id = identity_plan::user_id(planner, &spot, &strategy, &seed)?;
    planner.once(&spot, "ids", id.as_str());
    check(planner, &spot, &seed);
    let user = user(planner, &id, &strategy, &mut seed);
    let identities = identity_plan::identities(planner, &spot, &user, &seed);
    let devices = devices(planner, &spot, &id, &mut seed);
    let grants = grants(planner, &spot, &id, &mut seed);
    let sessions = sessions(planner, &spot, &id, &mut seed);
    let factors = factors(planner, &id, &mut seed);
    let browsers = browsers(planner, &id, &mut seed);
    let mut events = Vec::new();
    for event in std::mem::take(&mut seed.events) {
        events.push(event_plan::event(planner, &spot, Some(&user), event, events.len()));
    }
    for run in &seed.visits {
        events.extend(event_plan::visits(planner, &spot, &user, run, events.len()));
    }
    Some(UserPlan {
        user,
        identities,
        password: seed.password,
        roles: seed.roles,
        permissions: seed.permissions,
        devices,
        grants,
        factors,
        browsers,
        sessions,
        events,
    })
}

fn known_by(seed: &SeedUser, number: usize) -> String {
    let names = [&seed.id, &seed.email, &seed.phone_number, &seed.username, &seed.name];
    names.into_iter().flatten().next().cloned().unwrap_or_else(|| format!("#{}", number + 1))
}

fn check(planner: &mut Planner, spot: &Spot, seed: &SeedUser) {
    planner.check_roles(spot, &seed.roles);
    planner.check_permissions(spot, &seed.permissions);
    if let Some(email) = &seed.email
        && let Err(errors) = EmailAddress::parse(email)
    {
        planner.mistakes.note(spot, "email", email, errors.of("email"));
    }
    for (kind, document) in [(MetadataKind::User, &seed.user_metadata), (MetadataKind::App, &seed.app_metadata)] {
        if let Err(mistake) = metadata::check(kind, document) {
            planner.mistakes.note(spot, kind.as_str(), kind.as_str(), &mistake.message);
        }
    }
    if seed.last_login.is_none() && seed.logins.unwrap_or_default() > 0 {
        planner.mistakes.note(spot, "logins", "logins", "a user who has logged in has a last_login");
    }
    if seed.last_login.is_some() && seed.logins == Some(0) {
        planner.mistakes.note(spot, "logins", "logins", "a user with a last_login has logged in at least once");
    }
}

fn user(planner: &Planner, id: &UserId, strategy: &str, seed: &mut SeedUser) -> User {
    let now = planner.now;
    let at = |moment: Option<Moment>| moment.map(|m| m.resolve(now));
    let created_at = at(seed.created).unwrap_or(now);
    let last_login = at(seed.last_login);
    let last_password_reset = at(seed.last_password_reset);
    let enrolled = seed.mfa.iter().map(|f| f.enrolled.resolve(now)).max();
    let touched = [Some(created_at), last_login, last_password_reset, enrolled].into_iter().flatten().max();
    User {
        id: id.clone(),
        connection: seed.connection.clone(),
        strategy: strategy.to_owned(),
        email: seed.email.take().map(|email| identity_plan::kept_email(strategy, &email)),
        email_verified: seed.email_verified,
        username: seed.username.take(),
        phone_number: seed.phone_number.take(),
        phone_verified: seed.phone_verified,
        name: seed.name.take(),
        given_name: seed.given_name.take(),
        family_name: seed.family_name.take(),
        nickname: seed.nickname.take(),
        picture: seed.picture.take(),
        user_metadata: std::mem::take(&mut seed.user_metadata),
        app_metadata: std::mem::take(&mut seed.app_metadata),
        profile: std::mem::take(&mut seed.profile),
        blocked: seed.blocked,
        created_at,
        updated_at: touched.unwrap_or(created_at),
        logins_count: i64::from(seed.logins.unwrap_or(u32::from(last_login.is_some()))),
        last_login,
        last_ip: seed.last_ip.take(),
        last_password_reset,
        multifactor_last_modified: enrolled,
        version: 1,
    }
}

fn devices(planner: &mut Planner, spot: &Spot, user: &UserId, seed: &mut SeedUser) -> Vec<NewDevice> {
    let mut devices = Vec::new();
    for (n, device) in std::mem::take(&mut seed.devices).into_iter().enumerate() {
        let Some((client_id, _)) = planner.application(spot, &device.application) else { continue };
        let path = [&planner.slug, "device", user.as_str(), &n.to_string()];
        devices.push(NewDevice {
            user: user.clone(),
            // Nobody knows a token that hashes to this: a seeded device is there to be seen and revoked, not used.
            token_hash: token::hash(&derived::hex(&path, 32)),
            device: Device {
                id: derived::prefixed("dcr", &path),
                client_id,
                application: device.application,
                name: device.name,
                created_at: device.created.resolve(planner.now),
                last_used_at: device.last_used.map(|m| m.resolve(planner.now)),
                ip: device.ip,
                user_agent: device.user_agent,
                session_id: None,
                metadata: JsonObject::new(),
            },
        });
    }
    devices
}

fn grants(planner: &mut Planner, spot: &Spot, user: &UserId, seed: &mut SeedUser) -> Vec<Grant> {
    let mut grants = Vec::new();
    for grant in std::mem::take(&mut seed.grants) {
        planner.check_scopes(spot, &grant.api, &grant.scopes);
        planner.once(spot, &format!("grants of {user} to {}", grant.application), &grant.api);
        let Some((client_id, _)) = planner.application(spot, &grant.application) else { continue };
        grants.push(Grant {
            id: derived::prefixed("cgr", &[&planner.slug, "grant", user.as_str(), &client_id, &grant.api]),
            client_id,
            application: grant.application,
            audience: grant.api,
            api_name: None,
            scopes: grant.scopes,
            created_at: grant.created.resolve(planner.now),
        });
    }
    grants
}

fn sessions(planner: &mut Planner, spot: &Spot, user: &UserId, seed: &mut SeedUser) -> Vec<NewSession> {
    let mut sessions = Vec::new();
    for (n, session) in std::mem::take(&mut seed.sessions).into_iter().enumerate() {
        let client = session.application.as_deref().map(|name| planner.application(spot, name));
        let created_at = session.created.resolve(planner.now);
        sessions.push(NewSession {
            user: user.clone(),
            client_id: client.flatten().map(|(id, _)| id),
            session: Session {
                id: derived::hex(&[&planner.slug, "session", user.as_str(), &n.to_string()], 16),
                application: session.application,
                created_at,
                last_active_at: session.last_active.map_or(created_at, |m| m.resolve(planner.now)),
                ip: session.ip,
                user_agent: session.user_agent,
                metadata: JsonObject::new(),
            },
        });
    }
    sessions
}

fn factors(planner: &Planner, user: &UserId, seed: &mut SeedUser) -> Vec<Factor> {
    let at = |moment: Moment| -> Timestamp { moment.resolve(planner.now) };
    let all = std::mem::take(&mut seed.mfa).into_iter().enumerate();
    all.map(|(n, factor)| Factor {
        id: derived::prefixed("mfa", &[&planner.slug, "factor", user.as_str(), &n.to_string()]),
        kind: factor.kind.0,
        name: factor.name,
        identifier: factor.identifier,
        enrolled_at: at(factor.enrolled),
        last_used_at: factor.last_used.map(at),
    })
    .collect()
}

fn browsers(planner: &Planner, user: &UserId, seed: &mut SeedUser) -> Vec<RememberedBrowser> {
    let all = std::mem::take(&mut seed.remembered_browsers).into_iter().enumerate();
    all.map(|(n, browser)| RememberedBrowser {
        token_hash: derived::hex(&[&planner.slug, "browser", user.as_str(), &n.to_string()], 32),
        created_at: browser.created.resolve(planner.now),
        expires_at: browser.expires.resolve(planner.now),
        ip: browser.ip,
        user_agent: browser.user_agent,
    })
    .collect()
}
