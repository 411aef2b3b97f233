//! What every door needs: sessions, the guard, forms, rendering, errors, headers, assets. Knows no verb.

pub mod assets;
pub mod browser;
pub mod chrome;
pub mod clash;
pub mod cors;
pub mod download;
pub mod errors;
pub mod forms;
pub mod guard;
pub mod headers;
pub mod host;
pub mod inside;
pub mod json_view;
pub mod open_form;
pub mod paging;
pub mod payload;
pub mod peer;
pub mod render;
pub mod request_log;
pub mod routing;
pub mod session;
pub mod session_store;
pub mod shown;
pub mod shown_once;
pub mod upload;
pub mod world;
