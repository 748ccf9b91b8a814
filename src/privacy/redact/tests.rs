use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let actual = redact(text).text;
            (actual != *expected).then(|| format!("{text:?}: expected {expected:?}, got {actual:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn contact_data_is_cut_out() {
    check(&[
        ("mail ada@example.org, please", "mail [EMAIL_ADDRESS], please"),
        ("ada at example dot org", "[EMAIL_ADDRESS]"),
        ("ada (at) example (dot) org", "[EMAIL_ADDRESS]"),
        ("ada arobase exemple point fr", "[EMAIL_ADDRESS]"),
        ("call +39 06 1234 5678.", "call [PHONE_NUMBER]."),
        ("(555) 123-4567", "[PHONE_NUMBER]"),
        ("my phone is 5551234567", "my phone is [PHONE_NUMBER]"),
        ("06 12 34 56 78", "[PHONE_NUMBER]"),
        ("tel. 0049 30 1234567", "tel. [PHONE_NUMBER]"),
        ("555-1234", "[PHONE_NUMBER]"),
        ("345-899-3560x4587, 345-899-3560 ext. 12", "[PHONE_NUMBER], [PHONE_NUMBER]"),
    ]);
}

#[test]
fn numbers_with_check_digits_are_told_from_others() {
    check(&[
        ("IBAN IT60 X054 2811 1010 0000 0123 456 thanks", "IBAN [IBAN_CODE] thanks"),
        ("de89370400440532013000", "[IBAN_CODE]"),
        ("GB82-WEST-1234-5698-7654-32", "[IBAN_CODE]"),
        ("card 4111 1111 1111 1111!", "card [CREDIT_CARD]!"),
        ("5500-0000-0000-0004", "[CREDIT_CARD]"),
        ("378282246310005", "[CREDIT_CARD]"),
        ("4111 1111 1111 1112", "[NUMBER]"),
        ("DE89370400440532013001", "DE[NUMBER]"),
        ("078-05-1120", "[NATIONAL_ID]"),
        ("RSSMRA85T10A562S", "[NATIONAL_ID]"),
        ("order 1234567", "order [NUMBER]"),
        ("customer 123456", "customer [NUMBER]"),
    ]);
}

#[test]
fn machines_and_secrets_are_cut_out() {
    check(&[
        ("from 192.168.10.20:8080", "from [IP_ADDRESS]:8080"),
        ("2001:db8::8a2e:370:7334.", "[IP_ADDRESS]."),
        ("00:1B:44:11:3A:B7", "[MAC_ADDRESS]"),
        ("https://ada:pw@example.org/x, see", "[URL], see"),
        ("https://example.org/reset?token=abc123&x=1", "[URL]"),
        ("https://example.org/i/8f3a9c2b7d1e4f6a8b0c2d4e", "[URL]"),
        ("see https://example.org/help?page=2.", "see https://example.org/help?page=2."),
        ("my password is hunter2!", "my password is [SECRET]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "[SECRET]"),
    ]);
}

#[test]
fn names_after_a_cue_are_cut_out() {
    check(&[
        ("my name is Ada Lovelace and I cook", "my name is [PERSON] and I cook"),
        ("my name is ada lovelace", "my name is [PERSON]"),
        ("Hi, I'm Ada.", "Hi, I'm [PERSON]."),
        ("ask Dr. Jane O'Neill", "ask Dr. [PERSON]"),
        ("mi chiamo Giulia Rossi", "mi chiamo [PERSON]"),
        ("I'm looking for work", "I'm looking for work"),
        ("I'm Italian", "I'm Italian"),
    ]);
}

#[test]
fn evasions_are_seen_through() {
    check(&[
        ("ada\u{200b}@exa\u{ad}mple.org", "[EMAIL_ADDRESS]"),
        ("ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "[EMAIL_ADDRESS]"),
        ("card ４１１１ １１１１ １１１１ １１１１", "card [CREDIT_CARD]"),
        ("٤١١١١١١١١١١١١١١١", "[CREDIT_CARD]"),
        ("4111\u{a0}1111\u{2011}1111\u{2013}1111", "[CREDIT_CARD]"),
        ("+39\u{200d}061\u{200d}2345678", "[PHONE_NUMBER]"),
    ]);
}

#[test]
fn clean_texts_are_untouched() {
    let clean = [
        "",
        " ",
        "Where is my order A-1042?",
        "I can start on 2026-03-04 or 04.03.2026.",
        "between 9:30 and 17:00",
        "3 nights for 2 guests, 1,200.50 euros",
        "version 1.2.3",
        "I am at home. Meet me at example road",
        "24/7",
        "1939-1945",
        "room 101",
        "half of 12345",
        "[EMAIL_ADDRESS] wrote",
        "a::b",
        "::1",
        "it's 10:20:30",
        "from 2024 to 2026",
        "My name is not important",
    ];
    check(&clean.map(|text| (text, text)));
}

#[test]
fn spans_are_code_points_of_the_original() {
    let redacted = redact("👍 é ada@example.org 123456");
    let shown: Vec<_> = redacted.spans.iter().map(|span| (span.start, span.end, span.kind.as_str())).collect();
    assert_eq!(shown, [(4, 19, "EMAIL_ADDRESS"), (20, 26, "NUMBER")]);
    let json = serde_json::to_value(&redacted).unwrap();
    assert_eq!(json["spans"][0], serde_json::json!({"start": 4, "end": 19, "type": "EMAIL_ADDRESS"}));
}

/// Pieces of which personal data and nonsense are made.
fn hostile_text() -> impl Strategy<Value = String> {
    let pieces = [
        "ada",
        "@",
        "example",
        ".org",
        ".",
        "-",
        " ",
        "+39",
        "06",
        "1234567",
        "4111111111111111",
        "IT60X0542811101000000123456",
        "192.168.1.20",
        "::",
        "fe80:",
        "my name is ",
        "I'm ",
        "Ada",
        "Lovelace",
        "https://",
        "u:p@",
        "?token=",
        "[EMAIL_ADDRESS]",
        "[",
        "]",
        "EMAIL_ADDRESS",
        "\u{200b}",
        "４",
        "é",
        "👍",
        "\u{e000}",
        "\n",
        "password: ",
        "(",
        ")",
        "a@b.co",
        "1.1.1.1",
        "tel ",
        " at ",
        " dot ",
        "00:1B:44:11:3A:B7",
        "\u{301}",
        "㋿",
        "ﷺ",
    ];
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat()),
        1 => "\\PC{0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn redacting_twice_changes_nothing(text in hostile_text()) {
        let once = redact(&text);
        prop_assert_eq!(&redact(&once.text).text, &once.text);
    }

    #[test]
    fn a_text_grows_to_twice_its_length_at_most(text in hostile_text()) {
        prop_assert!(redact(&text).text.chars().count() <= 2 * text.chars().count() + GROWTH_ALLOWANCE);
    }

    #[test]
    fn spans_are_in_order_apart_and_inside_the_text(text in hostile_text()) {
        let spans = redact(&text).spans;
        let length = text.chars().count();
        prop_assert!(spans.iter().all(|span| span.start < span.end && span.end <= length));
        prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}

#[test]
fn many_short_addresses_do_not_blow_a_text_up() {
    let text = "a@b.co ".repeat(100);
    let redacted = redact(&text);
    assert_eq!(redacted.spans.len(), 100);
    assert!(redacted.text.chars().count() <= 2 * text.chars().count() + GROWTH_ALLOWANCE);
}
