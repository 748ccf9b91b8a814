//! Public test vectors, in the JSON of Project Wycheproof, through the functions that seal and open records.
//!
//! Only here can a nonce be chosen: sealing a record always draws one. Parameters that records never have (other sizes of key,
//! nonce and tag) do not fit the functions at all, and are counted as refused.

use serde::{Deserialize, Serialize};

use super::SealError;
use super::cipher::{NONCE_BYTES, Secret, TAG_BYTES, hkdf_sha256, hmac_sha256};

/// How a file of vectors did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VectorReport {
    /// The algorithm, as the file names it.
    pub algorithm: String,
    /// Group by group.
    pub groups: Vec<GroupReport>,
    /// Vectors with the expected result.
    pub passed: u64,
    /// Vectors with another one.
    pub failed: u64,
    /// Vectors with parameters that records never have.
    pub refused: u64,
}

/// How a group of vectors did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupReport {
    /// Sizes in bits: those of the key, nonce and tag, as far as the group has them.
    pub sizes: Sizes,
    /// Vectors with the expected result.
    pub passed: u64,
    /// Vectors with another one.
    pub failed: u64,
    /// Vectors with parameters that records never have.
    pub refused: u64,
    /// The ids (`tcId`) of those that failed.
    pub failures: Vec<u64>,
}

/// Sizes in bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// The key's, or the keying material's.
    #[serde(rename(deserialize = "keySize"))]
    pub key: usize,
    /// The nonce's.
    #[serde(rename(deserialize = "ivSize"), default)]
    pub nonce: Option<usize>,
    /// The tag's.
    #[serde(rename(deserialize = "tagSize"), default)]
    pub tag: Option<usize>,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VectorError {
    /// The text is no file of vectors.
    #[error("no test vectors in the JSON of Project Wycheproof, at line {line} column {column}")]
    Malformed {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// Nothing is sealed with this algorithm.
    #[error("nothing is sealed with {algorithm}")]
    Unused {
        /// The algorithm.
        algorithm: String,
    },
    /// A file without a single vector would pass whatever the code does.
    #[error("the file holds no test vectors")]
    Empty,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    algorithm: String,
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(flatten)]
    sizes: Sizes,
    tests: Vec<Vector>,
}

/// One vector; which fields it has depends on the algorithm.
#[derive(Deserialize)]
struct Vector {
    #[serde(rename = "tcId")]
    id: u64,
    #[serde(default)]
    key: Bytes,
    #[serde(default)]
    iv: Bytes,
    #[serde(default)]
    aad: Bytes,
    #[serde(default)]
    msg: Bytes,
    #[serde(default)]
    ct: Bytes,
    #[serde(default)]
    tag: Bytes,
    #[serde(default)]
    ikm: Bytes,
    #[serde(default)]
    salt: Bytes,
    #[serde(default)]
    info: Bytes,
    #[serde(default)]
    size: usize,
    #[serde(default)]
    okm: Bytes,
    result: Expected,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Valid,
    Invalid,
    Acceptable,
}

/// Bytes as hexadecimal digits.
#[derive(Default, Deserialize)]
#[serde(try_from = "String")]
struct Bytes(Vec<u8>);

impl TryFrom<String> for Bytes {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digit = |digit: &u8| char::from(*digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let bytes = text.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        });
        bytes.collect::<Option<_>>().map(Self).ok_or("not hexadecimal digits")
    }
}

/// What the functions make of a vector: right, wrong, or nothing at all.
enum Made {
    Valid,
    Invalid,
    Refused,
}

/// Runs every vector of a file.
///
/// # Errors
/// [`VectorError`] when the text is no such file, or one for an algorithm that seals nothing here.
pub fn check_vectors(json: &str) -> Result<VectorReport, VectorError> {
    let malformed = |error: serde_json::Error| VectorError::Malformed { line: error.line(), column: error.column() };
    let file: File = serde_json::from_str(json).map_err(malformed)?;
    let run: fn(&Sizes, &Vector) -> Made = match file.algorithm.as_str() {
        "AES-GCM" => aes_gcm,
        "HMACSHA256" => hmac,
        "HKDF-SHA-256" => hkdf,
        _ => return Err(VectorError::Unused { algorithm: file.algorithm }),
    };
    if file.test_groups.iter().all(|group| group.tests.is_empty()) {
        return Err(VectorError::Empty);
    }
    let mut report = VectorReport { algorithm: file.algorithm, groups: Vec::new(), passed: 0, failed: 0, refused: 0 };
    for group in file.test_groups {
        let mut done = GroupReport { sizes: group.sizes, passed: 0, failed: 0, refused: 0, failures: Vec::new() };
        for vector in &group.tests {
            match (run(&group.sizes, vector), vector.result) {
                (Made::Refused, _) => done.refused += 1,
                (Made::Valid, Expected::Valid) | (Made::Invalid, Expected::Invalid) | (_, Expected::Acceptable) => done.passed += 1,
                (Made::Valid | Made::Invalid, _) => {
                    done.failed += 1;
                    done.failures.push(vector.id);
                }
            }
        }
        report.passed += done.passed;
        report.failed += done.failed;
        report.refused += done.refused;
        report.groups.push(done);
    }
    Ok(report)
}

