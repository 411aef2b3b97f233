//! The log: written by every verb in its own transaction, read by History, Locations and Logs.

use super::bulk::insert_all;
use super::columns::{from_json, object, to_json};
use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::log_events;
use crate::error::{Error, Result};
use crate::model::log_event::{Actor, FieldChange, LogEvent, Place};
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::model::{JsonObject, Timestamp};
use diesel::prelude::*;

#[derive(Queryable, QueryableByName, Selectable, Insertable)]
#[diesel(table_name = log_events, treat_none_as_default_value = false)]
pub(super) struct LogRow {
    tenant_id: String,
    log_id: String,
    date: Timestamp,
    #[diesel(column_name = type_)]
    type_: String,
    description: Option<String>,
    user_id: Option<String>,
    user_name: Option<String>,
    connection: Option<String>,
    strategy: Option<String>,
    client_id: Option<String>,
    client_name: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    country_code: Option<String>,
    country: Option<String>,
    city: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    actor_kind: String,
    actor_id: Option<String>,
    actor_name: Option<String>,
    diff: String,
    details: String,
    hostname: Option<String>,
}

impl LogRow {
    pub(super) fn of(tenant: &TenantId, event: &LogEvent) -> Result<Self> {
        let place = event.place.clone();
        let (actor_id, actor_name) = match &event.actor {
            Actor::Operator { id, name } | Actor::Client { id, name } => (Some(id.clone()), Some(name.clone())),
            Actor::User | Actor::System => (None, None),
        };
        Ok(Self {
            tenant_id: tenant.as_str().to_owned(),
            log_id: event.id.clone(),
            date: event.date,
            type_: event.code.clone(),
            description: event.description.clone(),
            user_id: event.user_id.clone(),
            user_name: event.user_name.clone(),
            connection: event.connection.clone(),
            strategy: event.strategy.clone(),
            client_id: event.client_id.clone(),
            client_name: event.client_name.clone(),
            ip: event.ip.clone(),
            user_agent: event.user_agent.clone(),
            country_code: place.as_ref().map(|p| p.country_code.clone()),
            country: place.as_ref().map(|p| p.country.clone()),
            city: place.as_ref().map(|p| p.city.clone()),
            latitude: place.as_ref().map(|p| p.latitude),
            longitude: place.map(|p| p.longitude),
            actor_kind: event.actor.kind().to_owned(),
            actor_id,
            actor_name,
            diff: to_json(&event.diff)?,
            details: to_json(&event.details)?,
            hostname: event.hostname.clone(),
        })
    }

    pub(super) fn into_event(self) -> Result<LogEvent> {
        let place = match (self.country_code, self.country, self.city, self.latitude, self.longitude) {
            (Some(country_code), Some(country), Some(city), Some(latitude), Some(longitude)) => {
                Some(Place { country_code, country, city, latitude, longitude })
            }
            _ => None,
        };
        let actor = match self.actor_kind.as_str() {
            "operator" => {
                Actor::Operator { id: self.actor_id.unwrap_or_default(), name: self.actor_name.unwrap_or_default() }
            }
            "client" => {
                Actor::Client { id: self.actor_id.unwrap_or_default(), name: self.actor_name.unwrap_or_default() }
            }
            "user" => Actor::User,
            _ => Actor::System,
        };
        Ok(LogEvent {
            id: self.log_id,
            date: self.date,
            code: self.type_,
            description: self.description,
            user_id: self.user_id,
            user_name: self.user_name,
            connection: self.connection,
            strategy: self.strategy,
            client_id: self.client_id,
            client_name: self.client_name,
            ip: self.ip,
            user_agent: self.user_agent,
            hostname: self.hostname,
            place,
            actor,
            diff: from_json(&self.diff)?,
            details: object(&self.details)?,
        })
    }
}

/// Writes an event.
pub fn insert(tx: &mut Tx, tenant: &TenantId, event: &LogEvent) -> Result<()> {
    diesel::insert_into(log_events::table).values(LogRow::of(tenant, event)?).execute(tx.conn())?;
    Ok(())
}

/// Writes events.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[LogEvent]) -> Result<()> {
    insert_all!(tx, log_events::table, all, |event| LogRow::of(tenant, event));
    Ok(())
}

/// An event by id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<LogEvent> {
    let row: Option<LogRow> =
        log_events::table.find((tenant.as_str(), id)).select(LogRow::as_select()).first(tx.conn()).optional()?;
    row.ok_or(Error::NotFound("log event"))?.into_event()
}

/// Whether a user's history has an event of a type.
pub fn has(tx: &mut Tx, tenant: &TenantId, user: &UserId, code: &str) -> Result<bool> {
    let events = log_events::table
        .filter(log_events::tenant_id.eq(tenant.as_str()).and(log_events::user_id.eq(user.as_str())))
        .filter(log_events::type_.eq(code));
    let first: Option<String> = events.select(log_events::log_id).first(tx.conn()).optional()?;
    Ok(first.is_some())
}

/// A change that was written down: of which user, the fields, and the details.
pub type Change = (UserId, Vec<FieldChange>, JsonObject);

/// Changes of these users after an instant; events that changed no field are left out.
pub fn changes_since(tx: &mut Tx, tenant: &TenantId, users: &[&UserId], since: Timestamp) -> Result<Vec<Change>> {
    let ids: Vec<_> = users.iter().map(|id| id.as_str()).collect();
    let mine = log_events::table
        .filter(log_events::tenant_id.eq(tenant.as_str()).and(log_events::date.gt(since)))
        .filter(log_events::diff.ne("[]"));
    // A list of ids is an array on one database and so many binds on the other.
    let some = log_events::user_id.eq_any(ids);
    let columns = (log_events::user_id.assume_not_null(), log_events::diff, log_events::details);
    let rows: Vec<(String, String, String)> = match tx.conn() {
        AnyConnection::Sqlite(conn) => mine.filter(some).select(columns).load(conn)?,
        AnyConnection::Postgres(conn) => mine.filter(some).select(columns).load(conn)?,
    };
    let change = |(user, diff, details): (String, String, String)| {
        Ok((UserId::from_text(user), from_json(&diff)?, object(&details)?))
    };
    rows.into_iter().map(change).collect()
}
