//! How many users match a search.

use super::{Count, Search};
use crate::error::Result;
use crate::model::paging::Total;
use crate::model::tenant::TenantId;
use crate::store::db::Tx;
use crate::store::dialect::search as dialect;
use crate::store::search_indexes::{Key, may_repeat};
use crate::store::search_plan::{self, Way};
use crate::store::search_sql::{Access, Compiler};
use crate::store::statement::Statement;
use crate::store::user_list::{COUNT_CAP, Query};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// Users who are looked at for what can be said of the number of matches, where no index counts them.
const LOOKED_AT: i64 = 1_000;

impl Search {
    /// The number as far as the choice of the way has counted, if that is enough.
    pub(super) fn known_total(&self, count: Count) -> Option<Total> {
        match (self.plan.matches, count) {
            (Some(n), _) => Some(Total::Exactly(n)),
            (None, Count::Capped) if self.plan.at_least > 0 && self.plan.way == Way::Walk => {
                Some(Total::AtLeast(self.plan.at_least))
            }
            _ => None,
        }
    }

    /// A number that costs little, or how far it was counted.
    pub(super) fn total(&self, tx: &mut Tx, tenant: &TenantId, query: &Query, count: Count) -> Result<Total> {
        if count == Count::Capped && self.plan.way == Way::Walk && search_plan::whole(&self.filter).is_none() {
            return self.sample(tx, tenant);
        }
        let (mut statement, before, after) = self.counted(tx, tenant, query);
        let cap = match count {
            Count::Capped => COUNT_CAP + 1,
            Count::Exact => i64::MAX,
        };
        let cap = statement.bind(cap);
        statement.text = format!("{before}SELECT count(*) AS n FROM (SELECT 1 AS one{after} LIMIT ${cap}) matches");
        let n = dialect::too_slow(statement.once().number(tx))?;
        Ok(if count == Count::Capped && n > COUNT_CAP { Total::AtLeast(COUNT_CAP) } else { Total::Exactly(n) })
    }

    /// How many of the newest users match; of all, where there are no more.
    fn sample(&self, tx: &mut Tx, tenant: &TenantId) -> Result<Total> {
        let mut statement = Statement::default();
        let (backend, n) = (tx.backend(), statement.bind(tenant.as_str()));
        let mut compiler = Compiler { backend, statement: &mut statement, tenant: n, access: Access::Row };
        let condition = compiler.condition(&self.filter, "u");
        let most = statement.bind(LOOKED_AT);
        statement.text = format!(
            "SELECT count(*) AS looked_at, count(CASE WHEN {condition} THEN 1 END) AS n FROM (SELECT u.* FROM users u \
             WHERE u.tenant_id = ${n} ORDER BY u.tenant_id DESC, u.created_at DESC, u.user_id DESC LIMIT ${most}) u"
        );
        let sample = dialect::too_slow(statement.once().first::<Sample>(tx))?.unwrap_or_default();
        let is_all = sample.looked_at < LOOKED_AT;
        Ok(if is_all { Total::Exactly(sample.n) } else { Total::AtLeast(sample.n) })
    }

    /// What is counted. Where one index answers the whole question it is counted itself, and no user is read.
    fn counted(&self, tx: &Tx, tenant: &TenantId, query: &Query) -> (Statement, String, String) {
        let Some(whole) = search_plan::whole(&self.filter) else {
            return self.from(tx, tenant, query);
        };
        let mut statement = Statement::default();
        let n = statement.bind(tenant.as_str());
        let mut compiler =
            Compiler { backend: tx.backend(), statement: &mut statement, tenant: n, access: Access::Row };
        let found = compiler.candidates(whole, Key::UserId);
        let once = if may_repeat(whole) { "DISTINCT " } else { "" };
        (statement, String::new(), format!(" FROM (SELECT {once}user_id FROM ({found}) every_one) counted"))
    }
}

/// What a look at some users finds.
#[derive(Default, QueryableByName)]
struct Sample {
    #[diesel(sql_type = BigInt)]
    looked_at: i64,
    #[diesel(sql_type = BigInt)]
    n: i64,
}
