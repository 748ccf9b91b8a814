//! Sentence vectors of training data, kept on disk by content, so that training again encodes only what is new.
//!
//! Never for what people write: a sentence vector tells much of its text, and this cache has no purpose, no retention
//! and no erasure. It holds what bot authors wrote (examples, FAQ questions), under the SHA-256 of each text.
//!
//! One file per encoder, named by its exact fingerprint: a head, then records of one length, appended and never changed.
//! A torn tail is cut off; a record with a wrong checksum is dropped with all after it; a file that is no cache is made
//! anew. None of these is an error: the cache can always be computed again.
//!
//! Only where each vector stands is kept in memory: a server that has its models needs a few vectors of many.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::encoder::Encoder;
use super::inference::{Inference, InferenceError};
use super::taps::{TAPS, TextVectors};

/// What a cache file begins with; the digit is the format's version.
const MAGIC: &[u8; 16] = b"sottovoce-vec-2\n";
/// The magic, the fingerprint in hex, the number of dimensions.
const HEAD_BYTES: usize = MAGIC.len() + 64 + 4;
/// A text's SHA-256.
const KEY_BYTES: usize = 32;
/// The first bytes of the SHA-256 over key and vector: enough against bad disks; nobody gains by forging a record.
const CHECK_BYTES: usize = 8;
/// Texts encoded between two writes, so that an interrupted training loses little.
const CHUNK_TEXTS: usize = 1_024;

type Key = [u8; KEY_BYTES];

/// Why vectors could not be had.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// The file cannot be read or written.
    #[error("cannot use the vector cache {}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The cache was opened for another encoder.
    #[error("the vector cache {} belongs to another encoder than the one running", file.display())]
    OtherEncoder {
        /// The file.
        file: PathBuf,
    },
    /// Encoding failed.
    #[error(transparent)]
    Inference(#[from] InferenceError),
}

/// Sentence vectors of training data on disk.
#[derive(Debug)]
pub struct VectorCache {
    path: PathBuf,
    fingerprint: String,
    dimensions: usize,
    /// Where the record of each text begins.
    known: HashMap<Key, u64>,
}

impl VectorCache {
    /// Opens the encoder's cache in a folder, which is made if it is missing.
    ///
    /// # Errors
    /// [`CacheError::File`] when folder or file cannot be used; a damaged file is no error.
    pub fn open(dir: &Path, encoder: &dyn Encoder) -> Result<Self, CacheError> {
        let fingerprint = encoder.exact_fingerprint().to_owned();
        let short = fingerprint.get(..16).unwrap_or(&fingerprint);
        // Programs of another format keep a file of their own: two that share one would make it anew in turn.
        let path = dir.join(format!("{short}.v2.vectors"));
        let mut cache = Self { path, fingerprint, dimensions: encoder.dimensions(), known: HashMap::new() };
        cache.read(dir).map_err(|source| CacheError::File { file: cache.path.clone(), source })?;
        Ok(cache)
    }

