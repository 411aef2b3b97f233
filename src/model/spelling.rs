//! What somebody may have meant who wrote a word that means nothing.

/// Of the known words the one that is written most like it; of several alike, the first in the order of letters.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let alike = known.into_iter().map(|known| (strsim::damerau_levenshtein(known, word), known));
    alike.min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn letters_that_changed_places_are_one_mistake() {
        assert_eq!(nearest("naem", ["email", "name", "nature"]), Some("name"));
        assert_eq!(nearest("x", ["b", "a"]), Some("a"));
        assert_eq!(nearest("x", []), None);
    }
}
