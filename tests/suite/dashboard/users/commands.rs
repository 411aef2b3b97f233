//! Copy as curl: what the command beside an action says does the same as the action, in a house beside.

use crate::support::answer::unescape;
use crate::support::house::AMARA;
use crate::support::places::TOMASZ;
use crate::support::program::Program;
use crate::support::{Answer, House};
use actix_web::http::Method;
use gatehouse::features::users::{authorized_applications, details, devices};
use gatehouse::http::urls::encode;
use gatehouse::model::paging::Start;
use gatehouse::model::user::UserId;
use gatehouse::store::connection::Backend;
use gatehouse::store::{connections, identities, outbox};
use serde_json::{Value, json};

/// Rafael, who has a factor too.
const RAFAEL: &str = "auth0|679063e8037fff16d297a1fe";
const PASSWORD: &str = "Tr0ub4dor-and-3-lanterns";

/// An action on a user: the page whose command is taken, by its label where the page has several, and what the form sends.
struct Act {
    user: &'static str,
    page: String,
    label: String,
    action: String,
    form: Vec<(&'static str, String)>,
    /// What the reader fills in.
    filled: Vec<(&'static str, String)>,
}

/// An action whose page is where its form goes.
fn act(user: &'static str, part: &str, form: &[(&'static str, &str)]) -> Act {
    let form = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Act { user, page: part.into(), label: String::new(), action: part.into(), form, filled: Vec::new() }
}

impl Act {
    fn on(self, page: &str, label: &str) -> Self {
        Self { page: page.into(), label: label.into(), ..self }
    }

    fn with(mut self, placeholder: &'static str, value: &str) -> Self {
        self.filled.push((placeholder, value.into()));
        self
    }
}

/// Every command that a page shows, with its label.
fn commands(page: &Answer) -> Vec<(String, String)> {
    let shown = page.body.split("data-testid=\"commands\"").nth(1).unwrap();
    let shown = shown.split("</details>").next().unwrap();
    let between = |text: &str, from: &str, to: &str| {
        text.split(from).nth(1).and_then(|rest| rest.split(to).next()).map(unescape).unwrap_or_default()
    };
    let sections = shown.split("<section>").skip(1);
    sections
        .map(|s| (between(s, "<h3 dir=\"auto\">", "</h3>"), between(s, "aria-label=\"command\">", "</pre>")))
        .collect()
}

/// The words of a command, as a shell reads them.
fn words(command: &str) -> Vec<String> {
    let (mut all, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    let mut characters = command.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), c) => word.push(c),
            (None, '\'' | '"') => (quote, begun) = (Some(c), true),
            (None, '\\') => word.extend(characters.next().filter(|next| *next != '\n')),
            (None, ' ' | '\n') if begun || !word.is_empty() => {
                all.push(std::mem::take(&mut word));
                begun = false;
            }
            (None, ' ' | '\n') => {}
            (None, c) => word.push(c),
        }
    }
    assert!(quote.is_none(), "a quote stays open: {command}");
    all.push(word);
    all
}

/// Does what a command says.
async fn run(program: &Program<'_>, command: &str) {
    let words = words(command);
    assert_eq!((words[0].as_str(), words[1].as_str()), ("curl", "--request"), "{command}");
    let headers: Vec<_> = words.windows(2).filter(|w| w[0] == "--header").map(|w| w[1].as_str()).collect();
    assert_eq!(headers[0], "Authorization: Bearer $TOKEN");
    let data = words.windows(2).find(|w| w[0] == "--data").map(|w| serde_json::from_str(&w[1]).unwrap());
    assert_eq!(data.is_some(), headers.contains(&"Content-Type: application/json"), "{command}");
    let path = words[3].strip_prefix("http://127.0.0.1:7700/api/v2").unwrap_or_else(|| panic!("{command}"));
    let answer = program.call(Method::from_bytes(words[2].as_bytes()).unwrap(), path, data).await;
    assert!((200..300).contains(&answer.status), "{command}: {} {}", answer.status, answer.body);
}

