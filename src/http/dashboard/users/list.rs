//! The Users page: everything you see is in its address.

mod narrowing;

use super::jump::{self, Jump};
use super::rows::Rows;
use super::search_box::{self, Problem, SearchBox};
use crate::features::users::list::{self, Count, ListQuery, SEARCH_BUDGET, Sort, UserList};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{self, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::Clock;
use crate::http::urls;
use crate::model::listed_user::ListedUser;
use crate::model::paging::{PAGE_SIZES, Start, Total};
use crate::model::search::{MOST_CHARACTERS, Mode};
use crate::model::user::Status;
use actix_web::http::StatusCode;
use askama::Template;
use narrowing::{Chip, Filter, chips, filters};

#[derive(Template)]
#[template(path = "users/list.html")]
struct Page {
    chrome: Chrome,
    rows: Rows,
    columns: Vec<Column>,
    search: SearchBox,
    hint: &'static str,
    /// Why nobody is shown, and wider searches: words and address.
    nobody: String,
    wider: Vec<(&'static str, String)>,
    /// Where all matches are counted; empty when they are.
    count_all: String,
    filters: Vec<Filter>,
    chips: Vec<Chip>,
    clear_all: String,
    filtered: bool,
    /// Name and value of what the search form must keep.
    kept: Vec<(&'static str, String)>,
    sizes: Vec<(usize, String, bool)>,
    links: Links,
    jump: Option<Jump>,
    range: String,
    roles: Vec<(String, String)>,
    /// Whether there are more than are offered.
    more_roles: bool,
    base: String,
    /// The list's address without a place in it.
    here: String,
    /// How many users match.
    total: String,
    create: String,
    import_href: String,
    export_href: String,
    deleted_href: String,
    bulk: String,
}

/// A column's header.
struct Column {
    label: &'static str,
    class: &'static str,
    href: String,
    /// `ascending`, `descending` or empty.
    sorted: &'static str,
}

/// What the address says.
#[derive(Debug, Clone, Default)]
pub(super) struct Address {
    q: String,
    mode: Mode,
    /// Whether the matches are counted to the end.
    counts_all: bool,
    connection: Option<String>,
    status: Option<Status>,
    role: Option<String>,
    sort: Option<Sort>,
    descending: bool,
    size: usize,
}

/// Shows the page. A search that cannot be done is said so over the list without it, and what was typed stays.
pub async fn page(visit: Visit, asked: address::Address) -> PageResult {
    let mut address = Address::read(&asked);
    let typed = asked.get("from");
    let start = asked.start(address.order());
    let place = typed.map_or(Ok(start), |from| address.jump(from, visit.clock()));
    let (start, nowhere) = place.map_or_else(|why| (Start::First, why), |start| (start, ""));
    let mut shown = shown(&visit, &address, &start).await?;
    // Of a connection or a role that is not there the list would be empty for the wrong reason.
    if shown.found.page.rows.is_empty() && drop_unknown(&visit, &asked, &mut address).await? {
        shown = self::shown(&visit, &address, &start).await?;
    }
    let status = match &shown.problem {
        Some(problem) => problem.status,
        None if nowhere.is_empty() => StatusCode::OK,
        None => StatusCode::BAD_REQUEST,
    };
    let jump = Jump::of(&address, typed, nowhere);
    render::with_status(status, &build(&visit, &address, shown.found, shown.problem, jump))
}

/// What was found for an address, and why it is not what was searched for.
struct Shown {
    found: UserList,
    problem: Option<Problem>,
}

async fn shown(visit: &Visit, address: &Address, start: &Start) -> crate::error::Result<Shown> {
    let problem = match address.mode.filter(&address.q) {
        Err(mistake) => Problem::of_mistake(&mistake, &address.mode.written_out(&address.q)),
        Ok(_) => match read(visit, address, address.query(start.clone())).await {
            Ok(found) => return Ok(Shown { found, problem: None }),
            Err(error) => Problem::of_error(&error).ok_or(error)?,
        },
    };
    let unsearched = ListQuery { search: String::new(), ..address.query(Start::First) };
    Ok(Shown { found: read(visit, address, unsearched).await?, problem: Some(problem) })
}

/// Takes a connection and a role that are not there out of the address, and says whether there was one.
async fn drop_unknown(visit: &Visit, asked: &address::Address, address: &mut Address) -> Result<bool, PageError> {
    let (connection, role) = (address.connection.clone(), address.role.clone());
    if connection.is_none() && role.is_none() {
        return Ok(false);
    }
    let known = visit.read(move |tx, context| list::known(tx, context, connection.as_deref(), role.as_deref())).await?;
    if !known.connection {
        asked.refuse("connection", "the name of a connection of this tenant");
        address.connection = None;
    }
    if !known.role {
        asked.refuse("role", "the id of a role of this tenant");
        address.role = None;
    }
    Ok(!known.connection || !known.role)
}

/// Reads the list. Where it has nobody on that side of a place, there is its end.
async fn read(visit: &Visit, address: &Address, query: ListQuery) -> crate::error::Result<UserList> {
    let end = match query.start {
        Start::After(_) => Some(Start::Last),
        Start::Before(_) => Some(Start::First),
        _ => None,
    };
    let found = read_at(visit, address, query.clone()).await?;
    match end.filter(|_| found.page.rows.is_empty()) {
        Some(start) => read_at(visit, address, ListQuery { start, ..query }).await,
        None => Ok(found),
    }
}

async fn read_at(visit: &Visit, address: &Address, query: ListQuery) -> crate::error::Result<UserList> {
    let context = visit.context.clone();
    let count = if address.counts_all { Count::Exact } else { Count::Capped };
    visit.app.read(move |tx| list::list(tx, &context, &query, count, SEARCH_BUDGET)).await
}

/// The query of a list's address, without its place in the list and in the order in which the list itself writes it; none
/// when it means nothing.
pub(super) fn canonical(query: &str) -> Option<String> {
    Address::of(query).map(|address| address.query_text())
}

/// The query that an address of the list stands for, from its first row on. Where it means nothing, or its search cannot be
/// read, the list shows more than it says, and there is no such query.
pub(super) fn query_of(address: &str) -> Option<ListQuery> {
    let query = Address::of(address.split_once('?').map_or("", |(_, query)| query))?.query(Start::First);
    query.mode.filter(&query.search).is_ok().then_some(query)
}

impl Address {
    /// Of what stands after the `?`, if all of it means something.
    fn of(query: &str) -> Option<Self> {
        let asked = address::Address::read(query)?;
        let address = Self::read(&asked);
        asked.is_followed().then_some(address)
    }

    fn read(asked: &address::Address) -> Self {
        let q = asked.get("q").unwrap_or_default().trim();
        let sort = asked.choice("sort", Sort::ALL.map(|sort| (sort.as_str(), sort)));
        Self {
            mode: asked.choice("mode", Mode::ALL.map(|mode| (mode.as_str(), mode))).unwrap_or_default(),
            counts_all: asked.choice("count", [("all", true)]).unwrap_or_default(),
            q: q.chars().take(MOST_CHARACTERS + 1).filter(|c| *c != '\0').collect(),
            connection: asked.text("connection"),
            status: asked.choice("status", Status::ALL.map(|status| (status.as_str(), status))),
            role: asked.text("role"),
            sort,
            descending: asked.choice("order", [("asc", false), ("desc", true)]).unwrap_or(sort.is_none()),
            size: asked.choice("size", PAGE_SIZES.map(|size| (size.to_string(), size))).unwrap_or(PAGE_SIZES[0]),
        }
    }

    /// What the cursors of a list in this order name.
    fn order(&self) -> Order {
        match self.sort() {
            Sort::Name | Sort::Connection => Order::Text,
            Sort::Logins | Sort::Status => Order::Number,
            Sort::LatestLogin | Sort::Created => Order::Instant,
        }
    }

    fn query(&self, start: Start) -> ListQuery {
        ListQuery {
            search: self.q.clone(),
            mode: self.mode,
            connection: self.connection.clone(),
            status: self.status,
            role: self.role.clone(),
            sort: self.sort(),
            descending: self.descending,
            size: self.size,
            start,
        }
    }

    /// The place in the list of what was typed.
    fn jump(&self, typed: &str, clock: Clock) -> Result<Start, &'static str> {
        jump::start(self.sort(), self.descending, typed, clock)
    }

    /// Newest first unless a column is chosen.
    pub(super) fn sort(&self) -> Sort {
        self.sort.unwrap_or(Sort::Created)
    }

    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut put = |name, value: Option<String>| pairs.extend(value.filter(|v| !v.is_empty()).map(|v| (name, v)));
        put("q", Some(self.q.clone()));
        put("mode", Some(self.mode.as_str().to_owned()).filter(|_| self.mode != Mode::default()));
        put("connection", self.connection.clone());
        put("status", self.status.map(|s| s.as_str().to_owned()));
        put("role", self.role.clone());
        put("sort", self.sort.map(|s| s.as_str().to_owned()));
        put("order", self.sort.map(|_| if self.descending { "desc" } else { "asc" }.to_owned()));
        put("size", (self.size != PAGE_SIZES[0]).then(|| self.size.to_string()));
        pairs
    }

    fn query_text(&self) -> String {
        let parts: Vec<String> = self.pairs().iter().map(|(n, v)| format!("{n}={}", urls::encode(v))).collect();
        parts.join("&")
    }

    fn href(&self, base: &str, more: &str) -> String {
        let query = self.query_text();
        let parts: Vec<&str> = [query.as_str(), more].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { base.to_owned() } else { format!("{base}?{}", parts.join("&")) }
    }

    /// Without the menus' filters.
    fn unfiltered(&self) -> Self {
        Self { connection: None, status: None, role: None, ..self.clone() }
    }

    /// Searches that may find somebody where this one does not.
    fn wider(&self, base: &str) -> Vec<(&'static str, String)> {
        let mut wider = Vec::new();
        let is_narrowed = self.connection.is_some() || self.status.is_some() || self.role.is_some();
        if is_narrowed && !self.q.is_empty() {
            wider.push(("Search without the filters", self.unfiltered().href(base, "")));
        }
        if !matches!(self.mode, Mode::User | Mode::Lucene) && !self.q.is_empty() {
            wider.push(("Search everywhere", Self { mode: Mode::User, ..self.clone() }.href(base, "")));
        }
        wider
    }
}

fn build(visit: &Visit, address: &Address, found: UserList, problem: Option<Problem>, jump: Option<Jump>) -> Page {
    let base = urls::users(visit.tenant_id());
    let sort = address.sort();
    let links = Links::of(&found.page, |u: &ListedUser| sort.key_of(u), |more| address.href(&base, more));
    let filtered = address.query(Default::default()).is_filtered();
    // Asked once: the notice is shown once.
    let chrome = visit.chrome();
    let may_manage = chrome.may_manage_users();
    Page {
        columns: columns(address, &base),
        filters: filters(address, &found, &base),
        chips: chips(address, &found, &base),
        clear_all: Address { q: String::new(), mode: Mode::default(), ..address.unfiltered() }.href(&base, ""),
        kept: address.pairs().into_iter().filter(|(n, _)| *n != "q" && *n != "mode").collect(),
        sizes: PAGE_SIZES
            .map(|n| (n, Address { size: n, ..address.clone() }.href(&base, ""), n == address.size))
            .to_vec(),
        range: paging::range(&found.page, found.total, "user", "users"),
        // An empty list says so itself.
        hint: if address.mode == Mode::User
            && (1..3).contains(&address.q.chars().count())
            && !found.page.rows.is_empty()
        {
            "Beginnings of names and email addresses; type 3 or more characters to search everywhere."
        } else {
            ""
        },
        rows: Rows::of(visit.tenant_id(), visit.clock(), &found.connections, &found.page.rows, may_manage),
        more_roles: found.more_roles,
        roles: found.roles.into_iter().map(|r| (r.value, r.name)).collect(),
        create: urls::create_user(visit.tenant_id()),
        import_href: urls::imports(visit.tenant_id()),
        export_href: urls::export(visit.tenant_id(), &address.href(&base, "")),
        deleted_href: urls::deleted_users(visit.tenant_id()),
        bulk: urls::bulk(visit.tenant_id()),
        here: address.href(&base, ""),
        total: found.total.to_string(),
        nobody: search_box::nobody(address.mode, &address.q, !address.wider(&base).is_empty()),
        wider: address.wider(&base),
        count_all: match found.total {
            Total::AtLeast(_) if !address.counts_all => address.href(&base, "count=all"),
            _ => String::new(),
        },
        search: SearchBox::new(
            visit.tenant_id(),
            address.mode,
            &address.q,
            problem,
            found.views,
            &address.query_text(),
        ),
        chrome,
        filtered,
        // Where there is but one page there is nowhere to go.
        jump: jump.filter(|_| !(links.next.is_empty() && links.previous.is_empty())),
        links,
        base,
    }
}

fn columns(address: &Address, base: &str) -> Vec<Column> {
    let of = |sort: Sort| {
        let (label, class) = match sort {
            Sort::Name => ("Name", "name"),
            Sort::Status => ("Status", "status"),
            Sort::Connection => ("Connection", "hide rank-2"),
            Sort::Logins => ("Logins", "hide right rank-3"),
            Sort::LatestLogin => ("Latest Login", "hide"),
            Sort::Created => ("Created", "hide rank-4"),
        };
        let current = address.sort() == sort;
        let descending = current && !address.descending;
        Column {
            label,
            class,
            href: Address { sort: Some(sort), descending, ..address.clone() }.href(base, ""),
            sorted: match (current, address.descending) {
                (false, _) => "",
                (true, true) => "descending",
                (true, false) => "ascending",
            },
        }
    };
    Sort::ALL.into_iter().map(of).collect()
}
