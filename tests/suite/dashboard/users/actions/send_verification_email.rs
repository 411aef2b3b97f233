//! Send Verification Email, and the link in the mail: it works once, for a day, in the hands of whoever got the mail.

use super::{link_in, mails, only_event, part, stored, written};
use crate::support::house::AMARA;
use crate::support::{Answer, House, on_both};
use actix_web::test::TestRequest;

const UNVERIFIED: &str = "github|20914467";

async fn use_link(house: &House, path: &str) -> Answer {
    let page = house.get(path).await.expect(200);
    let (token, ticket) = (page.input("_csrf").unwrap(), page.input("ticket").unwrap());
    let form = [("_csrf", token.as_str()), ("ticket", ticket.as_str())];
    house.send(TestRequest::post().uri("/verify-email").set_form(form)).await
}

#[test]
fn the_link_in_the_mail_verifies_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, UNVERIFIED, "send-verification-email");
        house.get(&url).await.expect(200);
        assert!(house.submit(&url, &[]).await.shows("A mail with the link is queued for nadia@rahman.example."));
        only_event(&house, UNVERIFIED, "svr");
        let mail = mails(&house).into_iter().find(|m| m.recipient == "nadia@rahman.example").unwrap();
        assert_eq!(mail.kind, "verify_email");
        let link = link_in(&mail);
        house.forget_cookies();
        assert!(house.get(&link).await.expect(200).shows("nadia@rahman.example"), "looking changes nothing");
        assert!(!stored(&house, UNVERIFIED).email_verified);
        let done = use_link(&house, &link).await.expect(303);
        assert!(house.get(done.location()).await.expect(200).shows("Thank you"));
        assert!(stored(&house, UNVERIFIED).email_verified);
        let events = written(&house, UNVERIFIED);
        let verified = events.iter().find(|e| e.code == "sv").unwrap();
        assert_eq!(verified.actor.kind(), "user");
        assert!(house.get(&link).await.expect(200).shows("Thank you"), "a used link says so");
        assert_eq!(written(&house, UNVERIFIED).len(), 2);
    });
}

#[test]
fn a_newer_mail_a_foreign_form_and_a_damaged_link_are_worth_nothing() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, UNVERIFIED, "send-verification-email");
        house.submit(&url, &[]).await.expect(200);
        let first = link_in(&mails(&house)[0]);
        house.submit(&url, &[]).await.expect(200);
        house.get(&first).await.expect(410);
        for bad in
            ["/verify-email", "/verify-email?ticket=northwind.x", "/verify-email?ticket=..", "/verify-email?ticket=%00"]
        {
            house.get(bad).await.expect(410);
        }
        let form = [("_csrf", "x"), ("ticket", "y")];
        house.send(TestRequest::post().uri("/verify-email").set_form(form)).await.expect(403);
        assert!(!stored(&house, UNVERIFIED).email_verified);
    });
}

#[test]
fn a_verified_address_gets_no_mail() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = AMARA;
        let page = house.submit(&part(&house, amara, "send-verification-email"), &[]).await.expect(200);
        assert!(page.shows("The email address is verified already."));
        assert!(written(&house, amara).is_empty());
    });
}

#[test]
fn a_question_that_has_no_yes_is_not_asked() {
    on_both(|house| async move {
        house.sign_in().await;
        let (no_address, verified) = ("sms|627e0b36077714c39a6d2c44", AMARA);
        for (id, asked, why) in [
            (no_address, "send-verification-email", "decides whether"),
            (no_address, "mark-verified", "decides whether"),
            (verified, "send-verification-email", "verified already"),
            (verified, "mark-verified", "verified already"),
            (no_address, "reset-mfa", "There is no factor to remove."),
        ] {
            let page = house.get(&part(&house, id, asked)).await.expect(200);
            assert!(page.shows(why), "{asked} of {id}");
            assert!(!page.body.contains("data-testid=\"confirm\""), "{asked} of {id}");
        }
    });
}
