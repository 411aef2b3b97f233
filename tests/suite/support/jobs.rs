//! Bulk acts as jobs: described in the name of the demo administrator, who has a place in the tenant.

use super::house::House;
use gatehouse::error::Result;
use gatehouse::features::context::Context;
use gatehouse::features::jobs::users_bulk::plan::{self, Plan, Selection};
use gatehouse::features::users::list::SEARCH_BUDGET;
use gatehouse::model::bulk_verb::BulkVerb;
use gatehouse::model::job::Job;
use gatehouse::model::log_event::Actor;
use gatehouse::store::operators;

/// The circumstances of the demo administrator's acts.
pub fn demo(house: &House) -> Context {
    let operator = house.read(|tx, _| operators::demo(tx)).unwrap().unwrap();
    Context { actor: Actor::Operator { id: operator.id, name: operator.name }, ..house.context() }
}

/// The draft of an act, as the list makes one.
pub fn described(house: &House, verb: BulkVerb, selection: Selection) -> Job {
    let context = demo(house);
    let described =
        house.read(|tx, _| plan::describe(tx, &context, verb.clone(), selection.clone(), SEARCH_BUDGET)).unwrap();
    house.write(|tx, _| plan::draft(tx, &context, &described)).unwrap()
}

/// The dry run of a draft.
pub fn looked_at(house: &House, draft: &Job) -> Result<Option<Plan>> {
    let context = demo(house);
    house.read(|tx, _| plan::look(tx, &context, &draft.id, SEARCH_BUDGET))
}
