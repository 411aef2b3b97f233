use super::{Body, Format, Place, RECORD_MAX, Record, Records};
use proptest::prelude::*;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// A file of its own, gone with the test.
struct Sample(PathBuf);

impl Sample {
    fn new(parts: &[&[u8]]) -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("gatehouse-records-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        let mut file = std::fs::File::create(&path).unwrap();
        parts.iter().for_each(|part| file.write_all(part).unwrap());
        Self(path)
    }

    fn open(&self, from: Place) -> Records {
        Records::open(&self.0, Format::of(&self.0).unwrap(), from).unwrap()
    }

    /// All records, read in one go and again with a new reader for each: both must be the same.
    fn all(&self) -> Vec<Record> {
        let mut at_once = Vec::new();
        let mut records = self.open(Place::default());
        while let Some(record) = records.read().unwrap() {
            at_once.push(record);
        }
        let (mut one_by_one, mut place) = (Vec::new(), Place::default());
        loop {
            let mut records = self.open(place);
            let Some(record) = records.read().unwrap() else { break };
            let ended =
                matches!(&record.body, Body::Broken(why) if why.contains("file ends") || why.contains("more text"));
            one_by_one.push(record);
            place = records.place();
            if ended {
                break;
            }
        }
        assert_eq!(at_once, one_by_one, "resuming reads something else");
        at_once
    }
}

