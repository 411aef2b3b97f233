//! The demo tenants, embedded in the binary and loaded in development mode.

use crate::error::Result;
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

/// Loads the demo; its ids follow from its content.
pub fn load(tx: &mut Tx, now: Timestamp) -> Result<()> {
    seed::load(tx, YAML, now, seed::Source::Demo).map(drop)
}
