//! The demo tenants, embedded in the binary and loaded in development mode.

use crate::error::Result;
use crate::features::context::Ids;
use crate::features::seed;
use crate::model::Timestamp;
use crate::store::Tx;

/// The demo as one seed document.
pub const YAML: &str = concat!(
    include_str!("demo.yaml"),
    include_str!("northwind.yaml"),
    include_str!("northwind-users.yaml"),
    include_str!("northwind-more-users.yaml"),
    include_str!("acme.yaml"),
);

/// Loads the demo. Its ids follow from its content, so the process's own source of ids is not asked.
pub fn load(tx: &mut Tx, now: Timestamp, _ids: &Ids) -> Result<()> {
    seed::load(tx, YAML, now, seed::Source::Demo).map(drop)
}
