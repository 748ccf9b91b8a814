use std::fs;
use std::path::Path;

use super::{home, json_of, run};

fn vectors(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wycheproof").join(name).display().to_string()
}

#[test]
fn public_vectors_pass_and_a_planted_wrong_one_is_named() {
    let home = home();
    for (name, passed) in [("aes_gcm_test.json", 66), ("hmac_sha256_test.json", 52), ("hkdf_sha256_test.json", 36)] {
        let file = vectors(name);
        let ran = run(home.path(), &["selftest", "vectors", &file, "--format", "json"], "");
        let report = json_of(&ran);
        assert_eq!((ran.code, &report["passed"], &report["failed"]), (0, &passed.into(), &0.into()), "{name}");
        assert!(report["groups"].as_array().is_some_and(|groups| !groups.is_empty()));
        let planted = fs::read_to_string(&file).unwrap().replacen("\"result\": \"valid\"", "\"result\": \"invalid\"", 1);
        // The first group of the AES-GCM file is one that is refused: the vector must be one that counts.
        let planted = if name.starts_with("aes") { invalidate_ours(&file) } else { planted };
        fs::write(home.path().join("planted.json"), planted).unwrap();
        let ran = run(home.path(), &["selftest", "vectors", "planted.json"], "");
        assert_eq!((ran.code, ran.stdout.matches(": tcId ").count()), (1, 1), "{}", ran.stdout);
        assert!(ran.stdout.contains(&format!(": {} passed, 1 failed, ", passed - 1)), "{}", ran.stdout);
    }
}

fn invalidate_ours(file: &str) -> String {
    let text = fs::read_to_string(file).unwrap();
    let (before, ours) = text.split_once("\"ivSize\": 96, \"keySize\": 256").unwrap();
    format!("{before}\"ivSize\": 96, \"keySize\": 256{}", ours.replacen("\"result\": \"valid\"", "\"result\": \"invalid\"", 1))
}

#[test]
fn a_file_without_vectors_could_not_be_run() {
    let home = home();
    fs::write(home.path().join("other.json"), r#"{"algorithm": "AES-SIV", "testGroups": []}"#).unwrap();
    for (file, message) in [("other.json", "other.json: nothing is sealed with AES-SIV"), ("none.json", "none.json can't be read")] {
        let ran = run(home.path(), &["selftest", "vectors", file], "");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
    }
}
