//! How the query language of the users list is written, with examples to follow.

use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::search::{COMMON_FIELDS, Mode};
use askama::Template;

/// What somebody wants to know, and the query that answers it.
const EXAMPLES: [(&str, &str); 10] = [
    ("Never signed in", "NOT _exists_:logins_count OR logins_count:0"),
    ("Email address not verified", "NOT _exists_:email_verified OR email_verified:false"),
    ("Signed in 100 times or more", "logins_count:[100 TO *]"),
    ("Signed in fewer than 10 times", "logins_count:[* TO 10}"),
    ("Email address begins with test", "email:test*"),
    ("Name contains ann", "name:*ann*"),
    ("Mailboxes of one company", "email.domain:\"northwind.example\""),
    ("On the gold plan, and not blocked", "app_metadata.plan:\"gold\" AND NOT blocked:true"),
    ("Nobody home since last year", "last_login:[* TO 2025-12-31]"),
    ("With a social account", "identities.isSocial:true"),
];

/// A way to write a condition.
const FORMS: [(&str, &str); 9] = [
    ("name:\"jane smith\"", "The whole value, in quotation marks if it has spaces."),
    ("name:jo*", "The beginning of a value. *ane* is a part of it, of three characters or more."),
    ("logins_count:[1 TO 9]", "A range with its ends; {1 TO 9} without them; * for an open end."),
    ("last_login:2025-12", "A day, a month or a year; also in ranges."),
    ("_exists_:phone_number", "There is a value."),
    ("a AND b, a OR b, NOT a", "In capitals. NOT binds before AND, AND before OR; parentheses group."),
    ("+a -b", "a is required, b forbidden."),
    ("name:(\"jane smith\" OR jo*)", "Several values of one field."),
    ("John\\ Doe", "A backslash takes the next character literally."),
];

#[derive(Template)]
#[template(path = "users/search_help.html")]
struct Page {
    chrome: Chrome,
    users: String,
    /// Words, query and its address.
    examples: Vec<(&'static str, &'static str, String)>,
    forms: &'static [(&'static str, &'static str)],
    fields: &'static [(&'static str, &'static str)],
}

/// Shows it.
pub async fn page(visit: Visit) -> PageResult {
    let tenant = visit.tenant_id();
    let href =
        |query: &str| urls::users_with(tenant, &format!("q={}&mode={}", urls::encode(query), Mode::Lucene.as_str()));
    render::page(&Page {
        users: urls::users(tenant),
        examples: EXAMPLES.iter().map(|(words, query)| (*words, *query, href(query))).collect(),
        forms: &FORMS,
        fields: COMMON_FIELDS,
        chrome: visit.chrome(),
    })
}
