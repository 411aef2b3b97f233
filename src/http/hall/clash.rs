//! A conflict on screen: what both sides changed, field by field.

use crate::model::three_way::Clash;
use serde_json::Value;

/// One field that both changed, as text; empty where there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClashView {
    pub field: String,
    pub original: String,
    pub yours: String,
    pub theirs: String,
}

impl ClashView {
    /// Of a clash, under a field's name for people.
    pub fn of(field: String, clash: &Clash) -> Self {
        Self { field, original: text(&clash.original), yours: text(&clash.yours), theirs: text(&clash.theirs) }
    }
}

fn text(value: &Option<Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}
