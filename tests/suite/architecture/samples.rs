//! Bad samples: each rule must find what it is for, and leave good neighbours alone.

use super::{Tree, calls, imports, names, pairing, sizes};

fn tree(files: &[(&str, &str)]) -> Tree {
    Tree(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
}

fn imports_of(path: &str, text: &str) -> usize {
    imports::check(&tree(&[(path, text)])).len()
}

#[test]
fn forbidden_imports_are_found() {
    let bad = [
        ("src/model/user.rs", "use crate::store::users;"),
        ("src/model/user.rs", "use diesel::prelude::*;"),
        ("src/store/users.rs", "use crate::{\n    model::User,\n    features::users::block,\n};"),
        ("src/store/users.rs", "fn f() { crate::http::urls::user(); }"),
        ("src/security/keys.rs", "use super::super::store::users;"),
        ("src/features/users/block.rs", "use diesel::RunQueryDsl;"),
        ("src/features/users/block.rs", "fn f(q: &actix_web::HttpRequest) {}"),
        ("src/features/users/block.rs", "use crate::clock::Clock;"),
        ("src/http/hall/render.rs", "use crate::features::users;"),
        ("src/http/hall/render.rs", "use crate::http::dashboard::operator;"),
        ("src/http/dashboard/users/list.rs", "use crate::store::users;"),
        ("src/http/dashboard/users/list.rs", "use crate::http::{hall::flash, oidc::tokens};"),
        ("src/http/oidc/tokens.rs", "pub use crate::model as nouns; use super::super::dashboard::users;"),
        ("src/elsewhere.rs", ""),
    ];
    for (path, text) in bad {
        assert_eq!(imports_of(path, text), 1, "{path}: {text}");
    }
}

#[test]
fn allowed_imports_are_left_alone() {
    let good = [
        ("src/model/user.rs", "use super::EmailAddress; use crate::model::tenant::TenantId; use serde::Serialize;"),
        ("src/store/users.rs", "use diesel::prelude::*; use crate::model::{self, user::{User, UserId}};"),
        ("src/features/users/block.rs", "// use diesel::prelude::*;\nuse crate::{error::Error, store::users};"),
        ("src/features/users/block.rs", "#[cfg(test)]\nmod tests { use diesel::prelude::*; }"),
        ("src/features/users/block.rs", "fn f() -> &'static str { \"crate::http::urls\" }"),
        ("src/http/dashboard/users/list.rs", "use crate::http::{hall::flash, urls}; use super::show;"),
        ("src/app.rs", "use crate::{http, store}; use diesel::r2d2;"),
    ];
    for (path, text) in good {
        assert_eq!(imports_of(path, text), 0, "{path}: {text}");
    }
}

#[test]
fn long_files_are_found() {
    let long = "\n".repeat(400);
    let found = sizes(&tree(&[("src/a.rs", &long), ("src/b.rs", &long[1..]), ("templates/a.html", &long[250..])]));
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn empty_names_are_found() {
    let found = names(&tree(&[
        ("src/utils.rs", ""),
        ("src/http/common/mod.rs", ""),
        ("src/features/user_manager.rs", ""),
        ("src/features/users/commonplace.rs", ""),
    ]));
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn ending_calls_are_found() {
    let bad = "fn f() {\n  a.unwrap();\n  b.expect(\"c\");\n  panic!(\"d\");\n  println!();\n  eprintln!();\n}";
    assert_eq!(calls(&tree(&[("src/a.rs", bad)])).len(), 5);
    let good =
        "#[expect(dead_code)]\nfn f() { a.unwrap_or(1); } // .unwrap()\n#[cfg(test)] mod t { fn g() { a.unwrap() } }";
    assert_eq!(calls(&tree(&[("src/a.rs", good), ("src/main.rs", bad)])).len(), 0);
}

#[test]
fn templates_without_their_handler_are_found() {
    let page = ("templates/users/list.html", "");
    let twin = "#[derive(Template)]\n#[template(path = \"users/list.html\")]\nstruct Page;";
    let pairs = |file: &str| pairing(&tree(&[page, (file, twin)])).len();
    assert_eq!(pairs("src/http/dashboard/users/list.rs"), 0);
    assert_eq!(pairs("src/http/dashboard/users/list/mod.rs"), 0);
    assert_eq!(pairs("src/http/dashboard/users/show.rs"), 2, "the page has no twin, the file renders a stranger");
    assert_eq!(pairing(&tree(&[page])).len(), 1);
    assert_eq!(pairing(&tree(&[("templates/components/table.html", ""), ("templates/layout_bare.html", "")])).len(), 0);
}
