//! Lists as the API pages them: by page number, with or without totals, or from a checkpoint to the next.

use super::problem::Problem;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;

/// Rows of a page when nobody says how many.
pub const USUAL: u32 = 50;

/// How many rows programs reach by page number where that is limited: in the log, and in a tenant that limits its results.
pub const REACH: usize = 1_000;

/// What lists of a thing are called.
pub trait Listed: JsonSchema {
    /// The key of the rows.
    const KEY: &'static str;
    /// Whether totals also say how many rows the page has.
    const WITH_LENGTH: bool = false;
}

/// Paging by number.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Paging {
    /// Page index of the results to return. First page is 0
    page: Option<u32>,
    /// Number of results per page
    #[schemars(range(min = 1, max = 100))]
    per_page: Option<u32>,
    /// Return results inside an object that contains the total result count (true) or as an array (false, default)
    include_totals: Option<bool>,
}

impl Paging {
    /// Of parameters that were read with others.
    pub fn new(page: Option<u32>, per_page: Option<u32>, include_totals: bool) -> Self {
        Self { page, per_page, include_totals: Some(include_totals) }
    }

    /// Which rows: how many before, how many at most.
    pub fn window(&self) -> (usize, usize) {
        let size = self.per_page.unwrap_or(USUAL) as usize;
        (self.page.unwrap_or(0) as usize * size, size)
    }

    /// The page of these rows, which are one window of `total`.
    pub fn page<T>(&self, rows: Vec<T>, total: i64) -> Page<T> {
        let (start, limit) = self.window();
        Page::of(rows, self.include_totals.unwrap_or(false), start, limit, total)
    }

    /// The page of a list that is whole.
    pub fn of_all<T>(&self, all: Vec<T>) -> Page<T> {
        let (start, limit) = self.window();
        let total = all.len() as i64;
        self.page(all.into_iter().skip(start).take(limit).collect(), total)
    }
}

/// A page: an array, or an object with totals.
pub struct Page<T> {
    rows: Vec<T>,
    totals: Option<Totals>,
}

struct Totals {
    start: usize,
    limit: usize,
    total: i64,
}

impl<T> Page<T> {
    /// One window of a list.
    pub fn of(rows: Vec<T>, with_totals: bool, start: usize, limit: usize, total: i64) -> Self {
        Self { rows, totals: with_totals.then_some(Totals { start, limit, total }) }
    }

    /// The same with each row made into another.
    pub fn map<U>(self, row: impl Fn(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(row).collect(), totals: self.totals }
    }
}

impl<T: Serialize + Listed> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(totals) = &self.totals else { return self.rows.serialize(serializer) };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("start", &totals.start)?;
        map.serialize_entry("limit", &totals.limit)?;
        if T::WITH_LENGTH {
            map.serialize_entry("length", &self.rows.len())?;
        }
        map.serialize_entry("total", &totals.total)?;
        map.serialize_entry(T::KEY, &self.rows)?;
        map.end()
    }
}

impl<T: Listed> JsonSchema for Page<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Page", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rows = generator.subschema_for::<Vec<T>>();
        let number = || serde_json::json!({ "type": "integer", "minimum": 0 });
        let mut properties = serde_json::json!({ "start": number(), "limit": number(), "total": number() });
        let mut required = vec!["start", "limit", "total", T::KEY];
        properties[T::KEY] = rows.clone().to_value();
        if T::WITH_LENGTH {
            properties["length"] = number();
            required.push("length");
        }
        json_schema!({
            "anyOf": [rows, { "type": "object", "properties": properties, "required": required, "additionalProperties": false }]
        })
    }
}

/// Paging from checkpoint to checkpoint.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Checkpoint {
    /// The `next` of the batch before
    from: Option<String>,
    /// Number of results per batch
    #[schemars(range(min = 1, max = 100))]
    take: Option<u32>,
    /// Accepted, and without meaning here
    #[expect(dead_code, reason = "programs send it, and it changes nothing")]
    include_totals: Option<bool>,
}

impl Checkpoint {
    /// Of parameters that were read with others.
    pub fn new(from: Option<String>, take: Option<u32>) -> Self {
        Self { from, take, include_totals: None }
    }

    /// How many rows at most.
    pub fn size(&self) -> usize {
        self.take.unwrap_or(USUAL) as usize
    }

    /// The key after which the batch begins.
    pub fn after(&self) -> Result<Option<String>, Problem> {
        let Some(from) = self.from.as_deref().filter(|from| !from.is_empty()) else { return Ok(None) };
        let key = URL_SAFE_NO_PAD.decode(from).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        match key.filter(|key| !key.contains('\0')) {
            Some(key) => Ok(Some(key)),
            None => Err(Problem::bad_request("invalid_query_string", "The from parameter is not one of this list.")),
        }
    }

    /// The batch of rows that were read after the checkpoint, one more than its size.
    pub fn of_read<T>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> String) -> Batch<T> {
        let size = self.size();
        let more = rows.len() > size;
        rows.truncate(size);
        let next = rows.last().filter(|_| more).map(|row| URL_SAFE_NO_PAD.encode(key(row)));
        Batch { rows, next }
    }

    /// The batch of a list that is whole and in the order of its keys.
    pub fn of_all<T>(&self, all: Vec<T>, key: impl Fn(&T) -> String) -> Result<Batch<T>, Problem> {
        let after = self.after()?;
        let left = all.into_iter().filter(|row| after.as_ref().is_none_or(|after| key(row) > *after));
        Ok(self.of_read(left.take(self.size() + 1).collect(), key))
    }
}

/// A batch and where the next one begins; nothing at the end.
pub struct Batch<T> {
    rows: Vec<T>,
    next: Option<String>,
}

impl<T> Batch<T> {
    /// The same with each row made into another.
    pub fn map<U>(self, row: impl Fn(T) -> U) -> Batch<U> {
        Batch { rows: self.rows.into_iter().map(row).collect(), next: self.next }
    }
}

impl<T: Serialize + Listed> Serialize for Batch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(T::KEY, &self.rows)?;
        if let Some(next) = &self.next {
            map.serialize_entry("next", next)?;
        }
        map.end()
    }
}

impl<T: Listed> JsonSchema for Batch<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Batch", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rows = generator.subschema_for::<Vec<T>>();
        let mut properties = serde_json::json!({ "next": { "type": "string" } });
        properties[T::KEY] = rows.to_value();
        json_schema!({ "type": "object", "properties": properties, "required": [T::KEY], "additionalProperties": false })
    }
}
