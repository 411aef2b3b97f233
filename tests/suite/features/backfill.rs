//! The values of users who are older than the table of searchable values are written when the server starts, and what was
//! interrupted goes on.

use crate::support::house::AMARA;
use crate::support::{House, on_both, rows};
use gatehouse::model::user::UserId;
use gatehouse::store::{search_values, users};

/// More than one transaction of it takes.
const MANY: usize = 1_040;

fn values(house: &House) -> Vec<String> {
    let sql = "SELECT tenant_id || ' ' || user_id || ' ' || path || ' ' || value_text || ' ' || \
               COALESCE(CAST(value_num AS TEXT), '-') AS word FROM user_search_values ORDER BY 1";
    rows::words(&house.app.config.database_url, sql)
}

#[test]
fn values_of_older_users_are_written_once_and_all() {
    on_both(|house| async move {
        let url = house.app.config.database_url.clone();
        house
            .write(|tx, c| {
                let like = users::find(tx, &c.tenant, &UserId::from_text(AMARA))?;
                let all: Vec<_> = (0..MANY)
                    .map(|n| {
                        let mut one = like.clone();
                        one.id = UserId::from_text(format!("auth0|old{n:04}"));
                        one.app_metadata.insert("number".into(), n.into());
                        one
                    })
                    .collect();
                users::insert_all(tx, &c.tenant, &all)
            })
            .unwrap();
        let written = values(&house);
        assert!(written.len() > 2 * MANY && written.iter().any(|v| v.contains(" i.")), "linked accounts have some too");
        // As a database is that comes from before: all is to do, in one tenant half of it is done.
        rows::run(
            &url,
            "DELETE FROM user_search_values WHERE NOT (tenant_id = 'northwind' AND user_id <= 'auth0|old0500'); \
             INSERT INTO search_backfill (tenant_id, after_user_id) SELECT tenant_id, \
             CASE tenant_id WHEN 'northwind' THEN 'auth0|old0500' ELSE '' END FROM tenants;",
        );
        assert!(values(&house).len() < written.len());
        search_values::backfill(house.app.db()).unwrap();
        let now = values(&house);
        assert_eq!(now.len(), written.len());
        assert!(now == written);
        assert_eq!(rows::count(&url, "search_backfill"), 0, "and it is done");
        search_values::backfill(house.app.db()).unwrap();
        assert!(values(&house) == written);
        let found = "/dashboard/northwind/users?mode=lucene&q=app_metadata.number:1039";
        house.sign_in().await;
        assert!(house.get(found).await.expect(200).shows("old1039"));
    });
}
