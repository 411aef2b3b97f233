//! The query as it was written: clauses with their places, joined by operators. No field is known yet.

use std::fmt;
use std::ops::Range;

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Clause(Clause),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
}

/// One condition.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The field, or none for a bare term.
    pub field: Option<Name>,
    pub value: Value,
    /// Where the value stands.
    pub at: Range<usize>,
}

/// Two clauses that say the same are equal, wherever they stand.
impl PartialEq for Clause {
    fn eq(&self, other: &Self) -> bool {
        self.field.as_ref().map(|n| &n.text) == other.field.as_ref().map(|n| &n.text) && self.value == other.value
    }
}

/// A field's name and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    pub text: String,
    pub at: Range<usize>,
}

/// What stands after the colon.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `"jane smith"`.
    Phrase(String),
    /// `jane`, or with `*` in it: the literal parts between the asterisks; one part is a plain word.
    Word(Vec<String>),
    /// `[1 TO 9}`.
    Range { low: Option<End>, high: Option<End> },
    /// `_exists_:name`; the clause's field is the name.
    Exists,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    pub text: String,
    pub inclusive: bool,
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clause(clause) => write!(f, "{clause}"),
            Self::Not(inner) => write!(f, "NOT {}", Nested(inner)),
            Self::And(all) => joined(f, all, " AND "),
            Self::Or(all) => joined(f, all, " OR "),
        }
    }
}

/// A node inside of another one.
struct Nested<'a>(&'a Node);

impl fmt::Display for Nested<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Node::Clause(clause) => write!(f, "{clause}"),
            other => write!(f, "({other})"),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, all: &[Node], operator: &str) -> fmt::Result {
    for (i, node) in all.iter().enumerate() {
        if i > 0 {
            f.write_str(operator)?;
        }
        write!(f, "{}", Nested(node))?;
    }
    Ok(())
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.field, &self.value) {
            (Some(name), Value::Exists) => return write!(f, "_exists_:{}", escaped(&name.text)),
            (Some(name), _) => write!(f, "{}:", escaped(&name.text))?,
            (None, _) => {}
        }
        match &self.value {
            Value::Phrase(text) => f.write_str(&super::quoted(text)),
            Value::Word(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| escaped(part)).collect();
                f.write_str(&parts.join("*"))
            }
            Value::Range { low, high } => {
                let end = |end: &Option<End>| end.as_ref().map_or("*".to_owned(), |e| super::quoted(&e.text));
                let inclusive = |end: &Option<End>| end.as_ref().is_none_or(|e| e.inclusive);
                let (open, close) = (if inclusive(low) { '[' } else { '{' }, if inclusive(high) { ']' } else { '}' });
                write!(f, "{open}{} TO {}{close}", end(low), end(high))
            }
            Value::Exists => Ok(()),
        }
    }
}

/// A word with everything in it taken literally.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if !c.is_alphanumeric() && c != '_' && c != '.' {
            out.push('\\');
        }
        out.push(c);
    }
    // An operator's name is a word like any other when it is escaped.
    let is_operator = ["AND", "OR", "NOT", "TO"].iter().any(|word| out.eq_ignore_ascii_case(word));
    if is_operator { format!("\\{out}") } else { out }
}
