//! The API's description of itself.

use crate::support::on_both;
use crate::support::program::HOST;
use actix_web::test::TestRequest;
use gatehouse::http::api_routes;

#[test]
fn the_document_has_every_endpoint_with_its_scopes_and_parameters() {
    on_both(|house| async move {
        let request = TestRequest::get().uri("/api/v2/openapi.json").insert_header(("Host", HOST));
        let document = house.send(request).await.expect(200).json();
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document["servers"][0]["url"], "http://localhost:7700/api/v2");
        let table = api_routes::table();
        let lines = table.lines();
        let described: usize =
            document["paths"].as_object().unwrap().values().map(|p| p.as_object().unwrap().len()).sum();
        assert_eq!(described, lines.all().len());
        for line in lines.all() {
            let operation = &document["paths"][&line.path][line.method.as_str().to_ascii_lowercase()];
            let scopes = operation["security"][0]["bearer"].as_array().unwrap();
            assert_eq!(scopes, line.scopes, "{}", line.path);
            assert!(!line.summary.is_empty() && operation["responses"][line.status.as_str()].is_object());
        }
        let listing = &document["paths"]["/users"]["get"]["parameters"];
        let per_page = listing.as_array().unwrap().iter().find(|p| p["name"] == "per_page").unwrap();
        assert_eq!((&per_page["schema"]["maximum"], &per_page["schema"]["type"]), (&100.into(), &"integer".into()));
        // No shape refers to one that is not there.
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
    });
}
