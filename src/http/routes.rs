//! The whole product's addresses. Each line below `/dashboard` and `/account` names the right it asks for.

use super::dashboard::users::{actions, bulk, bulk_plan, create, edit, link, list, metadata, search_help, tabs, views};
use super::dashboard::{
    account, applications, choose_password, connections, home, jobs, logs, outbox, re_authenticate, reset_password,
    sign_in, tenants, verify_email,
};
use super::hall::assets;
use super::hall::commands;
use super::hall::cors::cors;
use super::hall::guard::guard;
use super::hall::inside::Inside;
use super::hall::routing::Table;
use super::hall::session_store::DatabaseSessions;
use super::health;
use super::management_api::document;
use super::management_api::endpoint::{Endpoint, Endpoints};
use super::management_api::gate::gate;
use super::management_api::jobs::file;
use super::oidc::{discovery, token};
use super::urls;
use crate::model::operator::Right::{EditAppMetadata, Export, ManageTenant, ManageUsers, OwnTenant, Read};
use actix_session::SessionMiddleware;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

/// What a signed-in operator reaches in a tenant.
pub fn dashboard() -> Table {
    let mut table = Table::new("/dashboard/{tenant}");
    // Before the users, whose ids could be these words.
    import_and_export(&mut table);
    deleted_users(&mut table);
    users(&mut table);
    user(&mut table);
    user_actions(&mut table);
    access(&mut table);
    table
        .at("/logs", |r| r.get(Read, logs::list::page))
        .at("/logs/{log}", |r| r.get(Read, logs::show::page))
        .at("/jobs", |r| r.get(Read, jobs::list::page))
        .at("/jobs/{job}", |r| r.get(Read, jobs::show::page))
        .at("/jobs/{job}/cancel", |r| r.post(ManageUsers, jobs::cancel::save))
        .at("/jobs/{job}/results", |r| r.get(Read, jobs::results::page))
        .at("/outbox", |r| r.get(Read, outbox::list::page))
        .at("/outbox/{mail}", |r| r.get(Read, outbox::show::page))
        .at("/settings", |r| r.get(Read, tenants::settings::page).post(OwnTenant, tenants::settings::save));
    operators(&mut table);
    access_of_user(&mut table);
    roles(&mut table);
    apis(&mut table);
    table
}

/// The users of a tenant: the list, its views and what is done with many.
fn users(table: &mut Table) {
    table
        .at("/users", |r| r.get(Read, list::page))
        .at("/users/create", |r| r.get(ManageUsers, create::page).post(ManageUsers, create::save))
        .at("/users/search-help", |r| r.get(Read, search_help::page))
        .at("/users/views", |r| r.get(Read, views::list::page))
        .at("/users/views/create", |r| r.get(ManageUsers, views::create::page).post(ManageUsers, views::create::save))
        .at("/users/views/{view}/rename", |r| {
            r.get(ManageUsers, views::rename::page).post(ManageUsers, views::rename::save)
        })
        .at("/users/views/{view}/delete", |r| {
            r.get(ManageUsers, views::delete::page).post(ManageUsers, views::delete::save)
        })
        .at("/users/bulk", |r| r.post(ManageUsers, bulk::save))
        .at("/users/bulk/{job}", |r| r.get(ManageUsers, bulk_plan::page).post(ManageUsers, bulk_plan::start));
}

