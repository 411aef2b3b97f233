//! How many calls an application may send to the Management API within a minute.
//!
//! Each process counts for itself: a counter in the database would cost every reading call a write. Behind several
//! replicas an application so has the limit of each.

use super::{Admitted, App};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Length of a window, in seconds.
const WINDOW: i64 = 60;

/// What is said where there is no limit.
const PLENTY: u32 = 1_000_000;

/// What is left of a caller's calls.
#[derive(Debug, Clone, Copy, Default)]
pub struct Budget {
    pub limit: u32,
    pub remaining: u32,
    /// When there are all of them again, in seconds since 1970.
    pub reset: i64,
    over: Option<u64>,
}

impl Budget {
    /// Seconds to wait, if this call was one too many.
    pub fn exhausted(&self) -> Option<u64> {
        self.over
    }
}

/// Calls by tenant and client id.
type Calls = HashMap<(String, String), u32>;

/// The running window and its counters.
#[derive(Default)]
pub(super) struct Meter(Mutex<(i64, Calls)>);

impl Meter {
    fn spend(&self, limit: u32, caller: (String, String), now: i64) -> Budget {
        let window = now.div_euclid(WINDOW);
        let reset = (window + 1) * WINDOW;
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counters.0 != window {
            *counters = (window, HashMap::new());
        }
        let spent = counters.1.entry(caller).or_default();
        *spent = spent.saturating_add(1);
        let over = (*spent > limit).then(|| u64::try_from(reset - now).unwrap_or(1).max(1));
        Budget { limit, remaining: limit.saturating_sub(*spent), reset, over }
    }
}

impl App {
    /// Counts a call and answers with what is left.
    pub fn spend(&self, admitted: &Admitted) -> Budget {
        let now = self.now().and_utc().timestamp();
        let limit = self.config.api_rate_limit;
        if limit == 0 {
            return Budget { limit: PLENTY, remaining: PLENTY, reset: now + WINDOW, over: None };
        }
        let caller = (admitted.tenant.id.to_string(), admitted.caller.client_id.clone());
        self.meter.spend(limit, caller, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_has_its_calls_again_in_the_next_window() {
        let meter = Meter::default();
        let spend = |who: &str, at| meter.spend(2, ("acme".into(), who.into()), at);
        assert_eq!(spend("a", 60).remaining, 1);
        assert_eq!(spend("a", 61).exhausted(), None);
        assert_eq!(spend("a", 90).exhausted(), Some(30));
        assert_eq!(spend("b", 90).exhausted(), None);
        assert_eq!(spend("a", 120).exhausted(), None);
        assert_eq!(spend("a", 121).reset, 180);
    }
}
