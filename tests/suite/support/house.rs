//! A house under test: the application on its own database, and a browser that walks through its doors.

use super::answer::Answer;
use super::database::{TestDatabase, config};
use actix_http::Request;
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use actix_web::test::{TestRequest, init_service};
use chrono::TimeDelta;
use gatehouse::app::App;
use gatehouse::error::Result;
use gatehouse::features::context::Context;
use gatehouse::features::operators::create::{NewOperator, create};
use gatehouse::http::server;
use gatehouse::model::log_event::Actor;
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::tenant::TenantId;
use gatehouse::security::password::hash_now;
use gatehouse::store::Tx;
use gatehouse::store::connection::Backend;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

type Call = Box<dyn Fn(Request) -> Pin<Box<dyn Future<Output = Answer>>>>;

/// Amara Okafor, who has something on every tab.
pub const AMARA: &str = "auth0|65f1c09a7be2d4018c33a901";

/// The house.
pub struct House {
    pub app: App,
    call: Call,
    cookies: RefCell<BTreeMap<String, String>>,
    csrf: RefCell<String>,
    database: Rc<TestDatabase>,
    data: Rc<Data>,
}

/// The directory of uploads and results, gone with the house.
struct Data(PathBuf);

impl Data {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("gatehouse-suite-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        // A process number comes back after a while; what an earlier process left is not ours.
        drop(std::fs::remove_dir_all(&path));
        Self(path)
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Runs a test on SQLite and on PostgreSQL, each with a fresh copy of the demo tenants.
pub fn on_both<F, Fut>(test: F)
where
    F: Fn(House) -> Fut,
    Fut: Future<Output = ()>,
{
    for backend in [Backend::Sqlite, Backend::Postgres] {
        eprintln!("on {backend:?}");
        actix_web::rt::System::new().block_on(async { test(House::new(backend, &[]).await).await });
    }
}

impl House {
    /// A house with more settings than the usual ones.
    pub async fn new(backend: Backend, settings: &[(&str, &str)]) -> Self {
        Self::on(Rc::new(TestDatabase::with_demo(backend)), Rc::new(Data::new()), settings).await
    }

    async fn on(database: Rc<TestDatabase>, data: Rc<Data>, settings: &[(&str, &str)]) -> Self {
        let directory = data.0.display().to_string();
        let settings = [&[("DATA_DIR", directory.as_str())], settings].concat();
        let app = App::new(config(&database.url, &settings)).unwrap();
        let service = Rc::new(init_service(server::service(app.clone())).await);
        let call: Call = Box::new(move |request| {
            let service = Rc::clone(&service);
            Box::pin(async move { read(service.call(request).await).await })
        });
        Self { app, call, cookies: RefCell::default(), csrf: RefCell::default(), database, data }
    }

    /// The same house so many minutes later, and the same browser in it.
    pub async fn later(&self, minutes: i64) -> Self {
        let at = (self.app.now() + TimeDelta::minutes(minutes)).and_utc().to_rfc3339();
        let later = Self::on(Rc::clone(&self.database), Rc::clone(&self.data), &[("CLOCK", &at)]).await;
        later.cookies.replace(self.cookies.borrow().clone());
        later.csrf.replace(self.token());
        later
    }

    /// The short name of the demo's first tenant.
    pub fn tenant(&self) -> TenantId {
        TenantId::parse("northwind").unwrap()
    }

    /// A context as an operator's call has it.
    pub fn context(&self) -> Context {
        Context {
            tenant: self.tenant(),
            actor: Actor::Operator { id: "op_test".into(), name: "Test Operator".into() },
            now: self.app.now(),
            ip: Some("127.0.0.1".into()),
            user_agent: Some("suite".into()),
            hostname: None,
            ids: self.app.ids.clone(),
            job: None,
            gathered: Default::default(),
        }
    }

    /// Runs a changing verb.
    pub fn write<T>(&self, mut verb: impl FnMut(&mut Tx, &Context) -> Result<T>) -> Result<T> {
        let context = self.context();
        self.app.db().write(|tx| verb(tx, &context))
    }

    /// Runs a reading verb.
    pub fn read<T>(&self, mut verb: impl FnMut(&mut Tx, &Context) -> Result<T>) -> Result<T> {
        let context = self.context();
        self.app.db().read(|tx| verb(tx, &context))
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Opens a page and counts the statements that it took.
    pub async fn counted(&self, path: &str) -> (Answer, u64) {
        let before = self.app.db().statements();
        let page = self.get(path).await.expect(200);
        (page, self.app.db().statements() - before)
    }

    /// Sends a form with this session's token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.borrow().clone();
        let mut all = vec![("_csrf", csrf.as_str())];
        all.extend(fields);
        self.send(TestRequest::post().uri(path).set_form(all)).await
    }

    /// Sends a form and follows its redirect to the page that answers it.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await.expect(303);
        self.get(answer.location()).await
    }

    /// Sends a form with a file, after this session's token.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        let csrf = self.csrf.borrow().clone();
        let mut body = Vec::new();
        for (name, value) in [("_csrf", csrf.as_str())].iter().chain(fields) {
            let part = format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let (name, bytes) = file;
        let head = format!("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n--B--\r\n");
        let request = TestRequest::post().uri(path).insert_header(("Content-Type", "multipart/form-data; boundary=B"));
        self.send(request.set_payload(body)).await
    }

    /// The files of uploads and results, by name, apart from the one that names their directory.
    pub fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.app.files()).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name != "directory").collect()
    }

    /// Sends any request with the browser's cookies.
    pub async fn send(&self, request: TestRequest) -> Answer {
        let header = self.cookies.borrow().iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("; ");
        let request = request.insert_header(("Cookie", header)).peer_addr(([127, 0, 0, 1], 50_000).into());
        let answer = (self.call)(request.to_request()).await;
        self.keep_cookies(&answer);
        answer
    }

    /// Sends a method to a path, without body or token.
    pub async fn bare(&self, method: Method, path: &str) -> Answer {
        self.send(TestRequest::default().method(method).uri(path)).await
    }

    /// Signs in by one click, as development mode offers.
    pub async fn sign_in(&self) {
        let token = self.sign_in_token().await;
        let form = [("_csrf", token.as_str())];
        self.send(TestRequest::post().uri("/sign-in/demo").set_form(form)).await.expect(303);
        self.learn_token().await;
    }

    /// Makes an operator of a role in the demo's first tenant and signs in with a password.
    pub async fn sign_in_as(&self, role: OperatorRole) {
        let email = format!("{}@gatehouse.example", role.as_str());
        let password = "correct horse battery staple";
        let new = NewOperator {
            email: email.clone(),
            name: role.label().to_owned(),
            password_hash: hash_now(password).unwrap(),
            tenant: self.tenant(),
            role,
        };
        self.app.db().write(|tx| create(tx, &new, self.app.now(), &self.app.ids)).unwrap();
        self.try_sign_in(&email, password).await.expect(303);
        self.learn_token().await;
    }

    /// Sends the sign-in form.
    pub async fn try_sign_in(&self, email: &str, password: &str) -> Answer {
        let token = self.sign_in_token().await;
        let form = [("_csrf", token.as_str()), ("email", email), ("password", password)];
        self.send(TestRequest::post().uri("/sign-in").set_form(form)).await
    }

    /// The token of the sign-in form.
    pub async fn sign_in_token(&self) -> String {
        self.get("/sign-in").await.input("_csrf").unwrap_or_default()
    }

    /// This session's form token, for requests made by hand.
    pub fn token(&self) -> String {
        self.csrf.borrow().clone()
    }

    /// The value of a cookie the browser keeps.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Puts another form token in the place of this session's.
    pub fn set_token(&self, token: &str) {
        self.csrf.replace(token.to_owned());
    }

    /// Forgets all cookies: another browser.
    pub fn forget_cookies(&self) {
        self.cookies.borrow_mut().clear();
    }

    async fn learn_token(&self) {
        let page = self.get("/account").await.expect(200);
        *self.csrf.borrow_mut() = page.input("_csrf").unwrap();
    }

    fn keep_cookies(&self, answer: &Answer) {
        for (_, line) in answer.headers.iter().filter(|(n, _)| n == "set-cookie") {
            let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else { continue };
            let mut cookies = self.cookies.borrow_mut();
            if value.is_empty() {
                cookies.remove(name)
            } else {
                cookies.insert(name.to_owned(), value.to_owned())
            };
        }
    }
}

/// A house goes as a whole: without this, a test's `async move` block would take the fields it names and let the
/// database go before it runs.
impl Drop for House {
    fn drop(&mut self) {}
}

async fn read<B: MessageBody + 'static>(result: std::result::Result<ServiceResponse<B>, actix_web::Error>) -> Answer {
    let response = match result {
        Ok(response) => response.into_parts().1.map_into_boxed_body(),
        Err(error) => error.error_response(),
    };
    let status = response.status().as_u16();
    let header = |(n, v): (&actix_web::http::header::HeaderName, &actix_web::http::header::HeaderValue)| {
        (n.as_str().to_owned(), v.to_str().unwrap_or_default().to_owned())
    };
    let headers = response.headers().iter().map(header).collect();
    let body: BoxBody = response.into_body();
    let bytes = to_bytes(body).await.unwrap_or_default();
    Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}
