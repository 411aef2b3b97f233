//! The directory of uploads and results: what nobody has written to for a day goes.

use std::path::Path;
use std::time::{Duration, SystemTime};

/// How long a file stays after it was last written to.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Removes what is over; answers how many files went. `now` is the machine's time, which the files have too.
pub fn sweep(directory: &Path, now: SystemTime) -> usize {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let over = entries.filter(|entry| {
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
        assert_eq!(sweep(&directory, now + KEPT), 0);
        assert_eq!(sweep(&directory, now + KEPT + Duration::from_secs(1)), 1);
        assert_eq!(sweep(&directory, now + KEPT * 2), 0);
        std::fs::remove_dir(&directory).unwrap();
    }
}
