//! The command line: `gatehouse` serves; the rest prepares and repairs.

mod application;
mod operator;
mod reset;
mod seed;
mod serve;

use crate::app::{App, StartError};
use crate::config::{Config, KEYS};
use clap::{Parser, Subcommand};
use std::io::IsTerminal;

/// A self-hosted home for user profiles.
#[derive(Parser)]
#[command(name = "gatehouse", version, about, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "\
Without a command, gatehouse serves. On a fresh machine it starts in development mode on http://127.0.0.1:7700
with an embedded database in ./data and two demo tenants.

Settings come from the environment (GATEHOUSE_…) and from the TOML file that GATEHOUSE_CONFIG names;
`gatehouse config check` lists them all.

Examples:
  gatehouse                                                   start in development mode
  GATEHOUSE_DATABASE_URL=postgres://localhost/gatehouse gatehouse
  gatehouse operator create --email you@example.com           the first owner of a production installation
  gatehouse application create --name Importer                a program that may call the Management API
  gatehouse seed tenants.yaml                                 load a seed file
  gatehouse seed --synthetic 100000                           fill the default tenant with generated users";

#[derive(Subcommand)]
enum Command {
    /// Serve the dashboard (the default)
    Serve,
    /// Run the database migrations and stop
    Migrate,
    /// Make programs that may call the Management API
    #[command(subcommand)]
    Application(application::ApplicationCommand),
    /// Make operators and reset their passwords
    #[command(subcommand)]
    Operator(operator::OperatorCommand),
    /// Load a seed file, or generate users
    Seed(seed::Seed),
    /// Empty the database (development mode), and load the demo tenants again
    Reset(reset::Reset),
    /// Look at the settings
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Read all settings, say what is wrong with them, and list every key
    Check,
}

/// Runs the command line of this process.
pub fn run() -> Result<(), StartError> {
    let arguments = Arguments::parse();
    let config = Config::load().map_err(|e| StartError(e.0))?;
    start_log(&config);
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(config),
        Command::Migrate => migrate(config),
        Command::Seed(arguments) => seed::run(&App::new(config)?, &arguments),
        Command::Reset(arguments) => reset::run(&App::new(config)?, &arguments),
        Command::Application(command) => application::run(&App::new(config)?, command),
        Command::Operator(command) => operator::run(&App::new(config)?, command),
        Command::Config(ConfigCommand::Check) => check(&config),
    }
}

fn start_log(config: &Config) {
    // What the HTTP server says of its own start is said better by the greeting.
    let wanted = format!("actix_server=warn,{}", config.log);
    let filter = tracing_subscriber::EnvFilter::try_new(wanted).unwrap_or_else(|_| "info".into());
    // Colours are for people: in a file they are noise.
    let colours = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    if config.log_json { builder.json().init() } else { builder.with_target(false).compact().init() }
}

fn migrate(config: Config) -> Result<(), StartError> {
    let applied = App::new(config)?.migrate()?;
    match applied.len() {
        0 => say("The database is up to date."),
        n => say(&format!("Ran {n} migrations: {}.", applied.join(", "))),
    }
    Ok(())
}

fn check(config: &Config) -> Result<(), StartError> {
    let mode = if config.is_development() { "development" } else { "production" };
    say(&format!("The settings are fine. Mode: {mode}, listening on {}.\n", config.listen));
    for (key, meaning) in KEYS {
        say(&format!("GATEHOUSE_{key:<16} {meaning}"));
    }
    Ok(())
}

/// Prints a line for the person at the terminal.
fn say(text: &str) {
    use std::io::Write;
    // A terminal that has gone away is no reason to stop a server.
    let _ = writeln!(std::io::stdout(), "{text}");
}
