//! `/email-templates`: kept and told back; the house's own mails have their own words.

use super::call::{Call, NoQuery};
use super::problem::Problem;
use super::reply::Done;
use crate::error::{Error, Result as Outcome};
use crate::features::Tx;
use crate::features::context::Context;
use crate::features::email_settings;
use crate::model::JsonObject;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Names of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Name {
    VerifyEmail,
    VerifyEmailByCode,
    AuthEmailByCode,
    ResetEmail,
    ResetEmailByCode,
    WelcomeEmail,
    BlockedAccount,
    StolenCredentials,
    EnrollmentEmail,
    MfaOobCode,
    UserInvitation,
    ChangePassword,
    PasswordReset,
    AsyncApproval,
}

/// A template.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "EmailTemplate")]
pub struct Template {
    /// Which mail it is for
    template: Name,
    #[serde(flatten)]
    parts: Parts,
}

/// The body of a change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Which mail it is for
    template: Option<Name>,
    #[serde(flatten)]
    parts: Parts,
}

/// What a template says.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Parts {
    /// Body of the mail
    #[schemars(extend("x-nullable" = true))]
    body: Option<String>,
    /// Address of the sender
    #[schemars(extend("x-nullable" = true))]
    from: Option<String>,
    /// Where the link of the mail leads on to
    #[schemars(extend("x-nullable" = true))]
    result_url: Option<String>,
    /// Subject of the mail
    #[schemars(extend("x-nullable" = true))]
    subject: Option<String>,
    /// Language of the template
    #[schemars(extend("x-nullable" = true))]
    syntax: Option<String>,
    /// How long the link of the mail is good, in seconds
    #[schemars(range(min = 0), extend("x-nullable" = true))]
    url_lifetime_in_seconds: Option<f64>,
    /// Whether the address that the link leads on to carries the email address
    #[serde(skip_serializing_if = "Option::is_none")]
    include_email_in_redirect: Option<bool>,
    /// Whether the mail goes out
    #[schemars(extend("x-nullable" = true))]
    enabled: Option<bool>,
}

type Verb = fn(&mut Tx, &Context, &str, &JsonObject) -> Outcome<JsonObject>;

fn told(kept: JsonObject) -> Result<Done<Template>, Problem> {
    serde_json::from_value(Value::Object(kept)).map(Done).map_err(|e| Error::internal(e).into())
}

/// What was sent, as it is kept; a template is of the name that the address says.
fn sent<T: Serialize>(body: &T, name: Option<&str>) -> Result<JsonObject, Problem> {
    let value = serde_json::to_value(body).map_err(Error::internal)?;
    let mut object = value.as_object().cloned().unwrap_or_default();
    if let Some(name) = name {
        object.insert("template".to_owned(), name.into());
    }
    Ok(object)
}

async fn keep(
    call: &Call<NoQuery, impl Sized>,
    name: String,
    sent: JsonObject,
    verb: Verb,
) -> Result<Done<Template>, Problem> {
    told(call.write_with(move |tx, context| verb(tx, context, &name, &sent)).await?)
}

/// Returns a template; one that nobody has made is not there.
pub async fn show(call: Call) -> Result<Done<Template>, Problem> {
    let name = known(call.part("template_name"))?;
    told(call.read_with(move |tx, context| email_settings::template(tx, context, &name)).await?)
}

/// Makes a template.
pub async fn create(call: Call<NoQuery, Template>) -> Result<Done<Template>, Problem> {
    let sent = sent(&call.body, None)?;
    let name = sent.get("template").and_then(Value::as_str).unwrap_or_default().to_owned();
    keep(&call, name, sent, email_settings::create_template).await
}

/// Changes a template.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<Template>, Problem> {
    let name = known(call.part("template_name"))?;
    let mut sent = sent(&call.body, Some(&name))?;
    sent.retain(|_, value| !value.is_null());
    keep(&call, name, sent, email_settings::update_template).await
}

/// Replaces a template.
pub async fn replace(call: Call<NoQuery, Template>) -> Result<Done<Template>, Problem> {
    let name = known(call.part("template_name"))?;
    let sent = sent(&call.body, Some(&name))?;
    keep(&call, name, sent, email_settings::replace_template).await
}

fn known(name: String) -> Result<String, Problem> {
    match serde_json::from_value::<Name>(Value::from(name.as_str())) {
        Ok(_) => Ok(name),
        Err(_) => Err(Error::NotFound("email template").into()),
    }
}
