//! Editing root attributes: limits, locks, and two people at once.

use crate::support::house::AMARA;
use crate::support::log::new_events;
use crate::support::{House, on_both};
use gatehouse::features::users::details;
use gatehouse::http::urls;
use gatehouse::model::user::{User, UserId};

fn user(house: &House) -> User {
    house.read(|tx, c| details::header(tx, c, &UserId::from_text(AMARA))).unwrap().user
}

fn path(house: &House) -> String {
    urls::user_part(&house.tenant(), &UserId::from_text(AMARA), "edit")
}

#[test]
fn a_save_changes_what_was_edited_once_with_its_diff() {
    on_both(|house| async move {
        house.sign_in().await;
        let form = house.get(&path(&house)).await.expect(200);
        let (version, original) = (form.input("version").unwrap(), form.input("original").unwrap());
        let fields = [
            ("version", version.as_str()),
            ("original", original.as_str()),
            ("name", "Amara <b>Okafor</b>"),
            ("given_name", "Amara"),
            ("family_name", "Okafor"),
            ("nickname", ""),
            ("picture", "https://pictures.example/a.png"),
        ];
        let page = house.submit(&path(&house), &fields).await.expect(200);
        assert!(page.shows("Amara <b>Okafor</b> is saved.") && !page.body.contains("<b>Okafor"));
        assert_eq!(user(&house).nickname, None);
        let again = house.submit(&path(&house), &fields).await.expect(200);
        assert!(again.shows("nothing was changed"));
        let events = new_events(&house, &UserId::from_text(AMARA));
        assert_eq!(events.len(), 1);
        let changed: Vec<_> = events[0].diff.iter().map(|change| change.field.as_str()).collect();
        assert_eq!((events[0].code.as_str(), changed), ("sapi", vec!["name", "nickname", "picture"]));
    });
}

#[test]
fn mistakes_come_back_with_what_was_typed() {
    on_both(|house| async move {
        house.sign_in().await;
        let long = "é".repeat(301);
        let fields = [("version", "1"), ("name", long.as_str()), ("nickname", "typed"), ("picture", "not an address")];
        let page = house.post(&path(&house), &fields).await.expect(422);
        assert!(page.shows("at most 300 characters") && page.shows("absolute address"));
        assert_eq!(page.input("nickname").as_deref(), Some("typed"));
        assert!(page.body.contains("<title>Error: ") && page.shows(&long));
        assert_eq!(user(&house).name.as_deref(), Some("Amara Okafor"));
    });
}

#[test]
fn a_locked_profile_cannot_be_edited_by_hand_either() {
    on_both(|house| async move {
        house.sign_in().await;
        let grace = UserId::from_text("google-oauth2|110134809455615870302");
        let path = urls::user_part(&house.tenant(), &grace, "edit");
        let page = house.post(&path, &[("name", "Somebody Else")]).await.expect(422);
        assert!(page.shows("sets these at each login"));
        assert_eq!(
            house.read(|tx, c| details::header(tx, c, &grace)).unwrap().user.name.as_deref(),
            Some("Grace Achieng")
        );
    });
}

#[test]
fn two_people_are_joined_or_told() {
    on_both(|house| async move {
        house.sign_in().await;
        let form = house.get(&path(&house)).await.expect(200);
        let (version, original) = (form.input("version").unwrap(), form.input("original").unwrap());
        let mine = |name: &'static str, nickname: &'static str| {
            vec![
                ("version", version.as_str()),
                ("original", original.as_str()),
                ("name", name),
                ("given_name", "Amara"),
                ("family_name", "Okafor"),
                ("nickname", nickname),
            ]
        };
        house.submit(&path(&house), &mine("Theirs", "amara.okafor")).await.expect(200);
        let page = house.submit(&path(&house), &mine("Amara Okafor", "ammy")).await.expect(200);
        assert!(page.shows("together with what somebody else changed"));
        assert_eq!((user(&house).name.as_deref(), user(&house).nickname.as_deref()), (Some("Theirs"), Some("ammy")));
        let page = house.post(&path(&house), &mine("Mine", "amara.okafor")).await.expect(409);
        assert!(page.shows("Somebody else saved first") && page.shows("Theirs") && page.shows("Amara Okafor"));
        assert_eq!(page.input("name").as_deref(), Some("Mine"), "what was typed stays");
        assert_eq!(page.input("nickname").as_deref(), Some("ammy"), "what only they changed is taken over");
        assert_eq!(user(&house).name.as_deref(), Some("Theirs"), "nothing was saved");
        let (version, original) = (page.input("version").unwrap(), page.input("original").unwrap());
        let fields =
            [("version", version.as_str()), ("original", original.as_str()), ("name", "Mine"), ("nickname", "ammy")];
        house.submit(&path(&house), &fields).await.expect(200);
        assert_eq!(user(&house).name.as_deref(), Some("Mine"));
    });
}
