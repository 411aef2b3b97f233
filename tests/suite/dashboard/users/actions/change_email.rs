//! Change Email: checked, once, with one event; the address the operator saw decides between two of them.

use super::{only_event, part, stored, written};
use crate::support::house::AMARA;
use crate::support::on_both;

const SEEN: (&str, &str) = ("seen", "amara.okafor@northwind.example");

#[test]
fn a_new_address_is_unverified_and_lower_case() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, AMARA, "change-email");
        assert!(house.get(&url).await.expect(200).shows(SEEN.1));
        let page = house.submit(&url, &[("email", "Amara@Example.COM"), SEEN]).await.expect(200);
        assert!(page.shows("The email address is amara@example.com now."));
        let user = stored(&house, AMARA);
        assert_eq!((user.email.as_deref(), user.email_verified), (Some("amara@example.com"), false));
        assert_eq!(only_event(&house, AMARA, "sce").diff.len(), 2);
        let page = house.submit(&url, &[("email", "amara@example.com"), SEEN]).await.expect(200);
        assert!(page.shows("was amara@example.com already."), "twice is once");
        let page = house.post(&url, &[("email", "third@example.com"), SEEN]).await.expect(409);
        assert!(page.shows("third@example.com") && page.shows("Somebody else changed it to"));
        only_event(&house, AMARA, "sce");
    });
}

#[test]
fn mistakes_and_taken_addresses_come_back_with_what_was_typed() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, AMARA, "change-email");
        for bad in ["", "no address", "misaki.sato@jp.example", "Theo.Brandt@DE.example"] {
            let page = house.post(&url, &[("email", bad), ("verified", "true"), SEEN]).await.expect(422);
            assert_eq!(page.input("email").as_deref(), Some(bad));
            assert!(page.body.contains("id=\"e-email\""), "{bad}");
        }
        assert!(written(&house, AMARA).is_empty());
        let locked = part(&house, "github|20914467", "change-email");
        assert!(house.get(&locked).await.expect(200).shows("The email address comes from GitHub."));
        house.post(&locked, &[("email", "a@b.example"), ("seen", "nadia@rahman.example")]).await.expect(422);
    });
}
