//! Bulk work on searches that no index serves: what is asked in a request is stopped in time and says so, what a job asks takes
//! as long as it takes, and nobody waits to write meanwhile.

use crate::support::house::{AMARA, House};
use crate::support::jobs::{demo, described};
use crate::support::{on_both, rows};
use gatehouse::error::{Error, Result};
use gatehouse::features::exports;
use gatehouse::features::jobs::start;
use gatehouse::features::jobs::users_bulk::plan::{self, Known, Selection};
use gatehouse::features::jobs::worker::{self, Step, Times};
use gatehouse::features::seed::synthetic;
use gatehouse::model::bulk_verb::BulkVerb;
use gatehouse::model::export::ExportFormat;
use gatehouse::model::job::{Job, JobStatus};
use gatehouse::model::search::Mode;
use gatehouse::store::user_list::{Query, Sort};
use gatehouse::store::user_selection::{self, Place, Reach, Stretch};
use gatehouse::store::{jobs, user_export};
use serde_json::{Value, json};
use std::time::Duration;

/// Less than a slow search needs, and far less than any search needs on a busy machine.
const SHORT: Duration = Duration::from_millis(1);
const LONG: Duration = Duration::from_secs(60);

fn matching(search: &str) -> Selection {
    Selection::Matching(Box::new(Query {
        search: search.to_owned(),
        mode: Mode::Lucene,
        connection: None,
        status: None,
        role: None,
        sort: Sort::Name,
        descending: false,
        size: 25,
        start: Default::default(),
    }))
}

/// A search that has to look at everybody, and finds those with an address.
fn slow() -> Selection {
    let looked_for: Vec<_> = (0..60).map(|n| format!("given_name:*no{n}body*")).collect();
    matching(&format!("{} OR _exists_:nickname", looked_for.join(" OR ")))
}

fn crowd(house: &House, users: u64) {
    synthetic(house.app.db(), &house.tenant(), users, house.app.now(), &mut |_| {}).unwrap();
}

