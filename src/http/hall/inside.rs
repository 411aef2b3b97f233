//! Calls of the house's own API from within, for the pages that show it. They go the way a program's call goes, from the
//! gate on, only without a network.

use crate::app::App;
use crate::error::{Error, Result};
use actix_web::dev::Service;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, USER_AGENT};
use actix_web::http::{Method, StatusCode};
use actix_web::test::{TestRequest, init_service};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, body};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Where programs are answered.
pub struct Inside {
    routes: fn(&mut ServiceConfig),
    /// The API's document by the address it was asked at.
    documents: RefCell<HashMap<String, Rc<Value>>>,
}

/// A call.
#[derive(Debug)]
pub struct Asked {
    pub method: Method,
    /// The address of the house, without a slash at the end; its host says which tenant is meant.
    pub base: String,
    /// Path and query, encoded.
    pub path: String,
    pub token: Option<String>,
    /// JSON.
    pub body: Option<String>,
}

/// Its answer.
#[derive(Debug)]
pub struct Answered {
    pub status: StatusCode,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Inside {
    /// Behind these routes.
    pub fn new(routes: fn(&mut ServiceConfig)) -> Self {
        Self { routes, documents: RefCell::default() }
    }

    /// Sends a call on behalf of whoever sent `from`.
    pub async fn call(&self, app: &App, from: &HttpRequest, asked: Asked) -> Result<Answered> {
        let request = request(from, asked)?.to_request();
        let house = actix_web::App::new().app_data(web::Data::new(app.clone())).configure(self.routes);
        let house = init_service(house).await;
        let response = house.call(request).await.map_err(Error::internal)?;
        let told = response.headers().iter();
        let headers =
            told.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned()))).collect();
        let status = response.status();
        let bytes = body::to_bytes(response.into_body()).await.map_err(|_| Error::internal("an answer broke off"))?;
        Ok(Answered { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// The API's document, as it is told at an address. It stays the same as long as the house runs.
    pub async fn document(&self, app: &App, from: &HttpRequest, base: String, path: &str) -> Result<Rc<Value>> {
        if let Some(known) = self.documents.borrow().get(&base) {
            return Ok(Rc::clone(known));
        }
        let asked = Asked { method: Method::GET, base: base.clone(), path: path.to_owned(), token: None, body: None };
        let answer = self.call(app, from, asked).await?;
        let document: Rc<Value> = Rc::new(serde_json::from_str(&answer.body).map_err(Error::internal)?);
        self.documents.borrow_mut().insert(base, Rc::clone(&document));
        Ok(document)
    }
}

fn request(from: &HttpRequest, asked: Asked) -> Result<TestRequest> {
    let host = asked.base.split_once("://").map_or("", |(_, host)| host);
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| Error::field("token", "This is not a token."));
    let mut request = TestRequest::default().method(asked.method).uri(&asked.path).insert_header((HOST, value(host)?));
    if let Some(token) = asked.token {
        request = request.insert_header((AUTHORIZATION, value(&format!("Bearer {token}"))?));
    }
    // Who calls is who sits at the browser.
    for name in [USER_AGENT, HeaderName::from_static("x-forwarded-for")] {
        if let Some(value) = from.headers().get(&name) {
            request = request.insert_header((name, value.clone()));
        }
    }
    if let Some(peer) = from.peer_addr() {
        request = request.peer_addr(peer);
    }
    Ok(match asked.body {
        Some(body) => request.insert_header((CONTENT_TYPE, "application/json")).set_payload(body),
        None => request,
    })
}
