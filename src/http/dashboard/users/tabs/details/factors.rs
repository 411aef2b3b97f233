//! The rows of Multi-Factor Authentication.

use crate::features::users::details::Details;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::shown::{When, counted};
use crate::http::urls;
use crate::model::factor::{Factor, FactorKind};

/// One factor.
pub struct FactorRow {
    pub icon: &'static str,
    pub label: &'static str,
    /// What the user called it, and the masked number or address.
    pub name: String,
    /// "Enrolled" or "Created".
    pub began: &'static str,
    pub enrolled: When,
    pub last_used: Option<When>,
    pub is_recovery_code: bool,
    pub remove: String,
}

/// "2 factors enrolled"; a recovery code is none.
pub fn count(factors: &[Factor]) -> String {
    let n = factors.iter().filter(|f| f.kind != FactorKind::RecoveryCode).count();
    if n == 0 { String::new() } else { format!("{} enrolled", counted(n, "factor", "factors")) }
}

/// "2 browsers"; nothing where none is remembered.
pub fn browsers(n: i64) -> String {
    if n == 0 { String::new() } else { counted(usize::try_from(n).unwrap_or_default(), "browser", "browsers") }
}

/// The rows, recovery code last.
pub fn rows(visit: &Visit, found: &Details) -> Vec<FactorRow> {
    let (codes, factors): (Vec<_>, Vec<_>) = found.factors.iter().partition(|f| f.kind == FactorKind::RecoveryCode);
    factors.into_iter().chain(codes).map(|factor| row(visit, found, factor)).collect()
}

fn row(visit: &Visit, found: &Details, factor: &Factor) -> FactorRow {
    let is_recovery_code = factor.kind == FactorKind::RecoveryCode;
    let names = [Some(factor.name.as_str()), factor.identifier.as_deref()];
    let names: Vec<_> = names.into_iter().flatten().filter(|n| !n.is_empty() && *n != factor.kind.label()).collect();
    FactorRow {
        icon: icon(factor.kind),
        label: factor.kind.label(),
        name: names.join(" · "),
        began: if is_recovery_code { "Created" } else { "Enrolled" },
        enrolled: When::at(factor.enrolled_at, visit.clock()),
        last_used: When::maybe(factor.last_used_at, visit.clock()),
        is_recovery_code,
        remove: urls::user_thing(visit.tenant_id(), &found.header.user.id, "remove-factor", &factor.id),
    }
}

fn icon(kind: FactorKind) -> &'static str {
    match kind {
        FactorKind::Totp => "smartphone",
        FactorKind::Sms => "message-square",
        FactorKind::Email => "mail",
        FactorKind::Push => "bell",
        FactorKind::WebAuthn => "fingerprint-pattern",
        FactorKind::RecoveryCode => "key-round",
    }
}
