//! The Machine to machine tab of an API: which programs may call it in their own name, and with which scopes.

pub mod add;
pub mod list;
pub mod revoke;
pub mod scopes;
pub mod token;

use crate::model::permission::Permission;

/// Scopes about one thing.
pub struct Group {
    /// For example "client grants".
    pub name: String,
    pub scopes: Vec<Choice>,
}

/// A scope that can be ticked.
pub struct Choice {
    pub name: String,
    pub description: String,
    pub on: bool,
}

/// The scopes of an API by what they are about: what follows the colon.
fn groups(scopes: Vec<Permission>, ticked: &[String]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for scope in scopes {
        let thing = scope.name.split_once(':').map_or("others", |(_, thing)| thing).replace('_', " ");
        let choice = Choice { on: ticked.contains(&scope.name), name: scope.name, description: scope.description };
        match groups.iter_mut().find(|group| group.name == thing) {
            Some(group) => group.scopes.push(choice),
            None => groups.push(Group { name: thing, scopes: vec![choice] }),
        }
    }
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    groups
}
