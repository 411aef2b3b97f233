//! The harness: a house with its database, and a browser that keeps cookies and form tokens.

pub mod answer;
pub mod database;
pub mod endpoints;
pub mod form;
pub mod house;
pub mod jobs;
pub mod log;
pub mod places;
pub mod postgres;
pub mod program;
pub mod rows;

pub use answer::Answer;
pub use house::{House, on_both};
