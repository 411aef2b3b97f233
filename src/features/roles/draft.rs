//! What is typed into the form of a role, checked.

use crate::error::{FieldErrors, Result};

/// Longest name, in characters.
pub const NAME_MAX: usize = 100;
/// Longest description, in characters.
pub const DESCRIPTION_MAX: usize = 500;

/// A role's name and description as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub description: String,
}

impl Draft {
    /// Without surrounding space, or what is wrong with it.
    pub fn checked(&self) -> Result<Self> {
        let (name, description) = (self.name.trim(), self.description.trim());
        let mut errors = FieldErrors::default();
        match name.chars().count() {
            0 => errors.push("name", "Enter a name."),
            n if n > NAME_MAX => errors.push("name", format!("Use at most {NAME_MAX} characters; these are {n}.")),
            _ => {}
        }
        match description.chars().count() {
            n if n > DESCRIPTION_MAX => {
                errors.push("description", format!("Use at most {DESCRIPTION_MAX} characters; these are {n}."));
            }
            _ => {}
        }
        errors.into_result()?;
        Ok(Self { name: name.to_owned(), description: description.to_owned() })
    }
}
