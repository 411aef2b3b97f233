//! Reads the text of a query, one character after the other, and remembers where everything stands.
//!
//! Precedence: `NOT` before `AND` before `OR` before mere succession. In a succession, as in Lucene, `+x` is required,
//! `-x` (or `NOT x`) forbidden, and at least one of the others must match if nothing is required.

use super::cursor::{Cursor, Result};
use super::mistake::Mistake;
use super::syntax::{Clause, Name, Node, Value};
use super::{MOST_CHARACTERS, MOST_CLAUSES, MOST_DEPTH};
use std::ops::Range;

/// Reads a whole query; none when there is nothing in it.
pub fn read(text: &str) -> Result<Option<Node>> {
    let mut reader =
        Reader { text: Cursor { chars: text.chars().collect(), at: 0 }, depth: 0, clauses: 0, field: None };
    let length = reader.text.chars.len();
    if length > MOST_CHARACTERS {
        let message = format!("The query has {length} characters; at most {MOST_CHARACTERS} are read.");
        return Err(Mistake::new(MOST_CHARACTERS..length, message));
    }
    reader.text.space();
    if reader.text.at == length {
        return Ok(None);
    }
    let node = reader.succession()?;
    match reader.text.peek() {
        None => Ok(Some(node)),
        Some(c) => Err(Mistake::new(reader.text.here(), format!("This “{c}” closes nothing."))
            .suggest(format!("Remove it, or write \\{c} for the character itself."))),
    }
}

/// How a member of a succession counts.
enum Weight {
    Optional,
    Required,
    Forbidden,
}

struct Reader {
    text: Cursor,
    depth: usize,
    clauses: usize,
    /// The field of the group being read: `name:(a OR b)`.
    field: Option<Name>,
}

impl Reader {
    fn succession(&mut self) -> Result<Node> {
        let (mut optional, mut required) = (Vec::new(), Vec::new());
        while !matches!(self.text.peek(), None | Some(')' | ']' | '}')) {
            let (weight, node) = self.alternatives()?;
            match weight {
                Weight::Optional => optional.push(node),
                Weight::Required => required.push(node),
                Weight::Forbidden => required.push(Node::Not(Box::new(node))),
            }
        }
        let forbids_only = required.iter().all(|node| matches!(node, Node::Not(_)));
        if forbids_only && !optional.is_empty() {
            required.insert(0, either(optional));
        }
        if required.is_empty() {
            return Err(Mistake::new(self.text.here(), "There is nothing between these parentheses."));
        }
        Ok(all(required))
    }

    /// Operands with OR between them. A sign counts for the succession when its operand stands alone.
    fn alternatives(&mut self) -> Result<(Weight, Node)> {
        let (weight, first) = self.together()?;
        let mut nodes = vec![first];
        let mut weights = vec![weight];
        while self.text.operator("OR", "||") {
            self.operand_after("OR")?;
            let (weight, node) = self.together()?;
            nodes.push(node);
            weights.push(weight);
        }
        if nodes.len() == 1 {
            return Ok((weights.remove(0), nodes.remove(0)));
        }
        let nodes = nodes.into_iter().zip(&weights).map(|(node, weight)| signed(weight, node)).collect();
        Ok((Weight::Optional, either(nodes)))
    }

    fn together(&mut self) -> Result<(Weight, Node)> {
        let (weight, first) = self.operand()?;
        let mut nodes = vec![first];
        let mut weights = vec![weight];
        while self.text.operator("AND", "&&") {
            self.operand_after("AND")?;
            let (weight, node) = self.operand()?;
            nodes.push(node);
            weights.push(weight);
        }
        if nodes.len() == 1 {
            return Ok((weights.remove(0), nodes.remove(0)));
        }
        let nodes = nodes.into_iter().zip(&weights).map(|(node, weight)| signed(weight, node)).collect();
        Ok((Weight::Optional, all(nodes)))
    }

