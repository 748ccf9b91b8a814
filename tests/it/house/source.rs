//! Just enough of Rust's grammar to see which paths a file names: comments and literals away, use trees unfolded.

/// A word or a single symbol, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    line: usize,
    text: String,
}

/// A path that a file names, such as `crate::flow::Flows`; `use` trees give one path for each leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedPath {
    pub(super) line: usize,
    pub(super) segments: Vec<String>,
}

/// Every path of at least two segments that the code names, outside comments and literals.
pub(super) fn paths(text: &str) -> Vec<NamedPath> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let starts = is_word(&tokens[at].text) && joined(&tokens, at + 1) && !(at > 1 && joined(&tokens, at - 2));
        if starts {
            at = unfold(&tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Every macro that the code calls by name, with its line.
pub(super) fn macros(text: &str) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let calls = tokens.windows(3).filter(|window| is_word(&window[0].text) && window[1].text == "!" && window[2].text != "=");
    calls.map(|window| (window[0].line, window[0].text.clone())).collect()
}

/// Reads one path or use tree from a word or a `{`; gives the place after it.
fn unfold(tokens: &[Token], start: usize, prefix: &[String], found: &mut Vec<NamedPath>) -> usize {
    let mut segments = prefix.to_vec();
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    at = if tokens[at].text == "," { at + 1 } else { unfold(tokens, at, &segments, found) };
                }
                return at + 1;
            }
            text if is_word(text) || text == "*" => segments.push(text.to_owned()),
            _ => return at + 1,
        }
        let line = token.line;
        at += 1;
        if joined(tokens, at) && tokens.get(at + 2).is_some_and(|next| is_word(&next.text) || matches!(next.text.as_str(), "{" | "*")) {
            at += 2;
            continue;
        }
        if segments.len() > 1 {
            found.push(NamedPath { line, segments });
        }
        if tokens.get(at).is_some_and(|token| token.text == "as") {
            at += 2;
        }
        return at;
    }
    at
}

/// Whether `::` stands here.
fn joined(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.text == ":") && tokens.get(at + 1).is_some_and(|token| token.text == ":")
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < characters.len() {
        let start = at;
        let here = characters[at];
        if here.is_alphanumeric() || here == '_' {
            while characters.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
                at += 1;
            }
            let word: String = characters[start..at].iter().collect();
            let raw = matches!(word.as_str(), "r" | "br" | "cr").then(|| raw_string_end(&characters, at)).flatten();
            match raw {
                Some(end) => at = end,
                None => tokens.push(Token { line, text: word }),
            }
        } else {
            at = literal_or_comment_end(&characters, at).unwrap_or_else(|| {
                if !here.is_whitespace() {
                    tokens.push(Token { line, text: here.to_string() });
                }
                at + 1
            });
        }
        line += characters[start..at.min(characters.len())].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

/// Where the comment, string or character literal that starts here ends, if one starts here.
fn literal_or_comment_end(characters: &[char], at: usize) -> Option<usize> {
    let next = characters.get(at + 1);
    match characters[at] {
        '/' if next == Some(&'/') => Some(find(characters, at, |c| c == '\n')),
        '/' if next == Some(&'*') => Some(block_comment_end(characters, at)),
        '"' => Some(quoted_end(characters, at, '"')),
        // A lifetime has no closing quote right after its first character.
        '\'' if next == Some(&'\\') || characters.get(at + 2) == Some(&'\'') => Some(quoted_end(characters, at, '\'')),
        _ => None,
    }
}

fn find(characters: &[char], from: usize, is_end: impl Fn(char) -> bool) -> usize {
    (from..characters.len()).find(|at| is_end(characters[*at])).unwrap_or(characters.len())
}

fn quoted_end(characters: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < characters.len() && characters[at] != quote {
        at += if characters[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn block_comment_end(characters: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < characters.len() {
        match (characters[at], characters.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

/// Where the raw string ends whose `#`s or quote stand here; none if it is no raw string (but `r#type`).
fn raw_string_end(characters: &[char], from: usize) -> Option<usize> {
    let quote = find(characters, from, |c| c != '#');
    if characters.get(quote) != Some(&'"') {
        return None;
    }
    let hashes = quote - from;
    let closes = |at: usize| characters[at] == '"' && characters[at + 1..].iter().take_while(|c| **c == '#').take(hashes).count() == hashes;
    (quote + 1..characters.len()).find(|at| closes(*at)).map(|at| at + 1 + hashes)
}

#[test]
fn paths_are_seen_wherever_they_stand() {
    let seen = |text: &str| paths(text).into_iter().map(|path| path.segments.join("::")).collect::<Vec<_>>();
    assert_eq!(seen("use crate::{a, b::{C, d::*}, e as f};"), ["crate::a", "crate::b::C", "crate::b::d::*", "crate::e"]);
    assert_eq!(seen("fn f(x: &crate::flow::Flow) -> Vec<crate::nlu::Row> {}"), ["crate::flow::Flow", "crate::nlu::Row"]);
    assert_eq!(seen("let a = Vec::<u8>::new(); $crate::x::y!()"), ["crate::x::y"]);
    assert_eq!(seen("use crate::\n    store\n    ::Store;"), ["crate::store::Store"]);
}

#[test]
fn comments_and_literals_name_nothing() {
    let text = r##"// crate::a::B
        /* crate::c /* crate::d */ crate::e */ const X: &str = "crate::f \" crate::g"; const Q: char = '"';
        fn g<'a>(x: &'a str) { r#"crate::h "quoted" "#; b"crate::i"; crate::seen::Here }"##;
    let seen = paths(text);
    assert_eq!(seen, [NamedPath { line: 3, segments: ["crate", "seen", "Here"].map(str::to_owned).to_vec() }]);
}

#[test]
fn macros_are_seen_and_comparisons_are_not() {
    assert_eq!(macros("println!(\"eprintln!\"); if a != b {}\n std::eprintln! {}"), [(1, "println".into()), (2, "eprintln".into())]);
}
