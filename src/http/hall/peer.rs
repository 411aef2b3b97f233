//! Whom a request comes from: the socket's address, or behind a trusted proxy the one it forwards.

use crate::app::App;
use actix_web::http::header::USER_AGENT;
use actix_web::{HttpRequest, web};
use std::net::IpAddr;

/// Longest user agent that is kept, in characters.
const USER_AGENT_MAX: usize = 500;

/// The address of the person, never one that an untrusted peer claims.
pub fn ip(request: &HttpRequest) -> Option<String> {
    let socket = request.peer_addr()?.ip();
    let trusted = request.app_data::<web::Data<App>>().map(|a| a.config.trusted_proxies.clone()).unwrap_or_default();
    let forwarded = request.headers().get("X-Forwarded-For").and_then(|v| v.to_str().ok()).unwrap_or_default();
    Some(beyond_proxies(socket, forwarded, &trusted).to_string())
}

/// The nearest address in the chain that is not a trusted proxy.
fn beyond_proxies(socket: IpAddr, forwarded: &str, trusted: &[IpAddr]) -> IpAddr {
    let mut address = socket;
    for hop in forwarded.rsplit(',').map(str::trim) {
        if !trusted.contains(&address) {
            break;
        }
        match hop.parse() {
            Ok(next) => address = next,
            Err(_) => break,
        }
    }
    address
}

/// What the browser calls itself.
pub fn user_agent(request: &HttpRequest) -> Option<String> {
    let text = request.headers().get(USER_AGENT)?.to_str().ok()?;
    Some(text.chars().take(USER_AGENT_MAX).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claimed_address_counts_only_behind_a_trusted_proxy() {
        let ip = |t: &str| t.parse::<IpAddr>().unwrap();
        let proxy = [ip("10.0.0.1")];
        assert_eq!(beyond_proxies(ip("203.0.113.9"), "1.1.1.1", &proxy), ip("203.0.113.9"));
        assert_eq!(beyond_proxies(ip("10.0.0.1"), "1.1.1.1, 203.0.113.9", &proxy), ip("203.0.113.9"));
        assert_eq!(beyond_proxies(ip("10.0.0.1"), "nonsense", &proxy), ip("10.0.0.1"));
    }
}
