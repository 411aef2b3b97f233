//! A log event: one line of History and of the Logs page. The codes and their names are those of the log contract.

use super::{JsonObject, Timestamp};

/// A log event as stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LogEvent {
    /// Long, sortable by time, unique in the tenant.
    pub id: String,
    pub date: Timestamp,
    /// The type code, for example `s` or `sapi`.
    pub code: String,
    pub description: Option<String>,
    pub user_id: Option<String>,
    pub user_name: Option<String>,
    pub connection: Option<String>,
    pub strategy: Option<String>,
    pub client_id: Option<String>,
    pub client_name: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    /// The name by which the house was called.
    pub hostname: Option<String>,
    pub place: Option<Place>,
    pub actor: Actor,
    /// What changed, by field.
    pub diff: Vec<FieldChange>,
    /// More, by type.
    pub details: JsonObject,
}

impl LogEvent {
    /// A text among its details.
    pub fn detail(&self, key: &str) -> Option<&str> {
        self.details.get(key)?.as_str()
    }
}

/// Where an event came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub country_code: String,
    pub country: String,
    pub city: String,
    pub latitude: f64,
    pub longitude: f64,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Actor {
    /// The user themself, by signing in or the like.
    #[default]
    User,
    /// An operator of the dashboard.
    Operator { id: String, name: String },
    /// A program that calls the Management API in its own name.
    Client { id: String, name: String },
    /// Gatehouse itself, for example a seed.
    System,
}

impl Actor {
    /// The word in the database.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Operator { .. } => "operator",
            Self::Client { .. } => "client",
            Self::System => "system",
        }
    }
}

/// One field's value before and after; secrets stand as `*****`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub before: serde_json::Value,
    pub after: serde_json::Value,
}

/// How an event is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Bad,
    Plain,
}

/// A code's name, tone and icon.
pub struct CodeInfo {
    pub code: &'static str,
    pub name: &'static str,
    pub tone: Tone,
    pub icon: &'static str,
}

const fn info(code: &'static str, name: &'static str, tone: Tone, icon: &'static str) -> CodeInfo {
    CodeInfo { code, name, tone, icon }
}

/// The codes Gatehouse knows by name, in the order the filter offers them.
pub const CODES: &[CodeInfo] = &[
    info("s", "Success Login", Tone::Good, "circle-check"),
    info("f", "Failed Login", Tone::Bad, "circle-x"),
    info("fp", "Failed Login (Incorrect Password)", Tone::Bad, "circle-x"),
    info("fu", "Failed Login (Invalid Email/Username)", Tone::Bad, "circle-x"),
    info("ssa", "Success Silent Auth", Tone::Good, "circle-check"),
    info("fsa", "Failed Silent Auth", Tone::Bad, "circle-x"),
    info("w", "Warning During Login", Tone::Plain, "triangle-alert"),
    info("slo", "Success Logout", Tone::Good, "log-out"),
    info("flo", "Failed Logout", Tone::Bad, "log-out"),
    info("ss", "Success Signup", Tone::Good, "user-plus"),
    info("fs", "Failed Signup", Tone::Bad, "user-x"),
    info("seacft", "Success Exchange (Code)", Tone::Good, "refresh-cw"),
    info("feacft", "Failed Exchange (Code)", Tone::Bad, "refresh-cw"),
    info("sertft", "Success Exchange (Refresh Token)", Tone::Good, "refresh-cw"),
    info("fertft", "Failed Exchange (Refresh Token)", Tone::Bad, "refresh-cw"),
    info("ferrt", "Failed Exchange (Rotating Refresh Token)", Tone::Bad, "refresh-cw"),
    info("sepft", "Success Exchange (Password)", Tone::Good, "refresh-cw"),
    info("fepft", "Failed Exchange (Password)", Tone::Bad, "refresh-cw"),
    info("seccft", "Success Exchange (Client Credentials)", Tone::Good, "refresh-cw"),
    info("feccft", "Failed Exchange (Client Credentials)", Tone::Bad, "refresh-cw"),
    info("srrt", "Revoked Refresh Token", Tone::Plain, "unplug"),
    info("sv", "Success Verification Email", Tone::Good, "mail-check"),
    info("fv", "Failed Verification Email", Tone::Bad, "mail-x"),
    info("svr", "Success Verification Email Request", Tone::Good, "mail-check"),
    info("fvr", "Failed Verification Email Request", Tone::Bad, "mail-x"),
    info("sce", "Success Change Email", Tone::Good, "at-sign"),
    info("fce", "Failed Change Email", Tone::Bad, "at-sign"),
    info("scp", "Success Change Password", Tone::Good, "key-round"),
    info("fcp", "Failed Change Password", Tone::Bad, "key-round"),
    info("scpr", "Success Change Password Request", Tone::Good, "key-round"),
    info("fcpr", "Failed Change Password Request", Tone::Bad, "key-round"),
    info("scu", "Success Change Username", Tone::Good, "at-sign"),
    info("scpn", "Success Change Phone Number", Tone::Good, "smartphone"),
    info("sdu", "Success User Deletion", Tone::Plain, "trash-2"),
    info("fdu", "Failed User Deletion", Tone::Bad, "trash-2"),
    info("sui", "Users Import Succeeded", Tone::Good, "users"),
    info("fui", "Users Import Failed", Tone::Bad, "users"),
    info("sapi", "Success API Operation", Tone::Plain, "user-cog"),
    info("fapi", "Failed API Operation", Tone::Bad, "user-cog"),
    info("wum", "Warning User Management", Tone::Plain, "triangle-alert"),
    info("limit_wc", "Blocked Account", Tone::Bad, "shield-alert"),
    info("limit_mu", "Blocked IP Address", Tone::Bad, "shield-alert"),
    info("ublkdu", "User Login Block Released", Tone::Good, "shield-check"),
    info("pwd_leak", "Breached Password", Tone::Bad, "shield-alert"),
    info("cs", "Code Sent", Tone::Good, "mail"),
    info("cls", "Code/Link Sent", Tone::Good, "mail"),
    info("fn", "Failed Sending Notification", Tone::Bad, "mail-x"),
    info("mfar", "MFA Required", Tone::Plain, "shield-check"),
    info("gd_start_enroll", "MFA Enrollment Started", Tone::Plain, "shield-plus"),
    info("gd_enrollment_complete", "MFA Enrollment Complete", Tone::Good, "shield-check"),
    info("gd_start_auth", "Second Factor Started", Tone::Plain, "shield-check"),
    info("gd_auth_succeed", "MFA Auth Success", Tone::Good, "shield-check"),
    info("gd_auth_failed", "MFA Auth Failed", Tone::Bad, "shield-alert"),
    info("gd_auth_rejected", "MFA Auth Rejected", Tone::Bad, "shield-alert"),
    info("gd_recovery_succeed", "Recovery Code Used", Tone::Good, "shield-check"),
    info("gd_recovery_failed", "Recovery Code Failed", Tone::Bad, "shield-alert"),
    info("gd_send_sms", "MFA Text Message Sent", Tone::Plain, "smartphone"),
    info("gd_send_email", "MFA Email Sent", Tone::Plain, "mail"),
    info("gd_send_pn", "MFA Push Notification Sent", Tone::Plain, "smartphone"),
    info("gd_unenroll", "MFA Factor Removed", Tone::Plain, "shield-off"),
    info("gd_update_device_account", "MFA Device Changed", Tone::Plain, "shield-off"),
    info("fco", "Failed by CORS", Tone::Bad, "circle-x"),
    info("api_limit", "Rate Limit Hit", Tone::Bad, "gauge"),
];

