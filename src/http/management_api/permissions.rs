//! Permissions as programs name them: by the identifier of the API and their own name.

use crate::error::Result;
use crate::features::Tx;
use crate::features::context::Context;
use crate::features::resource_servers::show;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The body of endpoints that add or remove permissions.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Body {
    /// The permissions
    #[schemars(length(min = 1))]
    permissions: Vec<Named>,
}

/// One permission.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct Named {
    /// Identifier of the API
    resource_server_identifier: String,
    /// Name of the permission
    permission_name: String,
}

impl Body {
    /// Does something with the names of each API, which comes by its id.
    pub fn for_each_api(
        &self,
        tx: &mut Tx,
        context: &Context,
        mut verb: impl FnMut(&mut Tx, &str, &[String]) -> Result<()>,
    ) -> Result<()> {
        let mut by_api: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for named in &self.permissions {
            by_api.entry(&named.resource_server_identifier).or_default().push(named.permission_name.clone());
        }
        for (identifier, names) in by_api {
            let api = show::by_identifier(tx, context, identifier)?;
            verb(tx, &api.id, &names)?;
        }
        Ok(())
    }

    /// Does something with each permission, given by the API's id and its own name.
    pub fn for_each(
        &self,
        tx: &mut Tx,
        context: &Context,
        mut verb: impl FnMut(&mut Tx, &str, &str) -> Result<()>,
    ) -> Result<()> {
        self.for_each_api(tx, context, |tx, api, names| names.iter().try_for_each(|name| verb(tx, api, name)))
    }
}
