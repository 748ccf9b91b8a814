//! Our side of `compare.mjs`: reads `language<TAB>type<TAB>sentence` lines and prints the entities of each as JSON, on Wednesday 4 March 2026, 9:00.
#![expect(clippy::print_stdout, reason = "the program's output is what the comparison reads")]

use std::io::BufRead as _;

use anyhow::Context as _;
use jiff::civil::date;
use serde_json::json;
use sottovoce::domain::{Language, Strength};
use sottovoce::nlu::entity::{EntitySet, ExtractContext, Extractors};

fn main() -> anyhow::Result<()> {
    // UTC, as the other side counts.
    let now = date(2026, 3, 4).at(9, 0, 0, 0).in_tz("UTC")?;
    // Phone numbers and sums without a sign or prefix are those of the country.
    let extractors =
        [("en", "GB"), ("es", "ES"), ("fr", "FR")].map(|(code, country)| (code, Extractors::new(&EntitySet::default(), Some(country))));
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (code, rest) = line.split_once('\t').context("a line without a tab")?;
        let (kind, text) = rest.split_once('\t').context("a line with one tab")?;
        let (_, extractors) = extractors.iter().find(|(language, _)| *language == code).context("a language that is not compared")?;
        let context = ExtractContext { language: Language::new(code)?, now: now.clone() };
        let found = extractors.extract(text, &context).into_iter().filter(|entity| entity.kind.as_str() == kind);
        let entities: Vec<_> =
            found.map(|entity| json!({"value": entity.value.to_json(), "clear": entity.strength != Strength::IfAsked, "start": entity.start, "end": entity.end})).collect();
        println!("{}", json!({"language": code, "type": kind, "text": text, "entities": entities}));
    }
    Ok(())
}
