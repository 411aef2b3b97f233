//! Details: every card, a fixed number of statements, and reasons instead of missing buttons.

use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::http::urls;
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::UserId;
use gatehouse::store::users;

const GRACE: &str = "google-oauth2|110134809455615870302";
const TOMASZ: &str = "github|583231";

#[test]
fn every_card_is_there() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.get(&urls::user(&house.tenant(), &UserId::from_text(AMARA))).await.expect(200);
        for card in [
            "user-identity",
            "mfa",
            "user_metadata",
            "app_metadata",
            "provider-attributes",
            "linked-accounts",
            "danger-area",
        ] {
            assert!(page.body.contains(&format!("data-testid=\"{card}\"")), "{card}");
        }
        for text in ["Authenticator app", "Recovery code", "1 factor enrolled", "Ends 2 sessions at once"] {
            assert!(page.shows(text), "{text}");
        }
    });
}

#[test]
fn locked_attributes_say_why_and_one_block_stands_for_each_identity() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.get(&urls::user(&house.tenant(), &UserId::from_text(GRACE))).await.expect(200);
        assert!(page.shows("sets these at each login") && !page.body.contains("edit-identity"));
        let (page, for_two_identities) = house.counted(&urls::user(&house.tenant(), &UserId::from_text(TOMASZ))).await;
        assert_eq!(page.body.matches("data-testid=\"provider-attributes\"").count(), 2);
        assert!(page.body.contains("edit-identity"), "GitHub sets them at the first login only");
        assert!(page.shows("No factors"));
        let (_, for_many_things) = house.counted(&urls::user(&house.tenant(), &UserId::from_text(AMARA))).await;
        assert_eq!((for_two_identities, for_many_things), (5, 5));
    });
}

#[test]
fn who_may_not_change_is_told_so() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Support).await;
        let page = house.get(&urls::user(&house.tenant(), &UserId::from_text(AMARA))).await.expect(200);
        assert!(page.shows("Your role may look but not change.") && page.shows("Editing needs the role Admin."));
        for testid in [
            "edit-identity",
            "reset-mfa",
            "remove-factor",
            "edit-user-metadata",
            "link-account",
            "danger-block",
            "action-block",
            "action-delete",
        ] {
            assert!(!page.body.contains(&format!("data-testid=\"{testid}\"")), "{testid}");
        }
    });
}

#[test]
fn a_picture_is_shown_if_it_is_kept_here_and_linked_if_it_is_not() {
    on_both(|house| async move {
        house.sign_in().await;
        let path = urls::user(&house.tenant(), &UserId::from_text(AMARA));
        let set = |picture: &str| {
            house
                .write(|tx, c| {
                    let mut user = users::find_for_update(tx, &c.tenant, &UserId::from_text(AMARA))?;
                    user.picture = Some(picture.to_owned());
                    users::update(tx, &c.tenant, &user)
                })
                .unwrap();
        };
        let own = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
        set(own);
        let page = house.get(&path).await.expect(200);
        assert!(page.body.contains("<img src=\"data:image/png;base64,") && page.shows("Kept with the profile"));
        set("https://cdn.example.com/amara.png");
        let page = house.get(&path).await.expect(200);
        assert!(!page.body.contains("<img") && page.shows("On another host, so not loaded here"));
        let link = "href=\"https://cdn.example.com/amara.png\" rel=\"noreferrer noopener\"";
        assert!(page.body.contains(link));
        set("javascript:alert(1)");
        assert!(!house.get(&path).await.expect(200).body.contains("href=\"javascript:"));
    });
}

#[test]
fn the_header_says_where_a_user_comes_from_and_how_they_stand() {
    on_both(|house| async move {
        house.sign_in().await;
        for (id, connections, status) in [
            (AMARA, "Customers", "Active"),
            (TOMASZ, "GitHub, LinkedIn", "Active"),
            ("auth0|62dd039eaa83e4f9b58e4440", "Customers", "Pending"),
            ("auth0|64e388ab32b10dc8dbc7e281", "Customers", "Blocked"),
        ] {
            let page =
                house.get(&urls::user_part(&house.tenant(), &UserId::from_text(id), "devices")).await.expect(200);
            let head = page
                .body
                .split("data-testid=\"profile\"")
                .nth(1)
                .and_then(|rest| rest.split("class=\"buttons\"").next());
            let head = head.unwrap();
            assert!(head.contains(&format!("{connections}</span>")), "{id}: {head}");
            assert!(head.contains(status), "{id}: {head}");
        }
    });
}
