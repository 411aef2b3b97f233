//! What the house refuses, on every route that the table has.

mod audit;
mod forgery;
mod headers;
mod passwords;
mod re_authentication;
mod rights;
mod sessions;
mod sign_in;
mod stored_text;
