//! `/dashboard/{tenant}/operators` and below: who may use a tenant is its owners' to say, and there is always an owner.

use crate::support::{House, on_both};
use actix_web::test::TestRequest;
use gatehouse::error::{Error, Result};
use gatehouse::features::logs::list::{self as logs, LogQuery};
use gatehouse::features::operators::create::{NewOperator, create};
use gatehouse::features::operators::{change_role, list, remove};
use gatehouse::http::urls;
use gatehouse::model::log_event::LogEvent;
use gatehouse::model::mail::Mail;
use gatehouse::model::operator::{Operator, OperatorRole, Place};
use gatehouse::model::paging::Start;
use gatehouse::store::outbox;
use std::sync::{Arc, Barrier};

const PASSWORD: &str = "seven green bottles";

/// An operator of northwind who can sign in.
fn colleague(house: &House, name: &str, role: OperatorRole) -> Operator {
    let email = format!("{}@gatehouse.example", name.to_lowercase().replace(' ', "."));
    let password_hash = "$argon2id$not-used".to_owned();
    let new = NewOperator { email, name: name.to_owned(), password_hash, tenant: house.tenant(), role };
    house.app.db().write(|tx| create(tx, &new, house.app.now(), &house.app.ids)).unwrap()
}

fn place(house: &House, id: &str) -> Result<Place> {
    house.read(|tx, c| list::find(tx, c, id))
}

fn demo(house: &House) -> Operator {
    let found = house.read(|tx, c| list::list(tx, c, "demo@", &Start::First)).unwrap();
    found.page.rows.into_iter().next().unwrap().operator
}

fn part(house: &House, operator: &Operator, part: &str) -> String {
    urls::operator_part(&house.tenant(), &operator.id, part)
}

/// What operators did since the clock stands still.
fn written(house: &House) -> Vec<LogEvent> {
    let now = house.app.now();
    let to = now + chrono::TimeDelta::seconds(1);
    let query = LogQuery { codes: vec!["sapi"], from: now, to, size: 100, ..LogQuery::default() };
    house.read(|tx, c| logs::list(tx, c, &query, "")).unwrap().page.rows
}

fn mail_to(house: &House, recipient: &str) -> Mail {
    let mails = house.read(|tx, c| outbox::page(tx, &c.tenant, 100, &Start::First)).unwrap().rows;
    mails.into_iter().find(|m| m.recipient == recipient).unwrap()
}

fn link_in(mail: &Mail) -> String {
    let url = mail.body_text.split_whitespace().find(|w| w.starts_with("http")).unwrap();
    let path = url.split_once("://").unwrap().1;
    path[path.find('/').unwrap()..].to_owned()
}

#[test]
fn somebody_invited_chooses_a_password_once_and_signs_in() {
    on_both(|house| async move {
        house.sign_in().await;
        let invite = urls::invite_operator(&house.tenant());
        let form = [("email", "Rosa.Lind@Example.org"), ("name", "Rosa Lind"), ("role", "admin")];
        let page = house.submit(&invite, &form).await.expect(200);
        assert!(page.shows("Rosa Lind is invited") && page.shows("Invited"));
        assert!(house.post(&invite, &form).await.expect(422).shows("is an operator of this tenant already"));
        let link = link_in(&mail_to(&house, "rosa.lind@example.org"));
        house.forget_cookies();
        house.try_sign_in("rosa.lind@example.org", PASSWORD).await.expect(422);
        let send = async |link: &str, password: &str, repeat: &str| {
            let page = house.get(link).await;
            let (token, ticket) = (page.input("_csrf").unwrap_or_default(), page.input("ticket").unwrap_or_default());
            let form = [("_csrf", token.as_str()), ("ticket", &ticket), ("password", password), ("repeat", repeat)];
            house.send(TestRequest::post().uri("/choose-password").set_form(form)).await
        };
        let page = send(&link, "short", "shorter").await.expect(422);
        assert!(page.shows("Use at least 10 characters.") && page.shows("The two passwords differ."));
        send(&link, PASSWORD, PASSWORD).await.expect(303);
        assert!(house.get(&link).await.expect(200).shows("The link has been used"));
        house.try_sign_in("rosa.lind@example.org", PASSWORD).await.expect(303);
        house.get("/dashboard/northwind/roles/create").await.expect(200);
        house.get(&urls::operators(&house.tenant())).await.expect(403);
        let told: Vec<_> = written(&house).into_iter().filter_map(|e| e.description).collect();
        assert_eq!(told, ["An operator chose a password: Rosa Lind", "Invite an operator: Rosa Lind"]);
    });
}

