//! An operator: a person who may use the dashboard, and what each role lets them do.

use super::Timestamp;
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

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }

    /// Whether this role includes a right.
    pub fn may(self, right: Right) -> bool {
        match right {
            Right::Read => true,
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
            Self::Read => OperatorRole::Support,
            Self::ManageUsers => OperatorRole::UserManager,
            Self::EditAppMetadata | Self::ManageTenant => OperatorRole::Admin,
            Self::OwnTenant => OperatorRole::Owner,
        }
    }
}