/// All that a program can see of a user, and what pages count; nothing that differs by chance.
async fn seen(program: &Program<'_>, house: &House, user: &str) -> Value {
    let path = format!("/users/{}", encode(user));
    let mut all = json!({});
    for part in ["", "/roles", "/permissions", "/enrollments", "/authentication-methods"] {
        let answer = program.get(&format!("{path}{part}")).await;
        all[part] = if answer.status == 200 { answer.json() } else { json!(answer.status) };
    }
    for method in all["/authentication-methods"].as_array_mut().into_iter().flatten() {
        method.as_object_mut().unwrap().shift_remove("id");
    }
    let id = UserId::from_text(user);
    let counts = house.read(|tx, c| details::header(tx, c, &id)).map(|header| format!("{:?}", header.counts)).ok();
    let mails = house.read(|tx, c| outbox::page(tx, &c.tenant, 50, &Start::First)).unwrap().rows;
    let mails: Vec<_> = mails.into_iter().map(|mail| (mail.kind, mail.recipient)).collect();
    all["more"] = json!((counts, mails));
    all
}

/// All actions, in an order in which each can be done.
fn acts(house: &House) -> Vec<Act> {
    let amara = UserId::from_text(AMARA);
    let (found, device, grant, linked) = house
        .read(|tx, c| {
            let device = devices::devices(tx, c, &amara)?.1.remove(0).id;
            let grant = authorized_applications::authorized_applications(tx, c, &amara)?.1.remove(0).id;
            let linked = identities::of_user(tx, &c.tenant, &UserId::from_text(TOMASZ))?.remove(1);
            Ok((details::details(tx, c, &amara)?, device, grant, linked))
        })
        .unwrap();
    let factor = &found.factors.iter().find(|factor| factor.kind.label() != "Recovery code").unwrap().id;
    let unlinked = linked.own_user_id();
    vec![
        act(AMARA, &format!("devices/{device}/unlink"), &[]),
        act(AMARA, &format!("authorized-applications/{grant}/revoke"), &[]),
        act(AMARA, "block", &[]),
        act(AMARA, "unblock", &[]),
        act(AMARA, "block", &[]).on("", "Block this user"),
        act(AMARA, "unblock", &[]).on("", "Unblock this user"),
        act(AMARA, "change-email", &[("email", "amara@farm.example"), ("seen", "amara.okafor@northwind.example")])
            .with("NEW EMAIL", "amara@farm.example"),
        act(AMARA, "send-verification-email", &[]),
        act(AMARA, "mark-verified", &[]).on("", "Mark the email address as verified"),
        act(AMARA, "change-password", &[("how", "set"), ("password", PASSWORD), ("repeat", PASSWORD)])
            .with("NEW PASSWORD", PASSWORD),
        act(AMARA, "regenerate-recovery-code", &[]),
        act(AMARA, "forget-browsers", &[]),
        act(AMARA, &format!("remove-factor/{factor}"), &[]),
        act(RAFAEL, "reset-mfa", &[]),
        act(TOMASZ, &format!("unlink/{}", encode(unlinked.as_str())), &[]),
        act(TOMASZ, &format!("link/{}", encode(unlinked.as_str())), &[]),
        act(TOMASZ, &format!("unlink/{}", encode(unlinked.as_str())), &[]).on("", "Unlink an account"),
        act(AMARA, "delete", &[]),
    ]
}

/// The two houses: in one the form is sent, in the other the command is done.
async fn same(ours: &House, theirs: &House, act: &Act) {
    let (program, other) = (ours.program().await, theirs.program().await);
    let base = format!("/dashboard/northwind/users/{}", encode(act.user));
    let at = |part: &str| if part.is_empty() { base.clone() } else { format!("{base}/{part}") };
    let before = seen(&other, theirs, act.user).await;
    let page = theirs.get(&at(&act.page)).await.expect(200);
    let all = commands(&page);
    let (_, command) = all.into_iter().find(|(label, _)| *label == act.label).unwrap_or_else(|| panic!("{}", act.page));
    let command = act.filled.iter().fold(command, |command, (placeholder, value)| {
        assert!(command.contains(placeholder), "{command}");
        command.replace(placeholder, value)
    });
    let form: Vec<_> = act.form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = ours.post(&at(&act.action), &form).await;
    assert_eq!(done.status, 303, "{}: {}", act.action, done.body);
    run(&other, &command).await;
    for house in [ours, theirs] {
        house.app.work_until_idle().unwrap();
    }
    let after = seen(&other, theirs, act.user).await;
    assert_eq!(seen(&program, ours, act.user).await, after, "{} and {command}", act.action);
    if !act.action.contains("recovery-code") {
        assert_ne!(before, after, "{command} does nothing");
    }
}

