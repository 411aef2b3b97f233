//! The facts of User Identity.

use crate::features::users::details::Header;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::shown::{self, When, counted};
use crate::model::connection::Kind;
use crate::model::paging::grouped;

/// One fact.
pub struct Fact {
    pub label: &'static str,
    pub value: String,
    pub more: String,
    /// The instant, when it is one.
    pub iso: String,
    /// Where it leads, on another host; empty when it does not.
    pub href: String,
}

fn fact(label: &'static str, value: Option<&str>, more: &str) -> Fact {
    let value = value.filter(|v| !v.is_empty()).unwrap_or("—");
    Fact { label, value: value.to_owned(), more: more.to_owned(), iso: String::new(), href: String::new() }
}

fn instant(label: &'static str, when: Option<When>, more: &str) -> Fact {
    match when {
        Some(w) => {
            Fact { label, more: format!("{}{more}", w.full()), value: w.relative, iso: w.iso, href: String::new() }
        }
        None => fact(label, Some("Never"), ""),
    }
}

/// The root attributes, then where the user comes from and what they did; username and phone number where there are any.
pub fn facts(visit: &Visit, header: &Header) -> Vec<Fact> {
    let user = &header.user;
    let counts = &header.counts;
    let from = user.last_ip.as_ref().map(|ip| format!(" from {ip}")).unwrap_or_default();
    let linked = header.identities.len().saturating_sub(1);
    let linked =
        if linked == 0 { String::new() } else { format!(", {}", counted(linked, "linked account", "linked accounts")) };
    let roles = counted(counts.roles as usize, "role", "roles");
    let permissions = counted(counts.permissions as usize, "permission", "permissions");
    let applications = counted(counts.grants as usize, "authorized application", "authorized applications");
    let may = if user.blocked { "May not sign in" } else { "May sign in" };
    let verified = |value: &Option<String>, verified| match (value, verified) {
        (None, _) => "",
        (_, true) => "Verified",
        (_, false) => "Not verified",
    };
    let mut facts = vec![
        fact("Name", user.name.as_deref(), ""),
        fact("Given name", user.given_name.as_deref(), ""),
        fact("Family name", user.family_name.as_deref(), ""),
        fact("Nickname", user.nickname.as_deref(), ""),
        fact("Email", user.email.as_deref(), verified(&user.email, user.email_verified)),
    ];
    if user.username.is_some() {
        facts.push(fact("Username", user.username.as_deref(), ""));
    }
    if user.phone_number.is_some() {
        facts.push(fact(
            "Phone number",
            user.phone_number.as_deref(),
            verified(&user.phone_number, user.phone_verified),
        ));
    }
    let kind = header.connection.kind().label();
    facts.extend([
        fact("Connection", Some(header.connection.label()), &format!("{kind}{linked}")),
        fact("Status", Some(user.status().label()), may),
        fact("Access", Some(&format!("{roles}, {permissions}")), &applications),
        instant("Signed up", Some(When::at(user.created_at, visit.clock())), ""),
        instant("Latest login", When::maybe(user.last_login, visit.clock()), &from),
        fact("Logins", Some(&grouped(user.logins_count)), ""),
    ]);
    if header.connection.kind() == Kind::Database {
        facts.push(instant("Password changed", When::maybe(user.last_password_reset, visit.clock()), ""));
    }
    facts.extend(user.picture.as_deref().filter(|p| !p.is_empty()).map(picture));
    facts
}

/// A picture that is kept here is shown; one on another host is not fetched, since its owner would learn who looks at
/// whom and when.
fn picture(picture: &str) -> Fact {
    if !shown::own_picture(picture).is_empty() {
        return fact("Picture", Some("Kept with the profile"), "Shown above");
    }
    let mut fact = fact("Picture", Some(picture), "On another host, so not loaded here: initials stand for it");
    if picture.starts_with("https://") || picture.starts_with("http://") {
        picture.clone_into(&mut fact.href);
    } else if picture.starts_with("data:") {
        fact = self::fact(
            "Picture",
            Some("Cannot be shown"),
            "Too large, or not a PNG, JPEG, GIF or WebP: initials stand for it",
        );
    }
    fact
}
