use super::Spool;
use crate::error::Error;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// What ends up in the file when it arrives in pieces of this size.
fn spooled(bytes: &[u8], piece: usize, limit: u64) -> Result<String, String> {
    let path =
        std::env::temp_dir().join(format!("gatehouse-spool-{}-{:?}", std::process::id(), std::thread::current().id()));
    let mut spool = Spool::create(&path, limit).unwrap();
    let written = bytes.chunks(piece).try_for_each(|piece| spool.write(piece)).and_then(|()| spool.finish());
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::remove_file(&path).unwrap();
    match written {
        Ok(length) => {
            assert_eq!(length, text.len() as u64);
            Ok(text)
        }
        Err(Error::Invalid(errors)) => Err(errors.of("file").to_owned()),
        Err(other) => panic!("{other}"),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn every_encoding_with_a_mark_becomes_utf8() {
    let text = "email\nïda@farm.example 🐄\n";
    for piece in [1, 3, 4096] {
        assert_eq!(spooled(text.as_bytes(), piece, 1000).unwrap(), text);
        assert_eq!(spooled(format!("\u{feff}{text}").as_bytes(), piece, 1000).unwrap(), text);
        assert_eq!(spooled(&utf16(text), piece, 1000).unwrap(), text);
        let big_endian: Vec<u8> =
            [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(spooled(&big_endian, piece, 1000).unwrap(), text);
        assert_eq!(spooled(&gzip(&utf16(text)), piece, 1000).unwrap(), text);
    }
    assert_eq!(spooled(b"", 1, 1000).unwrap(), "");
    assert_eq!(spooled(b"[]", 1, 1000).unwrap(), "[]");
}

#[test]
fn what_is_no_text_is_refused_with_its_cure() {
    assert!(spooled(b"email\nid\xe4@farm.example", 4, 1000).unwrap_err().contains("Byte 8 is not UTF-8"));
    assert!(spooled(&utf16("email")[2..], 3, 1000).unwrap_err().contains("NUL"));
    assert!(spooled(b"PK\x03\x04rest", 3, 1000).unwrap_err().contains("zip"));
    let packed = gzip(b"some words that are cut off");
    assert!(spooled(&packed[..packed.len() - 3], 4, 1000).unwrap_err().contains("cut off"));
    let mut damaged = packed.clone();
    damaged[packed.len() - 6] ^= 1;
    assert!(spooled(&damaged, 4, 1000).unwrap_err().contains("damaged"));
}

#[test]
fn a_bomb_goes_off_at_the_limit() {
    let bomb = gzip(&vec![b' '; 20_000_000]);
    assert!(bomb.len() < 100_000);
    assert!(spooled(&bomb, 4096, 1_000_000).unwrap_err().contains("more than 1 MB"));
    assert!(spooled(&vec![b'x'; 1001], 10, 1000).unwrap_err().contains("more than 1 KB"));
}
