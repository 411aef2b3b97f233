//! `/dashboard/{tenant}/roles` and below.

use crate::support::house::AMARA;
use crate::support::{House, on_both};
use gatehouse::features::roles::draft::Draft;
use gatehouse::features::roles::{create, list};
use gatehouse::http::urls;
use gatehouse::model::paging::Start;
use gatehouse::model::role::Role;
use gatehouse::model::user::UserId;

fn new_role(house: &House, name: &str) -> Role {
    let draft = Draft { name: name.to_owned(), description: String::new() };
    house.write(|tx, c| create::create(tx, c, &draft)).unwrap()
}

#[test]
fn the_list_searches_by_name_and_pages_by_key() {
    on_both(|house| async move {
        house.sign_in().await;
        for n in 0..60 {
            new_role(&house, &format!("Zone {n:02} 100%_<b>"));
        }
        let roles = urls::roles(&house.tenant());
        let found = house.get(&format!("{roles}?q=zONE%2007")).await.expect(200);
        assert!(found.shows("Zone 07 100%_<b>") && !found.shows("Zone 08"));
        assert!(house.get(&format!("{roles}?q=nothing-like-it")).await.expect(200).shows("No roles match"));
        assert!(house.get(&format!("{roles}?q=%25_%3C")).await.expect(200).shows("Zone 05"));
        let page = house.read(|tx, c| list::list(tx, c, "zone", &Start::First)).unwrap().0;
        assert!(page.rows.len() == list::PAGE && page.has_next);
        let next = Start::After(page.rows[list::PAGE - 1].key());
        let rest = house.read(|tx, c| list::list(tx, c, "zone", &next)).unwrap().0;
        assert!(rest.rows.len() == 10 && !rest.has_next && rest.rows[0].role.name.starts_with("Zone 50"));
    });
}

#[test]
fn mistakes_and_conflicts_keep_what_was_typed() {
    on_both(|house| async move {
        house.sign_in().await;
        let role = new_role(&house, "Caretaker");
        let create = urls::create_role(&house.tenant());
        let page = house.post(&create, &[("name", "Caretaker"), ("description", "typed")]).await.expect(422);
        assert!(
            page.shows("A role with this name already exists.")
                && page.input("description").as_deref() == Some("typed")
        );
        let path = urls::role(&house.tenant(), &role.id);
        let first = [("version", "1"), ("name", "Keeper"), ("description", "")];
        house.submit(&path, &first).await.expect(200);
        house.submit(&path, &first).await.expect(200);
        let second = [("version", "1"), ("name", "Janitor"), ("description", "")];
        let page = house.post(&path, &second).await.expect(409);
        assert!(page.shows("Somebody else saved first") && page.shows("Keeper"));
        assert_eq!(page.input("name").as_deref(), Some("Janitor"));
        house.get(&urls::role(&house.tenant(), "rol_unknown")).await.expect(404);
    });
}

#[test]
fn users_are_assigned_from_the_role_too_and_lose_it_with_the_role() {
    on_both(|house| async move {
        house.sign_in().await;
        let role = new_role(&house, "Caretaker");
        let (tenant, amara) = (house.tenant(), UserId::from_text(AMARA));
        let assign = urls::role_part(&tenant, &role.id, "users/assign");
        assert!(house.get(&format!("{assign}?q=amara")).await.expect(200).shows("Amara Okafor"));
        house.post(&assign, &[("q", "amara")]).await.expect(422);
        assert!(house.submit(&assign, &[("user", AMARA)]).await.expect(200).shows("now has this role"));
        let remove = urls::role_user(&tenant, &role.id, &amara, "remove");
        assert!(house.submit(&remove, &[]).await.expect(200).shows("Nobody has this role"));
        house.submit(&urls::role_user(&tenant, &role.id, &amara, "assign"), &[]).await.expect(200);
        let delete = urls::role_part(&tenant, &role.id, "delete");
        assert!(house.get(&delete).await.expect(200).shows("1 user loses this role"));
        assert!(house.submit(&delete, &[]).await.expect(200).shows("is deleted."));
        assert!(house.submit(&delete, &[]).await.expect(200).shows("deleted already"));
    });
}
