//! A program that calls the Management API of a house with a token, and holds every answer against the API's document.

use super::answer::Answer;
use super::house::House;
use actix_web::http::Method;
use actix_web::test::TestRequest;
use gatehouse::features::applications::settings::Typed;
use gatehouse::features::{applications, client_grants};
use gatehouse::model::management_scope;
use serde_json::{Value, json};

/// The address programs know the house by.
pub const HOST: &str = "localhost:7700";
/// Identifier of the Management API at that address.
pub const AUDIENCE: &str = "http://localhost:7700/api/v2/";

/// The program.
pub struct Program<'h> {
    house: &'h House,
    pub token: String,
    document: Value,
}

/// An application and its secret.
pub struct Client {
    pub id: String,
    pub secret: String,
}

impl House {
    /// An application of the kind that acts for itself.
    pub fn client(&self, name: &str) -> Client {
        let typed = Typed { name: name.into(), kind: "machine".into(), ..Typed::default() };
        let (application, secret) = self.write(|tx, c| applications::create::create(tx, c, &typed)).unwrap();
        Client { id: application.client_id, secret: secret.unwrap() }
    }

    /// Grants it scopes of the Management API.
    pub fn grant(&self, client: &Client, scopes: &[&str]) {
        let scopes: Vec<String> = scopes.iter().map(|s| (*s).to_owned()).collect();
        self.write(|tx, c| {
            let api = gatehouse::store::resource_servers::system(tx, &c.tenant)?.unwrap();
            client_grants::create::create(tx, c, &client.id, &api.identifier, &scopes)
        })
        .unwrap();
    }

    /// Asks for a token with these parameters.
    pub async fn ask_for_token(&self, parameters: &Value) -> Answer {
        let request = TestRequest::post().uri("/oauth/token").insert_header(("Host", HOST)).set_json(parameters);
        self.send(request).await
    }

    /// A token of a new application with these scopes.
    pub async fn token_with(&self, scopes: &[&str]) -> String {
        let client = self.client(&format!("Program {}", self.app.ids.hex(4)));
        self.grant(&client, scopes);
        let asked = json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret, "audience": AUDIENCE });
        let answer = self.ask_for_token(&asked).await.expect(200);
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// A program that may do everything.
    pub async fn program(&self) -> Program<'_> {
        let scopes: Vec<String> = management_scope::all().map(|(name, _)| name).collect();
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        self.program_with(&scopes).await
    }

    /// A program with these scopes.
    pub async fn program_with(&self, scopes: &[&str]) -> Program<'_> {
        let token = self.token_with(scopes).await;
        let document = self.get("/api/v2/openapi.json").await.expect(200).json();
        Program { house: self, token, document }
    }

    /// A program that was let in before, in the same house at another time.
    pub async fn program_again(&self, token: &str) -> Program<'_> {
        let document = self.get("/api/v2/openapi.json").await.expect(200).json();
        Program { house: self, token: token.to_owned(), document }
    }
}

impl Answer {
    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    /// Fails unless the status and the word for programs are these.
    #[track_caller]
    pub fn refuses(self, status: u16, code: &str) -> Self {
        let body = self.json();
        assert_eq!((self.status, body["errorCode"].as_str().unwrap_or("")), (status, code), "{body}");
        assert_eq!(body["statusCode"], status);
        self
    }
}

impl Program<'_> {
    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    /// Adds or acts.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Changes.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body)).await
    }

    /// Removes.
    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// Sends a form with a file, which stands among the texts.
    pub async fn upload(&self, path: &str, texts: &[(&str, &str)], file: &str) -> Answer {
        let part = |name: &str, more: &str, value: &str| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
        };
        let mut body = part("users", "; filename=\"blob\"\r\nContent-Type: application/octet-stream", file);
        body.extend(texts.iter().map(|(name, value)| part(name, "", value)));
        body.push_str("--B--\r\n");
        let request = self.request(&Method::POST, path);
        let request = request.insert_header(("Content-Type", "multipart/form-data; boundary=B"));
        let answer = self.house.send(request.set_payload(body)).await;
        self.hold(&Method::POST, path, &answer);
        answer
    }

    fn request(&self, method: &Method, path: &str) -> TestRequest {
        TestRequest::default()
            .method(method.clone())
            .uri(&format!("/api/v2{path}"))
            .insert_header(("Host", HOST))
            .insert_header(("Authorization", format!("Bearer {}", self.token)))
    }

    /// Any call; its answer must be one that the document describes.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = self.request(&method, path);
        let request = match body {
            Some(body) => request.set_json(body),
            None => request,
        };
        let answer = self.house.send(request).await;
        self.hold(&method, path, &answer);
        answer
    }

    /// Holds an answer against the document.
    fn hold(&self, method: &Method, path: &str, answer: &Answer) {
        let path = path.split('?').next().unwrap();
        let Some(operation) = self.operation(method, path) else { return };
        let described = &operation["responses"][answer.status.to_string()];
        assert!(!described.is_null(), "{method} {path} answered {} which is not described", answer.status);
        let schema = &described["content"]["application/json"]["schema"];
        if schema.is_null() {
            assert_eq!(answer.body, "", "{method} {path} answered with a body that is not described");
            return;
        }
        let mut whole = schema.clone();
        whole["components"] = self.document["components"].clone();
        let validator = jsonschema::options().should_validate_formats(true).build(&whole).unwrap();
        let body = answer.json();
        let mistakes: Vec<_> = validator.iter_errors(&body).map(|e| format!("{e} at {}", e.instance_path())).collect();
        assert!(mistakes.is_empty(), "{method} {path}: {mistakes:?} in {body}");
    }

    fn operation(&self, method: &Method, path: &str) -> Option<&Value> {
        let asked: Vec<&str> = path.split('/').collect();
        let fits = |pattern: &str| {
            let parts: Vec<&str> = pattern.split('/').collect();
            parts.len() == asked.len() && parts.iter().zip(&asked).all(|(p, a)| p.starts_with('{') || p == a)
        };
        let paths = self.document["paths"].as_object().unwrap();
        let mut found: Vec<_> = paths.iter().filter(|(pattern, _)| fits(pattern)).collect();
        found.sort_by_key(|(pattern, _)| pattern.matches('{').count());
        found.into_iter().find_map(|(_, path)| path.get(method.as_str().to_ascii_lowercase()))
    }
}
