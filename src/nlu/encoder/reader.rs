//! Text to token ids.

use std::borrow::Cow;
use std::path::Path;

use tokenizers::{Tokenizer, TruncationDirection, TruncationParams, TruncationStrategy};

use super::config::Config;
use super::{EncodeError, LoadError, Reading};

/// A tokenizer, and how an encoder wants its texts.
pub(super) struct Reader {
    tokenizer: Tokenizer,
    /// What stands before each text.
    prefix: String,
    /// The most tokens that the encoder has positions for.
    positions: usize,
}

impl Reader {
    /// Reads the tokenizer's file.
    pub(super) fn load(file: &Path, config: &Config, reading: &Reading) -> Result<Self, LoadError> {
        let bytes = std::fs::read(file).map_err(|source| LoadError::Read { file: file.into(), source })?;
        let failed = |error: tokenizers::Error| LoadError::Tokenizer { file: file.into(), reason: error.to_string() };
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(failed)?;
        let truncation = TruncationParams {
            direction: TruncationDirection::Right,
            max_length: config.positions.min(reading.max_tokens),
            strategy: TruncationStrategy::LongestFirst,
            stride: 0,
        };
        tokenizer.with_truncation(Some(truncation)).map_err(failed)?;
        tokenizer.with_padding(None);
        let largest = tokenizer.get_vocab(true).into_values().max();
        match largest {
            Some(token) if token as usize >= config.vocabulary => {
                Err(LoadError::Vocabulary { file: file.into(), token, rows: config.vocabulary })
            }
            _ => Ok(Self { tokenizer, prefix: reading.prefix.clone(), positions: config.positions }),
        }
    }

    /// The token ids of a text, special ones included, cut where the encoder's reading says.
    pub(super) fn tokens(&self, text: &str) -> Result<Vec<u32>, EncodeError> {
        let read = if self.prefix.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(format!("{}{text}", self.prefix)) };
        let encoding = self.tokenizer.encode_fast(read, true);
        let encoding = encoding.map_err(|_| EncodeError::Tokenize { characters: text.chars().count() })?;
        // Truncation leaves room for the usual two special tokens; a tokenizer's template may add more.
        Ok(encoding.get_ids().iter().copied().take(self.positions).collect())
    }
}
