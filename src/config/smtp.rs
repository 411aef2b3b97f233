//! The mail server among the settings.

use super::{ConfigError, Source};
use crate::model::email_address::EmailAddress;
use url::{Host, Url};

/// The mail server, and who mails are from. Not `Debug`: the address may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Smtp {
    pub url: String,
    pub from: String,
}

/// Reads it; none where mails stay in the outbox.
pub(super) fn read(source: &Source) -> Result<Option<Smtp>, ConfigError> {
    let Some(text) = source.get("SMTP_URL") else { return Ok(None) };
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps") && url.has_host());
    let url = url.ok_or_else(|| {
        mistake("GATEHOUSE_SMTP_URL must be like smtp://user:password@mail.example.com:587?tls=required, or smtps://….")
    })?;
    let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    if !matches!(tls.as_deref(), None | Some("required" | "opportunistic")) {
        return Err(mistake("GATEHOUSE_SMTP_URL: tls must be required or opportunistic."));
    }
    let is_private = url.scheme() == "smtps" || tls.as_deref() == Some("required") || is_this_machine(&url);
    if url.password().is_some() && !is_private {
        return Err(mistake(
            "GATEHOUSE_SMTP_URL would send the password in clear text: add ?tls=required, or use smtps://.",
        ));
    }
    let from = EmailAddress::parse(source.get("MAIL_FROM").unwrap_or_default()).map_err(|_| {
        mistake("GATEHOUSE_MAIL_FROM must be the email address that mails are from, where GATEHOUSE_SMTP_URL is set.")
    })?;
    Ok(Some(Smtp { url: text.to_owned(), from: from.as_str().to_owned() }))
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        // Not one of the schemes whose hosts are read as addresses.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn mistake(text: &str) -> ConfigError {
    ConfigError(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(url: &str, from: &str) -> Result<Option<Smtp>, String> {
        let source =
            Source::from_pairs([("SMTP_URL", url), ("MAIL_FROM", from)].map(|(k, v)| (k.to_owned(), v.to_owned())));
        read(&source).map_err(|e| e.0)
    }

    #[test]
    fn a_password_is_never_sent_in_clear_text() {
        for url in ["smtp://me:word@mail.example:587", "smtp://me:word@mail.example:587?tls=opportunistic"] {
            assert!(read_of(url, "users@house.example").is_err_and(|e| e.contains("clear text")), "{url}");
        }
        for url in [
            "smtp://me:word@mail.example:587?tls=required",
            "smtps://me:word@mail.example",
            "smtp://me:word@127.0.0.1:2525",
            "smtp://mail.example",
        ] {
            assert!(read_of(url, "users@house.example").is_ok_and(|smtp| smtp.is_some()), "{url}");
        }
    }

    #[test]
    fn what_cannot_work_is_refused_by_name() {
        for (url, from, named) in [
            ("http://mail.example", "users@house.example", "GATEHOUSE_SMTP_URL"),
            ("mail.example", "users@house.example", "GATEHOUSE_SMTP_URL"),
            ("smtp://mail.example?tls=maybe", "users@house.example", "GATEHOUSE_SMTP_URL"),
            ("smtp://mail.example", "users", "GATEHOUSE_MAIL_FROM"),
        ] {
            assert!(read_of(url, from).is_err_and(|e| e.contains(named)), "{url} {from}");
        }
    }
}
