//! Signing in: the same answer for unknown and known, throttling that survives a restart, one click in development only.

use crate::support::house::House;
use crate::support::on_both;
use gatehouse::app::App;
use gatehouse::model::operator::{Operator, OperatorRole};
use gatehouse::model::time_zone::TimeZone;
use gatehouse::store::connection::Backend;
use gatehouse::store::operators;

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

/// An operator without a place in any tenant, with or without a password.
fn stranger(house: &House, email: &str, hash: Option<&str>) {
    let operator = Operator {
        id: house.app.ids.prefixed("op"),
        email: email.to_owned(),
        name: "Stranger".into(),
        is_demo: false,
        created_at: house.app.now(),
        time_zone: TimeZone::UTC,
    };
    house.write(|tx, _| operators::insert(tx, &operator, hash)).unwrap();
}

#[test]
fn five_kinds_of_failure_are_one_answer() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Support).await;
        house.forget_cookies();
        let hash = gatehouse::security::password::hash_now("some long password").unwrap();
        // Somebody who was removed from every tenant, and somebody who has not chosen a password yet.
        stranger(&house, "removed@gatehouse.example", Some(&hash));
        stranger(&house, "invited@gatehouse.example", None);
        let kinds = [
            ("unknown@gatehouse.example", "wrong"),
            ("support@gatehouse.example", "wrong"),
            ("support@gatehouse.example", ""),
            ("removed@gatehouse.example", "wrong"),
            ("invited@gatehouse.example", "wrong"),
        ];
        let mut answers = Vec::new();
        for (email, password) in kinds {
            let answer = house.try_sign_in(email, password).await.expect(422);
            let body = without_tokens(&answer.body).replace(email.split('@').next().unwrap(), "somebody");
            let headers: Vec<_> = answer
                .headers
                .iter()
                .filter(|(name, _)| !["set-cookie", "x-request-id"].contains(&name.as_str()))
                .cloned()
                .collect();
            answers.push((answer.body.len(), body, headers));
        }
        assert!(answers[0].1.contains("Wrong email or password."));
        for (answer, kind) in answers.iter().zip(kinds) {
            assert_eq!(answer, &answers[0], "{kind:?} is told apart");
        }
    });
}
