//! `/clients`.

mod authentication;
mod global;
mod scopes;
mod shape;

use super::call::{Call, NoQuery};
use super::either::{Both, Either};
use super::kept::Kept;
use super::problem::Problem;
use super::projection::Projection;
use super::reply::{Created, Done, NoContent};
use crate::error::{Error, Result as Outcome};
use crate::features::Tx;
use crate::features::applications::settings::Typed;
use crate::features::applications::{
    create as make, delete as remove, details, list as found, proofs, rotate_secret, update as change,
};
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::model::JsonObject;
use crate::model::application::{Application, ApplicationKind};
use authentication::{METHODS, Methods};
use schemars::JsonSchema;
use scopes::{Sight, may_change};
use serde::Deserialize;
use shape::{AppType, Further};

pub use shape::ClientJson;

/// The query of the list.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Whether only the global client is meant, which stands for all applications and is in no other list
    is_global: Option<bool>,
    /// Whether applications of the tenant are meant, which all are
    is_first_party: Option<bool>,
    /// Sorts of programs, separated by commas
    app_type: Option<String>,
    /// Id under which an application is known elsewhere, which none is
    #[schemars(length(min = 1, max = 120))]
    external_client_id: Option<String>,
    /// Text that the name or the client id contains
    #[serde(default)]
    q: String,
    #[serde(flatten)]
    both: Both,
    #[serde(flatten)]
    projection: Projection,
}

/// Lists applications.
pub async fn list(call: Call<Query>) -> Result<Done<Either<ClientJson>>, Problem> {
    let (query, sight) = (&call.query, Sight::of(&call));
    if query.is_global == Some(true) {
        let all = call.read_with(|tx, context| Ok(vec![global::read(tx, context)?])).await?;
        return Ok(Done(query.both.of_all(all, ClientJson::key)?.map(|client| client.part(sight, &query.projection))));
    }
    let search = query.q.clone();
    let (mut all, mut further) = call
        .read_with(move |tx, context| {
            Ok((found::all(tx, context, &search)?, further::all(tx, context, Thing::Application)?))
        })
        .await?;
    if query.is_first_party == Some(false) || query.external_client_id.is_some() {
        all.clear();
    }
    if let Some(kinds) = &query.app_type {
        all.retain(|application| kinds.split(',').any(|kind| kind.trim() == AppType::word(application.kind)));
    }
    all.sort_by(|a, b| a.client_id.cmp(&b.client_id));
    let mut json = |application: &Application| {
        let further = further.remove(&application.client_id).unwrap_or_default();
        ClientJson::of(&call.tenant.id, application, further, None)
    };
    let answer = query.both.of_all(all.iter().map(&mut json).collect(), ClientJson::key)?;
    Ok(Done(answer.map(|client| client.part(sight, &query.projection))))
}

/// An application and what is kept with it.
fn whole(tx: &mut Tx, context: &Context, id: &str) -> Outcome<(Application, JsonObject)> {
    let (application, _) = details::settings(tx, context, id)?;
    Ok((application, further::of(tx, context, Thing::Application, id)?))
}

/// Returns an application.
pub async fn show(call: Call<Projection>) -> Result<Done<ClientJson>, Problem> {
    let id = call.part("id");
    let found = call.read_with(move |tx, context| {
        if global::is(context, &id) {
            return global::read(tx, context);
        }
        let (application, further) = whole(tx, context, &id)?;
        Ok(ClientJson::of(&context.tenant, &application, further, None))
    });
    Ok(Done(found.await?.part(Sight::of(&call), &call.query)))
}

/// What can be set of an application.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct Settings {
    /// What it is for
    description: Option<String>,
    /// Sort of program
    app_type: Option<AppType>,
    /// Addresses that users may be sent back to
    callbacks: Option<Vec<String>>,
    /// Addresses that users may be sent to after signing out
    allowed_logout_urls: Option<Vec<String>>,
    /// Origins whose scripts may call
    web_origins: Option<Vec<String>>,
    #[serde(flatten)]
    further: Kept<Further>,
}

impl Settings {
    fn keep(&self, tx: &mut Tx, context: &Context, application: &Application) -> Outcome<JsonObject> {
        let mut kept = self.further.0.clone();
        if let Some(methods) = self.methods()? {
            let keys = proofs::with_keys(tx, context, &application.client_id, &methods.keys())?;
            kept.insert(METHODS.to_owned(), keys);
        }
        let what = format!("Update an Application: {}", application.name);
        further::merge(tx, context, (Thing::Application, &application.client_id), &what, &kept)
    }

