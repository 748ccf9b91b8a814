//! `sottovoce finetune`, in builds with the feature `rust-bert`; the learning itself is tested beside its code.

use std::path::Path;
use std::process::{Command, Output};

fn finetune(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sottovoce"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("finetune").args(arguments).output().unwrap()
}

const DATA: [&str; 4] = ["--data", "tests/docs/data/train.csv", "--encoder", "tests/fixtures/tiny-bert"];

#[test]
fn libtorch_writes_an_encoder_that_the_default_one_serves() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("encoder");
    let output = finetune(&[&DATA[..], &["--epochs", "2", "--format", "json", "--out", out.to_str().unwrap()]].concat());
    // Random weights learn nothing worth keeping, which is a finding.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["rows"], &report["intents"], &report["method"]), (&140.into(), &7.into(), &"contrastive".into()));
    assert!(report["before"]["accuracy"].is_f64() && report["after"]["loss"].is_f64());
    let record: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("finetune.json")).unwrap()).unwrap();
    assert_eq!(record["data"], report["data"]);
    let encoder = sottovoce::nlu::encoder::BertEncoder::load(&out).unwrap();
    let vectors = sottovoce::nlu::encoder::Encoder::encode(&encoder, &["play some jazz"]).unwrap();
    assert!(vectors[0].iter().all(|number| number.is_finite()));
}

#[test]
fn libtorch_overwrites_no_folder() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("mine"), "").unwrap();
    let output = finetune(&[&DATA[..], &["--out", dir.path().to_str().unwrap()]].concat());
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap().replace(dir.path().to_str().unwrap(), "DIR");
    assert_eq!(said, "error: DIR is not empty\nhelp: give a new folder with `--out`, or remove this one\n");
    assert!(Path::new(&dir.path().join("mine")).exists());
}
