//! Hashes and tokens. Nothing here knows of the database or the web.

mod hash_threads;
pub mod certificates;
pub mod imported_password;
pub mod jwt;
pub mod password;
pub mod seal;
pub mod token;
