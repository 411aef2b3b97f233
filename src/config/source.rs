//! Where settings come from: the environment first, then the TOML file it names; unknown keys are refused by name.

use super::mistakes::Mistakes;
use super::{ConfigError, KEYS};
use crate::model::spelling::nearest;
use std::collections::BTreeMap;
use std::str::FromStr;

const PREFIX: &str = "GATEHOUSE_";

/// The raw settings by key (without the prefix, upper case), and what cannot be one.
#[derive(Debug, Clone, Default)]
pub struct Source {
    settings: BTreeMap<String, String>,
    mistakes: Mistakes,
}

impl Source {
    /// The settings of this process: environment and, if `GATEHOUSE_CONFIG` names one, a file.
    pub fn of_process() -> Self {
        let environment =
            std::env::vars().filter(|(key, _)| key.starts_with(PREFIX) && !key.starts_with("GATEHOUSE_TEST_"));
        let mut source = Self::from_pairs(environment.map(|(k, v)| (k[PREFIX.len()..].to_owned(), v)));
        if let Some(path) = source.get("CONFIG").map(str::to_owned) {
            match std::fs::read_to_string(&path) {
                Ok(text) => source.add_file(&path, &text),
                Err(e) => source.mistakes.add(format!("GATEHOUSE_CONFIG: cannot read {path}: {e}.")),
            }
        }
        source
    }

    /// Settings given as pairs; every key must be known.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut source = Self::default();
        for (key, value) in pairs {
            if source.knows(&key, &format!("{PREFIX}{key}")) {
                source.settings.insert(key, value);
            }
        }
        source
    }

    /// Adds a file's settings; the environment wins.
    pub fn add_file(&mut self, path: &str, text: &str) {
        let table: toml::Table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(e) => return self.mistakes.add(format!("{path}: {}", e.message())),
        };
        for (key, value) in table {
            let upper = key.to_uppercase();
            if !self.knows(&upper, &format!("{path}: {key}")) {
                continue;
            }
            let text = match value {
                toml::Value::String(s) => s,
                toml::Value::Integer(n) => n.to_string(),
                toml::Value::Boolean(b) => b.to_string(),
                _ => {
                    self.mistakes.add(format!("{path}: {key} must be a text, a number or true/false."));
                    continue;
                }
            };
            self.settings.entry(upper).or_insert(text);
        }
    }

    /// What cannot be a setting.
    pub(super) fn mistakes(&self) -> Mistakes {
        self.mistakes.clone()
    }

    /// A setting's text; an empty one counts as absent.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.settings.get(key).map(String::as_str).filter(|v| !v.is_empty())
    }

    /// A setting of a type; `expected` says what it must be, for the refusal.
    pub fn parsed<T: FromStr>(&self, key: &str, expected: &str) -> Result<Option<T>, ConfigError> {
        let parse = |text: &str| text.parse().map_err(|_| ConfigError(format!("{PREFIX}{key} must be {expected}.")));
        self.get(key).map(parse).transpose()
    }

    /// A whole number within limits.
    pub fn number(&self, key: &str, min: u32, max: u32) -> Result<Option<u32>, ConfigError> {
        let expected = format!("a number from {min} to {max}");
        match self.parsed::<u32>(key, &expected)? {
            Some(n) if n < min || n > max => Err(ConfigError(format!("{PREFIX}{key} must be {expected}."))),
            other => Ok(other),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        self.parsed(key, "true or false")
    }

    /// Whether there is such a key; a mistake, with the nearest one, where there is not.
    fn knows(&mut self, key: &str, shown: &str) -> bool {
        if KEYS.iter().any(|(known, _)| *known == key) {
            return true;
        }
        let nearest = nearest(key, KEYS.iter().map(|(known, _)| *known));
        let hint = nearest.map_or_else(String::new, |known| format!(" Did you mean {PREFIX}{known}?"));
        self.mistakes.add(format!("{shown} is not a setting of Gatehouse.{hint}"));
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Mode, Tls};

    fn config(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::from_source(&Source::from_pairs(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))))
    }

    #[test]
    fn an_unknown_key_names_the_nearest_one() {
        let text = config(&[("DATABSE_URL", "x")]).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(text.contains("GATEHOUSE_DATABSE_URL") && text.contains("GATEHOUSE_DATABASE_URL"), "{text}");
        let mut source = Source::default();
        source.add_file("g.toml", "lisen = \"x\"");
        assert!(Config::from_source(&source).err().unwrap().0.contains("GATEHOUSE_LISTEN"));
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let mut source = Source::from_pairs(
            [("POOL_SIZ", "3"), ("LISTEN", "here"), ("TLS", "yes"), ("CLOCK", "noon"), ("SECRET", "short")]
                .map(|(k, v)| (k.to_owned(), v.to_owned())),
        );
        source.add_file("g.toml", "workers = 0\nlog_format = \"xml\"\npool_size = []\ntrusted_proxies = \"x\"");
        let text = Config::from_source(&source).err().unwrap().0;
        for key in
            ["POOL_SIZ ", "g.toml: pool_size", "LISTEN", "TLS", "CLOCK", "SECRET", "WORKERS", "LOG_FORMAT", "PROXIES"]
        {
            assert_eq!(text.lines().filter(|line| line.contains(key)).count(), 1, "{key}: {text}");
        }
        assert_eq!(text.lines().count(), 9, "{text}");
    }

    #[test]
    fn the_mode_follows_the_address() {
        assert_eq!(config(&[]).unwrap().mode, Mode::Development);
        assert!(config(&[("LISTEN", "0.0.0.0:80")]).is_err(), "production needs a secret");
        let production = config(&[("LISTEN", "0.0.0.0:80"), ("SECRET", &"x".repeat(32))]).unwrap();
        assert_eq!(production.mode, Mode::Production);
        assert!(config(&[("LISTEN", "0.0.0.0:80"), ("MODE", "development")]).is_err());
    }

    #[test]
    fn what_is_for_development_only_is_refused_in_production() {
        let production = [("MODE", "production"), ("SECRET", "0123456789012345678901234567890123456789")];
        assert!(config(&production).is_ok());
        assert!(config(&[production[0], production[1], ("CLOCK", "2026-01-01T00:00:00Z")]).is_err());
        assert!(config(&[("SECRET", "short")]).is_err());
        assert!(config(&[("CLOCK", "yesterday")]).is_err());
    }

    #[test]
    fn https_is_one_setting() {
        let auto = config(&[("TLS", "auto"), ("LISTEN", "127.0.0.1:7700")]).unwrap();
        assert_eq!((auto.tls.clone(), auto.public_url.as_str()), (Some(Tls::Auto), "https://localhost:7700"));
        let files = config(&[("TLS", "a.pem, b.pem")]).unwrap();
        assert_eq!(files.tls, Some(Tls::Files { certificate: "a.pem".into(), key: "b.pem".into() }));
        assert_eq!(config(&[]).unwrap().tls, None);
        assert!(config(&[("TLS", "yes")]).is_err() && config(&[("TLS", "a.pem,")]).is_err());
        assert!(config(&[("TLS", "auto"), ("PUBLIC_URL", "http://users.example.com")]).is_err());
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let mut source = Source::from_pairs([("POOL_SIZE".to_owned(), "3".to_owned())]);
        source.add_file("g.toml", "pool_size = 9\nworkers = 2");
        let config = Config::from_source(&source).unwrap();
        assert_eq!((config.pool_size, config.workers), (3, 2));
    }
}
