//! An application: an OAuth client that users sign in to.

use super::Timestamp;

/// An application as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    pub client_id: String,
    /// Unique in the tenant.
    pub name: String,
    pub description: String,
    pub kind: ApplicationKind,
    pub callbacks: Vec<String>,
    pub logout_urls: Vec<String>,
    pub origins: Vec<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// What sort of program it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplicationKind {
    RegularWeb,
    SinglePage,
    Native,
    Machine,
}

impl ApplicationKind {
    /// All kinds, in the order of the form.
    pub const ALL: [Self; 4] = [Self::RegularWeb, Self::SinglePage, Self::Native, Self::Machine];

    /// The word in the database, forms and seeds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RegularWeb => "regular_web",
            Self::SinglePage => "spa",
            Self::Native => "native",
            Self::Machine => "machine",
        }
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::RegularWeb => "Regular web application",
            Self::SinglePage => "Single-page application",
            Self::Native => "Native application",
            Self::Machine => "Machine to machine",
        }
    }

    /// Whether it runs where a secret can be kept.
    pub fn keeps_secret(self) -> bool {
        matches!(self, Self::RegularWeb | Self::Machine)
    }

    /// What it is, for the form.
    pub fn hint(self) -> &'static str {
        match self {
            Self::RegularWeb => "Runs on a server and can keep a secret.",
            Self::SinglePage => "Runs in the browser.",
            Self::Native => "Runs on a phone or a desktop.",
            Self::Machine => "A program that acts for itself, without users.",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}
