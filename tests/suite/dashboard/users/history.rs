//! History: the last two days when opened, any range and kind by address, and a page for each event.

use crate::support::house::AMARA;
use crate::support::{Answer, House, on_both};
use gatehouse::features::users::{block, unblock};
use gatehouse::http::urls;
use gatehouse::model::user::UserId;
use std::collections::BTreeSet;

fn history(query: &str) -> String {
    format!("/dashboard/northwind/users/{}/history{query}", urls::encode(AMARA))
}

/// Addresses of the events on a page, in order.
fn events(page: &Answer) -> Vec<String> {
    let rows = page.body.split("class=\"row-link\" href=\"").skip(1);
    rows.map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect()
}

/// The address of a link of the list's foot.
fn step(page: &Answer, testid: &str) -> Option<String> {
    let at = page.body.find(&format!("data-testid=\"{testid}\""))?;
    let tag = &page.body[page.body[..at].rfind('<')?..at];
    let href = tag.split("href=\"").nth(1)?;
    Some(href[..href.find('"')?].replace("&#38;", "&"))
}

async fn walk(house: &House, from: String) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), Some(from));
    while let Some(path) = next {
        let page = house.get(&path).await.expect(200);
        all.extend(events(&page));
        assert!(all.len() < 1_000, "paging does not end");
        next = step(&page, "page-next");
    }
    all
}

#[test]
fn it_opens_with_the_last_two_days_and_reaches_further_back() {
    on_both(|house| async move {
        house.sign_in().await;
        let page = house.get(&history("")).await.expect(200);
        assert_eq!(events(&page).len(), 6);
        assert!(
            page.shows("6 events in the last 2 days") && page.shows("Lagos, Nigeria") && page.shows("Wrong password")
        );
        let wider = step(&page, "page-wider").unwrap();
        assert!(events(&house.get(&wider).await.expect(200)).len() > 6);

        let all = walk(&house, history("?range=3650")).await;
        assert!(all.len() > 150, "{}", all.len());
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "an event stands twice");
    });
}

#[test]
fn paging_back_shows_the_same_events() {
    on_both(|house| async move {
        house.sign_in().await;
        let first = house.get(&history("?range=3650")).await.expect(200);
        let second = house.get(&step(&first, "page-next").unwrap()).await.expect(200);
        let third = house.get(&step(&second, "page-next").unwrap()).await.expect(200);
        let back = house.get(&step(&third, "page-previous").unwrap()).await.expect(200);
        assert_eq!(events(&back), events(&second));
    });
}

#[test]
fn kinds_and_days_narrow_it() {
    on_both(|house| async move {
        house.sign_in().await;
        let failed = house.get(&history("?event=failed")).await.expect(200);
        assert!(events(&failed).len() == 1 && failed.shows("Event is Everything that failed"));
        let logins = walk(&house, history("?event=s&range=3650")).await;
        assert_eq!(logins.len(), 142);
        let day = house.get(&history("?from=2026-11-20&to=2026-11-20")).await.expect(200);
        assert!(events(&day).len() == 3 && day.shows("3 events on 20 Nov 2026"));
        let nothing = house.get(&history("?event=protection")).await.expect(200);
        assert!(nothing.shows("No such events") && events(&nothing).is_empty());
        for address in [
            history("?from=2026-11-20&to=2026-11-01"),
            "/dashboard/northwind/logs?from=2026-11-20&to=2026-11-01".into(),
        ] {
            let wrong = house.get(&address).await.expect(400);
            assert!(
                wrong.shows("The first day must not be after the last one.") && wrong.body.contains("<title>Error: ")
            );
            assert_eq!(wrong.body.matches("aria-invalid=\"true\" aria-describedby=\"range-error\"").count(), 2);
            assert_eq!(wrong.input("from").as_deref(), Some("2026-11-20"));
            assert!(!events(&wrong).is_empty(), "the list stays");
        }
    });
}

#[test]
fn an_operators_act_is_told_with_its_author_and_its_diff() {
    on_both(|house| async move {
        house.sign_in().await;
        let id = UserId::from_text(AMARA);
        house.write(|tx, c| block::block(tx, c, &id)).unwrap();
        let page = house.get(&history("?event=sapi")).await.expect(200);
        assert!(page.shows("Block a User") && page.shows("by Test Operator"));
        let event = house.get(&events(&page)[0]).await.expect(200);
        assert!(event.body.contains("data-testid=\"changes\"") && event.shows("blocked"));
        for text in ["Test Operator", "\"log_id\"", "\"type\"", "\"sapi\"", "\"changes\""] {
            assert!(event.shows(text), "{text}");
        }
        house.write(|tx, c| unblock::unblock(tx, c, &id)).unwrap();
    });
}

#[test]
fn another_users_event_is_not_found_here() {
    on_both(|house| async move {
        house.sign_in().await;
        let mine = events(&house.get(&history("")).await.expect(200)).remove(0);
        house.get(&mine).await.expect(200);
        let jonas = urls::encode("google-oauth2|108540312996437781204");
        house.get(&mine.replace(&urls::encode(AMARA), &jonas)).await.expect(404);
        house.get(&history("/900nothing")).await.expect(404);
        house.get("/dashboard/northwind/users/auth0%7Cnobody/history").await.expect(404);
    });
}

#[test]
fn the_number_of_statements_does_not_depend_on_the_events() {
    on_both(|house| async move {
        house.sign_in().await;
        let (few, of_few) = house.counted(&history("")).await;
        let (many, of_many) = house.counted(&history("?range=3650")).await;
        assert!(events(&few).len() < 10 && events(&many).len() >= 25);
        // The session with its operator, the header's three, the page, how many there are, and the connections' names.
        assert_eq!((of_few, of_many), (7, 7));
    });
}
