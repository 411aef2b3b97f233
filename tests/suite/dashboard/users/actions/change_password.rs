//! Change Password: set here, or by the user through a mailed link; sessions end, and no password is ever shown.

use super::{link_in, mails, only_event, part, stored, written};
use crate::support::house::AMARA;
use crate::support::on_both;
use actix_web::test::TestRequest;
use gatehouse::features::users::details;
use gatehouse::model::user::UserId;

const GOOD: &str = "a Long passw0rd!";

#[test]
fn a_password_set_here_ends_the_sessions() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, AMARA, "change-password");
        assert!(house.get(&url).await.expect(200).body.contains("checked"), "must change is ticked");
        let fields = [("how", "set"), ("password", GOOD), ("repeat", GOOD), ("must_change", "true")];
        let page = house.submit(&url, &fields).await.expect(200);
        assert!(page.shows("The password of Amara Okafor is changed"));
        let event = only_event(&house, AMARA, "scp");
        assert!(event.diff.iter().any(|d| d.field == "password" && d.after == "*****"));
        let counts = house.read(|tx, c| details::header(tx, c, &UserId::from_text(AMARA))).unwrap().counts;
        assert_eq!((counts.sessions, counts.devices), (0, 0));
        assert_eq!(stored(&house, AMARA).last_password_reset, Some(house.app.now()));
    });
}

#[test]
fn every_failed_requirement_is_named_and_no_password_comes_back() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, AMARA, "change-password");
        let page = house.post(&url, &[("how", "set"), ("password", "short"), ("repeat", "other")]).await.expect(422);
        assert!(
            page.shows("at least 8 characters") && page.shows("three kinds") && page.shows("The two passwords differ.")
        );
        assert!(!page.body.contains("value=\"short\"") && !page.body.contains("value=\"other\""));
        assert!(written(&house, AMARA).is_empty());
        let locked = part(&house, "github|20914467", "change-password");
        assert!(house.get(&locked).await.expect(200).shows("GitHub keeps the passwords"));
        house.post(&locked, &[("how", "set"), ("password", GOOD), ("repeat", GOOD)]).await.expect(422);
    });
}

#[test]
fn a_mailed_link_lets_the_user_choose_once() {
    on_both(|house| async move {
        house.sign_in().await;
        house.submit(&part(&house, AMARA, "change-password"), &[("how", "mail")]).await.expect(200);
        only_event(&house, AMARA, "scpr");
        let link = link_in(mails(&house).iter().find(|m| m.kind == "reset_password").unwrap());
        house.forget_cookies();
        let page = house.get(&link).await.expect(200);
        let (token, ticket) = (page.input("_csrf").unwrap(), page.input("ticket").unwrap());
        let send = |password: &'static str| {
            let form =
                [("_csrf", token.as_str()), ("ticket", ticket.as_str()), ("password", password), ("repeat", password)];
            house.send(TestRequest::post().uri("/reset-password").set_form(form))
        };
        send("weak").await.expect(422);
        let done = send(GOOD).await.expect(303);
        assert!(house.get(done.location()).await.expect(200).shows("Thank you"));
        send(GOOD).await.expect(303);
        let codes: Vec<_> = written(&house, AMARA).into_iter().map(|e| e.code).collect();
        assert_eq!(codes.iter().filter(|c| *c == "scp").count(), 1, "{codes:?}");
    });
}