/// One user: the tabs and the actions of the details.
fn user(table: &mut Table) {
    table
        .at("/users/{user}", |r| r.get(Read, tabs::details::page))
        .at("/users/{user}/history", |r| r.get(Read, tabs::history::page))
        .at("/users/{user}/history/{log}", |r| r.get(Read, tabs::history_event::page))
        .at("/users/{user}/locations", |r| r.get(Read, tabs::locations::page))
        .at("/users/{user}/raw-json", |r| r.get(Read, tabs::raw_json::page))
        .at("/users/{user}/edit", |r| r.get(ManageUsers, edit::page).post(ManageUsers, edit::save))
        .at("/users/{user}/user-metadata", |r| {
            r.get(ManageUsers, metadata::user_page).post(ManageUsers, metadata::user_save)
        })
        .at("/users/{user}/app-metadata", |r| {
            r.get(EditAppMetadata, metadata::app_page).post(EditAppMetadata, metadata::app_save)
        })
        .at("/users/{user}/remove-factor/{factor}", |r| {
            r.get(ManageUsers, actions::remove_factor::page).post(ManageUsers, actions::remove_factor::save).sensitive()
        })
        .at("/users/{user}/reset-mfa", |r| {
            r.get(ManageUsers, actions::reset_mfa::page).post(ManageUsers, actions::reset_mfa::save).sensitive()
        })
        .at("/users/{user}/regenerate-recovery-code", |r| {
            r.get(ManageUsers, actions::regenerate_recovery_code::page)
                .post(ManageUsers, actions::regenerate_recovery_code::save)
                .sensitive()
        })
        .at("/users/{user}/forget-browsers", |r| {
            r.get(ManageUsers, actions::forget_browsers::page)
                .post(ManageUsers, actions::forget_browsers::save)
                .sensitive()
        })
        .at("/users/{user}/recovery-code", |r| r.get(ManageUsers, actions::regenerate_recovery_code::show))
        .at("/users/{user}/link", |r| r.get(ManageUsers, link::search))
        .at("/users/{user}/link/{other}", |r| r.get(ManageUsers, link::page).post(ManageUsers, link::save))
        .at("/users/{user}/unlink/{identity}", |r| {
            r.get(ManageUsers, actions::unlink::page).post(ManageUsers, actions::unlink::save)
        })
        .at("/users/{user}/block", |r| r.get(ManageUsers, actions::block::page).post(ManageUsers, actions::block::save))
        .at("/users/{user}/unblock", |r| {
            r.get(ManageUsers, actions::unblock::page).post(ManageUsers, actions::unblock::save)
        });
}

/// Users that come from files and go to files.
fn import_and_export(table: &mut Table) {
    use super::dashboard::users::{export, import};
    table
        .at("/users/import", |r| r.get(ManageUsers, import::upload::page).upload(ManageUsers, import::upload::save))
        .at("/users/import/{job}", |r| {
            r.get(ManageUsers, import::review::page).post(ManageUsers, import::review::start)
        })
        .at("/users/import/{job}/columns", |r| {
            r.get(ManageUsers, import::columns::page).post(ManageUsers, import::columns::save)
        })
        .at("/users/export", |r| r.get(Export, export::page).post(Export, export::save).sensitive())
        .at("/jobs/{job}/rejects", |r| r.get(ManageUsers, jobs::rejects::page))
        .at("/jobs/{job}/download", |r| r.get(Export, jobs::download::page));
}

/// The recycle bin.
fn deleted_users(table: &mut Table) {
    use super::dashboard::users::deleted::{delete, list, restore};
    table
        .at("/users/deleted", |r| r.get(Read, list::page))
        .at("/users/deleted/{deletion}/restore", |r| r.post(ManageUsers, restore::save))
        .at("/users/deleted/{deletion}/delete", |r| r.get(ManageUsers, delete::page).post(ManageUsers, delete::save));
}

/// A user's devices, authorizations, permissions and roles.
fn access_of_user(table: &mut Table) {
    use actions::{assign_permissions, assign_roles, remove_permission, remove_role, revoke_grant, unlink_device};
    table
        .at("/users/{user}/devices", |r| r.get(Read, tabs::devices::page))
        .at("/users/{user}/devices/{device}/unlink", |r| {
            r.get(ManageUsers, unlink_device::page).post(ManageUsers, unlink_device::save)
        })
        .at("/users/{user}/authorized-applications", |r| r.get(Read, tabs::authorized_applications::page))
        .at("/users/{user}/authorized-applications/{grant}/revoke", |r| {
            r.get(ManageUsers, revoke_grant::page).post(ManageUsers, revoke_grant::save)
        })
        .at("/users/{user}/permissions", |r| r.get(Read, tabs::permissions::page))
        .at("/users/{user}/permissions/assign", |r| {
            r.get(ManageUsers, assign_permissions::page).post(ManageUsers, assign_permissions::save)
        })
        .at("/users/{user}/permissions/{api}/{permission}/assign", |r| r.post(ManageUsers, assign_permissions::one))
        .at("/users/{user}/permissions/{api}/{permission}/remove", |r| r.post(ManageUsers, remove_permission::save))
        .at("/users/{user}/roles", |r| r.get(Read, tabs::roles::page).post(ManageUsers, assign_roles::save))
        .at("/users/{user}/roles/{role}/assign", |r| r.post(ManageUsers, assign_roles::one))
        .at("/users/{user}/roles/{role}/remove", |r| r.post(ManageUsers, remove_role::save));
}

