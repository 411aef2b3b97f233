//! One drawing with every icon the pages use.

use crate::read;
use std::path::Path;

/// A symbol for each name in the list (one a line, `#` starts a remark).
pub fn draw(list: &str, icons: &Path) -> Result<String, String> {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
    for name in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let path = icons.join(format!("{name}.svg"));
        if !path.exists() {
            return Err(format!("static/icons.txt lists \"{name}\", which lucide-static does not have"));
        }
        let drawing = read(&path)?;
        // The width of the strokes is left to the page: small icons want finer ones.
        sprite += &format!(
            "<symbol id=\"{name}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</symbol>\n",
            shapes(&drawing).ok_or_else(|| format!("{} is not the drawing it should be", path.display()))?
        );
    }
    Ok(sprite + "</svg>\n")
}

/// What stands between `<svg …>` and `</svg>`, on one line.
fn shapes(drawing: &str) -> Option<String> {
    let start = drawing.find("<svg")?;
    let open = start + drawing[start..].find('>')? + 1;
    let inner = drawing[open..].split_once("</svg>")?.0;
    Some(inner.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><").replace(" />", "/>"))
}
