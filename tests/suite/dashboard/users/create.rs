//! Create User: mistakes at their fields, one event, one mail, and a pending user at the end.

use super::actions::{mails, only_event, stored};
use crate::support::on_both;

const URL: &str = "/dashboard/northwind/users/create";
const PASSWORD: &str = "a Long passw0rd!";

fn fields<'a>(connection: &'a str, email: &'a str, password: &'a str, repeat: &'a str) -> [(&'a str, &'a str); 4] {
    [("connection", connection), ("email", email), ("password", password), ("repeat", repeat)]
}

fn id_of(location: &str) -> String {
    location.rsplit('/').next().unwrap().replace("%7C", "|")
}

#[test]
fn a_created_user_is_pending_and_gets_a_mail() {
    on_both(|house| async move {
        house.sign_in().await;
        let answer =
            house.post(URL, &fields("Customers", "New.Person@Example.COM", PASSWORD, PASSWORD)).await.expect(303);
        let id = id_of(answer.location());
        assert!(id.starts_with("auth0|") && id.len() == 30, "{id}");
        let page = house.get(answer.location()).await.expect(200);
        assert!(page.shows("new.person@example.com was created.") && page.shows("Pending"));
        let user = stored(&house, &id);
        assert_eq!((user.nickname.as_deref(), user.email_verified), (Some("new.person"), false));
        let event = only_event(&house, &id, "sapi");
        assert!(event.diff.iter().any(|d| d.field == "password" && d.after == "*****"));
        assert_eq!(mails(&house)[0].recipient, "new.person@example.com");
    });
}

#[test]
fn every_mistake_is_named_and_the_typing_is_kept_but_for_passwords() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.post(URL, &fields("Customers", "no address", "abc", "abd")).await.expect(422);
        assert_eq!(page.input("email").as_deref(), Some("no address"));
        for id in ["e-email", "e-password", "e-repeat"] {
            assert!(page.body.contains(&format!("id=\"{id}\"")), "{id}");
        }
        assert!(page.shows("at least 8 characters") && page.shows("three kinds"));
        assert!(!page.body.contains("value=\"abc\"") && !page.body.contains("value=\"abd\""));
        let long = format!("{}@example.com", "a".repeat(65));
        let page = house.post(URL, &fields("Customers", &long, PASSWORD, PASSWORD)).await.expect(422);
        assert!(page.shows("at most 64 characters"));
        let page = house.post(URL, &fields("Customers", "AMARA.okafor@northwind.example", PASSWORD, PASSWORD)).await;
        assert!(page.expect(422).shows("A user with this email address already exists in this connection."));
        house.post(URL, &fields("Google", "a@b.example", PASSWORD, PASSWORD)).await.expect(422);
        house.post(URL, &fields("", "a@b.example", PASSWORD, PASSWORD)).await.expect(422);
    });
}

#[test]
fn a_connection_that_no_application_uses_is_refused_with_the_reason() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.get(URL).await.expect(200);
        assert!(page.body.contains("Test directory (disabled)") && page.shows("Enable it"));
        let page = house.post(URL, &fields("test-directory", "a@b.example", PASSWORD, PASSWORD)).await.expect(422);
        assert!(page.shows("connection is disabled"));
    });
}

#[test]
fn a_username_is_asked_for_where_the_connection_needs_one() {
    on_both(|house| async move {
        house.sign_in().await;
        let part = house.get(&format!("{URL}?part=fields&connection=Staff")).await.expect(200);
        assert!(part.input("username").is_some() && !part.body.contains("<html"));
        let part = house.get(&format!("{URL}?part=fields&connection=Customers")).await.expect(200);
        assert!(!part.body.contains("id=\"f-username\""), "nothing is asked for; what was typed is kept aside");
        let staff = fields("Staff", "clerk@b.example", PASSWORD, PASSWORD);
        let page = house.post(URL, &staff).await.expect(422);
        assert!(page.body.contains("id=\"e-username\""));
        let with = |name: &'static str| [staff.as_slice(), &[("username", name)]].concat();
        house.post(URL, &with("not@an.email")).await.expect(422);
        let answer = house.post(URL, &with("New.Clerk")).await.expect(303);
        assert_eq!(stored(&house, &id_of(answer.location())).username.as_deref(), Some("new.clerk"));
        let again = [("connection", "Staff"), ("email", "other@b.example"), ("username", "new.clerk")];
        let page = house.post(URL, &[again.as_slice(), &[("password", PASSWORD), ("repeat", PASSWORD)]].concat()).await;
        assert!(page.expect(422).shows("A user with this username already exists"));
    });
}
