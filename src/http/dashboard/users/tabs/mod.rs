//! The tabs of User Details. To add one: a file here, its template, a line in `routes.rs` and in `show::TABS`.

pub mod authorized_applications;
pub mod details;
pub mod devices;
pub mod history;
pub mod history_event;
pub mod locations;
pub mod permissions;
pub mod raw_json;
pub mod roles;
