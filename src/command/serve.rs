//! `gatehouse serve`: migrations, demo data where due, then the server until SIGTERM.

use super::say;
use crate::app::{App, StartError, Upkeep, Workers};
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
    greet(&app, loaded);
    let upkeep = Upkeep::start(&app);
    let workers = Workers::start(&app);
    let served = actix_web::rt::System::new().block_on(server::run(app, listener));
    workers.stop();
    upkeep.stop();
    served.map_err(|e| StartError(format!("the server stopped: {e}")))
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
