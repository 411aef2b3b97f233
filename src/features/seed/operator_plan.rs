//! The operators of a seed. They have no password: it is set from the command line.

use super::derived;
use super::file::{SeedOperator, SeedTenant};
use super::mistakes::{Mistakes, Spot};
use super::{Source, Summary};
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::email_address::EmailAddress;
use crate::model::log_event::Actor;
use crate::model::operator::{Operator, OperatorRole};
use crate::model::tenant::TenantId;
use crate::model::time_zone::TimeZone;
use crate::store::{Tx, operators};
use std::collections::HashSet;

/// An operator and their places, ready to be written.
pub struct OperatorPlan {
    operator: Operator,
    places: Vec<(TenantId, OperatorRole)>,
}

impl OperatorPlan {
    /// Unique in the house.
    pub fn email(&self) -> &str {
        &self.operator.email
    }

    /// Whether the operator is an owner of a tenant.
    pub fn owns(&self, slug: &str) -> bool {
        self.places.iter().any(|(tenant, role)| tenant.as_str() == slug && *role == OperatorRole::Owner)
    }

    /// As the log names them.
    pub fn actor(&self) -> Actor {
        Actor::Operator { id: self.operator.id.clone(), name: self.operator.name.clone() }
    }
}

/// Plans the operators, and holds the tenants' slugs against each other.
pub fn plan(
    seeds: Vec<SeedOperator>,
    tenants: &[SeedTenant],
    now: Timestamp,
    source: Source,
    mistakes: &mut Mistakes,
) -> Vec<OperatorPlan> {
    let mut slugs = HashSet::new();
    for tenant in tenants {
        if !slugs.insert(tenant.slug.as_str()) {
            let spot = Spot { tenant: tenant.slug.as_str().to_owned(), entry: None };
            mistakes.note(&spot, "slug", "", "this tenant is there twice");
        }
    }
    let mut emails = HashSet::new();
    let mut plans = Vec::new();
    for seed in seeds {
        let spot = Spot::entry("", "operators", &seed.email);
        let email = match EmailAddress::parse(&seed.email) {
            Ok(email) => email.lower_cased(),
            Err(errors) => {
                mistakes.note(&spot, "email", "", errors.of("email"));
                continue;
            }
        };
        if !emails.insert(email.clone()) {
            mistakes.note(&spot, "email", "", "this operator is there twice");
        }
        let mut places = Vec::new();
        for (slug, role) in seed.tenants {
            match tenants.iter().find(|t| t.slug.as_str() == slug) {
                Some(tenant) => places.push((tenant.slug.clone(), role.0)),
                None => mistakes.note(&spot, "tenants", &slug, &format!("this file has no tenant “{slug}”")),
            }
        }
        let operator = Operator {
            id: derived::prefixed("op", &["operator", email.as_str()]),
            email: email.as_str().to_owned(),
            name: seed.name,
            is_demo: source == Source::Demo && plans.is_empty(),
            created_at: now,
            time_zone: TimeZone::UTC,
        };
        plans.push(OperatorPlan { operator, places });
    }
    plans
}

/// Writes those who are new, and gives those who exist a place in tenants where they have none.
pub fn write(tx: &mut Tx, plans: Vec<OperatorPlan>, summary: &mut Summary) -> Result<()> {
    for OperatorPlan { operator, places } in plans {
        let known = operators::by_email(tx, &operator.email)?.map(|(known, _)| known);
        if known.is_none() {
            operators::insert(tx, &operator, None)?;
            summary.operators += 1;
        }
        let id = known.map_or(operator.id, |known| known.id);
        let present = operators::find_with_tenants(tx, &id)?.map(|(_, tenants)| tenants).unwrap_or_default();
        let present: Vec<TenantId> = present.into_iter().map(|(tenant, _)| tenant.id).collect();
        for (tenant, role) in places.into_iter().filter(|(tenant, _)| !present.contains(tenant)) {
            operators::set_membership(tx, &id, &tenant, role)?;
        }
    }
    Ok(())
}
