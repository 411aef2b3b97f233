//! The two sets of migrations are twins, `schema.rs` says the same, foreign keys cascade, and every list uses an index.

use crate::support::{database, postgres};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use gatehouse::app::App;
use gatehouse::store::Db;
use gatehouse::store::migrate;
use std::collections::BTreeMap;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn sqlite() -> (Db, SqliteConnection) {
    let path = database::next_path();
    let db = Db::open(&format!("sqlite:{}", path.display()), 1);
    migrate::run(&db).unwrap();
    let mut conn = SqliteConnection::establish(&path.display().to_string()).unwrap();
    conn.batch_execute("PRAGMA foreign_keys = ON").unwrap();
    (db, conn)
}

/// A PostgreSQL database with nothing in it, also when the suite's databases are copies of a filled one.
fn empty_postgres() -> String {
    let url = postgres::fresh_database();
    let mut conn = PgConnection::establish(&url).unwrap();
    conn.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").unwrap();
    url
}

fn postgres() -> (Db, PgConnection) {
    let url = empty_postgres();
    let db = Db::open(&url, 1);
    migrate::run(&db).unwrap();
    (db, PgConnection::establish(&url).unwrap())
}

const SQLITE_COLUMNS: &str = "SELECT m.name || '.' || lower(c.name) || ' ' || CASE WHEN c.\"notnull\" = 1 THEN 'required' ELSE 'optional' END || ' ' || \
    CASE upper(c.type) WHEN 'TEXT' THEN 'Text' WHEN 'BOOLEAN' THEN 'Bool' WHEN 'TIMESTAMP' THEN 'Timestamp' WHEN 'BIGINT' THEN 'BigInt' \
    WHEN 'INTEGER' THEN CASE c.name WHEN 'seq' THEN 'BigInt' ELSE 'Integer' END WHEN 'DOUBLE PRECISION' THEN 'Double' ELSE c.type END AS line \
    FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' \
    AND m.name NOT LIKE 'users\\_search%' ESCAPE '\\' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY line";
const POSTGRES_COLUMNS: &str = "SELECT table_name || '.' || column_name || ' ' || CASE is_nullable WHEN 'NO' THEN 'required' ELSE 'optional' END || ' ' || \
    CASE data_type WHEN 'text' THEN 'Text' WHEN 'boolean' THEN 'Bool' WHEN 'timestamp without time zone' THEN 'Timestamp' WHEN 'bigint' THEN 'BigInt' \
    WHEN 'integer' THEN 'Integer' WHEN 'double precision' THEN 'Double' ELSE data_type END AS line \
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%' ORDER BY line";

fn lines<C>(conn: &mut C, sql: &str) -> Vec<String>
where
    C: diesel::connection::LoadConnection,
    diesel::query_builder::SqlQuery: for<'q> diesel::query_dsl::LoadQuery<'q, C, Line>,
{
    let found: Vec<Line> = diesel::sql_query(sql).load(conn).unwrap();
    let mut lines: Vec<_> = found.into_iter().map(|l| l.line).collect();
    lines.sort();
    lines
}

/// `schema.rs` as the same lines.
fn declared() -> Vec<String> {
    let text = concat!(
        include_str!("../../src/store/schema.rs"),
        include_str!("../../src/store/schema/house.rs"),
        include_str!("../../src/store/schema/programs.rs")
    );
    let (mut table, mut renamed, mut out) = (String::new(), None, Vec::new());
    for line in text.lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        } else if let Some(rest) = line.strip_prefix("#[sql_name = \"") {
            renamed = rest.split('"').next().map(str::to_owned);
        } else if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let column = renamed.take().unwrap_or_else(|| column.to_owned());
            let (need, kind) = match kind.strip_prefix("Nullable<") {
                Some(inner) => ("optional", inner.trim_end_matches('>')),
                None => ("required", kind),
            };
            out.push(format!("{table}.{column} {need} {kind}"));
        }
    }
    out.sort();
    out
}

