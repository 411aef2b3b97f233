//! All that is wrong with the settings, told at once instead of one at each start.

use super::ConfigError;

/// What has been found so far, one sentence each.
#[derive(Debug, Clone, Default)]
pub(super) struct Mistakes(Vec<String>);

impl Mistakes {
    /// Notes a mistake.
    pub fn add(&mut self, text: impl Into<String>) {
        self.0.push(text.into());
    }

    /// What was read; where that was a mistake, the same as when nothing is set.
    pub fn keep<T: Default>(&mut self, read: Result<T, ConfigError>) -> T {
        read.unwrap_or_else(|mistake| {
            self.add(mistake.0);
            T::default()
        })
    }

    /// Refuses if there are any: a line each.
    pub fn refuse(self) -> Result<(), ConfigError> {
        if self.0.is_empty() { Ok(()) } else { Err(ConfigError(self.0.join("\n"))) }
    }
}
