//! What came of each user, as a file: read and sent piece by piece, however many there are.

use crate::app::App;
use crate::error::Result;
use crate::features::context::Context;
use crate::features::jobs::list::{self, ItemRow};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::PageResult;
use crate::model::csv_cell::csv_cell;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::stream;

/// Rows of one piece.
const PIECE: i64 = 2_000;
const HEAD: &str = "user_id,email,outcome,detail\r\n";

/// Where the next piece begins.
struct Place {
    app: App,
    context: Context,
    job: String,
    /// None at the beginning, where the head of the table is due.
    after: Option<i64>,
}

/// Sends the file.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("job");
    let wanted = id.clone();
    let job = visit.read(move |tx, context| list::find(tx, context, &wanted)).await?;
    let place = Place { app: visit.app.clone(), context: visit.context.clone(), job: id, after: None };
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}-results.csv\"", job.id)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(Box::pin(stream::try_unfold(place, next))))
}

async fn next(place: Place) -> Result<Option<(Bytes, Place)>, actix_web::Error> {
    let (context, job, after) = (place.context.clone(), place.job.clone(), place.after.unwrap_or_default());
    let read = place.app.read(move |tx| list::results(tx, &context, &job, after, PIECE)).await;
    let rows = read.map_err(crate::http::hall::errors::PageError::from)?;
    let mut text = if place.after.is_none() { HEAD.to_owned() } else { String::new() };
    rows.iter().for_each(|row| text.push_str(&line(row)));
    let after = rows.last().map_or(after, |(item, _)| item.position);
    Ok((!text.is_empty()).then(|| (Bytes::from(text), Place { after: Some(after), ..place })))
}

fn line((item, email): &ItemRow) -> String {
    let cells = [&item.user_id, email, &item.outcome, &item.detail];
    let cells: Vec<_> = cells.into_iter().map(|cell| csv_cell(cell.as_deref().unwrap_or_default())).collect();
    format!("{}\r\n", cells.join(","))
}
