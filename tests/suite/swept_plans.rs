//! Every statement of every page, as it ran: none reads a table from end to end. A page is swept because it is in the
//! route table; what it can be asked for besides stands in [`ASKED`].

use crate::support::House;
use crate::support::places::Places;
use actix_web::http::Method;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use gatehouse::features::seed;
use gatehouse::http::routes;
use gatehouse::store::connection::Backend;
use std::collections::BTreeSet;
use std::sync::{Mutex, Once};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Searches, filters and pages of lists; the variables are those of the route table.
const ASKED: &[&str] = &[
    "/users?q=am",
    "/users?q=amara",
    "/users?q=%2B4670",
    "/users?connection=Customers&sort=name",
    "/users?status=blocked",
    "/users?status=pending&role={role}",
    "/users?sort=latest_login&at=last",
    "/users/{user}/history?range=3650&event=s",
    "/users/{user}/link?q=theo",
    "/roles?q=ed",
    "/roles/{role}/users/assign?q=theo",
    "/apis?q=orders",
    "/applications?q=store",
    "/connections?q=cust",
    "/logs?range=30",
    "/logs?range=30&event=s",
    "/logs?range=30&q=amara",
    "/logs?range=30&connection=Customers",
    "/logs?range=30&application={application}",
    "/logs?range=30&q=102.89.33.7",
    "/operators?q=demo",
];

/// Tables of a few rows, however large the house grows.
const SMALL: &[&str] = &["tenants"];

static RUN: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());
static LISTEN: Once = Once::new();

/// Keeps every statement with the name of its database.
struct Statements;

#[derive(Default)]
struct Fields {
    database: String,
    message: String,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "database" {
            self.database = value.to_owned();
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn enabled(&self, metadata: &tracing::Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == "gatehouse::sql"
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        RUN.lock().unwrap().push((fields.database, fields.message));
    }
}

/// The statements that ran on a database, without their binds.
fn run_on(url: &str) -> BTreeSet<String> {
    let name = url.rsplit('/').next().unwrap();
    let all = RUN.lock().unwrap();
    let mine = all.iter().filter(|(database, _)| database == name);
    mine.map(|(_, text)| text.split(" -- binds:").next().unwrap().to_owned()).collect()
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

#[derive(QueryableByName)]
struct Detail {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// What a database says it would do, with the binds still open.
fn plan(url: &str, sql: &str) -> Vec<String> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let mut conn = SqliteConnection::establish(path).unwrap();
        // The product's own function, which a bare connection does not have; any other of two arguments stands as well.
        let sql = sql.replace("gatehouse_in_time(", "max(");
        let lines: Vec<Detail> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(&mut conn).unwrap();
        return lines.into_iter().map(|line| line.detail).collect();
    }
    let binds = (1..100).take_while(|n| sql.contains(&format!("${n}"))).count();
    let nulls = if binds == 0 { String::new() } else { format!("({})", vec!["NULL"; binds].join(", ")) };
    let mut conn = PgConnection::establish(url).unwrap();
    // A small table is cheaper to read whole; what counts is that an index serves it once it is not.
    conn.batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").unwrap();
    conn.batch_execute(&format!("PREPARE swept AS {sql}")).unwrap();
    let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN EXECUTE swept{nulls}")).load(&mut conn).unwrap();
    lines.into_iter().map(|line| line.line.trim().to_owned()).collect()
}

/// The lines of a plan that read a whole table; what a statement makes for itself is none.
fn scans(plan: &[String]) -> Vec<String> {
    let made: Vec<_> = plan.iter().filter(|l| l.starts_with("CO-ROUTINE ") || l.starts_with("MATERIALIZE ")).collect();
    let whole = |line: &&String| {
        let Some(rest) = line.strip_prefix("SCAN ").or(line.split("Seq Scan on ").nth(1)) else { return false };
        let table = rest.split(' ').next().unwrap_or_default();
        let own = made.iter().any(|line| line.ends_with(&format!(" {table}"))) || rest == "CONSTANT ROW";
        !own && !rest.contains(" INDEX ") && !SMALL.contains(&table)
    };
    plan.iter().filter(whole).cloned().collect()
}

async fn sweep(backend: Backend) {
    let house = House::new(backend, &[]).await;
    seed::synthetic(house.app.db(), &house.tenant(), 3_000, house.app.now(), &mut |_| {}).unwrap();
    house.sign_in().await;
    let (url, places) = (house.app.config.database_url.clone(), Places::of(&house));
    let tables = [routes::dashboard(), routes::own()];
    let pages = tables.iter().flat_map(|table| table.lines()).filter(|line| line.method == Method::GET);
    let asked = ASKED.iter().map(|asked| format!("/dashboard/{{tenant}}{asked}"));
    for pattern in pages.map(|line| line.pattern.clone()).chain(asked) {
        let page = house.get(&places.address(&pattern)).await;
        assert!([200, 303].contains(&page.status), "{pattern} answered {}", page.status);
    }
    // What the seed and the sign-in wrote is not what pages read.
    let read: Vec<_> = run_on(&url).into_iter().filter(|sql| sql.trim_start().starts_with("SELECT")).collect();
    assert!(read.len() > 40, "only {} statements were seen", read.len());
    let finding = |sql: &String| {
        let found = scans(&plan(&url, sql));
        (!found.is_empty()).then(|| format!("{found:?}\n    {sql}"))
    };
    let findings: Vec<_> = read.iter().filter_map(finding).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn no_page_reads_a_table_from_end_to_end() {
    LISTEN.call_once(|| {
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Statements)).unwrap();
    });
    for backend in [Backend::Sqlite, Backend::Postgres] {
        actix_web::rt::System::new().block_on(sweep(backend));
    }
}
