//! Every endpoint of the Management API: its path, the scopes of which a caller needs one, and what it does.

use super::management_api::endpoint::Table;
use super::management_api::users;

/// The table.
pub fn table() -> Table {
    let mut table = Table::default();
    users_and_below(&mut table);
    table
}

fn users_and_below(table: &mut Table) {
    table
        .at("/users-by-email", |p| p.get(&["read:users"], "Find users by email address", users::by_email::by_email))
        .at("/users", |p| {
            p.get(&["read:users", "read:user_idp_tokens"], "List or search users", users::list::list).post(
                &["create:users"],
                "Create a user",
                users::create::create,
            )
        })
        .at("/users/{id}", |p| {
            p.get(&["read:users", "read:current_user", "read:user_idp_tokens"], "Get a user", users::show::show)
                .patch(
                    &["update:users", "update:users_app_metadata", "update:current_user_metadata"],
                    "Update a user",
                    users::update::update,
                )
                .delete(&["delete:users", "delete:current_user"], "Delete a user", users::delete::delete)
        });
}
