//! The recycle bin as operators see it.

use super::actions::{only_event, part};
use crate::support::house::AMARA;
use crate::support::{Answer, House, on_both};
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::UserId;
use gatehouse::store::users;

const BIN: &str = "/dashboard/northwind/users/deleted";
const SETTINGS: &str = "/dashboard/northwind/settings";
const THEO: &str = "auth0|61cf8531a22348eeb2abe9b8";

pub async fn keep_for(house: &House, days: &str) {
    let page = house.get(SETTINGS).await.expect(200);
    let fields = [
        ("name", page.input("name").unwrap()),
        ("log_retention_days", page.input("log_retention_days").unwrap()),
        ("version", page.input("version").unwrap()),
    ];
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("deleted_user_days", days));
    assert!(house.submit(SETTINGS, &fields).await.expect(200).shows("The settings are saved."));
}

/// Where the first row's button or link of this kind leads.
fn address(page: &Answer, part: &str) -> String {
    let end = format!("/{part}\"");
    let (before, _) = page.body.split_once(&end).unwrap();
    format!("{}/{part}", &before[before.rfind('"').unwrap() + 1..])
}

#[test]
fn a_deleted_user_is_gone_from_everywhere_and_comes_back() {
    on_both(|house| async move {
        house.sign_in().await;
        assert!(house.get(BIN).await.expect(200).shows("Deleted users are not kept"));
        keep_for(&house, "30").await;
        assert!(house.get(BIN).await.expect(200).shows("Nobody is here"));
        let everybody = house.get("/dashboard/northwind/users").await.expect(200);
        let url = part(&house, AMARA, "delete");
        let question = house.get(&url).await.expect(200);
        assert!(question.shows("21 Dec 2026, 14:14") && question.shows("can be restored from Deleted users"));
        assert!(question.shows("Delete for good") && !question.shows("cannot be undone"));
        let page = house.submit(&url, &[]).await.expect(200);
        assert!(page.shows("Amara Okafor was deleted and can be restored until 21 Dec 2026, 14:14 UTC."));
        let event = only_event(&house, AMARA, "sdu");
        assert!(event.diff.iter().any(|change| change.field == "restorable_until"), "{:?}", event.diff);
        house.get(&part(&house, AMARA, "devices")).await.expect(404);
        for search in ["q=amara.okafor", "mode=lucene&q=email:amara*", "q=", "connection=Customers&size=100"] {
            let list = house.get(&format!("/dashboard/northwind/users?{search}")).await.expect(200);
            assert!(!list.shows("amara.okafor@northwind.example"), "{search}");
        }
        let fewer = house.get("/dashboard/northwind/users").await.expect(200);
        let total = |page: &Answer| page.body.split("data-testid=\"range\">").nth(1).map(|r| r[..20].to_owned());
        assert_ne!(total(&fewer), total(&everybody), "the number of users falls");

        let page = house.get(BIN).await.expect(200);
        assert!(page.shows("Amara Okafor") && page.shows("Demo Administrator") && page.shows("1 deleted user"));
        let restore = address(&page, "restore");
        let back = house.submit(&restore, &[]).await.expect(200);
        assert!(back.shows("Amara Okafor is restored.") && back.shows("amara.okafor@northwind.example"));
        assert!(house.submit(&restore, &[]).await.expect(200).shows("is not among the deleted users any more."));
        assert!(house.get("/dashboard/northwind/users?q=amara.okafor").await.expect(200).shows("Amara Okafor"));
        let again = house.get("/dashboard/northwind/users").await.expect(200);
        assert_eq!(total(&again), total(&everybody));
    });
}

#[test]
fn for_good_means_for_good_at_once_and_later() {
    on_both(|house| async move {
        house.sign_in().await;
        keep_for(&house, "1").await;
        let page = house.submit(&part(&house, AMARA, "delete"), &[("for_good", "true")]).await.expect(200);
        assert!(page.shows("Amara Okafor was deleted.") && !page.shows("can be restored until"));
        assert!(house.get(BIN).await.expect(200).shows("Nobody is here"));
        house.post(&part(&house, THEO, "delete"), &[]).await.expect(303);
        let delete = address(&house.get(BIN).await.expect(200), "delete");
        assert!(house.get(&delete).await.expect(200).shows("Delete Theo Brandt for good? This cannot be undone."));
        assert!(house.submit(&delete, &[]).await.expect(200).shows("Theo Brandt is deleted for good."));
        assert!(house.submit(&delete, &[]).await.expect(200).shows("is not among the deleted users any more."));
        house.get(&delete).await.expect(404);
        assert!(house.get(BIN).await.expect(200).shows("Nobody is here"));
    });
}