#[test]
fn a_newer_link_replaces_the_older_and_removal_withdraws_it() {
    on_both(|house| async move {
        house.sign_in().await;
        let operator = colleague(&house, "Tom Hale", OperatorRole::Support);
        let mail_link = part(&house, &operator, "mail-link");
        house.submit(&mail_link, &[]).await.expect(200);
        let first = link_in(&mail_to(&house, &operator.email));
        house.get(&first).await.expect(200);
        house.submit(&mail_link, &[]).await.expect(200);
        house.get(&first).await.expect(410);
        let mails = house.read(|tx, c| outbox::page(tx, &c.tenant, 100, &Start::First)).unwrap().rows;
        let second = mails.iter().map(link_in).find(|link| *link != first).unwrap();
        house.get(&second).await.expect(200);
        house.submit(&part(&house, &operator, "remove"), &[]).await.expect(200);
        house.get(&second).await.expect(410);
        // A link of one tenant is worth nothing in another.
        house.get(&second.replace("northwind.", "acme.")).await.expect(410);
    });
}

#[test]
fn somebody_who_is_an_operator_elsewhere_keeps_name_and_password() {
    on_both(|house| async move {
        house.sign_in().await;
        let operator = colleague(&house, "Ida Berg", OperatorRole::Support);
        let form = [("email", operator.email.as_str()), ("name", "Somebody Else"), ("role", "user_manager")];
        house.submit("/dashboard/acme/operators/invite", &form).await.expect(200);
        let page = house.get("/dashboard/acme/operators?q=IDA").await.expect(200);
        assert!(page.shows("Ida Berg") && page.shows("User manager") && !page.shows("Somebody Else"));
        assert!(!page.shows("Invited") && !page.shows("Sam Whitlock"));
        let mails = house.get("/dashboard/acme/outbox").await.expect(200);
        assert!(mails.shows("You can now use the dashboard of Acme"));
        assert_eq!(place(&house, &operator.id).unwrap().role, OperatorRole::Support);
    });
}

#[test]
fn a_role_changes_at_once_and_is_logged_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let operator = colleague(&house, "Tom Hale", OperatorRole::Support);
        let change = part(&house, &operator, "change-role");
        assert!(house.submit(&change, &[("role", "admin")]).await.expect(200).shows("Tom Hale is now an admin."));
        assert!(house.submit(&change, &[("role", "admin")]).await.expect(200).shows("Tom Hale was already an admin."));
        house.post(&change, &[("role", "emperor")]).await.expect(422);
        let events = written(&house);
        assert_eq!(events.len(), 1);
        assert!(events[0].diff.iter().any(|d| d.field == "role" && d.before == "support" && d.after == "admin"));
        let remove = part(&house, &operator, "remove");
        assert!(house.get(&remove).await.expect(200).shows("Tom Hale"));
        house.submit(&remove, &[]).await.expect(200);
        assert!(house.submit(&remove, &[]).await.expect(200).shows("removed already"));
        assert_eq!(written(&house).len(), 2);
        assert!(matches!(place(&house, &operator.id), Err(Error::NotFound(_))));
        house.get(&change).await.expect(404);
        house.get("/dashboard/acme/operators/unknown/change-role").await.expect(404);
    });
}

