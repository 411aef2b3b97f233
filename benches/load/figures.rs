//! What is measured.

use super::api;
use super::client::{Asker, Pages, Round, Visitor, Wire, in_turns, read};
use super::ground::{Ground, OPERATOR, PASSWORD};
use super::jobs;
use super::server::{Server, form_token};
use std::time::{Duration, Instant};

const LIST: &str = "/dashboard/northwind/users";
/// Connections that ask at once in the second round of a figure.
pub const CROWD: usize = 16;
/// Pages that are turned to find cursors.
const PAGES: usize = 1_000;

/// People who sign in at once, each with a password to hash.
const SIGN_INS: usize = 500;
const BLOCK: &str = "block and unblock";
const QUEUE: &str = "list, while 500 sign-ins queue";

/// Rounds of the crowd on the product and on the ceilings, in turns.
const ROUNDS: usize = 5;

/// Everything measured on one ground.
pub struct Column {
    pub users: u64,
    pub figures: Vec<Figure>,
    /// Name and value, already in words.
    pub facts: Vec<(&'static str, String)>,
    /// The shares of the ceilings that the first page reaches.
    pub shares: Vec<(&'static str, f64)>,
}

/// A page's times, alone and in a crowd.
pub struct Figure {
    pub name: &'static str,
    pub alone: Round,
    pub crowd: Option<Round>,
    /// The first page's times, taken in turns with this page's.
    pub first: Option<Round>,
    /// This page's times with the smallest number of users, likewise.
    pub smallest: Option<Round>,
}

impl Figure {
    /// One that nothing was measured in turns with.
    pub fn lone(name: &'static str, alone: Round, crowd: Option<Round>) -> Self {
        Self { name, alone, crowd, first: None, smallest: None }
    }
}

/// A running product on a ground, with somebody signed in.
pub struct House {
    pub ground: Ground,
    server: Server,
    operator: Visitor,
    cases: Vec<(&'static str, Vec<String>)>,
    rest: f64,
}

impl House {
    pub async fn open(ground: Ground) -> Self {
        let server = Server::product(&ground).await;
        let operator = server.operator().await;
        let mut wire = Wire::open(&operator).await;
        wire.get(LIST).await;
        let (rest, _) = server.memory();
        Self { cases: cases(&mut wire).await, ground, server, operator, rest }
    }

    fn paths(&self, name: &str) -> Option<&[String]> {
        self.cases.iter().find(|(case, _)| *case == name).map(|(_, paths)| paths.as_slice())
    }
}

/// Measures all figures whose name contains a text, pages in turns with those of the smallest house.
pub async fn measure(house: &House, smallest: Option<&House>, only: &str, time: Duration) -> Column {
    let House { ground, server, operator, .. } = house;
    let mut figures = Vec::new();
    for (name, paths) in house.cases.iter().filter(|(name, _)| name.contains(only)) {
        eprintln!("  {name}");
        figures.push(page(house, smallest, name, paths, time).await);
    }
    if BLOCK.contains(only) {
        figures.push(block(house, smallest, time).await);
    }
    figures.extend(api::measure(server, ground, only, time).await);
    if QUEUE.contains(only) {
        figures.push(Figure::lone(QUEUE, list_while_many_sign_in(server, operator, time).await, None));
    }
    let (ceilings, shares) = ceilings(house, only, time).await;
    let (_, peak) = server.memory();
    let mut facts = Vec::new();
    if "export".contains(only) {
        let (rate, memory) = jobs::export(server, operator, ground).await;
        facts.push(("export", format!("{rate:.0} users/s")));
        facts.push(("export, memory above rest", format!("{memory:.0} MB")));
    }
    if "import".contains(only) {
        let (rate, memory) = jobs::import(server, operator).await;
        facts.push(("import", format!("{rate:.0} users/s")));
        facts.push(("import, memory above rest", format!("{memory:.0} MB")));
        let beside = jobs::list_while_importing(server, operator).await;
        figures.push(Figure::lone("list, while an import runs", beside, None));
    }
    figures.extend(ceilings);
    facts.push(("start-up", format!("{:.0} ms", server.start_up.as_secs_f64() * 1e3)));
    facts.push(("memory at rest", format!("{:.0} MB", house.rest)));
    facts.push(("memory at peak", format!("{peak:.0} MB")));
    facts.push(("filling", format!("{:.0} users/s", ground.users as f64 / ground.filling.as_secs_f64())));
    facts.push(("log events", ground.events.to_string()));
    Column { users: ground.users, figures, facts, shares }
}

/// A page alone, in turns with the first page and with itself in the smallest house; then in a crowd.
async fn page(house: &House, smallest: Option<&House>, name: &'static str, paths: &[String], time: Duration) -> Figure {
    let first = [LIST.to_owned()];
    let mut askers = vec![Pages::open(&house.operator, paths).await, Pages::open(&house.operator, &first).await];
    if let Some((other, paths)) = smallest.and_then(|other| Some((other, other.paths(name)?))) {
        askers.push(Pages::open(&other.operator, paths).await);
    }
    let mut rounds = in_turns(&mut askers, time).await.into_iter();
    let alone = rounds.next().expect("a round for each");
    let (first, smallest) = (rounds.next(), rounds.next());
    let crowd = Some(read(&house.operator, paths, CROWD, time).await);
    Figure { name, alone, crowd, first, smallest }
}

/// The ceilings' figures and the shares of them that the first page reaches: the middle one of some rounds in turns.
async fn ceilings(house: &House, only: &str, time: Duration) -> (Vec<Figure>, Vec<(&'static str, f64)>) {
    let (mut figures, mut shares) = (Vec::new(), Vec::new());
    let server = Server::ceiling(&house.ground).await;
    let first = [LIST.to_owned()];
    for (name, path) in [("ceiling: query and rows", "/rows"), ("ceiling: bytes from memory", "/memory")] {
        if name.contains(only) || "list, first page".contains(only) {
            let paths = [path.to_owned()];
            let alone = read(&server.stranger(), &paths, 1, time).await;
            let mut rounds = Vec::with_capacity(ROUNDS);
            for _ in 0..ROUNDS {
                let page = read(&house.operator, &first, CROWD, time).await;
                let most = read(&server.stranger(), &paths, CROWD, time).await;
                rounds.push((page.per_second / most.per_second, most));
            }
            rounds.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            let (share, crowd) = rounds.swap_remove(ROUNDS / 2);
            figures.push(Figure::lone(name, alone, Some(crowd)));
            shares.push((name, share));
        }
    }
    (figures, shares)
}

/// Name and addresses of each page that is measured; several addresses take turns.
async fn cases(wire: &mut Wire) -> Vec<(&'static str, Vec<String>)> {
    let walk = walk(wire).await;
    let one = |query: &str| vec![format!("{LIST}{query}")];
    let cursors: Vec<String> = walk.next.iter().step_by(1 + walk.next.len() / 100).cloned().collect();
    let emails: Vec<String> = walk.emails.iter().step_by(1 + walk.emails.len() / 50).cloned().collect();
    let user =
        |part: &str| walk.users.iter().step_by(1 + walk.users.len() / 50).map(|u| format!("{u}{part}")).collect();
    let lucene = |query: &str| vec![format!("{LIST}?mode=lucene&q={}", encode(query))];
    let mut cases = vec![
        ("list, first page", one("")),
        ("list, page 2", walk.next.first().cloned().into_iter().collect()),
        ("list, page 1,000 or the last reached", walk.next.last().cloned().into_iter().collect()),
        ("list, any page by its cursor", cursors),
        ("list, last page", one("?at=last")),
        ("list, 100 rows", one("?size=100")),
    ];
    for (name, sort) in [
        ("list by name", "name"),
        ("list by status", "status"),
        ("list by connection", "connection"),
        ("list by logins", "logins"),
        ("list by latest login", "latest_login"),
    ] {
        cases.push((name, one(&format!("?sort={sort}&order=desc"))));
    }
    cases.extend([
        ("filter: connection", one("?connection=Customers")),
        ("filter: blocked", one("?status=blocked")),
        ("filter: pending", one("?status=pending")),
        ("filter: unverified", one("?status=unverified")),
        ("filter: active", one("?status=active")),
        ("filter: connection and blocked", one("?connection=Customers&status=blocked")),
        ("search: a whole email address", emails.iter().map(|e| format!("{LIST}?q={}", encode(e))).collect()),
        ("search: common substring", one("?q=mail")),
        ("search: rare substring", one("?q=okafor.12")),
        ("search: substring, 5 in 10,000", one("?q=okafor.1")),
        ("search: substring, 5 in 1,000", one("?q=okafor")),
        ("search: two letters", one("?q=am")),
        ("lucene: email, exact", emails.iter().flat_map(|e| lucene(&format!("email:\"{e}\""))).collect()),
        ("lucene: name prefix, common", lucene("name:jo*")),
        ("lucene: name prefix, 5 in 1,000", lucene("name:joh*")),
        ("lucene: metadata, rare", lucene("app_metadata.customer_number:\"C-0000500\"")),
        ("lucene: metadata, common", lucene("app_metadata.plan:\"gold\"")),
        ("lucene: logins range", lucene("logins_count:[100 TO 120]")),
        ("lucene: boolean", lucene("blocked:true AND app_metadata.plan:\"gold\"")),
        ("user details", user("")),
        ("history", user("/history")),
        ("history of a busy user", vec![format!("{}/history", walk.busiest)]),
        ("logs", vec!["/dashboard/northwind/logs".to_owned()]),
    ]);
    cases.retain(|(_, paths)| !paths.is_empty());
    cases
}

/// What turning pages finds.
struct Walk {
    next: Vec<String>,
    users: Vec<String>,
    emails: Vec<String>,
    /// The first made-up user, who has the longest history.
    busiest: String,
}

async fn walk(wire: &mut Wire) -> Walk {
    let first_made = wire.get(&format!("{LIST}?q=.0@")).await.body;
    let mut walk = Walk { next: Vec::new(), users: Vec::new(), emails: Vec::new(), busiest: String::new() };
    walk.busiest = links(&first_made, "row-link\" href=\"").into_iter().next().unwrap_or_default();
    let mut page = wire.get(LIST).await.body;
    while walk.next.len() < PAGES {
        walk.users.extend(links(&page, "row-link\" href=\""));
        walk.emails.extend(links(&page, "<small dir=\"auto\">").into_iter().filter(|t| t.contains('@')));
        let Some(next) = page.split("class=\"button\" href=\"").find_map(|part| {
            let (href, rest) = part.split_once('"')?;
            rest.starts_with(" aria-label=\"Next page\"").then(|| href.replace("&#38;", "&"))
        }) else {
            break;
        };
        page = wire.get(&next).await.body;
        walk.next.push(next);
    }
    walk
}

/// The texts between an opening and the next quote or tag.
fn links(page: &str, opening: &str) -> Vec<String> {
    let texts = page.split(opening).skip(1).filter_map(|part| part.split(['"', '<']).next());
    texts.map(str::to_owned).collect()
}

fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Blocks users and then unblocks them, one after the other, for ever.
struct Blocks {
    wire: Wire,
    form: String,
    users: Vec<String>,
    next: usize,
}

impl Blocks {
    async fn open(house: &House) -> Self {
        let mut wire = Wire::open(&house.operator).await;
        let page = wire.get(LIST).await.body;
        let form = format!("_csrf={}", form_token(&page));
        Self { wire, form, users: links(&page, "row-link\" href=\""), next: 0 }
    }
}

impl Asker for Blocks {
    async fn ask(&mut self) -> Duration {
        let (turn, user) = (self.next / self.users.len(), &self.users[self.next % self.users.len()]);
        self.next += 1;
        let path = format!("{user}/{}", if turn % 2 == 0 { "block" } else { "unblock" });
        let asked = Instant::now();
        let answer = self.wire.post(&path, &self.form).await;
        let took = asked.elapsed();
        assert!(answer.status.is_redirection(), "{path} answers {}", answer.status);
        took
    }
}

async fn block(house: &House, smallest: Option<&House>, time: Duration) -> Figure {
    let mut askers = vec![Blocks::open(house).await];
    if let Some(other) = smallest {
        askers.push(Blocks::open(other).await);
    }
    let mut rounds = in_turns(&mut askers, time).await.into_iter();
    let alone = rounds.next().expect("a round for each");
    Figure { smallest: rounds.next(), ..Figure::lone(BLOCK, alone, None) }
}

/// The list's times while many wait for their passwords to be checked.
async fn list_while_many_sign_in(server: &Server, operator: &Visitor, time: Duration) -> Round {
    let mut crowd = Vec::with_capacity(SIGN_INS);
    for _ in 0..SIGN_INS {
        let mut wire = Wire::open(&server.stranger()).await;
        crowd.push(tokio::task::spawn_local(async move {
            let page = wire.get("/sign-in").await;
            let mut wire = wire.with_cookies(&page.cookies);
            let form = format!("_csrf={}&email={}&password={PASSWORD}", form_token(&page.body), encode(OPERATOR));
            wire.post("/sign-in", &form).await
        }));
    }
    // The queue is full once the first of them are answered.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let round = read(operator, &[LIST.to_owned()], 1, time).await;
    for answer in futures_util::future::join_all(crowd).await {
        let status = answer.expect("an answer").status;
        assert!(status.is_redirection(), "a sign-in answers {status}");
    }
    round
}
