//! The filters of a list of events: read from its address, written to the addresses of its links.

use super::range::{self, Asked, Range};
use crate::features::logs::list::LogQuery;
use crate::http::hall::address::Address;
use crate::http::hall::paging::{OFFERED, Other};
use crate::http::hall::shown::Clock;
use crate::http::urls;
use crate::model::log_event::{self, CODES, FAILED, GROUPS};
use crate::model::paging::{Start, grouped};
use crate::model::time_zone::TimeZone;
use actix_web::http::StatusCode;

/// Events on a page.
pub const PAGE: usize = 50;
/// Days a list covers when it is opened.
pub const DEFAULT_DAYS: i64 = 2;

/// What the address of a list of events says.
#[derive(Debug, Clone)]
pub struct Filters {
    pub asked: Asked,
    /// A group, `failed` or a code; always one that is known.
    pub event: Option<String>,
    /// A user's id, or how a name or an email address begins; or an IP address.
    pub q: String,
    pub connection: Option<String>,
    pub application: Option<String>,
    /// Days the log is kept.
    pub kept: i64,
}

/// A filter's menu: what is chosen now, and what can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    pub label: String,
    pub icon: &'static str,
    pub testid: &'static str,
    /// Words, address, whether chosen.
    pub options: Vec<(String, String, bool)>,
    /// Asks for one that is not offered.
    pub other: Option<Other>,
}

/// The single codes, by group, for the select of the event filter: name, then code, words, whether chosen.
pub type Codes = Vec<(&'static str, Vec<(&'static str, String, bool)>)>;

/// What the toolbar shows.
#[derive(Debug, Clone)]
pub struct Toolbar {
    pub base: String,
    pub range: Choice,
    pub from: String,
    pub to: String,
    pub range_error: &'static str,
    pub first_day: String,
    pub last_day: String,
    /// Whose days they are: the name of a zone, empty for UTC.
    pub zone: &'static str,
    /// What the form of the two days must keep.
    pub kept_by_range: Vec<(&'static str, String)>,
    pub event: Choice,
    pub codes: Codes,
    /// What the form of the single code must keep.
    pub kept_by_event: Vec<(&'static str, String)>,
    pub chips: Vec<(String, String)>,
    pub clear_all: String,
}

impl Toolbar {
    /// What the page answers with: days that cannot be are a mistake, though the page shows other days instead.
    pub fn status(&self) -> StatusCode {
        if self.range_error.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST }
    }
}

impl Filters {
    /// Reads the address.
    pub fn read(address: &Address, kept: i32) -> Self {
        let kept = i64::from(kept).max(1);
        Self {
            asked: range::read(address, DEFAULT_DAYS, kept),
            event: event(address),
            q: address.search(),
            connection: address.text("connection"),
            application: address.text("application"),
            kept,
        }
    }

    /// The question to the store. A text that is an IP address asks for events from there.
    pub fn query(&self, clock: Clock, start: Start) -> LogQuery {
        let (from, to) = self.asked.range.bounds(clock, self.kept);
        LogQuery {
            users: None,
            codes: self.event.as_deref().and_then(log_event::codes_of).map(|(_, codes)| codes).unwrap_or_default(),
            connection: self.connection.clone(),
            application: self.application.clone(),
            ip: self.is_ip().then(|| self.q.clone()),
            from,
            to,
            size: PAGE,
            start,
        }
    }

    /// What is searched for among users; empty when the text is an IP address.
    pub fn who(&self) -> &str {
        if self.is_ip() { "" } else { &self.q }
    }

    fn is_ip(&self) -> bool {
        self.q.parse::<std::net::IpAddr>().is_ok()
    }

    /// Whether anything but the range narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.event.is_some() || !self.q.is_empty() || self.connection.is_some() || self.application.is_some()
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.asked.range.pairs(DEFAULT_DAYS);
        let mut put =
            |name, value: Option<&str>| pairs.extend(value.filter(|v| !v.is_empty()).map(|v| (name, v.to_owned())));
        put("event", self.event.as_deref());
        put("q", Some(&self.q));
        put("connection", self.connection.as_deref());
        put("application", self.application.as_deref());
        pairs
    }

    /// The parameters besides some, for the hidden fields of a form that sets those.
    pub fn pairs_without(&self, names: &[&str]) -> Vec<(&'static str, String)> {
        self.pairs().into_iter().filter(|(name, _)| !names.contains(name)).collect()
    }

