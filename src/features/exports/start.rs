//! Starting an export: whom, which parts under which names, and in which form.

use crate::error::{Error, FieldErrors, Result};
use crate::features::context::Context;
use crate::features::jobs::{draft, start};
use crate::model::export::{CSV_FIELDS_MAX, DEFAULT_FIELDS, ExportField, ExportFormat, JSON_FIELDS};
use crate::model::job::{Job, JobKind, object_of};
use crate::store::Tx;
use serde::{Deserialize, Serialize};

use crate::store::user_list::{Query, Sort};
pub use crate::store::user_selection::Selection;

/// Users of a sample.
pub const SAMPLE: i64 = 10;

/// The parameters of an export.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Settings {
    pub selection: Selection,
    pub format: ExportFormat,
    pub fields: Vec<ExportField>,
    pub gzip: bool,
    /// At most so many users.
    pub limit: Option<i64>,
}

impl Settings {
    /// The ending of the file's name.
    pub fn ending(&self) -> String {
        format!("{}{}", self.format.as_str(), if self.gzip { ".gz" } else { "" })
    }
}

/// The fields of a format unless others are chosen, one a line.
pub fn default_fields(format: ExportFormat) -> Vec<&'static str> {
    let more: &[&str] = if format == ExportFormat::Csv { &[] } else { &JSON_FIELDS };
    [&DEFAULT_FIELDS, more].concat()
}

/// Reads fields typed one a line; nothing typed means the usual ones.
pub fn read_fields(text: &str, format: ExportFormat) -> Result<Vec<ExportField>, FieldErrors> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return Ok(default_fields(format).into_iter().map(ExportField::plain).collect());
    }
    let mut errors = FieldErrors::default();
    let mut fields: Vec<ExportField> = Vec::new();
    for line in lines {
        match ExportField::parse(line) {
            Ok(field) if fields.iter().any(|f| f.export_as == field.export_as) => {
                errors.push("fields", format!("Two fields are called “{}”.", field.export_as));
            }
            Ok(field) if format == ExportFormat::Csv && JSON_FIELDS[..3].contains(&field.name.as_str()) => {
                errors.push(
                    "fields",
                    format!("“{0}” as a whole is no cell of a table; name a part of it, as in {0}.plan.", field.name),
                );
            }
            Ok(field) => fields.push(field),
            Err(words) => errors.push("fields", words),
        }
    }
    if format == ExportFormat::Csv && fields.len() > CSV_FIELDS_MAX {
        errors.push("fields", format!("A table has at most {CSV_FIELDS_MAX} fields."));
    }
    errors.into_result().map(|()| fields)
}

/// Everybody, or everybody of one connection.
pub fn of_connection(connection: Option<String>) -> Selection {
    Selection::Matching(Box::new(Query {
        search: String::new(),
        mode: Default::default(),
        connection,
        status: None,
        role: None,
        sort: Sort::Created,
        descending: false,
        size: 0,
        start: Default::default(),
    }))
}

/// Starts the export. Who exports what, and how many, is in the log.
pub fn export(tx: &mut Tx, context: &Context, settings: &Settings) -> Result<Job> {
    let what = if settings.limit.is_some() { "a sample of users" } else { "users" };
    let title = format!("Export {what} as {}", settings.ending());
    let parameters = object_of(settings).map_err(Error::internal)?;
    let job = draft::draft(tx, context, JobKind::UsersExport, title, parameters)?;
    Ok(start::start(tx, context, &job.id)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_line_by_line() {
        let fields = read_fields("email\n\n user_metadata.plan = plan \n", ExportFormat::Csv).unwrap();
        let names: Vec<_> = fields.iter().map(|f| (f.name.as_str(), f.export_as.as_str())).collect();
        assert_eq!(names, [("email", "email"), ("user_metadata.plan", "plan")]);
        assert!(read_fields("", ExportFormat::Json).unwrap().iter().any(|f| f.name == "identities"));
        assert!(read_fields("email\nname = email", ExportFormat::Json).is_err());
        assert!(read_fields("user_metadata", ExportFormat::Csv).is_err());
        assert!(read_fields("user_metadata", ExportFormat::Json).is_ok());
        let many: Vec<String> = (0..31).map(|n| format!("user_metadata.k{n}")).collect();
        assert!(read_fields(&many.join("\n"), ExportFormat::Csv).is_err());
        assert!(read_fields(&many.join("\n"), ExportFormat::Ndjson).is_ok());
    }
}
