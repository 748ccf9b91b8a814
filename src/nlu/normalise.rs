//! One normalised form of an utterance: what two spellings of the same words share.

use unicode_normalization::UnicodeNormalization;

use crate::domain::message::MAX_UTTERANCE_CHARACTERS;

/// The longest part of an utterance that is read, in characters.
pub const MAX_CHARACTERS: usize = MAX_UTTERANCE_CHARACTERS;

/// Compatibility form (NFKC), lower case, control characters as space, at most [`MAX_CHARACTERS`] characters.
pub fn lowered(text: &str) -> String {
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    clean.take(MAX_CHARACTERS).nfkc().flat_map(char::to_lowercase).collect()
}

/// [`lowered`], without the accents of Latin, Greek and Cyrillic letters, which people leave out: "perche" for "perché".
pub(super) fn unaccented(text: &str) -> String {
    lowered(text).nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).nfc().collect()
}

/// The form in which examples are compared: [`lowered`], each run of punctuation and space one space, none at the ends.
/// Apostrophes vanish, so that "what's" and "whats" are the same. Symbols with a meaning of their own (`+`, `€`, emoji) stay.
pub fn normalised(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    let mut gap = false;
    for c in lowered(text).chars() {
        if matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ') {
            continue;
        }
        if c.is_whitespace() || is_punctuation(c) {
            gap = true;
            continue;
        }
        if gap && !form.is_empty() {
            form.push(' ');
        }
        gap = false;
        form.push(c);
    }
    // A message of nothing but punctuation ("?") is still something that was said.
    if form.is_empty() { lowered(text).split_whitespace().collect::<Vec<_>>().join(" ") } else { form }
}

/// Marks that structure a sentence; not symbols.
fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '"'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '-'
            | '_'
            | '/'
            | '\\'
            | '*'
            | '…'
            | '¡'
            | '¿'
            | '«'
            | '»'
            | '“'
            | '”'
            | '„'
            | '‚'
            | '–'
            | '—'
            | '‐'
            | '‑'
            | '·'
            | '•'
            | '。'
            | '、'
            | '，'
            | '？'
            | '！'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(normalised(text), expected);
    }

    #[test]
    fn case_width_space_and_punctuation_do_not_matter() {
        check("  Where’s my\tPARCEL?! ", "wheres my parcel");
        check("ＡＢＣ ﬁne", "abc fine");
        check("e-mail…me", "e mail me");
    }

    #[test]
    fn accents_are_taken_off_and_other_marks_stay() {
        assert_eq!(unaccented("Perché È così 한국 हिन्दी"), "perche e cosi 한국 हिन्दी");
    }

    #[test]
    fn symbols_and_letters_with_marks_stay() {
        check("C++ costs 5€", "c++ costs 5€");
        check("Perché", "perché");
        check("Perche\u{301}", "perché");
    }

    #[test]
    fn punctuation_alone_and_nothing_keep_their_form() {
        check("??", "??");
        check(" \u{0}\n", "");
    }

    #[test]
    fn a_mebibyte_is_cut() {
        assert_eq!(normalised(&"a".repeat(1 << 20)).len(), MAX_CHARACTERS);
    }
}
