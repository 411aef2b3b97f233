//! Second factors that programs give to users: `POST`, `PUT` and `PATCH` of `/users/{id}/authentication-methods`.

use super::factors::AuthenticationMethod;
use crate::features::users::enroll::{self, NewFactor};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::{Created, Done};
use crate::model::factor::FactorKind;
use crate::security::seal::Sealer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A way to authenticate that is added.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewMethod {
    /// Kind of authentication method
    #[serde(rename = "type")]
    kind: MethodKind,
    /// What the user calls it
    #[serde(default)]
    #[schemars(length(max = 20))]
    name: String,
    /// Secret of an authenticator app, in base32
    #[schemars(length(min = 1, max = 256), regex(pattern = "^[A-Z2-7]+$"))]
    totp_secret: Option<String>,
    /// Phone number that codes are sent to
    #[schemars(length(min = 2, max = 30), regex(pattern = r"^\+[0-9]{1,15}$"))]
    phone_number: Option<String>,
    /// Address that codes are sent to
    #[schemars(email)]
    email: Option<String>,
    /// Accepted; codes go out as text messages
    #[expect(dead_code, reason = "programs send it, and it changes nothing")]
    preferred_authentication_method: Option<Preferred>,
    #[serde(flatten)]
    key: Key,
}

/// What belongs to keys. Each is known, so that a key is refused as what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
struct Key {
    /// Id of a key
    key_id: Option<String>,
    /// The key's public half
    public_key: Option<String>,
    /// Its model
    aaguid: Option<String>,
    /// The host it is good for
    relying_party_identifier: Option<String>,
    /// Whether it is on one device or on several
    #[schemars(regex(pattern = "^(single_device|multi_device)$"))]
    credential_device_type: Option<String>,
    /// Whether there is a copy of it
    credential_backed_up: Option<bool>,
    /// The account it is enrolled with
    identity_user_id: Option<String>,
    /// The browser it was enrolled with
    user_agent: Option<String>,
    /// What the key calls the user
    user_handle: Option<String>,
    /// How it is reached
    transports: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Preferred {
    Voice,
    Sms,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum MethodKind {
    Phone,
    Email,
    Totp,
    WebauthnRoaming,
    Passkey,
}

impl NewMethod {
    fn factor(&self) -> Result<NewFactor, Problem> {
        let missing = |what: &str| {
            let words = format!("Payload validation error: 'Missing required property: {what}'.");
            Problem::bad_request("invalid_body", words)
        };
        let (kind, identifier, secret) = match self.kind {
            MethodKind::Phone => {
                (FactorKind::Sms, Some(self.phone_number.clone().ok_or_else(|| missing("phone_number"))?), None)
            }
            MethodKind::Email => {
                (FactorKind::Email, Some(self.email.clone().ok_or_else(|| missing("email"))?.to_lowercase()), None)
            }
            MethodKind::Totp => {
                (FactorKind::Totp, None, Some(self.totp_secret.clone().ok_or_else(|| missing("totp_secret"))?))
            }
            MethodKind::WebauthnRoaming | MethodKind::Passkey => return Err(of_users_alone()),
        };
        if self.key != Key::default() {
            return Err(of_users_alone());
        }
        Ok(NewFactor { kind, name: self.name.clone(), identifier, secret })
    }
}

fn of_users_alone() -> Problem {
    Problem::bad_request("operation_not_supported", "Keys are enrolled by their users alone.")
}

/// A way to authenticate with the secret that was sent.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EnrolledMethod {
    #[serde(flatten)]
    method: AuthenticationMethod,
    #[serde(skip_serializing_if = "Option::is_none")]
    totp_secret: Option<String>,
}

/// Adds a way to authenticate.
pub async fn create(call: Call<NoQuery, NewMethod>) -> Result<Created<EnrolledMethod>, Problem> {
    let (id, new, sealer) = (call.user_id(), call.body.factor()?, Sealer::new(&call.app.signer));
    let totp_secret = new.secret.clone();
    let factor = call.write_with(move |tx, context| enroll::enroll(tx, context, &id, &sealer, &new)).await?;
    Ok(Created(EnrolledMethod { method: AuthenticationMethod::of(&factor), totp_secret }))
}

/// Puts ways to authenticate in the place of those of their kinds.
pub async fn replace(call: Call<NoQuery, Vec<NewMethod>>) -> Result<Done<Vec<AuthenticationMethod>>, Problem> {
    let new = call.body.iter().map(NewMethod::factor).collect::<Result<Vec<_>, _>>()?;
    let (id, sealer) = (call.user_id(), Sealer::new(&call.app.signer));
    let all = call.write_with(move |tx, context| enroll::replace(tx, context, &id, &sealer, &new)).await?;
    Ok(Done(all.iter().map(AuthenticationMethod::of).collect()))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// What the user calls it
    #[schemars(length(max = 20))]
    name: Option<String>,
    /// Accepted; codes go out as text messages
    #[expect(dead_code, reason = "programs send it, and it changes nothing")]
    preferred_authentication_method: Option<Preferred>,
}

/// Renames a way to authenticate.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<AuthenticationMethod>, Problem> {
    let (id, method, name) = (call.user_id(), call.part("authentication_method_id"), call.body.name.clone());
    let factor = call.write_with(move |tx, context| match &name {
        Some(name) => enroll::rename(tx, context, &id, &method, name),
        None => {
            let factors = crate::features::users::details::details(tx, context, &id)?.factors;
            let found = factors.into_iter().find(|factor| factor.id == method);
            found.ok_or(crate::error::Error::NotFound("authentication method"))
        }
    });
    Ok(Done(AuthenticationMethod::of(&factor.await?)))
}
