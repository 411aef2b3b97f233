//! Every endpoint of the Management API: its path, the scopes of which a caller needs one, and what it does.

mod absent;

use super::management_api::endpoint::{AnyOf, Table};
use super::management_api::{
    client_credentials, client_grants, clients, connections, email_provider, email_templates, grants, jobs, keys, logs,
    refresh_tokens, refused, resource_servers, roles, sessions, stats, tenant_settings, tickets, user_blocks, users,
};

/// The table.
pub fn table() -> Table {
    let mut table = Table::default();
    users_and_below(&mut table);
    access_of_user(&mut table);
    factors_of_user(&mut table);
    sessions_and_tokens(&mut table);
    roles_and_below(&mut table);
    connections_and_below(&mut table);
    table
        .at("/logs", |p| p.get(&["read:logs", "read:logs_users"], "List log events", logs::list))
        .at("/logs/{id}", |p| p.get(&["read:logs", "read:logs_users"], "Get a log event", logs::show));
    jobs_of_programs(&mut table);
    tickets_and_grants(&mut table);
    tenant_as_a_whole(&mut table);
    mails(&mut table);
    absent::add(&mut table);
    programs(&mut table);
    signing_keys(&mut table);
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

/// A user's roles, permissions, linked accounts, history and blocks.
fn access_of_user(table: &mut Table) {
    use users::{identities, permissions};
    const LINK: AnyOf = &["update:users", "update:current_user_identities"];
    table
        .at("/users/{id}/roles", |p| {
            p.get(&["read:users", "read:roles", "read:role_members"], "List a user's roles", users::roles::list)
                .post(&["update:users", "create:role_members"], "Assign roles to a user", users::roles::add)
                .delete(&["update:users", "delete:role_members"], "Remove roles from a user", users::roles::remove)
        })
        .at("/users/{id}/permissions", |p| {
            p.get(&["read:users"], "List a user's permissions", permissions::list)
                .post(&["update:users"], "Assign permissions to a user", permissions::add)
                .delete(&["update:users"], "Remove permissions from a user", permissions::remove)
        })
        .at("/users/{id}/logs", |p| {
            p.get(&["read:logs", "read:logs_users"], "List a user's log events", users::logs::list)
        })
        .at("/users/{id}/identities", |p| p.post(LINK, "Link a user account", identities::add))
        .at("/users/{id}/identities/{provider}/{user_id}", |p| {
            p.delete(LINK, "Unlink a user account", identities::remove)
        })
        .at("/user-blocks", |p| {
            p.get(&["read:users"], "Get blocks by identifier", user_blocks::of_identifier).delete(
                &["update:users"],
                "Unblock by identifier",
                user_blocks::unblock_identifier,
            )
        })
        .at("/user-blocks/{id}", |p| {
            p.get(&["read:users"], "Get a user's blocks", user_blocks::of_user).delete(
                &["update:users"],
                "Unblock a user",
                user_blocks::unblock_user,
            )
        });
}

fn factors_of_user(table: &mut Table) {
    use users::{enrolling, factors};
    table
        .at("/users/{id}/enrollments", |p| {
            p.get(&["read:users", "read:current_user"], "List a user's enrollments", factors::enrollments)
        })
        .at("/users/{id}/authenticators", |p| {
            p.delete(&["delete:guardian_enrollments"], "Delete all authenticators", factors::remove_all)
        })
        .at("/users/{id}/authentication-methods", |p| {
            p.get(&["read:authentication_methods"], "List authentication methods", factors::list)
                .post(&["create:authentication_methods"], "Add an authentication method", enrolling::create)
                .put(&["update:authentication_methods"], "Replace authentication methods", enrolling::replace)
                .delete(&["delete:authentication_methods"], "Delete all authentication methods", factors::remove_all)
        })
        .at("/users/{id}/authentication-methods/{authentication_method_id}", |p| {
            p.get(&["read:authentication_methods"], "Get an authentication method", factors::show)
                .patch(&["update:authentication_methods"], "Update an authentication method", enrolling::update)
                .delete(&["delete:authentication_methods"], "Delete an authentication method", factors::remove)
        })
        .at("/users/{id}/multifactor/{provider}", |p| {
            p.delete(&["update:users"], "Delete a user's multifactor provider", factors::remove_provider)
        })
        .at("/users/{id}/recovery-code-regeneration", |p| {
            p.post(&["update:users"], "Regenerate the recovery code", factors::regenerate_recovery_code)
        })
        .at("/users/{id}/multifactor/actions/invalidate-remember-browser", |p| {
            p.post(&["update:users"], "Forget remembered browsers", factors::forget_browsers)
        });
}

fn sessions_and_tokens(table: &mut Table) {
    use users::sessions as of_user;
    const END: AnyOf = &["delete:sessions", "delete:refresh_tokens"];
    table
        .at("/users/{user_id}/sessions", |p| {
            p.get(&["read:sessions"], "List a user's sessions", of_user::list).delete(
                &["delete:sessions"],
                "End a user's sessions",
                of_user::end_all,
            )
        })
        .at("/users/{user_id}/refresh-tokens", |p| {
            p.get(&["read:refresh_tokens"], "List a user's refresh tokens", of_user::refresh_tokens).delete(
                &["delete:refresh_tokens"],
                "Revoke a user's refresh tokens",
                of_user::revoke_refresh_tokens,
            )
        })
        .at("/users/{id}/revoke-access", |p| p.post(END, "Revoke a user's access", of_user::revoke_access))
        .at("/sessions/{id}", |p| {
            p.get(&["read:sessions"], "Get a session", sessions::show)
                .patch(&["update:sessions"], "Update a session", sessions::update)
                .delete(&["delete:sessions"], "End a session", sessions::end)
        })
        .at("/sessions/{id}/revoke", |p| p.post(END, "Revoke a session", sessions::revoke))
        .at("/refresh-tokens", |p| p.get(&["read:refresh_tokens"], "List refresh tokens", refresh_tokens::list))
        .at("/refresh-tokens/revoke", |p| {
            p.post(&["delete:refresh_tokens"], "Revoke refresh tokens", refresh_tokens::revoke_many)
        })
        .at("/refresh-tokens/{id}", |p| {
            p.get(&["read:refresh_tokens"], "Get a refresh token", refresh_tokens::show)
                .patch(&["update:refresh_tokens"], "Update a refresh token", refresh_tokens::update)
                .delete(&["delete:refresh_tokens"], "Revoke a refresh token", refresh_tokens::revoke)
        })
        .at("/device-credentials", |p| {
            p.get(&["read:device_credentials"], "List device credentials", refresh_tokens::list_devices).post(
                &["create:current_user_device_credentials"],
                "Refuse a device credential",
                refused::new_device,
            )
        })
        .at("/device-credentials/{id}", |p| {
            p.delete(
                &["delete:device_credentials", "delete:current_user_device_credentials"],
                "Delete a device credential",
                refresh_tokens::remove_device,
            )
        });
}

fn roles_and_below(table: &mut Table) {
    const MEMBERS: AnyOf = &["read:users", "read:roles", "read:role_members"];
    table
        .at("/roles", |p| {
            p.get(&["read:roles"], "List roles", roles::list).post(&["create:roles"], "Create a role", roles::create)
        })
        .at("/roles/{id}", |p| {
            p.get(&["read:roles"], "Get a role", roles::show)
                .patch(&["update:roles"], "Update a role", roles::update)
                .delete(&["delete:roles"], "Delete a role", roles::delete)
        })
        .at("/roles/{id}/permissions", |p| {
            p.get(&["read:roles"], "List a role's permissions", roles::permissions::list)
                .post(&["update:roles"], "Add permissions to a role", roles::permissions::add)
                .delete(&["update:roles"], "Remove permissions from a role", roles::permissions::remove)
        })
        .at("/roles/{id}/users", |p| {
            p.get(MEMBERS, "List a role's users", roles::users::list).post(
                &["update:roles", "create:role_members"],
                "Assign users to a role",
                roles::users::add,
            )
        });
}

fn connections_and_below(table: &mut Table) {
    use connections::clients as used_by;
    table
        .at("/connections", |p| {
            p.get(&["read:connections"], "List connections", connections::list).post(
                &["create:connections"],
                "Create a connection",
                connections::create,
            )
        })
        .at("/connections/{id}", |p| {
            p.get(&["read:connections"], "Get a connection", connections::show)
                .patch(&["update:connections"], "Update a connection", connections::update)
                .delete(&["delete:connections"], "Delete a connection", connections::delete)
        })
        .at("/connections/{id}/clients", |p| {
            p.get(&["read:connections"], "List the clients of a connection", used_by::list).patch(
                &["update:connections"],
                "Turn a connection on or off for clients",
                used_by::update,
            )
        })
        .at("/connections/{id}/status", |p| p.get(&["read:connections"], "Check a connection", connections::status))
        .at("/connections/{id}/users", |p| {
            p.delete(&["delete:users"], "Delete a user by email address", connections::remove_user)
        })
        .at("/clients/{id}/connections", |p| {
            p.get(
                &["read:connections", "read:clients", "read:client_summary"],
                "List the connections of a client",
                used_by::of_client,
            )
        });
}

fn jobs_of_programs(table: &mut Table) {
    const WATCH: AnyOf = &["create:users", "read:users"];
    table
        .at("/jobs/verification-email", |p| {
            p.post(&["update:users"], "Send a verification email", jobs::verification_email::create)
        })
        .at("/jobs/users-imports", |p| {
            p.post(&["create:users"], "Import users from a file", jobs::imports::create).with_file()
        })
        .at("/jobs/users-exports", |p| p.post(&["read:users"], "Export users to a file", jobs::exports::create))
        .at("/jobs/{id}", |p| p.get(WATCH, "Get a job", jobs::show))
        .at("/jobs/{id}/errors", |p| p.get(WATCH, "List what went wrong with a job", jobs::errors::list));
}

fn tickets_and_grants(table: &mut Table) {
    const TICKETS: AnyOf = &["create:user_tickets"];
    table
        .at("/tickets/email-verification", |p| {
            p.post(TICKETS, "Create an email verification ticket", tickets::verify_email)
        })
        .at("/tickets/password-change", |p| {
            p.post(TICKETS, "Create a password change ticket", tickets::change_password)
        })
        .at("/grants", |p| {
            p.get(&["read:grants"], "List grants", grants::list).delete(
                &["delete:grants"],
                "Delete a user's grants",
                grants::delete_of_user,
            )
        })
        .at("/grants/{id}", |p| p.delete(&["delete:grants"], "Delete a grant", grants::delete));
}

/// Numbers and settings of the tenant.
fn tenant_as_a_whole(table: &mut Table) {
    table
        .at("/stats/active-users", |p| p.get(&["read:stats"], "Count active users", stats::active_users))
        .at("/stats/daily", |p| p.get(&["read:stats"], "Count logins and sign-ups day by day", stats::daily))
        .at("/tenants/settings", |p| {
            p.get(&["read:tenant_settings"], "Get the settings of the tenant", tenant_settings::show).patch(
                &["update:tenant_settings"],
                "Update the settings of the tenant",
                tenant_settings::update,
            )
        });
}

/// Templates and provider of mails.
fn mails(table: &mut Table) {
    table
        .at("/email-templates", |p| {
            p.post(&["create:email_templates"], "Create an email template", email_templates::create)
        })
        .at("/email-templates/{template_name}", |p| {
            p.get(&["read:email_templates"], "Get an email template", email_templates::show)
                .patch(&["update:email_templates"], "Update an email template", email_templates::update)
                .put(&["update:email_templates"], "Replace an email template", email_templates::replace)
        })
        .at("/emails/provider", |p| {
            p.get(&["read:email_provider"], "Get the email provider", email_provider::show)
                .post(&["create:email_provider"], "Configure the email provider", email_provider::create)
                .patch(&["update:email_provider"], "Update the email provider", email_provider::update)
                .delete(&["delete:email_provider"], "Delete the email provider", email_provider::delete)
        });
}

fn signing_keys(table: &mut Table) {
    table
        .at("/keys/signing", |p| p.get(&["read:signing_keys"], "List signing keys", keys::list))
        .at("/keys/signing/rotate", |p| {
            p.post(&["create:signing_keys", "update:signing_keys"], "Rotate the signing keys", keys::rotate)
        })
        .at("/keys/signing/{kid}", |p| p.get(&["read:signing_keys"], "Get a signing key", keys::show))
        .at("/keys/signing/{kid}/revoke", |p| p.put(&["update:signing_keys"], "Revoke a signing key", keys::revoke));
}

/// Applications and APIs.
fn programs(table: &mut Table) {
    const READ: AnyOf = &["read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"];
    const UPDATE: AnyOf = &[
        "update:clients",
        "update:client_keys",
        "update:client_credentials",
        "update:client_token_vault_privileged_access",
    ];
    table
        .at("/clients", |p| {
            p.get(READ, "List clients", clients::list).post(&["create:clients"], "Create a client", clients::create)
        })
        .at("/clients/{id}", |p| {
            p.get(READ, "Get a client", clients::show).patch(UPDATE, "Update a client", clients::update).delete(
                &["delete:clients"],
                "Delete a client",
                clients::delete,
            )
        })
        .at("/clients/{id}/rotate-secret", |p| {
            p.post(&["update:client_keys"], "Rotate a client's secret", clients::rotate)
        })
        .at("/clients/{client_id}/credentials", |p| {
            p.get(&["read:client_credentials"], "List a client's credentials", client_credentials::list).post(
                &["create:client_credentials"],
                "Create a client credential",
                client_credentials::create,
            )
        })
        .at("/clients/{client_id}/credentials/{credential_id}", |p| {
            p.get(&["read:client_credentials"], "Get a client credential", client_credentials::show)
                .patch(&["update:client_credentials"], "Update a client credential", client_credentials::update)
                .delete(&["delete:client_credentials"], "Delete a client credential", client_credentials::delete)
        })
        .at("/client-grants", |p| {
            p.get(&["read:client_grants"], "List client grants", client_grants::list).post(
                &["create:client_grants"],
                "Create a client grant",
                client_grants::create,
            )
        })
        .at("/client-grants/{id}", |p| {
            p.get(&["read:client_grants"], "Get a client grant", client_grants::show)
                .patch(&["update:client_grants"], "Update a client grant", client_grants::update)
                .delete(&["delete:client_grants"], "Delete a client grant", client_grants::delete)
        })
        .at("/resource-servers", |p| {
            p.get(&["read:resource_servers"], "List resource servers", resource_servers::list).post(
                &["create:resource_servers"],
                "Create a resource server",
                resource_servers::create,
            )
        })
        .at("/resource-servers/{id}", |p| {
            p.get(&["read:resource_servers"], "Get a resource server", resource_servers::show)
                .patch(&["update:resource_servers"], "Update a resource server", resource_servers::update)
                .delete(&["delete:resource_servers"], "Delete a resource server", resource_servers::delete)
        });
}
