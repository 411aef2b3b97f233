//! What an import is told: the file, where its users go, how it is read and what happens to users who are there already.

use super::records::Format;
use crate::model::import::mapping::{CellRules, Mapping};
use serde::{Deserialize, Serialize};

/// The parameters of an import and of its dry run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The spooled file, below the directory of jobs.
    pub file: String,
    /// Which directory that is; see [`crate::features::jobs::files::name`].
    #[serde(default)]
    pub directory: String,
    /// What the operator's machine called it.
    pub file_name: String,
    /// Its size as UTF-8, in bytes.
    pub bytes: u64,
    pub format: Format,
    /// Name of the connection.
    pub connection: String,
    /// The names of a table's columns.
    pub header: Vec<String>,
    /// What each column becomes.
    pub mapping: Vec<String>,
    pub guarded: bool,
    pub typed: bool,
    pub on_existing: OnExisting,
    /// The job of the dry run, once there is one.
    pub check: Option<String>,
    /// How many users the dry run found in the file.
    pub total: Option<i64>,
    /// What a program calls this import.
    #[serde(default)]
    pub external_id: Option<String>,
    /// Whether the owners of the tenant get a mail when it ends.
    #[serde(default)]
    pub tells_owners: bool,
}

impl Settings {
    /// The mapping of a table.
    pub fn mapping(&self) -> Mapping {
        Mapping(self.mapping.clone())
    }

    /// How its cells are read.
    pub fn cells(&self) -> CellRules {
        CellRules { guarded: self.guarded, typed: self.typed }
    }
}

/// What happens to a user of the file who is in the connection already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnExisting {
    /// They stay as they are.
    Skip,
    /// They get what the schema calls upsertable.
    Update,
    /// The import ends there.
    Stop,
    /// They are among those who cannot be imported, as programs expect of it.
    Refuse,
}

impl OnExisting {
    /// Those a form offers.
    pub const ALL: [Self; 3] = [Self::Skip, Self::Update, Self::Stop];

    /// Whether users who are there already change.
    pub fn updates(self) -> bool {
        self == Self::Update
    }

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Update => "update",
            Self::Stop => "stop",
            Self::Refuse => "refuse",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == text)
    }
}
