//! Import and export as an operator starts them, timed from the click to the word "Completed".

use super::client::{Answer, Round, Visitor, Wire};
use super::ground::Ground;
use super::server::{Server, form_token};
use std::fmt::Write;
use std::time::{Duration, Instant};

const USERS: &str = "/dashboard/northwind/users";
/// Users that are imported.
const IMPORTED: u64 = 20_000;
/// How long between two looks at a job.
const LOOK: Duration = Duration::from_millis(50);

/// Imports users without passwords: how many a second, and the most memory it took beyond what was held before, in MB.
pub async fn import(server: &Server, operator: &Visitor) -> (f64, f64) {
    let mut wire = Wire::open(operator).await;
    let (review, start) = ready(server, &mut wire, "alone").await;
    let (before, _) = server.memory();
    let mut most = before;
    let started = Instant::now();
    let job = wire.post(&review, &start).await.location;
    until(&mut wire, &job, "Completed", |_| most = most.max(server.memory().0)).await;
    (IMPORTED as f64 / started.elapsed().as_secs_f64(), most - before)
}

/// The list's times while such an import runs.
pub async fn list_while_importing(server: &Server, operator: &Visitor) -> Round {
    let mut wire = Wire::open(operator).await;
    let (review, start) = ready(server, &mut wire, "beside").await;
    let job = wire.post(&review, &start).await.location;
    list_until_done(operator, &job).await
}

/// Uploads users and waits until they are checked: where the import is started, and the form that does.
async fn ready(server: &Server, wire: &mut Wire, salt: &str) -> (String, String) {
    let page = wire.get(&format!("{USERS}/import")).await.body;
    let boundary = "gatehouse-load";
    let mut form = String::new();
    for (name, value) in [("_csrf", form_token(&page).as_str()), ("connection", "Customers")] {
        let _ = write!(form, "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    let _ = write!(
        form,
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"users.ndjson\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{}\r\n--{boundary}--\r\n",
        lines(&format!("{salt}.{}", server.address.port()))
    );
    let kind = format!("multipart/form-data; boundary={boundary}");
    let review = wire.send_body(&format!("{USERS}/import"), &kind, form).await.location;
    let page = until(wire, &review, "data-testid=\"start\"", |_| {}).await;
    let start = format!("_csrf={}&on_existing=skip", form_token(&page.body));
    (review, start)
}

fn lines(salt: &str) -> String {
    let mut text = String::new();
    for n in 0..IMPORTED {
        let _ = writeln!(
            text,
            "{{\"email\":\"import.{salt}.{n}@load.example\",\"email_verified\":true,\"name\":\"Import {n}\",\
             \"user_metadata\":{{\"lang\":\"sv\"}},\"app_metadata\":{{\"plan\":\"gold\",\"seats\":{}}}}}",
            n % 50
        );
    }
    text
}

/// Asks for the list on a connection of its own until a job has ended.
async fn list_until_done(operator: &Visitor, job: &str) -> Round {
    let mut wire = Wire::open(operator).await;
    let (started, mut times) = (Instant::now(), Vec::new());
    loop {
        let asked = Instant::now();
        wire.get(USERS).await;
        times.push(asked.elapsed());
        if times.len() % 50 == 0 && wire.get(job).await.body.contains("Completed") {
            return Round::of(times, started.elapsed());
        }
    }
}

/// Users a second of an export of everybody, and the most memory it took beyond what was held before, in MB.
pub async fn export(server: &Server, operator: &Visitor, ground: &Ground) -> (f64, f64) {
    let mut wire = Wire::open(operator).await;
    let page = wire.get(&format!("{USERS}/export")).await.body;
    let form = format!("_csrf={}&whom=everyone&format=ndjson&fields=&list=", form_token(&page));
    let (before, _) = server.memory();
    let mut most = before;
    let started = Instant::now();
    let job = wire.post(&format!("{USERS}/export"), &form).await.location;
    until(&mut wire, &job, "Completed", |_| most = most.max(server.memory().0)).await;
    (ground.users as f64 / started.elapsed().as_secs_f64(), most - before)
}

/// Looks at a page until it says something.
async fn until(wire: &mut Wire, path: &str, words: &str, mut look: impl FnMut(&Answer)) -> Answer {
    let started = Instant::now();
    loop {
        let page = wire.get(path).await;
        look(&page);
        if page.body.contains(words) {
            return page;
        }
        assert!(
            !page.body.contains("Failed") && started.elapsed() < Duration::from_secs(1_200),
            "{path}: {}",
            page.body
        );
        tokio::time::sleep(LOOK).await;
    }
}
