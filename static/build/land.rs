//! The outlines of the land (Natural Earth, public domain) as one path.

use crate::equal_earth::project;
use serde_json::Value;

/// A place as longitude and latitude.
type Place = (f64, f64);

/// South of this is only Antarctica, which nobody signs in from.
const SOUTHERNMOST: f64 = -60.0;

/// Draws every ring of the `land` object of a TopoJSON file.
pub fn outline(topology: &str) -> Result<String, String> {
    let topology: Value = serde_json::from_str(topology).map_err(|e| format!("the land outlines: {e}"))?;
    let arcs = arcs(&topology).ok_or("the land outlines have no arcs")?;
    let shapes = topology["objects"]["land"]["geometries"].as_array().ok_or("the land outlines have no land")?;
    let mut path = String::new();
    for ring in shapes.iter().flat_map(list_of("arcs")).flat_map(|polygon| polygon.as_array().into_iter().flatten()) {
        let places = unwrapped(&ring_of(ring, &arcs).ok_or("a ring names an arc that is not there")?);
        if places.iter().all(|place| place.1 < SOUTHERNMOST) {
            continue;
        }
        // A ring that crosses 180° is drawn at both edges, cut there; uncut it would be a stripe across the map.
        for turn in [-360.0, 0.0, 360.0] {
            let moved: Vec<Place> = places.iter().map(|p| (p.0 + turn, p.1)).collect();
            draw(&cut(&cut(&moved, 1.0), -1.0), &mut path);
        }
    }
    Ok(path)
}

fn list_of<'a>(key: &'static str) -> impl Fn(&'a Value) -> std::iter::Flatten<std::option::IntoIter<&'a Vec<Value>>> {
    move |value| value[key].as_array().into_iter().flatten()
}

/// Arcs are written as steps on a grid; this gives the places.
fn arcs(topology: &Value) -> Option<Vec<Vec<Place>>> {
    let pair = |value: &Value| Some((value[0].as_f64()?, value[1].as_f64()?));
    let scale = pair(&topology["transform"]["scale"])?;
    let origin = pair(&topology["transform"]["translate"])?;
    let mut arcs = Vec::new();
    for arc in topology["arcs"].as_array()? {
        let mut at = (0.0, 0.0);
        let mut places = Vec::new();
        for step in arc.as_array()? {
            let step = pair(step)?;
            at = (at.0 + step.0, at.1 + step.1);
            places.push((at.0 * scale.0 + origin.0, at.1 * scale.1 + origin.1));
        }
        arcs.push(places);
    }
    Some(arcs)
}

/// Joins the arcs of a ring; `!n` means arc `n` backwards, and each arc starts where the one before it ends.
fn ring_of(ring: &Value, arcs: &[Vec<Place>]) -> Option<Vec<Place>> {
    let mut places: Vec<Place> = Vec::new();
    for index in ring.as_array()? {
        let index = index.as_i64()?;
        let arc = arcs.get(usize::try_from(if index < 0 { !index } else { index }).ok()?)?;
        let mut arc = arc.clone();
        if index < 0 {
            arc.reverse();
        }
        places.pop();
        places.extend(arc);
    }
    Some(places)
}

/// The same ring without jumps from 180° to -180°.
fn unwrapped(places: &[Place]) -> Vec<Place> {
    let mut turn = 0.0;
    let mut before = places.first().map_or(0.0, |p| p.0);
    let step = |place: &Place| {
        if place.0 - before > 180.0 {
            turn -= 360.0;
        } else if before - place.0 > 180.0 {
            turn += 360.0;
        }
        before = place.0;
        (place.0 + turn, place.1)
    };
    places.iter().map(step).collect()
}

/// The part of a ring west of 180° (`side` 1) or east of -180° (`side` -1).
fn cut(ring: &[Place], side: f64) -> Vec<Place> {
    let inside = |place: Place| place.0 * side <= 180.0;
    let mut kept = Vec::new();
    for (index, &to) in ring.iter().enumerate() {
        let from = ring[(index + ring.len() - 1) % ring.len()];
        if inside(from) != inside(to) {
            let edge = 180.0 * side;
            kept.push((edge, from.1 + (to.1 - from.1) * (edge - from.0) / (to.0 - from.0)));
        }
        if inside(to) {
            kept.push(to);
        }
    }
    kept
}

/// Appends a ring in tenths, as steps: half as long as written out.
fn draw(ring: &[Place], path: &mut String) {
    let mut points: Vec<(i64, i64)> =
        ring.iter().map(|p| project(p.1, p.0)).map(|p| (tenths(p.0), tenths(p.1))).collect();
    points.dedup();
    if points.len() < 4 {
        return;
    }
    let mut at = (0, 0);
    for (index, point) in points.into_iter().enumerate() {
        path.push_str(["l", "M"][usize::from(index == 0)]);
        path.push_str(&format!("{},{}", decimal(point.0 - at.0), decimal(point.1 - at.1)));
        at = point;
    }
    path.push('Z');
}

#[expect(clippy::cast_possible_truncation, reason = "the drawing is a thousand wide")]
fn tenths(length: f64) -> i64 {
    (length * 10.0).round() as i64
}

fn decimal(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}
