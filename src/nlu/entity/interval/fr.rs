//! Intervals in French.

use super::Period::{Month, Week, Weekend, Year};
use super::Words;

pub(in super::super) static WORDS: Words = Words {
    from: &["de", "du", "des", "depuis", "depuis le", "a partir de", "a partir du", "a compter du", "des le", "le", "d"],
    between: &["entre", "entre le"],
    to: &["a", "au", "jusqua", "jusquau", "jusque", "jusqu a", "jusqu au"],
    and: &["et", "et le", "et le"],
    on: &["le", "de", "du", "pour", "donc"],
    has_point: false,
    periods: &[
        ("cette semaine", Week, 0),
        ("la semaine prochaine", Week, 1),
        ("la semaine qui vient", Week, 1),
        ("la prochaine semaine", Week, 1),
        ("semaine prochaine", Week, 1),
        ("la semaine derniere", Week, -1),
        ("la semaine passee", Week, -1),
        ("ce week end", Weekend, 0),
        ("ce weekend", Weekend, 0),
        ("le week end", Weekend, 0),
        ("le weekend", Weekend, 0),
        ("le week end prochain", Weekend, 1),
        ("le weekend prochain", Weekend, 1),
        ("le prochain week end", Weekend, 1),
        ("le week end dernier", Weekend, -1),
        ("ce mois", Month, 0),
        ("ce mois ci", Month, 0),
        ("le mois prochain", Month, 1),
        ("le mois qui vient", Month, 1),
        ("le mois dernier", Month, -1),
        ("le mois passe", Month, -1),
        ("cette annee", Year, 0),
        ("lannee prochaine", Year, 1),
        ("lan prochain", Year, 1),
        ("lannee derniere", Year, -1),
        ("lan dernier", Year, -1),
    ],
};
