//! Seeds: the demo on both databases, loading again, what is wrong with a file, made-up users, and emptying the house.

use crate::support::database::{NOW, TestDatabase};
use gatehouse::error::Error;
use gatehouse::features::demo;
use gatehouse::features::seed::{self, Source, Summary};
use gatehouse::model::Timestamp;
use gatehouse::model::tenant::{Tenant, TenantId};
use gatehouse::model::user::UserId;
use gatehouse::store::connection::Backend;
use gatehouse::store::{
    Db, applications, connections, device_credentials, grants, identities, mfa_enrollments, operators, permissions,
    roles, tenants, user_permissions, user_roles, users,
};

const BOTH: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];
const AMARA: &str = "auth0|65f1c09a7be2d4018c33a901";

fn now() -> Timestamp {
    chrono::DateTime::parse_from_rfc3339(NOW).unwrap().naive_utc()
}

fn northwind() -> TenantId {
    TenantId::parse("northwind").unwrap()
}

fn on_both(test: impl Fn(&Db)) {
    for backend in BOTH {
        eprintln!("on {backend:?}");
        let database = TestDatabase::with_demo(backend);
        test(&Db::open(&database.url, 2));
    }
}

fn load(db: &Db, yaml: &str) -> Result<Summary, Error> {
    db.write(|tx| seed::load(tx, yaml, now(), Source::Demo))
}

/// Everything the store tells of a user and their tenant, as text.
fn told(db: &Db) -> String {
    let (tenant, amara) = (northwind(), UserId::from_text(AMARA));
    db.read(|tx| {
        let mut told = format!("{:#?}", users::find(tx, &tenant, &amara)?);
        told += &format!("{:#?}", identities::of_user(tx, &tenant, &amara)?);
        told += &format!("{:#?}", user_roles::of_user(tx, &tenant, &amara)?);
        told += &format!("{:#?}", user_permissions::of_user(tx, &tenant, &amara)?);
        told += &format!("{:#?}", device_credentials::of_user(tx, &tenant, &amara)?);
        told += &format!("{:#?}", grants::of_user(tx, &tenant, &amara)?);
        told += &format!("{:#?}", mfa_enrollments::of_user(tx, &tenant, &amara)?);
        let counts = gatehouse::store::user_counts::of_user(tx, &tenant, &amara, now())?;
        told += &format!("{counts:#?}");
        told += &format!("{:#?}", applications::all(tx, &tenant)?);
        told += &format!("{:#?}", connections::all(tx, &tenant)?);
        told += &format!("{:#?}", permissions::all(tx, &tenant)?);
        told += &format!("{:#?}", roles::all(tx, &tenant, 100)?);
        Ok(told)
    })
    .unwrap()
}

#[test]
fn the_demo_is_the_same_on_both_databases() {
    let [sqlite, postgres] = BOTH.map(|backend| {
        let database = TestDatabase::with_demo(backend);
        told(&Db::open(&database.url, 2))
    });
    assert!(sqlite.contains("Amara's iPhone") && sqlite.contains("Support agent"), "{sqlite}");
    assert_eq!(sqlite, postgres);
}

#[test]
fn loading_twice_changes_nothing() {
    on_both(|db| {
        let before = told(db);
        assert_eq!(load(db, demo::YAML).unwrap(), Summary::default());
        assert_eq!(told(db), before);
    });
}

#[test]
fn after_a_reset_the_demo_loads_as_into_a_new_database() {
    on_both(|db| {
        let before = told(db);
        db.write(seed::reset).unwrap();
        assert!(db.read(tenants::is_empty).unwrap());
        assert!(db.read(operators::demo).unwrap().is_none());
        let summary = load(db, demo::YAML).unwrap();
        assert_eq!((summary.tenants, summary.operators, summary.users), (2, 4, 68));
        assert!(summary.events > 800, "{summary:?}");
        let base = |tenant: &Tenant| match tenant.is_default {
            true => "http://127.0.0.1:7700".to_owned(),
            false => format!("http://{}.localhost:7700", tenant.id),
        };
        db.write(|tx| gatehouse::features::tenants::install_apis(tx, base, now())).unwrap();
        assert_eq!(told(db), before);
        assert_eq!(db.read(operators::demo).unwrap().unwrap().email, "demo@gatehouse.example");
    });
}

#[test]
fn the_example_of_the_readme_loads_beside_the_demo() {
    let readme = include_str!("../../../README.md");
    let example = readme.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    on_both(|db| {
        let summary = load(db, example).unwrap();
        assert_eq!((summary.tenants, summary.operators, summary.users, summary.events), (1, 0, 1, 40));
        let demo = db.read(operators::demo).unwrap().unwrap();
        let bookshop = TenantId::parse("bookshop").unwrap();
        assert!(db.read(|tx| operators::role_in(tx, &demo.id, &bookshop)).unwrap().is_some());
    });
}