#[test]
fn both_databases_and_schema_rs_have_the_same_columns() {
    let (_a, mut lite) = sqlite();
    let (_b, mut pg) = postgres();
    let lite = lines(&mut lite, SQLITE_COLUMNS);
    assert!(lite.len() > 150, "{}", lite.len());
    assert_eq!(lite, lines(&mut pg, POSTGRES_COLUMNS));
    assert_eq!(lite, declared());
}

#[test]
fn both_sets_have_the_same_names_and_their_number_is_known() {
    let names = |set: &str| -> Vec<_> {
        let mut names: Vec<_> = std::fs::read_dir(format!("{}/migrations/{set}", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert_eq!(names("sqlite").len() as i64, migrate::MIGRATIONS);
}

#[test]
fn migrations_run_down_and_up_again() {
    let (lite, mut lite_conn) = sqlite();
    let (pg, mut pg_conn) = postgres();
    for db in [&lite, &pg] {
        for _ in 0..migrate::MIGRATIONS {
            migrate::revert_last(db).unwrap();
        }
    }
    assert_eq!(lines(&mut lite_conn, SQLITE_COLUMNS).len(), 0);
    assert_eq!(lines(&mut pg_conn, POSTGRES_COLUMNS).len(), 0);
    for db in [&lite, &pg] {
        assert_eq!(migrate::run(db).unwrap().len() as i64, migrate::MIGRATIONS);
        assert!(migrate::run(db).unwrap().is_empty());
    }
}

#[test]
fn replicas_that_start_at_once_migrate_once() {
    // Several houses, since each has but one first moment.
    let files = (0..8).map(|_| format!("sqlite:{}", database::next_path().display()));
    for url in files.chain([empty_postgres()]) {
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let url = url.clone();
                std::thread::spawn(move || migrate::run(&Db::open(&url, 1)).map(|ran| ran.len()))
            })
            .collect();
        let ran: Result<Vec<_>, _> = starts.into_iter().map(|s| s.join().unwrap()).collect();
        assert_eq!(ran.unwrap().iter().sum::<usize>() as i64, migrate::MIGRATIONS, "{url}");
    }
}

#[test]
fn servers_that_start_at_once_load_the_demo_once() {
    let path = database::next_path();
    for url in [format!("sqlite:{}", path.display()), empty_postgres()] {
        let starts: Vec<_> = (0..4)
            .map(|_| {
                let config = database::config(&url, &[]);
                std::thread::spawn(move || App::new(config).unwrap().prepare())
            })
            .collect();
        let loaded: Result<Vec<_>, _> = starts.into_iter().map(|s| s.join().unwrap()).collect();
        assert_eq!(loaded.unwrap().iter().filter(|loaded| **loaded).count(), 1, "{url}");
    }
}

#[test]
fn every_foreign_key_cascades() {
    let (_a, mut lite) = sqlite();
    let (_b, mut pg) = postgres();
    let lite = lines(
        &mut lite,
        "SELECT m.name || ' -> ' || f.\"table\" || ' ' || f.on_delete AS line FROM sqlite_schema m \
        JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id",
    );
    let pg = lines(
        &mut pg,
        "SELECT conrelid::regclass::text || ' -> ' || confrelid::regclass::text || ' ' || \
        CASE confdeltype WHEN 'c' THEN 'CASCADE' ELSE confdeltype::text END AS line FROM pg_constraint WHERE contype = 'f'",
    );
    assert!(lite.len() > 25);
    let count = |lines: &[String]| {
        lines.iter().fold(BTreeMap::new(), |mut m, l| {
            *m.entry(l.clone()).or_insert(0) += 1;
            m
        })
    };
    assert_eq!(count(&lite), count(&pg));
    assert!(lite.iter().all(|l| l.ends_with("CASCADE")), "{lite:?}");
}
