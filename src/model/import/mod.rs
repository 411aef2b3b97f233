//! Importing users: the published schema of one user, and what is wrong with those that do not follow it.

mod factor;
mod fields;
mod issue;
pub mod mapping;
mod user;

pub use factor::ImportedFactor;
pub use fields::Fields;
pub use issue::{Issue, IssueCode};
pub use user::{ImportedUser, MEMBERS};

#[cfg(test)]
mod tests;
