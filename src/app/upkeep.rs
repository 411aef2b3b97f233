//! The thread that does the house's upkeep beside the server, while the server runs.

use super::App;
use crate::features::jobs::files;
use crate::features::upkeep;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

/// How long it sleeps before it looks again what is due; a part of up to as much again, different in each process, keeps
/// replicas apart.
const LOOK: Duration = Duration::from_secs(240);
/// How long others get to write between two of its transactions.
const GIVE_WAY: Duration = Duration::from_millis(20);

/// Tells a thread to stop, and wakes it for that.
#[derive(Default)]
pub(super) struct Stop {
    said: Mutex<bool>,
    heard: Condvar,
}

impl Stop {
    /// Sleeps, at most until it is told to stop; answers whether it was.
    pub fn sleep(&self, most: Duration) -> bool {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        *self.heard.wait_timeout_while(said, most, |said| !*said).unwrap_or_else(PoisonError::into_inner).0
    }

    pub fn say(&self) {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_all();
    }
}

/// The running upkeep of a process.
pub struct Upkeep {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

impl Upkeep {
    /// Starts it; while the clock stands still nothing grows old, and there is none.
    pub fn start(app: &App) -> Self {
        let stop = Arc::<Stop>::default();
        let thread = (!app.clock.is_frozen()).then(|| {
            let (app, stop) = (app.clone(), Arc::clone(&stop));
            std::thread::spawn(move || app.keep_up(&stop))
        });
        Self { stop, thread }
    }

    /// Lets it end its transaction, and waits for that.
    pub fn stop(self) {
        self.stop.say();
        if self.thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the upkeep had died");
        }
    }
}

impl App {
    fn keep_up(&self, stop: &Stop) {
        let part = u64::from_str_radix(&self.ids.hex(1), 16).unwrap_or_default();
        while !stop.sleep(LOOK + Duration::from_millis(part * LOOK.as_millis() as u64 / 256)) {
            match upkeep::run_due(&self.db, &self.ids, self.now(), &mut || !stop.sleep(GIVE_WAY)) {
                Ok(done) => {
                    for (task, rows) in done.into_iter().filter(|(_, rows)| *rows > 0) {
                        tracing::info!(task = task.as_str(), rows, "removed what was over");
                    }
                }
                Err(error) => tracing::warn!(%error, "the upkeep waits for the database"),
            }
            let files = files::sweep(&self.files(), SystemTime::from(self.now().and_utc()));
            if files > 0 {
                tracing::info!(files, "removed uploads and results of yesterday");
            }
        }
    }
}
