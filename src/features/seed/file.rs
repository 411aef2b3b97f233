//! A seed file as written: one type per part, and no key that is not listed here.

use super::moment::{Moment, Span};
use crate::model::JsonObject;
use crate::model::application::ApplicationKind;
use crate::model::factor::FactorKind;
use crate::model::operator::OperatorRole;
use crate::model::tenant::TenantId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedFile {
    pub version: u32,
    #[serde(default)]
    pub places: HashMap<String, SeedPlace>,
    #[serde(default)]
    pub operators: Vec<SeedOperator>,
    #[serde(default)]
    pub tenants: Vec<SeedTenant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedPlace {
    pub country_code: String,
    pub country: String,
    pub city: String,
    pub latitude: f64,
    pub longitude: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedOperator {
    pub email: String,
    pub name: String,
    /// Slug of the tenant and what they are there; sorted, so that the order in the file means nothing.
    #[serde(default)]
    pub tenants: BTreeMap<String, Word<OperatorRole>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedTenant {
    #[serde(deserialize_with = "slug")]
    pub slug: TenantId,
    pub name: String,
    pub created: Option<Moment>,
    #[serde(default)]
    pub applications: Vec<SeedApplication>,
    #[serde(default)]
    pub connections: Vec<SeedConnection>,
    #[serde(default)]
    pub apis: Vec<SeedApi>,
    #[serde(default)]
    pub roles: Vec<SeedRole>,
    #[serde(default)]
    pub users: Vec<SeedUser>,
    #[serde(default)]
    pub events: Vec<SeedEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedApplication {
    pub name: String,
    pub client_id: Option<String>,
    pub kind: Word<ApplicationKind>,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub callbacks: Vec<String>,
    #[serde(default)]
    pub logout_urls: Vec<String>,
    #[serde(default)]
    pub origins: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedConnection {
    pub name: String,
    #[serde(deserialize_with = "strategy")]
    pub strategy: String,
    #[serde(default)]
    pub display_name: String,
    #[serde(default)]
    pub options: JsonObject,
    #[serde(default)]
    pub applications: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedApi {
    pub name: String,
    pub identifier: String,
    #[serde(default)]
    pub permissions: Vec<SeedPermission>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedPermission {
    pub name: String,
    #[serde(default)]
    pub description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedRole {
    pub name: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub permissions: Vec<PermissionName>,
}

/// A permission, by its API's identifier and its name there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionName {
    pub api: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedUser {
    pub id: Option<String>,
    pub connection: String,
    pub email: Option<String>,
    #[serde(default)]
    pub email_verified: bool,
    pub username: Option<String>,
    pub phone_number: Option<String>,
    #[serde(default)]
    pub phone_verified: bool,
    pub name: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub nickname: Option<String>,
    pub picture: Option<String>,
    pub password: Option<String>,
    #[serde(default)]
    pub blocked: bool,
    pub created: Option<Moment>,
    pub last_login: Option<Moment>,
    pub logins: Option<u32>,
    pub last_ip: Option<String>,
    pub last_password_reset: Option<Moment>,
    #[serde(default)]
    pub user_metadata: JsonObject,
    #[serde(default)]
    pub app_metadata: JsonObject,
    #[serde(default)]
    pub profile: JsonObject,
    #[serde(default)]
    pub linked: Vec<SeedLinked>,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub permissions: Vec<PermissionName>,
    #[serde(default)]
    pub devices: Vec<SeedDevice>,
    #[serde(default)]
    pub grants: Vec<SeedGrant>,
    #[serde(default)]
    pub mfa: Vec<SeedFactor>,
    #[serde(default)]
    pub remembered_browsers: Vec<SeedBrowser>,
    #[serde(default)]
    pub sessions: Vec<SeedSession>,
    #[serde(default)]
    pub events: Vec<SeedEvent>,
    #[serde(default)]
    pub visits: Vec<SeedVisits>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedLinked {
    pub connection: String,
    pub user_id: String,
    #[serde(default)]
    pub profile: JsonObject,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedDevice {
    pub name: String,
    pub application: String,
    pub created: Moment,
    pub last_used: Option<Moment>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedGrant {
    pub application: String,
    pub api: String,
    #[serde(default)]
    pub scopes: Vec<String>,
    pub created: Moment,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedFactor {
    pub kind: Word<FactorKind>,
    pub name: String,
    pub identifier: Option<String>,
    pub enrolled: Moment,
    pub last_used: Option<Moment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedBrowser {
    pub created: Moment,
    pub expires: Moment,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedSession {
    pub application: Option<String>,
    pub created: Moment,
    pub last_active: Option<Moment>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedEvent {
    #[serde(rename = "type", deserialize_with = "event_code")]
    pub code: String,
    pub at: Moment,
    pub application: Option<String>,
    pub connection: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub place: Option<String>,
    pub description: Option<String>,
    /// Email of the operator who did it.
    pub operator: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedVisits {
    pub place: Option<String>,
    pub application: Option<String>,
    pub ip: Option<String>,
    pub count: u32,
    pub last: Moment,
    pub every: Span,
}

/// One of a fixed set of words.
#[derive(Clone, Copy)]
pub struct Word<T>(pub T);

/// A set of words that seeds choose from.
pub trait Words: Sized + Copy {
    fn read(text: &str) -> Option<Self>;
    fn all() -> Vec<&'static str>;
}

macro_rules! words {
    ($($kind:ty),*) => {$(
        impl Words for $kind {
            fn read(text: &str) -> Option<Self> {
                Self::parse(text)
            }
            fn all() -> Vec<&'static str> {
                Self::ALL.into_iter().map(Self::as_str).collect()
            }
        }
    )*};
}
words!(ApplicationKind, FactorKind, OperatorRole);

impl<'de, T: Words> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        T::read(&text).map(Self).ok_or_else(|| one_of(&text, &T::all()))
    }
}

fn one_of<E: serde::de::Error>(text: &str, words: &[&str]) -> E {
    E::custom(format!("“{text}” is none of {}", words.join(", ")))
}

const STRATEGIES: [&str; 16] = [
    "auth0",
    "google-oauth2",
    "github",
    "facebook",
    "apple",
    "linkedin",
    "windowslive",
    "twitter",
    "samlp",
    "oidc",
    "waad",
    "adfs",
    "ad",
    "email",
    "sms",
    "oauth2",
];

fn strategy<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if STRATEGIES.contains(&text.as_str()) { Ok(text) } else { Err(one_of(&text, &STRATEGIES)) }
}

/// Any code in the form of one: the log contract has more than Gatehouse knows by name.
fn event_code<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !text.is_empty() && text.len() <= 40 && text.chars().all(fits) {
        return Ok(text);
    }
    Err(D::Error::custom(format!("“{text}” is not the code of a log event, such as s or fp")))
}

fn slug<'de, D: Deserializer<'de>>(from: D) -> Result<TenantId, D::Error> {
    let text = String::deserialize(from)?;
    TenantId::parse(&text).map_err(D::Error::custom)
}
