//! What a connection asks of a password: the five levels of the profile contract, with the failed parts named.

use super::JsonObject;

/// The strength levels, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Any password that is not empty.
    None,
    /// A minimum length.
    Low,
    /// And lower case, upper case and a digit.
    Fair,
    /// At least three of lower case, upper case, digit, special (the default of a new database).
    Good,
    /// And no more than two identical characters in a row.
    Excellent,
}

impl Level {
    /// All levels, weakest first.
    pub const ALL: [Self; 5] = [Self::None, Self::Low, Self::Fair, Self::Good, Self::Excellent];

    /// The word in options and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Fair => "fair",
            Self::Good => "good",
            Self::Excellent => "excellent",
        }
    }

    /// What the level asks for, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "None: any password that is not empty",
            Self::Low => "Low: a minimum length",
            Self::Fair => "Fair: minimum length, lower case, upper case and a digit",
            Self::Good => "Good: minimum length and three of lower case, upper case, digit, special character",
            Self::Excellent => "Excellent: as Good, and no more than two identical characters in a row",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == text)
    }

    /// The minimum length unless the connection sets one (`password_complexity_options.min_length`).
    pub fn default_length(self) -> usize {
        match self {
            Self::None => 1,
            Self::Low => 6,
            Self::Fair | Self::Good => 8,
            Self::Excellent => 10,
        }
    }
}

/// A connection's policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordPolicy {
    pub level: Level,
    /// 1 to 128 characters.
    pub min_length: usize,
    /// Refuse passwords that contain the user's name, nickname, username or the local part of the email.
    pub no_personal_info: bool,
    /// Refuse these words (case-insensitive), besides the built-in list when it is on.
    pub dictionary: Vec<String>,
    pub uses_dictionary: bool,
    /// Refuse the password in force and former ones, so many in all; 0 when none is refused.
    pub history: usize,
}

/// Most passwords a connection can remember.
pub const MAX_HISTORY: usize = 24;

const SPECIAL: &str = "!@#$%^&*";

/// The commonest passwords of the public breach lists: refused when a connection turns its dictionary on.
const COMMON: &[&str] = &[
    "123456",
    "password",
    "12345678",
    "qwerty",
    "123456789",
    "12345",
    "1234",
    "111111",
    "1234567",
    "dragon",
    "123123",
    "baseball",
    "abc123",
    "football",
    "monkey",
    "letmein",
    "shadow",
    "master",
    "666666",
    "qwertyuiop",
    "123321",
    "mustang",
    "1234567890",
    "michael",
    "654321",
    "superman",
    "1qaz2wsx",
    "7777777",
    "121212",
    "000000",
    "qazwsx",
    "123qwe",
    "killer",
    "trustno1",
    "jordan",
    "jennifer",
    "zxcvbnm",
    "asdfgh",
    "hunter",
    "buster",
    "soccer",
    "harley",
    "batman",
    "andrew",
    "tigger",
    "sunshine",
    "iloveyou",
    "2000",
    "charlie",
    "robert",
    "thomas",
    "hockey",
    "ranger",
    "daniel",
    "starwars",
    "klaster",
    "112233",
    "george",
    "computer",
    "michelle",
    "jessica",
    "pepper",
    "1111",
    "zxcvbn",
    "555555",
    "11111111",
    "131313",
    "freedom",
    "777777",
    "pass",
    "maggie",
    "159753",
    "aaaaaa",
    "ginger",
    "princess",
    "joshua",
    "cheese",
    "amanda",
    "summer",
    "love",
    "ashley",
    "nicole",
    "chelsea",
    "biteme",
    "matthew",
    "access",
    "yankees",
    "987654321",
    "dallas",
    "austin",
    "thunder",
    "taylor",
    "matrix",
    "password1",
    "password123",
    "welcome",
    "admin",
    "admin123",
    "changeme",
    "secret",
    "qwerty123",
    "passw0rd",
    "p@ssw0rd",
    "letmein1",
    "welcome1",
];

impl PasswordPolicy {
    /// Reads a connection's options: `password_policy`, `password_min_length` or
    /// `password_complexity_options.min_length`, `password_no_personal_info`, `password_dictionary`.
    pub fn from_options(options: &JsonObject) -> Self {
        let level =
            options.get("password_policy").and_then(|v| v.as_str()).and_then(Level::parse).unwrap_or(Level::Good);
        let length = options.get("password_min_length").and_then(serde_json::Value::as_u64).or_else(|| {
            options
                .get("password_complexity_options")
                .and_then(|o| o.get("min_length"))
                .and_then(serde_json::Value::as_u64)
        });
        let min_length = length.and_then(|n| usize::try_from(n).ok()).unwrap_or(level.default_length()).clamp(1, 128);
        let words = options.get("password_dictionary_words").and_then(|v| v.as_array());
        Self {
            level,
            min_length,
            no_personal_info: options.get("password_no_personal_info").and_then(|v| v.as_bool()).unwrap_or(false),
            uses_dictionary: options.get("password_dictionary").and_then(|v| v.as_bool()).unwrap_or(false),
            dictionary: words.into_iter().flatten().filter_map(|v| v.as_str()).map(str::to_lowercase).collect(),
            history: history(options.get("password_history")),
        }
    }

    /// What it asks for, in words under the field.
    pub fn in_words(&self) -> String {
        match self.history {
            0 => self.strength_in_words(),
            1 => format!("{} Not the present one.", self.strength_in_words()),
            n => format!("{} None of the last {n}.", self.strength_in_words()),
        }
    }

