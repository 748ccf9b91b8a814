//! The languages whose words are known: one entry for each, with a table for each built-in type.
//!
//! To add one: write an `<code>.rs` beside each `it.rs` below and list it here; the compiler asks for every part.

use crate::domain::Language;

use super::{date, money, number, person_name, time, yes_no};

/// What is known of one language.
pub(super) struct Words {
    code: &'static str,
    pub(super) yes_no: &'static yes_no::Phrases,
    pub(super) person_name: &'static person_name::Words,
    pub(super) number: &'static number::Numerals,
    pub(super) date: &'static date::Grammar,
    pub(super) time: &'static time::Clock,
    pub(super) money: &'static money::Words,
    /// What stands before a phone number.
    pub(super) phone: &'static [&'static str],
}

static ALL: [Words; 5] = [
    Words {
        code: "en",
        yes_no: &yes_no::ENGLISH,
        person_name: &person_name::ENGLISH,
        number: &number::ENGLISH,
        date: &date::ENGLISH,
        time: &time::ENGLISH,
        money: &money::ENGLISH,
        phone: &["phone", "mobile", "cell", "telephone", "tel", "call me", "ring me", "text me", "reach me", "my number", "whatsapp"],
    },
    Words {
        code: "de",
        yes_no: &yes_no::GERMAN,
        person_name: &person_name::GERMAN,
        number: &number::GERMAN,
        date: &date::GERMAN,
        time: &time::GERMAN,
        money: &money::GERMAN,
        phone: &[
            "telefon",
            "telefonnummer",
            "telefonisch",
            "telephon",
            "tel",
            "telnr",
            "handy",
            "handynr",
            "handynummer",
            "mobil",
            "mobilnummer",
            "mobiltelefon",
            "festnetz",
            "festnetznummer",
            "natel",
            "rufnummer",
            "nummer ist",
            "nummer lautet",
            "meine nummer",
            "unter der nummer",
            "unter der",
            "erreichbar unter",
            "erreichen unter",
            "erreichen sie mich",
            "erreichst du mich",
            "rufen sie mich",
            "rufen sie",
            "ruf mich",
            "ruf an",
            "anrufen",
            "zuruckrufen",
            "zurueckrufen",
            "ruckruf",
            "rueckruf",
            "whatsapp",
            "durchwahl",
            "fax",
        ],
    },
    Words {
        code: "it",
        yes_no: &yes_no::ITALIAN,
        person_name: &person_name::ITALIAN,
        number: &number::ITALIAN,
        date: &date::ITALIAN,
        time: &time::ITALIAN,
        money: &money::ITALIAN,
        phone: &[
            "telefono",
            "cellulare",
            "tel",
            "cell",
            "chiamami",
            "chiamarmi",
            "chiamatemi",
            "mi chiami",
            "il mio numero",
            "mio numero",
            "whatsapp",
            "recapito",
            "rispondo",
        ],
    },
    Words {
        code: "fr",
        yes_no: &yes_no::FRENCH,
        person_name: &person_name::FRENCH,
        number: &number::FRENCH,
        date: &date::FRENCH,
        time: &time::FRENCH,
        money: &money::FRENCH,
        phone: &[
            "telephone",
            "tel",
            "portable",
            "mobile",
            "gsm",
            "natel",
            "numero",
            "mon numero",
            "mon num",
            "appelez moi",
            "appelle moi",
            "rappelez moi",
            "me joindre",
            "joignable",
            "mappeler",
            "me rappeler",
            "whatsapp",
        ],
    },
    Words {
        code: "es",
        yes_no: &yes_no::SPANISH,
        person_name: &person_name::SPANISH,
        number: &number::SPANISH,
        date: &date::SPANISH,
        time: &time::SPANISH,
        money: &money::SPANISH,
        phone: &[
            "telefono",
            "tel",
            "telf",
            "tlf",
            "tfno",
            "movil",
            "celular",
            "cel",
            "numero",
            "mi numero",
            "llameme",
            "llamame",
            "llamarme",
            "llamenme",
            "contactarme",
            "localizarme",
            "whatsapp",
            "wasap",
            "whats",
        ],
    },
];

impl Words {
    /// The words of a language, if they are known.
    pub(super) fn of(language: &Language) -> Option<&'static Self> {
        ALL.iter().find(|words| words.code == language.as_str())
    }
}

/// Whether a plain word of some language looks like others, so that it is never taken for a misspelling.
pub(super) fn is_lookalike(folded: &str) -> bool {
    ALL.iter().any(|words| words.person_name.is_lookalike(folded))
}
