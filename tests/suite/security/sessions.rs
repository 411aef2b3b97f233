//! Operators' sessions: their cookie, their limits, their end.

use crate::support::{House, on_both, rows};
use actix_web::test::TestRequest;
use chrono::TimeDelta;
use gatehouse::features::operators::sessions;
use gatehouse::model::operator::OperatorRole;
use gatehouse::store::connection::Backend;

#[test]
fn the_cookie_is_guarded() {
    on_both(|house| async move {
        let cookie = cookie_at_sign_in(&house, "gatehouse").await;
        for word in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.split("; ").any(|part| part == word), "{word}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    });
}

#[test]
fn a_session_gets_a_new_id_at_sign_in_and_ends_at_sign_out() {
    on_both(|house| async move {
        house.sign_in().await;
        let first = house.cookie("gatehouse").unwrap();
        house.post("/sign-out", &[]).await.expect(303);
        house.set_cookie("gatehouse", &first);
        house.get("/account").await.expect(303);
        house.forget_cookies();
        house.sign_in().await;
        assert_ne!(house.cookie("gatehouse").unwrap(), first);
    });
}

#[test]
fn signing_out_everywhere_ends_the_other_browsers_session() {
    on_both(|house| async move {
        house.sign_in().await;
        let other = house.cookie("gatehouse").unwrap();
        house.forget_cookies();
        house.sign_in().await;
        house.post("/account/sign-out-everywhere", &[]).await.expect(303);
        house.set_cookie("gatehouse", &other);
        house.get("/account").await.expect(303);
    });
}

#[test]
fn a_session_ends_after_half_an_hour_idle_and_after_twelve_hours() {
    on_both(|house| async move {
        let start = house.app.now();
        let db = house.app.db();
        let minutes = |m: i64| start + TimeDelta::minutes(m);
        let key = db.write(|tx| sessions::save(tx, None, "{}", None, start)).unwrap();
        let alive = |at| db.read(|tx| sessions::load(tx, &key, at)).unwrap().is_some();
        assert!(alive(minutes(30)));
        assert!(!alive(minutes(31)));
        // Kept in use every 20 minutes, it still ends after twelve hours.
        for n in 1..=36 {
            let loaded = db.read(|tx| sessions::load(tx, &key, minutes(n * 20))).unwrap();
            let Some(hash) = loaded.and_then(|session| session.due) else { panic!("ended after {n} steps") };
            db.write(|tx| sessions::touch(tx, &hash, minutes(n * 20))).unwrap();
        }
        assert!(!alive(minutes(12 * 60 + 1)));
    });
}

#[test]
fn a_password_reset_ends_all_sessions() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Admin).await;
        house.get("/account").await.expect(200);
        let hash = gatehouse::security::password::hash_now("another long password").unwrap();
        let reset = |tx: &mut gatehouse::store::Tx| {
            gatehouse::features::operators::reset_password::reset_password(tx, "admin@gatehouse.example", &hash)
        };
        house.app.db().write(reset).unwrap();
        house.get("/account").await.expect(303);
    });
}

/// What the browser is told to keep at sign-in.
async fn cookie_at_sign_in(house: &House, name: &str) -> String {
    let token = house.sign_in_token().await;
    let form = [("_csrf", token.as_str())];
    let answer = house.send(TestRequest::post().uri("/sign-in/demo").set_form(form)).await.expect(303);
    let start = format!("{name}=");
    let line = answer.headers.iter().find(|(n, v)| n == "set-cookie" && v.starts_with(&start));
    line.unwrap_or_else(|| panic!("no cookie {name} in {:?}", answer.headers)).1.clone()
}

#[test]
fn on_https_every_cookie_is_secure_and_the_session_is_bound_to_the_host() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        actix_web::rt::System::new().block_on(async {
            let house = House::new(backend, &[("PUBLIC_URL", "https://gatehouse.example")]).await;
            let cookie = cookie_at_sign_in(&house, "__Host-gatehouse").await;
            for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
                assert!(cookie.split("; ").any(|part| part == word), "{word}: {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
            house.get("/dashboard/northwind/users").await.expect(200);
            let page = house.get("/sign-in").await;
            assert!(page.status == 303);
            house.forget_cookies();
            for path in ["/sign-in", "/verify-email?ticket=x"] {
                let page = house.get(path).await;
                let cookies: Vec<_> = page.headers.iter().filter(|(name, _)| name == "set-cookie").collect();
                assert!(cookies.iter().all(|(_, cookie)| cookie.contains("Secure") && cookie.contains("HttpOnly")));
                assert!(page.header("strict-transport-security").is_some());
            }
        });
    }
}

#[test]
fn the_database_does_not_know_the_id() {
    on_both(|house| async move {
        cookie_at_sign_in(&house, "gatehouse").await;
        let cookie = house.cookie("gatehouse").unwrap();
        let url = &house.app.config.database_url;
        // The cookie ends in the id, 43 characters of base64: 256 bits.
        let id = &cookie[cookie.len() - 43..];
        let stored = rows::words(url, "SELECT id_hash || ' ' || state AS word FROM operator_sessions");
        assert!(stored.len() == 1 && !stored[0].contains(id), "{stored:?}");
        let hash = gatehouse::security::token::hash(id);
        assert!(stored[0].starts_with(&hash), "the id is not where it was looked for");
    });
}

#[test]
fn an_id_from_before_a_sign_in_or_a_new_tenant_opens_nothing_afterwards() {
    on_both(|house| async move {
        house.sign_in().await;
        let first = house.cookie("gatehouse").unwrap();
        // Signing in again, as somebody would whose browser was given a session by another.
        let token = house.sign_in_token().await;
        assert!(token.is_empty(), "who is signed in is sent on");
        house.post("/tenants/create", &[("name", "Another place")]).await.expect(303);
        let second = house.cookie("gatehouse").unwrap();
        assert_ne!(first, second);
        house.get("/dashboard/another-place/users").await.expect(200);
        house.set_cookie("gatehouse", &first);
        house.get("/account").await.expect(303);
        // A tenant is named by the address and never by the session: going to another one gives the session nothing.
        house.set_cookie("gatehouse", &second);
        house.get("/dashboard/acme/users").await.expect(200);
        assert_eq!(house.cookie("gatehouse").unwrap(), second);
    });
}

#[test]
fn a_forged_id_is_replaced_at_sign_in() {
    on_both(|house| async move {
        house.set_cookie("gatehouse", &"x".repeat(87));
        house.sign_in().await;
        assert_ne!(house.cookie("gatehouse").unwrap(), "x".repeat(87));
        house.get("/account").await.expect(200);
    });
}

#[test]
fn a_session_that_nobody_used_for_half_an_hour_asks_to_sign_in() {
    on_both(|house| async move {
        house.sign_in().await;
        house.later(30).await.get("/account").await.expect(200);
        assert!(house.later(61).await.get("/account").await.expect(303).location().starts_with("/sign-in"));
    });
}

#[test]
fn moving_to_another_id_does_not_make_a_session_last_longer() {
    on_both(|house| async move {
        house.sign_in().await;
        let started = || {
            let sql = "SELECT CAST(created_at AS TEXT) AS word FROM operator_sessions";
            rows::words(&house.app.config.database_url, sql)
        };
        let before = started();
        let later = house.later(20).await;
        later.post("/tenants/create", &[("name", "Another place")]).await.expect(303);
        assert_eq!(started(), before, "a new id is no proof of who is there");
        let click = gatehouse::http::urls::demo_re_authenticate("/account");
        later.post(&click, &[]).await.expect(303);
        assert_ne!(started(), before, "a password is one");
    });
}
