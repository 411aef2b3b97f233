//! What the machine could do at best: the same server library, allocator and statement without the product round it.
//!
//! `/memory` answers a page's bytes from memory; `/rows` runs the list's one keyset query and renders the same rows.

use actix_web::{App, HttpResponse, HttpServer, web};
use askama::Template;
use gatehouse::clock::Clock;
use gatehouse::http::dashboard::users::rows::Rows;
use gatehouse::http::hall::shown;
use gatehouse::model::paging::Start;
use gatehouse::model::search::Mode;
use gatehouse::model::tenant::TenantId;
use gatehouse::model::time_zone::TimeZone;
use gatehouse::store::Db;
use gatehouse::store::user_list::{self, Query, Sort};

/// Serves until the process is ended.
pub fn serve(url: &str, listen: &str) {
    let db = Db::open(url, 8);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(db.clone()))
            .route("/", web::get().to(HttpResponse::Ok))
            .route("/memory", web::get().to(|| async { HttpResponse::Ok().content_type("text/html").body(PAGE) }))
            .route("/rows", web::get().to(rows))
    });
    let running = server.bind(listen).expect("a free port").run();
    actix_web::rt::System::new().block_on(running).expect("the server runs");
}

/// As long as a page of the list.
const PAGE: &str = match std::str::from_utf8(&[b'x'; 80_000]) {
    Ok(text) => text,
    Err(_) => "",
};

async fn rows(db: web::Data<Db>) -> HttpResponse {
    let html = web::block(move || {
        let tenant = TenantId::parse("northwind").expect("a short name");
        let query = Query {
            search: String::new(),
            mode: Mode::User,
            connection: None,
            status: None,
            role: None,
            sort: Sort::Created,
            descending: true,
            size: 25,
            start: Start::First,
        };
        let page = db.read(|tx| user_list::page(tx, &tenant, &query)).expect("a page");
        let clock = shown::Clock { now: Clock::System.now(), zone: TimeZone::UTC };
        Rows::of(&tenant, clock, &[], &page.rows, true).render().expect("rows")
    });
    HttpResponse::Ok().content_type("text/html").body(html.await.expect("a thread"))
}
