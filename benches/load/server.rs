//! The real binary under load: started as its own process, signed in to, and weighed.

use super::client::{Visitor, Wire, jar};
use super::ground::Ground;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// A running server.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first answer.
    pub start_up: Duration,
}

impl Server {
    /// Starts the product on a database.
    pub async fn product(ground: &Ground) -> Self {
        let address = free_address();
        let mut command = ground.command(Path::new(env!("CARGO_BIN_EXE_gatehouse")));
        command.env("GATEHOUSE_LISTEN", address.to_string());
        Self::start(command, address, "/readyz").await
    }

    /// Starts this program again as the ceiling, see `ceiling.rs`.
    pub async fn ceiling(ground: &Ground) -> Self {
        let address = free_address();
        let mut command = ground.command(&std::env::current_exe().expect("a program"));
        command.args(["--ceiling", &ground.url, "--listen", &address.to_string()]);
        Self::start(command, address, "/").await
    }

    async fn start(mut command: Command, address: SocketAddr, ready: &str) -> Self {
        let started = Instant::now();
        let child = command.spawn().expect("the server starts");
        let mut server = Self { child, address, start_up: Duration::ZERO };
        while tokio::net::TcpStream::connect(address).await.is_err() {
            assert!(started.elapsed() < Duration::from_secs(60), "the server does not listen");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Wire::open(&server.stranger()).await.get(ready).await;
        server.start_up = started.elapsed();
        server
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Visitor {
        Visitor { address: self.address, cookie: String::new(), token: String::new() }
    }

    /// The demo administrator.
    pub async fn operator(&self) -> Visitor {
        let mut visitor = self.stranger();
        let page = Wire::open(&visitor).await.get("/sign-in").await;
        visitor.cookie = jar(&page.cookies);
        let form = format!("_csrf={}", form_token(&page.body));
        let answer = Wire::open(&visitor).await.post("/sign-in/demo", &form).await;
        assert!(answer.status.is_redirection(), "signing in answers {}", answer.status);
        visitor.cookie = jar(&answer.cookies);
        visitor
    }

    /// What the process holds in memory now, and the most that it has held, in MB.
    pub fn memory(&self) -> (f64, f64) {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name));
            let kilobytes = line.and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse::<f64>().ok());
            kilobytes.map_or(f64::NAN, |n| n / 1024.0)
        };
        (of("VmRSS"), of("VmHWM"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The token of a page's first form.
pub fn form_token(page: &str) -> String {
    let after = page.split("name=\"_csrf\" value=\"").nth(1).expect("a page with a form");
    after.split('"').next().unwrap_or_default().to_owned()
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address")
}
