//! `/dashboard/{tenant}/apis` and below.

use crate::support::on_both;
use gatehouse::features::resource_servers::create;
use gatehouse::features::roles::draft::Draft;
use gatehouse::features::roles::{self, show};
use gatehouse::http::urls;
use gatehouse::model::paging::Start;

#[test]
fn permissions_are_added_changed_and_removed_everywhere() {
    on_both(|house| async move {
        house.sign_in().await;
        let tenant = house.tenant();
        let form = [("name", "Tickets API"), ("identifier", "urn:tickets")];
        house.submit(&urls::create_api(&tenant), &form).await.expect(200);
        let again = house.post(&urls::create_api(&tenant), &form).await.expect(422);
        assert!(again.shows("An API with this identifier already exists."));
        assert_eq!(again.input("name").as_deref(), Some("Tickets API"));

        let api = house.write(|tx, c| create::create(tx, c, "Events API", "urn:events")).unwrap();
        let permissions = urls::api_part(&tenant, &api.id, "permissions");
        house.submit(&permissions, &[("permission", "read:all"), ("description", "Read")]).await.expect(200);
        let twice = house.post(&permissions, &[("permission", "read:all"), ("description", "typed")]).await.expect(422);
        assert_eq!(twice.input("description").as_deref(), Some("typed"));
        house.post(&permissions, &[("permission", "read all")]).await.expect(422);

        let draft = Draft { name: "Listener".into(), description: String::new() };
        let role = house.write(|tx, c| roles::create::create(tx, c, &draft)).unwrap();
        let add = urls::role_part(&tenant, &role.id, "permissions/add");
        for _ in 0..2 {
            house.submit(&add, &[("api", &api.id), ("permission", "read:all")]).await.expect(200);
        }
        assert!(house.get(&permissions).await.expect(200).shows("Listener"));

        let edit = urls::api_permission(&tenant, &api.id, "read:all", "edit");
        house.submit(&edit, &[("before", "Read"), ("description", "Read all")]).await.expect(200);
        let late = house.post(&edit, &[("before", "Read"), ("description", "mine")]).await.expect(409);
        assert_eq!(late.input("description").as_deref(), Some("mine"));

        let remove = urls::api_permission(&tenant, &api.id, "read:all", "remove");
        assert!(house.get(&remove).await.expect(200).shows("The role Listener loses it."));
        for _ in 0..2 {
            house.submit(&remove, &[]).await.expect(200);
        }
        let left = house.read(|tx, c| show::permissions(tx, c, &role.id, "", &Start::First)).unwrap();
        assert!(left.page.rows.is_empty());
        let delete = urls::api_part(&tenant, &api.id, "delete");
        for _ in 0..2 {
            house.submit(&delete, &[]).await.expect(200);
        }
        house.get(&urls::api(&tenant, &api.id)).await.expect(404);
    });
}
