//! Holds the rules of the house: who may import whom, how long a file may get, what nothing is called, and that a
//! template is rendered by the Rust file of the same path. A new room gets a line in [`imports::ROOMS`].
//!
//! Every rule is a plain function from a tree of files to its findings, so that `samples` can show that it finds.

mod imports;
mod rust_text;
mod samples;

use std::path::Path;

use rust_text::{code_of, without_tests};

const RUST_LINES: usize = 400;
const TEMPLATE_LINES: usize = 150;

/// Names that say nothing about what is inside.
const BANNED_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "manager", "service"];

/// What ends the process or talks past the log, where an error should be returned.
const BANNED_CALLS: &[&str] = &[
    ".unwrap()",
    ".expect(",
    ".unwrap_err()",
    "panic!(",
    "todo!(",
    "unimplemented!(",
    "println!(",
    "eprintln!(",
    "print!(",
    "eprint!(",
    "dbg!(",
];

/// Files that may be longer, with the reason.
const LONG_FILES: &[(&str, &str)] = &[("src/store/schema.rs", "printed by diesel from the migrations")];

/// Templates that no single handler renders: pieces, frames and mails.
const SHARED_TEMPLATES: &[&str] = &["components/", "errors/", "mail/", "layout/", "layout"];

/// Templates rendered by a file of another path, with the reason.
const UNPAIRED_TEMPLATES: &[(&str, &str)] = &[];

/// Source files by their path from the project's root, with `/` between the names.
pub struct Tree(Vec<(String, String)>);

impl Tree {
    fn read(folders: &[&str]) -> Self {
        let mut files = Vec::new();
        for folder in folders {
            collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder, &mut files);
        }
        assert!(!files.is_empty(), "a rule that reads no file holds nothing");
        files.sort();
        Self(files)
    }

    fn ending<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let files = self.0.iter().filter(move |(path, _)| path.ends_with(ending));
        files.map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

fn collect(folder: &Path, name: &str, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &path, files);
        } else if path.ends_with(".rs") || path.ends_with(".html") || path.ends_with(".txt") {
            files.push((path, std::fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

fn sizes(tree: &Tree) -> Vec<String> {
    let excused = |path: &str| LONG_FILES.iter().any(|(file, _)| *file == path);
    let limited = tree.0.iter().filter(|(path, _)| !excused(path)).filter_map(|(path, text)| {
        let limit = if path.ends_with(".rs") { RUST_LINES } else { TEMPLATE_LINES };
        let lines = text.lines().count();
        (lines >= limit).then(|| format!("{path} has {lines} lines; the limit is {limit}"))
    });
    limited.collect()
}

fn names(tree: &Tree) -> Vec<String> {
    let paths = tree.0.iter().map(|(path, _)| path);
    let empty_names = paths.filter_map(|path| {
        let banned = |part: &str| {
            let stem = part.split('.').next().unwrap_or(part);
            BANNED_NAMES.iter().any(|name| stem == *name || stem.ends_with(&format!("_{name}")))
        };
        let name = path.split('/').find(|part| banned(part))?;
        Some(format!("{path}: `{name}` says nothing about what is inside"))
    });
    empty_names.collect()
}

fn calls(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs") {
        if path == "src/main.rs" || path.ends_with("/tests.rs") || !path.starts_with("src/") {
            continue;
        }
        let code = without_tests(&code_of(text));
        for (number, line) in code.lines().enumerate() {
            for call in BANNED_CALLS {
                let found = line.match_indices(call).any(|(at, _)| !inside_a_word(line, at, call));
                if found {
                    findings.push(format!("{path}:{}: `{call}` is for tests and main", number + 1));
                }
            }
        }
    }
    findings
}

/// Whether the match is the tail of a longer word, as `println!(` is of `eprintln!(`.
fn inside_a_word(line: &str, at: usize, call: &str) -> bool {
    let before = line[..at].chars().next_back();
    !call.starts_with('.') && before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
}

fn pairing(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    let lone = |page: &str| {
        SHARED_TEMPLATES.iter().any(|shared| page.starts_with(shared))
            || UNPAIRED_TEMPLATES.iter().any(|(template, _)| *template == page)
    };
    for (path, _) in tree.ending(".html") {
        let page = path.trim_start_matches("templates/");
        let rendered = tree.ending(".rs").any(|(file, text)| is_twin(file, page) && renders(text, page));
        if !lone(page) && !rendered {
            findings.push(format!("{path} is not rendered by a Rust file of the same path under src/http"));
        }
    }
    for (file, text) in tree.ending(".rs").filter(|(file, _)| file.starts_with("src/http/")) {
        for page in rendered_pages(text).filter(|page| !lone(page) && !is_twin(file, page)) {
            findings.push(format!("{file} renders templates/{page}, which belongs to another file"));
        }
    }
    findings
}

/// Whether `file` is `page`'s Rust file: the same path under `src/http/` or under one of its doors.
fn is_twin(file: &str, page: &str) -> bool {
    let Some(inside) = file.strip_prefix("src/http/") else {
        return false;
    };
    let stem = inside.trim_end_matches(".rs").trim_end_matches("/mod");
    let page = page.trim_end_matches(".html");
    stem == page || stem.split_once('/').is_some_and(|(_, path)| path == page)
}

fn renders(text: &str, page: &str) -> bool {
    rendered_pages(text).any(|rendered| rendered == page)
}

/// The templates named in `#[template(path = "…")]`.
fn rendered_pages(text: &str) -> impl Iterator<Item = &str> {
    let attributes = text.split("template(").skip(1);
    attributes.filter_map(|rest| {
        let attribute = rest.split(']').next()?;
        let (_, value) = attribute.split_once("path = \"")?;
        value.split('"').next()
    })
}

fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    assert_none(&imports::check(&Tree::read(&["src"])));
}

#[test]
fn every_excused_import_is_still_needed() {
    assert_none(&imports::stale_exceptions(&Tree::read(&["src"])));
}

#[test]
fn files_stay_short() {
    assert_none(&sizes(&Tree::read(&["src", "tests/suite", "templates"])));
}

#[test]
fn names_say_what_is_inside() {
    assert_none(&names(&Tree::read(&["src", "tests/suite", "templates"])));
}

#[test]
fn errors_are_returned() {
    assert_none(&calls(&Tree::read(&["src"])));
}

#[test]
fn templates_and_handlers_share_their_paths() {
    assert_none(&pairing(&Tree::read(&["src", "templates"])));
}
