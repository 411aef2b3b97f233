//! The table of the API: every endpoint by method and path, the scopes of which its caller needs one, and the types that
//! read the request and write the answer. The gate, the checks and the document are made from it, so that none of them
//! can say anything else.

use super::call::Call;
use super::failure;
use super::problem::Problem;
use super::reply::Reply;
use super::schema;
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, Resource, web};
use jsonschema::Validator;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::future::Future;
use std::rc::Rc;

/// Scopes of which one is enough.
pub type AnyOf = &'static [&'static str];

/// A shape and its check.
pub struct Shape {
    pub schema: Value,
    pub validator: Validator,
}

impl Shape {
    fn of<T: JsonSchema>() -> Result<Self, Problem> {
        let schema = schema::of::<T>();
        Ok(Self { validator: schema::validator(&schema)?, schema })
    }

    /// Whether it is the shape of what is not there.
    pub fn is_nothing(&self) -> bool {
        self.schema.get("type") == Some(&json!("null"))
    }
}

/// What can be read from a request's query or body.
pub trait Part: DeserializeOwned + JsonSchema + 'static {}

impl<T: DeserializeOwned + JsonSchema + 'static> Part for T {}

/// A function that serves an endpoint.
pub trait Handler<Q, B>: Clone + 'static {
    type Answer: Reply + 'static;

    /// Serves a call.
    fn serve(&self, call: Call<Q, B>) -> impl Future<Output = Result<Self::Answer, Problem>> + 'static;
}

impl<Q, B, A, F, Fut> Handler<Q, B> for F
where
    F: Fn(Call<Q, B>) -> Fut + Clone + 'static,
    Fut: Future<Output = Result<A, Problem>> + 'static,
    A: Reply + 'static,
{
    type Answer = A;

    fn serve(&self, call: Call<Q, B>) -> impl Future<Output = Result<A, Problem>> + 'static {
        self(call)
    }
}

/// One line of the table.
pub struct Endpoint {
    pub method: Method,
    /// For example `/users/{id}`.
    pub path: String,
    pub scopes: AnyOf,
    /// What it does, in a few words.
    pub summary: &'static str,
    pub status: StatusCode,
    /// Another status it may answer with, without a body.
    pub or_nothing: Option<StatusCode>,
    /// Whether its body is a form that carries a file.
    pub takes_file: bool,
    pub reply: fn(&mut SchemaGenerator) -> Option<Schema>,
    make_query: fn() -> Result<Shape, Problem>,
    make_body: fn() -> Result<Shape, Problem>,
    // Made when first needed: a hundred of them would be felt at the start.
    query: OnceCell<Rc<Shape>>,
    body: OnceCell<Rc<Shape>>,
}

impl Endpoint {
    /// Its name in the document, for example `get_users_id_roles`.
    pub fn id(&self) -> String {
        let path = self.path.replace(['/', '-'], "_").replace(['{', '}'], "");
        format!("{}{path}", self.method.as_str().to_ascii_lowercase())
    }

    /// What its query may be.
    pub fn query_shape(&self) -> Result<Rc<Shape>, Problem> {
        kept(&self.query, self.make_query)
    }

    /// What its body may be.
    pub fn body_shape(&self) -> Result<Rc<Shape>, Problem> {
        kept(&self.body, self.make_body)
    }
}

fn kept(cell: &OnceCell<Rc<Shape>>, make: fn() -> Result<Shape, Problem>) -> Result<Rc<Shape>, Problem> {
    if let Some(shape) = cell.get() {
        return Ok(Rc::clone(shape));
    }
    let shape = Rc::new(make()?);
    Ok(Rc::clone(cell.get_or_init(|| shape)))
}

/// All endpoints.
#[derive(Default)]
pub struct Table {
    lines: Vec<Rc<Endpoint>>,
    resources: Vec<Resource>,
}

