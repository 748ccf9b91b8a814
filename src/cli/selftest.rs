//! `selftest vectors`: public test vectors through the code that seals records.

use std::path::PathBuf;

use clap::Subcommand;

use super::Outcome;
use super::render::{Failure, Output};
use crate::store::seal::{GroupReport, check_vectors};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Runs test vectors of Project Wycheproof (AES-GCM, HMAC-SHA-256, HKDF-SHA-256); exits 1 when one fails.
    Vectors {
        /// The file, JSON.
        file: PathBuf,
    },
}

pub(super) fn run(command: &Command, output: Output) -> anyhow::Result<Outcome> {
    let Command::Vectors { file } = command;
    let help = "give a file such as Wycheproof's `aes_gcm_test.json`, `hmac_sha256_test.json` or `hkdf_sha256_test.json`";
    let read = std::fs::read_to_string(file);
    let text = read.map_err(|error| Failure::new(format!("{} can't be read: {error}", file.display()), help))?;
    let report = check_vectors(&text).map_err(|error| Failure::new(format!("{}: {error}", file.display()), help))?;
    if output.is_json() {
        output.json(&report)?;
    } else {
        report.groups.iter().for_each(|group| output.line(describe(group)));
        output.line(format_args!("{}: {} passed, {} failed, {} refused", report.algorithm, report.passed, report.failed, report.refused));
    }
    Ok(if report.failed == 0 { Outcome::Fine } else { Outcome::Found })
}

fn describe(group: &GroupReport) -> String {
    let sizes = [("key", Some(group.sizes.key)), ("nonce", group.sizes.nonce), ("tag", group.sizes.tag)];
    let sizes: Vec<String> = sizes.into_iter().filter_map(|(what, bits)| bits.map(|bits| format!("{what} {bits}"))).collect();
    let failures: Vec<String> = group.failures.iter().map(ToString::to_string).collect();
    let failures = if failures.is_empty() { String::new() } else { format!(": tcId {}", failures.join(", ")) };
    format!("{:>5} passed {:>5} failed {:>5} refused  {}{failures}", group.passed, group.failed, group.refused, sizes.join(", "))
}
