//! Writes of features that the house does not have, where keeping what is sent would be a lie: a rule that never runs, a
//! key that opens nothing. They are refused in words, and what is not there is as good as deleted.

use super::call::{Call, NoQuery};
use super::problem::Problem;
use super::reply::{Done, NoContent, Nothing};
use crate::error::Error;
use actix_web::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use std::net::IpAddr;

fn no_such_feature(words: &'static str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, Some("feature_not_enabled"), words)
}

/// A rule.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "it is the description of what may be sent")]
pub struct NewRule {
    /// Name of the rule
    #[schemars(regex(pattern = r"^[a-zA-Z0-9]([ \-a-zA-Z0-9]*[a-zA-Z0-9])?$"))]
    name: String,
    /// What it runs
    #[schemars(length(min = 1))]
    script: String,
    /// Its place among the rules
    #[schemars(range(min = 0))]
    order: Option<f64>,
    /// Whether it runs
    enabled: Option<bool>,
}

/// Keeps no rule.
pub async fn new_rule(_: Call<NoQuery, NewRule>) -> Result<NoContent, Problem> {
    Err(no_such_feature("Rules are not run here, so that none are kept."))
}

/// A change of a rule.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "it is the description of what may be sent")]
pub struct RuleChange {
    /// Name of the rule
    #[schemars(regex(pattern = r"^[a-zA-Z0-9]([ \-a-zA-Z0-9]*[a-zA-Z0-9])?$"))]
    name: Option<String>,
    /// What it runs
    #[schemars(length(min = 1))]
    script: Option<String>,
    /// Its place among the rules
    #[schemars(range(min = 0))]
    order: Option<f64>,
    /// Whether it runs
    enabled: Option<bool>,
}

/// There is no rule to change.
pub async fn change_of_rule(_: Call<NoQuery, RuleChange>) -> Result<Done<Nothing>, Problem> {
    Err(Error::NotFound("rule").into())
}

/// There is no rule to return.
pub async fn rule(_: Call) -> Result<Done<Nothing>, Problem> {
    Err(Error::NotFound("rule").into())
}

/// Deletes nothing.
pub async fn delete(_: Call) -> Result<NoContent, Problem> {
    Ok(NoContent)
}

/// The value of a setting of rules.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "it is the description of what may be sent")]
pub struct NewValue {
    /// The value
    value: String,
}

/// Keeps no setting of rules.
pub async fn rules_config(_: Call<NoQuery, NewValue>) -> Result<NoContent, Problem> {
    Err(no_such_feature("Rules are not run here, so that no settings of theirs are kept."))
}

/// A device with a key of its own.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "it is the description of what may be sent")]
pub struct NewDevice {
    /// Name of the device
    #[schemars(length(min = 1))]
    device_name: String,
    /// Kind of credential
    #[serde(rename = "type")]
    #[schemars(regex(pattern = "^public_key$"))]
    kind: String,
    /// The key
    #[schemars(length(min = 1))]
    value: String,
    /// Id of the device
    #[schemars(length(max = 36), regex(pattern = "^[-A-Fa-f0-9]+$"))]
    device_id: String,
    /// Client id of the application
    client_id: Option<String>,
}

/// Keeps no key of a device.
pub async fn new_device(_: Call<NoQuery, NewDevice>) -> Result<NoContent, Problem> {
    Err(no_such_feature("Nobody signs in here with the key of a device, so that none are kept."))
}

/// Says whether an address is blocked for what came from it. Blocks here are of users, never of addresses.
pub async fn ip_block(call: Call) -> Result<Done<Nothing>, Problem> {
    address(&call)?;
    Err(Error::NotFound("block of this address").into())
}

/// Lifts the block of an address.
pub async fn lift_ip_block(call: Call) -> Result<NoContent, Problem> {
    address(&call).map(|_| NoContent)
}

fn address(call: &Call) -> Result<IpAddr, Problem> {
    call.part("id").parse().map_err(|_| {
        Problem::bad_request("invalid_uri", "Path validation error: 'This is no IP address' on property id.")
    })
}
