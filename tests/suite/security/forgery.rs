//! Every state-changing route, enumerated from the table, refuses what does not come from its own form.

use crate::support::house::AMARA;
use crate::support::{House, on_both};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use gatehouse::http::hall::routing::Line;
use gatehouse::http::routes;

fn changing() -> Vec<Line> {
    let mut lines = routes::dashboard().lines().to_vec();
    lines.extend(routes::own().lines().to_vec());
    lines.retain(|line| line.method != Method::GET);
    assert!(lines.len() >= 5, "the table has lost its routes");
    lines
}

/// A real address for a pattern.
pub fn address(pattern: &str) -> String {
    let user = gatehouse::http::urls::encode(AMARA);
    let mut path = pattern.replace("{tenant}", "northwind").replace("{user}", &user);
    while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
        path.replace_range(from..=to, "unknown");
    }
    path
}

async fn refused(house: &House, line: &Line, what: &str, request: TestRequest, statuses: &[u16]) {
    let before = house.app.db().statements();
    let answer = house.send(request.uri(&address(&line.pattern))).await;
    assert!(statuses.contains(&answer.status), "{what}: {} answered {}", line.pattern, answer.status);
    // The session and the operator's places are read; nothing else.
    assert!(house.app.db().statements() - before <= 3, "{what}: {} did something", line.pattern);
}

#[test]
fn every_change_refuses_a_form_that_is_not_its_own() {
    on_both(|house| async move {
        house.sign_in().await;
        let other = "A".repeat(43);
        for line in changing() {
            let post = TestRequest::post;
            refused(&house, &line, "no token", post().set_form([("a", "b")]), &[403]).await;
            refused(&house, &line, "wrong token", post().set_form([("_csrf", other.as_str())]), &[403]).await;
            refused(&house, &line, "empty token", post().set_form([("_csrf", "")]), &[403]).await;
            let token = house.token();
            let good = [("_csrf", token.as_str())];
            refused(
                &house,
                &line,
                "cross-site origin",
                post().set_form(good).insert_header(("Origin", "https://evil.example")),
                &[403],
            )
            .await;
            refused(&house, &line, "null origin", post().set_form(good).insert_header(("Origin", "null")), &[403])
                .await;
            refused(
                &house,
                &line,
                "cross-site fetch",
                post().set_form(good).insert_header(("Sec-Fetch-Site", "cross-site")),
                &[403],
            )
            .await;
            let plain = post().insert_header(("Content-Type", "text/plain")).set_payload(format!("_csrf={token}"));
            refused(&house, &line, "text/plain", plain, &[415]).await;
            let json = post()
                .insert_header(("Content-Type", "application/json"))
                .set_payload(format!("{{\"_csrf\":\"{token}\"}}"));
            refused(&house, &line, "json", json, &[415]).await;
        }
    });
}

#[test]
fn a_token_of_another_session_is_refused() {
    on_both(|house| async move {
        house.sign_in().await;
        let first = house.token();
        house.forget_cookies();
        house.sign_in().await;
        assert_ne!(first, house.token());
        for line in changing() {
            refused(&house, &line, "other session", TestRequest::post().set_form([("_csrf", first.as_str())]), &[403])
                .await;
        }
    });
}

#[test]
fn a_get_changes_nothing() {
    on_both(|house| async move {
        house.sign_in().await;
        let before = house.read(|tx, c| gatehouse::store::users::find(tx, &c.tenant, &amara())).unwrap();
        let mut reading = routes::dashboard().lines().to_vec();
        reading.extend(routes::own().lines().to_vec());
        let readable: Vec<_> = reading.iter().filter(|l| l.method == Method::GET).map(|l| l.pattern.clone()).collect();
        for line in changing() {
            let answer = house.get(&address(&line.pattern)).await;
            let expected: &[u16] = if readable.contains(&line.pattern) { &[200, 303, 404] } else { &[405] };
            assert!(expected.contains(&answer.status), "GET {} answered {}", line.pattern, answer.status);
        }
        let after = house.read(|tx, c| gatehouse::store::users::find(tx, &c.tenant, &amara())).unwrap();
        assert_eq!(before, after);
    });
}

fn amara() -> gatehouse::model::user::UserId {
    gatehouse::model::user::UserId::from_text(AMARA)
}
