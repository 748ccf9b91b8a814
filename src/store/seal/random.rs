//! The only place that asks the machine for randomness.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// The machine's random source failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the machine's random source failed")]
pub struct RandomError;

/// Fills a buffer with random bytes.
///
/// # Errors
/// [`RandomError`] when the machine has none to give.
#[expect(clippy::disallowed_methods, reason = "this is the source that everything else asks")]
pub fn fill(bytes: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(bytes).map_err(|_| RandomError)
}

/// `N` random bytes.
///
/// # Errors
/// [`RandomError`] when the machine has none to give.
pub fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// A random uuid (v4), for conversations and records: it carries no time.
///
/// # Errors
/// [`RandomError`] when the machine has none to give.
pub fn uuid() -> Result<Uuid, RandomError> {
    Ok(uuid::Builder::from_random_bytes(bytes()?).into_uuid())
}

/// A token of 256 random bits, as 43 characters that are safe in URLs.
///
/// # Errors
/// [`RandomError`] when the machine has none to give.
pub fn token() -> Result<String, RandomError> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<32>()?))
}
