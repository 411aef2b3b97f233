//! Lists that can be read in both styles of paging; where both are asked for, the checkpoint wins.

use super::paging::{Batch, Checkpoint, Listed, Page, Paging};
use super::problem::Problem;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The parameters of both.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Both {
    /// Page index of the results to return. First page is 0
    page: Option<u32>,
    /// Number of results per page
    #[schemars(range(max = 100))]
    per_page: Option<u32>,
    /// Return results inside an object that contains the total result count (true) or as an array (false, default)
    #[serde(default)]
    include_totals: bool,
    /// The `next` of the batch before
    from: Option<String>,
    /// Number of results per batch
    #[schemars(range(min = 1, max = 100))]
    take: Option<u32>,
}

impl Both {
    /// The checkpoint, if one is asked for.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        let asked = self.from.is_some() || self.take.is_some();
        asked.then(|| Checkpoint::new(self.from.clone(), self.take))
    }

    /// The page.
    pub fn paging(&self) -> Paging {
        Paging::new(self.page, self.per_page, self.include_totals)
    }

    /// The part of a list that is whole; its order is made that of the keys for checkpoints.
    pub fn of_all<T>(&self, mut all: Vec<T>, key: impl Fn(&T) -> String) -> Result<Either<T>, Problem> {
        let Some(checkpoint) = self.checkpoint() else { return Ok(Either::Page(self.paging().of_all(all))) };
        all.sort_by_key(|row| key(row));
        Ok(Either::Batch(checkpoint.of_all(all, key)?))
    }
}

/// Either answer.
#[derive(Serialize)]
#[serde(untagged, bound = "T: Serialize + Listed")]
pub enum Either<T> {
    Page(Page<T>),
    Batch(Batch<T>),
}

impl<T> Either<T> {
    /// The same with each row made into another.
    pub fn map<U>(self, row: impl Fn(T) -> U) -> Either<U> {
        match self {
            Self::Page(page) => Either::Page(page.map(row)),
            Self::Batch(batch) => Either::Batch(batch.map(row)),
        }
    }
}

impl<T: Listed> JsonSchema for Either<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}PageOrBatch", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (page, batch) = (generator.subschema_for::<Page<T>>(), generator.subschema_for::<Batch<T>>());
        json_schema!({ "anyOf": [page, batch] })
    }
}
