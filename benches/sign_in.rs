//! Whether the time of a refused sign-in tells that somebody is known: unknown people against wrong passwords, in turns.
//!
//! `cargo bench --bench sign_in -- --tries 2000` prints both medians, their ratio and difference, and how far a rank test
//! of the two samples is from telling them apart (beyond 2.58 it does, at 99 %).

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark says what it found, and stops when it cannot go on"
)]

use clap::Parser;
use gatehouse::app::App;
use gatehouse::config::{Config, Source};
use gatehouse::features::operators::create::{NewOperator, create};
use gatehouse::features::operators::sign_in;
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::tenant::TenantId;
use gatehouse::security::password::hash_now;
use std::time::{Duration, Instant};

/// Refused sign-ins, timed.
#[derive(Parser)]
struct Arguments {
    /// Refusals of each kind
    #[arg(long, default_value_t = 200)]
    tries: usize,
    /// What `cargo bench` adds
    #[arg(long, hide = true)]
    bench: bool,
}

const KNOWN: &str = "somebody@gatehouse.example";
const UNKNOWN: &str = "nobodyyy@gatehouse.example";

fn main() {
    let arguments = Arguments::parse();
    let directory = std::env::temp_dir().join(format!("gatehouse-sign-in-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    let app = house(&directory.join("house.sqlite3").display().to_string());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    runtime.block_on(async {
        for n in 0..arguments.tries {
            // An address of its own for each try: nobody is locked out meanwhile.
            let ip = format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255);
            unknown.push(refused(&app, UNKNOWN, &ip).await);
            wrong.push(refused(&app, KNOWN, &ip).await);
        }
    });
    drop(app);
    std::fs::remove_dir_all(&directory).expect("the directory to go");
    let z = rank_test(&unknown, &wrong);
    let (unknown, wrong) = (median(&mut unknown), median(&mut wrong));
    println!("unknown person  {:8.3} ms", unknown * 1e3);
    println!("wrong password  {:8.3} ms", wrong * 1e3);
    println!("ratio {:.3}, difference {:.3} ms, rank test {z:.2}", wrong / unknown, (wrong - unknown).abs() * 1e3);
}

fn house(path: &str) -> App {
    let url = format!("sqlite:{path}");
    let pairs = [("DATABASE_URL", url.as_str()), ("SECRET", "a secret for the benchmark, and for it alone")];
    let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let config = Config::from_source(&Source::from_pairs(pairs)).expect("settings that fit");
    let app = App::new(config).expect("an application");
    app.prepare().expect("a database");
    let new = NewOperator {
        email: KNOWN.into(),
        name: "Somebody".into(),
        password_hash: hash_now("a password that is not tried").expect("a hash"),
        tenant: TenantId::parse("northwind").expect("a tenant"),
        role: OperatorRole::Support,
    };
    app.db().write(|tx| create(tx, &new, app.now(), &app.ids)).expect("an operator");
    app
}

/// The seconds that a refusal takes, from the look-up to the counted failure.
async fn refused(app: &App, email: &'static str, ip: &str) -> f64 {
    let (now, ip, begun) = (app.now(), ip.to_owned(), Instant::now());
    let address = ip.clone();
    let attempt = app.write(move |tx| sign_in::begin(tx, email, Some(&address), now)).await.expect("an attempt");
    let right = app.passwords.verify("wrong".into(), attempt.hash.clone()).await.expect("a comparison");
    let entered = app.write(move |tx| sign_in::finish(tx, &attempt, right, Some(&ip), now)).await.expect("an end");
    assert!(entered.is_none());
    begun.elapsed().max(Duration::from_nanos(1)).as_secs_f64()
}

fn median(sample: &mut [f64]) -> f64 {
    sample.sort_by(f64::total_cmp);
    sample[sample.len() / 2]
}

/// The normal deviate of Mann and Whitney's U.
fn rank_test(one: &[f64], two: &[f64]) -> f64 {
    let (n, m) = (one.len() as f64, two.len() as f64);
    let below = one.iter().map(|a| two.iter().filter(|b| a < *b).count()).sum::<usize>() as f64;
    (below - n * m / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt()
}
