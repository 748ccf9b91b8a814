//! Labelled rows with their sentence vectors: read, sampled, split.

use std::path::PathBuf;

use crate::cli::render::Output;
use crate::cli::sentences::Sentences;
use crate::nlu::classifier::{Examples, Row};
use crate::nlu::intents::OFF_TOPIC;
use crate::nlu::names::name_rows;
use crate::nlu::report::DataFile;
use crate::nlu::rows::{self, Role, sampled};
use crate::nlu::taps::TextVectors;

/// Rows with their vectors and their numbers in the data, from 1; and the names of intents, to be learnt from.
pub(super) struct Part {
    pub(super) rows: Vec<Row>,
    pub(super) vectors: Vec<TextVectors>,
    numbers: Vec<usize>,
    names: Vec<Row>,
    name_vectors: Vec<TextVectors>,
}

/// Rows of files, and what the files are.
pub(super) struct Files {
    pub(super) rows: Vec<Row>,
    pub(super) facts: Vec<DataFile>,
}

impl Files {
    /// Reads files one after the other; `part` names one part of those that have several.
    pub(super) fn read(paths: &[PathBuf], role: Role, part: Option<&str>, output: Output) -> anyhow::Result<Self> {
        let (mut rows, mut facts) = (Vec::new(), Vec::new());
        for path in paths {
            let read = rows::read(path, role, part)?;
            if read.is_latin1 {
                output.note(format_args!("{} is not UTF-8 and was read as Latin-1", path.display()));
            }
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let role = match role {
                Role::Train => "train",
                Role::Valid => "valid",
                Role::Test => "test",
            };
            facts.push(DataFile { role, name, sha256: read.sha256, rows: read.rows.len() });
            rows.extend(read.rows);
        }
        Ok(Self { rows, facts })
    }

    /// Only rows that are wanted.
    pub(super) fn keeping(self, keep: impl Fn(&Row) -> bool) -> Self {
        Self { rows: self.rows.into_iter().filter(keep).collect(), facts: self.facts }
    }
}

impl Part {
    /// All rows, encoded.
    pub(super) fn encoded(rows: Vec<Row>, sentences: &mut Sentences) -> anyhow::Result<Self> {
        let vectors = sentences.vectors(&rows)?;
        Ok(Self::new(rows, vectors))
    }

    /// Rows that have vectors.
    pub(super) fn new(rows: Vec<Row>, vectors: Vec<TextVectors>) -> Self {
        let numbers = (1..=rows.len()).collect();
        Self { rows, vectors, numbers, names: Vec::new(), name_vectors: Vec::new() }
    }

    /// With the names of its intents, all but `out_of_scope`.
    pub(super) fn with_names(self, out_of_scope: &str, sentences: &mut Sentences) -> anyhow::Result<Self> {
        let names = name_rows(&self.rows, &[out_of_scope, OFF_TOPIC]);
        let name_vectors = sentences.vectors(&names)?;
        Ok(Self { names, name_vectors, ..self })
    }

    /// Rows with vectors, for training.
    pub(super) fn examples(&self) -> Examples<'_> {
        Examples { rows: &self.rows, vectors: &self.vectors, names: &self.names, name_vectors: &self.name_vectors }
    }

    /// Each row with its number and vectors.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Row, &TextVectors)> {
        let pairs = self.rows.iter().zip(&self.vectors).zip(&self.numbers);
        pairs.map(|((row, vectors), number)| (*number, row, vectors))
    }

    /// So many rows of each intent, drawn by seed; more are drawn beside fewer.
    pub(super) fn sample(&self, shots: usize, seed: u64) -> Self {
        let mut chosen = sampled(&self.rows, shots, seed).into_iter().peekable();
        let mut place = 0;
        self.keeping(|_| {
            place += 1;
            chosen.next_if_eq(&(place - 1)).is_some()
        })
    }

    /// The rows that are wanted, with all names.
    pub(super) fn keeping(&self, mut keep: impl FnMut(&Row) -> bool) -> Self {
        let (names, name_vectors) = (self.names.clone(), self.name_vectors.clone());
        let mut part = Self { rows: Vec::new(), vectors: Vec::new(), numbers: Vec::new(), names, name_vectors };
        for (number, row, vectors) in self.iter().filter(|(_, row, _)| keep(row)) {
            part.rows.push(row.clone());
            part.vectors.push(vectors.clone());
            part.numbers.push(number);
        }
        part
    }

    /// The rows at these places (sorted, from 0), and the others.
    pub(super) fn split(&self, places: &[usize]) -> (Self, Self) {
        let of = |wanted: bool| {
            let mut place = 0;
            self.keeping(|_| {
                place += 1;
                places.binary_search(&(place - 1)).is_ok() == wanted
            })
        };
        (of(true), of(false))
    }

    /// How many rows the intent with the most has.
    pub(super) fn largest_intent(&self) -> usize {
        let mut counts = std::collections::BTreeMap::new();
        for row in &self.rows {
            *counts.entry(&row.intent).or_insert(0_usize) += 1;
        }
        counts.into_values().max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part() -> Part {
        let rows: Vec<Row> =
            ["a", "b", "a", "a", "b"].iter().enumerate().map(|(n, intent)| Row { text: n.to_string(), intent: (*intent).into() }).collect();
        Part::new(rows, vec![TextVectors::default(); 5])
    }

    #[test]
    fn rows_keep_their_numbers_in_the_data() {
        let (held, others) = part().split(&[1, 3]);
        let numbers = |part: &Part| part.iter().map(|(number, row, _)| (number, row.text.clone())).collect::<Vec<_>>();
        assert_eq!(numbers(&held), [(2, "1".to_owned()), (4, "3".to_owned())]);
        assert_eq!(numbers(&others), [(1, "0".to_owned()), (3, "2".to_owned()), (5, "4".to_owned())]);
    }

    #[test]
    fn a_larger_sample_holds_the_smaller_one() {
        let numbers = |shots| part().sample(shots, 7).iter().map(|(number, ..)| number).collect::<Vec<_>>();
        assert_eq!((numbers(1).len(), numbers(2).len(), numbers(9)), (2, 4, vec![1, 2, 3, 4, 5]));
        assert!(numbers(1).iter().all(|number| numbers(2).contains(number)));
        assert_eq!(part().largest_intent(), 3);
    }
}
