//! The threads that work on jobs, and the bell that wakes them when one is started in this process.

use super::App;
use crate::clock::Clock;
use crate::error::Result;
use crate::features::jobs::work::Site;
use crate::features::jobs::worker::{self, Step, Times};
use crate::http::urls;
use crate::security::seal::Sealer;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long an idle worker sleeps before it looks for what other replicas have started.
const LOOK: Duration = Duration::from_secs(2);
/// How long it stays away from a database that does not answer.
const OUTAGE: Duration = Duration::from_secs(5);
/// How long it stays with one job while others may be waiting.
const SLICE: Duration = Duration::from_secs(2);
/// Between two chunks others get to write: a quarter of what the chunk took, within these bounds. What the next one needs
/// is read meanwhile.
const PAUSE: (Duration, Duration) = (Duration::from_millis(2), Duration::from_millis(50));

/// Wakes sleeping workers.
#[derive(Default)]
pub struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
    stopped: AtomicBool,
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_all();
    }

    fn wait(&self, most: Duration) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.heard.wait_timeout_while(rung, most, |rung| !*rung && !self.stopped());
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }
}

/// The running workers of a process.
pub struct Workers {
    bell: Arc<Bell>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts as many as the settings ask for.
    pub fn start(app: &App) -> Self {
        let threads = (0..app.config.job_workers).map(|_| {
            let app = app.clone();
            std::thread::spawn(move || app.work())
        });
        Self { bell: Arc::clone(&app.bell), threads: threads.collect() }
    }

    /// Lets each end its chunk and let go of its job, and waits for that.
    pub fn stop(self) {
        self.bell.stopped.store(true, Ordering::Release);
        self.bell.ring();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a worker had died");
            }
        }
    }
}

impl App {
    /// Wakes the workers of this process: there is something to do.
    pub fn wake_workers(&self) {
        self.bell.ring();
    }

    /// Works on jobs until none is left, for tests and for who cannot wait; answers with how many times one was taken.
    pub fn work_until_idle(&self) -> Result<usize> {
        let mut taken = 0;
        while self.take_one()? {
            taken += 1;
        }
        Ok(taken)
    }

    /// Where work is done.
    pub fn site(&self) -> Site {
        let (public, dashboard) = (self.config.public_url.clone(), self.config.public_url.clone());
        Site {
            db: self.db.clone(),
            ids: self.ids.clone(),
            sealer: Sealer::new(&self.signer),
            files: self.files(),
            verification_url: Arc::new(move |secret| format!("{public}{}", urls::ticket(urls::VERIFY_EMAIL, secret))),
            job_url: Arc::new(move |tenant, job| format!("{dashboard}{}", urls::job(tenant, job))),
        }
    }

    fn work(&self) {
        while !self.bell.stopped() {
            match self.take_one() {
                Ok(true) => {}
                Ok(false) => self.bell.wait(LOOK),
                Err(error) => {
                    tracing::warn!(%error, "the workers wait");
                    self.bell.wait(OUTAGE);
                }
            }
        }
    }

    /// Takes the job that has waited longest and stays with it for a while; answers with whether there was one.
    fn take_one(&self) -> Result<bool> {
        let site = self.site();
        let Some(claim) = worker::claim(&site, self.times())? else { return Ok(false) };
        let until = Instant::now() + SLICE;
        let mut not_before = Instant::now();
        loop {
            let mut began = Instant::now();
            let wait = || {
                std::thread::sleep(not_before.saturating_duration_since(Instant::now()));
                began = Instant::now();
            };
            match worker::advance(&site, &claim, self.times(), wait) {
                Ok(Step::More) => {}
                Ok(Step::Ended | Step::Lost) => return Ok(true),
                Err(error) => {
                    // Where even this fails, the lease runs out.
                    let released = worker::release(&site, &claim, self.times());
                    return released.and(Err(error));
                }
            }
            if self.bell.stopped() || Instant::now() >= until {
                worker::release(&site, &claim, self.times())?;
                return Ok(true);
            }
            not_before = Instant::now() + (began.elapsed() / 4).clamp(PAUSE.0, PAUSE.1);
        }
    }

    fn times(&self) -> Times {
        // Leases are between machines: they run out also while the application's clock stands still.
        Times { now: self.now(), beat: Clock::System.now() }
    }
}
