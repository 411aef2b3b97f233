//! The forms of a page, filled in as the page sent them.

use super::answer::{Answer, unescape};

/// The value of an attribute in a tag's text.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
    Some(unescape(&rest[..rest.find('"')?]))
}

impl Answer {
    /// What a browser would send with the form that posts to an address: every field with its value, the token apart.
    pub fn form(&self, action: &str) -> Option<Vec<(String, String)>> {
        let form = self.body.split("<form").skip(1).find(|form| {
            let tag = form.split('>').next().unwrap_or_default();
            tag.contains("method=\"post\"") && attribute(tag, "action").as_deref() == Some(action)
        })?;
        let mut fields: Vec<(String, String)> = Vec::new();
        for piece in form.split("</form>").next()?.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
            let Some(name) = attribute(tag, "name").filter(|name| name != "_csrf") else {
                // The option that a list of choices shows is the one marked, else the first.
                if tag.starts_with("option")
                    && let Some((_, value)) =
                        fields.last_mut().filter(|(_, v)| v.is_empty() || tag.contains(" selected"))
                {
                    *value = attribute(tag, "value").unwrap_or_default();
                }
                continue;
            };
            let ticked = !(tag.contains("\"checkbox\"") || tag.contains("\"radio\"")) || tag.contains(" checked");
            match tag.split(' ').next()? {
                "input" if ticked && !tag.contains(" disabled") => {
                    fields.push((name, attribute(tag, "value").unwrap_or_default()));
                }
                "textarea" => fields.push((name, unescape(text.strip_prefix('\n').unwrap_or(text)))),
                "select" => fields.push((name, String::new())),
                _ => {}
            }
        }
        Some(fields)
    }
}
