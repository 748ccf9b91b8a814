//! Dates in Italian.

mod named;
mod relative;

use jiff::civil::Date;

use super::super::text::Text;
use super::doubt::Doubts;
use super::{Grammar, Said};

pub(in super::super) static GRAMMAR: Grammar = Grammar {
    said,
    negation: "non",
    after_negation: &["di", "da", "dal", "a", "in", "per", "il", "entro"],
    proposals: &["perche"],
    notice: "preavviso",
    after_weekday: &["il", "lo", "l'", "di"],
    before_digits: &["il", "dal", "al", "del", "dall", "all", "l", "da", "entro", "prima", "dopo", "fino", "data", "giorno", "inizio"],
    doubts: Doubts {
        phrases: &[
            "non so",
            "non lo so",
            "non saprei",
            "boh",
            "non ne ho idea",
            "non ho idea",
            "nessuna idea",
            "non sono sicuro",
            "non sono sicura",
            "non ne sono sicuro",
            "non ne sono sicura",
            "non sono certo",
            "non sono certa",
            "non ho deciso",
            "non ho ancora deciso",
            "non ancora deciso",
            "devo decidere",
            "devo ancora decidere",
            "dipende",
            "dipende da",
            "da definire",
            "da decidere",
            "da stabilire",
            "da confermare",
            "da vedere",
            "vediamo",
            "vedremo",
            "non ricordo",
            "non mi ricordo",
            "difficile dirlo",
            "difficile dire",
            "non e sicuro",
            "non e certo",
            "non e chiaro",
            "non e fisso",
            "chissa",
        ],
        goes_on: &[
            "ancora",
            "quando",
            "se",
            "bene",
            "di preciso",
            "esattamente",
            "con precisione",
            "con certezza",
            "adesso",
            "ora",
            "al momento",
            "per ora",
            "la data",
            "il giorno",
            "quale",
            "che giorno",
            "della data",
            "del giorno",
            "sulla data",
            "sul giorno",
            "a dire il vero",
        ],
        hedges: &[
            "forse",
            "magari",
            "probabilmente",
            "possibilmente",
            "presumibilmente",
            "penso",
            "credo",
            "immagino",
            "suppongo",
            "spero",
            "direi",
            "mi sa",
            "circa",
            "allincirca",
            "piu o meno",
            "indicativamente",
        ],
        hedges_before: &["verso", "intorno", "attorno", "potrebbe essere", "dovrebbe essere"],
        hedges_behind: &["o giu di li", "o cosi", "o quasi"],
        kept: &["andava bene", "era giusto", "era giusta", "era corretta", "era corretto", "resta", "rimane", "va lasciato"],
    },
};

fn said(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    [named::at(text, at, today), relative::at(text, at, today)].into_iter().flatten().max_by_key(|said| said.next)
}
