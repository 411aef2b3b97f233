//! Turns `static/` and the packages it pins into hashed files, and the land outlines into one drawing.

#[path = "static/build/asset.rs"]
mod asset;
#[path = "static/build/equal_earth.rs"]
mod equal_earth;
#[path = "static/build/land.rs"]
mod land;
#[path = "static/build/npm.rs"]
mod npm;
#[path = "static/build/sprite.rs"]
mod sprite;
#[path = "static/build/style.rs"]
mod style;

use asset::Shelf;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What the build watches: never `static/` itself, or every install of packages would build again.
const WATCHED: [&str; 8] = [
    "build.rs",
    "static/build",
    "static/css",
    "static/js",
    "static/icons.txt",
    "static/favicon.svg",
    "static/package.json",
    "static/package-lock.json",
];

fn main() -> Result<(), String> {
    for path in WATCHED {
        println!("cargo:rerun-if-changed={path}");
    }
    let source = Path::new("static");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?);
    npm::install(source)?;
    let packages = source.join("node_modules");

    let mut shelf = Shelf::empty(out.join("static"))?;
    let fonts = style::fonts(&packages, &mut shelf)?;
    shelf.add("app.css", (fonts + &style::bundle(&source.join("css"))?).as_bytes())?;
    shelf.add("app.js", bundle_scripts(&source.join("js"))?.as_bytes())?;
    shelf.add("htmx.js", read(&packages.join("htmx.org/dist/htmx.min.js"))?.as_bytes())?;
    let icons = sprite::draw(&read(&source.join("icons.txt"))?, &packages.join("lucide-static/icons"))?;
    shelf.add("icons.svg", icons.as_bytes())?;
    shelf.add("favicon.svg", read(&source.join("favicon.svg"))?.as_bytes())?;
    write(&out.join("assets.rs"), &shelf.table())?;

    write(&out.join("land.txt"), &land::outline(&read(&packages.join("world-atlas/land-110m.json"))?)?)
}

/// Each script in a scope of its own, in the order of their names.
fn bundle_scripts(folder: &Path) -> Result<String, String> {
    let mut bundle = String::from("\"use strict\";\n");
    for path in files(folder, "js")? {
        bundle.push_str("{\n");
        bundle.push_str(&read(&path)?);
        bundle.push_str("}\n");
    }
    Ok(bundle)
}

/// The files of a folder with an ending, by name.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{} cannot be listed: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == ending));
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|e| format!("{} cannot be written: {e}", path.display()))
}
