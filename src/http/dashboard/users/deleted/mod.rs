//! The recycle bin: who was deleted and can be restored.

pub mod delete;
pub mod list;
pub mod restore;
