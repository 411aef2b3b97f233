//! The outbox: mails that development mode keeps and shows instead of sending them.

pub mod list;
pub mod show;

use crate::error::{Error, Result};
use crate::http::dashboard::operator::Visit;

/// In production mails hold working links of real people: there is no such page.
fn only_in_development(visit: &Visit) -> Result<()> {
    if visit.app.config.is_development() { Ok(()) } else { Err(Error::NotFound("page")) }
}
