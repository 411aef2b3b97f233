//! Signing in: the same answer for unknown and known, throttling that survives a restart, one click in development only.

use crate::support::house::House;
use crate::support::on_both;
use gatehouse::app::App;
use gatehouse::model::operator::OperatorRole;
use gatehouse::store::connection::Backend;

fn without_tokens(body: &str) -> String {
    body.split("name=\"_csrf\"").map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect()
}

#[test]
fn unknown_and_known_are_answered_alike() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Support).await;
        house.forget_cookies();
        let known = house.try_sign_in("support@gatehouse.example", "wrong").await.expect(422);
        let unknown = house.try_sign_in("nobody1@gatehouse.example", "wrong").await.expect(422);
        let empty = house.try_sign_in("support@gatehouse.example", "").await.expect(422);
        assert!(known.shows("Wrong email or password."));
        let same = |a: &str, b: &str| a.replace("support@", "nobody1@") == b.replace("support@", "nobody1@");
        assert!(same(&without_tokens(&known.body), &without_tokens(&unknown.body)));
        assert!(same(&without_tokens(&known.body), &without_tokens(&empty.body)));
        assert_eq!(known.body.len(), unknown.body.len());
        assert_eq!(known.input("email").as_deref(), Some("support@gatehouse.example"), "what was typed is kept");
        assert!(!known.body.contains("wrong"), "a password is never shown");
    });
}

#[test]
fn ten_failures_lock_the_pair_and_a_restart_does_not_forget() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Admin).await;
        house.forget_cookies();
        for _ in 0..10 {
            house.try_sign_in("admin@gatehouse.example", "wrong").await.expect(422);
        }
        let locked = house.try_sign_in("admin@gatehouse.example", "correct horse battery staple").await.expect(429);
        assert!(locked.shows("Too many attempts"));
        // Another email from the same place is not locked, and a second process sees the same lock.
        house.try_sign_in("support@gatehouse.example", "wrong").await.expect(422);
        let restarted = App::new((*house.app.config).clone()).unwrap();
        let begun = restarted.write(|tx| {
            gatehouse::features::operators::sign_in::begin(
                tx,
                "admin@gatehouse.example",
                Some("127.0.0.1"),
                restarted_now(),
            )
        });
        assert!(begun.await.is_err());
    });
}

fn restarted_now() -> gatehouse::model::Timestamp {
    chrono::DateTime::parse_from_rfc3339(crate::support::database::NOW).unwrap().naive_utc()
}

#[test]
fn the_demo_administrator_enters_in_development_only() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        actix_web::rt::System::new().block_on(async {
            let house = House::new(backend, &[]).await;
            assert!(house.get("/sign-in").await.body.contains("demo-sign-in"));
            // Without the form's own token nobody enters.
            house.bare(actix_web::http::Method::POST, "/sign-in/demo").await.expect(403);
            house.sign_in().await;
            house.get("/dashboard/northwind/users").await.expect(200);
        });
    }
}
