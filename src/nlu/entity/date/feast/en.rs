//! Feasts in English.

use super::When::{Each, Easter, Thanksgiving};
use super::{Feast, Feasts};

pub(in super::super) static FEASTS: Feasts = Feasts {
    days: &[
        ("christmas day", Each(12, 25)),
        ("christmas eve", Each(12, 24)),
        ("boxing day", Each(12, 26)),
        ("new years day", Each(1, 1)),
        ("new years eve", Each(12, 31)),
        ("halloween", Each(10, 31)),
        ("valentines day", Each(2, 14)),
        ("good friday", Easter(-2)),
        ("easter sunday", Easter(0)),
        ("easter monday", Easter(1)),
        ("easter day", Easter(0)),
        ("thanksgiving day", Thanksgiving(0)),
        ("black friday", Thanksgiving(1)),
    ],
    lasting: &[],
    on: &[],
    limits: &["before", "until", "till"],
    counted_from: &[
        ("christmas", Feast::Christmas),
        ("xmas", Feast::Christmas),
        ("new year", Feast::NewYear),
        ("new years", Feast::NewYear),
        ("new years day", Feast::NewYear),
        ("epiphany", Feast::Epiphany),
        ("easter", Feast::Easter),
    ],
    after: &["after"],
    soon: &["straight", "right", "just", "shortly", "soon", "directly", "immediately", "sometime", "some time", "any time", "anytime"],
    articles: &["the"],
    holidays: &["holidays", "holiday", "break"],
    first: &["the first", "first", "the"],
    new_year: &["in the new year", "from the new year", "in the new years"],
    around: &[],
    no_day: &[],
};
