//! Block and unblock: at once, once, with one event, and undone by one click.

use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::features::users::{block, details, unblock};
use gatehouse::http::urls;
use gatehouse::model::user::UserId;

#[test]
fn blocking_ends_sessions_and_offers_undo() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = UserId::from_text(AMARA);
        let part = |part| urls::user_part(&house.tenant(), &amara, part);
        let before = house.read(|tx, c| details::header(tx, c, &amara)).unwrap();
        assert!(before.counts.sessions > 0 && before.counts.devices > 0, "the demo gives Amara both");
        let page = house.submit(&part("block"), &[]).await.expect(200);
        assert!(page.shows("Amara Okafor is blocked.") && page.body.contains(&part("unblock")));
        let after = house.read(|tx, c| details::header(tx, c, &amara)).unwrap();
        assert!(after.user.blocked);
        assert_eq!((after.counts.sessions, after.counts.devices), (0, 0));
        let page = house.submit(&part("unblock"), &[]).await.expect(200);
        assert!(page.shows("Amara Okafor is no longer blocked."));
    });
}

#[test]
fn blocking_twice_changes_nothing_the_second_time() {
    on_both(|house| async move {
        let amara = UserId::from_text(AMARA);
        let (first, changed) = house.write(|tx, c| block::block(tx, c, &amara)).unwrap();
        assert!(changed && first.blocked);
        let version = house.read(|tx, c| details::header(tx, c, &amara)).unwrap().user.version;
        let (_, again) = house.write(|tx, c| block::block(tx, c, &amara)).unwrap();
        assert!(!again);
        assert_eq!(house.read(|tx, c| details::header(tx, c, &amara)).unwrap().user.version, version);
        assert!(house.write(|tx, c| unblock::unblock(tx, c, &amara)).unwrap().1);
        assert!(!house.write(|tx, c| unblock::unblock(tx, c, &amara)).unwrap().1);
    });
}

#[test]
fn an_unknown_user_is_a_page_with_a_way_back() {
    on_both(|house| async move {
        house.sign_in().await;
        let nobody = urls::user_part(&house.tenant(), &UserId::from_text("auth0|nobody"), "block");
        let page = house.post(&nobody, &[]).await.expect(404);
        assert!(page.shows("User not found") && page.body.contains("/dashboard/northwind/users"));
    });
}
