//! The actions on a user.

mod block;
mod multi_factor;
