//! A rendered message: what every mail is before it has a recipient.

use crate::error::{Error, Result};
use askama::Template;

/// A message, ready to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Name of its folder under `templates/mail`.
    pub kind: &'static str,
    /// One line.
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
}

impl Message {
    /// Renders the three parts.
    pub fn render(
        kind: &'static str,
        subject: &impl Template,
        text: &impl Template,
        html: &impl Template,
    ) -> Result<Self> {
        Ok(Self {
            kind,
            subject: one_line(&subject.render().map_err(Error::internal)?),
            body_text: text.render().map_err(Error::internal)?.trim().to_owned() + "\n",
            body_html: html.render().map_err(Error::internal)?,
        })
    }
}

/// Declares the three templates of a mail, and its `render`: the template engine wants a type for each file, and they differ
/// in nothing but the file. The first text is the name of the mail's folder.
macro_rules! templates {
    ($mail:ident, $kind:literal, $subject:literal, $text:literal, $html:literal) => {
        #[derive(askama::Template)]
        #[template(path = $subject)]
        struct Subject<'a> {
            mail: $mail<'a>,
        }

        #[derive(askama::Template)]
        #[template(path = $text)]
        struct Text<'a> {
            mail: $mail<'a>,
        }

        #[derive(askama::Template)]
        #[template(path = $html)]
        struct Html<'a> {
            mail: $mail<'a>,
        }

        impl $mail<'_> {
            /// The message.
            pub fn render(self) -> $crate::error::Result<$crate::mail::Message> {
                $crate::mail::Message::render(
                    $kind,
                    &Subject { mail: self },
                    &Text { mail: self },
                    &Html { mail: self },
                )
            }
        }
    };
}

pub(super) use templates;

/// A subject becomes a header: a name with a line break in it must not begin another one.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(one_line(" Verify\r\nBcc: everyone@example.com\u{0} now\n"), "Verify Bcc: everyone@example.com now");
    }
}
