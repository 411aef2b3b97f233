//! The settings of an application as they are typed, and the rules they must keep.

use crate::error::FieldErrors;
use crate::model::application::{Application, ApplicationKind};
use url::{Host, Url};

/// Longest name and description, in characters, and most addresses of one list.
const NAME: usize = 150;
const DESCRIPTION: usize = 500;
const ADDRESSES: usize = 100;
/// Longest address, in bytes.
const ADDRESS: usize = 2_000;

/// The settings as typed; the lists hold one address a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    pub name: String,
    pub description: String,
    pub kind: String,
    pub callbacks: String,
    pub logout_urls: String,
    pub origins: String,
}

impl Typed {
    /// The settings of an application, as its form shows them.
    pub fn of(application: &Application) -> Self {
        Self {
            name: application.name.clone(),
            description: application.description.clone(),
            kind: application.kind.as_str().to_owned(),
            callbacks: application.callbacks.join("\n"),
            logout_urls: application.logout_urls.join("\n"),
            origins: application.origins.join("\n"),
        }
    }
}

/// The settings once they keep the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub name: String,
    pub description: String,
    pub kind: ApplicationKind,
    pub callbacks: Vec<String>,
    pub logout_urls: Vec<String>,
    pub origins: Vec<String>,
}

/// Reads what was typed; every mistake is named, each wrong line of a list by its number.
pub fn read(typed: &Typed) -> Result<Settings, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = typed.name.trim().to_owned();
    match name.chars().count() {
        0 => errors.push("name", "Enter a name."),
        1..=NAME if name.chars().any(char::is_control) => errors.push("name", "A name is one line of text."),
        1..=NAME => {}
        _ => errors.push("name", format!("A name has at most {NAME} characters.")),
    }
    let description = typed.description.trim().replace("\r\n", "\n");
    if description.chars().count() > DESCRIPTION {
        errors.push("description", format!("A description has at most {DESCRIPTION} characters."));
    }
    let kind = ApplicationKind::parse(&typed.kind);
    if kind.is_none() {
        errors.push("kind", "Choose what sort of application it is.");
    }
    let kind = kind.unwrap_or(ApplicationKind::Native);
    let callbacks = lines("callbacks", &typed.callbacks, |line| address(line, kind), &mut errors);
    let logout_urls = lines("logout_urls", &typed.logout_urls, |line| address(line, kind), &mut errors);
    let origins = lines("origins", &typed.origins, origin, &mut errors);
    errors.into_result()?;
    Ok(Settings { name, description, kind, callbacks, logout_urls, origins })
}

/// The lines that are not empty, each once.
fn lines(
    field: &str,
    text: &str,
    check: impl Fn(&str) -> Result<(), &'static str>,
    errors: &mut FieldErrors,
) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for (number, line) in text.lines().enumerate().map(|(i, l)| (i + 1, l.trim())).filter(|(_, l)| !l.is_empty()) {
        if let Err(why) = check(line) {
            let shown: String = line.chars().take(80).collect();
            errors.push(field, format!("Line {number}, “{shown}”: {why}"));
        } else if !kept.iter().any(|k| k == line) {
            kept.push(line.to_owned());
        }
    }
    if kept.len() > ADDRESSES {
        errors.push(field, format!("A list has at most {ADDRESSES} addresses."));
    }
    kept
}

fn absolute(line: &str) -> Result<Url, &'static str> {
    let Ok(url) = Url::parse(line) else {
        return Err("this is not an absolute URL, such as https://app.example/callback.");
    };
    if line.len() > ADDRESS {
        return Err("this is longer than 2,000 bytes.");
    }
    if line.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("a URL contains no spaces.");
    }
    // Browsers never send a fragment, so that such an address would never match (RFC 6749, section 3.1.2).
    if line.contains('#') {
        return Err("a fragment (#…) is not allowed.");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a URL here carries no user name or password.");
    }
    if line.contains('*') {
        return Err("placeholders (*) are not allowed.");
    }
    Ok(url)
}

/// Where browsers may be sent: https, http on this machine only, and for native applications a scheme of their own.
fn address(line: &str, kind: ApplicationKind) -> Result<(), &'static str> {
    let url = absolute(line)?;
    match url.scheme() {
        "https" if url.has_host() => Ok(()),
        "http" if is_local(&url) => Ok(()),
        "http" => Err("http is for localhost only; use https."),
        // A scheme of one's own is named after a domain (RFC 8252, section 7.1), which no script or file URL is.
        own if kind == ApplicationKind::Native && own.contains('.') => Ok(()),
        _ if kind == ApplicationKind::Native => {
            Err("a scheme of your own must be named like a domain, such as com.example.app://callback.")
        }
        _ => Err("it must begin with https:// (or http:// on localhost)."),
    }
}

/// Where scripts may call from: scheme, host and port, nothing more.
fn origin(line: &str) -> Result<(), &'static str> {
    let url = absolute(line)?;
    let plain = matches!(url.scheme(), "https" | "http") && url.path() == "/" && url.query().is_none();
    match url.scheme() {
        _ if !plain || line.ends_with('/') || line.contains('?') => {
            Err("an origin is a scheme, a host and perhaps a port, such as https://app.example:8443.")
        }
        "http" if !is_local(&url) => Err("http is for localhost only; use https."),
        _ => Ok(()),
    }
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_safe_and_without_fragment() {
        use ApplicationKind::{Native, SinglePage};
        for good in ["https://a.example/cb", "http://localhost:3000/cb", "http://127.0.0.1/cb", "http://[::1]:8/cb"] {
            assert_eq!(address(good, SinglePage), Ok(()), "{good}");
        }
        for bad in [
            "/cb",
            "a.example",
            "http://a.example/",
            "https://a.example/#x",
            "https://a.example/#",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://u:p@a.example/",
            "https://*.a.example/",
            "https://a.example/a b",
            "com.example.app://callback",
            "http://localhost.a.example/",
        ] {
            assert!(address(bad, SinglePage).is_err(), "{bad}");
        }
        assert_eq!(address("com.example.app://callback", Native), Ok(()));
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "myapp://callback"] {
            assert!(address(bad, Native).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        for good in ["https://a.example", "https://a.example:8443", "http://localhost:3000"] {
            assert_eq!(origin(good), Ok(()), "{good}");
        }
        for bad in ["https://a.example/", "https://a.example/x", "http://a.example", "ftp://a.example", "a.example"] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_wrong_line_is_named() {
        let typed = Typed {
            name: "A".into(),
            kind: "spa".into(),
            callbacks: "https://a.example/\r\n\r\nfoo\nhttp://b.example".into(),
            ..Typed::default()
        };
        let errors = read(&typed).unwrap_err();
        let messages: Vec<_> = errors.iter().map(|e| e.message.as_str()).collect();
        assert!(messages.len() == 2 && messages[0].starts_with("Line 3,") && messages[1].starts_with("Line 4,"));
    }
}
