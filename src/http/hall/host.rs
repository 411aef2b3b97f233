//! Which tenant a program means by the host it calls, and the address it knows that tenant by.

use crate::app::{App, Visit};
use crate::model::tenant::TenantId;
use actix_web::HttpRequest;
use actix_web::http::header::HOST;

/// Where a request arrived. A name below the house's own is a tenant's; the house's own name, and any other, mean the
/// default tenant. An address that is none of the house's is not believed: its own stands in for it.
pub fn of(request: &HttpRequest, app: &App) -> Visit {
    let header = request.headers().get(HOST).and_then(|v| v.to_str().ok());
    let host = header.or_else(|| request.uri().authority().map(|a| a.as_str())).unwrap_or_default();
    let house = House {
        public_url: &app.config.public_url,
        secure: request.app_config().secure() || app.config.is_https(),
        local: app.config.listen.ip().is_loopback(),
    };
    house.visit(&host.to_ascii_lowercase())
}

/// The name a request called the house by, without the port.
pub fn name(request: &HttpRequest, app: &App) -> String {
    let base = of(request, app).base;
    without_port(base.split_once("://").map_or(base.as_str(), |(_, host)| host)).to_owned()
}

fn without_port(host: &str) -> &str {
    host.rsplit_once(':').filter(|(_, port)| port.chars().all(|c| c.is_ascii_digit())).map_or(host, |(name, _)| name)
}

/// How the house is reached.
struct House<'a> {
    public_url: &'a str,
    /// By https.
    secure: bool,
    /// From this machine only.
    local: bool,
}

impl House<'_> {
    fn visit(&self, host: &str) -> Visit {
        let public = self.public_url.split_once("://").map_or("", |(_, host)| host).to_ascii_lowercase();
        let scheme = if self.secure { "https" } else { "http" };
        let at = |tenant: Option<TenantId>| Visit { tenant, base: format!("{scheme}://{host}") };
        if host == public {
            return Visit { tenant: None, base: self.public_url.to_owned() };
        }
        let name = without_port(host);
        if self.local && ["localhost", "127.0.0.1", "[::1]"].contains(&name) {
            return at(None);
        }
        let below = |parent: &str, host: &str| host.strip_suffix(parent)?.strip_suffix('.').map(str::to_owned);
        let label = below(&public, host).or_else(|| below("localhost", name).filter(|_| self.local));
        match label.and_then(|label| TenantId::parse(&label).ok()) {
            Some(tenant) => at(Some(tenant)),
            None => Visit { tenant: None, base: self.public_url.to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(house: &House, host: &str) -> (String, String) {
        let visit = house.visit(host);
        (visit.tenant.map(|t| t.to_string()).unwrap_or_default(), visit.base)
    }

    fn pair(tenant: &str, base: &str) -> (String, String) {
        (tenant.to_owned(), base.to_owned())
    }

    #[test]
    fn a_name_below_the_house_is_a_tenant() {
        let house = House { public_url: "https://users.example.com", secure: true, local: false };
        assert_eq!(told(&house, "users.example.com"), pair("", "https://users.example.com"));
        assert_eq!(told(&house, "acme.users.example.com"), pair("acme", "https://acme.users.example.com"));
        for stranger in ["evil.example", "a.acme.users.example.com", "users.example.com.evil.example", "", "localhost"]
        {
            assert_eq!(told(&house, stranger), pair("", "https://users.example.com"), "{stranger}");
        }
    }

    #[test]
    fn on_this_machine_every_name_of_it_works() {
        let house = House { public_url: "http://127.0.0.1:7700", secure: false, local: true };
        for host in ["localhost:7700", "127.0.0.1:7700", "[::1]:7700", "localhost"] {
            assert_eq!(told(&house, host), pair("", &format!("http://{host}")));
        }
        assert_eq!(told(&house, "acme.localhost:7700"), pair("acme", "http://acme.localhost:7700"));
        assert_eq!(told(&house, "elsewhere:7700"), pair("", "http://127.0.0.1:7700"));
        let secure = House { secure: true, ..house };
        assert_eq!(told(&secure, "localhost:7700"), pair("", "https://localhost:7700"));
    }
}
