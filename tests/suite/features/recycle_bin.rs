//! The recycle bin: a restored user is the user who was deleted; nobody comes back over somebody else; days end.

use crate::support::house::AMARA;
use crate::support::places::TOMASZ;
use crate::support::{House, on_both, rows};
use chrono::TimeDelta;
use gatehouse::error::Error;
use gatehouse::features::applications;
use gatehouse::features::deleted_users::restore::{self, Restoration};
use gatehouse::features::deleted_users::{delete as for_good, list};
use gatehouse::features::roles;
use gatehouse::features::upkeep::{Task, run_due};
use gatehouse::features::users::delete::{self, Deletion};
use gatehouse::model::deleted_user::DeletedUser;
use gatehouse::model::paging::Start;
use gatehouse::model::tenant::Tenant;
use gatehouse::model::user::{User, UserId};
use gatehouse::store::{connections, identities, tenants, user_counts, users};
use std::collections::BTreeSet;
use std::sync::{Arc, Barrier};

/// What comes back with a user.
const KEPT: [&str; 9] = [
    "device_credentials",
    "former_passwords",
    "grants",
    "identities",
    "mfa_enrollments",
    "password_credentials",
    "user_permissions",
    "user_roles",
    "user_search_values",
];
/// What ends with the deletion: sessions stay ended, links in mails are dead, and browsers have to give the second factor
/// again.
const ENDED: [&str; 3] = ["remembered_browsers", "tickets", "user_sessions"];

/// From now on deleted users are kept for so many days.
pub fn keep_for(house: &House, days: i32) {
    let kept = house.write(|tx, c| {
        let before = tenants::find(tx, &c.tenant)?;
        tenants::update(tx, &before, &Tenant { deleted_user_days: days, ..before.clone() })
    });
    assert!(kept.unwrap());
}

fn bin(house: &House) -> Vec<DeletedUser> {
    house.read(|tx, c| list::list(tx, c, "", &Start::First)).unwrap().page.rows
}

fn user(house: &House, id: &str) -> Result<User, Error> {
    house.read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(id)))
}

/// Deletes a user and answers with their id in the bin.
fn delete(house: &House, id: &str) -> String {
    let before = bin(house);
    let done = house.write(|tx, c| delete::delete(tx, c, &UserId::from_text(id))).unwrap();
    assert!(matches!(done, Deletion::Done { restorable_until: Some(_), .. }));
    let mut new: Vec<_> = bin(house).into_iter().filter(|deleted| !before.contains(deleted)).collect();
    assert_eq!((new.len(), new[0].user_id.as_str()), (1, id));
    new.remove(0).id
}

fn refusal(house: &House, id: &str) -> String {
    match house.write(|tx, c| restore::restore(tx, c, id)) {
        Err(Error::Invalid(errors)) => errors.iter().next().unwrap().message.clone(),
        other => panic!("{other:?}"),
    }
}

/// Fills the columns that the demo leaves empty.
fn complete(url: &str) {
    let id = AMARA.strip_prefix("auth0|").unwrap();
    let at = "'2026-11-01 10:00:00'";
    rows::run(
        url,
        &format!(
            "INSERT INTO former_passwords (tenant_id, provider, provider_user_id, number, hash) \
             VALUES ('northwind', 'auth0', '{id}', 1, 'old-1'), ('northwind', 'auth0', '{id}', 2, 'old-2'); \
             INSERT INTO password_credentials \
             (tenant_id, provider, provider_user_id, hash, changed_at, must_change, imported) \
             VALUES ('northwind', 'auth0', '{id}', 'hash', {at}, TRUE, 'other hash'); \
             UPDATE mfa_enrollments SET secret = 'sealed', secret_hash = 'hashed' WHERE user_id = '{AMARA}'; \
             INSERT INTO remembered_browsers (tenant_id, token_hash, user_id, created_at, expires_at) \
             VALUES ('northwind', 'h', '{AMARA}', {at}, '2027-01-01 00:00:00'); \
             INSERT INTO tickets (tenant_id, token_hash, kind, user_id, email, created_at, expires_at) \
             VALUES ('northwind', 'h', 'verify_email', '{AMARA}', 'x', {at}, '2027-01-01 00:00:00');"
        ),
    );
}

fn rows_of(url: &str, tables: &[&str]) -> Vec<(String, Vec<String>)> {
    rows::everything(url).into_iter().filter(|(table, _)| tables.contains(&table.as_str())).collect()
}

