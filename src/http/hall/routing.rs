//! A route table whose every line names the right it asks for, and whether it asks who is there once more; the guard
//! refuses what is not in it.

use crate::model::operator::Right;
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Resource, Responder, web};
use std::collections::HashMap;

/// One line of the table, for the guard and for tests that enumerate all routes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    pub method: Method,
    /// The whole pattern, for example `/dashboard/{tenant}/users/{user}/block`.
    pub pattern: String,
    pub right: Right,
    /// Asks for the password again when the operator gave it too long ago.
    pub sensitive: bool,
    /// Whether its form may carry a file.
    pub takes_files: bool,
}

/// The routes of one door, below one prefix.
pub struct Table {
    prefix: &'static str,
    lines: Vec<Line>,
    resources: Vec<Resource>,
}

impl Table {
    /// An empty table below a prefix.
    pub fn new(prefix: &'static str) -> Self {
        Self { prefix, lines: Vec::new(), resources: Vec::new() }
    }

    /// Adds a path; its methods follow in `routes`.
    pub fn at(&mut self, path: &str, routes: impl FnOnce(Path) -> Path) -> &mut Self {
        let pattern = format!("{}{path}", self.prefix);
        let path = routes(Path { pattern, lines: Vec::new(), resource: web::resource(path.to_owned()) });
        self.lines.extend(path.lines);
        self.resources.push(path.resource);
        self
    }

    /// All lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Registers the routes.
    pub fn mount(self, config: &mut web::ServiceConfig) {
        for resource in self.resources {
            config.service(resource);
        }
    }
}

/// One path of a table in the making.
pub struct Path {
    pattern: String,
    lines: Vec<Line>,
    resource: Resource,
}

impl Path {
    /// A page.
    pub fn get<F, Args>(self, right: Right, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::GET, right, handler)
    }

    /// Makes all that stands before it on this path ask for the password again when the operator gave it too long ago.
    pub fn sensitive(mut self) -> Self {
        for line in &mut self.lines {
            line.sensitive = true;
        }
        self
    }

    /// A change.
    pub fn post<F, Args>(self, right: Right, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::POST, right, handler)
    }

    /// A change whose form may carry a file.
    pub fn upload<F, Args>(self, right: Right, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let mut path = self.add(Method::POST, right, handler);
        if let Some(line) = path.lines.last_mut() {
            line.takes_files = true;
        }
        path
    }

    fn add<F, Args>(mut self, method: Method, right: Right, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.lines.push(Line {
            method: method.clone(),
            pattern: self.pattern.clone(),
            right,
            sensitive: false,
            takes_files: false,
        });
        self.resource = self.resource.route(web::method(method).to(handler));
        self
    }
}

/// The lines by method and pattern, as the guard looks them up.
#[derive(Debug, Clone, Default)]
pub struct Rights(HashMap<(Method, String), Line>);

impl Rights {
    /// Of a table.
    pub fn of(table: &Table) -> Self {
        Self(table.lines.iter().map(|l| ((l.method.clone(), l.pattern.clone()), l.clone())).collect())
    }

    /// Adds another table's.
    pub fn add(&mut self, table: &Table) {
        self.0.extend(Self::of(table).0);
    }

    /// What a route asks for; none for a route that is not in the table.
    pub fn get(&self, method: &Method, pattern: &str) -> Option<&Line> {
        self.0.get(&(method.clone(), pattern.to_owned()))
    }
}
