//! The root attributes an operator may edit where the connection lets them: names, nickname and picture.

use super::JsonObject;
use super::field_errors::FieldErrors;
use super::user::User;

/// Longest name and nickname, in characters.
pub const NAME_MAX: usize = 300;
/// Longest given and family name, in characters.
pub const PART_MAX: usize = 150;
/// Longest address of a picture, in characters.
pub const PICTURE_MAX: usize = 2_048;

/// The attributes' names, in the order of the form.
pub const KEYS: [&str; 5] = ["name", "given_name", "family_name", "nickname", "picture"];

/// The attributes; an empty one is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RootAttributes {
    pub name: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub nickname: Option<String>,
    pub picture: Option<String>,
}

impl RootAttributes {
    /// Reads what was typed, by the attribute's name; every mistake is named.
    pub fn parse<'a>(typed: impl Fn(&str) -> &'a str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut text =
            |key: &str, label: &str, max: usize| errors.keep(short_text(key, label, typed(key), max)).flatten();
        let attributes = Self {
            name: text("name", "name", NAME_MAX),
            given_name: text("given_name", "given name", PART_MAX),
            family_name: text("family_name", "family name", PART_MAX),
            nickname: text("nickname", "nickname", NAME_MAX),
            picture: errors.keep(picture(typed("picture"))).flatten(),
        };
        errors.into_result().map(|()| attributes)
    }

    /// Those of a user.
    pub fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            given_name: user.given_name.clone(),
            family_name: user.family_name.clone(),
            nickname: user.nickname.clone(),
            picture: user.picture.clone(),
        }
    }

    /// Gives them to a user.
    pub fn put(self, user: &mut User) {
        user.name = self.name;
        user.given_name = self.given_name;
        user.family_name = self.family_name;
        user.nickname = self.nickname;
        user.picture = self.picture;
    }

    /// As an object, absent ones left out.
    pub fn to_object(&self) -> JsonObject {
        let values = [&self.name, &self.given_name, &self.family_name, &self.nickname, &self.picture];
        let pairs = KEYS.into_iter().zip(values);
        pairs.filter_map(|(key, value)| Some((key.to_owned(), value.clone()?.into()))).collect()
    }

    /// From an object; what is no text is absent.
    pub fn from_object(object: &JsonObject) -> Self {
        let text = |key: &str| object.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        Self {
            name: text("name"),
            given_name: text("given_name"),
            family_name: text("family_name"),
            nickname: text("nickname"),
            picture: text("picture"),
        }
    }
}

fn short_text(key: &str, label: &str, typed: &str, max: usize) -> Result<Option<String>, FieldErrors> {
    let text = typed.trim();
    if text.chars().count() > max {
        return Err(FieldErrors::one(key, format!("The {label} may have at most {max} characters.")));
    }
    if text.chars().any(char::is_control) {
        return Err(FieldErrors::one(key, format!("The {label} contains a control character or a line break.")));
    }
    Ok(Some(text).filter(|t| !t.is_empty()).map(str::to_owned))
}

fn picture(typed: &str) -> Result<Option<String>, FieldErrors> {
    let Some(text) = short_text("picture", "picture's address", typed, PICTURE_MAX)? else { return Ok(None) };
    let host = ["https://", "http://"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
    let absolute = host.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['));
    if !absolute || text.contains(char::is_whitespace) {
        let words = "Enter an absolute address without spaces, as in https://example.com/me.png.";
        return Err(FieldErrors::one("picture", words));
    }
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(key: &'static str, value: &str) -> Result<RootAttributes, FieldErrors> {
        RootAttributes::parse(|k| if k == key { value } else { "" })
    }

    #[test]
    fn the_limits_are_those_of_the_profile() {
        assert!(parse("name", &"é".repeat(300)).is_ok());
        assert!(parse("name", &"é".repeat(301)).is_err());
        assert!(parse("given_name", &"x".repeat(151)).is_err());
        assert!(parse("nickname", "two\nlines").is_err());
        assert_eq!(parse("name", "   ").unwrap(), RootAttributes::default());
    }

    #[test]
    fn a_picture_is_an_absolute_address() {
        assert!(parse("picture", "https://cdn.example.com/a.png").is_ok());
        for bad in ["a.png", "/a.png", "javascript:alert(1)", "https://", "https:// x", "data:image/png;base64,AA"] {
            assert!(parse("picture", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_object_and_back() {
        let attributes = parse("nickname", "ada").unwrap();
        assert_eq!(RootAttributes::from_object(&attributes.to_object()), attributes);
    }
}