fn user_actions(table: &mut Table) {
    use actions::{change_email, change_password, delete, mark_verified, send_verification_email, sign_in_as};
    table
        .at("/users/{user}/send-verification-email", |r| {
            r.get(ManageUsers, send_verification_email::page).post(ManageUsers, send_verification_email::save)
        })
        .at("/users/{user}/mark-verified", |r| {
            r.get(ManageUsers, mark_verified::page).post(ManageUsers, mark_verified::save)
        })
        .at("/users/{user}/mark-unverified", |r| r.post(ManageUsers, mark_verified::undo))
        .at("/users/{user}/change-email", |r| {
            r.get(ManageUsers, change_email::page).post(ManageUsers, change_email::save).sensitive()
        })
        .at("/users/{user}/change-password", |r| {
            r.get(ManageUsers, change_password::page).post(ManageUsers, change_password::save).sensitive()
        })
        .at("/users/{user}/sign-in-as", |r| r.get(ManageUsers, sign_in_as::page).sensitive())
        .at("/users/{user}/delete", |r| r.get(ManageUsers, delete::page).post(ManageUsers, delete::save));
}

/// Who may use the tenant: for its owners.
fn operators(table: &mut Table) {
    use super::dashboard::operators::{change_role, invite, list, mail_link, remove};
    table
        .at("/operators", |r| r.get(OwnTenant, list::page))
        .at("/operators/invite", |r| r.get(OwnTenant, invite::page).post(OwnTenant, invite::save).sensitive())
        .at("/operators/{operator}/change-role", |r| {
            r.get(OwnTenant, change_role::page).post(OwnTenant, change_role::save).sensitive()
        })
        .at("/operators/{operator}/mail-link", |r| {
            r.get(OwnTenant, mail_link::page).post(OwnTenant, mail_link::save).sensitive()
        })
        .at("/operators/{operator}/remove", |r| {
            r.get(OwnTenant, remove::page).post(OwnTenant, remove::save).sensitive()
        });
}

/// Roles, from their own end.
fn roles(table: &mut Table) {
    use super::dashboard::roles::{add_permissions, assign_users, create, delete, list, permissions, settings, users};
    table
        .at("/roles", |r| r.get(Read, list::page))
        .at("/roles/create", |r| r.get(ManageTenant, create::page).post(ManageTenant, create::save))
        .at("/roles/{role}", |r| r.get(Read, settings::page).post(ManageTenant, settings::save))
        .at("/roles/{role}/delete", |r| r.get(ManageTenant, delete::page).post(ManageTenant, delete::save))
        .at("/roles/{role}/permissions", |r| r.get(Read, permissions::page))
        .at("/roles/{role}/permissions/add", |r| {
            r.get(ManageTenant, add_permissions::page).post(ManageTenant, add_permissions::save)
        })
        .at("/roles/{role}/permissions/{api}/{permission}/add", |r| r.post(ManageTenant, add_permissions::one))
        .at("/roles/{role}/permissions/{api}/{permission}/remove", |r| r.post(ManageTenant, permissions::remove))
        .at("/roles/{role}/users", |r| r.get(Read, users::page))
        .at("/roles/{role}/users/assign", |r| {
            r.get(ManageUsers, assign_users::page).post(ManageUsers, assign_users::save)
        })
        .at("/roles/{role}/users/{user}/assign", |r| r.post(ManageUsers, assign_users::one))
        .at("/roles/{role}/users/{user}/remove", |r| r.post(ManageUsers, users::remove));
}

