//! The tabs of User Details.

mod details;
mod raw_json;
