//! A user in the recycle bin: gone from everywhere else, and able to come back for a while.

use super::Timestamp;
use super::paging::Key;
use super::user::UserId;

/// A deleted user as the bin's list shows one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedUser {
    /// Id of the log event that tells of the deletion.
    pub id: String,
    pub user_id: UserId,
    /// What they were called on screen.
    pub name: String,
    pub email: Option<String>,
    /// Name of the connection of their primary identity.
    pub connection: String,
    pub strategy: String,
    pub deleted_at: Timestamp,
    /// The operator who deleted them, if it was one.
    pub deleted_by: Option<String>,
    pub restorable_until: Timestamp,
}

impl DeletedUser {
    /// Their place in the list: ties are settled by the user's id, then by the deletion's.
    pub fn key(&self) -> Key {
        let id = format!("{} {}", self.id, self.user_id);
        Key { sort: self.deleted_at.and_utc().timestamp_millis().to_string(), id }
    }
}
