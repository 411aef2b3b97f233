//! Linking and unlinking: identities move with their passwords, nothing is lost that should stay, and both may be repeated.

use crate::support::House;
use crate::support::house::AMARA;
use crate::support::log::new_codes;
use crate::support::places::THEO;
use crate::support::{on_both, rows};
use gatehouse::features::users::{block, details, link, unlink};
use gatehouse::http::urls;
use gatehouse::model::user::UserId;

const GRACE: &str = "google-oauth2|110134809455615870302";

fn ids(house: &House, user: &UserId) -> Vec<String> {
    let header = house.read(|tx, c| details::header(tx, c, user)).unwrap();
    header.identities.iter().map(|i| i.own_user_id().to_string()).collect()
}

#[test]
fn an_account_is_found_confirmed_linked_unlinked_and_linked_again_by_undo() {
    on_both(|house| async move {
        house.sign_in().await;
        let (amara, grace) = (UserId::from_text(AMARA), UserId::from_text(GRACE));
        let search = format!("{}?q=achieng", urls::user_part(&house.tenant(), &amara, "link"));
        let page = house.get(&search).await.expect(200);
        let link = urls::user_thing(&house.tenant(), &amara, "link", GRACE);
        assert!(page.body.contains(&link) && page.shows("Grace Achieng"));
        assert!(house.get(&link).await.expect(200).shows("becomes a linked account of Amara Okafor"));
        let page = house.submit(&link, &[]).await.expect(200);
        assert_eq!(ids(&house, &amara), [AMARA, GRACE]);
        assert!(page.shows("grace.achieng@ke.example"), "its attributes are shown under profileData");
        house.get(&urls::user(&house.tenant(), &grace)).await.expect(404);
        let list = house.get("/dashboard/northwind/users?q=achieng").await.expect(200);
        assert!(list.shows("No users match"));
        let unlink = urls::user_thing(&house.tenant(), &amara, "unlink", GRACE);
        let page = house.submit(&unlink, &[]).await.expect(200);
        assert!(page.body.contains(&format!("action=\"{link}\"")), "the notice offers Undo");
        let again = house.read(|tx, c| details::header(tx, c, &grace)).unwrap();
        assert_eq!(again.user.name.as_deref(), Some("Grace Achieng"));
        assert_eq!(again.user.email.as_deref(), Some("grace.achieng@ke.example"));
        assert!(again.user.email_verified && again.user.user_metadata.is_empty() && again.user.logins_count == 0);
        house.submit(&link, &[]).await.expect(200);
        assert_eq!(ids(&house, &amara), [AMARA, GRACE]);
        assert_eq!(new_codes(&house, &amara), ["sapi", "sapi", "sapi"]);
    });
}

#[test]
fn both_may_be_repeated_and_refuse_nonsense() {
    on_both(|house| async move {
        let (amara, grace) = (UserId::from_text(AMARA), UserId::from_text(GRACE));
        assert!(house.write(|tx, c| link::link(tx, c, &amara, &grace)).unwrap().1);
        assert!(!house.write(|tx, c| link::link(tx, c, &amara, &grace)).unwrap().1);
        assert!(house.write(|tx, c| unlink::unlink(tx, c, &amara, &grace)).unwrap().1);
        assert!(!house.write(|tx, c| unlink::unlink(tx, c, &amara, &grace)).unwrap().1);
        assert_eq!(new_codes(&house, &amara).len(), 2);
        assert!(house.write(|tx, c| link::link(tx, c, &amara, &amara)).is_err());
        assert!(house.write(|tx, c| unlink::unlink(tx, c, &amara, &amara)).is_err(), "the primary stays");
        let nobody = UserId::from_text("auth0|nobody");
        assert!(house.write(|tx, c| link::link(tx, c, &amara, &nobody)).is_err());
        assert!(house.write(|tx, c| link::link(tx, c, &nobody, &amara)).is_err());
        assert!(house.write(|tx, c| unlink::unlink(tx, c, &amara, &nobody)).is_err());
    });
}

#[test]
fn linked_accounts_of_the_other_come_along_and_a_block_is_not_escaped() {
    on_both(|house| async move {
        let (amara, tomasz) = (UserId::from_text(AMARA), UserId::from_text("github|583231"));
        let of_tomasz = ids(&house, &tomasz);
        assert_eq!(of_tomasz.len(), 2, "the demo links LinkedIn to Tomasz");
        house.write(|tx, c| link::link(tx, c, &amara, &tomasz)).unwrap();
        assert_eq!(ids(&house, &amara), [vec![AMARA.to_owned()], of_tomasz].concat());
        house.write(|tx, c| block::block(tx, c, &amara)).unwrap();
        house.write(|tx, c| unlink::unlink(tx, c, &amara, &tomasz)).unwrap();
        assert!(house.read(|tx, c| details::header(tx, c, &tomasz)).unwrap().user.blocked);
    });
}

#[test]
fn a_password_survives_linking_and_unlinking() {
    on_both(|house| async move {
        house.sign_in().await;
        let (amara, theo) = (UserId::from_text(AMARA), UserId::from_text(THEO));
        let password = "a Long passw0rd!";
        let fields = [("how", "set"), ("password", password), ("repeat", password)];
        house.post(&urls::user_part(&house.tenant(), &theo, "change-password"), &fields).await.expect(303);
        let sql = format!(
            "SELECT hash AS word FROM password_credentials WHERE provider_user_id = '{}'",
            THEO.trim_start_matches("auth0|")
        );
        let hashes = || rows::words(&house.app.config.database_url, &sql);
        let before = hashes();
        house.write(|tx, c| link::link(tx, c, &amara, &theo)).unwrap();
        assert_eq!(hashes(), before);
        house.write(|tx, c| unlink::unlink(tx, c, &amara, &theo)).unwrap();
        assert_eq!(hashes(), before);
        assert!(house.app.passwords.verify(password.into(), before.first().cloned()).await.unwrap());
        house.post(&urls::user_part(&house.tenant(), &theo, "change-password"), &fields).await.expect(303);
    });
}
