//! The header of User Details: picture, name, badges, the tab strip and the Actions menu, the same on every tab.

use crate::features::users::details::Header;
use crate::http::hall::shown;
use crate::http::urls;
use crate::model::tenant::{Tenant, TenantId};
use crate::model::user::{Status, User, UserId};

/// The tabs: address and words.
pub const TABS: [(&str, &str); 8] = [
    ("", "Details"),
    ("devices", "Devices"),
    ("history", "History"),
    ("locations", "Locations"),
    ("raw-json", "Raw JSON"),
    ("authorized-applications", "Authorized Applications"),
    ("permissions", "Permissions"),
    ("roles", "Roles"),
];

/// A tab in the strip.
#[derive(Debug, Clone)]
pub struct Tab {
    pub label: &'static str,
    pub href: String,
    pub current: bool,
}

/// A badge: always with an icon and a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// `good`, `warn`, `bad` or empty.
    pub kind: &'static str,
    pub icon: &'static str,
    pub text: &'static str,
}

/// An entry of the Actions menu.
#[derive(Debug, Clone)]
pub struct Action {
    pub label: &'static str,
    pub icon: &'static str,
    pub href: String,
    /// Posted at once (reversible acts, with Undo) instead of asking first.
    pub immediate: bool,
    pub danger: bool,
    /// Why it cannot be used; empty when it can.
    pub why_not: String,
    pub testid: &'static str,
}

/// What the layout of User Details shows.
#[derive(Debug, Clone)]
pub struct UserView {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    pub email_verified: bool,
    /// What the user signs in with, the primary first.
    pub connections: String,
    /// The address of a picture kept here; empty when initials stand for it.
    pub picture: String,
    pub initials: String,
    pub hue: u8,
    pub badges: Vec<Badge>,
    pub tabs: Vec<Tab>,
    pub tab_label: &'static str,
    /// Whether this operator may use the menu at all.
    pub may_act: bool,
    /// Groups of the menu.
    pub actions: Vec<Vec<Action>>,
    pub users_href: String,
    pub href: String,
}

impl UserView {
    /// For a tab, by its address in [`TABS`].
    pub fn new(header: &Header, tenant: &Tenant, tab: &str, may_manage: bool) -> Self {
        let user = &header.user;
        let part = |part: &str| match part {
            "" => urls::user(&tenant.id, &user.id),
            part => urls::user_part(&tenant.id, &user.id, part),
        };
        Self {
            id: user.id.to_string(),
            name: user.display_name().to_owned(),
            email: user.email.clone(),
            email_verified: user.email_verified,
            connections: connections(header),
            picture: shown::own_picture(user.picture.as_deref().unwrap_or_default()).to_owned(),
            initials: shown::initials(user.display_name()),
            hue: shown::hue(user.id.as_str()),
            badges: badges(user, header.counts.factors > 0),
            tabs: TABS.iter().map(|(t, label)| Tab { label, href: part(t), current: *t == tab }).collect(),
            tab_label: TABS.iter().find(|(t, _)| *t == tab).map_or("Details", |(_, label)| label),
            may_act: may_manage,
            actions: actions(header, tenant),
            users_href: urls::users(&tenant.id),
            href: part(""),
        }
    }
}

/// The badge of a status; none for an active user.
pub fn status_badge(status: Status) -> Option<Badge> {
    let (kind, icon) = match status {
        Status::Blocked => ("bad", "ban"),
        Status::Pending => ("warn", "clock"),
        Status::Unverified => ("", "mail-x"),
        Status::Active => return None,
    };
    Some(Badge { kind, icon, text: status.label() })
}

fn connections(header: &Header) -> String {
    let mut names: Vec<&str> = Vec::new();
    for connection in &header.connections {
        if !names.contains(&connection.label()) {
            names.push(connection.label());
        }
    }
    names.join(", ")
}

fn badges(user: &User, mfa: bool) -> Vec<Badge> {
    let active = Badge { kind: "good", icon: "circle-check", text: Status::Active.label() };
    let mut badges = vec![status_badge(user.status()).unwrap_or(active)];
    if user.status() != Status::Unverified && user.email.is_some() && !user.email_verified {
        badges.extend(status_badge(Status::Unverified));
    }
    if mfa {
        badges.push(Badge { kind: "good", icon: "shield-check", text: "MFA" });
    }
    badges
}

/// The Actions menu, and for each entry that cannot be used the reason.
pub fn actions(header: &Header, tenant: &Tenant) -> Vec<Vec<Action>> {
    let user = &header.user;
    let locked = || header.connection.email_locked().unwrap_or_default();
    let password =
        if header.connection.keeps_passwords() { "" } else { "Passwords of this connection are kept elsewhere." };
    let entry = |label, icon, part: &str, why: String| action(&tenant.id, &user.id, label, icon, part, why);
    let (block_label, block_part) = if user.blocked { ("Unblock User", "unblock") } else { ("Block User", "block") };
    vec![
        vec![
            entry("Send Verification Email", "mail-check", "send-verification-email", verification_refused(header)),
            entry("Mark as verified", "badge-check", "mark-verified", verification_refused(header)).at_once(),
            entry("Change Email", "at-sign", "change-email", locked()),
            entry("Change Password", "key-round", "change-password", password.into()),
        ],
        vec![entry("Sign in as User", "log-in", "sign-in-as", String::new())],
        vec![
            entry(block_label, "ban", block_part, String::new()).at_once(),
            Action { danger: true, ..entry("Delete User", "trash-2", "delete", String::new()) },
        ],
    ]
}

/// Why an email address cannot be verified; empty when it can.
pub fn verification_refused(header: &Header) -> String {
    match header.connection.verification_locked() {
        _ if header.user.email_verified => "The email address is verified already.".to_owned(),
        Some(why) => why,
        None if header.user.email.is_none() => "The user has no email address.".to_owned(),
        None => String::new(),
    }
}

impl Action {
    fn at_once(self) -> Self {
        Self { immediate: true, ..self }
    }
}

fn action(
    tenant: &TenantId,
    user: &UserId,
    label: &'static str,
    icon: &'static str,
    part: &str,
    why_not: String,
) -> Action {
    let testid = match part {
        "unblock" => "action-unblock",
        "block" => "action-block",
        "delete" => "action-delete",
        "mark-verified" => "action-mark-verified",
        "change-email" => "action-change-email",
        "change-password" => "action-change-password",
        "sign-in-as" => "action-sign-in-as",
        _ => "action-send-verification-email",
    };
    Action { label, icon, href: urls::user_part(tenant, user, part), immediate: false, danger: false, why_not, testid }
}