fn on_both_beside<F: AsyncFn(House, House)>(test: F) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        actix_web::rt::System::new().block_on(async {
            let (ours, theirs) = (House::new(backend, &[]).await, House::new(backend, &[]).await);
            ours.sign_in().await;
            theirs.sign_in().await;
            test(ours, theirs).await;
        });
    }
}

#[test]
fn a_command_does_what_its_action_does() {
    on_both_beside(async |ours, theirs| {
        for act in acts(&ours) {
            same(&ours, &theirs, &act).await;
        }
    });
}

#[test]
fn commands_for_roles_and_permissions_do_what_the_tabs_do() {
    on_both_beside(async |ours, theirs| {
        let header = |house: &House| house.read(|tx, c| gatehouse::store::roles::all(tx, &c.tenant, 100)).unwrap();
        let role = header(&ours).into_iter().find(|role| role.name == "Price manager").unwrap();
        let orders = "https://api.northwind.example/orders";
        let api = ours.read(|tx, c| gatehouse::store::resource_servers::by_identifier(tx, &c.tenant, orders));
        let api = api.unwrap().unwrap().id;
        let permission = "export:orders";
        let removed = format!("permissions/{api}/{}/remove", encode(permission));
        for act in [
            act(AMARA, "roles", &[("role", &role.id)]).on("roles", "Assign a role").with("ROLE ID", &role.id),
            act(AMARA, &format!("roles/{}/remove", role.id), &[]).on("roles", "Remove Price manager"),
            act(AMARA, "permissions/assign", &[("api", &api), ("permission", permission)])
                .on("permissions", "Assign a permission")
                .with("API IDENTIFIER", orders)
                .with("\"PERMISSION\"", &format!("\"{permission}\"")),
            act(AMARA, &removed, &[]).on("permissions", &format!("Remove {permission}")),
        ] {
            same(&ours, &theirs, &act).await;
        }
    });
}

#[test]
fn commands_beside_forms_say_what_the_user_has() {
    on_both_beside(async |ours, theirs| {
        let path = format!("/users/{}", encode(AMARA));
        for (part, key) in [("user-metadata", "user_metadata"), ("app-metadata", "app_metadata"), ("edit", "nickname")]
        {
            let page = theirs.get(&format!("/dashboard/northwind{path}/{part}")).await.expect(200);
            let (_, command) = commands(&page).remove(0);
            let program = theirs.program().await;
            let told = program.get(&path).await.json();
            // Somebody takes it away; the command brings it back.
            let nothing = if key == "nickname" { json!({ key: "nobody" }) } else { json!({ key: {} }) };
            assert_ne!(program.patch(&path, nothing).await.expect(200).json()[key], told[key]);
            run(&program, &command).await;
            assert_eq!(program.get(&path).await.json()[key], told[key], "{command}");
        }
        // Creating, on both sides.
        let email = "ida@farm.example";
        let page = theirs.get("/dashboard/northwind/users/create").await.expect(200);
        let (_, command) = commands(&page).remove(0);
        let command = command.replace("NEW EMAIL", email).replace("NEW PASSWORD", PASSWORD);
        run(&theirs.program().await, &command).await;
        let connection = ours.read(|tx, c| connections::all(tx, &c.tenant)).unwrap();
        let connection = connection.into_iter().find(|c| command.contains(&format!("\"{}\"", c.name))).unwrap();
        let form =
            [("connection", connection.name.as_str()), ("email", email), ("password", PASSWORD), ("repeat", PASSWORD)];
        ours.post("/dashboard/northwind/users/create", &form).await.expect(303);
        let mut made = Vec::new();
        for house in [&ours, &theirs] {
            let mut users = house.program().await.get(&format!("/users-by-email?email={email}")).await.json();
            users[0].as_object_mut().unwrap().shift_remove("user_id");
            users[0]["identities"][0]["user_id"] = Value::Null;
            made.push(users);
        }
        assert_eq!(made[0], made[1]);
    });
}

#[test]
fn whoever_may_only_look_is_shown_no_commands() {
    on_both_beside(async |ours, _| {
        ours.forget_cookies();
        ours.sign_in_as(gatehouse::model::operator::OperatorRole::Support).await;
        for tab in ["", "/roles", "/permissions"] {
            let page = ours.get(&format!("/dashboard/northwind/users/{}{tab}", encode(AMARA))).await.expect(200);
            assert!(!page.body.contains("data-testid=\"commands\""), "{tab}");
        }
    });
}
