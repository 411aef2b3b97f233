//! How many calls an application may send to the Management API within a minute.
//!
//! What was spent comes back evenly, one call after the other, and not all of it at the end of a minute: programs wait
//! until the instant they are told, and so wait seconds instead of a minute. Each process counts for itself: a counter in
//! the database would cost every reading call a write. Behind several replicas an application so has the limit of each.

use super::{Admitted, App};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The time within which a whole limit comes back, in microseconds.
const WINDOW: u64 = 60 * SECOND;

const SECOND: u64 = 1_000_000;

/// What is said where there is no limit.
const PLENTY: u32 = 1_000_000;

/// Callers that are remembered before those who have everything back are forgotten.
const MANY: usize = 10_000;

/// What is left of a caller's calls.
#[derive(Debug, Clone, Copy, Default)]
pub struct Budget {
    pub limit: u32,
    pub remaining: u32,
    /// When there is one more of them, in seconds since 1970.
    pub reset: u64,
    over: Option<u64>,
}

impl Budget {
    /// Seconds to wait, if this call was one too many.
    pub fn exhausted(&self) -> Option<u64> {
        self.over
    }
}

/// By tenant and client id: when the caller will have everything back, in microseconds since 1970.
type Whole = HashMap<(String, String), u64>;

/// What every caller has spent (the generic cell rate algorithm: one number each).
#[derive(Default)]
pub(super) struct Meter(Mutex<Whole>);

impl Meter {
    fn spend(&self, limit: u32, caller: (String, String), now: u64) -> Budget {
        let one = (WINDOW / u64::from(limit.max(1))).max(1);
        let all = one * u64::from(limit);
        let mut callers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= MANY {
            callers.retain(|_, whole| *whole > now);
        }
        let whole = callers.entry(caller).or_default();
        // A clock that was set back leaves nobody waiting for longer than a window.
        let before = whole.saturating_sub(now).min(all);
        let after = before + one;
        let is_over = after > all;
        let owed = if is_over { before } else { after };
        *whole = now + owed;
        let wait = if is_over { (after - all).div_ceil(SECOND) } else { 0 };
        Budget {
            limit,
            remaining: limit.saturating_sub(u32::try_from(owed.div_ceil(one)).unwrap_or(limit)),
            reset: (now + if is_over { wait * SECOND } else { one }).div_ceil(SECOND),
            over: is_over.then_some(wait),
        }
    }
}

impl App {
    /// Counts a call and answers with what is left.
    pub fn spend(&self, admitted: &Admitted) -> Budget {
        let now = u64::try_from(self.now().and_utc().timestamp_micros()).unwrap_or(0);
        let limit = self.config.api_rate_limit;
        if limit == 0 {
            // Some programs wait until then before they repeat any call, whatever it failed of.
            return Budget { limit: PLENTY, remaining: PLENTY, reset: now / SECOND, over: None };
        }
        let caller = (admitted.tenant.id.to_string(), admitted.caller.client_id.clone());
        self.meter.spend(limit, caller, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_caller_has_spent_comes_back_call_by_call() {
        let meter = Meter::default();
        let spend = |who: &str, at: u64| meter.spend(2, ("acme".into(), who.into()), at * SECOND);
        assert_eq!((spend("a", 60).remaining, spend("a", 61).remaining), (1, 0));
        let over = spend("a", 62);
        assert_eq!((over.exhausted(), over.remaining, over.reset), (Some(28), 0, 90));
        assert_eq!(spend("b", 62).exhausted(), None);
        // Being refused costs nothing.
        assert_eq!(spend("a", 90).exhausted(), None);
        assert_eq!(spend("a", 91).exhausted(), Some(29));
        let rested = spend("a", 1000);
        assert_eq!((rested.remaining, rested.reset), (1, 1030));
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_nobody_out_for_longer_than_a_window() {
        let meter = Meter::default();
        let spend = |at: u64| meter.spend(1, ("acme".into(), "a".into()), at * SECOND).exhausted();
        assert_eq!(spend(1_000_000), None);
        assert_eq!(spend(60), Some(60));
        assert_eq!(spend(120), None);
    }

    #[test]
    fn a_limit_is_its_number_of_calls_even_where_a_minute_does_not_divide_by_it() {
        let meter = Meter::default();
        for limit in [7, 3000, 10_000_000] {
            let caller = || ("acme".to_owned(), limit.to_string());
            let let_in = (0..limit.min(5000)).filter(|_| meter.spend(limit, caller(), 0).exhausted().is_none()).count();
            assert_eq!(let_in, limit.min(5000) as usize);
            assert_eq!(meter.spend(limit, caller(), 0).exhausted().is_some(), limit <= 5000);
        }
    }
}
