//! What is wrong with a seed, and where: the reader names lines itself, this does it for what only shows afterwards.

use crate::error::{Error, FieldErrors, Result};
use crate::model::spelling::nearest;

/// The form's or command's name of the whole file.
pub const FIELD: &str = "seed";
/// More than these are not worth reading at once.
const MOST: usize = 20;

/// A place in the file: a tenant, and in it an entry of one of its lists.
#[derive(Clone, Debug, Default)]
pub struct Spot {
    pub tenant: String,
    /// Name of the list and what the entry is known by there.
    pub entry: Option<(&'static str, String)>,
}

impl Spot {
    /// An entry of one of the tenant's lists.
    pub fn entry(tenant: &str, list: &'static str, key: &str) -> Self {
        Self { tenant: tenant.to_owned(), entry: Some((list, key.to_owned())) }
    }
}

/// All mistakes of a file.
pub struct Mistakes<'f> {
    yaml: &'f str,
    found: FieldErrors,
    count: usize,
}

impl<'f> Mistakes<'f> {
    pub fn new(yaml: &'f str) -> Self {
        Self { yaml, found: FieldErrors::default(), count: 0 }
    }

    /// Notes that the `word` under `key` is wrong.
    pub fn note(&mut self, spot: &Spot, key: &str, word: &str, message: &str) {
        self.count += 1;
        if self.count > MOST {
            return;
        }
        let mut path = Vec::new();
        if !spot.tenant.is_empty() {
            path.extend(["tenants", spot.tenant.as_str()]);
        }
        if let Some((list, entry)) = &spot.entry {
            path.extend([list, entry.as_str()]);
        }
        if !key.is_empty() {
            path.push(key);
        }
        let line = self.line(spot, word);
        self.found.push(FIELD, format!("line {line}, {}: {message}", path.join(".")));
    }

    /// The line that the word stands on: after its tenant begins, and after its entry does.
    fn line(&self, spot: &Spot, word: &str) -> usize {
        let slug = format!("slug: {}", spot.tenant);
        let entry = spot.entry.as_ref().map_or("", |(_, key)| key.as_str());
        let mut at = 0;
        for part in [slug.as_str(), entry, word].into_iter().filter(|part| !part.is_empty()) {
            let rest = self.yaml.get(at..).unwrap_or_default();
            at += rest.find(part).unwrap_or_default();
        }
        1 + self.yaml.get(..at).unwrap_or_default().matches('\n').count()
    }

    /// `Ok` if nothing is wrong.
    pub fn into_result(self) -> Result<()> {
        Ok(self.found.into_result()?)
    }
}

/// What the reader found: it names the path and the line.
pub fn unreadable(error: &serde_norway::Error) -> Error {
    let mut text = error.to_string();
    if let Some(known) = suggested(&text) {
        text.push_str(&format!(". Did you mean {known}?"));
    }
    Error::field(FIELD, text)
}

/// Of a field that is not known, the known one that is written most like it; the reader lists them all, each in backticks.
fn suggested(text: &str) -> Option<String> {
    let (_, list) = text.split_once("unknown field `")?;
    let (wrong, list) = list.split_once('`')?;
    let known = list.split('`').skip(1).step_by(2);
    nearest(wrong, known).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_field_names_the_nearest_one() {
        let error = serde_norway::from_str::<super::super::file::SeedFile>("version: 1\ntennants: []\n").err().unwrap();
        let said = unreadable(&error).to_string();
        assert!(said.contains("`tennants`") && said.ends_with("Did you mean tenants?"), "{said}");
        assert_eq!(suggested("unknown field `x`, expected `y` at line 1"), Some("y".into()));
        assert_eq!(suggested("invalid type: `map`"), None);
    }
}
