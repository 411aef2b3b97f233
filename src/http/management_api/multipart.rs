//! Bodies that carry a file: its other parts are read as a form's, the file goes straight to the disk.

use super::endpoint::Shape;
use super::problem::Problem;
use super::schema::{self, Part};
use crate::app::{App, Upload};
use actix_multipart::{Field, Multipart};
use actix_web::http::StatusCode;
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::borrow::Cow;
use std::path::Path;

/// Largest file, in bytes.
pub const MAX_FILE: usize = 512_000;
/// Most bytes of a part that is no file, and most parts.
const TEXT_MAX: usize = 4 * 1024;
const PARTS_MAX: usize = 20;

/// A file of the body. In the body as it is checked it stands as its size and where it is kept.
#[derive(Debug, Clone)]
pub struct File(pub Upload);

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (bytes, file) = text.split_once('/').ok_or_else(|| D::Error::custom("no file"))?;
        let bytes = bytes.parse().map_err(D::Error::custom)?;
        Ok(Self(Upload { file: file.to_owned(), file_name: "a program's file".to_owned(), bytes }))
    }
}

impl JsonSchema for File {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "File".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "binary" })
    }
}

/// Reads and checks such a body. What is refused leaves no file behind.
pub async fn read(request: &HttpRequest, payload: web::Payload, app: &App, shape: &Shape) -> Result<Value, Problem> {
    if !request.content_type().eq_ignore_ascii_case("multipart/form-data") {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Some("unsupported_media_type"),
            "Unsupported Media Type: send a multipart form.",
        ));
    }
    let mut form = Multipart::new(request.headers(), payload);
    let (mut pairs, mut kept) = (Vec::new(), None);
    let outcome = parts(&mut form, app, shape, &mut pairs, &mut kept).await.and_then(|()| {
        let value = schema::typed(pairs, &shape.schema);
        schema::check(&shape.validator, &shape.schema, &value, Part::Payload).map(|()| value)
    });
    if let (Err(_), Some(upload)) = (&outcome, &kept) {
        forget(app, upload).await;
    }
    outcome
}

/// Throws a file away that leads to nothing.
pub async fn forget(app: &App, upload: &Upload) {
    let path = app.files().join(&upload.file);
    drop(web::block(move || std::fs::remove_file(Path::new(&path))).await);
}

async fn parts(
    form: &mut Multipart,
    app: &App,
    shape: &Shape,
    pairs: &mut Vec<(String, String)>,
    kept: &mut Option<Upload>,
) -> Result<(), Problem> {
    while let Some(field) = form.next().await {
        let field = field.map_err(|_| incomplete())?;
        let name = field.name().unwrap_or_default().to_owned();
        if pairs.len() >= PARTS_MAX || pairs.iter().any(|(other, _)| *other == name) {
            return Err(Problem::bad_request("invalid_body", "Payload validation error: 'Too many parts'."));
        }
        let is_file = shape.schema["properties"][&name]["format"] == "binary";
        let text = if is_file {
            let upload = receive(app, field).await?;
            let text = format!("{}/{}", upload.bytes, upload.file);
            *kept = Some(upload);
            text
        } else {
            text(field).await?
        };
        pairs.push((name, text));
    }
    Ok(())
}

async fn receive(app: &App, mut field: Field) -> Result<Upload, Problem> {
    let receiving = app.receive();
    let mut length = 0;
    while let Some(piece) = field.next().await {
        // Leaving here throws the file away.
        let piece = piece.map_err(|_| incomplete())?;
        length += piece.len();
        if length > MAX_FILE {
            return Err(too_large(MAX_FILE));
        }
        if !receiving.piece(piece).await {
            break;
        }
    }
    Ok(receiving.finish(String::new()).await?)
}

async fn text(mut field: Field) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.next().await {
        bytes.extend_from_slice(&piece.map_err(|_| incomplete())?);
        if bytes.len() > TEXT_MAX {
            return Err(too_large(TEXT_MAX));
        }
    }
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    text.ok_or_else(|| Problem::bad_request("invalid_body", "Payload validation error: 'A part is no text'."))
}

fn incomplete() -> Problem {
    Problem::bad_request("invalid_body", "The body did not arrive completely.")
}

/// 413.
pub fn too_large(most: usize) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        Some("payload_too_large"),
        format!("Payload content length greater than maximum allowed: {most}"),
    )
}
