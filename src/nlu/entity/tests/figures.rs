//! Phone numbers, sums of money, times of day. The bot's country is Italy.

use super::{check, check_in, read};
use crate::domain::SlotValue;
use crate::nlu::entity::{EntitySet, ExtractContext, Extractors};

fn phones(country: Option<&str>, text: &str) -> Vec<String> {
    let context = ExtractContext { language: crate::domain::Language::new("en").unwrap(), now: super::now() };
    let found = Extractors::new(&EntitySet::default(), country).extract(text, &context);
    let phones = found.into_iter().filter(|entity| entity.kind.as_str() == "phone");
    phones.filter_map(|entity| if let SlotValue::Text(number) = entity.value { Some(number) } else { None }).collect()
}

#[test]
fn a_phone_number_with_its_country_is_clear() {
    check(
        "phone",
        &[
            ("+39 333 123 4567", &["+393331234567"]),
            ("+393331234567", &["+393331234567"]),
            ("0039 333 1234567", &["+393331234567"]),
            ("call me on +44 (0)20 7946 0958.", &["+442079460958"]),
            ("+44 020 7946 0958", &["+442079460958"]),
            ("+1 (415) 555-2671, please", &["+14155552671"]),
            ("+39 06 6982", &["+39066982"]),
            ("it's +49 30 901820 and my mail is a@b.example", &["+4930901820"]),
            ("+39 333 1234567 9 in the morning", &["+393331234567"]),
            ("+255 22 211 6000", &["+255222116000"]),
            ("+44 20", &[]),
            ("+20% of 100000", &[]),
            ("+1 015 555 2671", &[]),
        ],
    );
}

#[test]
fn a_national_number_is_one_of_the_bots_country() {
    check(
        "phone",
        &[
            ("333 123 4567", &["+393331234567?"]),
            ("my phone is 333 1234567", &["+393331234567"]),
            ("06 6982 1234", &["+390669821234?"]),
            ("order 333 1234567", &["+393331234567?"]),
            ("123 456 789", &[]),
            ("4 March 2026", &[]),
            ("04.05.2026", &[]),
            ("12345", &[]),
        ],
    );
    assert_eq!(phones(Some("GB"), "020 7946 0958"), ["+442079460958"]);
    assert_eq!(phones(Some("GB"), "07700 900123"), ["+447700900123"]);
    assert_eq!(phones(Some("FR"), "06 12 34 56 78"), ["+33612345678"]);
    assert_eq!(phones(Some("DE"), "030/901820"), ["+4930901820"]);
    assert_eq!(phones(Some("US"), "(415) 555-2671"), ["+14155552671"]);
    assert_eq!(phones(Some("US"), "1-415-555-2671"), ["+14155552671"]);
    assert_eq!(phones(None, "333 123 4567"), Vec::<String>::new());
    assert_eq!(phones(None, "+39 333 123 4567"), ["+393331234567"]);
}

#[test]
fn a_phone_number_is_no_number() {
    let numbers = |text: &str| read(&EntitySet::default(), "en", text).iter().filter(|entity| entity.kind.as_str() == "number").count();
    assert_eq!(numbers("+39 333 123 4567"), 0);
    check_in("it", "phone", &[("il mio numero è 333 1234567", &["+393331234567"]), ("cellulare 333.123.4567", &["+393331234567"])]);
}

fn euros(amount: &str) -> String {
    format!("{{\"amount\":\"{amount}\",\"currency\":\"EUR\"}}")
}

#[track_caller]
pub(super) fn check_sums(language: &str, cases: &[(&str, &[&str])]) {
    let cases: Vec<(&str, Vec<String>)> = cases
        .iter()
        .map(|(text, sums)| {
            let sum = |sum: &&str| {
                let (sum, mark) = sum.strip_suffix('?').map_or((*sum, ""), |sum| (sum, "?"));
                match sum.split_once(' ') {
                    Some((amount, currency)) => format!("{{\"amount\":\"{amount}\",\"currency\":\"{currency}\"}}{mark}"),
                    None => format!("{}{mark}", euros(sum)),
                }
            };
            (*text, sums.iter().map(sum).collect())
        })
        .collect();
    let cases: Vec<(&str, Vec<&str>)> = cases.iter().map(|(text, sums)| (*text, sums.iter().map(String::as_str).collect())).collect();
    let cases: Vec<(&str, &[&str])> = cases.iter().map(|(text, sums)| (*text, sums.as_slice())).collect();
    check_in(language, "money", &cases);
}

#[test]
fn sums_of_money() {
    check_sums(
        "en",
        &[
            ("3 million dollars", &["3000000.00 USD"]),
            ("half a million euros", &["500000.00 EUR"]),
            ("€20", &["20.00"]),
            ("it was €12.50.", &["12.50"]),
            ("12,50 €", &["12.50"]),
            ("£1,200", &["1200.00 GBP"]),
            ("$ 5", &["5.00 USD"]),
            ("20 EUR", &["20.00"]),
            ("CHF 99.90", &["99.90 CHF"]),
            ("20 euros", &["20.00"]),
            ("20 euros and 50 cents", &["20.50"]),
            ("twenty euros", &["20.00"]),
            ("two hundred pounds and five pence", &["200.05 GBP"]),
            ("20 euros and 3 people", &["20.00"]),
            ("1.200 euros", &["1200.00"]),
            ("between €20 and €30", &["20.00", "30.00"]),
            ("20", &["20.00?"]),
            ("12.50", &["12.50?"]),
            ("¥500", &["500 JPY"]),
            ("how much is €20?", &["20.00?"]),
            ("12.345.6 €", &[]),
            ("-€5", &[]),
            ("a lot of euros", &[]),
            ("nothing", &[]),
        ],
    );
    check_sums(
        "it",
        &[
            ("20 euro", &["20.00"]),
            ("12,50 €", &["12.50"]),
            ("1.200,50 euro", &["1200.50"]),
            ("venti euro e cinquanta centesimi", &["20.50"]),
            ("20 euro e 50", &["20.50"]),
            ("milleduecento euro", &["1200.00"]),
            ("duecento", &["200.00?"]),
            ("cento sterline", &["100.00 GBP"]),
        ],
    );
}

