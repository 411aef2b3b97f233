//! The table of who may import whom, and its reader.

use super::Tree;
use super::rust_text::{code_of, without_tests};

/// A room of the house: a place in the source tree and what may be named there.
pub struct Room {
    /// Path prefixes below `src/`; the first room that matches a file owns it.
    places: &'static [&'static str],
    /// Places of the crate it may name besides itself; `*` is everything.
    rooms: &'static [&'static str],
    /// External crates it may never name; a trailing `*` stands for a family.
    never: &'static [&'static str],
    /// When not empty, the only external crates it may `use`.
    only: &'static [&'static str],
}

const WEB: &[&str] = &["actix*", "askama"];
const NEITHER_SQL_NOR_WEB: &[&str] = &["diesel*", "r2d2", "actix*", "askama"];

#[rustfmt::skip]
pub const ROOMS: &[Room] = &[
    Room { places: &["model/"], rooms: &[], never: &[], only: &["std", "core", "serde", "serde_json", "chrono", "chrono_tz", "deunicode", "strsim"] },
    Room { places: &["store/"], rooms: &["model", "error"], never: WEB, only: &[] },
    Room { places: &["security/"], rooms: &["model", "error"], never: NEITHER_SQL_NOR_WEB, only: &[] },
    Room { places: &["mail/"], rooms: &["model", "store", "error"], never: &["diesel*", "actix*"], only: &[] },
    Room {
        places: &["features/"],
        rooms: &["model", "store", "security", "mail", "error"],
        never: NEITHER_SQL_NOR_WEB,
        only: &[],
    },
    Room { places: &["http/hall/"], rooms: &["model", "error", "app", "security", "http::urls"], never: &["diesel*"], only: &[] },
    Room { places: &["http/urls"], rooms: &["model"], never: NEITHER_SQL_NOR_WEB, only: &[] },
    // The edge's own files (server, routes) know every door; they still keep away from SQL.
    Room { places: &["http/mod.rs", "http/server", "http/routes", "http/api_routes", "http/health"], rooms: &["http", "app", "error", "config", "model"], never: &["diesel*"], only: &[] },
    Room {
        places: &["http/dashboard/", "http/management_api/", "http/oidc/"],
        rooms: &["http::hall", "http::urls", "features", "model", "error", "app", "security"],
        never: &["diesel*"],
        only: &[],
    },
    Room { places: &["clock.rs"], rooms: &["model"], never: NEITHER_SQL_NOR_WEB, only: &[] },
    Room { places: &["error.rs", "error/"], rooms: &["model"], never: WEB, only: &[] },
    Room { places: &["config/", "config.rs"], rooms: &["model", "error", "clock"], never: NEITHER_SQL_NOR_WEB, only: &[] },
    Room { places: &["app", "command", "main.rs", "lib.rs"], rooms: &["*"], never: &[], only: &[] },
];

/// Imports the table forbids and the house allows all the same: file, what it names, and why.
pub const EXCEPTIONS: &[(&str, &str, &str)] = &[];

struct Finding {
    path: String,
    named: String,
    text: String,
}

pub fn check(tree: &Tree) -> Vec<String> {
    let excused = |finding: &Finding| EXCEPTIONS.iter().any(|(file, named, _)| is_excused(finding, file, named));
    findings(tree).into_iter().filter(|finding| !excused(finding)).map(|finding| finding.text).collect()
}

pub fn stale_exceptions(tree: &Tree) -> Vec<String> {
    let found = findings(tree);
    let stale = EXCEPTIONS.iter().filter(|(file, named, _)| !found.iter().any(|it| is_excused(it, file, named)));
    stale.map(|(file, named, _)| format!("{file} no longer names {named}")).collect()
}

fn is_excused(finding: &Finding, file: &str, named: &str) -> bool {
    finding.path == file && covers(named, &finding.named)
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs").filter(|(path, _)| path.starts_with("src/") && !path.ends_with("/tests.rs"))
    {
        let inside = path.trim_start_matches("src/");
        let mut add = |named: &str, text: String| {
            findings.push(Finding { path: path.to_owned(), named: named.to_owned(), text });
        };
        let Some((room, home)) = room_of(inside) else {
            add("", format!("{path} stands in no room: give it a line in tests/suite/architecture/imports.rs"));
            continue;
        };
        let code = without_tests(&code_of(text));
        for named in crate_paths(&code, inside) {
            if !covers(home, &named) && !room.rooms.iter().any(|allowed| *allowed == "*" || covers(allowed, &named)) {
                add(&named, format!("{path} names crate::{named}, which its room may not"));
            }
        }
        for named in external_crates(&code) {
            let listed = |list: &[&str]| list.iter().any(|entry| is_of_family(&named, entry));
            if listed(room.never) || (!room.only.is_empty() && !listed(room.only)) {
                add(&named, format!("{path} names the crate {named}, which its room may not"));
            }
        }
    }
    findings
}

