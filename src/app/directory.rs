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
        std::fs::remove_dir_all(outer).unwrap();
    }
}
