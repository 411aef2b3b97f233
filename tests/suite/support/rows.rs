//! What is in the database, whatever the product makes of it: counted, compared, and kept from being written.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

/// A connection of the test's own.
enum Own {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Nullable<Text>)]
    word: Option<String>,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Own {
    fn open(url: &str) -> Self {
        match url.strip_prefix("sqlite:") {
            Some(path) => {
                let mut conn = SqliteConnection::establish(path).unwrap();
                conn.batch_execute("PRAGMA busy_timeout = 60000").unwrap();
                Self::Sqlite(conn)
            }
            None => Self::Postgres(PgConnection::establish(url).unwrap()),
        }
    }

    fn words(&mut self, sql: &str) -> Vec<String> {
        let rows: Vec<Word> = match self {
            Self::Sqlite(conn) => diesel::sql_query(sql).load(conn).unwrap(),
            Self::Postgres(conn) => diesel::sql_query(sql).load(conn).unwrap(),
        };
        rows.into_iter().map(|row| row.word.unwrap_or_default()).collect()
    }

    fn run(&mut self, sql: &str) {
        match self {
            Self::Sqlite(conn) => conn.batch_execute(sql).unwrap(),
            Self::Postgres(conn) => conn.batch_execute(sql).unwrap(),
        }
    }
}

/// The texts that a query answers with in its column `word`.
pub fn words(url: &str, sql: &str) -> Vec<String> {
    Own::open(url).words(sql)
}

/// Runs statements that answer nothing.
pub fn run(url: &str, sql: &str) {
    Own::open(url).run(sql);
}

/// How many rows a table has.
pub fn count(url: &str, table: &str) -> i64 {
    let sql = format!("SELECT count(*) AS number FROM {table}");
    let row: Number = match &mut Own::open(url) {
        Own::Sqlite(conn) => diesel::sql_query(sql).get_result(conn).unwrap(),
        Own::Postgres(conn) => diesel::sql_query(sql).get_result(conn).unwrap(),
    };
    row.number
}

/// Every row of every table as text, apart from what reading pages and signing in write.
pub fn everything(url: &str) -> Vec<(String, Vec<String>)> {
    let mut own = Own::open(url);
    let tables = match own {
        Own::Sqlite(_) => own.words(
            "SELECT name AS word FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'users_search%' \
             AND name NOT LIKE 'sqlite_%' ORDER BY name",
        ),
        Own::Postgres(_) => {
            own.words("SELECT tablename::text AS word FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        }
    };
    let told = |table: &String| !["operator_sessions", "sign_in_throttles"].contains(&table.as_str());
    let mut rows = Vec::new();
    for table in tables.into_iter().filter(told) {
        let sql = match own {
            Own::Sqlite(_) => {
                let columns = own.words(&format!("SELECT name AS word FROM pragma_table_info('{table}')"));
                let columns: Vec<_> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
                format!("SELECT {} AS word FROM {table} ORDER BY 1", columns.join(" || ',' || "))
            }
            Own::Postgres(_) => format!("SELECT t::text AS word FROM {table} t ORDER BY 1"),
        };
        let all = own.words(&sql);
        rows.push((table, all));
    }
    rows
}

/// From now on the log takes no event: whatever writes one in its transaction fails as a whole.
pub fn close_the_log(url: &str) {
    let mut own = Own::open(url);
    let sql = match own {
        Own::Sqlite(_) => {
            "CREATE TRIGGER closed BEFORE INSERT ON log_events BEGIN SELECT RAISE(ABORT, 'the log is closed'); END"
        }
        Own::Postgres(_) => {
            "CREATE FUNCTION closed() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'the log is closed'; END $$ \
             LANGUAGE plpgsql; \
             CREATE TRIGGER closed BEFORE INSERT ON log_events FOR EACH ROW EXECUTE FUNCTION closed()"
        }
    };
    own.run(sql);
}

/// The log takes events again.
pub fn open_the_log(url: &str) {
    let mut own = Own::open(url);
    let sql = match own {
        Own::Sqlite(_) => "DROP TRIGGER closed",
        Own::Postgres(_) => "DROP TRIGGER closed ON log_events; DROP FUNCTION closed",
    };
    own.run(sql);
}
