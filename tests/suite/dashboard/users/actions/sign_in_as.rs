//! Sign in as User says what is missing.

use super::part;
use crate::support::house::AMARA;
use crate::support::{House, on_both};
use gatehouse::model::tenant::Tenant;
use gatehouse::store::tenants;

fn allow(house: &House, on: bool) {
    let written = house.write(|tx, c| {
        let before = tenants::find(tx, &c.tenant)?;
        tenants::update(tx, &before, &Tenant { sign_in_as_user: on, ..before.clone() })
    });
    assert!(written.unwrap());
}

#[test]
fn the_missing_precondition_is_named() {
    on_both(|house| async move {
        house.sign_in().await;
        let url = part(&house, AMARA, "sign-in-as");
        allow(&house, false);
        let page = house.get(&url).await.expect(200);
        assert!(page.shows("This tenant does not allow it.") && page.body.contains("data-testid=\"missing\""));
        allow(&house, true);
        let page = house.get(&url).await.expect(200);
        assert!(page.shows("Storefront") && page.shows("The link itself comes with the login"));
        assert!(!page.body.contains("data-testid=\"missing\""));
    });
}
