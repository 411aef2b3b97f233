//! The users of a selection as a job reads them, chunk by chunk: before the chunk's transaction, in which others could not
//! write, and however long the search takes as a whole.

use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::store::user_list::SEARCH_BUDGET;
use crate::store::user_selection::{Found, Place, Reach, Stretch};
use crate::store::{Db, Tx};
use serde::{Deserialize, Serialize};

/// Users who are looked at in one go by a search that is too slow to be asked as a whole: a second's work at most.
const LOOKED_AT: i64 = 10_000;

/// Where the next chunk begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Beginning {
    /// The last user who was read.
    pub last: Option<Place>,
    /// Whether the search has been too slow, so that all users are looked at, so many at a time.
    #[serde(default)]
    pub in_parts: bool,
}

/// The next users, at most so many of those who existed at an instant, and where the chunk after them begins; nowhere when
/// these were the last. There may be none of them, and more to come.
pub fn next<T>(
    db: &Db,
    from: &Beginning,
    at: Timestamp,
    most: i64,
    read: impl Fn(&mut Tx, &Stretch) -> Result<Found<T>>,
) -> Result<(Vec<T>, Option<Beginning>)> {
    let stretch = |reach| Stretch { at, after: from.last.clone(), reach, most };
    let whole = stretch(Reach::Within(SEARCH_BUDGET));
    let found = if from.in_parts { Err(Error::TooSlow) } else { db.read(|tx| read(tx, &whole)) };
    let (found, in_parts) = match found {
        Err(Error::TooSlow) => {
            let part = stretch(Reach::Among(LOOKED_AT));
            (db.read(|tx| read(tx, &part))?, true)
        }
        other => (other?, false),
    };
    Ok((found.users, found.next.map(|last| Beginning { last: Some(last), in_parts })))
}
