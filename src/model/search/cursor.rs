//! A place in the text of a query, and what can be read from there: words, phrases, ranges.

use super::mistake::Mistake;
use super::syntax::{End, Value};
use std::ops::Range;

pub(super) type Result<T> = std::result::Result<T, Mistake>;

/// The characters and how many of them are read.
pub(super) struct Cursor {
    pub chars: Vec<char>,
    pub at: usize,
}

impl Cursor {
    pub fn phrase(&mut self) -> Result<String> {
        let open = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.take() {
                Some('"') => return Ok(text),
                Some('\\') => text.extend(self.take()),
                Some(c) => text.push(c),
                None => {
                    return Err(Mistake::new(open..open + 1, "This quotation mark is never closed.")
                        .suggest("Add a second \" where the value ends."));
                }
            }
        }
    }

    pub fn range(&mut self) -> Result<Value> {
        let open = self.at;
        let opens_inclusive = self.take() == Some('[');
        let shape = |at: Range<usize>, what: &str| {
            Mistake::new(at, what).suggest("A range looks like [1 TO 9], {1 TO 9} or [1 TO *].")
        };
        let low = self.end(open)?;
        self.space();
        if !self.stands("TO") {
            let lower = self.chars[self.at.min(self.chars.len())..].iter().take(2).collect::<String>();
            let what = if lower.eq_ignore_ascii_case("to") {
                "TO is written in capitals."
            } else {
                "TO is missing between the two ends."
            };
            return Err(shape(self.here(), what));
        }
        self.at += 2;
        let high = self.end(open)?;
        self.space();
        let closes_inclusive = match self.peek() {
            Some(']') => true,
            Some('}') => false,
            _ => return Err(shape(open..open + 1, "This range is never closed.")),
        };
        self.at += 1;
        let bound = |text: Option<String>, inclusive| text.map(|text| End { text, inclusive });
        Ok(Value::Range { low: bound(low, opens_inclusive), high: bound(high, closes_inclusive) })
    }

    /// One end of a range; none for `*`. Colons and signs stand for themselves here, as dates and numbers have them.
    fn end(&mut self, open: usize) -> Result<Option<String>> {
        self.space();
        let start = self.at;
        if self.peek() == Some('"') {
            return self.phrase().map(Some);
        }
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && !"[]{}()\"".contains(*c)) {
            self.at += 1;
            if c == '\\' { text.extend(self.take()) } else { text.push(c) }
        }
        match text.as_str() {
            "" => Err(Mistake::new(open..open + 1, "An end of this range is missing.")
                .suggest("Write * for an open end, as in [1 TO *].")),
            "*" => Ok(None),
            text if text.contains(['*', '?']) => {
                Err(Mistake::new(start..self.at, "The end of a range cannot have a wildcard.")
                    .suggest("Write * alone for an open end."))
            }
            _ => Ok(Some(text)),
        }
    }

    /// A word, in the parts between its asterisks.
    pub fn word(&mut self) -> Result<Vec<String>> {
        let start = self.at;
        let mut parts = vec![String::new()];
        while let Some(c) = self.peek() {
            match c {
                '\\' => {
                    let at = self.here();
                    self.at += 1;
                    let escaped = self.take().ok_or_else(|| {
                        Mistake::new(at, "Nothing follows this backslash.")
                            .suggest("Write \\\\ for the character itself.")
                    })?;
                    parts.iter_mut().next_back().into_iter().for_each(|part| part.push(escaped));
                }
                '*' => {
                    self.at += 1;
                    parts.push(String::new());
                }
                '?' => {
                    return Err(Mistake::new(self.here(), "The wildcard “?” is not supported.")
                        .suggest("Use * for any characters, or \\? for the character itself."));
                }
                c if c.is_whitespace() || "():^[]{}\"~".contains(c) => break,
                c => {
                    self.at += 1;
                    parts.iter_mut().next_back().into_iter().for_each(|part| part.push(c));
                }
            }
        }
        if self.at == start && self.peek() != Some(':') {
            let c = self.peek().unwrap_or(' ');
            return Err(Mistake::new(self.here(), format!("“{c}” cannot stand here."))
                .suggest(format!("Write \\{c} for the character itself.")));
        }
        Ok(parts)
    }

    /// Takes an operator, by word or by sign, and the space after it.
    pub fn operator(&mut self, word: &str, sign: &str) -> bool {
        let length = if self.stands(word) {
            word.len()
        } else if self.chars[self.at..].starts_with(&sign.chars().collect::<Vec<_>>()) {
            sign.len()
        } else {
            return false;
        };
        self.at += length;
        self.space();
        true
    }

    /// Whether this word stands here, alone.
    pub fn stands(&self, word: &str) -> bool {
        let rest = &self.chars[self.at.min(self.chars.len())..];
        let length = word.chars().count();
        rest.len() >= length
            && rest.iter().zip(word.chars()).all(|(a, b)| *a == b)
            && rest.get(length).is_none_or(|c| c.is_whitespace() || "()\"[]{}".contains(*c))
    }

    pub fn text(&self, at: &Range<usize>) -> String {
        self.chars[at.clone()].iter().collect()
    }

    pub fn here(&self) -> Range<usize> {
        self.at..(self.at + 1).min(self.chars.len().max(self.at))
    }

    pub fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    pub fn space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }
}
