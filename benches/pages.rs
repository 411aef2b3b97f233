//! What a page costs at 1,000 and at 100,000 users, and the ratio of the two, measured in one run on both databases:
//! `cargo bench`. The whole request is measured: session, guard, statements, template.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot go on says so by stopping")]

#[expect(dead_code, unused_imports, reason = "the suite's harness, of which a benchmark needs little")]
#[path = "../tests/suite/support/mod.rs"]
mod support;

use gatehouse::features::seed;
use gatehouse::http::urls;
use gatehouse::store::connection::Backend;
use std::io::Write;
use std::time::{Duration, Instant};
use support::House;
use support::house::AMARA;

/// Sizes that are compared.
const SIZES: [u64; 2] = [1_000, 100_000];
/// Requests per page and round; the rounds of the two sizes take turns, so that both see the same machine.
const REQUESTS: usize = 40;
const ROUNDS: usize = 8;

fn pages() -> Vec<(&'static str, String)> {
    let amara = format!("/dashboard/northwind/users/{}", urls::encode(AMARA));
    let list = "/dashboard/northwind/users";
    vec![
        ("list, first page", list.to_owned()),
        ("list, last page", format!("{list}?at=last")),
        ("list by name", format!("{list}?sort=name&order=asc")),
        ("list by latest login", format!("{list}?sort=latest_login&order=desc")),
        ("list, search for an email", format!("{list}?q=amara.okafor")),
        ("details", amara.clone()),
        ("history", format!("{amara}/history")),
    ]
}

fn main() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        actix_web::rt::System::new().block_on(compare(backend));
    }
}

async fn compare(backend: Backend) {
    let mut houses = Vec::new();
    for size in SIZES {
        let house = House::new(backend, &[("LOG", "off")]).await;
        seed::synthetic(house.app.db(), &house.tenant(), size, house.app.now(), &mut |_| {}).unwrap();
        house.sign_in().await;
        houses.push(house);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{backend:?}: median time of a request").unwrap();
    writeln!(out, "{:<28}{:>14}{:>14}{:>8}", "page", "1,000 users", "100,000 users", "ratio").unwrap();
    for (name, path) in pages() {
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..=ROUNDS {
            for (house, times) in houses.iter().zip(&mut times) {
                let measured = measure(house, &path).await;
                // The first round fills caches.
                if round > 0 {
                    times.extend(measured);
                }
            }
        }
        let [small, large] = times.map(median);
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        writeln!(out, "{name:<28}{small:>14.2?}{large:>14.2?}{ratio:>8.2}").unwrap();
    }
}

async fn measure(house: &House, path: &str) -> Vec<Duration> {
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let started = Instant::now();
        house.get(path).await.expect(200);
        times.push(started.elapsed());
    }
    times
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
