//! The Logs page, and what History shares with it: the filters in the address, a row, an event's facts.

pub mod event_view;
pub mod filters;
pub mod list;
pub mod range;
pub mod row;
pub mod show;