impl Table {
    /// Adds a path; its methods follow.
    pub fn at(&mut self, path: &str, methods: impl FnOnce(Path) -> Path) -> &mut Self {
        let path = Path { path: path.to_owned(), lines: Vec::new(), resource: web::resource(path.to_owned()) };
        let path = methods(path);
        self.lines.extend(path.lines.into_iter().map(Rc::new));
        self.resources.push(path.resource);
        self
    }

    /// The lines, for the gate, the document and the tests.
    pub fn lines(&self) -> Endpoints {
        Endpoints::of(&self.lines)
    }

    /// Registers the endpoints.
    pub fn mount(self, config: &mut web::ServiceConfig) {
        for resource in self.resources {
            config.service(resource);
        }
    }
}

/// The lines by method and path.
#[derive(Clone, Default)]
pub struct Endpoints(Rc<HashMap<(Method, String), Rc<Endpoint>>>);

impl Endpoints {
    fn of(lines: &[Rc<Endpoint>]) -> Self {
        let line = |e: &Rc<Endpoint>| ((e.method.clone(), e.path.clone()), Rc::clone(e));
        Self(Rc::new(lines.iter().map(line).collect()))
    }

    /// The line of a method and a path.
    pub fn get(&self, method: &Method, path: &str) -> Option<&Rc<Endpoint>> {
        self.0.get(&(method.clone(), path.to_owned()))
    }

    /// The methods of a path.
    pub fn methods(&self, path: &str) -> Vec<String> {
        let mut methods: Vec<_> = self.0.values().filter(|e| e.path == path).map(|e| e.method.to_string()).collect();
        methods.sort();
        methods
    }

    /// All lines, by path and method.
    pub fn all(&self) -> Vec<&Rc<Endpoint>> {
        let mut all: Vec<_> = self.0.values().collect();
        all.sort_by_key(|e| (e.path.clone(), e.method.to_string()));
        all
    }
}

/// One path in the making.
pub struct Path {
    path: String,
    lines: Vec<Endpoint>,
    resource: Resource,
}

macro_rules! methods {
    ($($name:ident $method:ident $words:literal)*) => {
        $(
            #[doc = $words]
            pub fn $name<Q: Part, B: Part, H: Handler<Q, B>>(self, scopes: AnyOf, summary: &'static str, handler: H) -> Self
            {
                self.add(Method::$method, scopes, summary, handler)
            }
        )*
    };
}

impl Path {
    // One function for each method, alike but for its name.
    methods! {
        get GET "Reads."
        post POST "Adds or acts."
        put PUT "Writes as a whole."
        patch PATCH "Changes in part."
        delete DELETE "Removes."
    }

    /// Makes the body of the last method a form that carries a file.
    pub fn with_file(mut self) -> Self {
        if let Some(line) = self.lines.last_mut() {
            line.takes_file = true;
        }
        self
    }

    fn add<Q: Part, B: Part, H: Handler<Q, B>>(
        mut self,
        method: Method,
        scopes: AnyOf,
        summary: &'static str,
        handler: H,
    ) -> Self {
        self.lines.push(Endpoint {
            method: method.clone(),
            path: self.path.clone(),
            scopes,
            summary,
            status: H::Answer::STATUS,
            or_nothing: H::Answer::OR_NOTHING,
            takes_file: false,
            reply: H::Answer::shape,
            make_query: Shape::of::<Q>,
            make_body: Shape::of::<B>,
            query: OnceCell::new(),
            body: OnceCell::new(),
        });
        let serve = move |request: HttpRequest, payload: web::Payload| {
            let handler = handler.clone();
            async move {
                let answered = match Call::read(request.clone(), payload).await {
                    Ok(call) => handler.serve(call).await,
                    Err(problem) => Err(problem),
                };
                let answer: HttpResponse = match answered {
                    Ok(answer) => answer.respond(),
                    Err(problem) => {
                        failure::write_down(&request, &problem).await;
                        problem.respond()
                    }
                };
                answer
            }
        };
        self.resource = self.resource.route(web::method(method).to(serve));
        self
    }
}
