//! How a job's state and outcomes are shown, in lists and on its own page.

use crate::http::dashboard::users::show::Badge;
use crate::model::job::{Job, JobStatus};

/// The state as a badge.
pub fn badge(job: &Job) -> Badge {
    let (kind, icon, text) = match job.status {
        JobStatus::Draft => ("", "pencil", "Not started"),
        JobStatus::Pending => ("info", "hourglass", "Waiting"),
        JobStatus::Processing if job.cancel_requested => ("warn", "loader-circle", "Stopping"),
        JobStatus::Processing => ("info", "loader-circle", "Running"),
        JobStatus::Completed => ("good", "circle-check", "Completed"),
        JobStatus::Failed => ("bad", "circle-x", "Failed"),
        JobStatus::Cancelled => ("warn", "circle-slash", "Cancelled"),
    };
    Badge { kind, icon, text }
}

/// Kind and icon of a badge, and its words.
pub type Outcome = (&'static str, &'static str, String);

/// What an outcome is called, by its word: badge and words. One that is not known here is shown as it is.
pub fn outcome(word: &str) -> Outcome {
    let (kind, icon, text) = match word {
        "succeeded" => ("good", "check", "Changed"),
        "unchanged" => ("", "minus", "Was so already"),
        "protected" => ("info", "shield", "Owner, left alone"),
        "conflict" => ("warn", "git-compare", "Changed by somebody else"),
        "missing" => ("", "user-x", "Not here any more"),
        "new" => ("good", "user-plus", "New"),
        "existing" => ("info", "users", "There already"),
        "inserted" => ("good", "user-plus", "Imported"),
        "updated" => ("good", "user-pen", "Updated"),
        "rejected" => ("bad", "circle-x", "Cannot be imported"),
        "exported" => ("good", "download", "Exported"),
        "failed" => ("bad", "circle-x", "Not possible"),
        other => return ("", "circle-dot", other.to_owned()),
    };
    (kind, icon, text.to_owned())
}
