//! What is wrong with one user of an import, in the words of the published schema.

use serde::{Deserialize, Serialize};

/// The codes of the import contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IssueCode {
    AnyOfMissing,
    ArrayLengthLong,
    ArrayLengthShort,
    Conflict,
    ConflictEmail,
    ConflictUsername,
    DuplicatedUser,
    EnumMismatch,
    Format,
    InvalidType,
    MaxLength,
    Maximum,
    MfaFactorsFailed,
    MinLength,
    Minimum,
    NotPassed,
    ObjectRequired,
    Pattern,
}

impl IssueCode {
    /// The code as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AnyOfMissing => "ANY_OF_MISSING",
            Self::ArrayLengthLong => "ARRAY_LENGTH_LONG",
            Self::ArrayLengthShort => "ARRAY_LENGTH_SHORT",
            Self::Conflict => "CONFLICT",
            Self::ConflictEmail => "CONFLICT_EMAIL",
            Self::ConflictUsername => "CONFLICT_USERNAME",
            Self::DuplicatedUser => "DUPLICATED_USER",
            Self::EnumMismatch => "ENUM_MISMATCH",
            Self::Format => "FORMAT",
            Self::InvalidType => "INVALID_TYPE",
            Self::MaxLength => "MAX_LENGTH",
            Self::Maximum => "MAXIMUM",
            Self::MfaFactorsFailed => "MFA_FACTORS_FAILED",
            Self::MinLength => "MIN_LENGTH",
            Self::Minimum => "MINIMUM",
            Self::NotPassed => "NOT_PASSED",
            Self::ObjectRequired => "OBJECT_REQUIRED",
            Self::Pattern => "PATTERN",
        }
    }
}

/// One thing that is wrong with one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub code: IssueCode,
    /// A sentence for the person who made the file.
    pub message: String,
    /// Where in the user, for example `mfa_factors[0].totp.secret`; empty for the user as a whole.
    pub path: String,
}

impl Issue {
    /// An issue at a place of the user.
    pub fn new(code: IssueCode, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), path: path.into() }
    }
}
