//! `faq eval`: how well FAQ search finds the entry that answers, on queries whose answer is known.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use super::render::{Failure, Output};
use super::setup::{InferenceBounds, Understanding, load_bot, spoken, tokio_runtime};
use crate::diagnostics::{self, Findings, Source, Span};
use crate::domain::{Language, MessageKey};
use crate::faq::{FaqEntry, FaqIndex, FaqSet, Question, Ranking};
use crate::nlu::models::DEFAULT_ENCODER;
use crate::nlu::taps::TextVectors;
use crate::yaml;

#[derive(Args)]
pub(super) struct Eval {
    /// The FAQ: a CSV file with the columns `id` and `question`, a YAML file with a section `faq`, or a bot folder.
    #[arg(long, value_name = "FILE_OR_DIR")]
    faq: PathBuf,
    /// A CSV file with the columns `query` and `relevant_id`: one id or several joined by `;`, none if nothing answers.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// The language of both; the bot's first when none is named, for files `en`.
    #[arg(long)]
    lang: Option<String>,
    /// The encoder, a name or a folder, for files; a bot names its own.
    #[arg(long, value_name = "DIR_OR_NAME")]
    encoder: Option<String>,
}

/// A query and the entries that answer it.
struct Query {
    text: String,
    relevant: BTreeSet<String>,
}

/// The figures.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Report {
    /// FAQ entries.
    entries: usize,
    /// Queries that an entry answers; all figures but `no_answer` are over these.
    queries: usize,
    #[serde(flatten)]
    fused: Figures,
    words_alone: Figures,
    vectors_alone: Figures,
    /// The share of words in the fused score.
    lexical_weight: f64,
    /// The share of queries that the bot would have answered.
    answered: f64,
    /// The share of those answers that were right.
    answered_rightly: f64,
    no_answer: NoAnswer,
}

/// How high the entries that answer come.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Figures {
    /// The mean of one over the rank of the first entry that answers.
    mrr: f64,
    /// The share of queries with such an entry at the top.
    recall_at_1: f64,
    /// The share of queries with such an entry among the first five.
    recall_at_5: f64,
}

/// The queries that no entry answers.
#[derive(Debug, Default, PartialEq, Serialize)]
struct NoAnswer {
    /// How many there are.
    queries: usize,
    /// How many the bot would have left unanswered, rightly.
    declined: usize,
}

/// What search made of one query.
struct Found {
    /// The places of the first entry that answers: fused, by words, by vectors; none where nothing answers.
    places: [Option<usize>; 3],
    /// The id of the entry that the bot would have answered with.
    answer: Option<String>,
}

pub(super) fn run(arguments: &Eval, output: Output) -> anyhow::Result<Outcome> {
    let (set, language, encoder) = read_faq(arguments, output)?;
    let queries = read_queries(&arguments.queries, &set)?;
    let runtime = tokio_runtime()?;
    let mut understanding = runtime.block_on(Understanding::start(output, &encoder, InferenceBounds::reproducible()))?;
    let vectors = TextVectors::last_of(understanding.vectors(output, &FaqIndex::texts(&set, &language))?);
    let index = FaqIndex::build(&set, &language, &vectors)?;
    let texts: Vec<String> = queries.iter().map(|query| query.text.clone()).collect();
    let vectors = TextVectors::last_of(understanding.vectors(output, &texts)?);
    let bar = output.progress("searching", queries.len() as u64);
    let mut found = Vec::new();
    for (query, vector) in queries.iter().zip(&vectors) {
        let mut places = [None; 3];
        for (place, ranking) in places.iter_mut().zip([Ranking::Fused, Ranking::Words, Ranking::Vectors]) {
            *place = index.ranked_by(ranking, &query.text, vector)?.into_iter().position(|id| query.relevant.contains(id));
        }
        found.push((query, Found { places, answer: index.answer(&query.text, vector)?.map(|hit| hit.id) }));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let report = Report { lexical_weight: index.lexical_weight(), ..report(set.entries.len(), &found) };
    if output.is_json() {
        output.json(&report)?;
        return Ok(Outcome::Fine);
    }
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    output.line(format_args!("{} queries over {} entries", report.queries, report.entries));
    for (name, figures) in [("words alone", &report.words_alone), ("vectors alone", &report.vectors_alone), ("fused", &report.fused)] {
        let Figures { mrr, recall_at_1, recall_at_5 } = figures;
        output.line(format_args!("{name:>13}: MRR {mrr:.3}, recall at 1 {}, at 5 {}", percent(*recall_at_1), percent(*recall_at_5)));
    }
    output.line(format_args!("the weight of words, fitted on the FAQ's own questions: {:.3}", report.lexical_weight));
    output.line(format_args!("answered {}, of these rightly {}", percent(report.answered), percent(report.answered_rightly)));
    if report.no_answer.queries > 0 {
        output.line(format_args!(
            "{} of {} queries without an answer were left unanswered",
            report.no_answer.declined, report.no_answer.queries
        ));
    }
    Ok(Outcome::Fine)
}

fn report(entries: usize, found: &[(&Query, Found)]) -> Report {
    let (answerable, other): (Vec<_>, Vec<_>) = found.iter().partition(|(query, _)| !query.relevant.is_empty());
    let places: Vec<[Option<usize>; 3]> = answerable.iter().map(|(_, found)| found.places).collect();
    let mut report = Report { entries, queries: answerable.len(), ..Report::default() };
    report.fused = figures(places.iter().map(|[fused, _, _]| *fused));
    report.words_alone = figures(places.iter().map(|[_, words, _]| *words));
    report.vectors_alone = figures(places.iter().map(|[_, _, vectors]| *vectors));
    let answers: Vec<bool> = answerable.iter().filter_map(|(query, found)| Some(query.relevant.contains(found.answer.as_ref()?))).collect();
    report.answered = ratio(answers.len(), answerable.len());
    report.answered_rightly = ratio(answers.iter().filter(|right| **right).count(), answers.len());
    report.no_answer = NoAnswer { queries: other.len(), declined: other.iter().filter(|(_, found)| found.answer.is_none()).count() };
    report
}

fn figures(places: impl ExactSizeIterator<Item = Option<usize>>) -> Figures {
    let queries = places.len();
    let found: Vec<usize> = places.flatten().collect();
    let within = |first: usize| ratio(found.iter().filter(|place| **place < first).count(), queries);
    let mrr = share(found.iter().map(|place| 1.0 / f64::from(u32::try_from(place + 1).unwrap_or(u32::MAX))).sum(), queries);
    Figures { mrr, recall_at_1: within(1), recall_at_5: within(5) }
}

fn ratio(part: usize, whole: usize) -> f64 {
    share(u32::try_from(part).unwrap_or(u32::MAX).into(), whole)
}

/// A part of a whole; nothing of nothing is nothing.
fn share(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part / f64::from(u32::try_from(whole).unwrap_or(u32::MAX)) }
}

