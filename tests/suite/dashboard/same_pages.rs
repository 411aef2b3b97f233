//! The same seed at the same instant gives the same pages, byte for byte, on either database and each time.

use crate::support::House;
use crate::support::places::Places;
use actix_web::http::Method;
use gatehouse::http::routes;
use gatehouse::store::connection::Backend;

/// Every page of the dashboard, its form token apart.
async fn pages(backend: Backend) -> Vec<(String, String)> {
    let house = House::new(backend, &[]).await;
    house.sign_in().await;
    let places = Places::of(&house);
    let mut pages = Vec::new();
    for line in routes::dashboard().lines().iter().filter(|line| line.method == Method::GET) {
        let path = places.address(&line.pattern);
        let page = house.get(&path).await;
        pages.push((path, page.body.replace(&house.token(), "")));
    }
    pages
}

#[test]
fn pages_are_equal_on_both_databases_and_each_time() {
    let [first, second, third] = [Backend::Sqlite, Backend::Postgres, Backend::Sqlite]
        .map(|backend| actix_web::rt::System::new().block_on(pages(backend)));
    assert!(first.len() > 40 && first.iter().any(|(_, body)| body.contains("Amara Okafor")));
    for (n, (path, body)) in first.iter().enumerate() {
        for other in [&second[n], &third[n]] {
            assert_eq!(&other.0, path);
            let differs = body.lines().zip(other.1.lines()).find(|(one, two)| one != two);
            assert!(*body == other.1, "{path}: {differs:?}");
        }
    }
}
