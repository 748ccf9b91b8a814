//! Intervals in English.

use super::Period::{Month, Week, Weekend, Year};
use super::Words;

pub(in super::super) static WORDS: Words = Words {
    from: &["from", "starting", "starting from"],
    between: &["between"],
    to: &["to", "until", "till", "til", "through", "thru", "up to"],
    and: &["and"],
    on: &["on", "the"],
    has_point: false,
    periods: &[
        ("this week", Week, 0),
        ("next week", Week, 1),
        ("the coming week", Week, 1),
        ("last week", Week, -1),
        ("this weekend", Weekend, 0),
        ("the weekend", Weekend, 0),
        ("at the weekend", Weekend, 0),
        ("next weekend", Weekend, 1),
        ("last weekend", Weekend, -1),
        ("this month", Month, 0),
        ("next month", Month, 1),
        ("last month", Month, -1),
        ("this year", Year, 0),
        ("next year", Year, 1),
        ("last year", Year, -1),
    ],
};
