//! A factor: one enrolled means of multi-factor authentication.

use super::Timestamp;

/// An enrolled factor as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    pub id: String,
    pub kind: FactorKind,
    /// What the user called it.
    pub name: String,
    /// A masked phone number or address, where there is one.
    pub identifier: Option<String>,
    pub enrolled_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// The kinds of factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    Totp,
    Sms,
    Email,
    Push,
    WebAuthn,
    RecoveryCode,
}

impl FactorKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Totp, Self::Sms, Self::Email, Self::Push, Self::WebAuthn, Self::RecoveryCode];

    /// The word in the database and seeds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Push => "push",
            Self::WebAuthn => "webauthn",
            Self::RecoveryCode => "recovery-code",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Totp => "Authenticator app",
            Self::Sms => "Text message",
            Self::Email => "Email",
            Self::Push => "Push notification",
            Self::WebAuthn => "Security key",
            Self::RecoveryCode => "Recovery code",
        }
    }

    /// The provider's name in the profile's `multifactor` list; a recovery code is none of its own.
    pub fn provider(self) -> Option<&'static str> {
        match self {
            Self::Totp => Some("google-authenticator"),
            Self::Sms | Self::Push | Self::Email => Some("guardian"),
            Self::WebAuthn => Some("webauthn-roaming"),
            Self::RecoveryCode => None,
        }
    }
}

/// A browser in which a user need not give a second factor for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RememberedBrowser {
    /// SHA-256 of the secret in the browser's cookie, in hex.
    pub token_hash: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}
