//! Frequently asked questions: many ways to ask, one answer.
//!
//! Each language has its own index in memory: BM25 over stemmed words (tantivy) for rare names, codes and product
//! words, and the cosines between sentence vectors, which are handed in, of questions and of what entries answer. An entry
//! scores by its best question; the scores are fused by weights, calibrated, and cut off by a threshold that are fitted on
//! the bot's own alternative questions ([`FaqIndex::build`]). Nothing here keeps what people asked.

mod documents;
mod fit;
mod index;
mod lexical;

#[cfg(test)]
mod tests;

pub use documents::{FaqEntry, FaqSet, Question};
pub use index::{FaqIndex, RankedEntry, Ranking};

/// Why an index could not be built or searched; no text of a person is in it.
#[derive(Debug, thiserror::Error)]
pub enum FaqError {
    /// Not one vector for each question and answer.
    #[error("{found} vectors for {expected} questions and answers")]
    VectorCount {
        /// How many questions and answers there are.
        expected: usize,
        /// How many vectors came.
        found: usize,
    },
    /// A vector of another length than the others.
    #[error("a vector of {found} dimensions where {expected} were expected")]
    Dimensions {
        /// The dimensions of the index.
        expected: usize,
        /// The dimensions of the vector.
        found: usize,
    },
    /// The search library failed.
    #[error("the FAQ index failed")]
    Search(#[from] tantivy::TantivyError),
}