#[test]
fn a_sum_is_a_number_too() {
    check("number", &[("€20", &["20"]), ("20 euros and 3 people", &["20", "3"])]);
}

#[test]
fn times_of_day() {
    check(
        "time",
        &[
            ("9:30", &["09:30"]),
            ("at 09:30", &["09:30"]),
            ("9.30", &["09:30?"]),
            ("at 9.30", &["09:30"]),
            ("9", &["09:00?"]),
            ("at 9", &["09:00"]),
            ("at about 9, please", &["09:00"]),
            ("at 9pm", &["21:00"]),
            ("9 pm", &["21:00"]),
            ("9 p.m.", &["21:00"]),
            ("9.30am", &["09:30"]),
            ("12am", &["00:00"]),
            ("12 pm", &["12:00"]),
            ("half past nine", &["09:30"]),
            ("half nine", &["09:30"]),
            ("quarter to ten", &["09:45"]),
            ("a quarter past 3", &["15:15"]),
            ("ten to one", &["12:50"]),
            ("twenty past eight in the evening", &["20:20"]),
            ("nine thirty", &["09:30?"]),
            ("at nine thirty", &["09:30"]),
            ("nine o'clock", &["09:00"]),
            ("noon", &["12:00"]),
            ("midnight", &["00:00"]),
            ("3", &["15:00?"]),
            ("3:30", &["15:30"]),
            ("03:30", &["03:30"]),
            ("3 in the morning", &["03:00"]),
            ("15:00", &["15:00"]),
            ("tomorrow at 9", &["09:00"]),
            ("from 9 to 5", &["09:00", "17:00?"]),
            ("is 9:30 free?", &["09:30?"]),
            ("25:00", &[]),
            ("9:75", &[]),
            ("at 9 Oxford Street", &["09:00?"]),
            ("my 6 year old", &[]),
            ("for 2 people", &[]),
            ("Thursday at 9 then", &["09:00"]),
            ("at 9 with Vera", &["09:00"]),
            ("around 3", &["15:00?"]),
            ("tomorrow, around 3", &["15:00"]),
            ("10ish", &["10:00"]),
            ("at 10-ish please", &["10:00"]),
            ("Friday tenish", &["10:00"]),
            ("10ish on Friday", &["10:00"]),
            ("Saturday 9.30", &["09:30"]),
            ("9.30 on Saturday", &["09:30"]),
            ("Friday 3", &["15:00?"]),
            ("Friday 9.30 people", &["09:30?"]),
            ("British", &[]),
            ("Friday afternoon", &[]),
            ("2026-03-04", &[]),
            ("4/3/2026", &[]),
            ("€9", &[]),
            ("10:30:15", &[]),
            ("9%", &[]),
        ],
    );
}

#[test]
fn times_of_day_in_italian() {
    check_in(
        "it",
        "time",
        &[
            ("alle nove e mezza", &["09:30"]),
            ("le 15", &["15:00"]),
            ("alle 9", &["09:00"]),
            ("alle 9 e 30", &["09:30"]),
            ("alle 15.30", &["15:30"]),
            ("15:30", &["15:30"]),
            ("mezzogiorno", &["12:00"]),
            ("mezzogiorno e mezzo", &["12:30"]),
            ("mezzanotte", &["00:00"]),
            ("dieci meno un quarto", &["09:45"]),
            ("alle otto e un quarto di sera", &["20:15"]),
            ("all'una", &["13:00"]),
            ("alle 3 del pomeriggio", &["15:00"]),
            ("alle 3 di notte", &["03:00"]),
            ("alle nove in punto", &["09:00"]),
            ("verso le sei", &["18:00"]),
            ("domani alle 10", &["10:00"]),
            ("9", &["09:00?"]),
            ("nove", &["09:00?"]),
            ("le 3 patenti", &["15:00?"]),
            ("ho tre anni", &[]),
            ("un taglio per il bambino, ha 6 anni", &[]),
            ("giovedì alle 9 allora", &["09:00"]),
            ("sabato 9.30", &["09:30"]),
            ("9.30 di sabato", &["09:30"]),
            ("sabato 9", &["09:00?"]),
            ("verso le 3", &["15:00"]),
        ],
    );
}

#[test]
fn a_time_is_no_number_and_leaves_the_day_alone() {
    check("number", &[("at 9:30", &[]), ("half past nine", &[]), ("9", &["9"])]);
    check("date", &[("tomorrow at 9:30", &["2026-03-05"]), ("on 4 May at 10", &["2026-05-04", "2025-05-04?"])]);
    check("person_name", &[("noon", &[]), ("half past nine", &[])]);
}

#[test]
fn addresses_are_spoken_in_italian() {
    check_in("it", "email", &[("ada punto lovelace chiocciola example punto org", &["ada.lovelace@example.org"])]);
}