fn ids(house: &House, selection: &Selection, reach: Reach, most: i64) -> Result<Vec<String>> {
    let (mut all, mut after): (Vec<String>, Option<Place>) = Default::default();
    loop {
        let stretch = Stretch { at: house.app.now(), after, reach, most };
        let found = house.read(|tx, c| user_selection::after(tx, &c.tenant, &BulkVerb::Block, selection, &stretch))?;
        assert!(found.users.len() as i64 <= most);
        let exported = house.read(|tx, c| user_export::after(tx, &c.tenant, selection, &stretch))?;
        let same: Vec<_> = exported.users.iter().map(|user| user.id.as_str()).collect();
        assert_eq!(same, found.users.iter().map(|user| user.user_id.as_str()).collect::<Vec<_>>());
        assert_eq!(exported.next, found.next);
        all.extend(found.users.into_iter().map(|user| user.user_id));
        after = found.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

#[test]
fn an_act_is_not_described_when_its_users_cannot_be_counted_in_time() {
    on_both(|house| async move {
        crowd(&house, 10_000);
        let context = demo(&house);
        let describe = |selection: Selection, budget| {
            house.read(|tx, _| plan::describe(tx, &context, BulkVerb::Block, selection.clone(), budget))
        };
        assert!(matches!(describe(slow(), SHORT), Err(Error::TooSlow)));
        // Of everybody the number is known, though not who of them is blocked already.
        let (all, few) = (described(&house, BulkVerb::Block, matching("")), matching("email:amara*"));
        let look = |draft: &Job, budget| house.read(|tx, c| plan::look(tx, c, &draft.id, budget)).unwrap().unwrap();
        let Known::All(counts) = look(&all, LONG).known else { panic!() };
        assert!(counts.matched > 10_000 && counts.settled > 0, "{counts:?}");
        let hurried = look(&all, Duration::from_micros(1));
        assert!(matches!(hurried.known, Known::Chosen(n) if n > 10_000), "{:?}", hurried.known);
        assert!(!hurried.named.is_empty() && all.title.contains("10,"));
        assert!(describe(few, LONG).is_ok());
        // A draft whose users can be counted no more says that, and is still there.
        let act = describe(slow(), LONG).unwrap();
        let draft = house.write(|tx, _| plan::draft(tx, &context, &act)).unwrap();
        let hurried = look(&draft, SHORT);
        assert_eq!((hurried.known, hurried.named.len()), (Known::Nothing, 0));
        assert!(matches!(look(&draft, LONG).known, Known::All(counts) if counts.matched > 0));
    });
}

#[test]
fn jobs_find_the_same_users_whole_and_part_by_part() {
    on_both(|house| async move {
        crowd(&house, 100);
        assert!(matches!(ids(&house, &slow(), Reach::Within(Duration::ZERO), 10), Err(Error::TooSlow)));
        for selection in [slow(), matching(""), matching("email:amara*"), matching("blocked:true OR logins_count:3")] {
            let whole = ids(&house, &selection, Reach::Within(LONG), 9).unwrap();
            assert!(!whole.is_empty());
            for (part, most) in [(7, 9), (50, 9), (1_000, 9), (9, 1_000)] {
                assert_eq!(ids(&house, &selection, Reach::Among(part), most).unwrap(), whole, "{part} {most}");
            }
        }
        let nobody = matching("email:nobody@nowhere.example");
        assert_eq!(ids(&house, &nobody, Reach::Among(7), 9).unwrap(), Vec::<String>::new());
    });
}

/// Lets a job begin where its search has turned out to be too slow.
fn slowed_down(house: &House, job: &Job, cursor: Value) {
    let mut job = house.read(|tx, c| jobs::find(tx, &c.tenant, &job.id)).unwrap();
    job.cursor = cursor.as_object().unwrap().clone();
    house.write(|tx, c| jobs::update(tx, &c.tenant, &job)).unwrap();
}

fn finished(house: &House, job: &Job) -> Job {
    house.app.work_until_idle().unwrap();
    let job = house.read(|tx, c| jobs::find(tx, &c.tenant, &job.id)).unwrap();
    assert_eq!((job.status, &job.failure), (JobStatus::Completed, &None));
    job
}

#[test]
fn a_job_goes_through_all_users_where_its_search_is_too_slow() {
    on_both(|house| async move {
        let context = demo(&house);
        let whole = ids(&house, &slow(), Reach::Within(LONG), 1_000).unwrap();
        assert!(whole.iter().any(|id| id == AMARA) && whole.len() > 20);
        let draft = described(&house, BulkVerb::Block, slow());
        slowed_down(&house, &draft, json!({"chosen": false, "last": null, "in_parts": true, "position": 0}));
        house.write(|tx, _| start::start(tx, &context, &draft.id)).unwrap();
        let job = finished(&house, &draft);
        assert_eq!((job.total, job.done()), (Some(whole.len() as i64), whole.len() as i64));

        for format in ExportFormat::ALL {
            for gzip in [false, true] {
                let settings = exports::start::Settings {
                    selection: slow(),
                    format,
                    fields: exports::start::read_fields("user_id", format).unwrap(),
                    gzip,
                    limit: None,
                };
                let job = house.write(|tx, _| exports::start::export(tx, &context, &settings)).unwrap();
                slowed_down(
                    &house,
                    &job,
                    json!({"last": null, "in_parts": true, "bytes": 0, "users": 0, "total": null, "counted": true}),
                );
                let job = finished(&house, &job);
                assert_eq!((job.total, job.succeeded), (Some(whole.len() as i64), whole.len() as i64));
            }
        }
    });
}

#[test]
fn nobody_waits_to_write_while_a_job_looks_for_its_users() {
    on_both(|house| async move {
        crowd(&house, 200);
        let (context, url) = (demo(&house), house.app.config.database_url.clone());
        let draft = described(&house, BulkVerb::Block, slow());
        house.write(|tx, _| start::start(tx, &context, &draft.id)).unwrap();
        let site = house.app.site();
        let times = Times { now: house.app.now(), beat: house.app.now() };
        let claim = worker::claim(&site, times).unwrap().unwrap();
        // The users have been found when the worker is about to open its transaction: what is written before that is too
        // late to be among them.
        let late = "UPDATE users SET nickname = NULL WHERE tenant_id = 'northwind'";
        let step = worker::advance(&site, &claim, times, || rows::run(&url, late)).unwrap();
        assert_eq!(step, Step::More);
        assert!(rows::count(&url, "job_items") > 200);
    });
}
