//! The load benchmark: the real binary on SQLite and PostgreSQL, filled with users and log events, asked over HTTP as
//! browsers ask it.
//!
//! `cargo bench --bench load` compares 1,000 with 100,000 users, `-- --users 1000,1000000` with a million. All ratios are
//! of one run on one machine, of requests that took turns: to the first page of the list, to the same page with the
//! smallest number of users, and to ceilings that the same run measures.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark that cannot go on says so by stopping"
)]

mod api;
mod ceiling;
mod client;
mod figures;
mod ground;
mod jobs;
mod report;
mod server;

use clap::Parser;
use figures::House;
use ground::Ground;
use std::time::Duration;

/// How the product behaves under load.
#[derive(Parser)]
struct Arguments {
    /// Numbers of users to compare
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 100_000])]
    users: Vec<u64>,
    /// Databases: sqlite, postgres
    #[arg(long, value_delimiter = ',', default_values_t = ["sqlite".to_owned(), "postgres".to_owned()])]
    databases: Vec<String>,
    /// Seconds for each figure
    #[arg(long, default_value_t = 1.0)]
    seconds: f64,
    /// Only figures whose name contains this
    #[arg(long, default_value = "")]
    only: String,
    /// What `cargo bench` adds
    #[arg(long, hide = true)]
    bench: bool,
    /// Serve the ceilings on this database instead
    #[arg(long, hide = true, requires = "listen")]
    ceiling: Option<String>,
    #[arg(long, hide = true)]
    listen: Option<String>,
}

fn main() {
    let arguments = Arguments::parse();
    if let (Some(url), Some(listen)) = (&arguments.ceiling, &arguments.listen) {
        return ceiling::serve(url, listen);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let time = Duration::from_secs_f64(arguments.seconds);
        for database in &arguments.databases {
            let mut columns = Vec::new();
            let mut smallest = None;
            for users in &arguments.users {
                eprintln!("{database}, {users} users: filling …");
                let house = House::open(Ground::fill(database, *users)).await;
                columns.push(figures::measure(&house, smallest.as_ref(), &arguments.only, time).await);
                drop(house);
                if smallest.is_none() {
                    // Anew: imports were measured in the first one, which has many more users since.
                    smallest = Some(House::open(Ground::fill(database, *users)).await);
                }
            }
            report::print(database, &columns);
        }
    });
}