#[test]
fn a_refusal_says_why_and_leaves_everything() {
    on_both(|house| async move {
        house.sign_in().await;
        keep_for(&house, "30").await;
        house.post(&part(&house, AMARA, "delete"), &[]).await.expect(303);
        let password = "a Long passw0rd!";
        let email = "amara.okafor@northwind.example";
        let form = [("connection", "Customers"), ("email", email), ("password", password), ("repeat", password)];
        house.post("/dashboard/northwind/users/create", &form).await.expect(303);
        let restore = address(&house.get(BIN).await.expect(200), "restore");
        let told = house.submit(&restore, &[]).await.expect(200);
        assert!(told.shows("Amara Okafor was not restored: another user of Customers has the email address"));
        assert!(told.shows("1 deleted user"));
    });
}

#[test]
fn many_are_deleted_into_the_bin_and_paged_and_searched_there() {
    on_both(|house| async move {
        house.sign_in().await;
        keep_for(&house, "3").await;
        house
            .write(|tx, c| {
                let like = users::find(tx, &c.tenant, &UserId::from_text(AMARA))?;
                let all: Vec<_> = (0..60)
                    .map(|n| {
                        let mut one = like.clone();
                        one.id = UserId::from_text(format!("auth0|many{n:03}"));
                        one.email = Some(format!("many_{n:03}@farm.example"));
                        one
                    })
                    .collect();
                users::insert_all(tx, &c.tenant, &all)
            })
            .unwrap();
        let list = "/dashboard/northwind/users?q=farm.example";
        let fields = [("verb", "delete"), ("all", "true"), ("list", list)];
        let plan = house.post("/dashboard/northwind/users/bulk", &fields).await.expect(303).location().to_owned();
        let question = house.get(&plan).await.expect(200);
        assert!(question.shows("For 3 days each of them can be restored") && !question.shows("cannot be undone"));
        house.post(plan.split('?').next().unwrap(), &[]).await.expect(303);
        house.app.work_until_idle().unwrap();
        let first = house.get(BIN).await.expect(200);
        assert!(first.shows("1–50 of 60 deleted users"));
        assert_eq!(emails(&first), named(10..60), "those of one instant stand in the order of their ids");
        let last = house.get(&format!("{BIN}?at=last")).await.expect(200);
        assert!(last.shows("11–60 of 60") || last.body.matches("data-testid=\"deleted-user\"").count() == 50);
        let rest = next(&first);
        let second = house.get(&rest).await.expect(200);
        assert_eq!(emails(&second), named(0..10));
        for (q, found) in [("many_04", 10), ("MANY_001@FARM.EXAMPLE", 1), ("many%", 0), ("any_0", 0), ("%00", 60)] {
            let page = house.get(&format!("{BIN}?q={}", q.replace("%", if q == "%00" { "%" } else { "%25" }))).await;
            let rows = page.expect(200).body.matches("data-testid=\"deleted-user\"").count();
            assert_eq!(rows, found.min(50), "{q}");
        }
        assert!(house.get(&format!("{BIN}?q=nobody")).await.expect(200).shows("No deleted users match"));
    });
}

fn named(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.rev().map(|n| format!("many_{n:03}@farm.example")).collect()
}

/// The addresses of farm.example on a page, in its order.
fn emails(page: &Answer) -> Vec<String> {
    let mut emails: Vec<String> = page
        .body
        .match_indices("@farm.example")
        .map(|(at, _)| format!("{}@farm.example", &page.body[at - 8..at]))
        .collect();
    emails.dedup();
    emails
}

fn next(page: &Answer) -> String {
    let at = page.body.find("data-testid=\"page-next\"").unwrap();
    let tag = &page.body[page.body[..at].rfind('<').unwrap()..at];
    tag.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&")
}

#[test]
fn who_only_reads_sees_the_bin_and_no_buttons() {
    on_both(|house| async move {
        house.sign_in().await;
        keep_for(&house, "30").await;
        house.post(&part(&house, AMARA, "delete"), &[]).await.expect(303);
        let page = house.get(BIN).await.expect(200);
        let (restore, delete) = (address(&page, "restore"), address(&page, "delete"));
        house.forget_cookies();
        house.sign_in_as(OperatorRole::Support).await;
        let page = house.get(BIN).await.expect(200);
        assert!(page.shows("Amara Okafor") && !page.shows("/restore"));
        house.post(&restore, &[]).await.expect(403);
        house.post(&delete, &[]).await.expect(403);
    });
}
