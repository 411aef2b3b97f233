//! Settings of features that the house does not have: off, until a program says otherwise; then told back as they were
//! sent. Nothing acts on them.

use super::call::{Call, NoQuery};
use super::kept::Kept;
use super::problem::Problem;
use super::reply::Done;
use crate::error::Result as Outcome;
use crate::features::Tx;
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::model::JsonObject;
use schemars::JsonSchema;
use serde_json::{Value, json};

/// What the names of these settings begin with among what is kept with the tenant.
pub const PREFIX: &str = "settings:";

/// A group of settings: its name, and what it is until somebody says otherwise.
pub trait Group: 'static {
    /// The group's name.
    const NAME: &'static str;

    /// What is told of it in the beginning.
    fn usual() -> Value;
}

macro_rules! groups {
    ($($name:ident $word:literal $usual:tt)*) => {
        $(
            /// A group of settings.
            pub struct $name;

            impl Group for $name {
                const NAME: &'static str = $word;

                fn usual() -> Value {
                    json!($usual)
                }
            }
        )*
    };
}

groups! {
    BotDetection "bot_detection" { "challenge_password_policy": "never", "bot_detection_level": "medium" }
    Branding "branding" {}
    BreachedPasswords "breached_password_detection" { "enabled": false, "shields": [], "admin_notification_frequency": [], "method": "standard" }
    BruteForce "brute_force_protection" { "enabled": false, "shields": [], "allowlist": [], "mode": "count_per_identifier_and_ip", "max_attempts": 10 }
    Captcha "captcha" {}
    FactorSwitches "guardian_factors" {}
    GlobalClient "global_client" { "custom_login_page_on": false }
    NewDevices "new_devices" { "remember_for": 0 }
    Policies "guardian_policies" { "policies": [] }
    Prompts "prompts" { "universal_login_experience": "new", "identifier_first": false, "webauthn_platform_first_factor": false }
    RiskAssessments "risk_assessments" { "enabled": false }
    SupplementalSignals "supplemental_signals" { "akamai_enabled": false }
    SuspiciousIps "suspicious_ip_throttling" { "enabled": false, "shields": [], "allowlist": [] }
}

/// A body of any attributes.
#[derive(JsonSchema)]
#[schemars(extend("x-open" = true))]
pub struct Anything {}

/// Returns a group.
pub async fn show<G: Group>(call: Call) -> Result<Done<JsonObject>, Problem> {
    Ok(Done(call.read_with(|tx, context| read::<G>(tx, context)).await?))
}

/// Changes a group, attribute by attribute.
pub async fn update<G: Group>(call: Call<NoQuery, Kept<Anything>>) -> Result<Done<JsonObject>, Problem> {
    let sent = call.body.0.clone();
    let written = call.write_with(move |tx, context| {
        write::<G>(tx, context, &sent)?;
        read::<G>(tx, context)
    });
    Ok(Done(written.await?))
}

/// Lays what is sent over a group.
pub fn write<G: Group>(tx: &mut Tx, context: &Context, sent: &JsonObject) -> Outcome<()> {
    further::hold(tx, context)?;
    let mut all = read::<G>(tx, context)?;
    all.extend(sent.clone());
    let kept = [(format!("{PREFIX}{}", G::NAME), Value::Object(all))].into_iter().collect();
    further::merge(tx, context, (Thing::Tenant, context.tenant.as_str()), "Update tenant settings", &kept).map(drop)
}

/// What is kept of a group.
pub fn read<G: Group>(tx: &mut Tx, context: &Context) -> Outcome<JsonObject> {
    let kept = further::of(tx, context, Thing::Tenant, context.tenant.as_str())?;
    let of_group = kept.get(&format!("{PREFIX}{}", G::NAME)).and_then(Value::as_object).cloned();
    Ok(of_group.or_else(|| G::usual().as_object().cloned()).unwrap_or_default())
}
