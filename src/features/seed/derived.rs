//! Ids that follow from a seed's content alone: the same file makes the same ids on every machine and at any time.

use crate::model::Timestamp;
use sha2::{Digest, Sha256};

fn digest(path: &[&str]) -> [u8; 32] {
    // The separator is a control character, so that no two paths read the same.
    Sha256::digest(path.join("\u{1f}").as_bytes()).into()
}

/// So many bytes in lower-case hex (at most 32).
pub fn hex(path: &[&str], bytes: usize) -> String {
    let mut text = hex::encode(digest(path));
    text.truncate(bytes * 2);
    text
}

/// So many decimal digits (at most 32), the first of them not zero.
pub fn digits(path: &[&str], count: usize) -> String {
    let all = digest(path);
    let digit = |(i, byte): (usize, &u8)| char::from(b'0' + if i == 0 { 1 + byte % 9 } else { byte % 10 });
    all.iter().enumerate().take(count).map(digit).collect()
}

/// An id with a prefix, for example `rol_1f0c…` (16 hex digits).
pub fn prefixed(prefix: &str, path: &[&str]) -> String {
    format!("{prefix}_{}", hex(path, 8))
}

/// The id of a log event at an instant, in the form the log contract asks for.
pub fn log_id(at: Timestamp, path: &[&str]) -> String {
    format!("900{}{}", at.format("%Y%m%d%H%M%S%3f"), digits(path, 24))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_every_part_of_the_path() {
        assert_eq!(prefixed("rol", &["acme", "Editor"]), prefixed("rol", &["acme", "Editor"]));
        assert_ne!(hex(&["ab", "c"], 12), hex(&["a", "bc"], 12));
        assert_eq!(digits(&["x"], 24).len(), 24);
    }
}