    /// The keys it is to prove itself by; the shape has been checked before.
    fn methods(&self) -> Outcome<Option<Methods>> {
        let sent = self.further.0.get(METHODS).cloned().unwrap_or_default();
        serde_json::from_value(sent).map_err(|_| Error::field(METHODS, "Name the keys."))
    }

    fn typed(&self, name: &str, before: Typed) -> Typed {
        let lines = |list: &Option<Vec<String>>, before: String| list.as_ref().map_or(before, |list| list.join("\n"));
        Typed {
            name: name.to_owned(),
            description: self.description.clone().unwrap_or(before.description),
            kind: self.app_type.map_or(before.kind, |kind| kind.kind().as_str().to_owned()),
            callbacks: lines(&self.callbacks, before.callbacks),
            logout_urls: lines(&self.allowed_logout_urls, before.logout_urls),
            origins: lines(&self.web_origins, before.origins),
        }
    }
}

/// The body of a new application.
#[derive(Deserialize, JsonSchema)]
pub struct NewClient {
    /// Name of the application
    #[schemars(length(min = 1), regex(pattern = "^[^<>]+$"))]
    name: String,
    #[serde(flatten)]
    settings: Settings,
}

/// Creates an application; its secret is told here, this once.
pub async fn create(call: Call<NoQuery, NewClient>) -> Result<Created<ClientJson>, Problem> {
    let usual = Typed { kind: ApplicationKind::RegularWeb.as_str().to_owned(), ..Typed::default() };
    let settings = call.body.settings.clone();
    let typed = settings.typed(&call.body.name, usual);
    let (application, further, secret) = call
        .write_with(move |tx, context| {
            let (application, secret) = make::create(tx, context, &typed)?;
            let further = settings.keep(tx, context, &application)?;
            Ok((application, further, secret))
        })
        .await?;
    Ok(Created(ClientJson::of(&call.tenant.id, &application, further, secret.as_deref())))
}

/// The body of a change.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct Change {
    /// Name of the application
    #[schemars(length(min = 1), regex(pattern = "^[^<>]+$"))]
    name: Option<String>,
    #[serde(flatten)]
    settings: Settings,
}

impl Change {
    /// Whether it changes what only a single application has.
    fn is_of_one(&self) -> bool {
        let Settings { description, app_type, callbacks, allowed_logout_urls, web_origins, further: _ } =
            &self.settings;
        let lists = [callbacks, allowed_logout_urls, web_origins];
        self.name.is_some() || description.is_some() || app_type.is_some() || lists.iter().any(|list| list.is_some())
    }
}

/// Changes an application.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<ClientJson>, Problem> {
    may_change(&call)?;
    let (id, sent) = (call.part("id"), call.body.clone());
    let changed = call.write_with(move |tx, context| {
        if global::is(context, &id) {
            return global::update(tx, context, &sent);
        }
        further::hold(tx, context)?;
        let (before, _) = details::settings(tx, context, &id)?;
        let typed = sent.settings.typed(sent.name.as_deref().unwrap_or(&before.name), Typed::of(&before));
        change::update(tx, context, &id, before.version, &typed)?;
        sent.settings.keep(tx, context, &before)?;
        let (application, further) = whole(tx, context, &id)?;
        Ok(ClientJson::of(&context.tenant, &application, further, None))
    });
    Ok(Done(changed.await?))
}

/// Deletes an application. One that is not there is as good as deleted.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let id = call.part("id");
    if global::is(&call.context, &id) {
        return Err(global::refused().into());
    }
    match call.write(move |tx, context| remove::delete(tx, context, &id)).await {
        Ok(_) | Err(Error::NotFound(_)) => Ok(NoContent),
        Err(other) => Err(other.into()),
    }
}

/// Makes a new secret; the one before is worth nothing from then on.
pub async fn rotate(call: Call) -> Result<Done<ClientJson>, Problem> {
    let id = call.part("id");
    let (application, further, secret) = call
        .write_with(move |tx, context| {
            let (application, secret) = rotate_secret::rotate_secret(tx, context, &id)?;
            Ok((application, further::of(tx, context, Thing::Application, &id)?, secret))
        })
        .await?;
    Ok(Done(ClientJson::of(&call.tenant.id, &application, further, Some(&secret))))
}
