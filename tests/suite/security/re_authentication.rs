//! Sensitive acts ask who is there when the last proof of it is more than ten minutes old, and cannot do without it.

use crate::support::house::AMARA;
use crate::support::places::Places;
use crate::support::{Answer, House, on_both};
use actix_web::http::Method;
use gatehouse::http::hall::routing::Line;
use gatehouse::http::{routes, urls};
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::{User, UserId};
use gatehouse::store::users;

const PASSWORD: &str = "correct horse battery staple";
const NEW: [(&str, &str); 3] = [("email", "new@northwind.example"), ("verified", "true"), ("seen", OLD)];
const OLD: &str = "amara.okafor@northwind.example";

fn sensitive() -> Vec<Line> {
    routes::dashboard().lines().iter().filter(|line| line.sensitive).cloned().collect()
}

fn act(act: &str) -> String {
    format!("/dashboard/northwind/users/{}/{act}", urls::encode(AMARA))
}

fn change_email() -> String {
    act("change-email")
}

fn amara(house: &House) -> User {
    house.read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(AMARA))).unwrap()
}

/// Sends the fields of the page's form, as the browser would, and the operator's password.
async fn confirm(house: &House, path: &str, page: &Answer, password: &str) -> Answer {
    let mut fields: Vec<(String, String)> = page
        .body
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|rest| Some((rest.split('"').next()?.to_owned(), page.input(rest.split('"').next()?)?)))
        .filter(|(name, _)| name != "_csrf" && name != "theme")
        .collect();
    fields.push(("operator_password".into(), password.into()));
    let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    house.post(path, &fields).await
}

#[test]
fn the_acts_that_hand_over_an_account_are_sensitive() {
    let lines = sensitive();
    for act in [
        "change-email",
        "change-password",
        "forget-browsers",
        "regenerate-recovery-code",
        "remove-factor/{factor}",
        "reset-mfa",
    ] {
        for method in [Method::GET, Method::POST] {
            let pattern = format!("/dashboard/{{tenant}}/users/{{user}}/{act}");
            assert!(lines.iter().any(|l| l.pattern == pattern && l.method == method), "{method} {act}");
        }
    }
    let operators: Vec<_> =
        routes::dashboard().lines().iter().filter(|l| l.pattern.contains("/operators/")).cloned().collect();
    assert!(operators.len() >= 8 && operators.iter().all(|l| l.sensitive), "who may do what is sensitive");
    assert!(lines.iter().any(|l| l.pattern.ends_with("/sign-in-as")));
    assert_eq!(lines.iter().filter(|l| l.pattern.ends_with("/users/export")).count(), 2);
    // Deleting is not among them, whoever does it and however many.
    assert!(!lines.iter().any(|l| l.pattern.ends_with("/delete") || l.pattern.contains("/bulk")));
}

#[test]
fn every_sensitive_route_asks_after_ten_minutes_and_not_before() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Owner).await;
        let (soon, late) = (house.later(10).await, house.later(11).await);
        let (before, places) = (amara(&house), Places::of(&house));
        for line in sensitive() {
            let path = places.address(&line.pattern);
            let asks = urls::re_authenticate(&path);
            match line.method {
                Method::GET => {
                    assert_ne!(soon.get(&path).await.location(), asks, "{path}");
                    assert_eq!(late.get(&path).await.expect(303).location(), asks);
                }
                _ => assert_eq!(late.post(&path, &NEW).await.expect(307).location(), asks),
            }
        }
        assert_eq!(amara(&house), before, "nothing was done");
    });
}

#[test]
fn a_password_lets_the_page_open_under_a_new_session_id() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Owner).await;
        let house = house.later(11).await;
        let asks = house.get(&change_email()).await.expect(303).location().to_owned();
        let page = house.get(&asks).await.expect(200);
        assert!(page.shows("more than 10 minutes ago") && !page.body.contains("form_waits"));
        let wrong = confirm(&house, &asks, &page, "wrong").await.expect(422);
        assert!(wrong.shows("Wrong password."));
        house.get(&change_email()).await.expect(303);

        let old = house.cookie("gatehouse").unwrap();
        let answer = confirm(&house, &asks, &page, PASSWORD).await.expect(303);
        assert_eq!(answer.location(), change_email());
        let new = house.cookie("gatehouse").unwrap();
        assert_ne!(new, old);
        // The token stays, so that forms which are open in other tabs still work; the old id does not.
        house.post(&change_email(), &NEW).await.expect(303);
        house.set_cookie("gatehouse", &old);
        assert!(house.get("/account").await.expect(303).location().starts_with("/sign-in"));
    });
}

#[test]
fn a_form_that_came_too_late_is_kept_and_goes_on() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Owner).await;
        let house = house.later(11).await;
        let asks = house.post(&change_email(), &NEW).await.expect(307).location().to_owned();
        // What a browser does with 307: the same form, sent there.
        let page = house.post(&asks, &NEW).await.expect(403);
        assert_eq!(page.input("email").as_deref(), Some("new@northwind.example"));
        let again = confirm(&house, &asks, &page, "wrong").await.expect(422);
        assert_eq!(again.input("email").as_deref(), Some("new@northwind.example"), "what was typed is kept");
        let answer = confirm(&house, &asks, &again, PASSWORD).await.expect(307);
        assert_eq!(answer.location(), change_email());
        house.post(answer.location(), &NEW).await.expect(303);
        assert_eq!(amara(&house).email.as_deref(), Some("new@northwind.example"));
    });
}

#[test]
fn passwords_that_were_typed_are_not_sent_back() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Owner).await;
        let house = house.later(11).await;
        let asks = urls::re_authenticate(&act("change-password"));
        let page =
            house.post(&asks, &[("password", "Secret-1-of-the-user"), ("must_change", "true")]).await.expect(403);
        assert!(!page.body.contains("Secret-1-of-the-user"));
        assert_eq!(page.input("must_change").as_deref(), Some("true"));
    });
}

#[test]
fn ten_wrong_passwords_lock_it() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Owner).await;
        let house = house.later(11).await;
        let asks = urls::re_authenticate(&change_email());
        for _ in 0..10 {
            house.post(&asks, &[("operator_password", "wrong")]).await.expect(422);
        }
        let locked = house.post(&asks, &[("operator_password", PASSWORD)]).await.expect(429);
        assert!(locked.shows("Too many attempts"));
        house.get(&change_email()).await.expect(303);
    });
}

#[test]
fn it_leads_nowhere_else() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Owner).await;
        for elsewhere in ["https://evil.example/dashboard", "//evil.example", "/\\evil.example"] {
            let asks = urls::re_authenticate(elsewhere);
            let answer = house.post(&asks, &[("operator_password", PASSWORD)]).await.expect(303);
            assert_eq!(answer.location(), "/dashboard");
        }
    });
}

#[test]
fn the_demo_administrator_goes_on_by_one_click_and_nobody_else_does() {
    on_both(|house| async move {
        house.sign_in().await;
        let late = house.later(11).await;
        let asks = late.get(&change_email()).await.expect(303).location().to_owned();
        let page = late.get(&asks).await.expect(200);
        assert!(page.shows("Continue as the demo administrator") && !page.body.contains("operator_password"));
        let click = urls::demo_re_authenticate(&change_email());
        assert!(page.shows(&click));
        assert_eq!(late.post(&click, &[]).await.expect(303).location(), change_email());
        late.get(&change_email()).await.expect(200);

        house.forget_cookies();
        house.sign_in_as(OperatorRole::Owner).await;
        let late = house.later(11).await;
        late.post(&click, &[]).await.expect(404);
        late.get(&change_email()).await.expect(303);
    });
}