/// The room a file belongs to, and the module path it may always name: its own room, or its own door.
fn room_of(inside: &str) -> Option<(&'static Room, &'static str)> {
    let owns = |room: &&Room| room.places.iter().any(|place| inside.starts_with(place));
    let room = ROOMS.iter().find(owns)?;
    let place = room.places.iter().find(|place| inside.starts_with(**place))?;
    let home = place.trim_end_matches('/').trim_end_matches(".rs");
    let home = match home {
        "http/hall" => "http::hall",
        "http/dashboard" => "http::dashboard",
        "http/management_api" => "http::management_api",
        "http/oidc" => "http::oidc",
        "http/urls" => "http::urls",
        other => other,
    };
    Some((room, home))
}

/// Whether `named` is `allowed` or lies inside it.
fn covers(allowed: &str, named: &str) -> bool {
    named == allowed || named.strip_prefix(allowed).is_some_and(|rest| rest.starts_with("::"))
}

fn is_of_family(named: &str, entry: &str) -> bool {
    match entry.strip_suffix('*') {
        Some(family) => named.starts_with(family),
        None => named == entry,
    }
}

/// Every path the code names from the crate's root, `super::` chains resolved, groups opened.
fn crate_paths(code: &str, inside: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for rest in after_word(code, "crate::") {
        expand("", rest, &mut paths);
    }
    let module = module_of(inside);
    for rest in after_word(code, "super::") {
        let mut rest = rest;
        let mut parents: Vec<&str> = module.split("::").collect();
        parents.pop();
        while let Some(further) = rest.strip_prefix("super::") {
            parents.pop();
            rest = further;
        }
        let mut named = Vec::new();
        expand(&parents.join("::"), rest, &mut named);
        // A module inside the file makes `super` the file itself, which is at home anyway.
        paths.extend(named.into_iter().filter(|path| path.contains("::") || parents.is_empty()));
    }
    paths.sort();
    paths.dedup();
    paths
}

fn module_of(inside: &str) -> String {
    inside.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::")
}

/// What follows each occurrence of `word` that is not the end of a longer path or identifier.
fn after_word<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(word).filter_map(move |(at, _)| {
        let before = code[..at].chars().next_back();
        let is_start =
            !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':' || letter == '$');
        is_start.then(|| &code[at + word.len()..])
    })
}

/// Opens `a::{b, c::{d}}` into `a::b`, `a::c::d`; returns what follows the tree.
fn expand<'a>(prefix: &str, text: &'a str, paths: &mut Vec<String>) -> &'a str {
    let join = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") };
    let text = text.trim_start();
    if let Some(mut group) = text.strip_prefix('{') {
        while !group.trim_start().is_empty() && !group.trim_start().starts_with('}') {
            let rest = expand(prefix, group, paths);
            // After an alias (`x as y`) the next comma or brace goes on with the group.
            let next = rest.find([',', '}']).unwrap_or(rest.len());
            group = rest[next..].strip_prefix(',').unwrap_or(&rest[next..]);
        }
        return group.trim_start().strip_prefix('}').unwrap_or("");
    }
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    match rest.strip_prefix("::") {
        Some(inner) if !name.is_empty() => expand(&join(name), inner, paths),
        _ => {
            paths.push(join(name));
            rest
        }
    }
}

/// The external crates the code names: by `use`, or at the head of a path that starts with a known family.
fn external_crates(code: &str) -> Vec<String> {
    let mut crates: Vec<String> = Vec::new();
    for statement in after_word(code, "use ") {
        let head = statement.trim_start().trim_start_matches("::");
        let name: String = head.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let local = ["crate", "self", "super", ""].contains(&name.as_str()) || code.contains(&format!("mod {name};"));
        if !local && !name.starts_with(char::is_uppercase) {
            crates.push(name);
        }
    }
    for known in
        ["diesel", "diesel_migrations", "r2d2", "actix_web", "actix_session", "actix_http", "actix_rt", "askama"]
    {
        if after_word(code, &format!("{known}::")).next().is_some() {
            crates.push(known.to_owned());
        }
    }
    crates.sort();
    crates.dedup();
    crates
}
