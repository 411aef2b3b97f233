//! What a form shows when somebody else saved first: yours and theirs, field by field.

/// A field in which the two differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub label: &'static str,
    pub yours: String,
    pub theirs: String,
}

/// The fields that differ, of `(label, yours, theirs)`; line ends are no difference.
pub fn differences<'a>(fields: impl IntoIterator<Item = (&'static str, &'a str, &'a str)>) -> Vec<Difference> {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let all = fields.into_iter().map(|(label, yours, theirs)| (label, plain(yours), plain(theirs)));
    all.filter(|(_, yours, theirs)| yours != theirs)
        .map(|(label, yours, theirs)| Difference { label, yours, theirs })
        .collect()
}

/// A switch in words, so that it can be compared.
pub fn on_off(on: bool) -> &'static str {
    if on { "On" } else { "Off" }
}