#[test]
fn a_restored_user_is_the_user_who_was_deleted() {
    on_both(|house| async move {
        let url = house.app.config.database_url.clone();
        complete(&url);
        keep_for(&house, 30);
        for id in [AMARA, TOMASZ] {
            let (before, was) = (rows_of(&url, &KEPT), user(&house, id).unwrap());
            let ended: usize = rows_of(&url, &ENDED).iter().map(|(_, rows)| rows.len()).sum();
            let deletion = delete(&house, id);
            assert!(user(&house, id).is_err());
            let gone: usize = rows_of(&url, &ENDED).iter().map(|(_, rows)| rows.len()).sum();
            assert!(gone <= ended);
            let restored = house.write(|tx, c| restore::restore(tx, c, &deletion)).unwrap();
            assert!(matches!(restored, Restoration::Done { left_out, .. } if left_out == Default::default()));
            assert_eq!(rows_of(&url, &KEPT), before, "{id}");
            assert_eq!(user(&house, id).unwrap(), User { version: was.version + 1, ..was });
            assert!(bin(&house).is_empty());
        }
        let counts = house.read(|tx, c| user_counts::of_user(tx, &c.tenant, &UserId::from_text(AMARA), c.now)).unwrap();
        assert_eq!((counts.sessions, counts.remembered_browsers), (0, 0), "what was ended stays ended");
        assert!(counts.devices > 0 && counts.factors > 0 && counts.grants > 0);
    });
}

#[test]
fn every_table_of_users_comes_back_or_ends_on_purpose() {
    on_both(|house| async move {
        let url = house.app.config.database_url.clone();
        let sql = if url.starts_with("sqlite:") {
            "SELECT DISTINCT m.name AS word FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND f.\"table\" IN ('users', 'identities') ORDER BY 1"
        } else {
            "SELECT DISTINCT conrelid::regclass::text AS word FROM pg_constraint \
             WHERE contype = 'f' AND confrelid IN ('users'::regclass, 'identities'::regclass) ORDER BY 1"
        };
        let known: BTreeSet<String> = KEPT.iter().chain(&ENDED).map(|table| (*table).to_owned()).collect();
        assert_eq!(rows::words(&url, sql).into_iter().collect::<BTreeSet<_>>(), known);
        // Else the test above would compare nothing with nothing.
        complete(&url);
        for (table, rows) in rows_of(&url, &KEPT) {
            assert!(!rows.is_empty(), "{table}");
        }
    });
}

#[test]
fn nobody_comes_back_over_somebody_else() {
    on_both(|house| async move {
        keep_for(&house, 7);
        let amara = user(&house, AMARA).unwrap();
        let identity = house.read(|tx, c| identities::of_user(tx, &c.tenant, &amara.id)).unwrap().remove(0);
        let deletion = delete(&house, AMARA);
        // Somebody signs up with the address that is free now.
        let mut other = amara.clone();
        other.id = UserId::from_text("auth0|other");
        let mut theirs = identity.clone();
        theirs.provider_user_id = "other".into();
        house
            .write(|tx, c| {
                users::insert(tx, &c.tenant, &other)?;
                identities::insert(tx, &c.tenant, &other.id, &theirs)
            })
            .unwrap();
        let why = refusal(&house, &deletion);
        assert!(why.contains("has the email address amara.okafor@northwind.example by now"), "{why}");
        assert_eq!(bin(&house).len(), 1, "they stay where they are");
        // Somebody who has the very same account, as at a provider whose ids stay.
        house.write(|tx, c| users::delete(tx, &c.tenant, &other.id)).unwrap();
        house
            .write(|tx, c| {
                users::insert(tx, &c.tenant, &amara)?;
                identities::insert(tx, &c.tenant, &amara.id, &identity)
            })
            .unwrap();
        assert!(refusal(&house, &deletion).contains("belongs to another user by now"));
        // Both of the same id may lie in the bin; each is one of its own.
        let second = delete(&house, AMARA);
        assert_ne!(second, deletion);
        house.write(|tx, c| restore::restore(tx, c, &deletion)).unwrap();
        assert!(refusal(&house, &second).contains("belongs to another user by now"));
    });
}

