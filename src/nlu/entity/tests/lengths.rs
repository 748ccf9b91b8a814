//! Lengths of time, in ISO 8601.

use super::{check, check_in};

#[test]
fn lengths_in_english() {
    check(
        "duration",
        &[
            ("two weeks", &["P2W"]),
            ("for 3 days", &["P3D"]),
            ("half an hour", &["PT30M"]),
            ("half a day", &["PT12H"]),
            ("half a year", &["P6M"]),
            ("half a month", &["P15D"]),
            ("an hour and a half", &["PT1H30M"]),
            ("one and a half hours", &["PT1H30M"]),
            ("a year and a half", &["P1Y6M"]),
            ("2 hours and a quarter", &["PT2H15M"]),
            ("a quarter of an hour", &["PT15M"]),
            ("three quarters of an hour", &["PT45M"]),
            ("1 hour 30 minutes", &["PT1H30M"]),
            ("1 hour, 30 minutes and 10 seconds", &["PT1H30M10S"]),
            ("2 years and 6 months", &["P2Y6M"]),
            ("six months", &["P6M"]),
            ("twenty-five minutes", &["PT25M"]),
            ("90 min", &["PT90M"]),
            ("90min", &["PT90M"]),
            ("1h30", &["PT1H30M?"]),
            ("2hrs", &["PT2H"]),
            ("1.5 hours", &["PT1H30M"]),
            ("2.5 days", &["P2DT12H"]),
            ("a fortnight", &["P2W"]),
            ("a decade", &["P10Y"]),
            ("a couple of weeks", &["P2W"]),
            ("a week", &["P1W"]),
            ("a day", &["P1D"]),
            ("three nights", &["P3D"]),
            ("ten years of experience", &["P10Y"]),
            ("30 years old", &["P30Y?"]),
            ("two weeks ago", &["P2W?"]),
            ("in two weeks", &["P2W?"]),
            ("in two hours", &["PT2H?"]),
            ("two or three weeks", &["P3W?"]),
            ("2-3 weeks", &["P3W?"]),
            ("3 to 4 days", &["P4D?"]),
            ("can I stay for two weeks?", &["P2W?"]),
            ("PT1H30M", &["PT1H30M"]),
            ("P2W", &["P2W"]),
            ("a hundred days", &["P100D"]),
            ("ten past nine", &[]),
            ("9:30", &[]),
            ("the second one", &[]),
            ("10 m", &[]),
            ("10m", &[]),
            ("weekly", &[]),
            ("on Monday", &[]),
            ("two. Weeks later", &[]),
            ("99999999 years", &[]),
        ],
    );
}

#[test]
fn lengths_in_italian() {
    check_in(
        "it",
        "duration",
        &[
            ("due settimane", &["P2W"]),
            ("per 3 giorni", &["P3D"]),
            ("mezz'ora", &["PT30M"]),
            ("una mezz'ora", &["PT30M"]),
            ("mezza giornata", &["PT12H"]),
            ("mezzo anno", &["P6M"]),
            ("un'ora", &["PT1H"]),
            ("un'ora e mezza", &["PT1H30M"]),
            ("un’ora e mezza", &["PT1H30M"]),
            ("due ore e mezza", &["PT2H30M"]),
            ("due ore e mezzo", &["PT2H30M"]),
            ("un anno e mezzo", &["P1Y6M"]),
            ("un'ora e un quarto", &["PT1H15M"]),
            ("un quarto d'ora", &["PT15M"]),
            ("tre quarti d'ora", &["PT45M"]),
            ("un'ora e 20 minuti", &["PT1H20M"]),
            ("1 ora e 30 minuti", &["PT1H30M"]),
            ("2 anni e 6 mesi", &["P2Y6M"]),
            ("due anni, tre mesi e un giorno", &["P2Y3M1D"]),
            ("sei mesi", &["P6M"]),
            ("venticinque minuti", &["PT25M"]),
            ("90 minuti", &["PT90M"]),
            ("90min", &["PT90M"]),
            ("1h30", &["PT1H30M?"]),
            ("1,5 ore", &["PT1H30M"]),
            ("2,5 giorni", &["P2DT12H"]),
            ("un paio di settimane", &["P2W"]),
            ("un paio d'ore", &["PT2H"]),
            ("una decina di giorni", &["P10D"]),
            ("una quindicina di giorni", &["P15D"]),
            ("un trimestre", &["P3M"]),
            ("un semestre", &["P6M"]),
            ("una settimana", &["P1W"]),
            ("un giorno", &["P1D"]),
            ("tre notti", &["P3D"]),
            ("dieci anni di esperienza", &["P10Y"]),
            ("due settimane fa", &["P2W?"]),
            ("fra due settimane", &["P2W?"]),
            ("tra due ore", &["PT2H?"]),
            ("due o tre settimane", &["P3W?"]),
            ("2-3 settimane", &["P3W?"]),
            ("posso restare due settimane?", &["P2W?"]),
            ("trenta secondi", &["PT30S"]),
            ("ventun giorni", &["P21D"]),
            ("le nove e dieci", &[]),
            ("ora", &[]),
            ("lunedì", &[]),
            ("il secondo", &[]),
            ("settimanale", &[]),
        ],
    );
}

#[test]
fn lengths_in_languages_without_words_are_those_of_iso_8601() {
    check_in("fi", "duration", &[("P2W", &["P2W"]), ("2h", &[])]);
}

/// For the test that counts.
pub(in crate::nlu::entity::tests) const TABLES: &[fn()] =
    &[lengths_in_english, lengths_in_italian, lengths_in_languages_without_words_are_those_of_iso_8601];
