//! Operators' sessions: their cookie, their limits, their end.

use crate::support::on_both;
use chrono::TimeDelta;
use gatehouse::features::operators::sessions;
use gatehouse::model::operator::OperatorRole;

#[test]
fn the_cookie_is_guarded_and_the_id_is_stored_hashed() {
    on_both(|house| async move {
        let token = house.sign_in_token().await;
        let form = [("_csrf", token.as_str())];
        let request = actix_web::test::TestRequest::post().uri("/sign-in/demo").set_form(form);
        let answer = house.send(request).await.expect(303);
        let cookie =
            answer.headers.iter().find(|(n, v)| n == "set-cookie" && v.starts_with("gatehouse=")).unwrap().1.clone();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
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
        let key = db.write(|tx| sessions::save(tx, None, "{}", start)).unwrap();
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