    fn strength_in_words(&self) -> String {
        let length = format!("At least {} characters", self.min_length);
        match self.level {
            Level::None => "Any password that is not empty.".to_owned(),
            Level::Low => format!("{length}."),
            Level::Fair => format!("{length}, with a lower-case letter, an upper-case letter and a digit."),
            Level::Good => format!("{length}, of three kinds: lower case, upper case, digits, {SPECIAL}."),
            Level::Excellent => format!(
                "{length}, of three kinds: lower case, upper case, digits, {SPECIAL}; no three identical characters in a row."
            ),
        }
    }

    /// The requirements a password fails, each as a sentence; empty when it is good enough. `personal` are the words of
    /// the person (name, nickname, username, local part of the email).
    pub fn failures(&self, password: &str, personal: &[&str]) -> Vec<String> {
        let mut failed = Vec::new();
        if password.is_empty() {
            return vec!["The password must not be empty.".to_owned()];
        }
        let length = password.chars().count();
        if self.level > Level::None && length < self.min_length {
            failed.push(format!("The password needs at least {} characters; this one has {length}.", self.min_length));
        }
        self.check_characters(password, &mut failed);
        let lower = password.to_lowercase();
        if self.uses_dictionary && (COMMON.contains(&lower.as_str()) || self.dictionary.contains(&lower)) {
            failed.push("The password is one of the most common passwords.".to_owned());
        }
        let is_personal = |word: &&str| word.chars().count() >= 3 && lower.contains(&word.to_lowercase());
        if self.no_personal_info && personal.iter().any(is_personal) {
            failed.push(
                "The password must not contain the name, nickname, username or email address of the user.".to_owned(),
            );
        }
        failed
    }

    fn check_characters(&self, password: &str, failed: &mut Vec<String>) {
        let classes = [
            ("a lower-case letter", password.chars().any(char::is_lowercase)),
            ("an upper-case letter", password.chars().any(char::is_uppercase)),
            ("a digit", password.chars().any(|c| c.is_ascii_digit())),
            ("a special character (!@#$%^&*)", password.chars().any(|c| SPECIAL.contains(c))),
        ];
        if self.level == Level::Fair {
            failed.extend(
                classes[..3].iter().filter(|(_, has)| !has).map(|(what, _)| format!("The password needs {what}.")),
            );
        }
        if self.level >= Level::Good && classes.iter().filter(|(_, has)| *has).count() < 3 {
            let missing: Vec<_> = classes.iter().filter(|(_, has)| !has).map(|(what, _)| *what).collect();
            failed.push(format!(
                "The password needs three kinds of characters; it has none of these: {}.",
                missing.join(", ")
            ));
        }
        let chars: Vec<char> = password.chars().collect();
        if self.level == Level::Excellent && chars.windows(3).any(|w| w[0] == w[1] && w[1] == w[2]) {
            failed.push("The password must not have more than two identical characters in a row.".to_owned());
        }
    }
}

/// How many passwords are remembered: a number, or an object with `enable` and `size`.
fn history(option: Option<&serde_json::Value>) -> usize {
    let Some(option) = option else { return 0 };
    let on = option.get("enable").is_none_or(|on| on.as_bool() == Some(true));
    let size = option.as_u64().or_else(|| option.get("size")?.as_u64()).filter(|_| on).unwrap_or_default();
    usize::try_from(size).unwrap_or(MAX_HISTORY).min(MAX_HISTORY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(level: &str) -> PasswordPolicy {
        let mut options = JsonObject::new();
        options.insert("password_policy".into(), level.into());
        PasswordPolicy::from_options(&options)
    }

    #[test]
    fn each_level_names_what_is_missing() {
        assert!(policy("none").failures("x", &[]).is_empty());
        assert_eq!(policy("none").failures("", &[]).len(), 1);
        assert_eq!(policy("low").failures("12345", &[]).len(), 1);
        assert!(policy("low").failures("123456", &[]).is_empty());
        assert_eq!(policy("fair").failures("abcdefgh", &[]).len(), 2);
        assert!(policy("good").failures("abcdefG1", &[]).is_empty());
        assert_eq!(policy("good").failures("abcdefgh", &[]).len(), 1);
        assert_eq!(policy("excellent").failures("Abcdefg1111", &[]).len(), 1);
        assert!(policy("excellent").failures("Abcdefg1121", &[]).is_empty());
    }

    #[test]
    fn a_history_is_a_number_or_an_object() {
        let of = |option: serde_json::Value| history(Some(&option));
        assert_eq!((of(5.into()), of(100.into()), of("x".into())), (5, MAX_HISTORY, 0));
        assert_eq!(of(serde_json::json!({ "enable": true, "size": 3 })), 3);
        assert_eq!(of(serde_json::json!({ "enable": false, "size": 3 })), 0);
        assert_eq!(history(None), 0);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(policy("low").failures("é€漢字é", &[]).len(), 1);
        assert!(policy("low").failures("é€漢字éü", &[]).is_empty());
    }

    #[test]
    fn personal_words_and_common_ones_are_refused_when_asked() {
        let mut strict = policy("none");
        strict.no_personal_info = true;
        strict.uses_dictionary = true;
        assert_eq!(strict.failures("xxAMARAxx", &["amara", "ok"]).len(), 1);
        assert_eq!(strict.failures("PassWord", &[]).len(), 1);
        assert!(strict.failures("okay then", &["ok"]).is_empty());
    }
}
