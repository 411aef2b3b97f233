//! Who acts, where and when: what every verb is told besides its subject.

use crate::model::Timestamp;
use crate::model::log_event::{Actor, LogEvent};
use crate::model::tenant::TenantId;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use std::sync::{Arc, Mutex, PoisonError};

/// The circumstances of one call.
#[derive(Clone)]
pub struct Context {
    pub tenant: TenantId,
    pub actor: Actor,
    pub now: Timestamp,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    /// The name by which the house was called, if it was.
    pub hostname: Option<String>,
    pub ids: Ids,
    /// The job on whose behalf this happens; every event of it says so.
    pub job: Option<String>,
    /// The events of acts that are told as one, until they are written; see [`super::audit::as_one`].
    pub gathered: Gathered,
}

/// Events that wait for others to be told with; by itself none waits.
#[derive(Clone, Default)]
pub struct Gathered(Option<Arc<Mutex<Vec<LogEvent>>>>);

impl Gathered {
    /// Where events wait.
    pub fn begin() -> Self {
        Self(Some(Arc::default()))
    }

    /// Takes an event, joined to one about the same user if there is one; gives it back where none waits.
    pub fn join(&self, event: LogEvent) -> Option<LogEvent> {
        let Some(waiting) = &self.0 else { return Some(event) };
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.iter_mut().find(|other| other.user_id == event.user_id) {
            Some(other) => other.diff.extend(event.diff),
            None => waiting.push(event),
        }
        None
    }

    /// Those that waited.
    pub fn end(&self) -> Vec<LogEvent> {
        let waiting = self.0.iter().map(|waiting| waiting.lock().unwrap_or_else(PoisonError::into_inner));
        waiting.flat_map(|mut waiting| std::mem::take(&mut *waiting)).collect()
    }
}

impl Context {
    /// Of what the house does by itself, on nobody's behalf.
    pub fn of_system(tenant: &TenantId, ids: &Ids, now: Timestamp) -> Self {
        Self {
            tenant: tenant.clone(),
            actor: Actor::System,
            now,
            ip: None,
            user_agent: None,
            hostname: None,
            ids: ids.clone(),
            job: None,
            gathered: Gathered::default(),
        }
    }
}

/// Makes ids that need to be unique but not secret. Seeded with the same number it makes the same ids, which is what
/// pictures and seeds need; secrets come from [`crate::security::token`] instead.
#[derive(Clone)]
pub struct Ids(Arc<Mutex<StdRng>>);

impl Ids {
    /// Different in each process.
    pub fn random() -> Self {
        Self(Arc::new(Mutex::new(StdRng::from_os_rng())))
    }

    /// The same ids each time.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// So many random bytes, in lower-case hex.
    pub fn hex(&self, bytes: usize) -> String {
        let mut buffer = vec![0_u8; bytes];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut buffer);
        hex::encode(buffer)
    }

    /// A user's id at a provider: 24 hex digits of which the first 8 are its second, as those of hosted tenants are. Users
    /// who come together stand together in every index that has their id, which makes adding many of them much faster.
    pub fn of_second(&self, at: Timestamp) -> String {
        format!("{:08x}{}", at.and_utc().timestamp() & 0xffff_ffff, self.hex(8))
    }

    /// An id with a prefix, for example `rol_1f0c…` (16 hex digits).
    pub fn prefixed(&self, prefix: &str) -> String {
        format!("{prefix}_{}", self.hex(8))
    }

    /// So many random decimal digits.
    pub fn digits(&self, count: usize) -> String {
        let mut rng = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (0..count).map(|_| char::from(b'0' + (rng.next_u32() % 10) as u8)).collect()
    }

    /// The id of a log event at an instant: sortable by time, as in the log contract.
    pub fn log_id(&self, at: Timestamp) -> String {
        format!("900{}{}", at.format("%Y%m%d%H%M%S%3f"), self.digits(24))
    }
}