    /// How many vectors it holds.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The vectors of each text, in order; what is not known is encoded and kept. Blocks; `done` hears how many
    /// texts are done so far, the known ones first. Training data only, never what people write.
    ///
    /// # Errors
    /// [`CacheError`] when encoding or writing fails; what was encoded before is kept.
    pub fn vectors(
        &mut self,
        inference: &Inference,
        texts: &[String],
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<TextVectors>, CacheError> {
        if inference.encoder().exact_fingerprint() != self.fingerprint {
            return Err(CacheError::OtherEncoder { file: self.path.clone() });
        }
        let path = self.path.clone();
        let failed = |source| CacheError::File { file: path.clone(), source };
        let keys: Vec<Key> = texts.iter().map(|text| Sha256::digest(text).into()).collect();
        // Each new text once; a text that stands several times counts as often when it is done.
        let mut places: HashMap<Key, usize> = HashMap::new();
        let mut new: Vec<(Key, String, usize)> = Vec::new();
        for (key, text) in keys.iter().zip(texts).filter(|(key, _)| !self.known.contains_key(*key)) {
            let place = *places.entry(*key).or_insert_with(|| {
                new.push((*key, text.clone(), 0));
                new.len() - 1
            });
            new[place].2 += 1;
        }
        let mut finished = texts.len() - new.iter().map(|(.., times)| times).sum::<usize>();
        done(finished);
        for chunk in new.chunks(CHUNK_TEXTS) {
            let chunk_texts: Vec<String> = chunk.iter().map(|(_, text, _)| text.clone()).collect();
            let vectors = TextVectors::of_all(inference, &chunk_texts, &|encoded| done(finished + encoded))?;
            let records: Vec<(Key, TextVectors)> = chunk.iter().map(|(key, ..)| *key).zip(vectors).collect();
            let first = self.append(&records).map_err(failed)?;
            let size = self.record_bytes() as u64;
            let places = (0_u64..).map(|number| first + number * size);
            self.known.extend(records.iter().map(|(key, _)| *key).zip(places));
            finished += chunk.iter().map(|(.., times)| times).sum::<usize>();
            done(finished);
        }
        self.stored(&keys).map_err(failed)
    }

    /// Reads the vectors of known keys.
    fn stored(&self, keys: &[Key]) -> std::io::Result<Vec<TextVectors>> {
        let file = File::open(&self.path)?;
        let mut record = vec![0; self.record_bytes()];
        let places = keys.iter().filter_map(|key| self.known.get(key));
        let read = |place: &u64| {
            file.read_exact_at(&mut record, *place)?;
            let changed = || std::io::Error::new(std::io::ErrorKind::InvalidData, "it was changed while it was in use");
            let content = self.content(&record).ok_or_else(changed)?;
            let numbers: Vec<f32> = content[KEY_BYTES..].as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
            TextVectors::of(numbers.chunks(self.dimensions.max(1)).map(<[f32]>::to_vec).collect()).ok_or_else(changed)
        };
        places.map(read).collect()
    }

    fn head(&self) -> Vec<u8> {
        let mut head = MAGIC.to_vec();
        // A fingerprint of another length than SHA-256's is padded: only equality matters.
        head.extend(self.fingerprint.bytes().chain(std::iter::repeat(b' ')).take(64));
        head.extend(u32::try_from(self.dimensions).unwrap_or(u32::MAX).to_le_bytes());
        head
    }

    fn record_bytes(&self) -> usize {
        KEY_BYTES + 4 * TAPS * self.dimensions + CHECK_BYTES
    }

    /// Reads what is whole and makes the file end there.
    fn read(&mut self, dir: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(dir)?;
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&self.path)?;
        // Another process may be appending.
        file.lock()?;
        let head = self.head();
        let mut reader = BufReader::new(&file);
        let mut found = Vec::new();
        reader.by_ref().take(head.len() as u64).read_to_end(&mut found)?;
        if found != head {
            file.set_len(0)?;
            file.rewind()?;
            return file.write_all(&head);
        }
        let whole = self.read_records(reader)?;
        let length = file.metadata()?.len();
        if whole < length {
            tracing::warn!(file = %self.path.display(), dropped_bytes = length - whole, "the vector cache was damaged; its end is computed again");
            file.set_len(whole)?;
        }
        Ok(())
    }

    /// Notes the places of records up to the first that is not whole, and gives the place after the last.
    fn read_records(&mut self, mut records: impl Read) -> std::io::Result<u64> {
        let mut record = vec![0; self.record_bytes()];
        let mut place = HEAD_BYTES as u64;
        loop {
            match records.read_exact(&mut record) {
                Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(place),
                read => read?,
            }
            let Some((key, _)) = self.content(&record).and_then(|content| content.split_first_chunk::<KEY_BYTES>()) else {
                return Ok(place);
            };
            self.known.insert(*key, place);
            place += record.len() as u64;
        }
    }

    /// Key and vector of a record whose checksum is right.
    fn content<'a>(&self, record: &'a [u8]) -> Option<&'a [u8]> {
        let (content, check) = record.split_at_checked(self.record_bytes() - CHECK_BYTES)?;
        Sha256::digest(content).starts_with(check).then_some(content)
    }

    /// Appends records and gives the place of the first.
    fn append(&self, records: &[(Key, TextVectors)]) -> std::io::Result<u64> {
        let mut bytes = Vec::with_capacity(records.len() * self.record_bytes());
        for (key, vectors) in records {
            let start = bytes.len();
            bytes.extend(key);
            bytes.extend(vectors.all().into_iter().flatten().flat_map(|value| value.to_le_bytes()));
            let check = Sha256::digest(&bytes[start..]);
            bytes.extend(&check[..CHECK_BYTES]);
        }
        let mut file = OpenOptions::new().write(true).open(&self.path)?;
        file.lock()?;
        let end = self.end_of_records(&file)?;
        file.seek(SeekFrom::Start(end))?;
        file.write_all(&bytes)?;
        Ok(end)
    }

    /// Where the next record goes: past the last whole one, whoever wrote it.
    fn end_of_records(&self, file: &File) -> std::io::Result<u64> {
        let (head, size) = (HEAD_BYTES as u64, self.record_bytes() as u64);
        let records = file.metadata()?.len().saturating_sub(head) / size;
        Ok(head + records * size)
    }
}
