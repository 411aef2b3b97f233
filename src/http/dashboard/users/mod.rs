//! The Users pages: the list, creating, and User Details with its tabs and actions.

pub mod actions;
pub mod bulk;
pub mod bulk_plan;
pub mod commands;
pub mod create;
pub mod deleted;
pub mod edit;
pub mod export;
pub mod import;
mod jump;
pub mod link;
pub mod list;
pub mod metadata;
pub mod rows;
pub mod search_box;
pub mod search_help;
pub mod show;
pub mod tabs;
pub mod views;
