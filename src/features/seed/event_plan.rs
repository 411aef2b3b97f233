//! Log events of a seed, and the runs of visits that stand for many of them.

use super::derived;
use super::file::{SeedEvent, SeedVisits};
use super::mistakes::Spot;
use super::plan::Planner;
use crate::model::application::ApplicationKind;
use crate::model::log_event::{Actor, LogEvent, Place};
use crate::model::user::User;

/// Most visits of one run: a slip of the finger must not fill the disk.
const MOST_VISITS: u32 = 10_000;

/// An event of a user, or of nobody in particular; `number` is its place in its list.
pub fn event(planner: &mut Planner, spot: &Spot, user: Option<&User>, seed: SeedEvent, number: usize) -> LogEvent {
    let at = seed.at.resolve(planner.now);
    let application = seed.application.and_then(|name| Some((planner.application(spot, &name)?, name)));
    let connection = seed.connection.or_else(|| user.map(|u| u.connection.clone()));
    let strategy = connection.as_deref().and_then(|name| planner.strategy(spot, name));
    let place = seed.place.and_then(|name| place(planner, spot, &name));
    let machine = application.as_ref().is_some_and(|((_, kind), _)| *kind == ApplicationKind::Machine);
    // Machines act for the tenant, operators by the dashboard; everything else is a person at a login page.
    let by_hand = !machine && seed.code.ends_with("api");
    let operator =
        (by_hand || seed.operator.is_some()).then(|| planner.operator(spot, seed.operator.as_deref())).flatten();
    let subject = user.map_or("", |u| u.id.as_str());
    LogEvent {
        id: derived::log_id(at, &[&planner.slug, "event", subject, &number.to_string()]),
        date: at,
        actor: operator.unwrap_or(if machine || by_hand { Actor::System } else { Actor::User }),
        code: seed.code,
        description: seed.description,
        user_id: user.map(|u| u.id.as_str().to_owned()),
        user_name: user.map(|u| u.display_name().to_owned()),
        connection,
        strategy,
        client_id: application.as_ref().map(|((id, _), _)| id.clone()),
        client_name: application.map(|(_, name)| name),
        ip: seed.ip,
        user_agent: seed.user_agent,
        hostname: None,
        place,
        diff: Vec::new(),
        details: serde_json::Map::new(),
    }
}

/// The successful logins that a run stands for, the latest first; `number` is the first one's place.
pub fn visits(planner: &mut Planner, spot: &Spot, user: &User, seed: &SeedVisits, number: usize) -> Vec<LogEvent> {
    if seed.count > MOST_VISITS {
        let words = format!("a run has at most {MOST_VISITS} visits");
        planner.mistakes.note(spot, "visits", &format!("count: {}", seed.count), &words);
        return Vec::new();
    }
    let latest = SeedEvent {
        code: "s".to_owned(),
        at: seed.last,
        application: seed.application.clone(),
        connection: None,
        ip: seed.ip.clone(),
        user_agent: None,
        place: seed.place.clone(),
        description: None,
        operator: None,
    };
    let latest = event(planner, spot, Some(user), latest, number);
    let earlier = |i: u32| latest.date.checked_sub_signed(seed.every.0 * i32::try_from(i).ok()?);
    let dates = (0..seed.count).map_while(earlier);
    let id = |at, n: usize| derived::log_id(at, &[&planner.slug, "event", user.id.as_str(), &n.to_string()]);
    dates.zip(number..).map(|(date, n)| LogEvent { id: id(date, n), date, ..latest.clone() }).collect()
}

fn place(planner: &mut Planner, spot: &Spot, name: &str) -> Option<Place> {
    let Some(place) = planner.places.get(name) else {
        planner.mistakes.note(spot, "place", name, &format!("no place “{name}” is defined"));
        return None;
    };
    Some(Place {
        country_code: place.country_code.clone(),
        country: place.country.clone(),
        city: place.city.clone(),
        latitude: place.latitude,
        longitude: place.longitude,
    })
}
