//! The bulk actions of the list: one transaction, one event for each user who changes, undone by one click.

use super::actions::{only_event, stored, written};
use crate::support::house::AMARA;
use crate::support::{Answer, on_both};
use gatehouse::features::users::bulk;
use gatehouse::model::bulk_verb::BulkVerb;
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::UserId;
use gatehouse::store::{roles, users};

const URL: &str = "/dashboard/northwind/users/bulk";
const THEO: &str = "auth0|61cf8531a22348eeb2abe9b8";
const NADIA: &str = "github|20914467";

fn undo_of(page: &Answer) -> String {
    let at = page.body.find("data-testid=\"undo\"").unwrap();
    let form = &page.body[page.body[..at].rfind("action=\"").unwrap() + 8..at];
    form[..form.find('"').unwrap()].replace("&#38;", "&")
}

#[test]
fn who_may_not_change_has_nothing_to_tick() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Support).await;
        let page = house.get("/dashboard/northwind/users").await.expect(200);
        assert!(page.body.contains("data-testid=\"user-link\"") && !page.body.contains("type=\"checkbox\""));
    });
}

#[test]
fn blocking_several_counts_who_was_blocked_already_and_can_be_undone() {
    on_both(|house| async move {
        house.sign_in().await;
        house.post(&super::actions::part(&house, NADIA, "block"), &[]).await.expect(303);
        let fields = [("verb", "block"), ("user", AMARA), ("user", THEO), ("user", NADIA), ("user", "auth0|nobody")];
        let page = house.submit(URL, &fields).await.expect(200);
        assert!(page.shows("2 users blocked, 1 was blocked already, 1 was not here any more."));
        for id in [AMARA, THEO, NADIA] {
            assert!(stored(&house, id).blocked);
            only_event(&house, id, "sapi");
        }
        let page = house.submit(&undo_of(&page), &[]).await.expect(200);
        assert!(page.shows("2 users unblocked."));
        assert!(!stored(&house, AMARA).blocked && stored(&house, NADIA).blocked);
    });
}

#[test]
fn nothing_ticked_and_too_many_change_nothing() {
    on_both(|house| async move {
        house.sign_in().await;
        assert!(house.submit(URL, &[("verb", "block")]).await.expect(200).shows("tick the users first"));
        let ids: Vec<String> = (0..1_001).map(|n| format!("auth0|{n}")).collect();
        let mut fields = vec![("verb", "block")];
        fields.extend(ids.iter().map(|id| ("user", id.as_str())));
        assert!(house.submit(URL, &fields).await.expect(200).shows("At most 1,000 users can be ticked"));
        assert!(house.submit(URL, &fields[..200]).await.expect(200).shows("None of these users is here any more."));
        assert!(house.submit(URL, &[("verb", "dance"), ("user", AMARA)]).await.shows("Choose what to do"));
        let all: Vec<UserId> = ids.iter().map(UserId::from_text).collect();
        assert!(house.write(|tx, c| bulk::act(tx, c, &BulkVerb::Block, &all)).is_err());
    });
}

#[test]
fn deleting_several_asks_with_their_names() {
    on_both(|house| async move {
        house.sign_in().await;
        let fields = [("verb", "delete"), ("user", AMARA), ("user", THEO), ("list", "https://evil.example/")];
        let plan = house.post(URL, &fields).await.expect(303).location().to_owned();
        let question = house.get(&plan).await.expect(200);
        assert!(question.shows("Amara Okafor") && question.shows("Theo Brandt") && question.shows("Delete 2 users"));
        assert!(question.shows("This cannot be undone.") && !question.shows("evil.example"));
        // Nothing happens before it is started, whatever the workers do.
        assert_eq!(house.app.work_until_idle().unwrap(), 0);
        assert!(written(&house, AMARA).is_empty());
        let start = plan.split('?').next().unwrap();
        let job = house.post(start, &[]).await.expect(303).location().to_owned();
        assert_eq!(house.post(start, &[]).await.expect(303).location(), job, "a second click finds the same job");
        assert_eq!(house.get(start).await.expect(303).location(), job);
        assert_eq!(house.app.work_until_idle().unwrap(), 1);
        assert!(house.get(&job).await.expect(200).shows("2 of 2"));
        only_event(&house, AMARA, "sdu");
        only_event(&house, THEO, "sdu");
        assert!(house.read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(THEO))).is_err());
        assert!(house.submit(URL, &fields).await.expect(200).shows("None of these users is here any more."));
    });
}

#[test]
fn a_role_is_assigned_to_those_who_lack_it() {
    on_both(|house| async move {
        house.sign_in().await;
        let editor = house.read(|tx, c| roles::all(tx, &c.tenant, 50)).unwrap();
        let editor = editor.into_iter().find(|r| r.name == "Editor").unwrap();
        let fields = [("verb", "assign-role"), ("role", editor.id.as_str()), ("user", AMARA), ("user", THEO)];
        let page = house.submit(URL, &fields).await.expect(200);
        assert!(page.shows("1 user given the role Editor, 1 was holding it already."));
        only_event(&house, THEO, "sapi");
        assert!(written(&house, AMARA).is_empty());
        let page = house.submit(&undo_of(&page), &[]).await.expect(200);
        assert!(page.shows("1 user relieved of the role Editor."));
        let gone = [("verb", "assign-role"), ("role", "rol_none"), ("user", THEO)];
        assert!(house.submit(URL, &gone).await.expect(200).shows("This role is not here any more."));
    });
}

#[test]
fn a_search_that_cannot_be_read_chooses_nobody() {
    on_both(|house| async move {
        house.sign_in().await;
        let list = "/dashboard/northwind/users?q=emial%3Ax&mode=lucene";
        let page = house.get(list).await.expect(400);
        assert!(page.body.contains("data-testid=\"user-link\"") && !page.body.contains("data-testid=\"select-all\""));
        for verb in ["delete", "block"] {
            let fields = [("verb", verb), ("all", "true"), ("list", list)];
            assert!(house.post(URL, &fields).await.expect(303).location().starts_with(list));
            assert!(house.get(list).await.shows("Nothing was done: this search cannot be read."));
        }
    });
}
