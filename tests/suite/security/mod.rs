//! What the house refuses, on every route that the table has.

mod forgery;
mod headers;
mod re_authentication;
mod rights;
mod sessions;
mod sign_in;
mod stored_text;
