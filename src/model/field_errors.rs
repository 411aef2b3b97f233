//! What is wrong with a form or a document, field by field.

use serde::Serialize;

/// One thing that is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The form's or the API's name of the field; empty when it concerns the whole form.
    pub field: String,
    /// A sentence for the person who typed it.
    pub message: String,
    /// What kind of mistake it is.
    #[serde(skip)]
    pub cause: Cause,
}

/// Kinds of mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cause {
    /// Another value would be right.
    #[default]
    Wrong,
    /// The value is fine, and somebody else's already.
    Taken,
    /// No value would be right here.
    Unsupported,
}

/// Everything that is wrong with what was sent, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Adds one mistake.
    pub fn push(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into(), cause: Cause::Wrong });
    }

    /// The kind of all mistakes, if they are of one kind.
    pub fn cause(&self) -> Option<Cause> {
        let first = self.0.first()?.cause;
        self.0.iter().all(|error| error.cause == first).then_some(first)
    }

    /// A value that belongs to somebody else already.
    pub fn taken(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self(vec![FieldError { field: field.into(), message: message.into(), cause: Cause::Taken }])
    }

    /// Something that cannot be done with this one, whatever the value.
    pub fn unsupported(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self(vec![FieldError { field: field.into(), message: message.into(), cause: Cause::Unsupported }])
    }

    /// Keeps the value, or notes the mistake and answers with none, so that one pass finds every mistake of a form.
    pub fn keep<T>(&mut self, result: Result<T, FieldErrors>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(errors) => {
                self.0.extend(errors.0);
                None
            }
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All mistakes in order.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// What is wrong with this field, or the empty string (templates ask per field).
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|e| e.field == field).map_or("", |e| e.message.as_str())
    }

    /// Everything that is wrong with this field, as one text.
    pub fn all_of(&self, field: &str) -> String {
        let all: Vec<_> = self.0.iter().filter(|e| e.field == field).map(|e| e.message.as_str()).collect();
        all.join(" ")
    }

    /// `Ok` if nothing is wrong.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    /// One mistake, for the `Err` side of a validator.
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.push(field, message);
        errors
    }
}

impl std::fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, e) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{}: {}", e.field, e.message)?;
        }
        Ok(())
    }
}
