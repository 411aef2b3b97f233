//! Every state-changing route, enumerated from the table, refuses what does not come from its own form.

use crate::support::places::Places;
use crate::support::{House, on_both, rows};
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

async fn refused(house: &House, path: &str, what: &str, request: TestRequest, statuses: &[u16]) {
    let before = house.app.db().statements();
    let answer = house.send(request.uri(path)).await;
    assert!(statuses.contains(&answer.status), "{what}: {path} answered {}", answer.status);
    // The session and the operator's places are read; nothing else.
    assert!(house.app.db().statements() - before <= 3, "{what}: {path} did something");
}

#[test]
fn every_change_refuses_a_form_that_is_not_its_own() {
    on_both(|house| async move {
        house.sign_in().await;
        let (other, places) = ("A".repeat(43), Places::of(&house));
        for line in changing() {
            let path = places.address(&line.pattern);
            let post = TestRequest::post;
            refused(&house, &path, "no token", post().set_form([("a", "b")]), &[403]).await;
            refused(&house, &path, "wrong token", post().set_form([("_csrf", other.as_str())]), &[403]).await;
            refused(&house, &path, "empty token", post().set_form([("_csrf", "")]), &[403]).await;
            let token = house.token();
            let good = [("_csrf", token.as_str())];
            refused(
                &house,
                &path,
                "cross-site origin",
                post().set_form(good).insert_header(("Origin", "https://evil.example")),
                &[403],
            )
            .await;
            refused(&house, &path, "null origin", post().set_form(good).insert_header(("Origin", "null")), &[403])
                .await;
            refused(
                &house,
                &path,
                "cross-site fetch",
                post().set_form(good).insert_header(("Sec-Fetch-Site", "cross-site")),
                &[403],
            )
            .await;
            let plain = post().insert_header(("Content-Type", "text/plain")).set_payload(format!("_csrf={token}"));
            refused(&house, &path, "text/plain", plain, &[415]).await;
            let json = post()
                .insert_header(("Content-Type", "application/json"))
                .set_payload(format!("{{\"_csrf\":\"{token}\"}}"));
            refused(&house, &path, "json", json, &[415]).await;
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
        let places = Places::of(&house);
        for line in changing() {
            let path = places.address(&line.pattern);
            refused(&house, &path, "other session", TestRequest::post().set_form([("_csrf", first.as_str())]), &[403])
                .await;
        }
    });
}

#[test]
fn a_get_changes_nothing() {
    on_both(|house| async move {
        house.sign_in().await;
        let (url, places) = (house.app.config.database_url.clone(), Places::of(&house));
        let before = rows::everything(&url);
        let tables = [routes::dashboard(), routes::own()];
        let all: Vec<_> = tables.iter().flat_map(|table| table.lines().to_vec()).collect();
        for line in &all {
            let answer = house.get(&places.address(&line.pattern)).await;
            let is_page = all.iter().any(|page| page.pattern == line.pattern && page.method == Method::GET);
            let expected: &[u16] = if is_page { &[200, 303] } else { &[405] };
            assert!(expected.contains(&answer.status), "GET {} answered {}", line.pattern, answer.status);
        }
        assert!(rows::everything(&url) == before);
    });
}
