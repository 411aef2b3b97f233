//! Delete: asks with what goes, deletes once, and goes back to the list.

use super::{only_event, part};
use crate::support::house::AMARA;
use crate::support::on_both;
use actix_web::test::TestRequest;

#[test]
fn deleting_asks_first_and_happens_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, AMARA, "delete");
        let question = house.get(&url).await.expect(200);
        assert!(question.shows("Yes, Delete It") && question.shows("cannot be undone"));
        assert!(question.shows("4 devices are unlinked"), "consequences are counted");
        let page = house.submit(&url, &[]).await.expect(200);
        assert!(page.shows("Amara Okafor was deleted."));
        let event = only_event(&house, AMARA, "sdu");
        assert!(event.diff.iter().any(|d| d.field == "email"), "{:?}", event.diff);
        house.get(&url).await.expect(404);
        let page = house.submit(&url, &[]).await.expect(200);
        assert!(page.shows("was deleted already."));
        only_event(&house, AMARA, "sdu");
        house.post(&part(&house, "auth0|nobody", "delete"), &[]).await.expect(404);
    });
}

#[test]
fn an_action_from_the_list_leads_back_to_the_list_as_it_was() {
    on_both(|house| async move {
        house.sign_in().await;
        let list = "/dashboard/northwind/users?q=amara&size=50";
        let token = house.token();
        let request = TestRequest::post()
            .uri(&part(&house, AMARA, "delete"))
            .insert_header(("Referer", format!("http://127.0.0.1:7700{list}")))
            .set_form([("_csrf", token.as_str())]);
        assert_eq!(house.send(request).await.expect(303).location(), list);
    });
}
