//! Files named by their content, so that a browser may keep them for ever.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// The folder of finished files and the names they go by.
pub struct Shelf {
    folder: PathBuf,
    /// Name in the templates, name in the folder, content type, whether there are compressed twins.
    files: Vec<(String, String, &'static str, bool)>,
}

impl Shelf {
    /// An empty folder, so that nothing of an earlier build is left to be served.
    pub fn empty(folder: PathBuf) -> Result<Self, String> {
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
        }
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        Ok(Self { folder, files: Vec::new() })
    }

    /// Puts a file there, compressed too if it is text, and says its hashed name.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<String, String> {
        let (stem, ending) = name.rsplit_once('.').ok_or_else(|| format!("{name} has no ending"))?;
        let (content_type, is_text) = match ending {
            "css" => ("text/css; charset=utf-8", true),
            "js" => ("text/javascript; charset=utf-8", true),
            "svg" => ("image/svg+xml", true),
            "woff2" => ("font/woff2", false),
            _ => return Err(format!("{name} is of a kind no content type is known for")),
        };
        let digest = Sha256::digest(bytes);
        let mut hash = String::new();
        for byte in digest.iter().take(6) {
            write!(hash, "{byte:02x}").map_err(|e| e.to_string())?;
        }
        let hashed = format!("{stem}.{hash}.{ending}");
        self.put(&hashed, bytes)?;
        if is_text {
            self.put(&format!("{hashed}.br"), &brotli(bytes)?)?;
            self.put(&format!("{hashed}.gz"), &gzip(bytes)?)?;
        }
        self.files.push((name.to_owned(), hashed.clone(), content_type, is_text));
        Ok(hashed)
    }

    /// The names as a table in Rust.
    pub fn table(&self) -> String {
        let mut table = String::from("&[\n");
        for (name, hashed, content_type, is_text) in &self.files {
            table += &format!(
                "    Asset {{ name: {name:?}, url: \"/assets/{hashed}\", hashed: {hashed:?}, \
                 content_type: {content_type:?}, compressed: {is_text} }},\n"
            );
        }
        table + "]\n"
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        fs::write(self.folder.join(name), bytes).map_err(|e| format!("{name} cannot be written: {e}"))
    }
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 11, 22);
    writer.write_all(bytes).map_err(|e| e.to_string())?;
    drop(writer);
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).map_err(|e| e.to_string())?;
    writer.finish().map_err(|e| e.to_string())
}
