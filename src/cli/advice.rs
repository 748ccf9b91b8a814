//! What a training advises about a bot's examples, with the places where they stand now.

use std::path::Path;

use crate::bot::Bot;
use crate::diagnostics::{Diagnostic, Source, Span};
use crate::domain::Language;
use crate::nlu::review::{Advice, FEW_EXAMPLES, Kind, Review, Sentence, Tally};
use crate::runtime::{faq_id, kept_review, kind_of};

/// The longest part of an example that is printed, in characters.
const PRINTED: usize = 80;
/// The code of the tip that `check` gives by itself.
const FEW: &str = "few-examples";

/// What the last training of just these examples advised, in all languages; nothing that `check` finds by itself.
pub(super) fn kept(bot: &Bot, models: &Path) -> Vec<Diagnostic> {
    let review = |language| Some((language, kept_review(models, bot, language)?));
    let reviews = bot.languages.iter().filter_map(review);
    reviews
        .flat_map(|(language, mut review)| {
            review.advice.retain(|advice| !matches!(advice, Advice::Few { examples, .. } if *examples < FEW_EXAMPLES));
            findings(bot, language, &review)
        })
        .collect()
}

/// The advice as tips, in its order.
pub(super) fn findings(bot: &Bot, language: &Language, review: &Review) -> Vec<Diagnostic> {
    let writer = Writer { bot, language };
    review.advice.iter().map(|advice| writer.finding(advice)).collect()
}

/// How held-out examples fared, in lines.
pub(super) fn tallies(review: &Review) -> Vec<String> {
    let Review { own, built_in, faq, off_topic, .. } = review;
    if own.rows == 0 {
        return vec!["too few examples to hold some out: nothing was fitted beyond the examples".to_owned()];
    }
    let percent = |tally: &Tally| format!("{:.1} % of {}", 100.0 * number(tally.right) / number(tally.rows.max(1)), tally.rows);
    let mut lines = vec![format!(
        "understood when held out: {} examples of the bot's own intents, {} of built-in ones",
        percent(own),
        percent(built_in)
    )];
    let wrong = |tally: &Tally| tally.rows - tally.right.min(tally.rows);
    lines.push(format!(
        "taken for an intent by mistake: {} of {} FAQ questions, {} of {} off-topic sentences",
        wrong(faq),
        faq.rows,
        wrong(off_topic),
        off_topic.rows
    ));
    lines
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The list for people: what, where, how to mend it.
pub(super) fn list(findings: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for (number, finding) in findings.iter().enumerate() {
        lines.push(format!("{:>2}. {}", number + 1, finding.message));
        for label in &finding.labels {
            let (line, _) = label.span.line_and_column();
            let path = &label.span.source.path;
            let place = if path.starts_with('<') { "built in".to_owned() } else { format!("{path}:{line}") };
            let words = if finding.code == FEW { String::new() } else { format!("  {}", quoted(label.span.text())) };
            let note = if label.text.is_empty() { String::new() } else { format!("  ({})", label.text) };
            lines.push(format!("    {place}{words}{note}"));
        }
        lines.extend(finding.help.iter().map(|help| format!("    → {help}")));
    }
    lines.join("\n")
}

/// An example as it was written, without the quotes of YAML, cut to what can be read.
fn quoted(written: &str) -> String {
    let plain = written.trim().trim_matches(|c| c == '"' || c == '\'');
    let cut: String = plain.chars().take(PRINTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if plain.chars().count() > PRINTED { "…" } else { "" };
    format!("“{cut}{more}”")
}

struct Writer<'a> {
    bot: &'a Bot,
    language: &'a Language,
}

impl Writer<'_> {
    fn finding(&self, advice: &Advice) -> Diagnostic {
        match advice {
            Advice::Confused { rows, example, like } => self.confused(*rows, example, like),
            Advice::Near { example, like } => {
                let message = format!("an example of {} says nearly the same as one of {}", named(&example.class), named(&like.class));
                let help = match self.kind(&like.class) {
                    Kind::Faq => "if the FAQ answers it, remove it from the intent; if the intent should, remove the question from the FAQ",
                    Kind::Own | Kind::BuiltIn | Kind::OffTopic => "remove one, or change its words so that they tell the two apart",
                };
                self.tip("near-examples", message, example).and(&self.place(like), format!("in {}", named(&like.class))).help(help)
            }
            Advice::OutOfPlace { example, taken_for, like: Some(like) } => {
                let message = format!("an example of {} reads like {}", named(&example.class), named(taken_for));
                let found = self.tip("example-out-of-place", message, example);
                let found = found.and(&self.place(like), format!("the one of {} most like it", named(taken_for)));
                let help = match self.kind(taken_for) {
                    Kind::Own => "move it if it belongs there; else write more examples that say it this way",
                    Kind::BuiltIn | Kind::Faq | Kind::OffTopic => {
                        "remove it if it belongs there; else write more examples that say it this way"
                    }
                };
                found.help(help)
            }
            Advice::OutOfPlace { example, like: None, .. } => {
                let message =
                    format!("an example of {} is like none of the others, and would be taken for off topic", named(&example.class));
                self.tip("example-out-of-place", message, example).help("write two or three more that say it this way, or remove it")
            }
            Advice::Few { intent, examples, understood } => {
                let plural = if *examples == 1 { "" } else { "s" };
                let message = if *examples < FEW_EXAMPLES {
                    format!("`{intent}` has {examples} example{plural} in `{}`", self.language)
                } else {
                    format!(
                        "`{intent}` has {examples} examples in `{}`, of which {understood} were understood when held out",
                        self.language
                    )
                };
                let span = self.bot.intents.intents.iter().find(|(name, _)| name.as_str() == intent).map(|(_, intent)| intent.span.clone());
                Diagnostic::tip(FEW, message, &span.unwrap_or_else(nowhere)).help("write ten or more: different words, short and long")
            }
        }
    }

    fn confused(&self, rows: usize, example: &Sentence, like: &Sentence) -> Diagnostic {
        let (a, b) = (named(&example.class), named(&like.class));
        let message = format!("{a} and {b} are mixed up: {rows} of their examples were taken for the other when held out");
        let help = match [self.kind(&example.class), self.kind(&like.class)] {
            kinds if kinds.contains(&Kind::Faq) => {
                "if the FAQ's answer is all that is wanted, remove such examples from the intent; else write more that only the intent would have"
            }
            kinds if kinds.contains(&Kind::BuiltIn) => {
                "one of the two ships with the program: write more examples of yours that name what it is about"
            }
            _ => "write examples that say what sets them apart, or make them one intent and ask which is meant",
        };
        let found = self.tip("confused-intents", message, example).here(format!("taken for {b}"));
        found.and(&self.place(like), format!("the one of {b} most like it")).help(help)
    }

    fn tip(&self, code: &'static str, message: String, example: &Sentence) -> Diagnostic {
        Diagnostic::tip(code, message, &self.place(example))
    }

    fn kind(&self, class: &str) -> Kind {
        kind_of(self.bot, class)
    }

    /// Where an example stands now.
    fn place(&self, example: &Sentence) -> Span {
        let span = if let Some(id) = faq_id(&example.class) {
            let questions =
                self.bot.faq.entries.iter().filter(|entry| entry.id == id).filter_map(|entry| entry.questions.get(self.language));
            questions.flatten().find(|question| question.text == example.text).map(|question| question.span.clone())
        } else {
            let intent = self.bot.intents.intents.iter().find(|(name, _)| name.as_str() == example.class);
            let examples = intent.and_then(|(_, intent)| intent.examples.get(self.language));
            examples.into_iter().flatten().find(|one| one.text == example.text).map(|one| one.span.clone())
        };
        span.unwrap_or_else(nowhere)
    }
}

