//! Many made-up users at once, to see how a tenant behaves when it is full.

use super::derived;
use super::dice::Dice;
use super::names::{FIRST, LAST};
use crate::error::{Error, Result};
use crate::model::connection::{Connection, Kind};
use crate::model::identity::Identity;
use crate::model::tenant::TenantId;
use crate::model::user::{User, UserId};
use crate::model::{JsonObject, Timestamp};
use crate::store::{Db, connections, identities, seeding, tenants, users};
use chrono::Duration;

/// Users of one transaction.
const CHUNK: u64 = 2_000;
/// How long the tenant has existed, in minutes: three years.
pub(super) const AGE: u64 = 3 * 365 * 24 * 60;

/// What the id of the first user begins with: the second at which a tenant of some years would have begun.
const FIRST_ID: u64 = 0x5f00_0000;

/// Fills a tenant with the made-up users number 0 to `n`, chunk by chunk; those who exist are skipped. `progress` is
/// told how many numbers are done. Answers with how many users are new.
pub fn synthetic(db: &Db, tenant: &TenantId, n: u64, now: Timestamp, progress: &mut dyn FnMut(u64)) -> Result<usize> {
    let connections = db.read(|tx| {
        tenants::find(tx, tenant)?;
        connections::all(tx, tenant)
    })?;
    if connections.is_empty() {
        return Err(Error::field("tenant", format!("{tenant} has no connection that users could belong to.")));
    }
    let (mut from, mut added, mut counted) = (0, 0, 0);
    while from < n {
        let until = n.min(from + CHUNK);
        let mut made: Vec<(User, Identity)> =
            (from..until).filter_map(|i| user(tenant, &connections, i, n, now)).collect();
        let known = db.read(|tx| {
            let ids: Vec<&str> = made.iter().map(|(user, _)| user.id.as_str()).collect();
            seeding::existing_users(tx, tenant, &ids)
        })?;
        made.retain(|(user, _)| !known.contains(user.id.as_str()));
        let identities: Vec<_> = made.iter().map(|(user, identity)| (user.id.clone(), identity.clone())).collect();
        let users: Vec<_> = made.into_iter().map(|(user, _)| user).collect();
        // Counting each time the number has doubled keeps the plans right at little cost.
        let is_due = added + users.len() >= 2 * counted && !users.is_empty();
        db.write(|tx| {
            users::insert_all(tx, tenant, &users)?;
            identities::insert_all(tx, tenant, &identities)?;
            if is_due { seeding::refresh_statistics(tx) } else { Ok(()) }
        })?;
        added += users.len();
        counted = if is_due { added } else { counted };
        from = until;
        progress(from);
    }
    Ok(added)
}

/// Two of three users have a password; the rest come from the other connections.
fn connection<'a>(connections: &'a [Connection], dice: &mut Dice) -> Option<&'a Connection> {
    let wants_database = dice.percent(66);
    let fits = |c: &&Connection| (c.kind() == Kind::Database) == wants_database;
    let fitting: Vec<&Connection> = connections.iter().filter(fits).collect();
    dice.pick(&fitting).or_else(|| connections.first())
}

/// The made-up user of a number, of `n`.
pub(super) fn user(
    tenant: &TenantId,
    connections: &[Connection],
    i: u64,
    n: u64,
    now: Timestamp,
) -> Option<(User, Identity)> {
    let mut dice = Dice(i);
    let connection = connection(connections, &mut dice)?;
    let (given, family) = (dice.pick(FIRST)?, dice.pick(LAST)?);
    let local = handle(given, family, i);
    let number = i.to_string();
    let path = [tenant.as_str(), "synthetic", connection.name.as_str(), &number];
    let prefix = if matches!(connection.strategy.as_str(), "samlp" | "oidc" | "oauth2" | "ad") {
        format!("{}|", connection.name)
    } else {
        String::new()
    };
    // Of a minute each, so that they follow each other as real ones do; not of the clock, or they would not be known again.
    let minute = (FIRST_ID + i * 60) & 0xffff_ffff;
    let at_provider = format!("{prefix}{minute:08x}{}", derived::hex(&path, 8));
    let by_phone = connection.strategy == "sms";
    let email = (!by_phone)
        .then(|| format!("{local}@{}.example", dice.pick(&["mail", "post", "inbox", "office"]).unwrap_or("mail")));
    // Evenly spread, so that later numbers were created later.
    let minutes = AGE - AGE * i / n.max(1);
    let created_at = now - Duration::minutes(i64::try_from(minutes).ok()?);
    let logs_in = !dice.percent(8);
    let logins = if logs_in { 1 + dice.below(400) } else { 0 };
    let last_login =
        logs_in.then(|| created_at + Duration::minutes(dice.below(minutes).try_into().unwrap_or_default()));
    let user = User {
        id: UserId::new(&connection.strategy, &at_provider),
        connection: connection.name.clone(),
        strategy: connection.strategy.clone(),
        email_verified: email.is_some() && !dice.percent(10),
        username: (connection.kind() == Kind::Database && connection.requires_username()).then(|| local.clone()),
        phone_number: by_phone.then(|| format!("+4477{:08}", i % 100_000_000)),
        phone_verified: by_phone && logs_in,
        name: Some(format!("{given} {family}")),
        given_name: Some(given.to_owned()),
        family_name: Some(family.to_owned()),
        nickname: Some(local.clone()),
        picture: None,
        user_metadata: object("language", dice.pick(&["en", "de", "es", "fr", "pt", "ja"]).unwrap_or("en")),
        app_metadata: JsonObject::from_iter([
            ("plan".to_owned(), dice.pick(&["free", "silver", "gold"]).unwrap_or("free").into()),
            ("customer_number".to_owned(), format!("C-{i:07}").into()),
        ]),
        profile: serde_json::Map::new(),
        blocked: dice.percent(2),
        created_at,
        updated_at: last_login.unwrap_or(created_at),
        last_ip: last_login.map(|_| format!("198.51.{}.{}", dice.below(256), 1 + dice.below(254))),
        last_login,
        logins_count: i64::try_from(logins).ok()?,
        last_password_reset: None,
        multifactor_last_modified: None,
        email,
        version: 1,
    };
    let identity = identity(&user, at_provider, connection.kind());
    Some((user, identity))
}

fn identity(user: &User, at_provider: String, kind: Kind) -> Identity {
    let types_email = kind == Kind::Database || user.strategy == "email";
    Identity {
        provider: user.strategy.clone(),
        provider_user_id: at_provider,
        connection: user.connection.clone(),
        is_social: kind == Kind::Social,
        position: 0,
        login_email: user.email.clone().filter(|_| types_email),
        login_username: user.username.clone().filter(|_| types_email),
        profile_data: serde_json::Map::new(),
    }
}

/// `amara.okafor.4711`: plain letters, and the number makes it one of a kind.
fn handle(given: &str, family: &str, i: u64) -> String {
    let plain = |name: &str| name.to_lowercase().chars().filter(char::is_ascii_lowercase).collect::<String>();
    format!("{}.{}.{i}", plain(given), plain(family))
}

fn object(key: &str, value: &str) -> JsonObject {
    JsonObject::from_iter([(key.to_owned(), value.into())])
}
