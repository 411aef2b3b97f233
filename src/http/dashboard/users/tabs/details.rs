//! The Details tab: who the user is, their factors, metadata, identities and linked accounts, and the danger area.

mod danger;
mod factors;
mod identities;
mod identity_facts;

use crate::features::users::details::{self, Details, Header};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::dashboard::users::show::{UserView, verification_refused};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::{ApiCall, Command};
use crate::http::hall::json_view::JsonView;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::JsonObject;
use askama::Template;
use danger::Danger;
use factors::FactorRow;
use identities::{Account, Block};
use identity_facts::Fact;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "users/tabs/details.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    facts: Vec<Fact>,
    edit: String,
    /// Why the root attributes cannot be edited; empty when they can.
    locked: String,
    connection: String,
    factors: Vec<FactorRow>,
    factor_count: String,
    reset_mfa: String,
    regenerate: String,
    /// "2 browsers"; empty when there is none.
    remembered_browsers: String,
    forget_browsers: String,
    documents: Vec<Document>,
    blocks: Vec<Block>,
    accounts: Vec<Account>,
    link: String,
    danger: Danger,
    /// What the buttons here do at once.
    commands: Vec<Command>,
}

/// One of the two metadata documents.
struct Document {
    name: &'static str,
    whose: &'static str,
    json: JsonView,
    edit: String,
    testid: &'static str,
    /// Why this operator cannot edit it; empty when they can.
    why_not: &'static str,
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let found = visit.read(move |tx, context| details::details(tx, context, &id)).await?;
    render::page(&build(&visit, &found))
}

fn build(visit: &Visit, found: &Details) -> Page {
    let chrome = visit.chrome();
    let header = &found.header;
    let part = |part: &str| urls::user_part(visit.tenant_id(), &header.user.id, part);
    Page {
        user: UserView::new(header, &visit.tenant, "", chrome.may_manage_users()),
        facts: identity_facts::facts(visit, header),
        edit: part("edit"),
        locked: header.connection.root_attributes_locked().unwrap_or_default(),
        connection: urls::connection(visit.tenant_id(), &header.connection.id),
        factors: factors::rows(visit, found),
        factor_count: factors::count(&found.factors),
        reset_mfa: part("reset-mfa"),
        regenerate: part("regenerate-recovery-code"),
        remembered_browsers: factors::browsers(header.counts.remembered_browsers),
        forget_browsers: part("forget-browsers"),
        documents: documents(&chrome, found, part),
        blocks: identities::blocks(found),
        accounts: identities::accounts(visit, found),
        link: part("link"),
        danger: danger::danger(visit, header),
        commands: if chrome.may_manage_users() { visit.commands(at_once(header)) } else { Vec::new() },
        chrome,
    }
}

/// Calls for what is done without asking first.
fn at_once(header: &Header) -> Vec<(&'static str, ApiCall)> {
    let user = &header.user;
    let mut calls = vec![if user.blocked {
        ("Unblock this user", commands::block(&user.id, false))
    } else {
        ("Block this user", commands::block(&user.id, true))
    }];
    if verification_refused(header).is_empty() {
        calls.push((
            "Mark the email address as verified",
            commands::update(&user.id, json!({ "email_verified": true })),
        ));
    }
    for identity in header.identities.iter().filter(|identity| identity.position != 0) {
        calls.push(("Unlink an account", commands::unlink(&user.id, &identity.provider, &identity.provider_user_id)));
    }
    calls
}

fn documents(chrome: &Chrome, found: &Details, part: impl Fn(&str) -> String) -> Vec<Document> {
    let user = &found.header.user;
    let view = |object: &JsonObject| JsonView::of(&Value::Object(object.clone()));
    let why = |may: bool, words| if may { "" } else { words };
    vec![
        Document {
            name: "user_metadata",
            whose: "The user may edit",
            json: view(&user.user_metadata),
            edit: part("user-metadata"),
            testid: "edit-user-metadata",
            why_not: why(chrome.may_manage_users(), "Your role may look but not change."),
        },
        Document {
            name: "app_metadata",
            whose: "Operators only",
            json: view(&user.app_metadata),
            edit: part("app-metadata"),
            testid: "edit-app-metadata",
            why_not: why(chrome.may_edit_app_metadata(), "Editing needs the role Admin."),
        },
    ]
}
