//! What an endpoint answers with when it succeeds: its status, its body, and their description for the document.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// An answer of one kind.
pub trait Reply {
    /// The status it always has.
    const STATUS: StatusCode;

    /// Another status it may have, without a body.
    const OR_NOTHING: Option<StatusCode> = None;

    /// The shape of its body; none when there is no body.
    fn shape(generator: &mut SchemaGenerator) -> Option<Schema>;

    /// The answer itself.
    fn respond(self) -> HttpResponse;
}

fn json(status: StatusCode, body: &impl Serialize) -> HttpResponse {
    let mut builder = HttpResponseBuilder::new(status);
    builder.insert_header((header::CONTENT_TYPE, "application/json; charset=utf-8"));
    builder.insert_header((header::CACHE_CONTROL, "no-store"));
    builder.json(body)
}

/// 200 with a body.
pub struct Done<T>(pub T);

impl<T: Serialize + JsonSchema> Reply for Done<T> {
    const STATUS: StatusCode = StatusCode::OK;

    fn shape(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }

    fn respond(self) -> HttpResponse {
        json(Self::STATUS, &self.0)
    }
}

/// 201 with a body.
pub struct Created<T>(pub T);

impl<T: Serialize + JsonSchema> Reply for Created<T> {
    const STATUS: StatusCode = StatusCode::CREATED;

    fn shape(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }

    fn respond(self) -> HttpResponse {
        json(Self::STATUS, &self.0)
    }
}

/// 204.
pub struct NoContent;

impl Reply for NoContent {
    const STATUS: StatusCode = StatusCode::NO_CONTENT;

    fn shape(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }

    fn respond(self) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

/// 202 without a body: it happens, or has happened.
pub struct Accepted;

impl Reply for Accepted {
    const STATUS: StatusCode = StatusCode::ACCEPTED;

    fn shape(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }

    fn respond(self) -> HttpResponse {
        HttpResponse::Accepted().finish()
    }
}

/// 200 with a body and, in a header, the address of what comes after it.
pub struct Linked<T> {
    pub body: T,
    pub next: Option<String>,
}

impl<T: Serialize + JsonSchema> Reply for Linked<T> {
    const STATUS: StatusCode = StatusCode::OK;

    fn shape(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }

    fn respond(self) -> HttpResponse {
        let mut answer = json(Self::STATUS, &self.body);
        let link = self.next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok());
        if let Some(link) = link {
            answer.headers_mut().insert(header::LINK, link);
        }
        answer
    }
}

/// 202 with a body: what has been taken on.
pub struct AcceptedAs<T>(pub T);

impl<T: Serialize + JsonSchema> Reply for AcceptedAs<T> {
    const STATUS: StatusCode = StatusCode::ACCEPTED;

    fn shape(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }

    fn respond(self) -> HttpResponse {
        json(Self::STATUS, &self.0)
    }
}

/// 200 with a body, or 204 when there is nothing to tell.
pub struct DoneOrNothing<T>(pub Option<T>);

impl<T: Serialize + JsonSchema> Reply for DoneOrNothing<T> {
    const STATUS: StatusCode = StatusCode::OK;
    const OR_NOTHING: Option<StatusCode> = Some(StatusCode::NO_CONTENT);

    fn shape(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }

    fn respond(self) -> HttpResponse {
        match self.0 {
            Some(body) => json(Self::STATUS, &body),
            None => HttpResponse::NoContent().finish(),
        }
    }
}

/// An object without properties, where programs expect a body that says nothing.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Nothing {}