/// What is known of a code; an unknown one is shown by itself.
pub fn code_info(code: &str) -> Option<&'static CodeInfo> {
    CODES.iter().find(|c| c.code == code)
}

/// Codes that are looked for together.
pub struct Group {
    /// The word in addresses; no code is called so.
    pub slug: &'static str,
    pub name: &'static str,
    pub codes: &'static [&'static str],
}

/// The groups, in the order the filter offers them.
pub const GROUPS: &[Group] = &[
    Group {
        slug: "logins",
        name: "Logins and logouts",
        codes: &["s", "f", "fp", "fu", "ssa", "fsa", "w", "slo", "flo", "fco"],
    },
    Group {
        slug: "tokens",
        name: "Token exchanges",
        codes: &["seacft", "feacft", "sertft", "fertft", "ferrt", "sepft", "fepft", "seccft", "feccft", "srrt"],
    },
    Group {
        slug: "accounts",
        name: "Sign-ups and account changes",
        codes: &[
            "ss", "fs", "sv", "fv", "svr", "fvr", "sce", "fce", "scp", "fcp", "scpr", "fcpr", "scu", "scpn", "sdu",
            "fdu",
        ],
    },
    Group {
        slug: "factors",
        name: "Multi-factor",
        codes: &[
            "mfar",
            "gd_start_enroll",
            "gd_enrollment_complete",
            "gd_start_auth",
            "gd_auth_succeed",
            "gd_auth_failed",
            "gd_auth_rejected",
            "gd_recovery_succeed",
            "gd_recovery_failed",
            "gd_send_sms",
            "gd_send_email",
            "gd_send_pn",
            "gd_unenroll",
            "gd_update_device_account",
        ],
    },
    Group { slug: "operators", name: "Changes by operators", codes: &["sapi", "fapi", "sui", "fui", "wum"] },
    Group {
        slug: "protection",
        name: "Attack protection",
        codes: &["limit_wc", "limit_mu", "ublkdu", "pwd_leak", "api_limit"],
    },
    Group { slug: "messages", name: "Messages", codes: &["cs", "cls", "fn"] },
];

/// The word in addresses for everything that failed, whatever its group.
pub const FAILED: &str = "failed";

/// The codes an address's word stands for: a group, all failures, or one code; none for an unknown word.
pub fn codes_of(word: &str) -> Option<(&'static str, Vec<&'static str>)> {
    if word == FAILED {
        return Some((
            "Everything that failed",
            CODES.iter().filter(|c| c.tone == Tone::Bad).map(|c| c.code).collect(),
        ));
    }
    if let Some(group) = GROUPS.iter().find(|g| g.slug == word) {
        return Some((group.name, group.codes.to_vec()));
    }
    code_info(word).map(|info| (info.name, vec![info.code]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_exactly_one_group() {
        for info in CODES {
            let groups = GROUPS.iter().filter(|g| g.codes.contains(&info.code)).count();
            assert_eq!(groups, 1, "{}", info.code);
        }
        assert!(GROUPS.iter().all(|g| code_info(g.slug).is_none() && g.codes.iter().all(|c| code_info(c).is_some())));
    }
}