/// APIs and their permissions.
fn apis(table: &mut Table) {
    use super::dashboard::apis::{
        create, delete, edit_permission, explorer, list, permissions, programs, remove_permission, settings,
    };
    table
        .at("/apis", |r| r.get(Read, list::page))
        .at("/apis/create", |r| r.get(ManageTenant, create::page).post(ManageTenant, create::save))
        .at("/apis/{api}", |r| r.get(Read, settings::page).post(ManageTenant, settings::save))
        .at("/apis/{api}/delete", |r| r.get(ManageTenant, delete::page).post(ManageTenant, delete::save))
        .at("/apis/{api}/programs", |r| r.get(Read, programs::list::page))
        .at("/apis/{api}/programs/add", |r| {
            r.get(ManageTenant, programs::add::page).post(ManageTenant, programs::add::save).sensitive()
        })
        .at("/apis/{api}/programs/{application}/scopes", |r| {
            r.get(ManageTenant, programs::scopes::page).post(ManageTenant, programs::scopes::save).sensitive()
        })
        .at("/apis/{api}/programs/{application}/revoke", |r| {
            r.get(ManageTenant, programs::revoke::page).post(ManageTenant, programs::revoke::save)
        })
        .at("/apis/{api}/programs/{application}/token", |r| {
            r.get(ManageTenant, programs::token::page).post(ManageTenant, programs::token::save).sensitive()
        })
        .at("/apis/{api}/programs/{application}/new-token", |r| r.get(ManageTenant, programs::token::show))
        .at("/apis/{api}/explorer", |r| r.get(Read, explorer::list::page))
        .at("/apis/{api}/explorer/{operation}", |r| {
            r.get(Read, explorer::endpoint::page).post(ManageTenant, explorer::endpoint::save)
        })
        .at("/apis/{api}/permissions", |r| r.get(Read, permissions::page).post(ManageTenant, permissions::add))
        .at("/apis/{api}/permissions/{permission}/edit", |r| {
            r.get(ManageTenant, edit_permission::page).post(ManageTenant, edit_permission::save)
        })
        .at("/apis/{api}/permissions/{permission}/remove", |r| {
            r.get(ManageTenant, remove_permission::page).post(ManageTenant, remove_permission::save)
        });
}

/// Applications and connections, and the relation between them from both ends.
fn access(table: &mut Table) {
    use ManageTenant as M;
    use applications as a;
    use connections as c;
    table
        .at("/applications", |r| r.get(Read, a::list::page))
        .at("/applications/create", |r| r.get(M, a::create::page).post(M, a::create::save))
        .at("/applications/{application}", |r| r.get(Read, a::settings::page).post(M, a::settings::save))
        .at("/applications/{application}/connections", |r| r.get(Read, a::connections::page))
        .at("/applications/{application}/connections/{connection}/enable", |r| r.post(M, a::connections::enable))
        .at("/applications/{application}/connections/{connection}/disable", |r| r.post(M, a::connections::disable))
        .at("/applications/{application}/rotate-secret", |r| {
            r.get(M, a::rotate_secret::page).post(M, a::rotate_secret::save)
        })
        .at("/applications/{application}/secret", |r| r.get(M, a::secret::page))
        .at("/applications/{application}/delete", |r| r.get(M, a::delete::page).post(M, a::delete::save))
        .at("/connections", |r| r.get(Read, c::list::page))
        .at("/connections/create", |r| r.get(M, c::create::page).post(M, c::create::save))
        .at("/connections/{connection}", |r| r.get(Read, c::settings::page).post(M, c::settings::save))
        .at("/connections/{connection}/applications", |r| r.get(Read, c::applications::page))
        .at("/connections/{connection}/applications/{application}/enable", |r| r.post(M, c::applications::enable))
        .at("/connections/{connection}/applications/{application}/disable", |r| r.post(M, c::applications::disable))
        .at("/connections/{connection}/delete", |r| r.get(M, c::delete::page).post(M, c::delete::save));
}

