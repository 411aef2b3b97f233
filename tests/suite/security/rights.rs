//! The matrix of roles and routes, generated from the table: each role reaches exactly what its rights allow.

use crate::support::places::Places;
use crate::support::{House, on_both, rows};
use actix_web::http::Method;
use gatehouse::http::routes;
use gatehouse::model::operator::{OperatorRole, Right};
use gatehouse::store::connection::Backend;

#[test]
fn a_role_reaches_what_its_rights_allow_and_nothing_else() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        for role in OperatorRole::ALL {
            actix_web::rt::System::new().block_on(async {
                let house = House::new(backend, &[]).await;
                house.sign_in_as(role).await;
                let places = Places::of(&house);
                for line in routes::dashboard().lines() {
                    let path = places.address(&line.pattern);
                    // Forms are sent empty: whoever is let in is told what is missing, and nobody is refused for that.
                    let answer = match line.method.as_str() {
                        "GET" => house.get(&path).await,
                        _ if role.may(line.right) => continue,
                        _ => house.post(&path, &[]).await,
                    };
                    let refused = answer.status == 403;
                    assert_eq!(
                        refused,
                        !role.may(line.right),
                        "{} {path} as {}: {}",
                        line.method,
                        role.label(),
                        answer.status
                    );
                    assert!(refused || [200, 303].contains(&answer.status), "{path} answered {}", answer.status);
                    assert!(
                        !refused || answer.shows(line.right.least_role().label()),
                        "{path} says which role it needs"
                    );
                }
            });
        }
    }
}

#[test]
fn support_reads_only() {
    assert!(OperatorRole::Support.may(Right::Read));
    for right in [Right::ManageUsers, Right::EditAppMetadata, Right::ManageTenant, Right::OwnTenant] {
        assert!(!OperatorRole::Support.may(right));
    }
    for line in routes::dashboard().lines().iter().filter(|l| l.method != Method::GET) {
        assert_ne!(line.right, Right::Read, "{} changes something", line.pattern);
    }
}

#[test]
fn another_tenants_things_are_not_found() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Owner).await;
        // This owner has a place in northwind only.
        let places = Places::of(&house);
        for line in routes::dashboard().lines() {
            let path = places.address(&line.pattern).replace("/northwind/", "/acme/");
            let answer = if line.method == Method::GET { house.get(&path).await } else { house.post(&path, &[]).await };
            answer.expect(404);
        }
        house.get("/dashboard/nowhere/users").await.expect(404);
    });
}

#[test]
fn an_id_of_another_tenant_is_not_found_by_who_is_in_both() {
    on_both(|house| async move {
        house.sign_in().await;
        let (url, places) = (house.app.config.database_url.clone(), Places::of(&house));
        house.get("/dashboard/acme/users").await.expect(200);
        let before = rows::everything(&url);
        // A person may be an operator of both; everything else that has an id is one tenant's.
        let named = |pattern: &str| pattern.matches('{').count() > 1 && !pattern.contains("{operator}");
        for line in routes::dashboard().lines().iter().filter(|line| named(&line.pattern)) {
            let path = places.address(&line.pattern).replace("/northwind/", "/acme/");
            let answer = if line.method == Method::GET { house.get(&path).await } else { house.post(&path, &[]).await };
            // What is gone already is told kindly, and who looks is told that there is no such thing.
            let told = if line.method == Method::GET { answer.status == 404 } else { answer.status < 500 };
            assert!(told, "{} {path} answered {}", line.method, answer.status);
        }
        assert!(rows::everything(&url) == before);
    });
}

#[test]
fn a_stranger_is_sent_to_the_sign_in_page_and_back() {
    on_both(|house| async move {
        let answer = house.get("/dashboard/northwind/users?q=amara").await.expect(303);
        assert_eq!(answer.location(), "/sign-in?next=%2Fdashboard%2Fnorthwind%2Fusers%3Fq%3Damara");
        let places = Places::of(&house);
        for line in routes::dashboard().lines() {
            let answer = house.bare(line.method.clone(), &places.address(&line.pattern)).await;
            assert!(answer.status == 303 && answer.location().starts_with("/sign-in"), "{}", line.pattern);
        }
    });
}
