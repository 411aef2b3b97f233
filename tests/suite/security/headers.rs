//! Security headers stand on every answer, errors and files included.

use crate::support::on_both;
use crate::support::places::Places;
use actix_web::http::Method;
use gatehouse::http::routes;

#[test]
fn every_answer_carries_them() {
    on_both(|house| async move {
        let mut paths = vec![
            "/".to_owned(),
            "/sign-in".into(),
            "/healthz".into(),
            "/readyz".into(),
            "/nowhere".into(),
            "/assets/none.css".into(),
        ];
        paths.push(gatehouse::http::hall::assets::url("app.css").to_owned());
        let places = Places::of(&house);
        for signed_in in [false, true] {
            if signed_in {
                house.sign_in().await;
            }
            let tables = [routes::dashboard(), routes::own()];
            let routes = tables.iter().flat_map(|t| t.lines()).map(|l| places.address(&l.pattern));
            for path in paths.iter().cloned().chain(routes) {
                for method in [Method::GET, Method::POST, Method::DELETE] {
                    let answer = house.bare(method.clone(), &path).await;
                    let csp = answer.header("content-security-policy").unwrap_or_default().to_owned();
                    assert!(csp.contains("object-src 'none'") && csp.contains("base-uri 'none'"), "{method} {path}");
                    assert!(csp.contains("frame-ancestors 'none'") && !csp.contains("unsafe"), "{method} {path}");
                    assert!(!csp.contains("http"), "{path} allows another host");
                    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
                    assert!(
                        answer.header("referrer-policy").is_some()
                            && answer.header("cross-origin-opener-policy").is_some()
                    );
                    assert_eq!(answer.header("server"), None, "{path}");
                    assert_eq!(answer.header("strict-transport-security"), None, "plain http has none");
                    assert!(answer.status < 500, "{method} {path} answered {}", answer.status);
                }
            }
        }
    });
}
