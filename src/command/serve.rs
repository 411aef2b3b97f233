//! `gatehouse serve`: migrations, demo data where due, then the server until SIGTERM.

use super::say;
use crate::app::{App, Postman, StartError, Upkeep, Workers};
use crate::config::Config;
use crate::http::server;
use std::net::TcpListener;

/// Serves until the process is told to stop.
pub(super) fn serve(config: Config) -> Result<(), StartError> {
    let app = App::new(config)?;
    let loaded = app.prepare()?;
    let listen = app.config.listen;
    let listener = TcpListener::bind(listen).map_err(|e| {
        StartError(format!(
            "GATEHOUSE_LISTEN: cannot listen on {listen}: {e}. Stop what uses the port, or name another one."
        ))
    })?;
    let secured = app.tls()?;
    greet(&app, loaded);
    if let Some(authority) = secured.as_ref().and_then(|secured| secured.authority.as_ref()) {
        trust(authority);
    }
    let upkeep = Upkeep::start(&app);
    let postman = Postman::start(&app)?;
    let workers = Workers::start(&app);
    let served =
        actix_web::rt::System::new().block_on(server::run(app, listener, secured.map(|secured| secured.config)));
    workers.stop();
    postman.stop();
    upkeep.stop();
    served.map_err(|e| StartError(format!("the server stopped: {e}")))
}

/// Says how clients come to trust a certificate that was made here.
fn trust(authority: &std::path::Path) {
    let path = std::fs::canonicalize(authority).unwrap_or_else(|_| authority.to_owned());
    let path = path.display();
    say(&format!("Its certificate is signed by {path}, which was made for this machine. To trust it:"));
    say(&format!("  Node    NODE_EXTRA_CA_CERTS={path}"));
    say(&format!("  Python  SSL_CERT_FILE={path} REQUESTS_CA_BUNDLE={path}"));
    say(&format!("  curl    --cacert {path}"));
    say("  Browsers: add it to the authorities of the system.");
}

fn greet(app: &App, loaded: bool) {
    let config = &app.config;
    say(&format!("Gatehouse is at {}", config.public_url));
    if loaded {
        say("The database was empty: two demo tenants, Northwind and Acme, have been loaded.");
    }
    if config.is_development() && config.demo_data {
        say(
            "Sign in there with “Continue as the demo administrator”. This is development mode: nobody else can reach it.",
        );
    } else {
        say("Sign in with an operator's email and password; `gatehouse operator create` makes one.");
    }
}
