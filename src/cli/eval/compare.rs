//! `sottovoce eval compare A B`: two results on the same rows.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::part::Files;
use crate::cli::Outcome;
use crate::cli::render::{Failure, Output};
use crate::nlu::evaluate::compare::{Comparison, Paired, Stored, compare};
use crate::nlu::rows::{Role, data_hash};

/// Changed rows that are printed; JSON has all.
const PRINTED: usize = 50;

/// What `eval compare` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The first result: a folder that `eval --report` has written, or its `eval.json`.
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The second result.
    #[arg(value_name = "B")]
    b: PathBuf,
    /// The test file that both have judged, to print the sentences that changed.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    test: Vec<PathBuf>,
    /// The part of that file that was judged, if it has several.
    #[arg(long, value_name = "NAME", requires = "test")]
    test_part: Option<String>,
}

/// Compares and prints.
pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    let (a, b) = (stored(&arguments.a)?, stored(&arguments.b)?);
    let mut comparison = compare(&a, &b).map_err(|error| Failure::new(error.to_string(), "`eval --report DIR` writes such results"))?;
    if !arguments.test.is_empty() {
        let rows = Files::read(&arguments.test, Role::Test, arguments.test_part.as_deref(), output)?.rows;
        if data_hash(&rows) != a.provenance.judged_rows_sha256 {
            let help = "give the file, and with --test-part the part, that `eval` was given";
            return Err(Failure::new("the test file is not the one that the results judge", help).into());
        }
        for changed in &mut comparison.changed {
            changed.text = changed.row.checked_sub(1).and_then(|row| rows.get(row)).map(|row| row.text.clone());
        }
    }
    if output.is_json() {
        output.json(&comparison)?;
    } else {
        output.line(page(&comparison, [&arguments.a, &arguments.b]).trim_end());
    }
    Ok(Outcome::Fine)
}

fn stored(path: &Path) -> anyhow::Result<Stored> {
    let path = if path.is_dir() { path.join("eval.json") } else { path.to_path_buf() };
    let help = "give a folder that `sottovoce eval --report DIR` has written, or its eval.json";
    let text = fs::read_to_string(&path).map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display()), help))?;
    let wrong = |error: serde_json::Error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Failure::new(format!("{} is no result of this version of eval ({place})", path.display()), help)
    };
    Ok(serde_json::from_str(&text).map_err(wrong)?)
}

fn page(comparison: &Comparison, names: [&PathBuf; 2]) -> String {
    let [a, b] = names.map(|name| name.display().to_string());
    let mut page = format!("# A: {a}, B: {b}\n\n{} rows", comparison.rows);
    if comparison.runs > 1 {
        let _ = write!(page, ", {} runs pair by pair; McNemar's test and the changes are of the first", comparison.runs);
    }
    page.push_str(
        "\n\n| figure | A | B | B − A (95 % interval) | right in A only / B only | McNemar p |\n|---|---:|---:|---:|---:|---:|\n",
    );
    figure(&mut page, "accuracy, in-scope rows", &comparison.accuracy);
    figure(&mut page, "decided accuracy, out of scope as a class", &comparison.decided_accuracy);
    let verdict = match &comparison.decided_accuracy.mcnemar {
        test if test.p >= 0.05 => "The difference of the decisions may well be chance (p ≥ 0.05).",
        test if test.only_b > test.only_a => "B decides better, and that is more than chance (p < 0.05).",
        _ => "A decides better, and that is more than chance (p < 0.05).",
    };
    let count =
        |a_right: bool, b_right: bool| comparison.changed.iter().filter(|row| (row.a_right, row.b_right) == (a_right, b_right)).count();
    let (mended, broken) = (count(false, true), count(true, false));
    let rest = comparison.changed.len() - mended - broken;
    let _ = writeln!(
        page,
        "\n{verdict}\n\n## Changed: {} rows, {mended} mended, {broken} broken, {rest} as right or wrong as before\n",
        comparison.changed.len()
    );
    if comparison.changed.is_empty() {
        return page;
    }
    page.push_str("| row | intent | A | B | | sentence |\n|---:|---|---|---|---|---|\n");
    let mut changed: Vec<_> = comparison.changed.iter().collect();
    // What broke first: that is what somebody who changed something must see.
    changed.sort_by_key(|row| (row.b_right, !row.a_right, row.row));
    for row in changed.iter().take(PRINTED) {
        let what = match (row.a_right, row.b_right) {
            (true, false) => "broken",
            (false, true) => "mended",
            _ => "",
        };
        let text = row.text.as_deref().unwrap_or("–").replace(|c: char| c.is_control() || c == '|', " ");
        let _ = writeln!(page, "| {} | {} | {} | {} | {what} | {text} |", row.row, row.truth, row.a, row.b);
    }
    if changed.len() > PRINTED {
        let _ = writeln!(page, "\n{} more; `--format json` has all.", changed.len() - PRINTED);
    }
    if changed.iter().all(|row| row.text.is_none()) {
        page.push_str("\nWith `--test FILE` the sentences stand here.\n");
    }
    page
}

fn figure(page: &mut String, name: &str, paired: &Paired) {
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    let signed = |share: f64| format!("{:+.2}", 100.0 * share);
    let (low, high) = paired.interval;
    let test = &paired.mcnemar;
    let _ = writeln!(
        page,
        "| {name} | {} | {} | {} ({} to {}) | {} / {} | {} |",
        percent(paired.a),
        percent(paired.b),
        signed(paired.difference),
        signed(low),
        signed(high),
        test.only_a,
        test.only_b,
        if test.p < 0.0001 { "< 0.0001".to_owned() } else { format!("{:.4}", test.p) }
    );
}