/// What a signed-in operator reaches outside of any tenant.
pub fn own() -> Table {
    let mut table = Table::new("");
    table
        .at(urls::DASHBOARD, |r| r.get(Read, home::page))
        .at("/tenants/create", |r| r.get(Read, tenants::create::page).post(Read, tenants::create::save))
        .at("/account", |r| r.get(Read, account::page))
        .at("/account/sign-out-everywhere", |r| r.post(Read, account::sign_out_everywhere))
        .at("/account/theme", |r| r.post(Read, account::theme))
        .at("/account/time-zone", |r| r.post(Read, account::time_zone))
        .at("/re-authenticate", |r| r.get(Read, re_authenticate::page).post(Read, re_authenticate::save))
        .at("/re-authenticate/demo", |r| r.post(Read, re_authenticate::demo))
        .at("/sign-out", |r| r.post(Read, account::sign_out));
    table
}

/// The middleware that loads and stores the browser session.
pub type Sessions = SessionMiddleware<DatabaseSessions>;

/// Registers everything. Only what needs the browser session loads it: health and files do without the database.
pub fn configure(config: &mut ServiceConfig, sessions: &Sessions) {
    config
        .route("/healthz", web::get().to(health::live))
        .route("/readyz", web::get().to(health::ready))
        .route("/assets/{name}", web::get().to(assets::serve))
        .configure(programs)
        .app_data(web::Data::new(Inside::new(programs)))
        .service(web::resource("/").route(web::get().to(home::root)))
        .service(
            web::resource("/verify-email")
                .route(web::get().to(verify_email::page))
                .route(web::post().to(verify_email::save)),
        )
        .service(
            web::resource("/reset-password")
                .route(web::get().to(reset_password::page))
                .route(web::post().to(reset_password::save)),
        )
        .service(
            web::resource("/choose-password")
                .route(web::get().to(choose_password::page))
                .route(web::post().to(choose_password::save)),
        )
        .service(web::scope("/sign-in").configure(sign_in_routes).wrap(sessions.clone()))
        .service(
            web::scope("/dashboard/{tenant}")
                .configure(|c| dashboard().mount(c))
                .wrap(from_fn(guard))
                .wrap(sessions.clone()),
        )
        .service(web::scope("").configure(|c| own().mount(c)).wrap(from_fn(guard)).wrap(sessions.clone()));
}

/// What programs reach without a browser's session; the endpoints of the Management API are in [`super::api_routes`].
fn programs(config: &mut ServiceConfig) {
    let table = super::api_routes::table();
    let endpoints = table.lines();
    config
        .app_data(web::Data::new(commands(&endpoints)))
        .route(urls::OPENID_CONFIGURATION, web::get().to(discovery::configuration))
        .route(urls::KEY_SET, web::get().to(discovery::key_set))
        .route(urls::JOB_FILE, web::get().to(file::serve))
        .service(web::resource(urls::TOKEN).route(web::post().to(token::issue)).wrap(from_fn(cors)))
        .service(web::resource(urls::API_DOCUMENT).app_data(endpoints.clone()).route(web::get().to(document::serve)))
        .service(
            web::scope(urls::API)
                .app_data(endpoints)
                .configure(|c| table.mount(c))
                .default_service(web::to(document::nowhere))
                .wrap(from_fn(gate))
                .wrap(from_fn(cors)),
        );
}

/// The endpoints as pages name them.
fn commands(endpoints: &Endpoints) -> commands::Endpoints {
    let known = |endpoint: &Endpoint| commands::Known {
        method: endpoint.method.to_string(),
        path: format!("{}{}", urls::API, endpoint.path),
        scopes: endpoint.scopes,
    };
    commands::Endpoints(endpoints.all().into_iter().map(|endpoint| (endpoint.id(), known(endpoint))).collect())
}

/// Signing in comes before any session; its forms carry a token of their own.
fn sign_in_routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("").route(web::get().to(sign_in::page)).route(web::post().to(sign_in::save)))
        .service(web::resource("/demo").route(web::post().to(sign_in::demo)));
}
