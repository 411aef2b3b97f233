//! What programs ask of the Management API: the list, one user, and a change.

use super::client::{Round, Visitor, Wire, read};
use super::figures::{CROWD, Figure};
use super::ground::Ground;
use super::server::Server;
use hyper::StatusCode;
use serde_json::Value;
use std::time::{Duration, Instant};

const USERS: &str = "/api/v2/users";
/// Rows of a page, and users that take turns.
const SOME: usize = 50;

/// A figure's name with one connection, and with [`CROWD`].
type Names = (&'static str, &'static str);
const PAGE: Names = ("API: GET users", "API: GET users, 16 connections");
const TOTALS: Names = ("API: GET users with totals", "API: GET users with totals, 16 connections");
const ONE: Names = ("API: GET a user", "API: GET a user, 16 connections");
const CHANGE: Names = ("API: PATCH a user", "API: PATCH a user, 16 connections");

/// Measures the figures whose name contains a text.
pub async fn measure(server: &Server, ground: &Ground, only: &str, time: Duration) -> Vec<Figure> {
    if ![PAGE, TOTALS, ONE, CHANGE].iter().any(|(name, _)| name.contains(only)) {
        return Vec::new();
    }
    let program = program(server, ground).await;
    let mut wire = Wire::open(&program).await;
    let page = wire.get(&format!("{USERS}?per_page={SOME}&fields=user_id")).await.body;
    let page: Vec<Value> = serde_json::from_str(&page).expect("a list of users");
    let path = |user: &Value| format!("{USERS}/{}", user["user_id"].as_str().expect("an id").replace('|', "%7C"));
    let users: Vec<String> = page.iter().map(path).collect();
    let reads = [
        (PAGE, vec![format!("{USERS}?per_page={SOME}")]),
        (TOTALS, vec![format!("{USERS}?per_page={SOME}&include_totals=true")]),
        (ONE, users.clone()),
    ];
    let mut figures = Vec::new();
    for (names, paths) in reads {
        if names.0.contains(only) {
            eprintln!("  {}", names.0);
            let rounds = (read(&program, &paths, 1, time).await, read(&program, &paths, CROWD, time).await);
            figures.extend(pair(names, rounds));
        }
    }
    if CHANGE.0.contains(only) {
        eprintln!("  {}", CHANGE.0);
        let rounds = (change(&program, &users, 1, time).await, change(&program, &users, CROWD, time).await);
        figures.extend(pair(CHANGE, rounds));
    }
    figures
}

/// Both rounds, the second with its own times in a line of its own.
fn pair((name, crowded): Names, (alone, crowd): (Round, Round)) -> [Figure; 2] {
    [Figure::lone(name, alone, Some(crowd.clone())), Figure::lone(crowded, crowd, None)]
}

/// A program with a token that reads and changes users.
async fn program(server: &Server, ground: &Ground) -> Visitor {
    let told =
        ground.told(&["application", "create", "--name", "Load", "--scope", "read:users", "--scope", "update:users"]);
    let fact = |name: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(name)).expect("a fact about the program");
        line.trim().to_owned()
    };
    let mut visitor = server.stranger();
    let audience = format!("http://{}/api/v2/", visitor.address);
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&audience={audience}",
        fact("client_id"),
        fact("client_secret")
    );
    let answer = Wire::open(&visitor).await.post("/oauth/token", &form).await;
    assert!(answer.status == StatusCode::OK, "a token: {} {}", answer.status, answer.body);
    let answer: Value = serde_json::from_str(&answer.body).expect("a token");
    visitor.token = answer["access_token"].as_str().expect("a token").to_owned();
    visitor
}

/// Changes users over so many connections at once, each time to something else.
async fn change(program: &Visitor, users: &[String], connections: usize, time: Duration) -> Round {
    let started = Instant::now();
    let mut tasks = Vec::with_capacity(connections);
    for number in 0..connections {
        let mut wire = Wire::open(program).await;
        let users = users.to_vec();
        tasks.push(tokio::task::spawn_local(async move {
            let mut times = Vec::new();
            while started.elapsed() < time || times.len() < users.len() {
                let user = &users[(number + times.len()) % users.len()];
                let body = format!(r#"{{"user_metadata": {{"turn": "{number}/{}"}}}}"#, times.len());
                let asked = Instant::now();
                let answer = wire.patch(user, body).await;
                times.push(asked.elapsed());
                assert!(answer.status == StatusCode::OK, "a change answers {} {}", answer.status, answer.body);
            }
            times
        }));
    }
    let all = futures_util::future::join_all(tasks).await;
    Round::of(all.into_iter().flat_map(|times| times.expect("a task that ends")).collect(), started.elapsed())
}
