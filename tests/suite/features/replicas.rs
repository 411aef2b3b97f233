//! Replicas that do not share the directory of uploads and results: a job whose file is elsewhere is left to whoever has it.

use crate::support::database::config;
use crate::support::house::House;
use crate::support::jobs::demo;
use crate::support::on_both;
use gatehouse::app::{App, Upload};
use gatehouse::error::Error;
use gatehouse::features::exports::start::{self as exports, Settings};
use gatehouse::features::imports::draft;
use gatehouse::features::jobs::files;
use gatehouse::model::export::ExportFormat;
use gatehouse::model::job::{Job, JobStatus};
use gatehouse::store::jobs;
use serde_json::json;

/// Another replica, with a directory of its own in the first one's.
fn elsewhere(house: &House) -> App {
    let directory = house.app.config.data_dir.join("elsewhere").display().to_string();
    App::new(config(&house.app.config.database_url, &[("DATA_DIR", &directory)])).unwrap()
}

fn found(house: &House, id: &str) -> Job {
    house.read(|tx, c| jobs::find(tx, &c.tenant, id)).unwrap()
}

#[test]
fn an_import_waits_for_the_replica_that_has_the_file() {
    on_both(|house| async move {
        let (directory, context) = (house.app.files(), demo(&house));
        std::fs::create_dir_all(&directory).unwrap();
        let table = "email\nida@farm.example\n";
        std::fs::write(directory.join("of.upload"), table).unwrap();
        let upload = Upload { file: "of.upload".into(), file_name: "users.csv".into(), bytes: table.len() as u64 };
        let settings = draft::look(&directory, &upload, "Customers").unwrap();
        let import = house.write(|tx, _| {
            let job = draft::describe(tx, &context, &settings)?;
            draft::map(tx, &context, &job.id, &settings.mapping(), false, false)
        });
        let check = || {
            let import = found(&house, &import.as_ref().unwrap().id);
            let settings: gatehouse::features::imports::settings::Settings = import.parameters_as().unwrap();
            found(&house, &settings.check.unwrap())
        };
        let other = elsewhere(&house);
        assert!(matches!(other.work_until_idle(), Err(Error::Unavailable(why)) if why.contains("another replica")));
        assert!(check().status.is_open(), "{:?}", check());
        house.app.work_until_idle().unwrap();
        assert_eq!((check().status, check().succeeded), (JobStatus::Completed, 1));
    });
}

#[test]
fn an_export_goes_on_only_where_its_beginning_is() {
    on_both(|house| async move {
        let context = demo(&house);
        let settings = Settings {
            selection: exports::of_connection(None),
            format: ExportFormat::Ndjson,
            fields: exports::read_fields("user_id", ExportFormat::Ndjson).unwrap(),
            gzip: false,
            limit: None,
        };
        let begun = |directory: &str| {
            let mut job = house.write(|tx, _| exports::export(tx, &context, &settings)).unwrap();
            let cursor =
                json!({"last": null, "bytes": 12, "users": 1, "total": 9, "counted": true, "directory": directory});
            job.cursor = cursor.as_object().unwrap().clone();
            house.write(|tx, c| jobs::update(tx, &c.tenant, &job)).unwrap();
            job.id
        };
        let here = files::name(&house.app.files()).unwrap();
        // What it has written here has gone: it must not go on behind a hole.
        let lost = begun(&here);
        house.app.work_until_idle().unwrap();
        assert_eq!(found(&house, &lost).status, JobStatus::Failed);
        let others = begun(&here);
        let other = elsewhere(&house);
        assert!(matches!(other.work_until_idle(), Err(Error::Unavailable(_))));
        assert!(found(&house, &others).status.is_open());
        std::fs::write(house.app.files().join(format!("{others}.ndjson")), "{\"first\":1}\n").unwrap();
        house.app.work_until_idle().unwrap();
        assert_eq!(found(&house, &others).status, JobStatus::Completed);
    });
}
