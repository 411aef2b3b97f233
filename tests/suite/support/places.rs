//! Real addresses for the patterns of the route table: what they name exists in the demo's first tenant. A new variable of
//! an address gets a line in [`Places::of`].

use super::house::{AMARA, House};
use super::jobs::{demo, described};
use gatehouse::features::imports::draft::{self, Upload};
use gatehouse::features::jobs::start;
use gatehouse::features::jobs::users_bulk::plan::Selection;
use gatehouse::features::saved_views::create;
use gatehouse::features::users::{authorized_applications, delete, devices};
use gatehouse::http::urls::encode;
use gatehouse::model::Timestamp;
use gatehouse::model::bulk_verb::BulkVerb;
use gatehouse::model::mail::Mail;
use gatehouse::model::paging::Start;
use gatehouse::model::tenant::Tenant;
use gatehouse::model::user::UserId;
use gatehouse::store::{
    connections, deleted_users, identities, log_list, mfa_enrollments, operator_list, outbox, permission_list,
    resource_servers, roles, tenants, user_permissions,
};

/// Theo Brandt, whom nothing joins with Amara.
pub const THEO: &str = "auth0|61cf8531a22348eeb2abe9b8";
/// Tomasz, who has a linked identity.
pub const TOMASZ: &str = "github|583231";
/// Nadia, whom no other test of these addresses asks for.
const NADIA: &str = "github|20914467";
/// A program that may call the Management API.
const SENDER: &str = "Bbj7QUCiSTC1wxXevxlc0cFXTDXuFbFe";
/// A program that may not.
pub const IMPORTER: &str = "S6tSpCJB616meMTBuN0MAF3G507UCBOj";
/// The demo's first application.
pub const STOREFRONT: &str = "Zpi2uepnI28pCOhM69QjV9iaoLk9B67m";

/// A job that changes nobody, for it unblocks somebody who is not blocked.
fn described_job(house: &House) -> String {
    described(house, BulkVerb::Unblock, Selection::Ticked(vec![UserId::from_text(THEO)])).id
}

/// An import of a table that has had its dry run.
fn described_import(house: &House) -> String {
    let (files, file) = (house.app.files(), "places.upload");
    std::fs::create_dir_all(&files).unwrap();
    std::fs::write(files.join(file), "email\nida@farm.example\n").unwrap();
    let upload = Upload { file: file.into(), file_name: "users.csv".into(), bytes: 23 };
    let settings = draft::look(&files, &upload, "Customers").unwrap();
    let mapping = settings.mapping();
    // Who describes a job starts it.
    let context = demo(house);
    let described = house.write(|tx, _| {
        let job = draft::describe(tx, &context, &settings)?;
        draft::map(tx, &context, &job.id, &mapping, false, false)
    });
    house.app.work_until_idle().unwrap();
    described.unwrap().id
}

fn mail(now: Timestamp) -> Mail {
    Mail {
        id: "mail_of_the_places".into(),
        kind: "verify_email".into(),
        user_id: Some(AMARA.into()),
        recipient: "amara.okafor@northwind.example".into(),
        subject: "Hello".into(),
        body_text: "Hello".into(),
        body_html: "<p>Hello</p>".into(),
        created_at: now,
        sent_at: None,
        due_at: Some(now),
        attempts: 0,
        trouble: None,
    }
}

/// Somebody in the recycle bin, which is turned off again.
fn deleted(house: &House) -> String {
    let keep_for = |days| {
        house.write(|tx, c| {
            let before = tenants::find(tx, &c.tenant)?;
            tenants::update(tx, &before, &Tenant { deleted_user_days: days, ..before.clone() })
        })
    };
    assert!(keep_for(30).unwrap());
    house.write(|tx, c| delete::delete(tx, c, &UserId::from_text(NADIA))).unwrap();
    assert!(keep_for(0).unwrap());
    let found = house.read(|tx, c| deleted_users::page(tx, &c.tenant, "", 1, &Start::First)).unwrap();
    found.rows.into_iter().next().unwrap().id
}

