//! Operators' browser sessions: at most half an hour idle, at most twelve hours in all; the id is stored hashed.

use super::visit::Access;
use crate::error::Result;
use crate::model::Timestamp;
use crate::security::token;
use crate::store::operator_sessions::{self, OperatorSession};
use crate::store::{Tx, operators};
use chrono::TimeDelta;

/// A session that nobody used for so long is over.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// A session is over after so long, however busy.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// What an operator showed longer ago than this has to be shown again before a sensitive act.
pub const FRESH: TimeDelta = TimeDelta::minutes(10);
/// Sessions that their operator sees.
const SHOWN: usize = 100;
/// Use is noted at most this often, so that reading pages rarely writes.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Whether an operator who showed who they are at `at` need not do so again. An instant that is still to come is not
/// trusted: the clock was set back.
pub fn is_fresh(at: Option<Timestamp>, now: Timestamp) -> bool {
    at.is_some_and(|at| (TimeDelta::zero()..=FRESH).contains(&(now - at)))
}

/// A live session.
pub struct Loaded {
    /// JSON object of texts, see `http/hall/session.rs`.
    pub state: String,
    /// Who is signed in, and where they may go; none as well when that operator is gone.
    pub access: Option<Access>,
    /// The hash to [`touch`], when its last use is long enough ago.
    pub due: Option<String>,
}

/// A live session by its cookie's id, with what every page begins by asking of it: one statement, see [`crate::store::Db::ask`].
pub fn load(tx: &mut Tx, key: &str, now: Timestamp) -> Result<Option<Loaded>> {
    let Some((session, operator)) = operators::find_with_session(tx, &token::hash(key))? else { return Ok(None) };
    if now - session.last_seen_at > IDLE || now - session.created_at > ABSOLUTE {
        return Ok(None);
    }
    let due = now - session.last_seen_at >= TOUCH_EVERY;
    let access = operator.map(Access::from);
    Ok(Some(Loaded { state: session.state, access, due: due.then_some(session.id_hash) }))
}

/// Notes that a session is in use.
pub fn touch(tx: &mut Tx, id_hash: &str, now: Timestamp) -> Result<()> {
    operator_sessions::touch(tx, id_hash, now)
}

/// Stores a session under a fresh id. One that moves to another id is as old as its operator's last proof of who they are,
/// `since`: moving does not make it last longer.
pub fn save(
    tx: &mut Tx,
    operator: Option<&str>,
    state: &str,
    since: Option<Timestamp>,
    now: Timestamp,
) -> Result<String> {
    let key = token::random();
    let session = OperatorSession {
        id_hash: token::hash(&key),
        operator_id: operator.map(str::to_owned),
        state: state.to_owned(),
        ip: None,
        user_agent: None,
        created_at: since.map_or(now, |since| since.min(now)),
        last_seen_at: now,
    };
    operator_sessions::insert(tx, &session)?;
    Ok(key)
}

/// Writes a session's state.
pub fn update(tx: &mut Tx, key: &str, operator: Option<&str>, state: &str) -> Result<bool> {
    operator_sessions::update(tx, &token::hash(key), operator, state)
}

/// Ends a session.
pub fn delete(tx: &mut Tx, key: &str) -> Result<()> {
    operator_sessions::delete(tx, &token::hash(key))
}

/// Signs an operator out everywhere; answers how many sessions ended.
pub fn end_all(tx: &mut Tx, operator: &str) -> Result<usize> {
    operator_sessions::delete_of_operator(tx, operator)
}

/// One of an operator's open sessions.
pub struct OpenSession {
    pub started: Timestamp,
    pub last_seen: Timestamp,
}

/// An operator's open sessions, the last used first, as many as are shown; and whether there are others.
pub fn open(tx: &mut Tx, operator: &str, now: Timestamp) -> Result<(Vec<OpenSession>, bool)> {
    let all = operator_sessions::of_operator(tx, operator, SHOWN + 1)?;
    let live = all.into_iter().filter(|s| now - s.last_seen_at <= IDLE && now - s.created_at <= ABSOLUTE);
    let mut open: Vec<_> = live.map(|s| OpenSession { started: s.created_at, last_seen: s.last_seen_at }).collect();
    let more = open.len() > SHOWN;
    open.truncate(SHOWN);
    Ok((open, more))
}
