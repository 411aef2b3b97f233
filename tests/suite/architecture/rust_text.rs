//! Rust source with what is not code taken out, so that a rule about calls is not confused by words about them.

/// The source with comments and the contents of strings blanked, line for line.
pub fn code_of(source: &str) -> String {
    let letters: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let mut at = 0;
    while at < letters.len() {
        let end = end_of_silence(&letters, at);
        if end > at {
            code.extend(letters[at..end].iter().filter(|letter| **letter == '\n'));
            code.push(' ');
            at = end;
        } else {
            code.push(letters[at]);
            at += 1;
        }
    }
    code
}

/// Everything before the file's own tests, which by custom come last.
pub fn without_tests(code: &str) -> String {
    code.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// Where the comment or literal that starts at `at` ends; `at` itself where code stands.
fn end_of_silence(letters: &[char], at: usize) -> usize {
    let starts = |with: &str| with.chars().enumerate().all(|(i, letter)| letters.get(at + i) == Some(&letter));
    if starts("//") {
        return (at..letters.len()).find(|i| letters[*i] == '\n').unwrap_or(letters.len());
    }
    if starts("/*") {
        return end_of_block_comment(letters, at);
    }
    if starts("\"") {
        return end_of_string(letters, at + 1);
    }
    if starts("r\"") || starts("r#") {
        return end_of_raw_string(letters, at);
    }
    if starts("'\\") {
        let close = (at + 3..letters.len()).find(|i| letters[*i] == '\'');
        return close.map_or(letters.len(), |close| close + 1);
    }
    let is_character = starts("'") && letters.get(at + 2) == Some(&'\'');
    if is_character { at + 3 } else { at }
}

fn end_of_block_comment(letters: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at + 1 < letters.len() {
        match (letters[at], letters[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    letters.len()
}

fn end_of_string(letters: &[char], start: usize) -> usize {
    let mut at = start;
    while at < letters.len() {
        match letters[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    letters.len()
}

/// `r#name` is an identifier, and an `r` inside a word starts nothing: both are code.
fn end_of_raw_string(letters: &[char], start: usize) -> usize {
    let before = start.checked_sub(1).map(|i| letters[i]);
    if before.is_some_and(|letter| (letter.is_alphanumeric() || letter == '_') && letter != 'b') {
        return start;
    }
    let fence = letters[start + 1..].iter().take_while(|letter| **letter == '#').count();
    let open = start + 1 + fence;
    if letters.get(open) != Some(&'"') {
        return start;
    }
    let closes = |i: &usize| {
        letters[*i] == '"' && letters[i + 1..].iter().take(fence).filter(|letter| **letter == '#').count() == fence
    };
    (open + 1..letters.len()).find(closes).map_or(letters.len(), |i| i + 1 + fence)
}

#[test]
fn comments_and_strings_are_not_code() {
    let source = "a(); // b\n/* c /* d */ e */ f(\"g \\\" h\", 'i', '\\n', r#\"j \" k\"#); fn l<'m>() {}\nr#type()";
    let code = code_of(source);
    for word in ["b", "c", "d", "e ", "g", "h", "i'", "j", "k"] {
        assert!(!code.contains(word), "{word} is left in {code}");
    }
    for word in ["a();", "f(", "fn l<'m>() {}", "r#type()"] {
        assert!(code.contains(word), "{word} is missing in {code}");
    }
    assert_eq!(code.lines().count(), source.lines().count());
}
