//! Many made-up log events of the made-up users, to see how History and Logs behave when they are full.

use super::derived;
use super::dice::Dice;
use super::synthetic::{self, AGE};
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::connection::Connection;
use crate::model::log_event::{Actor, LogEvent, Place};
use crate::model::tenant::TenantId;
use crate::store::{Db, connections, seeding};
use chrono::Duration;

/// Events of one transaction.
const CHUNK: u64 = 5_000;
/// The first user has a long history: one event of so many is theirs.
const OF_THE_FIRST: u64 = 50;

/// Country code, country, city, latitude, longitude.
const PLACES: [(&str, &str, &str, f64, f64); 6] = [
    ("DE", "Germany", "Berlin", 52.52, 13.405),
    ("NG", "Nigeria", "Lagos", 6.5244, 3.3792),
    ("BR", "Brazil", "Recife", -8.0476, -34.877),
    ("JP", "Japan", "Osaka", 34.6937, 135.5023),
    ("US", "United States", "Denver", 39.7392, -104.9903),
    ("IN", "India", "Pune", 18.5204, 73.8567),
];

/// Adds the made-up events number 0 to `events` of the made-up users number 0 to `users`; those that exist are skipped.
/// `progress` is told how many numbers are done. Answers with how many are new.
pub fn synthetic_events(
    db: &Db,
    tenant: &TenantId,
    (users, events): (u64, u64),
    now: Timestamp,
    progress: &mut dyn FnMut(u64),
) -> Result<usize> {
    if users == 0 && events > 0 {
        return Err(Error::field("synthetic", "Events need users."));
    }
    let connections = db.read(|tx| connections::all(tx, tenant))?;
    let (mut from, mut added) = (0, 0);
    while from < events {
        let until = events.min(from + CHUNK);
        let made: Vec<LogEvent> =
            (from..until).filter_map(|j| event(tenant, &connections, users, (j, events), now)).collect();
        added += db.write(|tx| seeding::insert_new_events(tx, tenant, &made))?;
        from = until;
        progress(from);
    }
    db.write(seeding::refresh_statistics)?;
    Ok(added)
}

/// The made-up event of a number, of `n`: the higher the number, the later the event.
fn event(
    tenant: &TenantId,
    connections: &[Connection],
    users: u64,
    (j, n): (u64, u64),
    now: Timestamp,
) -> Option<LogEvent> {
    let mut dice = Dice(j ^ 0x5EED);
    let number = if j % OF_THE_FIRST == 0 { 0 } else { dice.below(users) };
    let (user, _) = synthetic::user(tenant, connections, number, users, now)?;
    // The last tenth of the tenant's life, so that the days that History shows first are full.
    let minutes = AGE / 10;
    let date = now - Duration::minutes(i64::try_from(minutes - minutes * j / n.max(1)).ok()?);
    let code = if dice.percent(80) { "s" } else { dice.pick(&["fp", "seacft", "ss", "scp", "slo"])? };
    let (country_code, country, city, latitude, longitude) = *PLACES.get(usize::try_from(dice.below(6)).ok()?)?;
    Some(LogEvent {
        id: derived::log_id(date, &[tenant.as_str(), "synthetic event", &j.to_string()]),
        date,
        code: code.to_owned(),
        description: None,
        user_id: Some(user.id.as_str().to_owned()),
        user_name: Some(user.display_name().to_owned()),
        connection: Some(user.connection),
        strategy: Some(user.strategy),
        client_id: None,
        client_name: None,
        ip: user.last_ip,
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned()),
        hostname: None,
        place: (code == "s").then(|| Place {
            country_code: country_code.to_owned(),
            country: country.to_owned(),
            city: city.to_owned(),
            latitude,
            longitude,
        }),
        actor: Actor::User,
        diff: Vec::new(),
        details: serde_json::Map::new(),
    })
}
