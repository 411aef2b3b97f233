//! What connections look like to programs, and what may be sent about them.

use crate::error::Result;
use crate::features::Tx;
use crate::features::connections::details;
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::http::management_api::paging::Listed;
use crate::http::management_api::projection::Projection;
use crate::model::connection::Connection;
use crate::model::connection_options;
use crate::model::{JsonObject, connection::Kind};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;

/// A connection, whole or in part.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct ConnectionJson(Value);

/// A connection.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what ConnectionJson holds")]
struct ConnectionShape {
    id: Option<String>,
    name: Option<String>,
    strategy: Option<String>,
    display_name: Option<String>,
    options: Option<JsonObject>,
    enabled_clients: Option<Vec<String>>,
    realms: Option<Vec<String>>,
    is_domain_connection: Option<bool>,
    show_as_button: Option<bool>,
    metadata: Option<JsonObject>,
    authentication: Option<JsonObject>,
    connected_accounts: Option<JsonObject>,
    cross_app_access_requesting_app: Option<JsonObject>,
}

impl JsonSchema for ConnectionJson {
    fn schema_name() -> Cow<'static, str> {
        "Connection".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        ConnectionShape::json_schema(generator)
    }
}

impl Listed for ConnectionJson {
    const KEY: &'static str = "connections";
}

impl ConnectionJson {
    fn of(connection: &Connection, clients: &[String], further: JsonObject) -> Self {
        let mut json = json!({
            "id": connection.id,
            "name": connection.name,
            "strategy": connection.strategy,
            "options": options(connection),
            "enabled_clients": clients,
            "realms": [connection.name],
            "is_domain_connection": false,
        });
        if !connection.display_name.is_empty() {
            json["display_name"] = connection.display_name.as_str().into();
        }
        for (key, value) in further {
            json[key] = value;
        }
        Self(json)
    }

    /// Its place in lists.
    pub fn key(&self) -> String {
        self.0.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The attributes that are asked for.
    pub fn part(self, projection: &Projection) -> Self {
        Self(projection.apply_to(self.0))
    }
}

/// Its options; of a database also those that hold while nobody says otherwise.
fn options(connection: &Connection) -> JsonObject {
    let mut told = connection_options::to_program(&connection.options);
    if Kind::of(&connection.strategy) == Kind::Database {
        for (key, usual) in [("brute_force_protection", true), ("disable_self_service_change_password", false)] {
            told.entry(key).or_insert(usual.into());
        }
    }
    told
}

/// One connection.
pub fn one(tx: &mut Tx, context: &Context, id: &str) -> Result<ConnectionJson> {
    let connection = details::settings(tx, context, id)?;
    let clients = details::clients(tx, context, id)?;
    let further = further::of(tx, context, Thing::Connection, id)?;
    Ok(ConnectionJson::of(&connection, &clients, further))
}

/// Those that fit, by id: three statements.
pub fn all(
    tx: &mut Tx,
    context: &Context,
    fits: impl Fn(&Connection, &[String]) -> bool,
) -> Result<Vec<ConnectionJson>> {
    let (all, clients) = details::all(tx, context)?;
    let mut further = further::all(tx, context, Thing::Connection)?;
    let mut found = Vec::new();
    for connection in &all {
        let clients = clients.get(&connection.id).map_or(&[][..], Vec::as_slice);
        if fits(connection, clients) {
            found.push(ConnectionJson::of(connection, clients, further.remove(&connection.id).unwrap_or_default()));
        }
    }
    Ok(found)
}

/// Options of a connection. Those of the provider stand beside these, and are kept as they are.
#[derive(JsonSchema)]
#[schemars(extend("x-open" = true))]
#[expect(dead_code, reason = "it is the description of what may be sent; connection_options reads it")]
pub struct Options {
    /// How strong passwords have to be
    #[schemars(extend("x-nullable" = true))]
    #[schemars(rename = "passwordPolicy")]
    password_policy: Option<Policy>,
    /// How long passwords have to be
    #[schemars(extend("x-nullable" = true))]
    password_complexity_options: Option<Complexity>,
    /// How many former passwords are refused
    #[schemars(extend("x-nullable" = true))]
    password_history: Option<History>,
    /// Whether passwords may hold parts of the profile
    #[schemars(extend("x-nullable" = true))]
    password_no_personal_info: Option<Enabled>,
    /// Words that are refused as passwords
    #[schemars(extend("x-nullable" = true))]
    password_dictionary: Option<Dictionary>,
    /// Whether users sign in with a username too
    requires_username: Option<bool>,
    /// Whether people may not sign up by themselves
    disable_signup: Option<bool>,
    /// Whether too many wrong passwords block
    brute_force_protection: Option<bool>,
    /// Whether users live in a database of one's own
    #[schemars(rename = "enabledDatabaseCustomization")]
    enabled_database_customization: Option<bool>,
    /// Whether users of a database of one's own move here when they sign in
    import_mode: Option<bool>,
    /// When the provider's names and picture replace those of the user
    set_user_root_attributes: Option<RootAttributes>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it is a description")]
enum Policy {
    None,
    Low,
    Fair,
    Good,
    Excellent,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is a description")]
enum RootAttributes {
    #[schemars(rename = "on_each_login")]
    Each,
    #[schemars(rename = "on_first_login")]
    First,
    #[schemars(rename = "never_on_login")]
    Never,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is a description")]
struct Complexity {
    #[schemars(range(min = 1, max = 128))]
    min_length: Option<u32>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is a description")]
struct History {
    enable: bool,
    #[schemars(range(max = 24))]
    size: Option<u32>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is a description")]
struct Enabled {
    enable: bool,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is a description")]
struct Dictionary {
    enable: bool,
    #[schemars(length(max = 2000), inner(length(max = 50)))]
    dictionary: Option<Vec<String>>,
}

/// Further attributes of a connection.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what is kept as it was sent")]
pub struct Further {
    /// Names by which a login asks for it
    realms: Option<Vec<String>>,
    /// Whether it stands for a domain
    is_domain_connection: Option<bool>,
    /// Whether the login page shows it as a button
    show_as_button: Option<bool>,
    /// Data of programs
    #[schemars(extend("maxProperties" = 10))]
    metadata: Option<JsonObject>,
    /// Whether users sign in by it
    authentication: Option<JsonObject>,
    /// Whether accounts are connected by it
    connected_accounts: Option<JsonObject>,
    /// Whether applications ask for each other's access by it
    cross_app_access_requesting_app: Option<JsonObject>,
}

/// The options a new connection begins with.
pub fn begin(strategy: &str, sent: &JsonObject) -> JsonObject {
    let mut options = connection_options::from_program(sent);
    if Kind::of(strategy) == Kind::Database {
        let usual = [
            ("password_policy", json!("good")),
            ("brute_force_protection", true.into()),
            ("requires_username", false.into()),
        ];
        for (key, value) in usual {
            options.entry(key).or_insert(value);
        }
    }
    options
}
