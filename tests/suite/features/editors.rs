//! Many editors at once, through the forms: no change is lost without its author being told.

use crate::support::house::AMARA;
use crate::support::{Answer, House, on_both};
use futures_util::future::join_all;
use gatehouse::features::users::details;
use gatehouse::http::urls;
use gatehouse::model::user::{User, UserId};
use std::collections::BTreeMap;

const FIELDS: [&str; 3] = ["given_name", "family_name", "nickname"];
/// How often an editor opens or saves the form.
const STEPS: usize = 1_000;

/// Numbers that look random and are the same on each run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

type Values = BTreeMap<&'static str, String>;

fn amara(house: &House) -> User {
    house.read(|tx, c| details::header(tx, c, &UserId::from_text(AMARA))).unwrap().user
}

fn stored(house: &House) -> Values {
    let user = amara(house);
    let values = [user.given_name, user.family_name, user.nickname].map(Option::unwrap_or_default);
    FIELDS.into_iter().zip(values).collect()
}

fn path(house: &House, part: &str) -> String {
    urls::user_part(&house.tenant(), &UserId::from_text(AMARA), part)
}

async fn post(house: &House, path: &str, fields: &[(String, String)]) -> u16 {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    served(house, path, &fields).await.status
}

/// Sends a form. Who waits for the database for too long, behind many others on a busy machine, is told so and sends it again.
async fn served(house: &House, path: &str, fields: &[(&str, &str)]) -> Answer {
    for _ in 0..20 {
        let answer = house.post(path, fields).await;
        if answer.status != 503 {
            return answer;
        }
    }
    panic!("{path} is never served");
}

fn put(form: &mut [(String, String)], name: &str, value: &str) {
    form.iter_mut().find(|(known, _)| known == name).unwrap().1 = value.to_owned();
}

/// An editor's open form, and what was stored when it was opened.
struct Open {
    form: Vec<(String, String)>,
    seen: Values,
}

#[test]
fn no_update_is_lost_without_a_conflict_shown() {
    on_both(|house| async move {
        house.sign_in().await;
        let path = path(&house, "edit");
        let mut dice = Dice(27);
        let mut editors: [Option<Open>; 2] = [None, None];
        let (mut saved, mut told) = (0, 0);
        for step in 0..STEPS {
            let editor = dice.below(2);
            let Some(mut open) = editors[editor].take() else {
                let form = house.get(&path).await.expect(200).form(&path).unwrap();
                editors[editor] = Some(Open { form, seen: stored(&house) });
                continue;
            };
            let (field, value) = (FIELDS[dice.below(FIELDS.len())], format!("of step {step}"));
            put(&mut open.form, field, &value);
            let before = stored(&house);
            let status = post(&house, &path, &open.form).await;
            if before[field] == open.seen[field] {
                // Nobody else touched it since: it is saved, and what others saved meanwhile stays.
                assert_eq!(status, 303, "step {step}: {field}");
                assert_eq!(
                    stored(&house),
                    Values::from_iter(before.into_iter().chain([(field, value)])),
                    "step {step}"
                );
                saved += 1;
            } else {
                assert_eq!(status, 409, "step {step}: {field}");
                assert_eq!(stored(&house), before, "step {step}: told, and yet changed");
                told += 1;
            }
        }
        assert!(saved > 200 && told > 20, "{saved} saved, {told} told");
    });
}

async fn fifty_at_once(house: &House, key: impl Fn(usize) -> String) -> Vec<u16> {
    let path = path(house, "user-metadata");
    let form = house.get(&path).await.expect(200).form(&path).unwrap();
    let original = amara(house).user_metadata;
    let forms: Vec<_> = (0..50)
        .map(|n| {
            let (mut form, mut document) = (form.clone(), original.clone());
            document.insert(key(n), n.into());
            put(&mut form, "user_metadata", &serde_json::to_string(&document).unwrap());
            form
        })
        .collect();
    join_all(forms.iter().map(|form| post(house, &path, form))).await
}

#[test]
fn fifty_edits_of_different_keys_at_once_are_all_there() {
    on_both(|house| async move {
        house.sign_in().await;
        let statuses = fifty_at_once(&house, |n| format!("key{n}")).await;
        assert!(statuses.iter().all(|status| *status == 303), "{statuses:?}");
        let document = amara(&house).user_metadata;
        for n in 0..50 {
            assert_eq!(document.get(&format!("key{n}")), Some(&n.into()), "key{n} is lost");
        }
        assert_eq!(document["salutation"], "Dr.");
    });
}

#[test]
fn fifty_edits_of_one_key_at_once_have_one_winner_and_tell_the_others() {
    on_both(|house| async move {
        house.sign_in().await;
        let statuses = fifty_at_once(&house, |_| "key".into()).await;
        let winners: Vec<_> = (0..50).filter(|n| statuses[*n] == 303).collect();
        assert_eq!(winners.len(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [303, 409].contains(status)), "{statuses:?}");
        assert_eq!(amara(&house).user_metadata["key"], winners[0]);
    });
}

#[test]
fn a_hundred_forms_with_one_email_at_once_make_one_user() {
    on_both(|house| async move {
        house.sign_in().await;
        let (email, password) = ("Race@Northwind.example", "a Long passw0rd!");
        let fields = [("connection", "Customers"), ("email", email), ("password", password), ("repeat", password)];
        let post = || served(&house, "/dashboard/northwind/users/create", &fields);
        let answers = join_all((0..100).map(|_| post())).await;
        let (made, told): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 303);
        assert_eq!(made.len(), 1);
        for answer in told {
            let page = answer.expect(422);
            assert!(page.body.contains("id=\"e-email\"") && page.shows("already exists in this connection"));
        }
        let list = house.get("/dashboard/northwind/users?q=race@northwind").await.expect(200);
        assert_eq!(list.body.matches("data-select-row").count(), 1);
    });
}
