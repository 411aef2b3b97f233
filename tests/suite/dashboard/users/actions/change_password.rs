//! Change Password: set here, or by the user through a mailed link; sessions end, and no password is ever shown.

use super::{link_in, mails, only_event, part, stored, written};
use crate::support::house::AMARA;
use crate::support::{House, on_both};
use actix_web::test::TestRequest;
use gatehouse::features::users::details;
use gatehouse::model::user::UserId;
use gatehouse::store::{connections, former_passwords, identities};

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

/// Priya is of the staff, whose passwords are remembered.
const PRIYA: &str = "auth0|644bcff24eb6751fdcc80626";

fn remember(house: &House, most: u64) {
    house
        .write(|tx, c| {
            let mut staff = connections::by_name(tx, &c.tenant, "Staff")?;
            staff.options.insert("password_history".into(), most.into());
            connections::update(tx, &c.tenant, &staff)
        })
        .unwrap();
}

fn kept(house: &House) -> usize {
    house
        .read(|tx, c| {
            let mine = identities::of_user(tx, &c.tenant, &UserId::from_text(PRIYA))?;
            Ok(former_passwords::latest(tx, &c.tenant, &mine[0], 100)?.len())
        })
        .unwrap()
}

#[test]
fn the_last_passwords_are_refused_and_only_so_many_are_kept() {
    on_both(|house| async move {
        house.sign_in().await;
        remember(&house, 3);
        let url = part(&house, PRIYA, "change-password");
        assert!(house.get(&url).await.expect(200).shows("None of the last 3."));
        let set = async |password: &str| {
            house.post(&url, &[("how", "set"), ("password", password), ("repeat", password)]).await
        };
        let passwords = ["Hornet-Valley-2951", "Tundra-Basket-7340", "Copper-Mirror-6482", "Lantern-Orchid-1937"];
        for password in passwords {
            set(password).await.expect(303);
        }
        for refused in &passwords[1..] {
            assert!(
                set(refused).await.expect(422).shows("The password must not be one of the last 3 passwords."),
                "{refused}"
            );
        }
        assert_eq!(kept(&house), 3);
        set(passwords[0]).await.expect(303);
        // The link of a mail is held to the same.
        house.submit(&url, &[("how", "mail")]).await.expect(200);
        let link = link_in(mails(&house).iter().find(|m| m.kind == "reset_password").unwrap());
        let page = house.get(&link).await.expect(200);
        let (token, ticket) = (page.input("_csrf").unwrap(), page.input("ticket").unwrap());
        let mut form = [
            ("_csrf", token.as_str()),
            ("ticket", ticket.as_str()),
            ("password", passwords[0]),
            ("repeat", passwords[0]),
        ];
        let answer = house.send(TestRequest::post().uri("/reset-password").set_form(form)).await.expect(422);
        assert!(answer.shows("The password must not be one of the last 3 passwords."));
        (form[2].1, form[3].1) = (passwords[1], passwords[1]);
        house.send(TestRequest::post().uri("/reset-password").set_form(form)).await.expect(303);
        // Where nothing is remembered, nothing former is kept.
        remember(&house, 0);
        set(passwords[1]).await.expect(303);
        assert_eq!(kept(&house), 1);
        remember(&house, 1);
        assert!(set(passwords[1]).await.expect(422).shows("The password must differ from the present password."));
    });
}

#[test]
fn names_in_the_metadata_are_personal_too() {
    on_both(|house| async move {
        house.sign_in().await;
        let edit = part(&house, PRIYA, "user-metadata");
        let version = house.get(&edit).await.expect(200).input("version").unwrap();
        house.post(&edit, &[("user_metadata", r#"{"first":"Zebulon"}"#), ("version", &version)]).await.expect(303);
        let typed = "My-zebulon-4712";
        let form = [("how", "set"), ("password", typed), ("repeat", typed)];
        let page = house.post(&part(&house, PRIYA, "change-password"), &form).await.expect(422);
        assert!(page.shows("must not contain the name"));
    });
}
