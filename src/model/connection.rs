//! A connection: where users come from (a database, a social or enterprise provider, a code by mail or phone).

use super::password_policy::PasswordPolicy;
use super::username::UsernameLength;
use super::{JsonObject, Timestamp};

/// A connection as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    pub id: String,
    /// Unique in the tenant, immutable: users and log events refer to it.
    pub name: String,
    /// For example `auth0` (a database), `google-oauth2`, `samlp`, `email`.
    pub strategy: String,
    pub display_name: String,
    pub options: JsonObject,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// The kinds a connection's strategy falls into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Database,
    Social,
    Enterprise,
    Passwordless,
}

impl Kind {
    /// The kind of a strategy; an unknown one is taken for an enterprise provider, the strictest kind.
    pub fn of(strategy: &str) -> Self {
        let kinds = [Self::Database, Self::Social, Self::Passwordless];
        kinds.into_iter().find(|kind| kind.strategies().contains(&strategy)).unwrap_or(Self::Enterprise)
    }

    /// Its strategies; none for enterprise providers, who are all the others.
    pub fn strategies(self) -> &'static [&'static str] {
        match self {
            Self::Database => &["auth0"],
            Self::Social => {
                &["google-oauth2", "github", "facebook", "apple", "linkedin", "windowslive", "twitter", "oauth2"]
            }
            Self::Passwordless => &["email", "sms"],
            Self::Enterprise => &[],
        }
    }

    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Database => "Database",
            Self::Social => "Social",
            Self::Enterprise => "Enterprise",
            Self::Passwordless => "Passwordless",
        }
    }

    /// The contract's `strategy_type` in log events.
    pub fn strategy_type(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Social => "social",
            Self::Enterprise => "enterprise",
            Self::Passwordless => "passwordless",
        }
    }
}

/// The icon of a strategy, by its name in the icon sprite.
pub fn icon_of(strategy: &str) -> &'static str {
    match Kind::of(strategy) {
        Kind::Database => "database",
        Kind::Social if strategy == "github" => "git-branch",
        Kind::Social => "globe",
        Kind::Enterprise => "building-2",
        Kind::Passwordless if strategy == "sms" => "smartphone",
        Kind::Passwordless => "mail",
    }
}

impl Connection {
    /// The kind of its strategy.
    pub fn kind(&self) -> Kind {
        Kind::of(&self.strategy)
    }

    /// The name on screen.
    pub fn label(&self) -> &str {
        if self.display_name.is_empty() { &self.name } else { &self.display_name }
    }

    /// Whether its users live in a store of the customer's own (`options.custom_database`).
    pub fn is_custom_database(&self) -> bool {
        self.flag("custom_database")
    }

    /// Whether users of a custom database move to the built-in store at their first login (`options.import_mode`).
    pub fn has_import_mode(&self) -> bool {
        self.flag("import_mode")
    }

    /// Whether the users live in the built-in store, so that their passwords are ours.
    pub fn keeps_passwords(&self) -> bool {
        self.kind() == Kind::Database && (!self.is_custom_database() || self.has_import_mode())
    }

    /// Whether the provider overwrites root attributes at each login (`options.set_user_root_attributes`, on by
    /// default).
    pub fn syncs_at_each_login(&self) -> bool {
        self.options.get("set_user_root_attributes").and_then(|v| v.as_str()) != Some("on_first_login")
    }

    /// Whether users sign in with a username too.
    pub fn requires_username(&self) -> bool {
        self.flag("requires_username")
    }

    /// How long its usernames are.
    pub fn username_length(&self) -> UsernameLength {
        UsernameLength::from_options(&self.options)
    }

    /// What its passwords must be like.
    pub fn password_policy(&self) -> PasswordPolicy {
        PasswordPolicy::from_options(&self.options)
    }

    /// Why name, nickname, given and family name and picture cannot be edited here; `None` when they can.
    pub fn root_attributes_locked(&self) -> Option<String> {
        let label = self.label();
        match self.kind() {
            Kind::Passwordless => None,
            Kind::Database if self.keeps_passwords() => None,
            Kind::Database => Some(format!(
                "{label} is a custom database without import mode: change these in that database; they are refreshed at the next login."
            )),
            _ if self.syncs_at_each_login() => Some(format!(
                "{label} sets these at each login. Turn off “Sync user profile attributes at each login” in the connection's settings to edit them here."
            )),
            _ => None,
        }
    }

    /// Why the email address cannot be changed here; `None` when it can.
    pub fn email_locked(&self) -> Option<String> {
        match self.kind() {
            Kind::Database if self.keeps_passwords() => None,
            Kind::Passwordless if self.strategy == "email" => None,
            _ => Some(format!("The email address comes from {}.", self.label())),
        }
    }

    /// Why it cannot be said here whether an email address is verified; `None` when it can.
    pub fn verification_locked(&self) -> Option<String> {
        let locked = self.kind() == Kind::Enterprise || self.strategy == "sms";
        locked.then(|| format!("{} decides whether an email address is verified.", self.label()))
    }

    /// Whether a new user is mailed a link to verify their email address (`options.verify_email`, on by default).
    pub fn mails_verification(&self) -> bool {
        self.options.get("verify_email").and_then(|v| v.as_bool()).unwrap_or(true)
    }

    fn flag(&self, key: &str) -> bool {
        self.options.get(key).and_then(|v| v.as_bool()).unwrap_or(false)
    }
}
