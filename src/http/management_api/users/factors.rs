//! Second factors of a user: `/users/{id}/enrollments`, `/authenticators`, `/authentication-methods`, `/multifactor` and
//! the recovery code.

use crate::error::Error;
use crate::features::users::{details, forget_browsers, regenerate_recovery_code, remove_factor, reset_mfa};
use crate::http::management_api::call::Call;
use crate::http::management_api::paging::{Listed, Page, Paging};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::{Done, NoContent};
use crate::model::factor::{Factor, FactorKind};
use crate::model::iso;
use actix_web::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

/// An enrolment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Enrollment {
    id: String,
    status: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
    auth_method: &'static str,
    #[schemars(extend("format" = "date-time"))]
    enrolled_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    last_auth: Option<String>,
}

impl Enrollment {
    fn of(factor: &Factor) -> Option<Self> {
        let (kind, auth_method) = match factor.kind {
            FactorKind::Totp => ("authenticator", "authenticator"),
            FactorKind::Sms => ("sms", "sms"),
            FactorKind::Email => ("email", "email"),
            FactorKind::Push => ("pn", "guardian"),
            FactorKind::WebAuthn => ("webauthn-roaming", "webauthn-roaming"),
            FactorKind::RecoveryCode => return None,
        };
        Some(Self {
            id: factor.id.clone(),
            status: "confirmed",
            kind,
            name: factor.name.clone(),
            identifier: factor.identifier.clone(),
            auth_method,
            enrolled_at: iso(factor.enrolled_at),
            last_auth: factor.last_used_at.map(iso),
        })
    }
}

/// A way to authenticate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AuthenticationMethod {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    confirmed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[schemars(extend("format" = "date-time"))]
    created_at: String,
    #[schemars(extend("format" = "date-time"))]
    enrolled_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    last_auth_at: Option<String>,
}

impl Listed for AuthenticationMethod {
    const KEY: &'static str = "authenticators";
}

impl AuthenticationMethod {
    /// Of a factor.
    pub fn of(factor: &Factor) -> Self {
        let kind = match factor.kind {
            FactorKind::Totp => "totp",
            FactorKind::Sms => "phone",
            FactorKind::Email => "email",
            FactorKind::Push => "push",
            FactorKind::WebAuthn => "webauthn-roaming",
            FactorKind::RecoveryCode => "recovery-code",
        };
        let identifier = |kind| factor.identifier.clone().filter(|_| factor.kind == kind);
        Self {
            id: factor.id.clone(),
            kind,
            confirmed: true,
            name: Some(factor.name.chars().take(20).collect()).filter(|name: &String| !name.is_empty()),
            phone_number: identifier(FactorKind::Sms),
            email: identifier(FactorKind::Email),
            created_at: iso(factor.enrolled_at),
            enrolled_at: iso(factor.enrolled_at),
            last_auth_at: factor.last_used_at.map(iso),
        }
    }
}

async fn factors<Q, B>(call: &Call<Q, B>) -> Result<Vec<Factor>, Problem> {
    let id = call.user_id();
    Ok(call.read_with(move |tx, context| details::details(tx, context, &id)).await?.factors)
}

/// Lists a user's enrolments.
pub async fn enrollments(call: Call) -> Result<Done<Vec<Enrollment>>, Problem> {
    Ok(Done(factors(&call).await?.iter().filter_map(Enrollment::of).collect()))
}

/// Lists the ways a user authenticates besides the password.
pub async fn list(call: Call<Paging>) -> Result<Done<Page<AuthenticationMethod>>, Problem> {
    let all = factors(&call).await?.iter().map(AuthenticationMethod::of).collect();
    Ok(Done(call.query.of_all(all)))
}

/// Returns one of them.
pub async fn show(call: Call) -> Result<Done<AuthenticationMethod>, Problem> {
    let wanted = call.part("authentication_method_id");
    let all = factors(&call).await?;
    let found = all.iter().find(|factor| factor.id == wanted).ok_or(Error::NotFound("authentication method"))?;
    Ok(Done(AuthenticationMethod::of(found)))
}

/// Removes one of them.
pub async fn remove(call: Call) -> Result<NoContent, Problem> {
    let (id, factor) = (call.user_id(), call.part("authentication_method_id"));
    call.write_with(move |tx, context| remove_factor::remove_factor(tx, context, &id, &factor)).await?;
    Ok(NoContent)
}

/// Removes all of them.
pub async fn remove_all(call: Call) -> Result<NoContent, Problem> {
    let id = call.user_id();
    call.write_with(move |tx, context| reset_mfa::reset_mfa(tx, context, &id)).await?;
    Ok(NoContent)
}

/// Removes the factors of one provider.
pub async fn remove_provider(call: Call) -> Result<NoContent, Problem> {
    let provider = call.part("provider");
    if !["duo", "google-authenticator"].contains(&provider.as_str()) {
        let words = format!("Path validation error: 'No enum match for: \"{provider}\"' on property provider.");
        return Err(Problem::bad_request("invalid_uri", words));
    }
    let id = call.user_id();
    call.write_with(move |tx, context| {
        let factors = details::details(tx, context, &id)?.factors;
        for factor in factors.iter().filter(|f| f.kind.provider() == Some(provider.as_str())) {
            remove_factor::remove_factor(tx, context, &id, &factor.id)?;
        }
        Ok(())
    })
    .await?;
    Ok(NoContent)
}

/// A recovery code, shown this once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecoveryCode {
    recovery_code: String,
}

/// Makes a new recovery code; the former one is worth nothing from then on.
pub async fn regenerate_recovery_code(call: Call) -> Result<Done<RecoveryCode>, Problem> {
    let id = call.user_id();
    let made =
        call.write(move |tx, context| regenerate_recovery_code::regenerate_recovery_code(tx, context, &id)).await;
    match made {
        Ok((_, recovery_code)) => Ok(Done(RecoveryCode { recovery_code })),
        Err(Error::Invalid(_)) => Err(Problem::new(
            StatusCode::NOT_FOUND,
            Some("inexistent_enrollment"),
            "The user has no enrollment to recover from.",
        )),
        Err(other) => Err(other.into()),
    }
}

/// Asks for the second factor again in every browser.
pub async fn forget_browsers(call: Call) -> Result<NoContent, Problem> {
    let id = call.user_id();
    call.write_with(move |tx, context| forget_browsers::forget_browsers(tx, context, &id)).await?;
    Ok(NoContent)
}
