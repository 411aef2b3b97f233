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

/// What an outcome is called, by its word: badge and words. One that is not known here is shown as it is.
pub fn outcome(word: &str) -> (&'static str, &'static str, String) {
    let (kind, icon, text) = match word {
        "succeeded" => ("good", "check", "Changed"),
        "unchanged" => ("", "minus", "Was so already"),
        "protected" => ("info", "shield", "Owner, left alone"),
        "conflict" => ("warn", "git-compare", "Changed by somebody else"),
        "missing" => ("", "user-x", "Not here any more"),
        "failed" => ("bad", "circle-x", "Not possible"),
        other => return ("", "circle-dot", other.to_owned()),
    };
    (kind, icon, text.to_owned())
}
