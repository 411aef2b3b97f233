//! Every list and look-up is served by an index: what both databases plan for the statements that pages run.

use crate::support::house::AMARA;
use crate::support::{House, on_both};
use diesel::prelude::*;
use diesel::sql_types::Text;
use gatehouse::features::seed;
use gatehouse::features::users::list::{ListQuery, Sort};
use gatehouse::model::paging::{Key, Start};
use gatehouse::model::search::Mode;
use gatehouse::model::user::Status;
use gatehouse::store::user_list;

#[derive(QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

#[derive(QueryableByName)]
struct Detail {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// The statements of a page of users, and their plans.
fn plans_of(house: &House, query: &ListQuery) -> (String, String) {
    let url = house.app.config.database_url.as_str();
    let statements = house.read(|tx, c| user_list::page_sql(tx, &c.tenant, query)).unwrap();
    let plans: Vec<_> = statements.iter().map(|sql| plan(url, sql)).collect();
    (statements.join("\n"), plans.join("\n"))
}

/// The plan of a statement whose binds are given as literals.
fn plan(url: &str, sql: &str) -> String {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let mut conn = SqliteConnection::establish(path).unwrap();
        let lines: Vec<Detail> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(&mut conn).unwrap();
        return lines.into_iter().map(|l| l.detail).collect::<Vec<_>>().join("\n");
    }
    // A small table is cheaper to read whole; what counts is that an index serves it once it is not.
    let mut conn = PgConnection::establish(url).unwrap();
    diesel::connection::SimpleConnection::batch_execute(&mut conn, "SET enable_seqscan = off").unwrap();
    let lines: Vec<PlanLine> = diesel::sql_query(format!("EXPLAIN {sql}")).load(&mut conn).unwrap();
    lines.into_iter().map(|l| l.line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_sort_of_the_users_list_walks_an_index() {
    on_both(|house| async move {
        let db = house.app.db();
        seed::synthetic(db, &house.tenant(), 3_000, house.app.now(), &mut |_| {}).unwrap();
        let url = house.app.config.database_url.clone();
        analyze(&url);
        for sort in Sort::ALL {
            let value = match sort {
                Sort::Name | Sort::Connection => "m",
                Sort::Logins | Sort::Status => "3",
                Sort::LatestLogin | Sort::Created => "1700000000000",
            };
            let start = Start::After(Key { sort: value.into(), id: "auth0|5".into() });
            let query = ListQuery { sort, start, ..base() };
            let (_, text) = plans_of(&house, &query);
            assert!(
                text.contains("users_by_") && !text.contains("TEMP B-TREE") && !text.contains("Seq Scan"),
                "{sort:?}: {text}"
            );
            assert!(!text.contains("Sort Key"), "{sort:?} sorts by hand: {text}");
        }
    });
}

#[test]
fn searches_and_filters_use_an_index() {
    on_both(|house| async move {
        let db = house.app.db();
        seed::synthetic(db, &house.tenant(), 3_000, house.app.now(), &mut |_| {}).unwrap();
        let url = house.app.config.database_url.clone();
        analyze(&url);
        let search = ListQuery { search: "okafor".into(), ..base() };
        let (_, text) = plans_of(&house, &search);
        assert!(by_substring(&text), "{text}");
        for query in [
            ListQuery { status: Some(Status::Blocked), ..base() },
            ListQuery { status: Some(Status::Pending), ..base() },
            ListQuery { status: Some(Status::Unverified), ..base() },
        ] {
            let (_, text) = plans_of(&house, &query);
            assert!(text.contains("users_") && !text.contains("Seq Scan"), "{:?}: {text}", query.status);
        }
        let role = ListQuery { role: Some("rol_x".into()), ..base() };
        let (_, text) = plans_of(&house, &role);
        assert!(
            text.contains("user_roles_by_role")
                || text.contains("user_roles_pkey")
                || text.contains("sqlite_autoindex_user_roles"),
            "{text}"
        );
    });
}

/// Every class of condition that an index is there for finds its users by that index, on both databases.
#[test]
fn conditions_of_the_query_language_use_their_indexes() {
    on_both(|house| async move {
        let db = house.app.db();
        seed::synthetic(db, &house.tenant(), 3_500, house.app.now(), &mut |_| {}).unwrap();
        let url = house.app.config.database_url.clone();
        analyze(&url);
        for (search, index) in [
            ("user_id:\"auth0|1\"", "users_pkey"),
            ("user_id:auth0|65f1c09a*", "users_pkey"),
            ("email:amara*", "users_by_lower_email"),
            ("email.domain:northwind.example", "users_by_domain"),
            ("name:\"amara okafor\"", "users_named"),
            ("given_name:amara", "users_by_given_name"),
            ("family_name:okaf*", "users_by_family_name"),
            ("nickname:amara.okafor", "users_by_nickname"),
            ("username:x*", "users_by_username"),
            ("phone_number:\"+447700900100\"", "users_by_phone_number"),
            ("last_ip:198.51.1.*", "users_by_last_ip"),
            ("name:*kafor*", "users_search"),
            ("*kafor*", "users_search"),
            ("logins_count:7", "users_by_logins"),
            ("last_login:[2001 TO 2002]", "users_by_last_login"),
            ("updated_at:[2001 TO 2002]", "users_by_updated"),
            ("created_at:[2001 TO 2002]", "users_by_created"),
            ("identities.user_id:66aa01", "identities_by_provider_user_id"),
            ("identities.connection:Nowhere", "identities_by_connection"),
            ("app_metadata.plan:platinum", "user_search_values"),
            ("app_metadata.plan:pla*", "user_search_values"),
            ("app_metadata.level:[1 TO 2]", "user_search_values_by_number"),
            ("_exists_:app_metadata.nothing", "user_search_values"),
            ("blocked:true AND created_at:[2001 TO 2002]", "users_"),
            ("given_name:amara AND app_metadata.plan:platinum", "user_search_values"),
        ] {
            let query = ListQuery { search: search.into(), mode: Mode::Lucene, ..base() };
            let (sql, text) = plans_of(&house, &query);
            let served = text.contains(index) || (index == "users_search" && by_substring(&text));
            assert!(served && sql.contains("found"), "{search}: {sql}\n{text}");
            let scans = |line: &str| ["SCAN u", "SCAN users"].contains(&line) || line.contains("Seq Scan on users");
            assert!(!text.lines().any(scans), "{search}: {sql}\n{text}");
        }
    });
}

#[test]
fn look_ups_use_keys() {
    on_both(|house| async move {
        let url = house.app.config.database_url.clone();
        let lite = url.starts_with("sqlite:");
        let by_user = format!("tenant_id = 'northwind' AND user_id = '{AMARA}'");
        for (table, condition, order) in [
            ("users", by_user.as_str(), ""),
            ("identities", by_user.as_str(), "ORDER BY position"),
            ("user_roles", by_user.as_str(), ""),
            ("user_permissions", by_user.as_str(), ""),
            ("device_credentials", by_user.as_str(), "ORDER BY created_at"),
            ("grants", by_user.as_str(), ""),
            ("mfa_enrollments", by_user.as_str(), "ORDER BY enrolled_at"),
            ("user_sessions", by_user.as_str(), ""),
            ("tickets", by_user.as_str(), ""),
            ("log_events", by_user.as_str(), "ORDER BY date, log_id"),
            ("log_events", "tenant_id = 'northwind' AND type = 'fp'", "ORDER BY date, log_id"),
            ("log_events", "tenant_id = 'northwind'", "ORDER BY date DESC, log_id DESC"),
            ("outbox", "tenant_id = 'northwind'", "ORDER BY created_at DESC, mail_id DESC"),
            ("outbox", "due_at <= '2020-01-01'", "ORDER BY due_at"),
            ("outbox", "created_at < '2020-01-01'", "ORDER BY created_at"),
            ("outbox", by_user.as_str(), ""),
            ("connections", "tenant_id = 'northwind' AND name = 'Customers'", ""),
            ("applications", "tenant_id = 'northwind'", "ORDER BY lower(name), client_id"),
            ("resource_servers", "tenant_id = 'northwind'", "ORDER BY lower(name), resource_server_id"),
            ("remembered_browsers", by_user.as_str(), ""),
            ("operator_tickets", "operator_id = 'x'", ""),
            ("tickets", "expires_at < '2020-01-01'", "ORDER BY expires_at"),
            ("operator_sessions", "last_seen_at < '2020-01-01'", "ORDER BY last_seen_at"),
            ("log_events", "tenant_id = 'northwind' AND date < '2020-01-01'", "ORDER BY date, log_id"),
            ("deleted_users", "tenant_id = 'northwind'", "ORDER BY deleted_at DESC, user_id DESC, deletion_id DESC"),
            ("deleted_users", "restorable_until <= '2020-01-01'", "ORDER BY restorable_until"),
            ("operator_sessions", "id_hash = 'x'", ""),
            ("operators", "email = 'x'", ""),
        ] {
            let sql = format!("SELECT * FROM {table} WHERE {condition} {order} LIMIT 26");
            let text = plan(&url, &sql);
            if lite {
                assert!(
                    text.contains("SEARCH") && !text.contains("SCAN") && !text.contains("TEMP B-TREE"),
                    "{sql}: {text}"
                );
            } else {
                assert!(text.contains("Index") && !text.contains("Seq Scan"), "{sql}: {text}");
            }
        }
    });
}

#[test]
fn the_filters_of_logs_walk_to_their_events() {
    on_both(|house| async move {
        let url = house.app.config.database_url.clone();
        analyze(&url);
        for (filter, index) in [
            ("connection = 'none'", "log_events_by_connection"),
            ("client_id = 'none'", "log_events_by_application"),
            ("ip = 'none'", "log_events_by_ip"),
            ("user_id = 'none'", "log_events_by_user"),
            ("type = 'none'", "log_events_by_type"),
        ] {
            let sql = format!(
                "SELECT * FROM log_events WHERE tenant_id = 'northwind' AND date >= '2026-11-01 00:00:00' \
                 AND date < '2026-11-22 00:00:00' AND {filter} ORDER BY date DESC, log_id DESC LIMIT 26"
            );
            let text = plan(&url, &sql);
            assert!(text.contains(index) && !text.contains("TEMP B-TREE") && !text.contains("Sort"), "{sql}: {text}");
        }
    });
}

/// SQLite calls its index of substrings by what it was asked.
fn by_substring(plan: &str) -> bool {
    plan.contains("users_search") || plan.contains("VIRTUAL TABLE INDEX 0:M")
}

fn analyze(url: &str) {
    use diesel::connection::SimpleConnection;
    match url.strip_prefix("sqlite:") {
        Some(path) => {
            SqliteConnection::establish(path).unwrap().batch_execute("PRAGMA busy_timeout = 60000; ANALYZE").unwrap()
        }
        None => PgConnection::establish(url).unwrap().batch_execute("VACUUM ANALYZE").unwrap(),
    }
}

fn base() -> ListQuery {
    ListQuery {
        search: String::new(),
        mode: Mode::User,
        connection: None,
        status: None,
        role: None,
        sort: Sort::Created,
        descending: false,
        size: 25,
        start: Start::First,
    }
}
