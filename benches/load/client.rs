//! A client that asks as fast as it is answered: keep-alive connections, uncompressed answers, one thread.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// A signed-in browser, or a program with a token.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub address: SocketAddr,
    pub cookie: String,
    /// Empty for a browser.
    pub token: String,
}

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub cookies: Vec<String>,
    /// Where it leads; empty when it leads nowhere.
    pub location: String,
    pub body: String,
}

/// One keep-alive connection.
pub struct Wire {
    visitor: Visitor,
    sender: SendRequest<Full<Bytes>>,
}

impl Wire {
    pub async fn open(visitor: &Visitor) -> Self {
        let stream = TcpStream::connect(visitor.address).await.expect("the server accepts connections");
        stream.set_nodelay(true).expect("a TCP socket");
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("an HTTP server");
        tokio::task::spawn_local(connection);
        Self { visitor: visitor.clone(), sender }
    }

    /// The same connection with other cookies.
    pub fn with_cookies(mut self, cookies: &[String]) -> Self {
        self.visitor.cookie = jar(cookies);
        self
    }

    /// Reads a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Full::default())).await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, form: &str) -> Answer {
        self.send_body(path, "application/x-www-form-urlencoded", form.to_owned()).await
    }

    /// Sends a body of another kind.
    pub async fn send_body(&mut self, path: &str, kind: &str, body: String) -> Answer {
        self.send(Request::post(path).header(header::CONTENT_TYPE, kind).body(Full::from(body))).await
    }

    /// Changes something, in JSON.
    pub async fn patch(&mut self, path: &str, body: String) -> Answer {
        let request = Request::patch(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Full::from(body))).await
    }

    async fn send(&mut self, request: Result<Request<Full<Bytes>>, hyper::http::Error>) -> Answer {
        let mut request = request.expect("a path");
        let headers = request.headers_mut();
        headers.insert(header::HOST, self.visitor.address.to_string().parse().expect("an address"));
        headers.insert(header::COOKIE, self.visitor.cookie.parse().expect("a cookie"));
        if !self.visitor.token.is_empty() {
            let bearer = format!("Bearer {}", self.visitor.token);
            headers.insert(header::AUTHORIZATION, bearer.parse().expect("a token"));
        }
        self.sender.ready().await.expect("the connection stays open");
        let answer = self.sender.send_request(request).await.expect("the server answers");
        let (head, body) = answer.into_parts();
        let body = body.collect().await.expect("a whole answer").to_bytes();
        let text = |value: &header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        Answer {
            status: head.status,
            cookies: head.headers.get_all(header::SET_COOKIE).iter().map(text).collect(),
            location: head.headers.get(header::LOCATION).map(text).unwrap_or_default(),
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

/// What a round of requests showed.
#[derive(Debug, Clone)]
pub struct Round {
    pub per_second: f64,
    pub p50: Duration,
    pub p95: Duration,
    pub p99: Duration,
}

impl Round {
    /// Of the times of single requests and of the whole.
    pub fn of(mut times: Vec<Duration>, took: Duration) -> Self {
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        Self { per_second: times.len() as f64 / took.as_secs_f64(), p50: at(0.5), p95: at(0.95), p99: at(0.99) }
    }
}

/// Something that is asked again and again over a connection of its own.
pub trait Asker {
    /// Asks once: how long the answer took.
    async fn ask(&mut self) -> Duration;
}

/// Pages that take turns.
pub struct Pages<'a> {
    wire: Wire,
    paths: &'a [String],
    next: usize,
}

impl<'a> Pages<'a> {
    pub async fn open(visitor: &Visitor, paths: &'a [String]) -> Self {
        Self { wire: Wire::open(visitor).await, paths, next: 0 }
    }
}

impl Asker for Pages<'_> {
    async fn ask(&mut self) -> Duration {
        let path = &self.paths[self.next % self.paths.len()];
        self.next += 1;
        let asked = Instant::now();
        let answer = self.wire.get(path).await;
        let took = asked.elapsed();
        assert!(answer.status == StatusCode::OK, "{path} answers {}", answer.status);
        took
    }
}

/// Asks all of them in turns, so much time for each: whatever else the machine does meanwhile meets them alike, so that
/// the ratios of their times hold where the times themselves move.
pub async fn in_turns<A: Asker>(askers: &mut [A], time: Duration) -> Vec<Round> {
    let mut times = vec![Vec::new(); askers.len()];
    let (started, whole) = (Instant::now(), time * u32::try_from(askers.len()).expect("a few"));
    while started.elapsed() < whole {
        for (asker, times) in askers.iter_mut().zip(&mut times) {
            times.push(asker.ask().await);
        }
    }
    times.into_iter().map(|times| Round::of(times, started.elapsed())).collect()
}

/// Reads pages over some connections at once for some time, each connection taking the next path after each answer.
pub async fn read(visitor: &Visitor, paths: &[String], connections: usize, time: Duration) -> Round {
    let mut wires = Vec::with_capacity(connections);
    for _ in 0..connections {
        wires.push(Wire::open(visitor).await);
    }
    let started = Instant::now();
    let rounds = wires.into_iter().enumerate().map(|(nth, mut wire)| async move {
        let mut times = Vec::new();
        let mut next = nth * 7;
        while started.elapsed() < time {
            let path = &paths[next % paths.len()];
            next += 1;
            let asked = Instant::now();
            let answer = wire.get(path).await;
            times.push(asked.elapsed());
            assert!(answer.status == StatusCode::OK, "{path} answers {}", answer.status);
        }
        times
    });
    let times = futures_util::future::join_all(rounds).await.concat();
    Round::of(times, started.elapsed())
}

/// The `Cookie` header that answers these `Set-Cookie` headers.
pub fn jar(cookies: &[String]) -> String {
    let pairs = cookies.iter().filter_map(|c| c.split(';').next()).filter(|pair| !pair.ends_with('='));
    pairs.collect::<Vec<_>>().join("; ")
}