/// A class in words.
fn named(class: &str) -> String {
    faq_id(class).map_or_else(|| format!("`{class}`"), |id| format!("the FAQ entry `{id}`"))
}

/// A place for what cannot be found: the hash of the examples matches, so that this does not happen.
fn nowhere() -> Span {
    Span { source: Source::new("<unknown>", ""), range: 0..0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::{self, Folder};
    use crate::nlu::rows::data_hash;
    use crate::runtime::{model_folder, training_rows};

    fn shop() -> Bot {
        let folder = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("flows/shop")).unwrap();
        bot::load(&folder).bot.unwrap()
    }

    /// An example of the bot, by its number among those of its class.
    fn example(bot: &Bot, class: &str, number: usize) -> Sentence {
        let rows = training_rows(bot, bot.default_language());
        let row = rows.into_iter().filter(|row| row.intent == class).nth(number).unwrap();
        Sentence { class: row.intent, text: row.text }
    }

    fn review(bot: &Bot) -> Review {
        let (track, cancel) = (example(bot, "track_order", 0), example(bot, "change_order", 1));
        let few = |examples| Advice::Few { intent: "greet".to_owned(), examples, understood: 1 };
        let alone = Advice::OutOfPlace { example: track.clone(), taken_for: "off_topic".to_owned(), like: None };
        let near = Advice::Near { example: cancel.clone(), like: example(bot, "cancel", 0) };
        Review {
            advice: vec![Advice::Confused { rows: 3, example: track, like: cancel }, near, alone, few(3), few(7)],
            ..Review::default()
        }
    }

    #[test]
    fn each_advice_says_what_where_and_how_to_mend_it() {
        let bot = shop();
        let list = list(&findings(&bot, bot.default_language(), &review(&bot)));
        let wanted = [
            " 1. `track_order` and `change_order` are mixed up: 3 of their examples were taken for the other when held out",
            "    intents/orders.yaml:",
            "  (taken for `change_order`)",
            "    → write examples that say what sets them apart, or make them one intent and ask which is meant",
            " 2. an example of `change_order` says nearly the same as one of `cancel`",
            "    built in  “",
            " 3. an example of `track_order` is like none of the others, and would be taken for off topic",
            " 4. `greet` has 3 examples in `en`",
            " 5. `greet` has 7 examples in `en`, of which 1 were understood when held out",
        ];
        for line in wanted {
            assert!(list.contains(line), "{line}\nis not in\n{list}");
        }
        assert!(!list.contains("unknown"), "{list}");
    }

    #[test]
    fn what_was_advised_is_shown_while_the_examples_are_the_same() {
        let (bot, models) = (shop(), tempfile::tempdir().unwrap());
        assert!(kept(&bot, models.path()).is_empty());
        let language = bot.default_language();
        let dir = model_folder(models.path(), &bot, language, &data_hash(&training_rows(&bot, language)));
        std::fs::create_dir_all(&dir).unwrap();
        review(&bot).save(&dir).unwrap();
        let codes: Vec<&str> = kept(&bot, models.path()).iter().map(|finding| finding.code).collect();
        // An intent of fewer than five examples is a finding of `check` itself.
        assert_eq!(codes, ["confused-intents", "near-examples", "example-out-of-place", "few-examples"]);
    }
}
