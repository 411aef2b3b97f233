//! Raw JSON: the profile as the API returns it.

use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::features::users::details;
use gatehouse::http::urls;
use gatehouse::model::user::UserId;
use gatehouse::model::user_json::user_json;

#[test]
fn the_tab_shows_and_copies_the_whole_profile() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = UserId::from_text(AMARA);
        let page = house.get(&urls::user_part(&house.tenant(), &amara, "raw-json")).await.expect(200);
        let found = house.read(|tx, c| details::details(tx, c, &amara)).unwrap();
        let json = user_json(&found.header.user, &found.header.identities, &found.factors);
        assert!(page.shows(&serde_json::to_string_pretty(&json).unwrap()), "the copy button has all of it");
        assert_eq!(json["user_id"], AMARA);
        assert_eq!(json["identities"][0]["connection"], "Customers");
        assert_eq!(json["multifactor"][0], "google-authenticator");
        assert!(page.body.contains("class=\"key\""), "keys are told apart");
    });
}