#[test]
fn a_name_that_another_application_has_is_told_with_its_place() {
    on_both(|db| {
        let clash = "
version: 1
tenants:
  - slug: northwind
    name: Northwind
    created: -10d
    applications: [{ name: Storefront, client_id: another, kind: spa, callbacks: [], logout_urls: [], origins: [] }]
";
        let Err(Error::Invalid(errors)) = load(db, clash) else { panic!("two applications of one name") };
        assert!(errors.of("seed").starts_with("tenants.northwind.applications.Storefront: "), "{errors}");
    });
}

#[test]
fn a_user_who_is_removed_comes_back_and_others_stay_as_they_are() {
    on_both(|db| {
        let (tenant, amara) = (northwind(), UserId::from_text(AMARA));
        db.write(|tx| users::delete(tx, &tenant, &amara)).unwrap();
        // Her history outlives her, so her events are still there under their ids.
        let summary = load(db, demo::YAML).unwrap();
        assert_eq!(summary, Summary { users: 1, ..Summary::default() });
    });
}

const SMALL: &str = "
version: 1
places: { lagos: { country_code: NG, country: Nigeria, city: Lagos, latitude: 6.5, longitude: 3.4 } }
tenants:
  - slug: small
    name: Small
    applications: [{ name: Shop, kind: spa }]
    connections: [{ name: Customers, strategy: auth0, applications: [Shop] }]
    apis: [{ name: Orders, identifier: orders, permissions: [{ name: read }] }]
    roles: [{ name: Editor, permissions: [{ api: orders, name: read }] }]
    users:
      - connection: Customers
        email: Amara@shop.example
        created: -2d
        last_login: -1d
        password: correct horse battery staple
        roles: [Editor]
        visits: [{ place: lagos, application: Shop, count: 3, last: -1d, every: 1h }]
";

#[test]
fn a_small_file_loads_with_derived_ids() {
    on_both(|db| {
        let summary = load(db, SMALL).unwrap();
        assert_eq!(summary, Summary { tenants: 1, operators: 0, users: 1, events: 3 });
        assert_eq!(load(db, SMALL).unwrap(), Summary::default());
    });
}

#[test]
fn a_damaged_file_names_the_place_and_loads_nothing() {
    let damaged = [
        ("roles: [Editor]", "roles: [Edtor]", "line 17, tenants.small.users.Amara@shop.example.roles"),
        ("created: -2d", "created: yesterday", "“yesterday” is no time"),
        ("created: -2d", "creatd: -2d", "unknown field `creatd`"),
        ("place: lagos", "place: lgos", "line 18, tenants.small.users.Amara@shop.example.place"),
        ("strategy: auth0", "strategy: auth9", "“auth9” is none of"),
        ("kind: spa", "kind: web", "at line 7"),
        ("applications: [Shop]", "applications: [Shp]", "line 8, tenants.small.connections.Customers.application"),
        ("email: Amara@shop.example", "email: Amara", "needs an @"),
        ("version: 1", "version: 2", "version"),
        ("      - connection: Customers", "      - connection: Nobody", "no connection “Nobody”"),
        ("users:", "users: {", "line"),
    ];
    for (right, wrong, words) in damaged {
        let yaml = SMALL.replacen(right, wrong, 1);
        assert_ne!(yaml, SMALL);
        let database = TestDatabase::with_demo(Backend::Sqlite);
        let db = Db::open(&database.url, 2);
        let Err(Error::Invalid(errors)) = load(&db, &yaml) else { panic!("{wrong} was accepted") };
        assert!(errors.iter().any(|e| e.field == "seed" && e.message.contains(words)), "{wrong}: {errors}");
        let small = TenantId::parse("small").unwrap();
        assert!(matches!(db.read(|tx| tenants::find(tx, &small)), Err(Error::NotFound(_))));
    }
}

#[test]
fn made_up_users_are_added_once() {
    on_both(|db| {
        let mut told = Vec::new();
        let mut progress = |done| told.push(done);
        assert_eq!(seed::synthetic(db, &northwind(), 2_500, now(), &mut progress).unwrap(), 2_500);
        assert_eq!(seed::synthetic(db, &northwind(), 2_500, now(), &mut |_| ()).unwrap(), 0);
        assert_eq!(told, [2_000, 2_500]);
        let nowhere = TenantId::parse("nowhere").unwrap();
        assert!(matches!(seed::synthetic(db, &nowhere, 1, now(), &mut |_| ()), Err(Error::NotFound(_))));
    });
}
