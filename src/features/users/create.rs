//! Create User.
