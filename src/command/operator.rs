//! `gatehouse operator`: making operators and resetting their passwords, with the password read from the terminal or
//! from standard input, never from an argument.

use super::say;
use crate::app::{App, StartError};
use crate::features::operators::create::{self, NewOperator};
use crate::features::operators::reset_password::reset_password;
use crate::model::operator::OperatorRole;
use crate::model::tenant::TenantId;
use crate::security::password;
use clap::{Args, Subcommand};
use std::io::{BufRead, IsTerminal};

#[derive(Subcommand)]
pub(super) enum OperatorCommand {
    /// Make an operator; the password is asked for, or read from standard input
    Create(Create),
    /// Set a new password and end the operator's sessions
    ResetPassword {
        /// Email address of the operator
        #[arg(long)]
        email: String,
    },
}

#[derive(Args)]
pub(super) struct Create {
    /// Email address to sign in with
    #[arg(long)]
    email: String,
    /// Name on screen (default: the part before the @)
    #[arg(long, default_value = "", hide_default_value = true)]
    name: String,
    /// Short name of the tenant; made if it does not exist yet
    #[arg(long, default_value = "main")]
    tenant: String,
    /// owner, admin, user_manager or support
    #[arg(long, default_value = "owner")]
    role: String,
}

/// Runs one of them.
pub(super) fn run(app: &App, command: OperatorCommand) -> Result<(), StartError> {
    app.migrate()?;
    match command {
        OperatorCommand::Create(arguments) => make(app, &arguments),
        OperatorCommand::ResetPassword { email } => {
            let hash = read_hash()?;
            app.db().write(|tx| reset_password(tx, &email, &hash))?;
            say("The password is set, and all sessions of this operator have ended.");
            Ok(())
        }
    }
}

fn make(app: &App, arguments: &Create) -> Result<(), StartError> {
    let role = OperatorRole::parse(&arguments.role)
        .ok_or_else(|| StartError("--role must be owner, admin, user_manager or support.".into()))?;
    let tenant = TenantId::parse(&arguments.tenant).map_err(|e| StartError(format!("--tenant: {}", e.of("slug"))))?;
    let new = NewOperator {
        email: arguments.email.clone(),
        name: arguments.name.clone(),
        password_hash: read_hash()?,
        tenant,
        role,
    };
    let operator = app.db().write(|tx| create::create(tx, &new, app.now(), &app.ids))?;
    say(&format!("{} may now sign in to “{}” as {}.", operator.email, new.tenant, role.label()));
    Ok(())
}

fn read_hash() -> Result<String, StartError> {
    let password = if std::io::stdin().is_terminal() {
        rpassword::prompt_password("Password: ").map_err(|e| StartError(format!("cannot read the password: {e}")))?
    } else {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|e| StartError(format!("cannot read the password: {e}")))?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    create::check_password(&password).map_err(|e| StartError(e.of("password").to_owned()))?;
    Ok(password::hash_now(&password)?)
}