impl Drop for Sample {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

fn all(text: &str) -> Vec<(u64, Body)> {
    Sample::new(&[text.as_bytes()]).all().into_iter().map(|record| (record.row, record.body)).collect()
}

fn broken(body: &Body) -> &str {
    match body {
        Body::Broken(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_list_of_users() {
    let found = all(" [ {\"a\": \"],[{\\\"\"} ,\n{\"b\":[1,{}]},3, \"x\" ]\n");
    let wanted = [json!({ "a": "],[{\"" }), json!({ "b": [1, {}] }), json!(3), json!("x")];
    assert_eq!(found, wanted.into_iter().zip(1..).map(|(v, n)| (n, Body::Json(v))).collect::<Vec<_>>());
    assert!(all("[]").is_empty());
}

#[test]
fn a_broken_item_does_not_end_the_list() {
    let found = all("[{\"a\":},,{\"b\":1}]");
    assert!(broken(&found[0].1).starts_with("This is not JSON"));
    assert!(broken(&found[1].1).contains("missing"));
    assert_eq!(found[2], (3, Body::Json(json!({ "b": 1 }))));
    assert!(broken(&all("[{\"a\":1},{\"b\"")[1].1).contains("cut off"));
    assert!(broken(&all("[{\"a\":1}")[1].1).contains("cut off"));
    assert!(broken(&all("[{\"a\":1}] {}")[1].1).contains("more text"));
}

#[test]
fn lines_of_any_ending() {
    let found = all("{\"a\":1}\r\n{\"a\":2}\r{\"a\":3}\n\n{\"a\":\n{\"a\":4}");
    let rows: Vec<u64> = found.iter().map(|(row, _)| *row).collect();
    assert_eq!(rows, [1, 2, 3, 5, 6]);
    assert_eq!(found[2].1, Body::Json(json!({ "a": 3 })));
    assert!(broken(&found[3].1).starts_with("This is not JSON"));
}

#[test]
fn tables_with_any_separator_and_ending() {
    let cells = |list: &[&str]| Body::Cells(list.iter().map(|cell| (*cell).to_owned()).collect());
    let wanted = [(2, cells(&["ida", "a,b;\nc\t\"d\""])), (3, cells(&["", ""]))];
    for (separator, ending) in [(",", "\n"), (";", "\r\n"), ("\t", "\r")] {
        let row = |a: &str, b: &str| format!("{a}{separator}{b}{ending}");
        let text = row("name", "note") + &row("ida", "\"a,b;\nc\t\"\"d\"\"\"") + &row("", "") + ending;
        assert_eq!(all(&text), wanted, "{text:?}");
    }
    let found = all("a,b\r\n1\n1,2,3\r1,2");
    assert!(broken(&found[0].1).contains("1 cells"));
    assert!(broken(&found[1].1).contains("3 cells"));
    assert_eq!(found[2], (4, cells(&["1", "2"])));
}

#[test]
fn duplicate_headers_are_read_as_they_are() {
    let sample = Sample::new(&[b"email,email\na,b\n"]);
    assert_eq!(sample.open(Place::default()).header(), ["email", "email"]);
}

#[test]
fn hostile_files_are_refused_in_bounded_memory() {
    let deep = Sample::new(&[b"[", &vec![b'['; 10_000], &vec![b']'; 10_000], b",{\"a\":1}]"]);
    let found = deep.all();
    assert!(broken(&found[0].body).contains("128 levels"));
    assert_eq!(found[1].body, Body::Json(json!({ "a": 1 })));

    let megabytes = vec![b'x'; 10_000_000];
    let long = Sample::new(&[b"[\"", &megabytes, b"\",1]"]);
    assert!(broken(&long.all()[0].body).contains("at most 4 MB"));
    assert_eq!(long.all()[1].body, Body::Json(json!(1)));
    let line = Sample::new(&[b"{\"a\":\"", &megabytes, b"\"}\n{\"a\":1}"]);
    assert!(broken(&line.all()[0].body).contains("at most 4 MB"));
    assert_eq!(line.all()[1].body, Body::Json(json!({ "a": 1 })));
    let cell = Sample::new(&[b"a,b\n1,\"", &megabytes, b"\"\n1,2\n"]);
    assert!(broken(&cell.all()[0].body).contains("at most 4 MB"));
    assert_eq!(cell.all()[1].row, 3);
    let mut unclosed = Sample::new(&[b"a,b\n1,\"", &megabytes]).open_ended();
    assert!(broken(&unclosed.remove(0).body).contains("4 MB"));

    let wide = Sample::new(&[b"a,b\n", &vec![b','; 1_000_000], b"\n1,2\n"]);
    assert!(broken(&wide.all()[0].body).contains("at most 500 cells"));
    assert_eq!(wide.all()[1].row, 3);
    let header = Sample::new(&[&vec![b','; 1_000_000], b"\n1,2\n"]);
    let error = Records::open(&header.0, Format::Csv, Place::default()).err().unwrap();
    assert!(error.to_string().contains("at most 500 cells"), "{error}");
}

impl Sample {
    fn open_ended(&self) -> Vec<Record> {
        let mut records = self.open(Place::default());
        std::iter::from_fn(|| records.read().unwrap()).collect()
    }
}

#[test]
fn what_is_kept_of_a_record_is_bounded() {
    let mut kept = super::Kept::default();
    for _ in 0..10 {
        kept.push(&vec![0; RECORD_MAX / 4]);
    }
    assert!(kept.bytes.capacity() <= RECORD_MAX && kept.too_large);
}

proptest! {
    /// Any text is read to its end, in any format, without a panic or an endless loop.
    #[test]
    fn any_text_is_read_to_its_end(text in "[\\[\\]{}\",:;\\\\ \r\n\tab1]{1,60}") {
        let sample = Sample::new(&[text.as_bytes()]);
        for format in [Format::Json, Format::Ndjson, Format::Csv] {
            let Ok(mut records) = Records::open(&sample.0, format, Place::default()) else { continue };
            let mut count = 0;
            while records.read().unwrap().is_some() {
                count += 1;
                prop_assert!(count <= text.len() + 1, "{format:?} never ends");
            }
        }
    }

    /// A table written with quotes is read as it was.
    #[test]
    fn tables_survive(rows in prop::collection::vec(prop::collection::vec("[a-z,;\"\r\n\t ]{0,6}", 2), 1..6)) {
        let mut text = String::from("left,right\n");
        for row in &rows {
            let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        let sample = Sample::new(&[text.as_bytes()]);
        let found: Vec<_> = sample.all().into_iter().map(|record| record.body).collect();
        prop_assert_eq!(found, rows.into_iter().map(Body::Cells).collect::<Vec<_>>());
    }
}
