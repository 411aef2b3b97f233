//! Four people who differ in everything that can be searched, and whom each form of the query language finds.

use crate::support::House;
use crate::support::house::AMARA;
use gatehouse::features::users::search::{self, Request};
use gatehouse::model::identity::Identity;
use gatehouse::model::user::{User, UserId};
use gatehouse::store::{identities, users};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub fn id(name: &str) -> UserId {
    UserId::from_text(format!("auth0|s-{name}"))
}

pub fn object(value: Value) -> serde_json::Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn at(text: &str) -> Option<chrono::NaiveDateTime> {
    Some(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// Somebody of whom nothing is known.
fn blank(house: &House) -> User {
    house
        .read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(AMARA)))
        .map(|user| User {
            user_metadata: object(json!({})),
            app_metadata: object(json!({})),
            profile: object(json!({})),
            email: None,
            username: None,
            phone_number: None,
            phone_verified: false,
            email_verified: false,
            name: None,
            given_name: None,
            family_name: None,
            nickname: None,
            blocked: false,
            last_login: None,
            last_ip: None,
            logins_count: 0,
            created_at: at("2026-02-01 00:00").unwrap(),
            ..user
        })
        .unwrap()
}

/// Four people who differ in everything that can be searched.
#[expect(clippy::too_many_lines, reason = "four people, spelled out")]
pub fn people(house: &House) {
    let blank = blank(house);
    let text = |text: &str| Some(text.to_owned());
    let jane = User {
        id: id("jane"),
        email: text("Jane@Corp.example"),
        email_verified: true,
        name: text("Jane Smith"),
        given_name: text("Jane"),
        family_name: text("Smith"),
        nickname: text("JS"),
        username: text("JaneS"),
        blocked: true,
        logins_count: 13,
        last_login: at("2025-12-15 10:00"),
        last_ip: text("203.0.113.9"),
        created_at: at("2024-02-29 12:00").unwrap(),
        updated_at: at("2025-12-15 10:00").unwrap(),
        app_metadata: object(
            json!({"plan": "gold", "level": 13, "seats": 2.5, "since": "2025-03-01", "beta": true, "address": {"city": "Paris"}, "none": null, "list": []}),
        ),
        user_metadata: object(
            json!({"display": {"fontSize": 13}, "addresses": [{"cities": ["Paris", "Rome"]}, {"cities": ["Oslo"]}], "long": "x".repeat(400)}),
        ),
        ..blank.clone()
    };
    let joe = User {
        id: id("joe"),
        email: text("joe@other.example"),
        name: text("Jo"),
        created_at: at("2020-01-01 00:00").unwrap(),
        updated_at: at("2020-01-01 00:00").unwrap(),
        app_metadata: object(json!({"plan": "goldfish", "level": 2, "address": {}})),
        ..blank.clone()
    };
    let emile = User {
        id: id("emile"),
        phone_number: text("+33123456789"),
        phone_verified: true,
        name: text("Émile Zola"),
        given_name: text("ÉMILE"),
        family_name: text("Zola"),
        logins_count: 250,
        last_login: at("2026-01-05 00:00"),
        created_at: at("2025-07-01 00:00").unwrap(),
        updated_at: at("2026-01-05 00:00").unwrap(),
        app_metadata: object(json!({"plan": "Gold", "level": "13"})),
        ..blank.clone()
    };
    let bare = User { id: id("bare"), username: text("john doe (100%*_)"), ..blank };
    house
        .write(|tx, c| {
            for user in [&jane, &joe, &emile, &bare] {
                users::insert(tx, &c.tenant, user)?;
            }
            let linked = |position, connection: &str, provider: &str, id: &str, is_social, data| Identity {
                provider: provider.into(),
                provider_user_id: id.into(),
                connection: connection.into(),
                is_social,
                position,
                login_email: None,
                login_username: None,
                profile_data: object(data),
            };
            let social =
                linked(1, "Google", "google-oauth2", "66aa01", true, json!({"email": "emile@mail.example", "age": 40}));
            for (user, at_provider) in [(&jane, "s-jane"), (&joe, "s-joe"), (&emile, "s-emile")] {
                let own = linked(0, "Customers", "auth0", at_provider, false, json!({"ignored": "yes"}));
                identities::insert(tx, &c.tenant, &user.id, &own)?;
            }
            identities::insert(tx, &c.tenant, &emile.id, &social)
        })
        .unwrap();
}

/// Whom of the four a query finds.
pub fn found(house: &House, q: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for page in 0.. {
        let request = Request { q: q.into(), page, per_page: 100, ..Request::default() };
        let found = house.read(|tx, c| search::search(tx, c, &request)).unwrap_or_else(|e| panic!("{q}: {e}")).users;
        let is_last = found.len() < 100;
        all.extend(found.into_iter().filter_map(|user| user.id.as_str().strip_prefix("auth0|s-").map(str::to_owned)));
        if is_last {
            break;
        }
    }
    all
}

pub fn names(list: &str) -> BTreeSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

