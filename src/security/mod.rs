//! Hashes and tokens. Nothing here knows of the database or the web.

pub mod assertion;
pub mod certificates;
mod hash_threads;
pub mod imported_password;
pub mod jwt;
pub mod password;
pub mod seal;
pub mod token;
