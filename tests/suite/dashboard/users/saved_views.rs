//! Saved views of the users list: made from what is seen, shared by their address, logged.

use crate::support::on_both;
use gatehouse::features::saved_views::list;
use gatehouse::model::operator::OperatorRole;

const USERS: &str = "/dashboard/northwind/users";

#[test]
fn a_view_is_saved_opened_renamed_and_deleted() {
    on_both(|house| async move {
        house.sign_in().await;
        let page =
            house.get(&format!("{USERS}?q=blocked%3Atrue&mode=lucene&sort=name&order=asc&junk=1")).await.expect(200);
        assert!(
            page.body.contains("views/create?query=q%3Dblocked%253Atrue%26mode%3Dlucene%26sort%3Dname%26order%3Dasc\""),
            "{}",
            page.body
        );
        let form = format!("{USERS}/views/create");
        let query = "order=asc&junk=1&mode=lucene&q=blocked%3Atrue&sort=name&after=x";
        let page = house.submit(&form, &[("name", " The <blocked> "), ("query", query)]).await.expect(200);
        assert!(page.shows("The view The <blocked> is saved"));
        let view = house.read(list::list).unwrap().remove(0);
        assert_eq!(
            (view.name.as_str(), view.query.as_str()),
            ("The <blocked>", "q=blocked%3Atrue&mode=lucene&sort=name&order=asc")
        );
        let page = house.get(&format!("{USERS}?{}", view.query)).await.expect(200);
        assert!(page.body.contains("aria-current=\"true\" dir=\"auto\">The &#60;blocked&#62;"), "{}", page.body);
        for (name, words) in
            [("", "Enter a name."), ("The <blocked>", "already exists"), (&"x".repeat(61), "at most 60")]
        {
            let page = house.post(&form, &[("name", name), ("query", query)]).await.expect(422);
            assert!(page.shows(words) && page.input("query").as_deref() == Some(view.query.as_str()), "{name}");
        }
        let part = |part: &str| format!("{USERS}/views/{}/{part}", view.id);
        house.get(&part("rename")).await.expect(200);
        house.submit(&part("rename"), &[("name", "Locked out")]).await.expect(200);
        house.submit(&part("rename"), &[("name", "Locked out")]).await.expect(200);
        assert!(house.get(&format!("{USERS}/views")).await.expect(200).shows("Locked out"));
        house.get(&part("delete")).await.expect(200);
        assert!(house.submit(&part("delete"), &[]).await.expect(200).shows("The view Locked out is deleted."));
        assert!(house.submit(&part("delete"), &[]).await.expect(200).shows("deleted already"));
        house.get(&part("rename")).await.expect(404);
        let find = house.get("/dashboard/northwind/logs?size=100").await.expect(200);
        for words in ["Save a view", "Rename a view", "Delete a view", "The <blocked>"] {
            assert!(find.shows(words), "{words}: {}", find.body);
        }
    });
}

#[test]
fn support_opens_views_and_changes_none() {
    on_both(|house| async move {
        house.sign_in_as(OperatorRole::Support).await;
        house.get(&format!("{USERS}/views")).await.expect(200);
        assert!(!house.get(USERS).await.expect(200).shows("Save this view"));
        house.post(&format!("{USERS}/views/create"), &[("name", "x"), ("query", "")]).await.expect(403);
    });
}
