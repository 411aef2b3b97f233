//! An operator: a person who may use the dashboard, and what each role lets them do.

use super::Timestamp;
use super::time_zone::TimeZone;
use serde::{Deserialize, Serialize};

/// An operator as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    pub id: String,
    pub email: String,
    pub name: String,
    /// Came with the demo data, and may sign in by one click in development mode.
    pub is_demo: bool,
    pub created_at: Timestamp,
    /// The clock by which they read times.
    pub time_zone: TimeZone,
}

/// An operator's place in a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub operator: Operator,
    pub role: OperatorRole,
    pub last_sign_in: Option<Timestamp>,
    pub has_password: bool,
}

impl Place {
    /// Whether the operator can sign in; one who was only just invited cannot.
    pub fn can_sign_in(&self) -> bool {
        self.has_password || self.operator.is_demo
    }
}

/// A single-use link with which an operator chooses a password. Only the hash of its secret is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorTicket {
    /// SHA-256 of the secret in the link, in hex.
    pub token_hash: String,
    pub operator_id: String,
    /// The address it was mailed to; the ticket is void once the operator has another one.
    pub email: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// What an operator is in a tenant, mightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorRole {
    Owner,
    Admin,
    UserManager,
    Support,
}

impl OperatorRole {
    /// All roles, mightiest first.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::UserManager, Self::Support];

    /// The word in the database, the command line and seeds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::UserManager => "user_manager",
            Self::Support => "support",
        }
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::UserManager => "User manager",
            Self::Support => "Support",
        }
    }

    /// The words in a sentence about somebody.
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Owner => "an owner",
            Self::Admin => "an admin",
            Self::UserManager => "a user manager",
            Self::Support => "support",
        }
    }

    /// What it lets somebody do, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Owner => "Everything, and who else may use this tenant.",
            Self::Admin => "Users, roles, APIs, applications and connections.",
            Self::UserManager => "Users and the roles they have; app_metadata only to look at.",
            Self::Support => "Looks at everything and changes nothing.",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }

    /// Whether this role includes a right.
    pub fn may(self, right: Right) -> bool {
        match right {
            Right::Read | Right::Export => true,
            Right::ManageUsers => self <= Self::UserManager,
            Right::EditAppMetadata | Right::ManageTenant => self <= Self::Admin,
            Right::OwnTenant => self == Self::Owner,
        }
    }
}

/// What a route of the dashboard asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Look at anything (every role).
    Read,
    /// Take users out as a file (every role; the log says who did).
    Export,
    /// Create, change, block and delete users; assign roles (user managers and up).
    ManageUsers,
    /// Change `app_metadata` (admins and up).
    EditAppMetadata,
    /// Change roles, APIs, applications and connections (admins and up).
    ManageTenant,
    /// Change the tenant's own settings (owners).
    OwnTenant,
}

impl Right {
    /// The least role that has it, for the words of a refusal.
    pub fn least_role(self) -> OperatorRole {
        match self {
            Self::Read | Self::Export => OperatorRole::Support,
            Self::ManageUsers => OperatorRole::UserManager,
            Self::EditAppMetadata | Self::ManageTenant => OperatorRole::Admin,
            Self::OwnTenant => OperatorRole::Owner,
        }
    }
}
