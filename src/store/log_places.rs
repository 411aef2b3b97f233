//! Where a user's logins came from, added up by place in one statement.

use super::db::Tx;
use super::statement::Statement;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::log_event::Place;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Text, Timestamp as SqlTimestamp};

/// A place and the logins from it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceCount {
    pub place: Place,
    pub logins: i64,
    pub first: Timestamp,
    pub latest: Timestamp,
}

#[derive(QueryableByName)]
struct PlaceRow {
    #[diesel(sql_type = Text)]
    country_code: String,
    #[diesel(sql_type = Text)]
    country: String,
    #[diesel(sql_type = Text)]
    city: String,
    #[diesel(sql_type = Double)]
    latitude: f64,
    #[diesel(sql_type = Double)]
    longitude: f64,
    #[diesel(sql_type = BigInt)]
    logins: i64,
    #[diesel(sql_type = SqlTimestamp)]
    first: Timestamp,
    #[diesel(sql_type = SqlTimestamp)]
    latest: Timestamp,
}

/// The places of a user's located logins, the busiest first.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<PlaceCount>> {
    // The words of the condition are those of the partial index `log_events_located`, which holds every column asked for.
    let statement = "SELECT country_code, min(country) AS country, city, avg(latitude) AS latitude, avg(longitude) AS longitude, \
         count(*) AS logins, min(date) AS first, max(date) AS latest FROM log_events \
         WHERE tenant_id = $1 AND user_id = $2 AND type = 's' AND latitude IS NOT NULL \
         GROUP BY city, country_code ORDER BY logins DESC, latest DESC, city";
    let rows: Vec<PlaceRow> = Statement::new(statement).with(tenant.as_str()).with(user.as_str()).load(tx)?;
    let place = |row: PlaceRow| PlaceCount {
        place: Place {
            country_code: row.country_code,
            country: row.country,
            city: row.city,
            latitude: row.latitude,
            longitude: row.longitude,
        },
        logins: row.logins,
        first: row.first,
        latest: row.latest,
    };
    Ok(rows.into_iter().map(place).collect())
}
