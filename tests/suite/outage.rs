//! A database that is away: a 503 page in words, quickly, and recovery by itself.

use crate::support::postgres;
use crate::support::{House, on_both};
use gatehouse::store::connection::Backend;
use std::time::Duration;

#[test]
fn health_tells_live_from_ready() {
    on_both(|house| async move {
        assert_eq!(house.get("/healthz").await.expect(200).body, "ok\n");
        assert_eq!(house.get("/readyz").await.expect(200).body, "ready\n");
    });
}

#[test]
fn a_database_that_is_away_is_a_page_that_recovers() {
    actix_web::rt::System::new().block_on(async {
        let house = House::new(Backend::Postgres, &[]).await;
        house.sign_in().await;
        let url = house.app.config.database_url.clone();
        postgres::refuse_connections(&url, true);
        let page = house.get("/dashboard/northwind/users").await.expect(503);
        assert!(page.shows("The database is not available") && page.header("retry-after").is_some());
        house.get("/readyz").await.expect(503);
        house.get("/healthz").await.expect(200);
        postgres::refuse_connections(&url, false);
        // The pool finds its way back by itself; a request that comes before that is told to try again.
        for _ in 0..100 {
            if house.get("/dashboard/northwind/users").await.status == 200 {
                return;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        panic!("the pool does not recover");
    });
}
