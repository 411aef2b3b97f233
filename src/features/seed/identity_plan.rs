//! Who a seeded user is: their id, and the accounts behind it.

use super::derived;
use super::file::{SeedLinked, SeedUser};
use super::mistakes::Spot;
use super::plan::Planner;
use crate::model::JsonObject;
use crate::model::connection::Kind;
use crate::model::identity::Identity;
use crate::model::user::{User, UserId};

/// The email address as its store keeps it: the built-in one in lower case, providers as they send it.
pub fn kept_email(strategy: &str, email: &str) -> String {
    if has_own_logins(strategy) { email.trim().to_lowercase() } else { email.trim().to_owned() }
}

/// Whether users type an email address to sign in, which then belongs to one of them.
fn has_own_logins(strategy: &str) -> bool {
    matches!(Kind::of(strategy), Kind::Database) || strategy == "email"
}

/// Strategies of which a tenant has many connections with overlapping ids: the name stands in between.
fn names_connection(strategy: &str) -> bool {
    matches!(strategy, "samlp" | "oidc" | "oauth2" | "ad")
}

/// The id as written, or one that follows from the content.
pub fn user_id(planner: &mut Planner, spot: &Spot, strategy: &str, seed: &SeedUser) -> Option<UserId> {
    let prefix =
        if names_connection(strategy) { format!("{strategy}|{}|", seed.connection) } else { format!("{strategy}|") };
    if let Some(id) = &seed.id {
        let fits = id.strip_prefix(&prefix).is_some_and(|rest| !rest.is_empty() && !id.chars().any(char::is_control));
        if !fits {
            planner.mistakes.note(spot, "id", id, &format!("an id of {} begins with {prefix}", seed.connection));
            return None;
        }
        return Some(UserId::from_text(id));
    }
    let content = [&seed.email, &seed.phone_number, &seed.username, &seed.name].into_iter().flatten().next();
    let Some(content) = content else {
        let words = "a user needs an id, an email address, a phone number, a username or a name";
        planner.mistakes.note(spot, "", &seed.connection, words);
        return None;
    };
    let path = [&planner.slug, "user", &seed.connection, &content.to_lowercase()];
    let id = if strategy == "google-oauth2" { derived::digits(&path, 21) } else { derived::hex(&path, 12) };
    Some(UserId::from_text(format!("{prefix}{id}")))
}

/// The user's identities, the primary first.
pub fn identities(planner: &mut Planner, spot: &Spot, user: &User, seed: &SeedUser) -> Vec<Identity> {
    let id = user.id.as_str();
    let at_provider = id.split_once('|').map_or(id, |(_, rest)| rest);
    let logins = has_own_logins(&user.strategy);
    let primary = Identity {
        provider: user.strategy.clone(),
        provider_user_id: at_provider.to_owned(),
        connection: user.connection.clone(),
        is_social: Kind::of(&user.strategy) == Kind::Social,
        position: 0,
        login_email: user.email.clone().filter(|_| logins),
        login_username: user.username.clone().filter(|_| logins),
        profile_data: user.profile.clone(),
    };
    let mut all = vec![primary];
    for link in &seed.linked {
        all.extend(linked(planner, spot, link, all.len()));
    }
    for identity in &all {
        let (connection, provider) = (&identity.connection, &identity.provider);
        planner.once(spot, &format!("{provider} accounts"), &identity.provider_user_id);
        if let Some(email) = &identity.login_email {
            planner.once(spot, &format!("email addresses of {connection}"), email);
        }
        if let Some(username) = &identity.login_username {
            planner.once(spot, &format!("usernames of {connection}"), username);
        }
    }
    all
}

fn linked(planner: &mut Planner, spot: &Spot, link: &SeedLinked, position: usize) -> Option<Identity> {
    let strategy = planner.strategy(spot, &link.connection)?;
    let prefix = format!("{}|", link.connection);
    let prefixed = names_connection(&strategy) && !link.user_id.starts_with(&prefix);
    let text = |profile: &JsonObject, key: &str| profile.get(key).and_then(|v| v.as_str()).map(str::to_owned);
    let logins = has_own_logins(&strategy);
    Some(Identity {
        provider_user_id: if prefixed { format!("{prefix}{}", link.user_id) } else { link.user_id.clone() },
        connection: link.connection.clone(),
        is_social: Kind::of(&strategy) == Kind::Social,
        position: i32::try_from(position).ok()?,
        login_email: text(&link.profile, "email").filter(|_| logins).map(|email| kept_email(&strategy, &email)),
        login_username: text(&link.profile, "username").filter(|_| logins),
        profile_data: link.profile.clone(),
        provider: strategy,
    })
}
