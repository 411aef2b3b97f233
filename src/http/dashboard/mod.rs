//! The door for people: the dashboard's pages, named as on the screen.

pub mod account;
pub mod apis;
pub mod applications;
pub mod choose_password;
pub mod choose_permissions;
pub mod confirm;
pub mod conflict;
pub mod connections;
pub mod home;
pub mod jobs;
pub mod logs;
pub mod mailed_link;
pub mod operator;
pub mod operators;
pub mod outbox;
pub mod re_authenticate;
pub mod reset_password;
pub mod roles;
pub mod section;
pub mod sign_in;
pub mod tenants;
pub mod users;
pub mod verify_email;
