//! The outbox: what was queued for sending, which development mode shows.

pub mod deliver;
pub mod list;
pub mod queue;
