//! Styles, scripts, icons and fonts: in the binary, named by their content, kept by browsers for ever.

use actix_web::http::header::{self, ContentEncoding, HeaderMap};
use actix_web::web::{Bytes, Path};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/static"]
struct Files;

struct Asset {
    name: &'static str,
    url: &'static str,
    hashed: &'static str,
    content_type: &'static str,
    /// Whether `.br` and `.gz` lie beside it.
    compressed: bool,
}

const ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of an asset by the name templates use, such as `app.css`; empty if there is none of that name.
pub fn url(name: &str) -> &'static str {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    debug_assert!(asset.is_some(), "there is no asset {name}");
    asset.map_or("", |asset| asset.url)
}

/// Serves an asset by its hashed name, from memory, in the densest form the browser reads.
pub async fn serve(request: HttpRequest, name: Path<String>) -> HttpResponse {
    let Some(asset) = ASSETS.iter().find(|asset| asset.hashed == name.as_str()) else {
        return HttpResponse::NotFound().finish();
    };
    let encoding = if asset.compressed { best_encoding(request.headers()) } else { ContentEncoding::Identity };
    let file = match encoding {
        ContentEncoding::Brotli => Files::get(&format!("{}.br", asset.hashed)),
        ContentEncoding::Gzip => Files::get(&format!("{}.gz", asset.hashed)),
        _ => Files::get(asset.hashed),
    };
    let Some(file) = file else { return HttpResponse::NotFound().finish() };
    let mut response = HttpResponse::Ok();
    // Also said when it is the plain form: the compression of pages must not start on what is finished.
    response.insert_header(encoding);
    response.insert_header((header::CONTENT_TYPE, asset.content_type));
    response.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    response.insert_header((header::VARY, "Accept-Encoding"));
    response.body(match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

fn best_encoding(headers: &HeaderMap) -> ContentEncoding {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |coding: &str| {
        accepted.split(',').map(|part| part.split_once(';').unwrap_or((part, ""))).any(|(name, weight)| {
            let refused = matches!(weight.replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
            name.trim().eq_ignore_ascii_case(coding) && !refused
        })
    };
    if accepts("br") {
        ContentEncoding::Brotli
    } else if accepts("gzip") {
        ContentEncoding::Gzip
    } else {
        ContentEncoding::Identity
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn encoding(accepted: &'static str) -> ContentEncoding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
        best_encoding(&headers)
    }

    #[test]
    fn the_densest_accepted_encoding_wins() {
        assert_eq!(encoding("gzip, deflate, br"), ContentEncoding::Brotli);
        assert_eq!(encoding("gzip;q=0.5, br;q=0"), ContentEncoding::Gzip);
        assert_eq!(encoding("zstd"), ContentEncoding::Identity);
    }

    #[test]
    fn every_asset_is_embedded_with_its_compressed_forms() {
        for asset in ASSETS {
            assert!(Files::get(asset.hashed).is_some(), "{}", asset.name);
            assert_eq!(Files::get(&format!("{}.br", asset.hashed)).is_some(), asset.compressed, "{}", asset.name);
        }
        assert!(url("app.css").starts_with("/assets/app."));
    }
}
