//! Paging in addresses: where a page starts, and the links to its neighbours.

use crate::http::urls;
use crate::model::paging::{Key, Page, Start, Total, grouped};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A key as it stands in an address.
pub fn encode(key: &Key) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

/// Reads a key from an address; one that was tampered with reads as none.
pub(super) fn decode(text: &str) -> Option<Key> {
    let key: Key = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    // No database has such a text, and one of them will not even look for it.
    Some(key).filter(|key| !key.sort.contains('\0') && !key.id.contains('\0'))
}

/// The address of a list with those of its parameters that have a value, and one more that is written out already.
pub fn href(base: &str, parameters: &[(&str, &str)], more: &str) -> String {
    let filled = parameters.iter().filter(|(_, value)| !value.is_empty());
    let mut query: Vec<_> = filled.map(|(name, value)| format!("{name}={}", urls::encode(value))).collect();
    query.extend(Some(more.to_owned()).filter(|more| !more.is_empty()));
    if query.is_empty() { base.to_owned() } else { format!("{base}?{}", query.join("&")) }
}

/// The links below a list; empty where there is nothing to go to.
#[derive(Debug, Clone, Default)]
pub struct Links {
    pub first: String,
    pub previous: String,
    pub next: String,
    pub last: String,
}

impl Links {
    /// Of a page; `href` makes the list's address with one more parameter (`after=…`, `before=…`, `at=last` or none).
    pub fn of<T>(page: &Page<T>, key_of: impl Fn(&T) -> Key, href: impl Fn(&str) -> String) -> Self {
        let link = |name: &str, row: Option<&T>| {
            row.map(|r| href(&format!("{name}={}", encode(&key_of(r))))).unwrap_or_default()
        };
        let when = |there_is: bool, link: &dyn Fn() -> String| if there_is { link() } else { String::new() };
        Self {
            first: when(page.has_previous, &|| href("")),
            previous: when(page.has_previous, &|| link("before", page.rows.first())),
            next: when(page.has_next, &|| link("after", page.rows.last())),
            last: when(page.has_next, &|| href("at=last")),
        }
    }
}

/// What stands around the rows of a list that can be searched: its search, the links to its other pages, the range.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The list's address.
    pub base: String,
    pub search: String,
    pub links: Links,
    pub range: String,
}

impl Listing {
    /// Of a page of things called so, one and many.
    pub fn of<T>(
        (page, total): (&Page<T>, Total),
        (base, search): (String, String),
        key_of: impl Fn(&T) -> Key,
        (one, many): (&str, &str),
    ) -> Self {
        let links = Links::of(page, key_of, |more| href(&base, &[("q", &search)], more));
        Self { range: range(page, total, one, many), base, search, links }
    }
}

/// Entries of a menu that filters a list; a tenant may have more.
pub const OFFERED: usize = 100;

/// The form at the end of a menu that does not offer everything.
#[derive(Debug, Clone)]
pub struct Other {
    pub action: String,
    /// What of the list's address it keeps.
    pub kept: Vec<(&'static str, String)>,
    /// The parameter, and what is typed for it.
    pub name: &'static str,
    pub label: &'static str,
    pub offered: usize,
}

/// Rows on a page of a list that has been read as a whole.
const CUT: usize = 50;

/// The foot of such a list; nothing when it fits a page.
#[derive(Debug, Clone, Default)]
pub struct Foot {
    pub range: String,
    pub links: Links,
}

impl Foot {
    /// Whether there is any other page.
    pub fn is_needed(&self) -> bool {
        !self.range.is_empty()
    }
}

/// One page of rows that have all been read (what belongs to one user), by their numbers, and its foot.
pub fn cut<T>(all: Vec<T>, start: &Start, base: &str, many: &str) -> (Vec<T>, Foot) {
    let total = all.len();
    if total <= CUT {
        return (all, Foot::default());
    }
    let number = |key: &Key| key.sort.parse::<usize>().unwrap_or_default().min(total);
    let first = match start {
        Start::First => 0,
        Start::Last => total - CUT,
        Start::After(key) => (number(key) + 1).min(total - 1),
        Start::Before(key) => number(key).saturating_sub(CUT),
        Start::Skip(rows) => (*rows as usize).min(total - 1),
    };
    let rows: Vec<(usize, T)> = all.into_iter().enumerate().skip(first).take(CUT).collect();
    let last = first + rows.len();
    let page = Page { rows, has_previous: first > 0, has_next: last < total };
    let links = Links::of(&page, |(n, _)| Key { sort: n.to_string(), id: String::new() }, |more| href(base, &[], more));
    let number = |n: usize| grouped(n as i64);
    let range = format!("{}–{} of {} {many}", number(first + 1), number(last), number(total));
    (page.rows.into_iter().map(|(_, row)| row).collect(), Foot { range, links })
}

/// Which rows a page shows, as far as keys tell: they know the first and the last page, and not how far in another is.
pub fn range<T>(page: &Page<T>, total: Total, one: &str, many: &str) -> String {
    let noun = if total == Total::Exactly(1) { one } else { many };
    let here = page.rows.len() as i64;
    let rows = match (page.has_previous, page.has_next, total) {
        (false, true, _) => format!("1–{} of ", grouped(here)),
        (true, false, Total::Exactly(n)) if n > here => format!("{}–{} of ", grouped(n - here + 1), grouped(n)),
        (true, _, _) => format!("{} of ", grouped(here)),
        (false, false, _) => String::new(),
    };
    format!("{rows}{total} {noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_says_what_is_known_of_the_place() {
        let page = |has_previous, has_next, n| Page { rows: vec![(); n], has_previous, has_next };
        let said = |page: &Page<()>, total| range(page, total, "user", "users");
        assert_eq!(said(&page(false, true, 25), Total::Exactly(54)), "1–25 of 54 users");
        assert_eq!(said(&page(true, true, 25), Total::Exactly(54)), "25 of 54 users");
        assert_eq!(said(&page(true, false, 4), Total::Exactly(54)), "51–54 of 54 users");
        assert_eq!(said(&page(true, false, 4), Total::AtLeast(10_000)), "4 of 10,000+ users");
        assert_eq!(said(&page(false, false, 1), Total::Exactly(1)), "1 user");
        assert_eq!(said(&page(false, false, 0), Total::Exactly(0)), "0 users");
    }

    #[test]
    fn what_has_been_read_as_a_whole_is_shown_in_pages() {
        let page = |start: &Start| cut((0..120).collect(), start, "/x", "things");
        let (rows, foot) = page(&Start::First);
        assert_eq!((rows[0], rows.len(), foot.range.as_str()), (0, 50, "1–50 of 120 things"));
        let key = |n: &str| Key { sort: n.into(), id: String::new() };
        assert_eq!(foot.links.next, format!("/x?after={}", encode(&key("49"))));
        assert_eq!(page(&Start::After(key("49"))).0, (50..100).collect::<Vec<_>>());
        let (rows, foot) = page(&Start::After(key("99")));
        assert_eq!((rows.len(), foot.range.as_str(), foot.links.next.as_str()), (20, "101–120 of 120 things", ""));
        assert_eq!(page(&Start::Before(key("50"))).0, (0..50).collect::<Vec<_>>());
        assert_eq!(page(&Start::Last).0, (70..120).collect::<Vec<_>>());
        // What an old address names may be gone.
        assert_eq!(page(&Start::After(key("4000"))).0, [119]);
        assert_eq!(page(&Start::After(key("x"))).0[0], 1);
        assert!(!cut((0..50).collect(), &Start::Last, "/x", "things").1.is_needed());
    }
}