/// A vector is right when it seals to its ciphertext and tag, and these open to its message again.
fn aes_gcm(_: &Sizes, vector: &Vector) -> Made {
    let (Ok(key), Ok(nonce)) = (<[u8; 32]>::try_from(vector.key.0.as_slice()), <[u8; NONCE_BYTES]>::try_from(vector.iv.0.as_slice()))
    else {
        return Made::Refused;
    };
    if vector.tag.0.len() != TAG_BYTES {
        return Made::Refused;
    }
    let secret = Secret::new(key);
    let sealed = [vector.ct.0.as_slice(), &vector.tag.0].concat();
    let opened = secret.decrypt(nonce, &vector.aad.0, &sealed);
    let sealed_again = secret.encrypt(nonce, &vector.aad.0, &vector.msg.0);
    let is_right = opened.is_ok_and(|opened| *opened == vector.msg.0) && sealed_again == Ok(sealed);
    if is_right { Made::Valid } else { Made::Invalid }
}

/// Tags are compared as far as the group says: receipts have whole ones, pseudonyms are cut.
fn hmac(sizes: &Sizes, vector: &Vector) -> Made {
    let tag = hmac_sha256(&vector.key.0, &vector.msg.0);
    match sizes.tag.and_then(|bits| tag.get(..bits / 8)) {
        None => Made::Refused,
        Some(tag) if tag == vector.tag.0 => Made::Valid,
        Some(_) => Made::Invalid,
    }
}

fn hkdf(_: &Sizes, vector: &Vector) -> Made {
    // 255 blocks is the most that RFC 5869 allows; what asks for more is refused by the function itself, before any memory is.
    let mut okm = vec![0; vector.size.min(256 * 32)];
    match hkdf_sha256(&vector.ikm.0, Some(&vector.salt.0), &vector.info.0, &mut okm) {
        Ok(()) if okm == vector.okm.0 => Made::Valid,
        Ok(()) | Err(SealError::TooLong { .. } | SealError::Random | SealError::Open) => Made::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AES_GCM: &str = include_str!("../../../tests/fixtures/wycheproof/aes_gcm_test.json");
    const HMAC: &str = include_str!("../../../tests/fixtures/wycheproof/hmac_sha256_test.json");
    const HKDF: &str = include_str!("../../../tests/fixtures/wycheproof/hkdf_sha256_test.json");

    #[test]
    fn b1_public_vectors_seal_open_and_hash_as_they_should() {
        // The parameters of records: 256-bit key, 96-bit nonce, 128-bit tag. All others are refused.
        for (file, passed, refused) in [(AES_GCM, 66, 14), (HMAC, 52, 0), (HKDF, 36, 0)] {
            let report = check_vectors(file).unwrap();
            assert_eq!((report.passed, report.failed, report.refused), (passed, 0, refused), "{}", report.algorithm);
        }
        let report = check_vectors(AES_GCM).unwrap();
        for group in &report.groups {
            let is_ours = (group.sizes.key, group.sizes.nonce, group.sizes.tag) == (256, Some(96), Some(128));
            assert_eq!((group.passed > 0, group.refused > 0), (is_ours, !is_ours), "{group:?}");
        }
    }

    /// Replaces the first result, or the first digit of the field of the first vector that is `valid`.
    fn planted(file: &str, field: &str) -> String {
        let mut json: serde_json::Value = serde_json::from_str(file).unwrap();
        let groups = json["testGroups"].as_array_mut().unwrap();
        let ours = |group: &&mut serde_json::Value| {
            group["ivSize"].is_null() || (&group["ivSize"], &group["keySize"]) == (&96.into(), &256.into())
        };
        let group = groups.iter_mut().find(ours).unwrap();
        let is_usable =
            |test: &&mut serde_json::Value| test["result"] == "valid" && test[field].as_str().is_some_and(|text| text.len() > 1);
        let test = group["tests"].as_array_mut().unwrap().iter_mut().find(is_usable).unwrap();
        let before = test[field].as_str().unwrap().to_owned();
        test[field] = match field {
            "result" => "invalid".into(),
            _ => format!("{}{}", if before.starts_with('0') { '1' } else { '0' }, &before[1..]).into(),
        };
        json.to_string()
    }

    #[test]
    fn a_planted_wrong_vector_fails() {
        let cases = [
            (AES_GCM, &["result", "tag", "ct", "msg", "aad", "iv", "key"][..]),
            (HMAC, &["result", "tag", "msg", "key"]),
            (HKDF, &["result", "okm", "ikm", "info", "salt"]),
        ];
        for (file, fields) in cases {
            for field in fields {
                let report = check_vectors(&planted(file, field)).unwrap();
                assert_eq!(report.failed, 1, "{} {field}", report.algorithm);
                assert_eq!(report.groups.iter().map(|group| group.failures.len()).sum::<usize>(), 1, "{field}");
            }
        }
    }

    #[test]
    fn what_is_no_file_of_vectors_is_said() {
        let unused = r#"{"algorithm": "AES-SIV", "testGroups": []}"#;
        assert_eq!(check_vectors(unused).unwrap_err().to_string(), "nothing is sealed with AES-SIV");
        assert_eq!(check_vectors(r#"{"algorithm": "AES-GCM", "testGroups": []}"#), Err(VectorError::Empty));
        for text in ["", "[]", &HKDF.replacen("\"0b", "\"0x", 1), &HMAC.replacen("\"valid\"", "\"fine\"", 1)] {
            assert!(matches!(check_vectors(text), Err(VectorError::Malformed { .. })), "{text:.40}");
        }
    }
}
