//! What the log says about a user since the test began.

use super::house::House;
use chrono::TimeDelta;
use gatehouse::features::users::history::{HistoryQuery, history};
use gatehouse::model::log_event::LogEvent;
use gatehouse::model::user::UserId;

/// The events written at the instant at which the clock stands.
pub fn new_events(house: &House, user: &UserId) -> Vec<LogEvent> {
    let now = house.app.now();
    let query = HistoryQuery { from: now, to: now + TimeDelta::seconds(1), size: 100, ..HistoryQuery::default() };
    house.read(|tx, context| history(tx, context, user, &query)).unwrap().page.rows
}

/// The codes of those events.
pub fn new_codes(house: &House, user: &UserId) -> Vec<String> {
    new_events(house, user).into_iter().map(|event| event.code).collect()
}
