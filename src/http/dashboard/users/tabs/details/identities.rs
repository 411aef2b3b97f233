//! Identity Provider Attributes and Linked accounts: the same identities, as documents and as a list.

use crate::features::users::details::Details;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::json_view::JsonView;
use crate::http::urls;
use crate::model::JsonObject;
use crate::model::connection::icon_of;
use crate::model::identity::Identity;
use crate::model::linking::profile_data;
use serde_json::Value;

/// What one provider sent.
pub struct Block {
    pub title: String,
    pub json: JsonView,
}

/// One account of the user.
pub struct Account {
    pub icon: &'static str,
    pub name: String,
    pub connection: String,
    pub id: String,
    pub primary: bool,
    pub unlink: String,
}

/// One document per identity, the primary first.
pub fn blocks(found: &Details) -> Vec<Block> {
    let block = |identity: &Identity| Block {
        title: connection(found, identity),
        json: JsonView::of(&document(found, identity)),
    };
    found.header.identities.iter().map(block).collect()
}

/// The accounts, the primary first.
pub fn accounts(visit: &Visit, found: &Details) -> Vec<Account> {
    let user = &found.header.user;
    let account = |identity: &Identity| {
        let id = identity.own_user_id();
        let text = |key: &str| identity.profile_data.get(key).and_then(Value::as_str).map(str::to_owned);
        let primary = identity.position == 0;
        let own = ["name", "email", "phone_number", "nickname"].into_iter().find_map(text);
        Account {
            icon: icon_of(&identity.provider),
            name: if primary { user.display_name().to_owned() } else { own.unwrap_or_else(|| id.to_string()) },
            connection: connection(found, identity),
            unlink: urls::user_thing(visit.tenant_id(), &user.id, "unlink", id.as_str()),
            id: id.to_string(),
            primary,
        }
    };
    found.header.identities.iter().map(account).collect()
}

fn connection(found: &Details, identity: &Identity) -> String {
    let known = found.header.connections.iter().find(|c| c.name == identity.connection);
    known.map_or_else(|| identity.connection.clone(), |c| c.label().to_owned())
}

fn document(found: &Details, identity: &Identity) -> Value {
    let mut out = JsonObject::new();
    out.insert("connection".into(), identity.connection.as_str().into());
    out.insert("isSocial".into(), identity.is_social.into());
    out.insert("provider".into(), identity.provider.as_str().into());
    out.insert("user_id".into(), identity.provider_user_id.as_str().into());
    // What the provider sent stands as it was sent, also where the profile says otherwise by now.
    let mut sent = if identity.position == 0 { profile_data(&found.header.user) } else { JsonObject::new() };
    sent.extend(identity.profile_data.clone());
    out.insert("profileData".into(), Value::Object(sent));
    Value::Object(out)
}
