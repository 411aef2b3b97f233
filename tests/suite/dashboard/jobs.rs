//! Bulk work as jobs: every kind, its dry run, and what happens when something comes in between.

use crate::support::on_both;

const USERS: &str = "/dashboard/northwind/users";
const BULK: &str = "/dashboard/northwind/users/bulk";

#[test]
fn no_jobs_yet_says_where_they_come_from() {
    on_both(|house| async move {
        house.sign_in().await;
        assert!(house.get("/dashboard/northwind/jobs").await.expect(200).shows("No jobs yet"));
        house.get("/dashboard/northwind/jobs/job_unknown").await.expect(404);
    });
}

#[test]
fn all_that_match_are_blocked_and_the_results_name_each() {
    on_both(|house| async move {
        house.sign_in().await;
        let list = format!("{USERS}?status=pending");
        let fields = [("verb", "block"), ("all", "true"), ("list", list.as_str())];
        let plan = house.post(BULK, &fields).await.expect(303).location().to_owned();
        let page = house.get(&plan).await.expect(200);
        assert!(page.shows("will be blocked"));
        let job = house.post(plan.split('?').next().unwrap(), &[]).await.expect(303).location().to_owned();
        assert!(house.get(&job).await.expect(200).shows("Waits for a worker"));
        house.app.work_until_idle().unwrap();
        assert!(house.get(&job).await.expect(200).shows("Completed"));
        let page = house.get(&list).await.expect(200);
        assert_eq!(page.body.matches("</svg>Blocked</span>").count(), page.body.matches("data-row").count());
        assert!(house.get("/dashboard/northwind/jobs").await.expect(200).shows("Completed"));
        let file = house.get(&format!("{job}/results")).await.expect(200);
        assert!(file.body.starts_with("user_id,email,outcome,detail\r\n"));
        let outcomes = |word: &str| file.body.matches(&format!("\"{word}\"")).count();
        assert_eq!((outcomes("succeeded"), outcomes("unchanged"), file.body.lines().count()), (4, 1, 6));
    });
}
