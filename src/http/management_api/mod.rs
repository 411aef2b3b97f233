//! The door for programs: the Management API. It calls the same verbs as the dashboard.
//!
//! To add an endpoint: a file named as in the API's reference with an `async fn(Call<Query, Body>) -> Result<Answer,
//! Problem>`, and a line in [`super::api_routes`]. What the query and the body may be, and what the document says about them and
//! the answer, follows from the types.

pub mod absent;
pub mod call;
pub mod client_credentials;
pub mod client_grants;
pub mod clients;
pub mod connections;
pub mod document;
pub mod either;
pub mod email_provider;
pub mod email_templates;
pub mod endpoint;
pub mod failure;
pub mod gate;
pub mod grants;
pub mod guardian;
pub mod jobs;
pub mod kept;
pub mod kept_settings;
pub mod keys;
pub mod links;
pub mod logs;
pub mod multipart;
pub mod openapi;
pub mod paging;
pub mod permissions;
pub mod problem;
pub mod projection;
pub mod refresh_tokens;
pub mod refused;
pub mod reply;
pub mod resource_servers;
pub mod roles;
pub mod schema;
pub mod sessions;
pub mod stats;
pub mod tenant_settings;
pub mod tickets;
pub mod user_blocks;
pub mod users;
