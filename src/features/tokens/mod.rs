//! Tokens for programs: the keys that sign them, giving one out, and letting its bearer in.

pub mod admit;
pub mod exchange;
pub mod identify;
pub mod keys;
pub mod rotate;
pub mod try_out;
