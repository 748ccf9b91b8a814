//! BM25 over the questions of one language: the tantivy index.

use std::collections::BTreeSet;

use tantivy::directory::RamDirectory;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language as Stemming, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
    TokenStream, TokenizerManager,
};
use tantivy::{IndexBuilder, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use crate::domain::Language;

/// The writer's memory, in bytes: tantivy's minimum.
const WRITER_BYTES: usize = 15_000_000;
/// Longer words are no words.
const MAX_WORD_BYTES: usize = 60;
/// The fast field that holds a question's number.
const NUMBER_FIELD: &str = "number";
/// The name under which the language's analyzer is registered.
const ANALYZER: &str = "question";

/// What the words of a text say of each question.
pub(super) struct WordScores {
    /// How well the question's words cover the text's, 0 to 1.
    pub(super) lexical: Vec<f64>,
    /// What share of the text's known codes the question has, 0 to 1.
    pub(super) codes: Vec<f64>,
    /// What share of the text's words known codes are, 0 to 1.
    pub(super) code_share: f64,
}

/// The words of all questions of a language.
pub(super) struct Lexical {
    searcher: Searcher,
    text: Field,
    analyzer: TextAnalyzer,
    questions: usize,
}

impl Lexical {
    /// Indexes the questions in memory.
    pub(super) fn new(questions: &[&str], language: &Language) -> Result<Self, TantivyError> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer(ANALYZER).set_index_option(IndexRecordOption::WithFreqs);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let number = schema.add_u64_field(NUMBER_FIELD, FAST);
        let analyzer = analyzer(language);
        let tokenizers = TokenizerManager::default();
        tokenizers.register(ANALYZER, analyzer.clone());
        // The usual writer has threads and channels of its own, and leaves nearly a megabyte behind; this one writes and is done.
        let builder = IndexBuilder::new().schema(schema.build()).tokenizers(tokenizers);
        let mut writer = builder.single_segment_index_writer(RamDirectory::create(), WRITER_BYTES)?;
        for (at, question) in (0_u64..).zip(questions) {
            let mut document = TantivyDocument::default();
            document.add_text(text, question);
            document.add_u64(number, at);
            writer.add_document(document)?;
        }
        let index = writer.finalize()?;
        let searcher = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher();
        Ok(Self { searcher, text, analyzer, questions: questions.len() })
    }

    /// Scores each question. The lexical score is BM25 divided by what a question of mean length with all the words would
    /// get, so that words no question has count against all questions.
    pub(super) fn scores(&self, text: &str) -> Result<WordScores, TantivyError> {
        let (mut best, mut words, mut known_codes) = (0.0, 0.0, 0.0);
        let mut codes = vec![0.0; self.questions];
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in self.words(text) {
            let term = Term::from_field_text(self.text, &word);
            let weight = self.inverse_document_frequency(&term)?;
            let query = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
            if is_code(&word) && self.searcher.doc_freq(&term)? > 0 {
                known_codes += 1.0;
                self.for_each(&query, |question, _| add(&mut codes, question, 1.0))?;
            }
            best += weight;
            words += 1.0;
            clauses.push((Occur::Should, Box::new(query)));
        }
        let mut lexical = vec![0.0; self.questions];
        if best > 0.0 {
            self.for_each(&BooleanQuery::new(clauses), |question, score| add(&mut lexical, question, (score / best).min(1.0)))?;
        }
        if known_codes > 0.0 {
            for code in &mut codes {
                *code /= known_codes;
            }
        }
        let code_share = if words > 0.0 { known_codes / words } else { 0.0 };
        Ok(WordScores { lexical, codes, code_share })
    }

    /// The words of a question, as they are written there, that a text has too.
    pub(super) fn shared<'a>(&self, question: &'a str, text: &str) -> Vec<&'a str> {
        let words = self.words(text);
        let mut analyzer = self.analyzer.clone();
        let mut stream = analyzer.token_stream(question);
        let mut shared = Vec::new();
        while let Some(token) = stream.next() {
            if words.contains(&token.text) {
                shared.extend(question.get(token.offset_from..token.offset_to));
            }
        }
        shared
    }

    /// Calls with each question that a query finds, and its score.
    fn for_each(&self, query: &dyn Query, mut found: impl FnMut(usize, f64)) -> Result<(), TantivyError> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        for segment in self.searcher.segment_readers() {
            let numbers = segment.fast_fields().u64(NUMBER_FIELD)?;
            weight.for_each(segment, &mut |document, score| {
                if let Some(number) = numbers.first(document).and_then(|number| usize::try_from(number).ok()) {
                    found(number, f64::from(score));
                }
            })?;
        }
        Ok(())
    }

    /// The distinct stems of a text.
    fn words(&self, text: &str) -> BTreeSet<String> {
        let mut analyzer = self.analyzer.clone();
        let mut stream = analyzer.token_stream(text);
        let mut words = BTreeSet::new();
        while let Some(token) = stream.next() {
            words.insert(token.text.clone());
        }
        words
    }

    /// `ln(1 + (N − n + 0.5) / (n + 0.5))`, as tantivy computes it (`query/bm25.rs`).
    fn inverse_document_frequency(&self, term: &Term) -> Result<f64, TantivyError> {
        #[expect(clippy::cast_precision_loss, reason = "counts of questions are far below 2^52")]
        let (all, with) = (self.searcher.num_docs() as f64, self.searcher.doc_freq(term)? as f64);
        Ok((1.0 + (all - with + 0.5) / (with + 0.5)).ln())
    }
}

