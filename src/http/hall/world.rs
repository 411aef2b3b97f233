//! The map of the world behind a user's locations.

/// The outlines of the land, the `d` of a path in a drawing of 1000 by 430.
pub const LAND: &str = include_str!(concat!(env!("OUT_DIR"), "/land.txt"));

include!("../../../static/build/equal_earth.rs");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meeting_of_equator_and_prime_meridian_is_in_the_middle() {
        assert_eq!(project(0.0, 0.0), (CENTRE, EQUATOR));
    }

    #[test]
    fn every_inhabited_place_is_on_the_drawing() {
        for (latitude, longitude) in [(83.6, -33.0), (-54.9, -67.6), (0.0, 180.0), (0.0, -180.0)] {
            let (x, y) = project(latitude, longitude);
            assert!((0.0..=1000.0).contains(&x) && (0.0..=430.0).contains(&y), "{latitude} {longitude} is at {x} {y}");
        }
    }
}
