//! The actions on a user.

mod block;
mod change_email;
mod change_password;
mod delete;
mod mark_verified;
mod multi_factor;
mod send_verification_email;
mod sign_in_as;

use crate::support::House;
use chrono::TimeDelta;
use gatehouse::http::urls;
use gatehouse::model::log_event::LogEvent;
use gatehouse::model::mail::Mail;
use gatehouse::model::paging::Start;
use gatehouse::model::user::{User, UserId};
use gatehouse::store::{log_list, outbox, users};

/// Amara's address of an action.
pub(super) fn part(house: &House, user: &str, part: &str) -> String {
    urls::user_part(&house.tenant(), &UserId::from_text(user), part)
}

/// The user as stored now.
pub(super) fn stored(house: &House, user: &str) -> User {
    house.read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(user))).unwrap()
}

/// What has been written about a user since the clock stands still.
pub(super) fn written(house: &House, user: &str) -> Vec<LogEvent> {
    let query = log_list::Query {
        users: Some(vec![user.to_owned()]),
        from: house.app.now(),
        to: house.app.now() + TimeDelta::seconds(1),
        size: 100,
        ..log_list::Query::default()
    };
    house.read(|tx, c| log_list::page(tx, &c.tenant, &query)).unwrap().rows
}

/// The only event written about a user.
#[track_caller]
pub(super) fn only_event(house: &House, user: &str, code: &str) -> LogEvent {
    let events = written(house, user);
    assert_eq!(events.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), [code]);
    events.into_iter().next().unwrap()
}

/// The mails in the outbox, the newest first.
pub(super) fn mails(house: &House) -> Vec<Mail> {
    house.read(|tx, c| outbox::page(tx, &c.tenant, 100, &Start::First)).unwrap().rows
}

/// The link in a mail, without the server's public address.
pub(super) fn link_in(mail: &Mail) -> String {
    let url = mail.body_text.split_whitespace().find(|w| w.starts_with("http")).unwrap();
    let path = url.split_once("://").unwrap().1;
    path[path.find('/').unwrap()..].to_owned()
}
