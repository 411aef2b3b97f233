//! What the doors for programs ask of the database: which tenant an address means, its keys, and who brings a token.

use super::App;
use crate::error::{Error, Result};
use crate::features::Tx;
use crate::features::applications::origins;
use crate::features::client_grants::programs;
use crate::features::context::Context;
use crate::features::tenants;
use crate::features::tokens::admit::{self, Caller};
use crate::features::tokens::exchange::{self, Exchange, Granted, Wish};
use crate::features::tokens::{keys, rotate, try_out};
use crate::model::application::Application;
use crate::model::resource_server::ResourceServer;
use crate::model::signing_key::SigningKey;
use crate::model::tenant::{Tenant, TenantId};
use crate::security::jwt::{self, Audience, Claims, PublicKey};
use crate::security::seal::Sealer;

pub use crate::features::tokens::admit::Denial;

/// Where a call arrived.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The tenant its host names; none for the default one.
    pub tenant: Option<TenantId>,
    /// The address it was sent to, without a slash at the end.
    pub base: String,
}

/// A call that was let in.
#[derive(Debug, Clone)]
pub struct Admitted {
    pub tenant: Tenant,
    pub caller: Caller,
}

/// A token to try an API with.
pub struct TryOut {
    pub api: ResourceServer,
    pub application: Application,
    pub token: String,
}

impl App {
    /// Lets the bearer of a token in, or says why not.
    pub async fn admit(&self, visit: Visit, token: String) -> Result<Result<Admitted, Denial>> {
        let now = self.now();
        self.read(move |tx| {
            let tenant = tenants::at(tx, visit.tenant.as_ref())?;
            let admitted = admit::admit(tx, &tenant.id, &token, &visit.base, now)?;
            Ok(admitted.map(|caller| Admitted { tenant, caller }))
        })
        .await
    }

    /// The tenant a call is for.
    pub async fn tenant_at(&self, visit: &Visit) -> Result<Tenant> {
        let named = visit.tenant.clone();
        self.read(move |tx| tenants::at(tx, named.as_ref())).await
    }

    /// Whether an application of the tenant that was called names an origin.
    pub async fn names_origin(&self, visit: Visit, origin: String) -> Result<bool> {
        self.read(move |tx| {
            let tenant = tenants::at(tx, visit.tenant.as_ref())?;
            origins::names(tx, &tenant.id, &origin)
        })
        .await
    }

    /// The public keys of a tenant; the first ones are made when they are first asked for.
    pub async fn public_keys(&self, tenant: &TenantId) -> Result<Vec<PublicKey>> {
        self.signing_key(tenant).await?;
        let tenant = tenant.clone();
        self.read(move |tx| keys::published(tx, &tenant)).await
    }

    /// Makes a new key, and moves all keys on by one turn; answers with the new one.
    pub async fn rotate_keys(&self, context: Context) -> Result<SigningKey> {
        self.signing_key(&context.tenant).await?;
        let name = context.tenant.to_string();
        let made = tokio::task::spawn_blocking(move || jwt::generate(&name)).await.map_err(Error::internal)??;
        let sealer = self.sealer();
        self.write(move |tx| rotate::rotate(tx, &context, &made, &sealer)).await
    }

    /// Asks for a token; what is granted comes with it, signed.
    pub async fn exchange(&self, context: Context, wish: Wish, base: String) -> Result<(Exchange, Option<String>)> {
        let key = self.signing_key(&context.tenant).await?;
        let (at, audience) = (context.clone(), wish.audience.clone());
        let issuer = base.clone();
        let outcome = self.write(move |tx| exchange::exchange(tx, &context, &wish, &base)).await?;
        let Exchange::Granted(granted) = &outcome else { return Ok((outcome, None)) };
        let token = self.sign(&at, &key, granted, &issuer, audience)?;
        Ok((outcome, Some(token)))
    }

    /// A token for an operator to try an API with, in the name of a program that is granted it.
    pub async fn try_out(&self, context: Context, api: String, client_id: String) -> Result<TryOut> {
        // A tenant's first keys are not made for a program that is not there.
        let (of, asked, program) = (context.clone(), api.clone(), client_id.clone());
        self.read(move |tx| programs::find(tx, &of, &asked, &program)).await?;
        let key = self.signing_key(&context.tenant).await?;
        let at = context.clone();
        let verb = move |tx: &mut Tx| {
            let (api, application, granted) = try_out::try_out(tx, &context, &api, &client_id)?;
            Ok((tenants::at(tx, Some(&context.tenant))?, api, application, granted))
        };
        let (tenant, api, application, granted) = self.write(verb).await?;
        let token = self.sign(&at, &key, &granted, &self.config.base_url(&tenant), api.identifier.clone())?;
        Ok(TryOut { api, application, token })
    }

    /// Writes what is granted at an address into a token.
    fn sign(
        &self,
        context: &Context,
        key: &SigningKey,
        granted: &Granted,
        base: &str,
        audience: String,
    ) -> Result<String> {
        let now = context.now.and_utc().timestamp();
        let claims = Claims {
            iss: format!("{base}/"),
            sub: format!("{}@clients", granted.client_id),
            aud: Audience::One(audience),
            iat: now,
            exp: now + granted.lifetime,
            nbf: None,
            scope: granted.scopes.join(" "),
            gty: Some("client-credentials".to_owned()),
            azp: granted.client_id.clone(),
        };
        let private_key = keys::open(&context.tenant, key, &self.sealer())?;
        jwt::sign(&claims, &key.kid, &private_key)
    }

    /// The key that signs now. A tenant's first keys are made here, before the transaction that keeps them.
    async fn signing_key(&self, tenant: &TenantId) -> Result<SigningKey> {
        let id = tenant.clone();
        if let Some(key) = self.read(move |tx| keys::current(tx, &id)).await? {
            return Ok(key);
        }
        let name = tenant.to_string();
        let made = tokio::task::spawn_blocking(move || Ok::<_, Error>([jwt::generate(&name)?, jwt::generate(&name)?]));
        let made = made.await.map_err(Error::internal)??;
        let (id, sealer, now) = (tenant.clone(), self.sealer(), self.now());
        self.write(move |tx| keys::begin(tx, &id, &made, &sealer, now)).await
    }

    fn sealer(&self) -> Sealer {
        Sealer::new(&self.signer)
    }
}
