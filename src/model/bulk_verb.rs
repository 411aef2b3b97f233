//! What can be done to many users at once.

use serde::{Deserialize, Serialize};

/// An act; the same verb that the page of a single user offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BulkVerb {
    Block,
    Unblock,
    MarkVerified,
    /// With the id of the role.
    AssignRole(String),
    RemoveRole(String),
    EndSessions,
    Delete,
}

impl BulkVerb {
    /// Reads the word of forms and addresses.
    pub fn parse(word: &str, role: &str) -> Option<Self> {
        Some(match word {
            "block" => Self::Block,
            "unblock" => Self::Unblock,
            "mark-verified" => Self::MarkVerified,
            "assign-role" => Self::AssignRole(role.to_owned()),
            "remove-role" => Self::RemoveRole(role.to_owned()),
            "end-sessions" => Self::EndSessions,
            "delete" => Self::Delete,
            _ => return None,
        })
    }

    /// The word of forms and addresses.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Unblock => "unblock",
            Self::MarkVerified => "mark-verified",
            Self::AssignRole(_) => "assign-role",
            Self::RemoveRole(_) => "remove-role",
            Self::EndSessions => "end-sessions",
            Self::Delete => "delete",
        }
    }

    /// The id of the role it is about.
    pub fn role(&self) -> Option<&str> {
        match self {
            Self::AssignRole(role) | Self::RemoveRole(role) => Some(role),
            _ => None,
        }
    }

    /// The verb that takes it back, where there is one that leaves nothing behind.
    pub fn undone_by(&self) -> Option<Self> {
        match self {
            Self::Block => Some(Self::Unblock),
            Self::Unblock => Some(Self::Block),
            Self::AssignRole(role) => Some(Self::RemoveRole(role.clone())),
            Self::RemoveRole(role) => Some(Self::AssignRole(role.clone())),
            Self::MarkVerified | Self::EndSessions | Self::Delete => None,
        }
    }

    /// Whether it takes something away: owners' accounts are left alone then.
    pub fn takes_away(&self) -> bool {
        matches!(self, Self::Block | Self::RemoveRole(_) | Self::EndSessions | Self::Delete)
    }

    /// The fields of a log event's diff in which somebody else's change is not to be overwritten; none where any change
    /// at all is one.
    pub fn fields(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::Block | Self::Unblock => Some(&["blocked"]),
            Self::MarkVerified => Some(&["email", "email_verified"]),
            Self::AssignRole(_) | Self::RemoveRole(_) => Some(&["roles"]),
            Self::EndSessions => Some(&[]),
            Self::Delete => None,
        }
    }

    /// What it does to so many users, as a title: "Block 1,204 users".
    pub fn title(&self, users: &str, role: &str) -> String {
        match self {
            Self::Block => format!("Block {users}"),
            Self::Unblock => format!("Unblock {users}"),
            Self::MarkVerified => format!("Mark {users} as verified"),
            Self::AssignRole(_) => format!("Assign the role {role} to {users}"),
            Self::RemoveRole(_) => format!("Remove the role {role} from {users}"),
            Self::EndSessions => format!("End the sessions of {users}"),
            Self::Delete => format!("Delete {users}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_as_what_they_say() {
        use BulkVerb::{AssignRole, Block, Delete, EndSessions, MarkVerified, RemoveRole, Unblock};
        let role = "rol_1".to_owned();
        for verb in
            [Block, Unblock, MarkVerified, AssignRole(role.clone()), RemoveRole(role.clone()), EndSessions, Delete]
        {
            assert_eq!(BulkVerb::parse(verb.word(), &role), Some(verb.clone()));
            // What can be undone comes back by undoing the undoing.
            assert!(verb.undone_by().is_none_or(|undo| undo.undone_by() == Some(verb)));
        }
    }
}
