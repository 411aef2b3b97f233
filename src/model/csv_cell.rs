//! A cell of a CSV file that is safe to open in a spreadsheet.

/// Quotes a text. One that a spreadsheet would run as a formula gets an apostrophe in front, which makes it text.
pub fn csv_cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn formulas_become_texts_and_quotes_stay_inside() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            assert_eq!(csv_cell(&format!("{start}1+1")), format!("\"'{start}1+1\""));
        }
        assert_eq!(csv_cell("say \"hi\", Jane"), "\"say \"\"hi\"\", Jane\"");
        assert_eq!(csv_cell("a=b"), "\"a=b\"");
    }
}