/// The FAQ with its language and encoder.
fn read_faq(arguments: &Eval, output: Output) -> anyhow::Result<(FaqSet, Language, String)> {
    let (path, lang) = (&arguments.faq, arguments.lang.as_deref());
    if path.is_dir() {
        let bot = load_bot(output, path)?;
        let language = spoken(&bot.languages, lang)?;
        return Ok((bot.faq, language, arguments.encoder.clone().unwrap_or(bot.encoder)));
    }
    let language = Language::new(lang.unwrap_or("en"))?;
    let encoder = arguments.encoder.clone().unwrap_or_else(|| DEFAULT_ENCODER.to_owned());
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let set = if is_csv { faq_of_csv(path, &language)? } else { faq_of_yaml(path, &language, output)? };
    Ok((set, language, encoder))
}

fn faq_of_yaml(path: &Path, language: &Language, output: Output) -> anyhow::Result<FaqSet> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut findings, mut set) = (Findings::default(), FaqSet::default());
    let root = yaml::parse(&Source::new(path.display().to_string(), text), &mut findings);
    if let Some(section) = root.as_ref().and_then(|root| root.get("faq")) {
        set.add(section, std::slice::from_ref(language), &mut findings);
    }
    let stop = findings.has_errors();
    for finding in findings.into_sorted() {
        output.note(diagnostics::render(&finding, output.colour()));
    }
    if stop || set.entries.is_empty() {
        let message = format!("{} holds no FAQ that can be read", path.display());
        return Err(Failure::new(message, "give a YAML file with a section `faq`, a CSV file, or a bot folder").into());
    }
    Ok(set)
}

/// One entry for each id, with the questions of all its rows.
fn faq_of_csv(path: &Path, language: &Language) -> anyhow::Result<FaqSet> {
    let source = Source::new(path.display().to_string(), "");
    let span = Span { source, range: 0..0 };
    let answer = MessageKey::new("faq.answer")?;
    let mut set = FaqSet::default();
    for [id, question] in read_table(path, ["id", "question"])? {
        let question = Question { text: question, span: span.clone() };
        if let Some(entry) = set.entries.iter_mut().find(|entry| entry.id == id) {
            entry.questions.entry(language.clone()).or_default().push(question);
        } else {
            let questions = [(language.clone(), vec![question])].into();
            set.entries.push(FaqEntry { id, id_span: span.clone(), questions, answer: answer.clone(), answer_span: span.clone() });
        }
    }
    Ok(set)
}

