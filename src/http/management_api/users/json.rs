//! A user as the API returns one; the Raw JSON tab shows the same.

use crate::features::users::profiles::Profile;
use crate::http::management_api::paging::Listed;
use crate::http::management_api::projection::Projection;
use crate::model::JsonObject;
use crate::model::user_json::user_json;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// A user's JSON, whole or in part.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct UserJson(Value);

impl UserJson {
    /// Of a profile, with the attributes that are asked for.
    pub fn of(profile: &Profile, projection: &Projection) -> Self {
        Self(projection.apply_to(user_json(&profile.user, &profile.identities, &profile.factors)))
    }

    /// Of several.
    pub fn of_all(profiles: &[Profile], projection: &Projection) -> Vec<Self> {
        profiles.iter().map(|profile| Self::of(profile, projection)).collect()
    }
}

impl Listed for UserJson {
    const KEY: &'static str = "users";
    const WITH_LENGTH: bool = true;
}

impl JsonSchema for UserJson {
    fn schema_name() -> Cow<'static, str> {
        "User".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        UserShape::json_schema(generator)
    }
}

/// A user. What else the identity provider sent stands beside these attributes.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what user_json writes")]
struct UserShape {
    /// Strategy and id at the provider
    user_id: Option<String>,
    email: Option<String>,
    email_verified: Option<bool>,
    username: Option<String>,
    phone_number: Option<String>,
    phone_verified: Option<bool>,
    #[schemars(extend("format" = "date-time"))]
    created_at: Option<String>,
    #[schemars(extend("format" = "date-time"))]
    updated_at: Option<String>,
    identities: Option<Vec<IdentityShape>>,
    app_metadata: Option<JsonObject>,
    user_metadata: Option<JsonObject>,
    picture: Option<String>,
    name: Option<String>,
    nickname: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    /// Providers of the second factors
    multifactor: Option<Vec<String>>,
    #[schemars(extend("format" = "date-time"))]
    multifactor_last_modified: Option<String>,
    last_ip: Option<String>,
    #[schemars(extend("format" = "date-time"))]
    last_login: Option<String>,
    #[schemars(extend("format" = "date-time"))]
    last_password_reset: Option<String>,
    logins_count: Option<u64>,
    blocked: Option<bool>,
}

/// One account of a user at a provider.
#[derive(JsonSchema)]
#[schemars(rename = "Identity", rename_all = "camelCase")]
#[expect(dead_code, reason = "it is the description of what user_json writes")]
pub struct IdentityShape {
    connection: String,
    #[schemars(rename = "user_id")]
    user_id: String,
    provider: String,
    is_social: bool,
    /// What a linked account brought along
    profile_data: Option<JsonObject>,
}