fn add(scores: &mut [f64], question: usize, score: f64) {
    if let Some(place) = scores.get_mut(question) {
        *place += score;
    }
}

/// Whether a word names one thing, such as `x900`, `fn2187` or `4711`: letters with a digit behind, or three digits and
/// more. Numbers with a unit, such as `10am` and `2nd`, and small numbers do not.
fn is_code(word: &str) -> bool {
    let numbers = word.chars().filter(char::is_ascii_digit).count();
    let starts_with_letter = word.chars().next().is_some_and(char::is_alphabetic);
    numbers > 0 && (starts_with_letter || numbers >= 3 && numbers == word.len())
}

/// Words in lower case without accents, without stop words, stemmed, as far as tantivy knows the language.
fn analyzer(language: &Language) -> TextAnalyzer {
    let words =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(MAX_WORD_BYTES)).filter(LowerCaser).dynamic();
    let Some(stemming) = stemming(language) else { return words.filter_dynamic(AsciiFoldingFilter).build() };
    // Stop words and stems are listed with their accents, so those go last.
    let words = match StopWordFilter::new(stemming) {
        Some(stop_words) => words.filter_dynamic(stop_words),
        None => words,
    };
    words.filter_dynamic(Stemmer::new(stemming)).filter_dynamic(AsciiFoldingFilter).build()
}

fn stemming(language: &Language) -> Option<Stemming> {
    Some(match language.as_str() {
        "ar" => Stemming::Arabic,
        "da" => Stemming::Danish,
        "nl" => Stemming::Dutch,
        "en" => Stemming::English,
        "fi" => Stemming::Finnish,
        "fr" => Stemming::French,
        "de" => Stemming::German,
        "el" => Stemming::Greek,
        "hu" => Stemming::Hungarian,
        "it" => Stemming::Italian,
        "no" | "nb" | "nn" => Stemming::Norwegian,
        "pt" => Stemming::Portuguese,
        "ro" => Stemming::Romanian,
        "ru" => Stemming::Russian,
        "es" => Stemming::Spanish,
        "sv" => Stemming::Swedish,
        "ta" => Stemming::Tamil,
        "tr" => Stemming::Turkish,
        _ => return None,
    })
}
