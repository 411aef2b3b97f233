//! Mark as verified: once, with one event, and undone by one click.

use super::{only_event, part, stored, written};
use crate::support::on_both;

const JONAS_FROM_SAML: &str = "samlp|acme-saml|mj.fernandez@es.example";
const UNVERIFIED: &str = "github|20914467";

#[test]
fn marking_is_safe_to_repeat_and_can_be_undone() {
    on_both(|house| async move {
        house.sign_in().await;
        assert!(!stored(&house, UNVERIFIED).email_verified);
        let url = part(&house, UNVERIFIED, "mark-verified");
        house.get(&url).await.expect(200);
        let page = house.submit(&url, &[]).await.expect(200);
        assert!(page.shows("is marked as verified.") && page.body.contains("mark-unverified"));
        let event = only_event(&house, UNVERIFIED, "sapi");
        assert_eq!((event.diff[0].field.as_str(), event.diff.len()), ("email_verified", 1));
        assert!(house.submit(&url, &[]).await.shows("is verified already."));
        only_event(&house, UNVERIFIED, "sapi");
        house.submit(&part(&house, UNVERIFIED, "mark-unverified"), &[]).await.expect(200);
        assert!(!stored(&house, UNVERIFIED).email_verified);
        assert_eq!(written(&house, UNVERIFIED).len(), 2);
    });
}

#[test]
fn an_enterprise_provider_decides_for_itself() {
    on_both(|house| async move {
        house.sign_in().await;
        let before = stored(&house, JONAS_FROM_SAML).email_verified;
        let url = part(&house, JONAS_FROM_SAML, if before { "mark-unverified" } else { "mark-verified" });
        let page = house.submit(&url, &[]).await.expect(200);
        assert!(page.shows("Acme SAML decides whether an email address is verified."));
        assert!(written(&house, JONAS_FROM_SAML).is_empty());
    });
}
