//! Roles: which of several slots of a type a value is for, by the words beside the marked values of the examples.
//!
//! In `from [Rome]{"entity": "city", "role": "origin"} to …` the word before the value is a cue. A value is for the slot of the
//! longest cue before it, else of the word behind it; a cue that stands beside values of several roles is none.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Entity, EntityName, Language, SlotName};
use crate::nlu::intents::IntentSet;

use super::text::Text;

/// The most words of a cue before a value.
const LONGEST_CUE: usize = 2;

/// Where a cue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Before,
    Behind,
}

/// The cues that the examples teach.
#[derive(Default)]
pub(super) struct Roles {
    cues: BTreeMap<(Language, EntityName), Cues>,
}

/// The words beside values of a type, and the slots that these were for.
type Cues = BTreeMap<(Side, Vec<String>), BTreeSet<SlotName>>;

impl Roles {
    pub(super) fn learn(intents: &IntentSet) -> Self {
        let mut roles = Self::default();
        for (language, example) in intents
            .intents
            .values()
            .flat_map(|intent| &intent.examples)
            .flat_map(|(language, of)| of.iter().map(move |example| (language, example)))
        {
            let text = Text::new(&example.text);
            for annotation in &example.annotations {
                let Some(role) = &annotation.role else { continue };
                let of_type = roles.cues.entry((language.clone(), annotation.entity.clone())).or_default();
                for cue in cues(&text, annotation.characters.start, annotation.characters.end) {
                    of_type.entry(cue).or_default().insert(role.clone());
                }
            }
        }
        roles
    }

    /// Names the slots of the values whose words tell them.
    pub(super) fn tell(&self, text: &Text<'_>, language: &Language, entities: &mut [Entity]) {
        if self.cues.is_empty() {
            return;
        }
        for entity in entities {
            let Some(of_type) = self.cues.get(&(language.clone(), entity.kind.clone())) else { continue };
            let told = cues(text, entity.start, entity.end).into_iter().find_map(|cue| of_type.get(&cue).filter(|slots| slots.len() == 1));
            entity.slot = told.and_then(|slots| slots.first()).cloned();
        }
    }
}

/// The words beside a place in code points, the most telling first. A value may begin with its own cue ("dal 3 marzo").
fn cues(text: &Text<'_>, start: usize, end: usize) -> Vec<(Side, Vec<String>)> {
    let byte = |place: usize| text.original.char_indices().nth(place).map_or(text.original.len(), |(byte, _)| byte);
    let first = text.words.partition_point(|word| word.range.end <= byte(start));
    let past = text.words.partition_point(|word| word.range.start < byte(end));
    let words = |from: usize, to: usize| (from..to).map(|at| text.folded(at).to_owned()).collect::<Vec<String>>();
    let before = (1..=LONGEST_CUE).rev().filter_map(|length| Some((Side::Before, words(first.checked_sub(length)?, first))));
    let inside = (past > first + 1).then(|| (Side::Before, words(first, first + 1)));
    let behind = (past < text.words.len()).then(|| (Side::Behind, words(past, past + 1)));
    before.chain(inside).chain(behind).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::{Findings, Source};
    use crate::domain::Language;
    use crate::nlu::entity::{EntitySet, ExtractContext, Extractors};
    use crate::nlu::intents::IntentSet;

    /// Value and slot of each city.
    fn read(examples: &str, text: &str) -> Vec<String> {
        let (language, mut findings) = (Language::new("en").unwrap(), Findings::default());
        let node = |yaml: &str, findings: &mut Findings| crate::yaml::parse(&Source::new("all.yaml", yaml), findings).unwrap();
        let mut intents = IntentSet::default();
        intents.add(&node(&format!("book:\n  examples:\n{examples}"), &mut findings), std::slice::from_ref(&language), &mut findings);
        let mut entities = EntitySet::default();
        entities.add(&node("city: {values: [rome, paris, oslo]}", &mut findings), std::slice::from_ref(&language), &mut findings);
        assert!(findings.into_sorted().iter().all(|found| found.code == "few-examples"));
        let context = ExtractContext { language, now: jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC) };
        let entities = Extractors::new(&entities, None).with_roles(&intents).extract(text, &context);
        let cities = entities.into_iter().filter(|entity| entity.kind.as_str() == "city");
        cities.map(|city| format!("{}={}", city.slot.map_or("?".to_owned(), |slot| slot.to_string()), city.value.to_json())).collect()
    }

    #[test]
    fn the_words_beside_a_value_tell_its_role() {
        let examples = r#"
    - 'from [rome]{"entity": "city", "role": "origin"} to [paris]{"entity": "city", "role": "goal"}'
    - '[oslo]{"entity": "city", "role": "goal"} bound'
"#;
        let check = |text: &str, expected: &[&str]| assert_eq!(read(examples, text), expected, "{text}");
        check("a ticket from Oslo to Rome", &[r#"origin="oslo""#, r#"goal="rome""#]);
        check("to Rome, from Oslo", &[r#"goal="rome""#, r#"origin="oslo""#]);
        check("paris bound trains", &[r#"goal="paris""#]);
        check("Rome", &[r#"?="rome""#]);
        check("in Rome", &[r#"?="rome""#]);
    }

    #[test]
    fn a_cue_of_several_roles_is_none() {
        let examples = r#"
    - 'via [rome]{"entity": "city", "role": "origin"}'
    - 'via [paris]{"entity": "city", "role": "goal"}'
"#;
        assert_eq!(read(examples, "via oslo"), [r#"?="oslo""#]);
    }
}
