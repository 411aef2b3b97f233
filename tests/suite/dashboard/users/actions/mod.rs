//! The actions on a user.

mod block;
