//! What the hall asks of the database: operators' browser sessions, and where an operator may go.

use super::App;
use crate::error::Result;
use crate::features::operators::{sessions, visit};
use crate::model::Timestamp;
use crate::model::tenant::TenantId;

pub use crate::features::operators::visit::Access;

impl App {
    /// Whether an operator who showed who they are at `at` need not do so again before a sensitive act.
    pub fn is_fresh(&self, at: Option<Timestamp>) -> bool {
        sessions::is_fresh(at, self.now())
    }

    /// Loads a session by its cookie's id, unless it has been idle or open for too long: its state, and where its
    /// operator may go.
    pub async fn load_session(&self, key: String) -> Result<Option<(String, Option<Access>)>> {
        let now = self.now();
        let found = self.ask(move |tx| sessions::load(tx, &key, now)).await?;
        let Some(session) = found else { return Ok(None) };
        if let Some(id_hash) = session.due {
            self.write(move |tx| sessions::touch(tx, &id_hash, now)).await?;
        }
        Ok(Some((session.state, session.access)))
    }

    /// Adds the tenant of an address to where its operator may go, if it was left out there.
    pub async fn complete(&self, access: &mut Access, tenant: Option<&str>) -> Result<()> {
        let missing = tenant.filter(|slug| access.may_lack(slug)).and_then(|slug| TenantId::parse(slug).ok());
        if let Some(tenant) = missing {
            let operator = access.operator.id.clone();
            access.tenants.extend(self.read(move |tx| visit::place(tx, &operator, &tenant)).await?);
        }
        Ok(())
    }

    /// Stores a session whose operator showed who they are at `since`, and answers with the new id for its cookie.
    pub async fn save_session(
        &self,
        operator: Option<String>,
        state: String,
        since: Option<Timestamp>,
    ) -> Result<String> {
        let now = self.now();
        self.write(move |tx| sessions::save(tx, operator.as_deref(), &state, since, now)).await
    }

    /// Writes a session's state; answers whether it still exists.
    pub async fn update_session(&self, key: String, operator: Option<String>, state: String) -> Result<bool> {
        self.write(move |tx| sessions::update(tx, &key, operator.as_deref(), &state)).await
    }

    /// Ends a session.
    pub async fn delete_session(&self, key: String) -> Result<()> {
        self.write(move |tx| sessions::delete(tx, &key)).await
    }
}