    fn operand(&mut self) -> Result<(Weight, Node)> {
        let start = self.text.at;
        if self.text.operator("NOT", "!") {
            self.operand_after("NOT")?;
            return self.deeper(start, |reader| {
                let (weight, node) = reader.operand()?;
                Ok((Weight::Forbidden, signed(&weight, node)))
            });
        }
        match self.text.peek() {
            Some(sign @ ('+' | '-')) => {
                self.text.at += 1;
                if self.text.peek().is_none_or(|c| c.is_whitespace()) {
                    let mistake = Mistake::new(start..self.text.at, format!("This “{sign}” stands before nothing."));
                    return Err(mistake
                        .suggest(format!("Write it right before a condition, or \\{sign} for the character itself.")));
                }
                let weight = if sign == '+' { Weight::Required } else { Weight::Forbidden };
                self.deeper(start, |reader| {
                    let (inner, node) = reader.operand()?;
                    Ok((weight, signed(&inner, node)))
                })
            }
            _ => Ok((Weight::Optional, self.primary()?)),
        }
    }

    fn primary(&mut self) -> Result<Node> {
        if self.text.peek() == Some('(') {
            return self.group();
        }
        for word in ["AND", "OR", "&&", "||"] {
            if self.text.stands(word) {
                let at = self.text.at..self.text.at + word.len();
                return Err(Mistake::new(at, format!("{word} needs a condition on both of its sides."))
                    .suggest("Quote it if you are looking for the word itself."));
            }
        }
        if self.text.peek().is_none() {
            return Err(Mistake::new(self.text.here(), "Something is missing here."));
        }
        self.lower_case_operator()?;
        let start = self.text.at;
        if matches!(self.text.peek(), Some('"' | '[' | '{' | '/')) {
            return self.clause(self.field.clone());
        }
        let parts = self.text.word()?;
        if self.text.peek() != Some(':') {
            return self.finish(Clause {
                field: self.field.clone(),
                value: Value::Word(parts),
                at: start..self.text.at,
            });
        }
        let name = self.name(parts, start..self.text.at)?;
        self.text.at += 1;
        self.text.space();
        if name.text == "_exists_" {
            return self.exists();
        }
        match self.text.peek() {
            Some('(') => {
                let outer = self.field.replace(name);
                let node = self.group();
                self.field = outer;
                node
            }
            None | Some(')') => {
                Err(Mistake::new(name.at.start..self.text.at, format!("The value of {} is missing.", name.text))
                    .suggest(format!("Write {0}:word, {0}:\"several words\" or {0}:begin*.", name.text)))
            }
            Some(_) => self.clause(Some(name)),
        }
    }

    fn name(&self, mut parts: Vec<String>, at: Range<usize>) -> Result<Name> {
        let text = parts.pop().unwrap_or_default();
        // `*:*` is Lucene's way to say everything.
        let everything = text.is_empty() && parts == [""];
        if everything {
            return Ok(Name { text: "*".into(), at });
        }
        if !parts.is_empty() {
            return Err(Mistake::new(at, "A field's name cannot have a wildcard."));
        }
        if text.is_empty() {
            return Err(Mistake::new(at.start..at.start + 1, "There is no field before this colon.")
                .suggest("Write \\: for the character itself."));
        }
        Ok(Name { text, at })
    }

    fn exists(&mut self) -> Result<Node> {
        let start = self.text.at;
        let is_word = self.text.peek().is_some_and(|c| !matches!(c, '(' | ')' | '[' | '{'));
        let missing = || {
            Mistake::new(start..start, "_exists_ needs the name of a field.")
                .suggest("For example _exists_:phone_number.")
        };
        let text = match self.text.peek() {
            Some('"') => self.text.phrase()?,
            Some(_) if is_word => match self.text.word()?.as_slice() {
                [text] if !text.is_empty() => text.clone(),
                _ => return Err(Mistake::new(start..self.text.at, "A field's name cannot have a wildcard.")),
            },
            _ => return Err(missing()),
        };
        if text.is_empty() {
            return Err(missing());
        }
        let at = start..self.text.at;
        self.finish(Clause { field: Some(Name { text, at: at.clone() }), value: Value::Exists, at })
    }

