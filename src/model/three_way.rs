//! Two people changed the same object: what can be joined without losing anything, and what cannot.

use super::JsonObject;
use serde_json::Value;

/// A key both sides changed, each to something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    pub key: String,
    /// What both started from; `None` when the key was not there, or when the start is not known.
    pub original: Option<Value>,
    pub yours: Option<Value>,
    pub theirs: Option<Value>,
}

/// The outcome of joining.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// Both sides' changes; where they clash, yours.
    pub merged: JsonObject,
    /// Empty when nothing is lost.
    pub clashes: Vec<Clash>,
}

/// Joins two changed versions of one object by its first-level keys. Without the original every difference is a clash.
pub fn join(original: Option<&JsonObject>, yours: &JsonObject, theirs: &JsonObject) -> Merge {
    let mut merged = yours.clone();
    let mut clashes = Vec::new();
    let only_theirs = theirs.keys().filter(|key| !yours.contains_key(*key));
    let only_before = original.into_iter().flat_map(JsonObject::keys);
    let gone = only_before.filter(|key| !yours.contains_key(*key) && !theirs.contains_key(*key));
    for key in yours.keys().chain(only_theirs).chain(gone) {
        let (mine, other) = (yours.get(key), theirs.get(key));
        let before = original.and_then(|o| o.get(key));
        let (i_changed, they_changed) = (original.is_none() || mine != before, original.is_none() || other != before);
        if mine == other || !they_changed {
            continue;
        }
        if i_changed {
            clashes.push(Clash {
                key: key.clone(),
                original: before.cloned(),
                yours: mine.cloned(),
                theirs: other.cloned(),
            });
            continue;
        }
        match other {
            Some(value) => merged.insert(key.clone(), value.clone()),
            None => merged.shift_remove(key),
        };
    }
    Merge { merged, clashes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn object(value: Value) -> JsonObject {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn different_keys_join_and_equal_ones_clash() {
        let original = object(json!({"a": 1, "b": 1, "c": 1, "d": 1}));
        let yours = object(json!({"a": 2, "b": 1, "d": 5, "new": true}));
        let theirs = object(json!({"a": 1, "b": 3, "c": 1, "d": 6, "more": null}));
        let merge = join(Some(&original), &yours, &theirs);
        assert_eq!(Value::Object(merge.merged), json!({"a": 2, "b": 3, "d": 5, "new": true, "more": null}));
        assert_eq!(merge.clashes.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), ["d"]);
        assert_eq!(merge.clashes[0].original, Some(json!(1)));
    }

    #[test]
    fn a_removal_against_a_change_is_a_clash_and_two_removals_are_none() {
        let original = object(json!({"a": 1, "b": 1}));
        let merge = join(Some(&original), &object(json!({})), &object(json!({"a": 2})));
        assert_eq!(merge.clashes.len(), 1);
        assert!(merge.merged.is_empty());
        assert!(join(Some(&original), &object(json!({})), &object(json!({}))).clashes.is_empty());
    }

    #[test]
    fn without_the_original_every_difference_clashes() {
        let merge = join(None, &object(json!({"a": 1, "b": 1})), &object(json!({"a": 1, "c": 1})));
        assert_eq!(merge.clashes.len(), 2);
    }

    proptest! {
        #[test]
        fn no_change_is_lost_without_a_clash(before in small(), yours in small(), theirs in small()) {
            let merge = join(Some(&before), &yours, &theirs);
            for key in ["a", "b", "c"] {
                let values = (before.get(key), yours.get(key), theirs.get(key), merge.merged.get(key));
                let clash = merge.clashes.iter().any(|c| c.key == key);
                let kept = (values.1 == values.0 || values.3 == values.1) && (values.2 == values.0 || values.3 == values.2);
                prop_assert!(clash || kept, "{key}: {values:?}");
            }
        }
    }

    fn small() -> impl Strategy<Value = JsonObject> {
        proptest::collection::btree_map("[abc]", 0..3_i32, 0..4)
            .prop_map(|m| m.into_iter().map(|(k, v)| (k, Value::from(v))).collect())
    }
}
