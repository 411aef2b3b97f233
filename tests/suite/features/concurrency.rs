//! Many at once: one winner, the others told, nothing half done.

use crate::support::house::AMARA;
use crate::support::on_both;
use gatehouse::error::Error;
use gatehouse::features::users::{block, details};
use gatehouse::model::identity::Identity;
use gatehouse::model::user::UserId;
use gatehouse::store::{identities, users};

#[test]
fn the_same_email_created_a_hundred_times_at_once_is_one_user() {
    on_both(|house| async move {
        let template = house.read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(AMARA))).unwrap();
        let context = house.context();
        let threads: Vec<_> = (0..8)
            .map(|worker| {
                let (db, context, template) = (house.app.db().clone(), context.clone(), template.clone());
                std::thread::spawn(move || {
                    let (mut made, mut told) = (0, 0);
                    for n in 0..13 {
                        let mut user = template.clone();
                        user.id = UserId::from_text(format!("auth0|race-{worker}-{n}"));
                        let identity = Identity {
                            provider: "auth0".into(),
                            provider_user_id: format!("race-{worker}-{n}"),
                            connection: user.connection.clone(),
                            is_social: false,
                            position: 0,
                            login_email: Some("race@northwind.example".into()),
                            login_username: None,
                            profile_data: serde_json::Map::new(),
                        };
                        let result = db.write(|tx| {
                            users::insert(tx, &context.tenant, &user)?;
                            identities::insert(tx, &context.tenant, &user.id, &identity)
                        });
                        match result {
                            Ok(()) => made += 1,
                            Err(Error::Invalid(errors)) if !errors.of("email").is_empty() => told += 1,
                            Err(other) => panic!("{other}"),
                        }
                    }
                    (made, told)
                })
            })
            .collect();
        let results: Vec<(i32, i32)> = threads.into_iter().map(|t| t.join().unwrap()).collect();
        assert_eq!(results.iter().map(|r| r.0).sum::<i32>(), 1);
        assert_eq!(results.iter().map(|r| r.1).sum::<i32>(), 8 * 13 - 1);
        // The losers left nothing behind.
        let found = (0..8).flat_map(|w| (0..13).map(move |n| UserId::from_text(format!("auth0|race-{w}-{n}"))));
        let left = found.filter(|id| house.read(|tx, c| users::find(tx, &c.tenant, id)).is_ok()).count();
        assert_eq!(left, 1);
    });
}

#[test]
fn a_save_with_an_old_version_is_refused() {
    on_both(|house| async move {
        let id = UserId::from_text(AMARA);
        let mine = house.read(|tx, c| users::find(tx, &c.tenant, &id)).unwrap();
        house.write(|tx, c| block::block(tx, c, &id)).unwrap();
        let mut mine = mine;
        mine.name = Some("Lost Update".into());
        let result = house.write(|tx, c| users::update(tx, &c.tenant, &mine));
        assert!(matches!(result, Err(Error::Conflict)));
        assert_eq!(house.read(|tx, c| details::header(tx, c, &id)).unwrap().user.name.as_deref(), Some("Amara Okafor"));
    });
}

#[test]
fn a_verb_that_fails_leaves_neither_change_nor_event() {
    on_both(|house| async move {
        let id = UserId::from_text(AMARA);
        let before = house.read(|tx, c| users::find(tx, &c.tenant, &id)).unwrap();
        let result: gatehouse::error::Result<()> = house.write(|tx, c| {
            block::block(tx, c, &id)?;
            Err(Error::field("after", "something later failed"))
        });
        assert!(result.is_err());
        assert_eq!(house.read(|tx, c| users::find(tx, &c.tenant, &id)).unwrap(), before);
    });
}
