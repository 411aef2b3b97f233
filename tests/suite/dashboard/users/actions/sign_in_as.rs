//! Sign in as User says what is missing.

use super::part;
use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::store::tenants;

#[test]
fn the_missing_precondition_is_named() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, AMARA, "sign-in-as");
        house.write(|tx, c| tenants::set_sign_in_as_user(tx, &c.tenant, false)).unwrap();
        let page = house.get(&url).await.expect(200);
        assert!(page.shows("This tenant does not allow it.") && page.body.contains("data-testid=\"missing\""));
        house.write(|tx, c| tenants::set_sign_in_as_user(tx, &c.tenant, true)).unwrap();
        let page = house.get(&url).await.expect(200);
        assert!(page.shows("Storefront") && page.shows("The link itself comes with the login"));
        assert!(!page.body.contains("data-testid=\"missing\""));
    });
}
