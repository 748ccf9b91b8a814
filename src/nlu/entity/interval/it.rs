//! Intervals in Italian.

use super::Period::{Month, Week, Weekend, Year};
use super::Words;

pub(in super::super) static WORDS: Words = Words {
    from: &["da", "dal", "dall", "dalle", "dalla", "dallo", "a partire da", "a partire dal"],
    between: &["tra", "fra", "tra il", "fra il", "tra le", "fra le", "tra l", "fra l"],
    to: &["a", "al", "all", "alle", "alla", "fino a", "fino al", "fino alle", "fino all", "sino a", "sino al"],
    and: &["e", "e il", "e le", "e l"],
    on: &["di", "il", "del"],
    has_point: false,
    periods: &[
        ("questa settimana", Week, 0),
        ("la prossima settimana", Week, 1),
        ("la settimana prossima", Week, 1),
        ("settimana prossima", Week, 1),
        ("prossima settimana", Week, 1),
        ("la settimana scorsa", Week, -1),
        ("la scorsa settimana", Week, -1),
        ("questo weekend", Weekend, 0),
        ("questo fine settimana", Weekend, 0),
        ("il fine settimana", Weekend, 0),
        ("il weekend", Weekend, 0),
        ("nel fine settimana", Weekend, 0),
        ("il prossimo fine settimana", Weekend, 1),
        ("il prossimo weekend", Weekend, 1),
        ("questo mese", Month, 0),
        ("il mese prossimo", Month, 1),
        ("il prossimo mese", Month, 1),
        ("il mese scorso", Month, -1),
        ("quest anno", Year, 0),
        ("questanno", Year, 0),
        ("lanno prossimo", Year, 1),
        ("il prossimo anno", Year, 1),
        ("lanno scorso", Year, -1),
    ],
};
