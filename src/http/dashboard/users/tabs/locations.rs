//! The Locations tab: a map of the world with a pin where the user signed in, and the same as a table.

use crate::features::users::details::Header;
use crate::features::users::locations::{self, PlaceCount};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{When, counted, day};
use crate::http::hall::world::{LAND, project};
use crate::http::urls;
use crate::model::paging::grouped;
use askama::Template;

/// Pins that would come closer than this (the map is 1000 wide) become one.
const NEAR: f64 = 20.0;

#[derive(Template)]
#[template(path = "users/tabs/locations.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    first_name: String,
    summary: String,
    label: String,
    land: &'static str,
    pins: Vec<Pin>,
    places: Vec<PlaceRow>,
    history: String,
}

/// A pin, which stands for one place or several that are near each other.
#[derive(Debug, Clone, PartialEq)]
struct Pin {
    x: f64,
    y: f64,
    logins: i64,
    places: Vec<String>,
}

struct PlaceRow {
    city: String,
    country: String,
    logins: String,
    latest: When,
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let (header, places) = visit.read(move |tx, context| locations::locations(tx, context, &id)).await?;
    let chrome = visit.chrome();
    let user = &header.user;
    let name = user.given_name.as_deref().filter(|n| !n.is_empty()).unwrap_or_else(|| user.display_name());
    render::page(&Page {
        user: UserView::new(&header, &visit.tenant, "locations", chrome.may_manage_users()),
        first_name: name.to_owned(),
        summary: summary(&header, &places),
        label: format!("World map with {}; the table below says the same", counted(places.len(), "place", "places")),
        land: LAND,
        pins: pins(&places),
        places: places.iter().map(|p| place_row(p, &visit)).collect(),
        history: urls::user_part(visit.tenant_id(), &user.id, "history"),
        chrome,
    })
}

/// Logins that the log no longer has are not spoken for: only when all are there it is "since" the sign-up.
fn summary(header: &Header, places: &[PlaceCount]) -> String {
    let logins: i64 = places.iter().map(|p| p.logins).sum();
    let Some(first) = places.iter().map(|p| p.first).min() else { return String::new() };
    let since = if logins >= header.user.logins_count { first.min(header.user.created_at) } else { first };
    format!(
        "{} from {} since {}",
        counted(usize::try_from(logins).unwrap_or_default(), "login", "logins"),
        counted(places.len(), "place", "places"),
        day(since)
    )
}

fn place_row(count: &PlaceCount, visit: &Visit) -> PlaceRow {
    PlaceRow {
        city: count.place.city.clone(),
        country: count.place.country.clone(),
        logins: grouped(count.logins),
        latest: When::at(count.latest, visit.clock()),
    }
}

/// The places come with the busiest first, so a pin stands where most of its logins were.
fn pins(places: &[PlaceCount]) -> Vec<Pin> {
    let mut pins: Vec<Pin> = Vec::new();
    for count in places {
        let (x, y) = project(count.place.latitude, count.place.longitude);
        let words = format!(
            "{}, {}: {}",
            count.place.city,
            count.place.country,
            counted(count.logins as usize, "login", "logins")
        );
        match pins.iter_mut().find(|pin| (pin.x - x).hypot(pin.y - y) < NEAR) {
            Some(pin) => {
                pin.logins += count.logins;
                pin.places.push(words);
            }
            None => pins.push(Pin { x, y, logins: count.logins, places: vec![words] }),
        }
    }
    pins
}

impl Pin {
    /// Coordinates as they stand in the drawing.
    fn at(&self) -> (String, String) {
        (format!("{:.1}", self.x), format!("{:.1}", self.y))
    }

    /// Its number; a single login is a point without one.
    fn number(&self) -> String {
        match self.logins {
            ..=1 => String::new(),
            n @ 2..1_000 => n.to_string(),
            n @ 1_000..10_000 => format!("{}.{}k", n / 1_000, n % 1_000 / 100),
            n => format!("{}k", n / 1_000),
        }
    }

    /// How far the pin and its halo reach, by the length of the number.
    fn radii(&self) -> (&'static str, &'static str) {
        match self.number().len() {
            0 => ("5.5", "11"),
            1 | 2 => ("9.5", "16"),
            3 => ("11.5", "18"),
            _ => ("14", "21"),
        }
    }

    fn title(&self) -> String {
        self.places.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::log_event::Place;

    fn place(city: &str, latitude: f64, longitude: f64, logins: i64) -> PlaceCount {
        let place = Place { country_code: "X".into(), country: "X".into(), city: city.into(), latitude, longitude };
        PlaceCount { place, logins, first: Default::default(), latest: Default::default() }
    }

    #[test]
    fn near_places_share_a_pin_where_most_logins_were() {
        let pins =
            pins(&[place("London", 51.5, -0.1, 31), place("Lagos", 6.45, 3.4, 9), place("Oxford", 51.75, -1.26, 2)]);
        assert_eq!(pins.len(), 2);
        assert_eq!((pins[0].logins, pins[0].places.len(), pins[0].number()), (33, 2, "33".to_owned()));
        assert_eq!((pins[0].x, pins[0].y), project(51.5, -0.1));
    }

    #[test]
    fn numbers_fit_their_pins() {
        for (logins, number) in [(1, ""), (2, "2"), (999, "999"), (1_250, "1.2k"), (48_000, "48k")] {
            assert_eq!(pins(&[place("A", 0.0, 0.0, logins)])[0].number(), number);
        }
    }
}
