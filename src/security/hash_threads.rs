//! Threads that hash passwords and do nothing else. They give way to all others: a queue of sign-ins uses what the lists
//! leave of the processor, so that nobody who reads waits for somebody who signs in.

use crate::error::{Error, Result};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

type Work = Box<dyn FnOnce() + Send>;
type Queue = Arc<Mutex<Receiver<Work>>>;

/// How far they give way, as `nice` counts.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// A fixed number of threads, and what waits for them. They end with the last clone.
#[derive(Clone)]
pub(super) struct HashThreads {
    send: Sender<Work>,
    /// Keeps the queue open where there is no thread.
    _queue: Queue,
}

impl HashThreads {
    /// Starts so many.
    pub fn start(number: usize) -> Result<Self> {
        let (send, queue) = channel::<Work>();
        let queue: Queue = Arc::new(Mutex::new(queue));
        for _ in 0..number {
            let queue = Arc::clone(&queue);
            std::thread::Builder::new().name("hash".into()).spawn(move || work(&queue)).map_err(Error::internal)?;
        }
        Ok(Self { send, _queue: queue })
    }

    /// Runs something on one of them, in its turn. What nobody waits for any more is left out.
    pub async fn run<T: Send + 'static>(&self, task: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let work = move || {
            if !answer.is_closed() {
                // Nobody is there to be told of an answer that nobody takes.
                drop(answer.send(task()));
            }
        };
        self.send.send(Box::new(work)).map_err(|_| Error::Internal("the threads that hash have ended".into()))?;
        answered.await.map_err(Error::internal)
    }
}

fn work(queue: &Queue) {
    give_way();
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            // A panic ends the one who asked, not the thread.
            Ok(work) => drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))),
            Err(_) => return,
        }
    }
}

/// Linux counts niceness by thread. Elsewhere, or where it is refused, the threads work on as any other.
fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS) {
        tracing::debug!(%error, "password hashing keeps its priority");
    }
}
