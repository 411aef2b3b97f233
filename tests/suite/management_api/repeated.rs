//! A write that reaches the house twice, as programs send it again when an answer is lost, leaves the effect of one.

use crate::support::endpoints::Things;
use crate::support::{House, on_both, rows};
use actix_web::http::Method;
use gatehouse::http::api_routes;
use gatehouse::http::management_api::endpoint::Endpoint;
use std::cmp::Reverse;
use std::rc::Rc;

/// Each call of these makes something new, as the contract says: a secret, a key, a link, a job.
const NEW_EACH_TIME: &[&str] = &[
    "POST /clients/{id}/rotate-secret",
    "POST /jobs/users-exports",
    "POST /jobs/users-imports",
    "POST /jobs/verification-email",
    "POST /keys/signing/rotate",
    "POST /tickets/email-verification",
    "POST /tickets/password-change",
    "POST /users/{id}/recovery-code-regeneration",
];

/// These are refused at the first try already.
const REFUSED: &[&str] = &[
    "PATCH /rules/{id}",
    "POST /device-credentials",
    "POST /rules",
    "PUT /keys/signing/{kid}/revoke",
    "PUT /rules-configs/{key}",
];

/// The order in which they do not take each other's things away: what is below before what it is below of.
fn place(line: &Rc<Endpoint>) -> (bool, bool, Reverse<usize>, String) {
    let path = &line.path;
    let ends = line.method == Method::DELETE || path.contains("revoke") || path.ends_with("/identities");
    // A user goes with all that is below, and a connection with its users.
    let last = match path.as_str() {
        "/connections/{id}" => 2,
        "/users/{id}" => 1,
        _ => 0,
    };
    (
        ends,
        line.method != Method::POST,
        Reverse(path.matches('/').count() * 3 - last),
        format!("{} {path}", line.method),
    )
}

/// All rows but for the log's of calls that failed.
fn state(house: &House) -> Vec<String> {
    let all = rows::everything(&house.app.config.database_url).into_iter();
    all.flat_map(|(table, rows)| rows.into_iter().map(move |row| format!("{table}: {row}")))
        .filter(|row| !(row.starts_with("log_events") && row.contains("fapi")))
        .collect()
}

#[test]
fn a_repeated_write_leaves_one_effect() {
    on_both(|house| async move {
        let things = Things::of(&house).await;
        let program = house.program().await;
        let table = api_routes::table();
        let lines = table.lines();
        let mut writes: Vec<_> = lines.all().into_iter().filter(|line| line.method != Method::GET).collect();
        writes.sort_by_key(|line| place(line));
        let (mut wrong, mut without_effect) = (Vec::new(), Vec::new());
        let mut before = state(&house);
        for line in writes.iter().filter(|line| !line.takes_file) {
            let what = format!("{} {}", line.method, line.path);
            if NEW_EACH_TIME.contains(&what.as_str()) {
                continue;
            }
            let (path, body) = (things.path(line), things.body(line));
            let first = program.call(line.method.clone(), &path, body.clone()).await;
            let once = state(&house);
            if (first.status < 300) == REFUSED.contains(&what.as_str()) {
                wrong.push(format!("{what} {path} answered {} {}", first.status, first.body));
            }
            if once == before {
                without_effect.push(what.clone());
            }
            // A minute later, so that a new time of change would show.
            let later = house.later(1).await;
            let again = later.program_again(&program.token).await;
            let second = again.call(line.method.clone(), &path, body).await;
            before = state(&house);
            if second.status >= 500 || before != once {
                let more: Vec<_> = before.iter().filter(|row| !once.contains(row)).collect();
                wrong.push(format!("{what} repeated: {} {}, {more:?}", second.status, second.body));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(without_effect.len() < 30, "these did nothing at all: {without_effect:#?}");
    });
}
