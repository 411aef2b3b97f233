//! Passwords through the forms: kept exactly as typed, however long or odd, and a megabyte is refused at once.

use crate::support::house::AMARA;
use crate::support::{House, on_both, rows};
use gatehouse::features::operators::create::{NewOperator, create};
use gatehouse::http::urls;
use gatehouse::model::operator::OperatorRole;
use gatehouse::model::user::UserId;
use gatehouse::security::password::{MAX_BYTES, hash_now};

const CREATE: &str = "/dashboard/northwind/users/create";

/// Passwords that somebody shortens or tidies, when somebody does.
fn odd() -> Vec<String> {
    let odd = ["Aa1! 🐢 ünïcode", "Aa1! nul\0inside", "   Aa1! spaces   "];
    odd.map(str::to_owned).into_iter().chain(["Aa1!".repeat(16), "Aa1!".repeat(1_024)]).collect()
}

/// What is close to a password and yet another one.
fn close_to(password: &str) -> Vec<String> {
    let mut shorter = password.to_owned();
    shorter.pop();
    let tidied = [password.trim(), password.split('\0').next().unwrap(), &password.to_lowercase()].map(str::to_owned);
    let all = tidied.into_iter().chain([shorter, format!("{password} ")]);
    all.filter(|other| other != password).collect()
}

fn change_password(house: &House) -> String {
    urls::user_part(&house.tenant(), &UserId::from_text(AMARA), "change-password")
}

fn hash_of(house: &House, provider_user_id: &str) -> String {
    let sql = format!("SELECT hash AS word FROM password_credentials WHERE provider_user_id = '{provider_user_id}'");
    rows::words(&house.app.config.database_url, &sql).remove(0)
}

async fn is_kept(house: &House, password: &str, hash: &str) {
    assert!(house.app.passwords.verify(password.to_owned(), Some(hash.to_owned())).await.unwrap(), "{password:?}");
    for other in close_to(password) {
        assert!(!house.app.passwords.verify(other.clone(), Some(hash.to_owned())).await.unwrap(), "{other:?}");
    }
}

#[test]
fn passwords_of_users_are_kept_exactly() {
    on_both(|house| async move {
        house.sign_in().await;
        for (n, password) in odd().into_iter().enumerate() {
            let email = format!("person{n}@northwind.example");
            let typed = password.as_str();
            let fields = [("connection", "Customers"), ("email", &email), ("password", typed), ("repeat", typed)];
            let answer = house.post(CREATE, &fields).await.expect(303);
            let id = answer.location().rsplit("%7C").next().unwrap().to_owned();
            is_kept(&house, &password, &hash_of(&house, &id)).await;

            let fields = [("how", "set"), ("password", typed), ("repeat", typed)];
            house.post(&change_password(&house), &fields).await.expect(303);
            is_kept(&house, &password, &hash_of(&house, AMARA.trim_start_matches("auth0|"))).await;
        }
    });
}

#[test]
fn passwords_of_operators_are_held_against_exactly() {
    on_both(|house| async move {
        for (n, password) in odd().into_iter().enumerate() {
            let new = NewOperator {
                email: format!("operator{n}@gatehouse.example"),
                name: "Odd".into(),
                password_hash: hash_now(&password).unwrap(),
                tenant: house.tenant(),
                role: OperatorRole::Support,
            };
            house.app.db().write(|tx| create(tx, &new, house.app.now(), &house.app.ids)).unwrap();
            for other in close_to(&password) {
                house.try_sign_in(&new.email, &other).await.expect(422);
            }
            house.try_sign_in(&new.email, &password).await.expect(303);
            house.forget_cookies();
        }
    });
}

#[test]
fn a_megabyte_is_refused() {
    on_both(|house| async move {
        house.sign_in().await;
        let (url, megabyte) = (house.app.config.database_url.clone(), "Aa1!".repeat(MAX_BYTES / 4));
        let before = rows::everything(&url);
        let password = megabyte.as_str();
        let fields =
            [("connection", "Customers"), ("email", "new@x.example"), ("password", password), ("repeat", password)];
        let page = house.post(CREATE, &fields).await.expect(422);
        assert!(page.shows("shorter than a megabyte") && page.body.len() < MAX_BYTES, "it is not sent back");
        let fields = [("how", "set"), ("password", password), ("repeat", password)];
        let page = house.post(&change_password(&house), &fields).await.expect(422);
        assert!(page.shows("shorter than a megabyte") && page.body.len() < MAX_BYTES);
        house.try_sign_in("demo@gatehouse.example", password).await.expect(413);
        assert!(rows::everything(&url) == before);
    });
}
