//! Days and hours together in English.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    between: &[
        "at", "on", "about", "around", "by", "from", "the", "of", "morning", "in", "for", "starting", "any", "time", "after", "before",
    ],
    only_before_hour: &[],
    has_point: false,
    evening: &["afternoon", "evening", "night", "tonight"],
    ahead: &["in", "within"],
    from_now: &["from now", "later"],
    ago: &["ago"],
    since: &[],
    now: &["right now", "now", "this very moment"],
};
