//! Days and hours together in Italian.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    between: &[
        "alle", "allora", "all", "ore", "ora", "le", "verso", "intorno", "attorno", "di", "del", "dalle", "il", "mattina", "mattino",
        "circa", "per", "dopo", "a",
    ],
    only_before_hour: &["a", "dalle"],
    has_point: false,
    evening: &["pomeriggio", "sera", "stasera", "notte"],
    ahead: &["tra", "fra", "entro"],
    from_now: &["da adesso", "da ora", "da ora in poi"],
    ago: &["fa"],
    since: &[],
    now: &["adesso", "ora", "in questo momento"],
};
