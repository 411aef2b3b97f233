//! What an address asks of a page: its parameters, and those whose values mean nothing. The page leaves these out, names
//! them at its top and answers 400; everything else is as asked. Names that no page knows are nobody's business.

use super::errors::PageError;
use super::paging::decode;
use crate::model::paging::{Key, Start};
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::{Ready, ready};
use std::rc::Rc;

/// Longest text that is looked for, in characters.
const LONGEST: usize = 300;
/// What a mistake repeats of a value, in characters.
const SHOWN: usize = 60;

/// What stands after the `?` of an address, each name once: of two cursors or two searches neither is meant.
#[derive(Debug, Clone, Default)]
pub struct Address {
    named: BTreeMap<String, String>,
    mistakes: Mistakes,
}

/// What cannot be followed of an address. The address finds them, the chrome of its page says them.
#[derive(Debug, Clone, Default)]
pub struct Mistakes(Rc<RefCell<Vec<Mistake>>>);

/// A parameter that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub name: String,
    pub value: String,
    /// What it may be, as the end of a sentence.
    pub may_be: String,
}

/// What the rows of a list are in the order of, which its cursors name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Text,
    Number,
    Instant,
}

impl Mistakes {
    /// Those of a request.
    pub fn of(request: &HttpRequest) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// Whether everything could be followed.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// All of them, in the order in which the page came across them.
    pub fn all(&self) -> Vec<Mistake> {
        self.0.borrow().clone()
    }
}

impl FromRequest for Address {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let address = Self::read(request.query_string());
        if let Some(address) = &address {
            request.extensions_mut().insert(address.mistakes.clone());
        }
        ready(address.ok_or_else(PageError::damaged))
    }
}

impl Address {
    /// Of what stands after the `?`; none when it is damaged.
    pub fn read(query: &str) -> Option<Self> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
        let mut named = BTreeMap::new();
        let once = pairs.into_iter().all(|(name, value)| named.insert(name, value).is_none());
        once.then(|| Self { named, mistakes: Mistakes::default() })
    }

    /// The value of a parameter; none when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.named.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// What is looked for: without surrounding space, and never longer than anything it could find.
    pub fn search(&self) -> String {
        self.get("q").map(|text| text_of(text.trim())).unwrap_or_default()
    }

    /// The value of a parameter that any text may be.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(text_of)
    }

    /// What a parameter chooses of some words.
    pub fn choice<W: AsRef<str>, T>(&self, name: &str, offered: impl IntoIterator<Item = (W, T)>) -> Option<T> {
        let asked = self.get(name)?;
        let (words, mut things): (Vec<W>, Vec<T>) = offered.into_iter().unzip();
        match words.iter().position(|word| word.as_ref() == asked) {
            Some(at) => Some(things.swap_remove(at)),
            None => {
                let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
                self.refuse(name, &either(&words));
                None
            }
        }
    }

    /// Where the page of a list in this order starts.
    pub fn start(&self, order: Order) -> Start {
        let key = |name| {
            let key = decode(self.get(name)?).filter(|key| order.has(key));
            if key.is_none() {
                self.refuse(name, "a place that the links below the list lead to");
            }
            key
        };
        let (after, before, last) = (key("after"), key("before"), self.choice("at", [("last", Start::Last)]));
        after.map(Start::After).or(before.map(Start::Before)).or(last).unwrap_or_default()
    }

    /// Leaves a parameter out; `may_be` ends the sentence that says what it may be.
    pub fn refuse(&self, name: &str, may_be: &str) {
        let value = self.get(name).unwrap_or_default();
        let shown: String = value.chars().take(SHOWN).collect();
        let value = if shown.len() < value.len() { format!("{shown}…") } else { shown };
        self.mistakes.0.borrow_mut().push(Mistake { name: name.to_owned(), value, may_be: may_be.to_owned() });
    }

    /// The same address with some of its parameters.
    pub fn only(mut self, names: &[&str]) -> Self {
        self.named.retain(|name, _| names.contains(&name.as_str()));
        self
    }

    /// Whether everything that was read so far could be followed.
    pub fn is_followed(&self) -> bool {
        self.mistakes.is_empty()
    }
}

impl Order {
    fn has(self, key: &Key) -> bool {
        let number = || key.sort.parse::<i64>().ok();
        match self {
            Self::Text => true,
            Self::Number => number().is_some(),
            Self::Instant => number().and_then(chrono::DateTime::from_timestamp_millis).is_some(),
        }
    }
}

/// A text that both databases can look for.
fn text_of(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(LONGEST).collect()
}

/// "active, blocked or pending".
fn either(words: &[&str]) -> String {
    match words {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        few => few.concat(),
    }
}

/// Answers 400 where a page had to leave something out of its address.
pub async fn tell_mistakes(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    if response.status() == StatusCode::OK && !Mistakes::of(response.request()).is_empty() {
        *response.response_mut().status_mut() = StatusCode::BAD_REQUEST;
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::super::paging::encode;
    use super::*;

    fn address(query: &str) -> Address {
        Address::read(query).unwrap()
    }

    #[test]
    fn an_address_that_says_a_thing_twice_is_damaged() {
        let address = address("q=+jane+&at=last&kind=");
        assert_eq!(
            (address.search().as_str(), address.start(Order::Text), address.get("kind")),
            ("jane", Start::Last, None)
        );
        assert!(Address::read("q=a&q=b").is_none() && Address::read("after=x&at=last&after=y").is_none());
    }

    #[test]
    fn a_damaged_key_is_a_mistake_and_reads_as_the_first_page() {
        let key = |sort: &str| Key { sort: sort.into(), id: "auth0|1".into() };
        let after = |text: &str, order| {
            let address = address(&format!("after={text}"));
            (address.start(order), address.is_followed())
        };
        let text = key("ä\u{10FFFF}");
        assert_eq!(after(&encode(&text), Order::Text), (Start::After(text.clone()), true));
        assert_eq!(after(&encode(&text), Order::Number), (Start::First, false));
        assert_eq!(after(&encode(&key("7")), Order::Number), (Start::After(key("7")), true));
        let far = key(&i64::MAX.to_string());
        assert_eq!(after(&encode(&far), Order::Instant), (Start::First, false));
        assert_eq!(after("%25%25", Order::Text), (Start::First, false));
        assert_eq!(after(&encode(&key("a\0")), Order::Text), (Start::First, false));
    }

    #[test]
    fn a_mistake_says_what_may_be_and_the_rest_is_followed() {
        let address = address("kind=x&at=first&utm_source=mail");
        let kind = address.choice("kind", [("one", 1), ("two", 2), ("three", 3)]);
        assert_eq!((kind, address.start(Order::Text)), (None, Start::First));
        let said: Vec<_> = address.mistakes.all().into_iter().map(|m| (m.name, m.value, m.may_be)).collect();
        let said: Vec<_> = said.iter().map(|(n, v, m)| (n.as_str(), v.as_str(), m.as_str())).collect();
        assert_eq!(said, [("kind", "x", "one, two or three"), ("at", "first", "last")]);
        assert_eq!(Address::read("kind=two").unwrap().choice("kind", [("one", 1), ("two", 2)]), Some(2));
    }
}
