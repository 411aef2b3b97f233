//! Lists of things that the house does not have. Tools that copy a whole tenant ask for them all the same: they are told
//! that there are none.

use super::call::Call;
use super::either::{Both, Either};
use super::paging::Listed;
use super::problem::Problem;
use super::reply::{Done, Nothing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! things {
    ($($name:ident $key:literal)*) => {
        $(
            /// One of which there is none.
            #[derive(Debug, Clone, Serialize, JsonSchema)]
            pub struct $name {}

            impl Listed for $name {
                const KEY: &'static str = $key;
            }
        )*
    };
}

things! {
    Action "actions"
    EventStream "eventStreams"
    Flow "flows"
    FlowConnection "connections"
    Form "forms"
    Organization "organizations"
    Rule "rules"
    ScreenRenderer "configs"
    SelfServiceProfile "self_service_profiles"
    TokenExchangeProfile "token_exchange_profiles"
    Trigger "triggers"
}

/// The query: how the list would be paged, and filters of any kind.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("x-open" = true))]
pub struct Query {
    #[serde(flatten)]
    both: Both,
}

/// Lists none.
pub async fn none<T: Listed + Serialize>(call: Call<Query>) -> Result<Done<Either<T>>, Problem> {
    Ok(Done(call.query.both.of_all(Vec::new(), |_: &T| String::new())?))
}

/// A query of filters of any kind.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("x-open" = true))]
pub struct Filters {}

/// Lists none where the list is always an array.
pub async fn none_at_all(_: Call<Filters>) -> Result<Done<Vec<Nothing>>, Problem> {
    Ok(Done(Vec::new()))
}

/// Lists no providers.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct PhoneProviders {
    providers: Vec<Nothing>,
}

/// Lists no ways to send messages to phones.
pub async fn phone_providers(_: Call<Filters>) -> Result<Done<PhoneProviders>, Problem> {
    Ok(Done(PhoneProviders::default()))
}

/// Lists no templates.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct PhoneTemplates {
    templates: Vec<Nothing>,
}

/// Lists no templates of messages to phones.
pub async fn phone_templates(_: Call<Filters>) -> Result<Done<PhoneTemplates>, Problem> {
    Ok(Done(PhoneTemplates::default()))
}

/// Texts of a page that has none of its own.
pub async fn no_texts(_: Call) -> Result<Done<Nothing>, Problem> {
    Ok(Done(Nothing {}))
}
