//! `/tickets`: links that programs send to users themselves.

use super::call::{Call, NoQuery};
use super::links;
use super::problem::Problem;
use super::reply::Created;
use super::users::named_identity::{self, NamedIdentity};
use crate::error::Error;
use crate::features::users::ticket::{self, Order};
use crate::http::urls;
use crate::model::ticket::TicketKind;
use crate::model::user::UserId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A link.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Ticket {
    /// The address of its page
    #[schemars(url)]
    ticket: String,
}

/// What both kinds of links may be like.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct Settings {
    /// Where the link leads on to once it has been used
    #[schemars(url, regex(pattern = "^https?://"))]
    result_url: Option<String>,
    /// Client id of the application that the link leads on to, where nothing else is said: its initiate_login_uri
    client_id: Option<String>,
    /// Id of an organization, of which there are none
    #[schemars(length(min = 1, max = 50))]
    organization_id: Option<String>,
    /// How long the link is good, in seconds; five days if that is 0 or absent
    #[serde(default)]
    #[schemars(range(min = 0))]
    ttl_sec: i64,
    /// Whether the address it leads on to carries the user's email address
    #[serde(default)]
    #[serde(rename = "includeEmailInRedirect")]
    include_email: bool,
    /// The account that is meant; the user's primary one
    identity: Option<NamedIdentity>,
}

impl Settings {
    /// What to order, for a link that leads on to `login_page` unless it says otherwise.
    fn order(&self, kind: TicketKind, email: Option<&str>, login_page: Option<String>, verifies_email: bool) -> Order {
        let result_url = self.result_url.clone().or(login_page);
        let result_url = match email.filter(|_| self.include_email) {
            Some(email) => result_url.map(|url| with_email(&url, email)),
            None => result_url,
        };
        Order { kind, lifetime: self.ttl_sec, result_url, verifies_email }
    }
}

/// An address with an email address in its query.
fn with_email(url: &str, email: &str) -> String {
    let (url, fragment) = url.split_once('#').map_or((url, None), |(url, rest)| (url, Some(rest)));
    let joint = if url.contains('?') { '&' } else { '?' };
    let encoded = percent_encoding::utf8_percent_encode(email, percent_encoding::NON_ALPHANUMERIC);
    let fragment = fragment.map(|rest| format!("#{rest}")).unwrap_or_default();
    format!("{url}{joint}email={encoded}{fragment}")
}

/// The body of a link that verifies an address.
#[derive(Deserialize, JsonSchema)]
pub struct Verification {
    /// Id of the user
    #[schemars(length(min = 1))]
    user_id: String,
    #[serde(flatten)]
    settings: Settings,
}

/// Makes a link that verifies a user's address.
pub async fn verify_email(call: Call<NoQuery, Verification>) -> Result<Created<Ticket>, Problem> {
    let whose = Whose::User(call.body.user_id.clone());
    issue(&call, whose, &call.body.settings, TicketKind::VerifyEmail, false).await
}

/// The body of a link by which a password is chosen.
#[derive(Deserialize, JsonSchema)]
pub struct PasswordChange {
    /// Id of the user
    #[schemars(length(min = 1))]
    user_id: Option<String>,
    /// The user's email address, where no id is given
    #[schemars(email)]
    email: Option<String>,
    /// Id of the connection of the user with that address
    #[schemars(regex(pattern = r"^con_[A-Za-z0-9]{16}$"))]
    connection_id: Option<String>,
    /// Whether choosing a password verifies the address too
    #[serde(default)]
    mark_email_as_verified: bool,
    #[serde(flatten)]
    settings: Settings,
}

/// Makes a link by which a user chooses a password.
pub async fn change_password(call: Call<NoQuery, PasswordChange>) -> Result<Created<Ticket>, Problem> {
    let body = &call.body;
    let whose = match (&body.user_id, &body.email, &body.connection_id) {
        (Some(id), None, _) => Whose::User(id.clone()),
        (None, Some(email), Some(connection)) => Whose::Address(connection.clone(), email.clone()),
        _ => {
            let words = "Payload validation error: 'Either user_id, or email and connection_id, must be given'.";
            return Err(Problem::bad_request("invalid_body", words));
        }
    };
    issue(&call, whose, &body.settings, TicketKind::ResetPassword, body.mark_email_as_verified).await
}

/// How a body names its user.
#[derive(Clone)]
enum Whose {
    User(String),
    /// Id of the connection, and email address.
    Address(String, String),
}

async fn issue<B>(
    call: &Call<NoQuery, B>,
    whose: Whose,
    settings: &Settings,
    kind: TicketKind,
    verifies_email: bool,
) -> Result<Created<Ticket>, Problem> {
    if settings.organization_id.is_some() {
        return Err(Error::NotFound("organization").into());
    }
    let path = match kind {
        TicketKind::VerifyEmail => urls::VERIFY_EMAIL,
        TicketKind::ResetPassword => urls::RESET_PASSWORD,
    };
    let link = links::mailed(call, path);
    let url = link.url.clone();
    let settings = settings.clone();
    let issued = call.write(move |tx, context| {
        let id = match &whose {
            Whose::User(id) => UserId::from_text(id.clone()),
            Whose::Address(connection, email) => ticket::whose(tx, context, connection, email)?,
        };
        let email = named_identity::require_primary(tx, context, &id, settings.identity.as_ref())?;
        let login_page = ticket::login_page(tx, context, settings.client_id.as_deref())?;
        let order = settings.order(kind, email.as_deref(), login_page, verifies_email);
        ticket::issue(tx, context, &id, &link, &order)
    });
    match issued.await {
        Ok(_) => Ok(Created(Ticket { ticket: url })),
        Err(Error::NotFound("connection")) => {
            Err(Problem::bad_request("inexistent_connection", "The connection does not exist."))
        }
        Err(other) => Err(other.into()),
    }
}
