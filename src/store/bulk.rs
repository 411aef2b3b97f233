//! Many rows in few statements: what seeds and imports write with.

/// Rows of one statement: the widest table has 27 columns, and SQLite takes 32,766 binds, PostgreSQL 65,535.
pub(super) const ROWS: usize = 1_000;

/// Inserts a slice, item by item through `$row` (which answers with a `Result` of something insertable), in statements
/// of [`ROWS`] rows. A batch needs to know its database, hence the match; rows must write NULL rather than DEFAULT, or
/// SQLite falls back to one statement each.
macro_rules! insert_all {
    ($tx:expr, $table:expr, $items:expr, $row:expr) => {
        for chunk in $items.chunks($crate::store::bulk::ROWS) {
            let rows = chunk.iter().map($row).collect::<$crate::error::Result<Vec<_>>>()?;
            match $tx.conn() {
                $crate::store::connection::AnyConnection::Sqlite(conn) => {
                    diesel::insert_into($table).values(rows).execute(conn)?
                }
                $crate::store::connection::AnyConnection::Postgres(conn) => {
                    diesel::insert_into($table).values(rows).execute(conn)?
                }
            };
        }
    };
}

pub(super) use insert_all;