fn read_queries(path: &Path, set: &FaqSet) -> anyhow::Result<Vec<Query>> {
    let mut queries = Vec::new();
    for [text, ids] in read_table(path, ["query", "relevant_id"])? {
        let relevant: BTreeSet<String> = ids.split(';').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
        if let Some(unknown) = relevant.iter().find(|id| set.entries.iter().all(|entry| entry.id != **id)) {
            let message = format!("{} names the entry `{unknown}`, which the FAQ does not have", path.display());
            return Err(Failure::new(message, "the column `relevant_id` holds ids of the FAQ, joined by `;`").into());
        }
        queries.push(Query { text, relevant });
    }
    Ok(queries)
}

/// The named columns of all rows of a CSV file.
fn read_table<const N: usize>(path: &Path, columns: [&str; N]) -> anyhow::Result<Vec<[String; N]>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    // Spreadsheets write a byte-order mark.
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let unreadable = || format!("{} is not CSV in UTF-8", path.display());
    let headers = reader.headers().with_context(unreadable)?.clone();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = headers.iter().position(|header| header.trim().eq_ignore_ascii_case(column));
        *place = found.ok_or_else(|| {
            let help = format!("its first line names the columns; `{}` are needed", columns.join("`, `"));
            Failure::new(format!("{} has no column `{column}`", path.display()), help)
        })?;
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.with_context(unreadable)?;
        rows.push(places.map(|place| record.get(place).unwrap_or_default().trim().to_owned()));
    }
    if rows.is_empty() {
        return Err(Failure::new(format!("{} has no rows", path.display()), "each line after the header is a row").into());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn figures_are_over_the_queries_that_have_an_answer() {
        let query = |relevant: &[&str]| Query { text: "?".into(), relevant: relevant.iter().map(|id| (*id).to_owned()).collect() };
        let found = |places: [Option<usize>; 3], answer: Option<&str>| Found { places, answer: answer.map(str::to_owned) };
        let queries = [query(&["a"]), query(&["b", "c"]), query(&["d"]), query(&["e"]), query(&[]), query(&[])];
        let results = [
            (&queries[0], found([Some(0), Some(1), Some(0)], Some("a"))),
            (&queries[1], found([Some(2), None, Some(0)], Some("a"))),
            (&queries[2], found([Some(6), None, Some(4)], None)),
            (&queries[3], found([None, None, Some(5)], None)),
            (&queries[4], found([None; 3], None)),
            (&queries[5], found([None; 3], Some("a"))),
        ];
        let report = report(7, &results);
        assert_eq!((report.entries, report.queries, report.fused.recall_at_1, report.fused.recall_at_5), (7, 4, 0.25, 0.5));
        assert!((report.fused.mrr - (1.0 + 1.0 / 3.0 + 1.0 / 7.0) / 4.0).abs() < 1e-12, "{report:?}");
        assert_eq!(report.words_alone, Figures { mrr: 0.125, recall_at_1: 0.0, recall_at_5: 0.25 });
        assert_eq!((report.vectors_alone.recall_at_1, report.vectors_alone.recall_at_5), (0.5, 0.75));
        assert_eq!((report.answered, report.answered_rightly), (0.5, 0.5));
        assert_eq!(report.no_answer, NoAnswer { queries: 2, declined: 1 });
    }

    #[test]
    fn csv_and_yaml_give_the_same_faq() {
        let english = Language::new("en").unwrap();
        let (_one, csv) =
            file("faq.csv", "\u{feff}id,question,answer\nopen,When are you open?,x\npay,\"Cards, too?\",y\nopen,Opening hours,x\n");
        let (_two, yaml) = file(
            "faq.yaml",
            "faq:\n  - {id: open, questions: [When are you open?, Opening hours], answer: a.b}\n  - {id: pay, questions: ['Cards, too?'], answer: a.b}\n",
        );
        let output = Output::new(super::super::render::Format::Text);
        let sets = [faq_of_csv(&csv, &english).unwrap(), faq_of_yaml(&yaml, &english, output).unwrap()];
        for set in &sets {
            assert_eq!(FaqIndex::texts(set, &english), ["When are you open?", "Opening hours", "Cards, too?"]);
        }
        let (_three, queries) = file("queries.csv", "query,relevant_id\nhours?,open\nboth,open;pay\nweather?,\n");
        let relevant: Vec<usize> = read_queries(&queries, &sets[0]).unwrap().iter().map(|query| query.relevant.len()).collect();
        assert_eq!(relevant, [1, 2, 0]);
        let (_four, wrong) = file("queries.csv", "query,relevant_id\nhours?,opened\n");
        let error = read_queries(&wrong, &sets[0]).map(|_| ()).unwrap_err().to_string();
        assert!(error.ends_with("names the entry `opened`, which the FAQ does not have"), "{error}");
        let error = read_table(&wrong, ["text"]).unwrap_err().to_string();
        assert!(error.ends_with("has no column `text`"), "{error}");
    }
}
