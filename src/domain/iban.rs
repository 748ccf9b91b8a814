//! Numbers of bank accounts (ISO 13616).

use std::ops::Range;

/// Lengths of IBANs by country (SWIFT IBAN registry, release 99).
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 \
FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 \
ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 \
TN24 TR26 UA29 VA22 VG24 XK20 YE30";

/// The IBAN with right check digits that starts at a byte: its bytes, and its compact form in capitals. At most two of space, hyphen
/// and point stand between its characters.
pub fn iban_at(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    if text.get(..start)?.ends_with(char::is_alphanumeric) {
        return None;
    }
    let rest = text.get(start..)?;
    let country: String = rest.chars().filter(char::is_ascii_alphabetic).take(2).collect::<String>().to_ascii_uppercase();
    let entry = LENGTHS.split_ascii_whitespace().find(|entry| entry.starts_with(&country))?;
    let length: usize = entry.get(2..)?.parse().ok()?;
    let mut code = String::with_capacity(length);
    let mut gap = 0;
    for (at, character) in rest.char_indices() {
        if character.is_ascii_alphanumeric() {
            gap = 0;
            code.push(character.to_ascii_uppercase());
            if code.len() == length {
                let end = start + at + 1;
                let cut = text.get(end..)?.starts_with(char::is_alphanumeric);
                return (!cut && has_check_digits(&code)).then_some((start..end, code));
            }
        } else if matches!(character, ' ' | '-' | '.') && gap < 2 {
            gap += 1;
        } else {
            return None;
        }
    }
    None
}

/// Whether a text is an IBAN as it is kept: in capitals, without spaces, with right check digits.
pub fn is_iban(text: &str) -> bool {
    iban_at(text, 0).is_some_and(|(bytes, code)| bytes == (0..text.len()) && code == text)
}

/// The first four characters moved to the end, letters as 10 to 35, the remainder by 97 is 1.
fn has_check_digits(code: &str) -> bool {
    let (head, tail) = code.split_at_checked(4).unwrap_or((code, ""));
    let remainder = tail.chars().chain(head.chars()).try_fold(0_u32, |remainder, character| {
        let value = character.to_digit(36)?;
        Some(if value < 10 { remainder * 10 + value } else { remainder * 100 + value } % 97)
    });
    remainder == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_has_its_countrys_length_and_right_check_digits() {
        assert!(is_iban("IT60X0542811101000000123456") && is_iban("DE89370400440532013000"));
        for wrong in
            ["IT60X0542811101000000123457", "IT60 X0542811101000000123456", "de89370400440532013000", "DE8937040044053201300", "XX00", ""]
        {
            assert!(!is_iban(wrong), "{wrong}");
        }
    }
}
