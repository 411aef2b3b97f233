//! A job: long work done in chunks by a worker, which can be watched, cancelled and resumed.

use super::log_event::Actor;
use super::{JsonObject, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What kind of work it is; `features/jobs/work.rs` says who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// The same act on many users.
    UsersBulk,
    /// The dry run of an import.
    UsersImportCheck,
    UsersImport,
    UsersExport,
    /// One mail with a link that verifies an address.
    VerificationEmail,
}

impl JobKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::UsersBulk, Self::UsersImportCheck, Self::UsersImport, Self::UsersExport, Self::VerificationEmail];

    /// The word in the database and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UsersBulk => "users_bulk",
            Self::UsersImportCheck => "users_import_check",
            Self::UsersImport => "users_import",
            Self::UsersExport => "users_export",
            Self::VerificationEmail => "verification_email",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobStatus {
    /// Described and looked at, not yet started; nothing happens by itself.
    Draft,
    /// Started; no worker has taken it yet.
    Pending,
    /// A worker has taken it.
    Processing,
    Completed,
    /// Given up on as a whole; what was done stays done.
    Failed,
    /// Stopped by an operator; what was done stays done.
    Cancelled,
}

impl JobStatus {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Pending, Self::Processing, Self::Completed, Self::Failed, Self::Cancelled];

    /// The word in the database and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// Whether a worker has it, or will.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Processing)
    }
}

/// Who can have a job done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creator {
    Operator,
    /// An application, by the Management API.
    Client,
}

impl Creator {
    /// The word in the database, which is that of the actor in log events.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Client => "client",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Operator, Self::Client].into_iter().find(|creator| creator.as_str() == text)
    }
}

/// A job as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    pub id: String,
    pub kind: JobKind,
    /// What it does, for people: "Block 1,204 users".
    pub title: String,
    pub status: JobStatus,
    /// What the kind needs to know; see its own file for the keys.
    pub parameters: JsonObject,
    /// Where the next chunk begins; moved in the transaction of each chunk's effects.
    pub cursor: JsonObject,
    /// Whether an operator or a program described it, with id and name: the actor of all it does.
    pub creator: Creator,
    pub created_by: String,
    pub created_by_name: String,
    pub created_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    /// How many things there are to do, once that is known.
    pub total: Option<i64>,
    pub succeeded: i64,
    pub skipped: i64,
    pub failed: i64,
    /// How often each of the kind's own outcomes came about, by its word.
    pub summary: JsonObject,
    /// Why it was given up on as a whole, in words for people.
    pub failure: Option<String>,
    /// A file with results, below the directory of jobs.
    pub result_path: Option<String>,
    pub cancel_requested: bool,
}

impl Job {
    /// How many things have been dealt with, one way or another.
    pub fn done(&self) -> i64 {
        self.succeeded + self.skipped + self.failed
    }

    /// The actor of all it does.
    pub fn actor(&self) -> Actor {
        let (id, name) = (self.created_by.clone(), self.created_by_name.clone());
        match self.creator {
            Creator::Operator => Actor::Operator { id, name },
            Creator::Client => Actor::Client { id, name },
        }
    }

    /// Whether this is who described it.
    pub fn is_of(&self, actor: &Actor) -> bool {
        match (self.creator, actor) {
            (Creator::Operator, Actor::Operator { id, .. }) | (Creator::Client, Actor::Client { id, .. }) => {
                *id == self.created_by
            }
            _ => false,
        }
    }

    /// The parameters as the kind's own type.
    pub fn parameters_as<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_value(self.parameters.clone().into())
    }

    /// The cursor as the kind's own type; its default before the first chunk.
    pub fn cursor_as<T: DeserializeOwned + Default>(&self) -> serde_json::Result<T> {
        if self.cursor.is_empty() {
            return Ok(T::default());
        }
        serde_json::from_value(self.cursor.clone().into())
    }

    /// How many per second so far; none before it can be told.
    pub fn rate(&self, now: Timestamp) -> Option<f64> {
        let spent = self.finished_at.unwrap_or(now) - self.started_at?;
        let seconds = spent.num_milliseconds() as f64 / 1000.0;
        (seconds >= 0.5 && self.done() > 0).then(|| self.done() as f64 / seconds)
    }

    /// How many seconds it will still take at the rate so far.
    pub fn seconds_left(&self, now: Timestamp) -> Option<i64> {
        let left = (self.total? - self.done()).max(0) as f64;
        self.status.is_open().then_some(())?;
        Some((left / self.rate(now)?).ceil() as i64)
    }
}

/// A value of a kind's own type as the JSON object of a column; a type that is no object gives an empty one.
pub fn object_of<T: Serialize>(value: &T) -> serde_json::Result<JsonObject> {
    Ok(match serde_json::to_value(value)? {
        serde_json::Value::Object(object) => object,
        _ => JsonObject::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn the_time_left_follows_from_the_rate() {
        let now = chrono::DateTime::UNIX_EPOCH.naive_utc();
        let mut job = Job {
            id: "job_1".into(),
            kind: JobKind::UsersBulk,
            title: String::new(),
            status: JobStatus::Processing,
            parameters: JsonObject::new(),
            cursor: JsonObject::new(),
            creator: Creator::Operator,
            created_by: String::new(),
            created_by_name: String::new(),
            created_at: now,
            started_at: Some(now),
            finished_at: None,
            total: Some(1_000),
            succeeded: 100,
            skipped: 99,
            failed: 1,
            summary: JsonObject::new(),
            failure: None,
            result_path: None,
            cancel_requested: false,
        };
        assert_eq!(job.rate(now), None);
        assert_eq!(job.rate(now + TimeDelta::seconds(2)), Some(100.0));
        assert_eq!(job.seconds_left(now + TimeDelta::seconds(2)), Some(8));
        job.status = JobStatus::Completed;
        assert_eq!(job.seconds_left(now + TimeDelta::seconds(2)), None);
    }

    #[test]
    fn every_word_reads_as_what_it_says() {
        assert!(JobStatus::ALL.into_iter().all(|s| JobStatus::parse(s.as_str()) == Some(s)));
        assert!(JobKind::ALL.into_iter().all(|k| JobKind::parse(k.as_str()) == Some(k)));
    }
}
