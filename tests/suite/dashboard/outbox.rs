//! The outbox: what was queued is there to read in development; production tells what became of it, and not what it says.

use crate::support::House;
use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::error::Error;
use gatehouse::features::outbox::queue;
use gatehouse::mail::verify_email::VerifyEmail;
use gatehouse::model::mail::Mail;
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::UserId;
use gatehouse::store::connection::Backend;
use gatehouse::store::outbox;

const LINK: &str = "http://127.0.0.1:7700/tickets/abc";

fn send(house: &House, name: &str) -> Mail {
    let mail = VerifyEmail { tenant: "Northwind", name, email: "amara@northwind.example", link: LINK, days: 5 };
    let message = mail.render().unwrap();
    let user = UserId::from_text(AMARA);
    house.write(|tx, c| queue::queue(tx, c, Some(&user), "amara@northwind.example", message.clone())).unwrap()
}

#[test]
fn a_mail_can_be_read_and_its_link_followed() {
    on_both(|house| async move {
        house.sign_in().await;
        assert!(house.get("/dashboard/northwind/outbox").await.expect(200).shows("No mail yet"));
        let mail = send(&house, "<b>O'Brien</b>");
        let list = house.get("/dashboard/northwind/outbox").await.expect(200);
        assert!(list.shows("Verify your email address for Northwind"));
        let page = house.get(&format!("/dashboard/northwind/outbox/{}", mail.id)).await.expect(200);
        assert!(page.shows("Hello <b>O'Brien</b>,"), "a name is text");
        assert!(page.body.contains(&format!("href=\"{LINK}\"")));
        house.get(&format!("/dashboard/acme/outbox/{}", mail.id)).await.expect(404);
        house.get("/dashboard/northwind/outbox/mail_none").await.expect(404);
    });
}

#[test]
fn a_mail_of_a_transaction_that_fails_is_not_there() {
    on_both(|house| async move {
        house.sign_in().await;
        let message =
            VerifyEmail { tenant: "N", name: "A", email: "a@b.example", link: LINK, days: 5 }.render().unwrap();
        let failed: Result<(), Error> = house.write(|tx, c| {
            queue::queue(tx, c, None, "a@b.example", message.clone())?;
            Err(Error::Conflict)
        });
        assert!(failed.is_err());
        assert!(house.get("/dashboard/northwind/outbox").await.expect(200).shows("No mail yet"));
    });
}

#[test]
fn in_production_the_outbox_tells_what_became_of_a_mail_and_not_what_it_says() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        actix_web::rt::System::new().block_on(async {
            let house = House::new(backend, &[("MODE", "production")]).await;
            house.sign_in_as(OperatorRole::Owner).await;
            let mail = send(&house, "Amara");
            assert!(house.get("/dashboard/northwind/users").await.expect(200).body.contains("/outbox\""));
            house
                .write(|tx, c| {
                    outbox::put_off(tx, &c.tenant, &mail.id, c.now, "The mail server refused the recipient.")
                })
                .unwrap();
            let list = house.get("/dashboard/northwind/outbox").await.expect(200);
            assert!(list.shows("amara@northwind.example") && list.shows("The mail server refused the recipient."));
            assert!(list.shows("this installation has no mail server"));
            let page = house.get(&format!("/dashboard/northwind/outbox/{}", mail.id)).await.expect(200);
            assert!(page.shows("The mail server refused the recipient.") && page.shows("Its text is not shown here"));
            assert!(!page.body.contains(LINK) && !page.shows("Hello Amara"));
        });
    }
}

#[test]
fn pages_say_whether_mail_leaves() {
    let server: &[(&str, &str)] = &[("SMTP_URL", "smtp://127.0.0.1:2525"), ("MAIL_FROM", "users@house.example")];
    for backend in [Backend::Sqlite, Backend::Postgres] {
        actix_web::rt::System::new().block_on(async {
            for (mode, smtp, stays) in
                [("production", false, true), ("production", true, false), ("development", false, false)]
            {
                let more = if smtp { server } else { &[] };
                let house = House::new(backend, &[&[("MODE", mode)], more].concat()).await;
                house.sign_in_as(OperatorRole::Owner).await;
                let url = "/dashboard/northwind/users/github%7C20914467/send-verification-email";
                let page = house.submit(url, &[]).await.expect(200);
                assert!(page.shows("A mail with the link is queued for nadia@rahman.example."));
                assert_eq!(page.shows("this installation has no mail server"), stays, "{mode} {smtp}");
            }
            let house = House::new(backend, server).await;
            house.sign_in().await;
            let page = house.get("/dashboard/northwind/outbox").await.expect(200);
            assert!(page.shows("Mail leaves;") && page.shows("Mail that is sent, and what became of it."));
        });
    }
}