/// The ids.
pub struct Places {
    values: Vec<(&'static str, String)>,
    /// A job that waits to be started by the demo administrator.
    draft: String,
    /// Likewise an import.
    import: String,
    /// The Management API.
    own_api: String,
    /// API and name of a permission that Amara has directly.
    of_user: (String, String),
    /// API and name of a permission of the role.
    of_role: (String, String),
}

impl Places {
    /// Finds an id for each variable; a mail is put into the outbox, where the demo has none.
    pub fn of(house: &House) -> Self {
        let amara = UserId::from_text(AMARA);
        let now = house.app.now();
        let mail = mail(now);
        house.write(|tx, c| outbox::insert(tx, &c.tenant, &mail)).unwrap();
        let done = described_job(house);
        let context = demo(house);
        house.write(|tx, _| start::start(tx, &context, &done)).unwrap();
        house.app.work_until_idle().unwrap();
        let (draft, import) = (described_job(house), described_import(house));
        let deletion = deleted(house);
        let view = house.write(|tx, c| create::create(tx, c, "Of the places", "status=blocked")).unwrap();
        let events = log_list::Query {
            users: Some(vec![AMARA.into()]),
            from: now - chrono::TimeDelta::days(30),
            to: now,
            size: 1,
            ..log_list::Query::default()
        };
        house
            .read(|tx, c| {
                let tenant = &c.tenant;
                let role = roles::all(tx, tenant, 100)?.into_iter().find(|r| r.name == "Editor").unwrap().id;
                let of_user = user_permissions::of_user(tx, tenant, &amara)?.remove(0);
                let page = permission_list::page(tx, tenant, permission_list::Of::Role(&role), "", 1, &Start::First)?;
                let of_role = page.rows.into_iter().next().unwrap().permission;
                let linked = identities::of_user(tx, tenant, &UserId::from_text(TOMASZ))?.remove(1);
                let operators = operator_list::page(tx, tenant, "", 50, &Start::First)?.rows;
                let colleague = operators.into_iter().find(|place| !place.operator.is_demo).unwrap();
                Ok(Self {
                    own_api: resource_servers::system(tx, tenant)?.unwrap().id,
                    draft: draft.clone(),
                    import: import.clone(),
                    of_user: (of_user.resource_server_id, of_user.name),
                    of_role: (of_role.resource_server_id, of_role.name),
                    values: vec![
                        ("tenant", tenant.to_string()),
                        ("other", THEO.into()),
                        ("identity", linked.own_user_id().to_string()),
                        ("factor", mfa_enrollments::of_user(tx, tenant, &amara)?.remove(0).id),
                        ("device", devices::devices(tx, c, &amara)?.1.remove(0).id),
                        ("grant", authorized_applications::authorized_applications(tx, c, &amara)?.1.remove(0).id),
                        ("role", role),
                        ("application", STOREFRONT.into()),
                        ("connection", connections::by_name(tx, tenant, "Customers")?.id),
                        ("log", log_list::page(tx, tenant, &events)?.rows.remove(0).id),
                        ("mail", mail.id.clone()),
                        ("job", done.clone()),
                        ("view", view.id.clone()),
                        ("deletion", deletion.clone()),
                        ("operator", colleague.operator.id),
                    ],
                })
            })
            .unwrap()
    }

    /// A real address for a pattern.
    pub fn address(&self, pattern: &str) -> String {
        let user = if pattern.contains("{identity}") { TOMASZ } else { AMARA };
        let (api, permission) =
            if pattern.contains("/users/{user}/permissions") { &self.of_user } else { &self.of_role };
        let of_own = ["/apis/{api}/programs", "/apis/{api}/explorer"].iter().any(|part| pattern.contains(part));
        let (api, application) = if of_own { (&self.own_api, SENDER) } else { (api, self.id("application")) };
        let waits = pattern.contains("/bulk/") || pattern.ends_with("/cancel");
        let job = match pattern {
            _ if pattern.contains("/import/") => &self.import,
            _ if waits => &self.draft,
            _ => self.id("job"),
        };
        let own = [
            ("job", job),
            ("user", user),
            ("api", api),
            ("permission", permission),
            ("application", application),
            ("operation", "get_users"),
        ];
        let known = self.values.iter().map(|(name, value)| (*name, value.as_str()));
        let path = own
            .into_iter()
            .chain(known)
            .fold(pattern.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), &encode(value)));
        assert!(!path.contains('{'), "{path}: its variable has no real id in places.rs");
        path
    }

    /// The same address with an id that nobody has, where the pattern names anything but the tenant.
    pub fn nowhere(&self, pattern: &str) -> Option<String> {
        let (before, last) = pattern.rsplit_once('{')?;
        let (name, after) = last.split_once('}')?;
        (name != "tenant").then(|| self.address(&format!("{before}nowhere{after}")))
    }

    /// The API of the addresses below roles and APIs.
    pub fn api(&self) -> &str {
        &self.of_role.0
    }

    /// The id that stands for a variable.
    pub fn id(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, id)| id.as_str()).unwrap()
    }
}
