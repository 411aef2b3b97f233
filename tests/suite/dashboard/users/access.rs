//! Devices, authorized applications, permissions and roles of a user.

use crate::support::house::AMARA;
use crate::support::log::new_events;
use crate::support::{House, on_both};
use gatehouse::features::users::{authorized_applications, devices, permissions, roles};
use gatehouse::http::urls;
use gatehouse::model::user::UserId;

fn amara() -> UserId {
    UserId::from_text(AMARA)
}

fn codes(house: &House) -> Vec<String> {
    new_events(house, &amara()).into_iter().map(|event| event.code).collect()
}

#[test]
fn unlinking_revokes_one_refresh_token_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let all = house.read(|tx, c| devices::devices(tx, c, &amara())).unwrap().1;
        let path = urls::unlink_device(&house.tenant(), &amara(), &all[0].id);
        assert!(house.get(&path).await.expect(200).shows(&all[0].name));
        assert!(house.submit(&path, &[]).await.expect(200).shows("is unlinked."));
        assert!(house.submit(&path, &[]).await.expect(200).shows("unlinked already"));
        let left = house.read(|tx, c| devices::devices(tx, c, &amara())).unwrap().1;
        assert_eq!(left, all[1..]);
        assert_eq!(codes(&house), ["srrt"]);
        let unknown = urls::unlink_device(&house.tenant(), &UserId::from_text("auth0|nobody"), &all[1].id);
        house.post(&unknown, &[]).await.expect(404);
    });
}

#[test]
fn revoking_ends_the_application_for_this_user() {
    on_both(|house| async move {
        house.sign_in().await;
        let read =
            |house: &House| house.read(|tx, c| authorized_applications::authorized_applications(tx, c, &amara()));
        let grant = read(&house).unwrap().1.remove(0);
        let path = urls::revoke_grant(&house.tenant(), &amara(), &grant.id);
        assert!(house.get(&path).await.expect(200).shows(&grant.application));
        house.submit(&path, &[]).await.expect(200);
        house.submit(&path, &[]).await.expect(200);
        assert!(!read(&house).unwrap().1.iter().any(|g| g.id == grant.id));
        let left = house.read(|tx, c| devices::devices(tx, c, &amara())).unwrap().1;
        assert!(left.iter().all(|device| device.client_id != grant.client_id));
        assert_eq!(codes(&house), ["sapi"]);
    });
}

#[test]
fn roles_come_and_go_with_undo() {
    on_both(|house| async move {
        house.sign_in().await;
        let read = |house: &House| house.read(|tx, c| roles::user_roles(tx, c, &amara())).unwrap();
        let role = read(&house).offered.remove(0);
        let path = urls::user_part(&house.tenant(), &amara(), "roles");
        house.post(&path, &[("role", "")]).await.expect(422);
        house.post(&path, &[("role", "rol_unknown")]).await.expect(404);
        for _ in 0..2 {
            house.submit(&path, &[("role", &role.id)]).await.expect(200);
            assert!(read(&house).assigned.iter().any(|r| r.id == role.id));
        }
        let remove = urls::user_role(&house.tenant(), &amara(), &role.id, "remove");
        let page = house.submit(&remove, &[]).await.expect(200);
        assert!(page.body.contains(&urls::user_role(&house.tenant(), &amara(), &role.id, "assign")));
        house.submit(&remove, &[]).await.expect(200);
        assert!(!read(&house).assigned.iter().any(|r| r.id == role.id));
        let events = new_events(&house, &amara());
        assert_eq!(events.len(), 2);
        assert!(events.iter().all(|event| event.diff[0].field == "roles"));
    });
}

#[test]
fn a_permission_held_twice_survives_the_end_of_one() {
    on_both(|house| async move {
        house.sign_in().await;
        let read = |house: &House| house.read(|tx, c| permissions::permissions(tx, c, &amara())).unwrap().1;
        let held = read(&house).into_iter().find(|p| !p.direct && !p.roles.is_empty()).unwrap();
        let (api, name) = (held.permission.resource_server_id.as_str(), held.permission.name.as_str());
        let path = urls::user_part(&house.tenant(), &amara(), "permissions/assign");
        assert!(house.get(&format!("{path}?api={api}")).await.expect(200).shows(name));
        house.post(&path, &[("api", api)]).await.expect(422);
        house.post(&path, &[("api", api), ("permission", "unheard:of")]).await.expect(404);
        for _ in 0..2 {
            house.submit(&path, &[("api", api), ("permission", name)]).await.expect(200);
        }
        let find = |house: &House| read(house).into_iter().find(|p| p.permission == held.permission);
        assert!(find(&house).unwrap().direct);
        let remove = urls::user_permission(&house.tenant(), &amara(), api, name, "remove");
        for _ in 0..2 {
            house.submit(&remove, &[]).await.expect(200);
        }
        assert_eq!(find(&house).unwrap(), held);
        assert_eq!(codes(&house), ["sapi", "sapi"]);
    });
}
