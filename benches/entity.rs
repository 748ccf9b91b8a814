//! What finding values costs: a list of 100, 10,000 and 100,000 values, and the built-in types.
//!
//! `cargo bench --bench entity`. Prints beside the times how long the index of each list takes to build and how much memory it keeps.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fmt::Write as _;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sottovoce::diagnostics::{Findings, Source};
use sottovoce::domain::Language;
use sottovoce::nlu::entity::{EntitySet, ExtractContext, Extractors};

/// Syllables of made-up names: 20 × 20 × 20 × 20 are enough for 100,000 different ones.
const SYLLABLES: [&str; 20] =
    ["ba", "cor", "del", "fi", "gar", "hel", "jo", "ka", "lum", "mer", "no", "per", "qua", "ri", "sol", "tan", "ul", "ven", "wes", "zo"];

fn name(number: usize) -> String {
    let syllable = |place: u32| SYLLABLES[number / 20_usize.pow(place) % 20];
    format!("{}{}{}{}", syllable(0), syllable(1), syllable(2), syllable(3))
}

fn set(values: usize) -> EntitySet {
    let mut yaml = String::from("place:\n  fuzzy: 1\n  values:\n");
    for number in 0..values {
        writeln!(yaml, "    v{number}: [{} {}]", name(number), name(number / 7)).expect("text in memory");
    }
    let mut findings = Findings::default();
    let node = sottovoce::yaml::parse(&Source::new("entities.yaml", yaml), &mut findings).expect("a tree");
    let mut set = EntitySet::default();
    set.add(&node, &[Language::new("en").expect("a language")], &mut findings);
    set
}

/// Resident memory of this process in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}

fn lists(criterion: &mut Criterion) {
    let now = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
    let context = ExtractContext { language: Language::new("en").expect("a language"), now };
    let mut group = criterion.benchmark_group("values");
    for values in [100, 10_000, 100_000] {
        let set = set(values);
        let (before, began) = (resident(), Instant::now());
        let extractors = Extractors::new(&set, None);
        let (built, kept) = (began.elapsed(), resident().saturating_sub(before));
        println!("{values} values: built in {built:.1?}, {} kB more resident", kept / 1024);
        let number = values / 2;
        let right = format!("I would like to go to {} {} tomorrow if that is possible", name(number), name(number / 7));
        let wrong = format!("I would like to go to {}x {} tomorrow if that is possible", name(number), name(number / 7));
        let found = |text: &str| extractors.extract(text, &context).iter().filter(|entity| entity.kind.as_str() == "place").count();
        assert_eq!((found(&right), found(&wrong)), (1, 1));
        group.bench_function(format!("{values}, right"), |bench| bench.iter(|| extractors.extract(&right, &context)));
        group.bench_function(format!("{values}, one slip"), |bench| bench.iter(|| extractors.extract(&wrong, &context)));
    }
    group.finish();
}

fn built_in(criterion: &mut Criterion) {
    let extractors = Extractors::new(&EntitySet::default(), Some("IT"));
    let mut group = criterion.benchmark_group("built in");
    for (language, text) in [
        ("en", "My name is Ada Lovelace and I can come on Friday from 10 to 12, my e-mail is ada@example.org"),
        ("it", "Mi chiamo Ada Lovelace e posso venire venerdì dalle 10 alle 12, la mia mail è ada@example.org"),
    ] {
        let now = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
        let context = ExtractContext { language: Language::new(language).expect("a language"), now };
        group.bench_function(language, |bench| bench.iter(|| extractors.extract(text, &context)));
    }
    group.finish();
}

criterion_group!(benches, lists, built_in);
criterion_main!(benches);