    /// The list's address, with one more parameter unless it is empty.
    pub fn href(&self, base: &str, more: &str) -> String {
        let mut parts: Vec<String> = self.pairs().iter().map(|(n, v)| format!("{n}={}", urls::encode(v))).collect();
        parts.extend(Some(more.to_owned()).filter(|m| !m.is_empty()));
        if parts.is_empty() { base.to_owned() } else { format!("{base}?{}", parts.join("&")) }
    }

    /// The same filters over another range.
    pub fn over(&self, range: Range) -> Self {
        let asked = Asked { range, from: String::new(), to: String::new(), error: "" };
        Self { asked, ..self.clone() }
    }

    fn with_event(&self, event: Option<&str>) -> Self {
        Self { event: event.map(str::to_owned), ..self.clone() }
    }

    /// What the toolbar shows; `chips` are the filters that only this list has.
    pub fn toolbar(&self, base: &str, clock: Clock, more_chips: Vec<(String, String)>) -> Toolbar {
        let mut chips = more_chips;
        if let Some((name, _)) = self.event.as_deref().and_then(log_event::codes_of) {
            chips.insert(0, (format!("Event is {name}"), self.with_event(None).href(base, "")));
        }
        let bare = Self { event: None, q: String::new(), connection: None, application: None, ..self.clone() };
        Toolbar {
            range: self.range_choice(base),
            from: self.asked.from.clone(),
            to: self.asked.to.clone(),
            range_error: self.asked.error,
            first_day: clock.zone.local(clock.now - chrono::TimeDelta::days(self.kept)).date().to_string(),
            last_day: clock.zone.local(clock.now).date().to_string(),
            zone: if clock.zone == TimeZone::UTC { "" } else { clock.zone.name() },
            kept_by_range: self.pairs_without(&["range", "from", "to"]),
            event: self.event_choice(base),
            codes: self.codes(),
            kept_by_event: self.pairs_without(&["event"]),
            clear_all: bare.href(base, ""),
            base: base.to_owned(),
            chips,
        }
    }

    /// What asks for one of more things than are offered; none when all are.
    pub fn other(&self, base: &str, there_are: usize, name: &'static str, label: &'static str) -> Option<Other> {
        let kept = || self.pairs_without(&[name]);
        (there_are > OFFERED).then(|| Other { action: base.to_owned(), kept: kept(), name, label, offered: OFFERED })
    }

    fn range_choice(&self, base: &str) -> Choice {
        let option = |days: i64| {
            let range = Range::Days(days);
            let words = match (days == self.kept, self.kept == DEFAULT_DAYS) {
                (true, false) => format!("All that is kept ({} days)", grouped(days)),
                _ => range.label(),
            };
            (words, self.over(range).href(base, ""), self.asked.range == range)
        };
        let options = range::offered(self.kept).into_iter().map(option).collect();
        Choice { label: self.asked.range.label(), icon: "calendar", testid: "filter-range", options, other: None }
    }

    fn event_choice(&self, base: &str) -> Choice {
        let option = |word: Option<&str>, text: &str| {
            (text.to_owned(), self.with_event(word).href(base, ""), self.event.as_deref() == word)
        };
        let mut options = vec![option(None, "All events"), option(Some(FAILED), "Everything that failed")];
        options.extend(GROUPS.iter().map(|g| option(Some(g.slug), g.name)));
        let label = self.event.as_deref().and_then(log_event::codes_of).map_or("All events", |(name, _)| name);
        Choice { label: label.to_owned(), icon: "funnel", testid: "filter-event", options, other: None }
    }

    fn codes(&self) -> Codes {
        let entry = |code: &'static str| {
            let name = CODES.iter().find(|c| c.code == code).map_or(code, |c| c.name);
            (code, format!("{name} ({code})"), self.event.as_deref() == Some(code))
        };
        GROUPS.iter().map(|g| (g.name, g.codes.iter().map(|c| entry(c)).collect())).collect()
    }
}

fn event(address: &Address) -> Option<String> {
    let asked = address.get("event")?;
    if log_event::codes_of(asked).is_none() {
        let groups: Vec<_> = GROUPS.iter().map(|group| group.slug).collect();
        address.refuse("event", &format!("{FAILED}, a group ({}) or the code of an event", groups.join(", ")));
        return None;
    }
    Some(asked.to_owned())
}
