//! `/guardian`: which second factors people may use and when they are asked for one, kept and told back. Nothing acts on
//! them.

use super::call::{Call, NoQuery};
use super::kept_settings::{self as settings, FactorSwitches, Policies};
use super::problem::Problem;
use super::reply::Done;
use crate::error::{Error, Result as Outcome};
use crate::features::Tx;
use crate::features::context::Context;
use crate::model::JsonObject;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The factors that programs know, in the order they are listed.
const FACTORS: [&str; 8] =
    ["sms", "push-notification", "otp", "email", "duo", "webauthn-roaming", "webauthn-platform", "recovery-code"];

/// A factor.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "GuardianFactor")]
pub struct Factor {
    name: &'static str,
    enabled: bool,
    trial_expired: bool,
}

/// Whether a factor may be used.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "GuardianFactorSwitch")]
pub struct Switch {
    /// Whether people may use it
    enabled: bool,
}

/// Lists the factors.
pub async fn factors(call: Call) -> Result<Done<Vec<Factor>>, Problem> {
    let kept = call.read_with(settings::read::<FactorSwitches>).await?;
    let enabled = |name: &str| kept.get(name).and_then(Value::as_bool).unwrap_or(false);
    Ok(Done(FACTORS.map(|name| Factor { name, enabled: enabled(name), trial_expired: false }).to_vec()))
}

/// Turns a factor on or off.
pub async fn set_factor(call: Call<NoQuery, Switch>) -> Result<Done<Switch>, Problem> {
    let (name, switch) = (call.part("name"), call.body);
    if !FACTORS.contains(&name.as_str()) {
        let words = format!("Path validation error: 'There is no factor {name}' on property name.");
        return Err(Problem::bad_request("invalid_uri", words));
    }
    let sent: JsonObject = [(name, switch.enabled.into())].into_iter().collect();
    call.write_with(move |tx, context| settings::write::<FactorSwitches>(tx, context, &sent)).await?;
    Ok(Done(switch))
}

/// When a second factor is asked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    AllApplications,
    ConfidenceScore,
}

/// Returns the policies.
pub async fn policies(call: Call) -> Result<Done<Vec<Policy>>, Problem> {
    Ok(Done(call.read_with(kept_policies).await?))
}

/// Keeps other policies in their place.
pub async fn set_policies(call: Call<NoQuery, Vec<Policy>>) -> Result<Done<Vec<Policy>>, Problem> {
    let sent = call.body.clone();
    let written = call.write_with(move |tx, context| {
        settings::write::<Policies>(tx, context, &[("policies".to_owned(), json!(sent))].into_iter().collect())?;
        kept_policies(tx, context)
    });
    Ok(Done(written.await?))
}

fn kept_policies(tx: &mut Tx, context: &Context) -> Outcome<Vec<Policy>> {
    let kept = settings::read::<Policies>(tx, context)?.get("policies").cloned().unwrap_or_default();
    serde_json::from_value(kept).map_err(Error::internal)
}
