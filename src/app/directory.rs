//! Making the directories that hold the house's data.

use std::fs::DirBuilder;
use std::io;
use std::path::Path;

/// Makes a directory, with those it is in, that only this account may look into: databases, keys and uploads are about
/// people. One that is there already stays as somebody has made it.
pub(super) fn create(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Says so when other accounts of the machine may look into a directory that somebody else has made.
pub(super) fn warn_if_open(path: &Path) {
    if let Some(mode) = openness(path) {
        let path = path.display();
        tracing::warn!(
            "other accounts may look into {path} (its mode is {mode:03o}): close it with `chmod 700 {path}`"
        );
    }
}

/// The mode of a directory that is not its owner's alone.
#[cfg(unix)]
fn openness(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn openness(_: &Path) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn nobody_else_looks_into_it() {
        let outer = std::env::temp_dir().join(format!("gatehouse-directory-{}", std::process::id()));
        let inner = outer.join("data");
        create(&inner).unwrap();
        create(&inner).unwrap();
        for made in [&outer, &inner] {
            assert_eq!(std::fs::metadata(made).unwrap().permissions().mode() & 0o777, 0o700);
        }
        assert_eq!((openness(&inner), openness(&inner.join("nowhere"))), (None, None));
        std::fs::set_permissions(&inner, std::fs::Permissions::from_mode(0o750)).unwrap();
        create(&inner).unwrap();
        assert_eq!(openness(&inner), Some(0o750), "what is there stays as it is");
        std::fs::remove_dir_all(outer).unwrap();
    }
}
