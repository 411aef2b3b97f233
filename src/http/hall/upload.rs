//! Forms that carry a file: read once by the guard, field by field, the file straight to the disk. The token comes before
//! the file, so that nothing is kept that no page of ours has sent.

use super::errors::PageError;
use super::forms::Fields;
use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::security::token;
use actix_multipart::{Field, Multipart};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use std::cell::RefCell;
use std::future::{Ready, ready};
use std::rc::Rc;

pub use crate::app::Upload;

/// Most bytes of a field that is no file, and most such fields.
const FIELD_MAX: usize = 64 * 1024;
const FIELDS_MAX: usize = 50;
/// Longest name of a file that is kept, in characters.
const NAME_MAX: usize = 120;

/// The file of a form, or why it was not kept; none when no file was chosen.
#[derive(Clone)]
pub struct Uploaded(Rc<RefCell<Option<Result<Upload, FieldErrors>>>>);

impl Uploaded {
    fn new(file: Option<Result<Upload, FieldErrors>>) -> Self {
        Self(Rc::new(RefCell::new(file)))
    }

    /// The file; an error of the field `file` when there is none.
    pub fn take(&self) -> Result<Upload, FieldErrors> {
        self.0.borrow_mut().take().unwrap_or_else(|| Err(FieldErrors::one("file", "Choose a file.")))
    }
}

impl FromRequest for Uploaded {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let uploaded = request.extensions().get::<Self>().cloned();
        ready(uploaded.ok_or_else(PageError::unsupported_media))
    }
}

/// Whether a request carries a form with files.
pub(super) fn is_multipart(request: &HttpRequest) -> bool {
    request.content_type().eq_ignore_ascii_case("multipart/form-data")
}

/// Reads the form. The file is received only after the token of this session; answers with the fields.
pub(super) async fn read(request: &mut ServiceRequest, csrf: &str) -> Result<Fields, PageError> {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else { return Err(Error::internal("no app").into()) };
    let payload = request.take_payload();
    let mut form = Multipart::new(request.headers(), payload);
    let (mut fields, mut file): (Vec<(String, String)>, _) = (Vec::new(), None);
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|_| incomplete())?;
        let name = field.name().unwrap_or_default().to_owned();
        let disposition = field.content_disposition();
        let Some(file_name) = disposition.and_then(|d| d.get_filename()).map(str::to_owned) else {
            if fields.len() >= FIELDS_MAX {
                return Err(PageError::too_large());
            }
            fields.push((name, text(&mut field).await?));
            continue;
        };
        let sent = fields.iter().find(|(name, _)| name == "_csrf").map(|(_, value)| value.as_str());
        if !sent.is_some_and(|sent| token::equal(sent, csrf)) {
            return Err(super::guard::stale_form());
        }
        if file.is_none() && !file_name.is_empty() {
            file = Some(receive(&app, field, shown_name(&file_name)).await?);
            // What is left of a file that is refused is not read: the answer goes out at once.
            if file.as_ref().is_some_and(Result::is_err) {
                break;
            }
        }
    }
    request.extensions_mut().insert(Uploaded::new(file));
    Ok(Fields::of(fields))
}

async fn text(field: &mut Field) -> Result<String, PageError> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.next().await {
        bytes.extend_from_slice(&piece.map_err(|_| incomplete())?);
        if bytes.len() > FIELD_MAX {
            return Err(PageError::too_large());
        }
    }
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    Ok(text.ok_or_else(|| Error::field("", "The form could not be read: it is not UTF-8 text."))?)
}

async fn receive(app: &App, mut field: Field, name: String) -> Result<Result<Upload, FieldErrors>, PageError> {
    let receiving = app.receive();
    while let Some(piece) = field.next().await {
        // Leaving here throws the file away.
        let piece = piece.map_err(|_| incomplete())?;
        if !receiving.piece(piece).await {
            break;
        }
    }
    match receiving.finish(name).await {
        Ok(upload) => Ok(Ok(upload)),
        Err(Error::Invalid(errors)) => Ok(Err(errors)),
        Err(other) => Err(other.into()),
    }
}

fn incomplete() -> Error {
    Error::field("", "The form did not arrive completely.")
}

/// The name without folders and what no name needs.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    if plain.trim().is_empty() { "a file".to_owned() } else { plain }
}