    fn group(&mut self) -> Result<Node> {
        let open = self.text.at;
        self.text.at += 1;
        self.text.space();
        let node = self.deeper(open, Self::succession)?;
        if self.text.peek() != Some(')') {
            let mistake = Mistake::new(open..open + 1, "This parenthesis is never closed.");
            return Err(mistake.suggest("Add “)” where its group ends."));
        }
        self.text.at += 1;
        self.boost()?;
        self.text.space();
        Ok(node)
    }

    /// A value, with what may follow it.
    fn clause(&mut self, field: Option<Name>) -> Result<Node> {
        let start = self.text.at;
        let value = match self.text.peek() {
            Some('"') => Value::Phrase(self.text.phrase()?),
            Some('[' | '{') => self.text.range()?,
            Some('/') => {
                return Err(Mistake::new(self.text.here(), "Regular expressions are not supported.")
                    .suggest("Use * for any characters, or \\/ for the slash itself."));
            }
            _ => Value::Word(self.text.word()?),
        };
        let at = start..self.text.at;
        if field.is_some() && self.text.peek() == Some(':') {
            let (text, end) = (self.text.text(&at), self.text.at);
            return Err(Mistake::new(end..end + 1, "A value with a colon has to be quoted.")
                .suggest(format!("Write \"{text}:…\", or \\: for the colon.")));
        }
        self.finish(Clause { field, value, at })
    }

    fn finish(&mut self, clause: Clause) -> Result<Node> {
        self.clauses += 1;
        if self.clauses > MOST_CLAUSES {
            return Err(Mistake::new(clause.at, format!("There are more than {MOST_CLAUSES} conditions here.")));
        }
        if self.text.peek() == Some('~') {
            let message = "Fuzzy and proximity searches (~) are not supported.";
            return Err(Mistake::new(self.text.here(), message)
                .suggest("Use * for any characters, or \\~ for the character itself."));
        }
        self.boost()?;
        self.text.space();
        Ok(Node::Clause(clause))
    }

    /// `^2` says how much a condition weighs; lists are not ordered by weight, so that it is read and left alone.
    fn boost(&mut self) -> Result<()> {
        if self.text.peek() != Some('^') {
            return Ok(());
        }
        let start = self.text.at;
        self.text.at += 1;
        while self.text.peek().is_some_and(|c| c.is_ascii_digit() || c == '.') {
            self.text.at += 1;
        }
        if self.text.at == start + 1 {
            return Err(Mistake::new(start..self.text.at, "A number has to follow “^”.")
                .suggest("Write \\^ for the character itself."));
        }
        Ok(())
    }

    /// `and` between two conditions would be searched for; nobody means that.
    fn lower_case_operator(&self) -> Result<()> {
        for word in ["and", "or", "not"] {
            let upper = word.to_uppercase();
            let between = word == "not" || (self.clauses > 0 && self.text.at > 0);
            let more_follows =
                self.text.chars[self.text.at..].iter().skip(word.len()).any(|c| !c.is_whitespace() && *c != ')');
            if self.text.stands(word) && between && more_follows {
                let at = self.text.at..self.text.at + word.len();
                return Err(Mistake::new(at, format!("“{word}” is not an operator."))
                    .suggest(format!("Write {upper} in capitals, or \"{word}\" if you are looking for the word.")));
            }
        }
        Ok(())
    }

    fn operand_after(&self, operator: &str) -> Result<()> {
        if !matches!(self.text.peek(), None | Some(')')) {
            return Ok(());
        }
        let before = (0..self.text.at).rev().find(|i| !self.text.chars[*i].is_whitespace()).map_or(0, |i| i + 1);
        Err(Mistake::new(before.saturating_sub(operator.len())..before, format!("{operator} is followed by nothing."))
            .suggest("Add a condition after it, or remove it."))
    }

    fn deeper<T>(&mut self, start: usize, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(Mistake::new(start..start + 1, format!("This is nested more than {MOST_DEPTH} levels deep.")));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }
}

fn signed(weight: &Weight, node: Node) -> Node {
    match weight {
        Weight::Forbidden => Node::Not(Box::new(node)),
        _ => node,
    }
}

fn all(mut nodes: Vec<Node>) -> Node {
    if nodes.len() == 1 { nodes.remove(0) } else { Node::And(nodes) }
}

fn either(mut nodes: Vec<Node>) -> Node {
    if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) }
}
