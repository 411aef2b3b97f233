//! The stylesheet: the font's faces and the small files in one.

use crate::asset::Shelf;
use crate::{files, read};
use std::fs;
use std::path::Path;

/// These come before the rest, which follow by name.
const FIRST: [&str; 2] = ["tokens.css", "base.css"];

/// The files of the folder, one after the other.
pub fn bundle(folder: &Path) -> Result<String, String> {
    let mut paths = files(folder, "css")?;
    let rank = |path: &Path| FIRST.iter().position(|name| path.ends_with(name)).unwrap_or(FIRST.len());
    paths.sort_by_key(|path| rank(path));
    paths.iter().map(|path| read(path)).collect()
}

/// The upright faces of the font, each with the script it is for, so that a browser fetches only what a page needs.
pub fn fonts(packages: &Path, shelf: &mut Shelf) -> Result<String, String> {
    let package = packages.join("@fontsource-variable/inter");
    let mut css = String::new();
    for (index, part) in read(&package.join("index.css"))?.split("url(./files/").enumerate() {
        if index == 0 {
            css.push_str(part);
            continue;
        }
        let (file, rest) = part.split_once(')').ok_or("the font's stylesheet is not as it should be")?;
        let bytes = fs::read(package.join("files").join(file)).map_err(|e| format!("{file} cannot be read: {e}"))?;
        let hashed = shelf.add(&file.replace("-wght-normal", ""), &bytes)?;
        css += &format!("url(\"{hashed}\"){rest}");
    }
    // Every face is used as soon as it is there, `font-display: swap`: a page is not seen before (static/js/ready.js).
    Ok(css)
}
