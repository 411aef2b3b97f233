//! The next users of a file, read and held against the schema: what needs no transaction.

use super::records::{Body, Place, Records};
use super::rejects::{Raw, Reject};
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::features::jobs::files;
use crate::features::jobs::work::Site;
use crate::model::connection::Connection;
use crate::model::import::{ImportedUser, Issue, IssueCode};
use crate::model::job::{Creator, Job};
use crate::model::operator::Right;
use crate::model::tenant::TenantId;
use crate::security::imported_password::ImportedPassword;
use crate::store::{Tx, connections, operators};
use serde_json::Value;

/// Most users of a batch, and about how much of the file it may take.
const USERS: usize = 1_000;
const BYTES: u64 = 8 * 1024 * 1024;

/// A user that follows the schema.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub row: u64,
    pub user: ImportedUser,
    pub raw: Raw,
}

impl Candidate {
    /// What to call the user in reports.
    pub fn who(&self) -> String {
        let user = &self.user;
        let email = user.email.as_ref().map(|email| email.as_str());
        let username = user.username.as_ref().map(|name| name.as_str());
        email.or(username).or(user.phone_number.as_deref()).unwrap_or_default().to_owned()
    }

    /// The same user as one that cannot be imported.
    pub fn reject(&self, issue: Issue) -> Reject {
        Reject { row: self.row, who: self.who(), raw: self.raw.clone(), errors: vec![issue] }
    }
}

/// The next users of a file.
pub struct Batch {
    pub candidates: Vec<Candidate>,
    pub rejects: Vec<Reject>,
    /// Where the next batch begins.
    pub place: Place,
    pub finished: bool,
}

/// What decides about users besides the schema.
pub struct Rules {
    pub connection: Connection,
    /// Whether who described the job may set `app_metadata`.
    pub app_metadata: bool,
}

impl Rules {
    /// Reads them; the rights are those of who described the job.
    pub fn of(tx: &mut Tx, tenant: &TenantId, job: &Job, settings: &Settings) -> Result<Self> {
        let connection = connections::by_name(tx, tenant, &settings.connection)?;
        let app_metadata = match job.creator {
            Creator::Operator => {
                operators::role_in(tx, &job.created_by, tenant)?.is_some_and(|role| role.may(Right::EditAppMetadata))
            }
            // Who may create users may give them app_metadata.
            Creator::Client => true,
        };
        Ok(Self { connection, app_metadata })
    }

    fn examine(&self, value: &Value) -> Result<ImportedUser, Vec<Issue>> {
        let usernames = self.connection.requires_username().then(|| self.connection.username_length());
        let user = ImportedUser::parse(value, usernames);
        let mut issues = user.as_ref().err().cloned().unwrap_or_default();
        if let Some(Value::Object(password)) = value.get("custom_password_hash") {
            issues.extend(ImportedPassword::parse(password).err().unwrap_or_default());
        }
        if !self.app_metadata && value.get("app_metadata").is_some_and(|v| !v.is_null()) {
            let words = "Your role may not set app_metadata. Leave it out, or ask an admin to import this.";
            issues.push(Issue::new(IssueCode::NotPassed, "app_metadata", words));
        }
        match user {
            Ok(user) if issues.is_empty() => Ok(user),
            _ => Err(issues),
        }
    }
}

/// Reads on after a place.
pub fn read(site: &Site, settings: &Settings, rules: &Rules, from: Place) -> Result<Batch> {
    let mut records = match Records::open(&site.files.join(&settings.file), settings.format, from) {
        Err(error @ Error::NotFound(_)) => {
            files::leave_to_others(&site.files, &settings.directory)?;
            return Err(error);
        }
        other => other?,
    };
    let mut batch = Batch { candidates: Vec::new(), rejects: Vec::new(), place: from, finished: false };
    while batch.candidates.len() + batch.rejects.len() < USERS && records.place().offset < from.offset + BYTES {
        let Some(record) = records.read()? else {
            batch.finished = true;
            break;
        };
        let (value, cells) = match record.body {
            Body::Broken(why) => {
                let errors = vec![Issue::new(IssueCode::Format, "", why)];
                batch.rejects.push(Reject { row: record.row, who: String::new(), raw: Raw::Unreadable, errors });
                continue;
            }
            Body::Json(value) => (value, None),
            Body::Cells(cells) => (settings.mapping().user(&cells, settings.cells()), Some(cells)),
        };
        let (examined, who) = (rules.examine(&value), who(&value));
        let raw = cells.map_or_else(|| Raw::Json(value), Raw::Cells);
        match examined {
            Ok(user) => batch.candidates.push(Candidate { row: record.row, user, raw }),
            Err(errors) => batch.rejects.push(Reject { row: record.row, who, raw, errors }),
        }
    }
    batch.place = records.place();
    Ok(batch)
}

/// What a user that is not of the schema seems to be called.
fn who(value: &Value) -> String {
    let keys = ["email", "username", "phone_number", "name", "user_id"];
    let text = keys.into_iter().find_map(|key| value.get(key)?.as_str()).unwrap_or_default();
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}
