//! `model.safetensors`, read tensor by tensor.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use safetensors::Dtype;
use safetensors::tensor::Metadata;

use super::LoadError;

/// The bytes before the head: its length.
const LENGTH_BYTES: usize = 8;
/// The longest head that is read, as in the safetensors crate.
const MAX_HEAD_BYTES: u64 = 100_000_000;
/// How Hugging Face names the encoder inside a larger model; sentence encoders leave it out.
const PREFIXES: [&str; 3] = ["", "bert.", "roberta."];

/// An open weights file.
pub(super) struct Weights {
    path: PathBuf,
    file: File,
    metadata: Metadata,
    /// Where the tensors' bytes begin.
    start: u64,
}

impl Weights {
    /// Opens the file and reads its head.
    pub(super) fn open(path: &Path) -> Result<Self, LoadError> {
        let failed = |source| LoadError::Read { file: path.into(), source };
        let bad_head = |reason: String| LoadError::Header { file: path.into(), reason };
        let mut file = File::open(path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?.len();
        let mut length = [0; LENGTH_BYTES];
        file.read_exact(&mut length).map_err(|_| bad_head(format!("it has only {found} bytes")))?;
        let head_bytes = u64::from_le_bytes(length);
        if head_bytes > MAX_HEAD_BYTES || head_bytes > found {
            return Err(bad_head(format!("its head would be {head_bytes} bytes long, the file has {found}")));
        }
        let mut head = Vec::new();
        (&mut file).take(head_bytes).read_to_end(&mut head).map_err(failed)?;
        let metadata: Metadata = serde_json::from_slice(&head).map_err(|error| bad_head(error.to_string()))?;
        let start = LENGTH_BYTES as u64 + head_bytes;
        let expected = start + metadata.data_len() as u64;
        if expected == found {
            Ok(Self { path: path.into(), file, metadata, start })
        } else {
            Err(LoadError::Length { file: path.into(), expected, found })
        }
    }

    /// The file.
    #[cfg(feature = "rust-bert")]
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads one tensor, which must have this shape, as `f32` in row-major order.
    pub(super) fn read(&mut self, tensor: &str, shape: &[usize]) -> Result<Vec<f32>, LoadError> {
        let missing = || LoadError::MissingTensor { file: self.path.clone(), tensor: tensor.into() };
        let info = PREFIXES.iter().find_map(|prefix| self.metadata.info(&format!("{prefix}{tensor}"))).ok_or_else(missing)?;
        if info.shape != shape {
            let (expected, found) = (shape.to_vec(), info.shape.clone());
            return Err(LoadError::Shape { file: self.path.clone(), tensor: tensor.into(), expected, found });
        }
        let (dtype, (from, to)) = (info.dtype, info.data_offsets);
        let failed = |source| LoadError::Read { file: self.path.clone(), source };
        self.file.seek(SeekFrom::Start(self.start + from as u64)).map_err(failed)?;
        let mut bytes = vec![0; to.saturating_sub(from)];
        self.file.read_exact(&mut bytes).map_err(failed)?;
        #[expect(clippy::wildcard_enum_match_arm, reason = "the element types are non-exhaustive")]
        match dtype {
            Dtype::F32 => Ok(bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()),
            Dtype::F16 => Ok(bytes.as_chunks().0.iter().map(|two| half(u16::from_le_bytes(*two))).collect()),
            // The upper half of an f32.
            Dtype::BF16 => Ok(bytes.as_chunks().0.iter().map(|two| f32::from_bits(u32::from(u16::from_le_bytes(*two)) << 16)).collect()),
            other => Err(LoadError::ElementType { file: self.path.clone(), tensor: tensor.into(), found: format!("{other:?}") }),
        }
    }
}

/// An IEEE 754 half as `f32`: the exponent is moved from bias 15 to bias 127 by a product, which is exact also for
/// subnormal halves.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let rest = u32::from(bits & 0x7fff);
    let magnitude =
        if rest >= 0x7c00 { f32::from_bits(0x7f80_0000 | (rest << 13)) } else { f32::from_bits(rest << 13) * 2_f32.powi(127 - 15) };
    f32::from_bits(magnitude.to_bits() | sign)
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_read_exactly() {
        let cases = [
            (0x0000, 0.0),
            (0x8000, -0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7bff, 65_504.0),
            (0x0001, 5.960_464_5e-8),
            (0x7c00, f32::INFINITY),
        ];
        for (bits, value) in cases {
            assert_eq!(half(bits).to_bits(), f32::to_bits(value), "{bits:#x}");
        }
        assert!(half(0x7e00).is_nan());
    }
}