pub const FOUND: [(&str, &str); 77] = [
    ("name:\"jane smith\"", "jane"),
    ("name:\"jane\"", ""),
    ("name:Jane\\ Smith", "jane"),
    ("name:ja*", "jane"),
    ("name:j*", "jane joe"),
    ("name:*smi*", "jane"),
    ("name:*ith", "jane"),
    ("name:*ane*ith", "jane"),
    ("name:émile*", "emile"),
    ("given_name:émile", "emile"),
    ("given_name:Émi*", "emile"),
    ("given_name:*mile*", "emile"),
    ("family_name:zola", "emile"),
    ("nickname:js", "jane"),
    ("email:jane@corp.example", "jane"),
    ("email:*corp*", "jane"),
    ("email.domain:corp.example", "jane"),
    ("email.domain:\"Other.example\"", "joe"),
    ("username:JaneS", "jane"),
    ("username:janes", ""),
    ("username:jan*", ""),
    ("username:\"john doe (100%*_)\"", "bare"),
    ("username:*100\\%\\**", "bare"),
    ("username:*doe\\ \\(1*", "bare"),
    ("user_id:\"auth0|s-jane\"", "jane"),
    ("user_id:auth0|s-j*", "jane joe"),
    ("phone_number:\"+33123456789\"", "emile"),
    ("phone_verified:true AND user_id:auth0|s-*", "emile"),
    ("last_ip:203.0.113.*", "jane"),
    ("logins_count:13 AND user_id:auth0|s-*", "jane"),
    ("logins_count:[13 TO 250} AND user_id:auth0|s-*", "jane"),
    ("logins_count:{13 TO *] AND user_id:auth0|s-*", "emile"),
    ("user_id:auth0|s-* AND (NOT _exists_:logins_count OR logins_count:0)", "joe bare"),
    ("user_id:auth0|s-* AND (NOT _exists_:email_verified OR email_verified:false)", "joe emile bare"),
    ("user_id:auth0|s-* AND email_verified:false", "joe"),
    ("user_id:auth0|s-* AND blocked:true", "jane"),
    ("user_id:auth0|s-* AND NOT blocked:true", "joe emile bare"),
    ("user_id:auth0|s-* AND last_login:[2025-12-01 TO 2025-12-15]", "jane"),
    ("user_id:auth0|s-* AND last_login:[2025-12-01 TO 2025-12-15}", ""),
    ("user_id:auth0|s-* AND last_login:{2025-12-15 TO *]", "emile"),
    ("user_id:auth0|s-* AND last_login:[* TO 2026-01]", "jane emile"),
    ("user_id:auth0|s-* AND NOT _exists_:last_login", "joe bare"),
    ("user_id:auth0|s-* AND created_at:2024-02-29", "jane"),
    ("user_id:auth0|s-* AND created_at:[2020 TO 2024]", "jane joe"),
    ("user_id:auth0|s-* AND updated_at:[2025-12-15T10:00:00Z TO *] AND _exists_:email", "jane"),
    ("_exists_:phone_number AND user_id:auth0|s-*", "emile"),
    ("identities.connection:\"Google\" AND user_id:auth0|s-*", "emile"),
    ("identities.provider:google-oauth2 AND user_id:auth0|s-*", "emile"),
    ("identities.user_id:\"66aa01\"", "emile"),
    ("identities.isSocial:true AND user_id:auth0|s-*", "emile"),
    ("identities.profileData.email:\"emile@mail.example\"", "emile"),
    ("identities.profileData.age:[40 TO 41]", "emile"),
    ("identities.profileData.ignored:yes", ""),
    ("app_metadata.plan:\"gold\" AND user_id:auth0|s-*", "jane"),
    ("app_metadata.plan:gold* AND user_id:auth0|s-*", "jane joe"),
    ("app_metadata.plan:*old AND user_id:auth0|s-*", "jane emile"),
    ("app_metadata.level:13", "jane emile"),
    ("app_metadata.level:13.0", "jane emile"),
    ("app_metadata.level:[2 TO 13}", "joe"),
    ("app_metadata.level:[2 TO 13]", "jane joe"),
    ("app_metadata.seats:2.5", "jane"),
    ("app_metadata.since:[2025-01 TO 2025-03]", "jane"),
    ("app_metadata.since:{2025-03-01 TO *]", ""),
    ("app_metadata.beta:true AND user_id:auth0|s-*", "jane"),
    ("app_metadata.address.city:Paris", "jane"),
    ("_exists_:app_metadata.address AND user_id:auth0|s-*", "jane"),
    ("_exists_:app_metadata.none", ""),
    ("_exists_:app_metadata.list", ""),
    ("_exists_:user_metadata AND user_id:auth0|s-*", "jane"),
    ("user_metadata.display.fontSize:13", "jane"),
    ("user_metadata.addresses.cities:\"Rome\"", "jane"),
    ("user_metadata.addresses.cities:(Oslo OR Lima)", "jane"),
    ("smith", "jane"),
    ("JaneS OR zola", "jane emile"),
    ("ja*", "jane"),
    ("*smit*", "jane"),
    ("shoe_size:44 OR name:jo", "joe"),
];