#[test]
fn what_is_gone_meanwhile_is_left_out_and_a_gone_connection_refuses() {
    on_both(|house| async move {
        keep_for(&house, 7);
        let used = format!("SELECT min(client_id) AS word FROM device_credentials WHERE user_id = '{AMARA}'");
        let application = rows::words(&house.app.config.database_url, &used).remove(0);
        let deletion = delete(&house, AMARA);
        house
            .write(|tx, c| {
                let role = gatehouse::store::roles::all(tx, &c.tenant, 100)?;
                let editor = role.into_iter().find(|role| role.name == "Editor").unwrap();
                roles::delete::delete(tx, c, &editor.id)?;
                applications::delete::delete(tx, c, &application)
            })
            .unwrap();
        let restored = house.write(|tx, c| restore::restore(tx, c, &deletion)).unwrap();
        let Restoration::Done { left_out, .. } = restored else { panic!("{restored:?}") };
        assert_eq!(left_out.roles, 1);
        assert!(left_out.devices > 0, "{left_out:?}");
        let deletion = delete(&house, AMARA);
        house
            .write(|tx, c| {
                let customers = connections::by_name(tx, &c.tenant, "Customers")?;
                connections::delete(tx, &c.tenant, &customers.id)
            })
            .unwrap();
        assert!(refusal(&house, &deletion).contains("the connection Customers has been deleted"));
    });
}

#[test]
fn of_many_who_restore_one_does() {
    on_both(|house| async move {
        keep_for(&house, 7);
        let deletion = delete(&house, AMARA);
        let start = Arc::new(Barrier::new(4));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (db, context) = (house.app.db().clone(), house.context());
                let (start, deletion) = (Arc::clone(&start), deletion.clone());
                std::thread::spawn(move || {
                    start.wait();
                    db.write(|tx| restore::restore(tx, &context, &deletion)).unwrap()
                })
            })
            .collect();
        let done: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(done.iter().filter(|d| matches!(d, Restoration::Done { .. })).count(), 1, "{done:?}");
        let already = |d: &&Restoration| matches!(d, Restoration::Already(id) if id.as_str() == AMARA);
        assert_eq!(done.iter().filter(already).count(), 3);
    });
}

#[test]
fn days_end_as_they_were_promised() {
    on_both(|house| async move {
        let url = house.app.config.database_url.clone();
        keep_for(&house, 7);
        delete(&house, AMARA);
        // Who is deleted from now on is gone; who was promised seven days has them.
        keep_for(&house, 0);
        let done = house.write(|tx, c| delete::delete(tx, c, &UserId::from_text(TOMASZ))).unwrap();
        assert!(matches!(done, Deletion::Done { restorable_until: None, .. }));
        assert_eq!(bin(&house).len(), 1);
        let (now, week) = (house.app.now(), TimeDelta::days(7));
        let run = |at| run_due(house.app.db(), &house.app.ids, at, &mut || true).unwrap();
        assert!(run(now + week - TimeDelta::seconds(1)).contains(&(Task::DeletedUsers, 0)));
        assert_eq!(bin(&house).len(), 1);
        assert!(run(now + week + TimeDelta::hours(1)).contains(&(Task::DeletedUsers, 1)));
        assert!(bin(&house).is_empty());
        let events = rows::words(
            &url,
            &format!(
                "SELECT actor_kind || ' ' || description AS word FROM log_events WHERE type = 'sdu' \
                 AND user_id = '{AMARA}' ORDER BY date"
            ),
        );
        assert_eq!(events, ["operator Delete a User", "system Delete a User for good"]);
        assert_eq!(rows::count(&url, "deleted_users"), 0, "nothing of them is left behind");
    });
}

#[test]
fn what_was_never_in_the_bin_is_not_found() {
    on_both(|house| async move {
        keep_for(&house, 7);
        let deletion = delete(&house, AMARA);
        assert!(house.write(|tx, c| for_good::delete(tx, c, &deletion)).unwrap().is_some());
        assert!(house.write(|tx, c| for_good::delete(tx, c, &deletion)).unwrap().is_none());
        let restored = house.write(|tx, c| restore::restore(tx, c, &deletion)).unwrap();
        assert!(matches!(restored, Restoration::Already(id) if id.as_str() == AMARA));
        let other = "SELECT log_id AS word FROM log_events WHERE type = 's' LIMIT 1";
        let login = rows::words(&house.app.config.database_url, other).remove(0);
        for id in ["nothing", login.as_str()] {
            let restored = house.write(|tx, c| restore::restore(tx, c, id));
            assert!(matches!(restored, Err(Error::NotFound(_))), "{restored:?}");
        }
    });
}
