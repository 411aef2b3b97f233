//! `/connections` and below.

pub mod clients;
mod shape;

use super::call::{Call, NoQuery};
use super::either::{Both, Either};
use super::kept::Kept;
use super::problem::Problem;
use super::projection::Projection;
use super::reply::{Created, Done, NoContent, Nothing};
use crate::error::{Error, Result as Outcome};
use crate::features::Tx;
use crate::features::connections::create::{self as make, Draft};
use crate::features::connections::update::{self as change, Replacement};
use crate::features::connections::{allow_application, delete as remove, delete_user, details};
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::model::JsonObject;
use crate::security::seal::Sealer;
use schemars::JsonSchema;
use serde::Deserialize;

pub use shape::ConnectionJson;

/// Strategies a connection can have.
const STRATEGIES: &str = "^(ad|adfs|amazon|apple|dropbox|bitbucket|auth0-adldap|auth0-oidc|auth0|baidu|bitly|box|custom|daccount|dwolla|email|\
evernote-sandbox|evernote|exact|facebook|fitbit|github|google-apps|google-oauth2|instagram|ip|line|linkedin|oauth1|\
oauth2|office365|oidc|okta|paypal|paypal-sandbox|pingfederate|planningcenter|salesforce-community|salesforce-sandbox|\
salesforce|samlp|sharepoint|shopify|shop|sms|soundcloud|thirtysevensignals|twitter|untappd|vkontakte|waad|weibo|\
windowslive|wordpress|yahoo|yandex)$";
/// Strategies whose connector runs elsewhere and may be down.
const CONNECTORS: &[&str] = &["ad", "auth0-adldap"];

/// The query of the list.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Strategies of the connections that are meant
    strategy: Option<Vec<String>>,
    /// Name of the connection that is meant
    name: Option<String>,
    #[serde(flatten)]
    both: Both,
    #[serde(flatten)]
    projection: Projection,
}

/// Lists connections.
pub async fn list(call: Call<Query>) -> Result<Done<Either<ConnectionJson>>, Problem> {
    let Query { strategy, name, both, projection } = &call.query;
    let (strategies, name) = (strategy.clone(), name.clone());
    let all = call
        .read_with(move |tx, context| {
            shape::all(tx, context, |connection, _| {
                strategies.as_ref().is_none_or(|all| all.contains(&connection.strategy))
                    && name.as_ref().is_none_or(|name| connection.name == *name)
            })
        })
        .await?;
    let answer = both.of_all(all, ConnectionJson::key)?;
    Ok(Done(answer.map(|connection| connection.part(projection))))
}

/// Returns a connection.
pub async fn show(call: Call<Projection>) -> Result<Done<ConnectionJson>, Problem> {
    let id = call.part("id");
    let found = call.read_with(move |tx, context| shape::one(tx, context, &id)).await?;
    Ok(Done(found.part(&call.query)))
}

/// The body of a new connection.
#[derive(Deserialize, JsonSchema)]
pub struct NewConnection {
    /// Name of the connection
    #[schemars(length(max = 128), regex(pattern = "^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$"))]
    name: String,
    /// Strategy of the connection
    #[schemars(regex(pattern = STRATEGIES))]
    strategy: String,
    #[serde(flatten)]
    settings: Settings,
}

/// What can be set of a connection at any time.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct Settings {
    /// Name on screen
    #[schemars(length(max = 128))]
    display_name: Option<String>,
    /// Options of the strategy; those that are not sent are off, but for secrets, which stay and are never told
    options: Option<Kept<shape::Options>>,
    /// Client ids of the applications that may use it
    enabled_clients: Option<Vec<String>>,
    #[serde(flatten)]
    further: Kept<shape::Further>,
}

impl Settings {
    /// Writes what stands beside the connection itself: its applications and further attributes.
    fn write(&self, tx: &mut Tx, context: &Context, id: &str, name: &str) -> Outcome<()> {
        if let Some(wanted) = &self.enabled_clients {
            let held = details::clients(tx, context, id)?;
            for client in held.iter().filter(|client| !wanted.contains(client)) {
                allow_application::allow_application(tx, context, id, client, false)?;
            }
            for client in wanted.iter().filter(|client| !held.contains(client)) {
                allow_application::allow_application(tx, context, id, client, true)?;
            }
        }
        let what = format!("Update a Connection: {name}");
        further::merge(tx, context, (Thing::Connection, id), &what, &self.further.0).map(drop)
    }

    fn options(&self) -> Option<&JsonObject> {
        self.options.as_ref().map(|options| &options.0)
    }
}

/// An application that is not there is a mistake in the body, not in the address.
fn refused(error: Error) -> Problem {
    match error {
        Error::NotFound("application") => Problem::bad_request("inexistent_client", "The client does not exist."),
        other => other.into(),
    }
}

/// Creates a connection.
pub async fn create(call: Call<NoQuery, NewConnection>) -> Result<Created<ConnectionJson>, Problem> {
    let NewConnection { name, strategy, settings } = &call.body;
    let draft = Draft {
        name: name.clone(),
        strategy: strategy.clone(),
        display_name: settings.display_name.clone().unwrap_or_default(),
        options: shape::begin(strategy, settings.options().unwrap_or(&JsonObject::new())),
    };
    let (settings, sealer) = (settings.clone(), Sealer::new(&call.app.signer));
    let made = call.write(move |tx, context| {
        let sent = settings.options().cloned().unwrap_or_default();
        let connection = make::add_sealed(tx, context, &sealer, &sent, draft.clone())?;
        settings.write(tx, context, &connection.id, &connection.name)?;
        shape::one(tx, context, &connection.id)
    });
    Ok(Created(made.await.map_err(refused)?))
}

/// Changes a connection; its options are replaced as a whole, but for secrets that are not sent: nobody is told them.
pub async fn update(call: Call<NoQuery, Settings>) -> Result<Done<ConnectionJson>, Problem> {
    let (id, settings) = (call.part("id"), call.body.clone());
    let with = Replacement { display_name: settings.display_name.clone(), options: settings.options().cloned() };
    let sealer = Sealer::new(&call.app.signer);
    let changed = call.write(move |tx, context| {
        let before = change::replace(tx, context, &sealer, &id, &with)?;
        settings.write(tx, context, &id, &before.name)?;
        shape::one(tx, context, &id)
    });
    Ok(Done(changed.await.map_err(refused)?))
}

/// Deletes a connection with its users. One that is not there is as good as deleted.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let id = call.part("id");
    match call.write(move |tx, context| remove::delete(tx, context, &id)).await {
        Ok(_) | Err(Error::NotFound(_)) => Ok(NoContent),
        Err(other) => Err(other.into()),
    }
}

/// Says whether a connection is online; one whose connector is not there is not.
pub async fn status(call: Call) -> Result<Done<Nothing>, Problem> {
    let id = call.part("id");
    let found = call.read_with(move |tx, context| details::settings(tx, context, &id)).await?;
    if CONNECTORS.contains(&found.strategy.as_str()) {
        return Err(Error::NotFound("connector").into());
    }
    Ok(Done(Nothing {}))
}

/// The query of deleting a user.
#[derive(Deserialize, JsonSchema)]
pub struct Whom {
    /// The user's email address
    #[schemars(length(min = 1))]
    email: String,
}

/// Deletes whoever has an email address. Nobody is as good as deleted.
pub async fn remove_user(call: Call<Whom>) -> Result<NoContent, Problem> {
    let (id, email) = (call.part("id"), call.query.email.clone());
    call.write_with(move |tx, context| delete_user::delete_user(tx, context, &id, &email)).await?;
    Ok(NoContent)
}
