//! Files on their way in: pieces arrive on an async thread and are put on disk on a blocking one, a few at a time.

use super::App;
use crate::error::{Error, Result};
use crate::features::imports::draft::Upload;
use crate::features::imports::spool::Spool;
use crate::security::token;
use actix_web::web::Bytes;
use std::path::PathBuf;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;

/// Pieces that wait at most; more would be memory.
const WAITING: usize = 4;

/// What the blocking thread is told.
enum Message {
    Piece(Bytes),
    /// The file is complete; without this it is thrown away.
    End,
}

/// A file that is being received.
pub struct Receiving {
    sender: Sender<Message>,
    written: JoinHandle<Result<u64>>,
    file: String,
}

impl App {
    /// The directory of uploads and results.
    pub fn files(&self) -> PathBuf {
        self.config.data_dir.join("jobs")
    }

    /// Begins to receive a file.
    pub fn receive(&self) -> Receiving {
        let file = format!("{}.upload", &token::hash(&token::random())[..32]);
        let (directory, limit) = (self.files(), self.config.import_limit);
        let path = directory.join(&file);
        let (sender, receiver) = channel(WAITING);
        let written = tokio::task::spawn_blocking(move || {
            let kept = super::directory::create(&directory)
                .map_err(|e| Error::Unavailable(format!("the data directory cannot be written: {e}")))
                .and_then(|()| spool(Spool::create(&path, limit)?, receiver));
            if kept.is_err() {
                drop(std::fs::remove_file(&path));
            }
            kept
        });
        Receiving { sender, written, file }
    }
}

fn spool(mut spool: Spool, mut receiver: Receiver<Message>) -> Result<u64> {
    while let Some(message) = receiver.blocking_recv() {
        match message {
            Message::Piece(piece) => spool.write(&piece)?,
            Message::End => return spool.finish(),
        }
    }
    Err(Error::field("file", "The file did not arrive completely."))
}

impl Receiving {
    /// Takes the next piece; answers whether more are wanted.
    pub async fn piece(&self, piece: Bytes) -> bool {
        self.sender.send(Message::Piece(piece)).await.is_ok()
    }

    /// Ends the file; an error says why it is not kept.
    pub async fn finish(self, file_name: String) -> Result<Upload> {
        drop(self.sender.send(Message::End).await);
        let bytes = self.written.await.map_err(Error::internal)??;
        Ok(Upload { file: self.file, file_name, bytes })
    }
}
