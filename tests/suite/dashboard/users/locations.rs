//! Locations: the map and the table say the same.

use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::http::urls;

#[test]
fn pins_and_rows_stand_for_the_same_logins() {
    on_both(|house| async move {
        house.sign_in().await;
        let path = format!("/dashboard/northwind/users/{}/locations", urls::encode(AMARA));
        let page = house.get(&path).await.expect(200);
        assert!(page.shows("142 logins from 5 places since 4 Mar 2024"));
        assert_eq!(page.body.matches("class=\"pin\"").count(), 5);
        assert!(page.body.contains("role=\"img\"") && page.shows("Lagos, Nigeria: 97 logins"));
        let rows: Vec<_> = ["Lagos", "London", "Nairobi", "New York", "Singapore"]
            .map(|city| page.body.find(&format!("<b dir=\"auto\">{city}</b>")).unwrap())
            .to_vec();
        assert!(rows.is_sorted(), "the busiest place comes first");
    });
}

#[test]
fn a_user_without_located_logins_gets_an_explanation() {
    on_both(|house| async move {
        house.sign_in().await;
        let list = house.get("/dashboard/northwind/users?status=pending").await.expect(200);
        let at = list.body.find("name=\"user\" value=\"").unwrap() + "name=\"user\" value=\"".len();
        let id = &list.body[at..at + list.body[at..].find('"').unwrap()];
        let page = house.get(&format!("/dashboard/northwind/users/{}/locations", urls::encode(id))).await.expect(200);
        assert!(page.shows("No located logins") && !page.body.contains("<svg class=\"map\""));
    });
}
