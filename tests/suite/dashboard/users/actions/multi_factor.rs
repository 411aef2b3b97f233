//! Removing factors, resetting them, and the recovery code.

use crate::support::House;
use crate::support::house::AMARA;
use crate::support::log::new_events;
use crate::support::on_both;
use gatehouse::features::users::{details, regenerate_recovery_code, remove_factor, reset_mfa};
use gatehouse::http::urls;
use gatehouse::model::factor::{FactorKind, RememberedBrowser};
use gatehouse::model::user::UserId;
use gatehouse::store::remembered_browsers;

fn kinds(house: &House) -> Vec<FactorKind> {
    let found = house.read(|tx, c| details::details(tx, c, &UserId::from_text(AMARA))).unwrap();
    found.factors.iter().map(|f| f.kind).collect()
}

#[test]
fn with_the_last_factor_goes_the_recovery_code() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = UserId::from_text(AMARA);
        let found = house.read(|tx, c| details::details(tx, c, &amara)).unwrap();
        let totp = found.factors.iter().find(|f| f.kind == FactorKind::Totp).unwrap();
        let path = urls::user_thing(&house.tenant(), &amara, "remove-factor", &totp.id);
        assert!(house.get(&path).await.expect(200).shows("is the last factor of Amara Okafor"));
        let page = house.submit(&path, &[]).await.expect(200);
        assert!(page.shows("No factors") && kinds(&house).is_empty());
        let user = house.read(|tx, c| details::header(tx, c, &amara)).unwrap().user;
        assert_eq!(user.multifactor_last_modified, Some(house.app.now()));
        assert!(house.submit(&path, &[]).await.expect(200).shows("removed already"));
        house.get(&path).await.expect(404);
        let events = new_events(&house, &amara);
        assert_eq!(events.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["gd_unenroll"]);
        assert_eq!(events[0].diff[0].before, serde_json::json!(["totp", "recovery-code"]));
    });
}

#[test]
fn a_reset_removes_all_once() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = UserId::from_text(AMARA);
        let path = urls::user_part(&house.tenant(), &amara, "reset-mfa");
        assert!(house.get(&path).await.expect(200).shows("Removes 2 factors"));
        house.submit(&path, &[]).await.expect(200);
        assert!(kinds(&house).is_empty());
        assert!(house.submit(&path, &[]).await.expect(200).shows("had no factors"));
        assert_eq!(new_events(&house, &amara).len(), 1);
        assert!(house.write(|tx, c| regenerate_recovery_code::regenerate_recovery_code(tx, c, &amara)).is_err());
    });
}

#[test]
fn a_recovery_code_is_shown_once_and_logged_without_itself() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = UserId::from_text(AMARA);
        let path = urls::user_part(&house.tenant(), &amara, "regenerate-recovery-code");
        let made = house.post(&path, &[]).await.expect(303);
        let page = house.get(made.location()).await.expect(200);
        let at = page.body.find("<code>").unwrap() + 6;
        let code = &page.body[at..at + 24];
        assert!(code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()), "{code}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(kinds(&house).iter().filter(|k| **k == FactorKind::RecoveryCode).count(), 1);
        assert!(!house.get(&urls::user(&house.tenant(), &amara)).await.expect(200).body.contains(code));
        let again = house.get(made.location()).await.expect(303);
        assert!(house.get(again.location()).await.expect(200).shows("stored only as a hash"));
        let events = new_events(&house, &amara);
        assert_eq!(events.len(), 1);
        assert!(!format!("{events:?}").contains(code));
    });
}

#[test]
fn a_factor_of_somebody_else_stays() {
    on_both(|house| async move {
        let amara = UserId::from_text(AMARA);
        let grace = UserId::from_text("google-oauth2|110134809455615870302");
        let theirs = house.read(|tx, c| details::details(tx, c, &amara)).unwrap().factors;
        let (_, gone) = house.write(|tx, c| remove_factor::remove_factor(tx, c, &grace, &theirs[0].id)).unwrap();
        assert!(gone.is_empty() && kinds(&house).len() == theirs.len());
        assert!(house.write(|tx, c| reset_mfa::reset_mfa(tx, c, &UserId::from_text("auth0|nobody"))).is_err());
    });
}

#[test]
fn remembered_browsers_are_forgotten_once_and_with_the_factors() {
    on_both(|house| async move {
        house.sign_in().await;
        let amara = UserId::from_text(AMARA);
        let page_of = urls::user(&house.tenant(), &amara);
        let forget = urls::user_part(&house.tenant(), &amara, "forget-browsers");
        assert!(house.get(&page_of).await.expect(200).shows("2 browsers, in which no second factor is asked for"));
        assert!(house.get(&forget).await.expect(200).shows("Amara Okafor is asked for a second factor again"));
        let page = house.submit(&forget, &[]).await.expect(200);
        assert!(page.shows("2 browsers of Amara Okafor forgotten.") && page.shows("None: every login asks"));
        assert!(!page.body.contains("data-testid=\"forget-browsers\""));
        assert!(house.submit(&forget, &[]).await.expect(200).shows("No browser of Amara Okafor was remembered."));
        let events = new_events(&house, &amara);
        assert_eq!(events.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["gd_update_device_account"]);
        assert_eq!(events[0].diff[0].before, serde_json::json!(2));
        let (now, day) = (house.app.now(), chrono::TimeDelta::days(1));
        let browser = |n: u8, expires_at| RememberedBrowser {
            token_hash: format!("hash-{n}"),
            created_at: now - day,
            expires_at,
            ip: None,
            user_agent: None,
        };
        let all = [(amara.clone(), browser(1, now + day)), (amara.clone(), browser(2, now - day))];
        house.write(|tx, c| remembered_browsers::insert_all(tx, &c.tenant, &all)).unwrap();
        let count = || house.read(|tx, c| details::header(tx, c, &amara)).unwrap().counts.remembered_browsers;
        assert_eq!(count(), 1, "an expired one does not count");
        house.write(|tx, c| reset_mfa::reset_mfa(tx, c, &amara)).unwrap();
        assert_eq!(count(), 0);
    });
}
