//! The directory of uploads and results: what nobody has written to for a day goes. Replicas share it; of one that does not,
//! the others leave the jobs alone whose file is there.

use crate::error::{Error, Result};
use crate::security::token;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How long a file stays after it was last written to.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// The file that says which directory it is.
const NAME: &str = "directory";

/// Which directory this is, the same for all who share it; it is named when it is first asked for.
pub fn name(directory: &Path) -> Result<String> {
    let named = || {
        std::fs::create_dir_all(directory)?;
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(directory.join(NAME))?;
        // Of several who ask first one names it, and the others wait for that.
        file.lock()?;
        let mut name = String::new();
        file.read_to_string(&mut name)?;
        if name.is_empty() {
            name = token::random();
            file.write_all(name.as_bytes())?;
        }
        Ok(name)
    };
    named().map_err(|e: std::io::Error| Error::Unavailable(format!("the data directory cannot be used: {e}")))
}

/// Leaves a job to another replica if its file was written to another directory than this one; `written_to` is the name of
/// that one, and nothing where nothing has been written.
pub fn leave_to_others(directory: &Path, written_to: &str) -> Result<()> {
    if written_to.is_empty() || written_to == name(directory)? {
        return Ok(());
    }
    let why = "the file of this job is in the data directory of another replica; replicas are to share it";
    Err(Error::Unavailable(why.into()))
}

/// Removes what is over; answers how many files went. `now` is the machine's time, which the files have too.
pub fn sweep(directory: &Path, now: SystemTime) -> usize {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let over = entries.filter(|entry| entry.file_name() != NAME).filter(|entry| {
        let written = entry.metadata().and_then(|about| about.modified());
        written.is_ok_and(|written| now.duration_since(written).is_ok_and(|age| age > KEPT))
    });
    over.filter(|entry| std::fs::remove_file(entry.path()).is_ok()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stay_a_day() {
        let directory = std::env::temp_dir().join(format!("gatehouse-files-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join("job_1.csv"), "a").unwrap();
        let now = std::fs::metadata(directory.join("job_1.csv")).unwrap().modified().unwrap();
        let named = name(&directory).unwrap();
        assert_eq!(sweep(&directory, now + KEPT), 0);
        assert_eq!(sweep(&directory, now + KEPT + Duration::from_secs(1)), 1);
        assert_eq!(sweep(&directory, now + KEPT * 2), 0);
        // All who share the directory know it by this name, for as long as it is there.
        assert_eq!(name(&directory).unwrap(), named);
        std::fs::remove_dir_all(&directory).unwrap();
        assert_ne!(name(&directory).unwrap(), named);
        std::fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn many_who_name_a_directory_at_once_name_it_once() {
        let directory = std::env::temp_dir().join(format!("gatehouse-named-{}", std::process::id()));
        let asked: Vec<_> = (0..8)
            .map(|_| {
                let directory = directory.clone();
                std::thread::spawn(move || name(&directory).unwrap())
            })
            .collect();
        let names: std::collections::BTreeSet<_> = asked.into_iter().map(|asked| asked.join().unwrap()).collect();
        assert_eq!(names.len(), 1);
        assert!(leave_to_others(&directory, names.first().unwrap()).is_ok() && leave_to_others(&directory, "").is_ok());
        assert!(matches!(leave_to_others(&directory, "another"), Err(Error::Unavailable(_))));
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
