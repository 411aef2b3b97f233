//! The tenants themselves: making one, and the settings of the one the operator is in.

pub mod create;
pub mod settings;