#[test]
fn the_last_owner_who_can_sign_in_stays_an_owner() {
    on_both(|house| async move {
        house.sign_in().await;
        let me = demo(&house);
        // Somebody invited as an owner has no password yet, so nobody could let the house in again.
        let form = [("email", "later@example.org"), ("name", "Later"), ("role", "owner")];
        house.submit(&urls::invite_operator(&house.tenant()), &form).await.expect(200);
        let list = house.get(&urls::operators(&house.tenant())).await.expect(200);
        assert!(list.shows("The last owner: make somebody else an owner first."));
        let page = house.post(&part(&house, &me, "change-role"), &[("role", "support")]).await.expect(422);
        assert!(page.shows("is the last owner who can sign in"));
        assert!(house.submit(&part(&house, &me, "remove"), &[]).await.expect(200).shows("is the last owner"));
        assert_eq!(place(&house, &me.id).unwrap().role, OperatorRole::Owner);
        colleague(&house, "Second Owner", OperatorRole::Owner);
        house.post(&part(&house, &me, "change-role"), &[("role", "support")]).await.expect(303);
        house.get(&urls::operators(&house.tenant())).await.expect(403);
    });
}

#[test]
fn owners_who_demote_and_remove_each_other_at_once_leave_one() {
    on_both(|house| async move {
        for _ in 0..8 {
            let me = demo(&house);
            let all: Vec<_> = (0..3)
                .map(|n| colleague(&house, &format!("Owner {n} {}", house.app.ids.hex(4)), OperatorRole::Owner))
                .collect();
            let ids: Vec<_> = all.iter().map(|o| o.id.clone()).chain([me.id]).collect();
            let start = Arc::new(Barrier::new(ids.len()));
            let threads: Vec<_> = (0..ids.len())
                .map(|n| {
                    let (db, context, start) = (house.app.db().clone(), house.context(), Arc::clone(&start));
                    let other = ids[(n + 1) % ids.len()].clone();
                    std::thread::spawn(move || {
                        start.wait();
                        let done = if n % 2 == 0 {
                            db.write(|tx| change_role::change_role(tx, &context, &other, OperatorRole::Support))
                                .map(drop)
                        } else {
                            db.write(|tx| remove::remove(tx, &context, &other)).map(drop)
                        };
                        assert!(matches!(done, Ok(()) | Err(Error::Invalid(_))), "{done:?}");
                    })
                })
                .collect();
            threads.into_iter().for_each(|t| t.join().unwrap());
            let left = house.read(|tx, c| list::list(tx, c, "", &Start::First)).unwrap();
            assert_eq!(left.owners, 1);
            // Back to where it began, for the next round.
            let me = left.page.rows.into_iter().find(|p| p.role == OperatorRole::Owner).unwrap().operator;
            house
                .app
                .db()
                .write(|tx| {
                    let demo = gatehouse::store::operators::demo(tx)?.unwrap();
                    gatehouse::store::operators::set_membership(tx, &demo.id, &house.tenant(), OperatorRole::Owner)?;
                    if me.id == demo.id {
                        Ok(())
                    } else {
                        gatehouse::store::operators::remove_membership(tx, &me.id, &house.tenant())
                    }
                })
                .unwrap();
        }
    });
}

#[test]
fn a_mightier_role_asks_for_a_new_sign_in() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Support).await;
        let me = house.read(|tx, c| list::list(tx, c, "support@", &Start::First)).unwrap().page.rows.remove(0);
        house.write(|tx, c| change_role::change_role(tx, c, &me.operator.id, OperatorRole::Admin)).unwrap();
        house.get("/account").await.expect(303);
        assert_eq!(place(&house, &me.operator.id).unwrap().last_sign_in, Some(house.app.now()));
    });
}

#[test]
fn the_list_pages_by_key() {
    on_both(|house| async move {
        for n in 0..60 {
            colleague(&house, &format!("zed {n:02}"), OperatorRole::Support);
        }
        let first = house.read(|tx, c| list::list(tx, c, "ZED", &Start::First)).unwrap();
        assert!(first.page.rows.len() == list::PAGE && first.page.has_next && first.total.to_string() == "60");
        let next = Start::After(list::key_of(&first.page.rows[list::PAGE - 1]));
        let rest = house.read(|tx, c| list::list(tx, c, "zed", &next)).unwrap().page;
        assert!(rest.rows.len() == 10 && !rest.has_next && rest.rows[0].operator.name == "zed 50");
        let back = Start::Before(list::key_of(&rest.rows[0]));
        let again = house.read(|tx, c| list::list(tx, c, "zed", &back)).unwrap().page;
        assert_eq!(again.rows[0].operator.name, "zed 00");
    });
}
