//! The report as Markdown: for the terminal, and with a table fit for papers.

use std::fmt::Write;

use super::{Latency, Report, Sentences, ms, percent};
use crate::nlu::evaluate::{Confused, PerIntent, Stages};

impl Report {
    /// The report for people; sentences of confused rows only where they may be shown.
    pub fn markdown(&self, sentences: Sentences) -> String {
        let mut page = format!("# Evaluation: {}\n\n| figure | value |\n|---|---|\n", self.facts.provenance.title);
        for (name, value) in self.figures() {
            // Writing to a string cannot fail.
            let _ = writeln!(page, "| {name} | {value} |");
        }
        self.paper(&mut page);
        self.learning(&mut page);
        self.stage_times(&mut page);
        self.confusions(sentences, &mut page);
        page.push_str("\n## Intents\n\n| intent | rows | precision | recall | F1 |\n|---|---:|---:|---:|---:|\n");
        for (name, PerIntent { rows, precision, recall, f1 }) in &self.evaluation.intents {
            let _ = writeln!(page, "| {} | {rows} | {} | {} | {} |", cell(name), percent(*precision), percent(*recall), percent(*f1));
        }
        self.origin(&mut page);
        page
    }

    /// The figures, each with its name.
    pub(super) fn figures(&self) -> Vec<(&'static str, String)> {
        let figures = &self.evaluation;
        let spread = |spread: Option<f64>| spread.map_or(String::new(), |spread| format!(" ± {:.2} over runs", 100.0 * spread));
        let (low, high) = figures.accuracy_interval;
        let mut lines = vec![
            ("rows", figures.rows.to_string()),
            ("runs", self.runs.len().to_string()),
            (
                "accuracy",
                format!(
                    "{}{} (95 % interval {} to {})",
                    percent(figures.accuracy),
                    spread(self.accuracy_spread),
                    percent(low),
                    percent(high)
                ),
            ),
            ("macro F1", format!("{}{}", percent(figures.macro_f1), spread(self.macro_f1_spread))),
            ("in-scope accuracy, rejections wrong", percent(figures.in_scope_accuracy)),
            ("decided accuracy, out of scope as a class", percent(figures.decided_accuracy)),
            ("in-scope rows rejected", percent(figures.rejected)),
            (
                "in-scope rows with two offers",
                format!("{} (one right: {})", percent(figures.ambiguous.share), percent(figures.ambiguous.one_is_right)),
            ),
            ("calibration error", percent(figures.ece)),
        ];
        if let Some(oos) = &figures.oos {
            let value = format!("{} / {} / {}", percent(oos.recall), percent(oos.precision), percent(oos.f1));
            lines.push(("out of scope: recall / precision / F1", value));
            lines.push(("out of scope: AUROC / FPR95", format!("{} / {}", percent(oos.auroc), percent(oos.fpr95))));
        }
        if let Some(apart) = &self.facts.apart {
            let value = |share: f64, rows: usize| format!("{} of {rows}", percent(share));
            lines.push(("accuracy of intents that ship with the program", value(apart.built_in_accuracy, apart.built_in_rows)));
            lines.push(("FAQ questions taken for an intent", value(apart.faq_taken_for_intent, apart.faq_rows)));
            lines.push(("off-topic sentences taken for an intent", value(apart.off_topic_taken_for_intent, apart.off_topic_rows)));
        }
        let Stages { exact, lexical, early_exit, full } = figures.stages;
        lines.push(("stages: exact / lexical / early exit / full", format!("{exact} / {lexical} / {early_exit} / {full}")));
        let Latency { mean, p50, p95, p99, .. } = self.facts.latency_us;
        lines.push(("latency, ms: mean / p50 / p95 / p99", format!("{} / {} / {} / {}", ms(mean), ms(p50), ms(p95), ms(p99))));
        if let Some(seconds) = self.train_seconds {
            lines.push(("training, s (vectors cached)", format!("{seconds:.1}")));
        }
        if let Some(bytes) = self.facts.peak_rss_bytes {
            lines.push(("peak memory, MB", (bytes / 1_000_000).to_string()));
        }
        lines
    }

    /// One row of figures as papers have them.
    fn paper(&self, page: &mut String) {
        let figures = &self.evaluation;
        let number = |share: f64| format!("{:.2}", 100.0 * share);
        let spread =
            |value: f64, spread: Option<f64>| number(value) + &spread.map_or(String::new(), |spread| format!(" ± {:.2}", 100.0 * spread));
        let (accuracy, f1) = (spread(figures.accuracy, self.accuracy_spread), spread(figures.macro_f1, self.macro_f1_spread));
        let (mut head, mut row) = (vec!["accuracy", "macro F1", "ECE"], vec![accuracy, f1, number(figures.ece)]);
        if let Some(oos) = &figures.oos {
            head.extend(["OOS recall", "OOS F1", "AUROC", "FPR95"]);
            row.extend([oos.recall, oos.f1, oos.auroc, oos.fpr95].map(number));
        }
        head.push("ms/sentence");
        row.push(ms(self.facts.latency_us.mean));
        let rule = "---:|".repeat(head.len());
        let _ = writeln!(page, "\n## For a paper\n\n| {} |\n|{rule}\n| {} |", head.join(" | "), row.join(" | "));
        let _ = writeln!(page, "\nPercent but for the last column; {}, {} rows judged.", self.facts.provenance.mode.words(), figures.rows);
    }

    fn learning(&self, page: &mut String) {
        if self.facts.learning_curve.is_empty() {
            return;
        }
        page.push_str("\n## Learning curve\n\n| rows of each intent | rows | accuracy | trainings |\n|---:|---:|---:|---:|\n");
        for point in &self.facts.learning_curve {
            let spread = point.spread.map_or(String::new(), |spread| format!(" ± {:.2}", 100.0 * spread));
            let _ = writeln!(page, "| {} | {} | {}{spread} | {} |", point.rows_per_intent, point.rows, percent(point.accuracy), point.runs);
        }
    }

    fn stage_times(&self, page: &mut String) {
        page.push_str("\n## Stages\n\n| stage | timed | mean, ms | p50 | p95 | p99 |\n|---|---:|---:|---:|---:|---:|\n");
        for (stage, Latency { rows, mean, p50, p95, p99 }) in &self.facts.stage_latency_us {
            let _ = writeln!(page, "| {} | {rows} | {} | {} | {} | {} |", words(stage), ms(*mean), ms(*p50), ms(*p95), ms(*p99));
        }
    }

    fn confusions(&self, sentences: Sentences, page: &mut String) {
        page.push_str("\n## Most confused\n\n");
        if self.evaluation.confused.is_empty() {
            page.push_str("Nothing was mixed up.\n");
            return;
        }
        let _ = writeln!(page, "| intent | taken for | rows | such as |\n|---|---|---:|---|");
        for Confused { truth, taken_for, rows, examples } in &self.evaluation.confused {
            let such: Vec<String> = examples.iter().map(|row| example(*row, sentences)).collect();
            let _ = writeln!(page, "| {} | {} | {rows} | {} |", cell(truth), cell(taken_for), cell(&such.join("; ")));
        }
    }

    fn origin(&self, page: &mut String) {
        page.push_str("\n## Where these figures come from\n\n| what | value |\n|---|---|\n");
        for (name, value) in self.origin_lines() {
            let _ = writeln!(page, "| {} | {} |", cell(&name), cell(&value));
        }
    }

    /// Program, encoder, data and settings, each with its name.
    pub(super) fn origin_lines(&self) -> Vec<(String, String)> {
        let origin = &self.facts.provenance;
        let mut lines = vec![
            ("program".to_owned(), format!("sottovoce {}", origin.version)),
            ("encoder".to_owned(), format!("{} in {}, {}", origin.encoder.name, origin.encoder.numbers, origin.encoder.fingerprint)),
            ("how".to_owned(), origin.mode.words()),
        ];
        let file = |file: &super::DataFile| (format!("{} file", file.role), format!("{}, {} rows, {}", file.name, file.rows, file.sha256));
        lines.extend(origin.files.iter().map(file));
        lines.push(("rows judged".to_owned(), origin.judged_rows_sha256.clone()));
        let without = if origin.without_oos { ", left out of training" } else { "" };
        let names = if origin.with_names { "" } else { "; names of intents not learnt from" };
        let whole = if origin.early_exit { "" } else { "; no early exits" };
        let settings = format!(
            "{} of real questions may be rejected, {} offered two intents; rows of no intent are `{}`{without}{names}{whole}",
            percent(origin.reject_share),
            percent(origin.offer_share),
            origin.out_of_scope
        );
        lines.push(("settings".to_owned(), settings));
        lines
    }
}

/// A stage in words.
pub(super) fn words(stage: &str) -> String {
    stage.replace('_', " ")
}

/// A row, by its sentence or its number.
pub(super) fn example(row: usize, sentences: Sentences) -> String {
    sentences.of(row).map_or_else(|| format!("row {row}"), |text| format!("“{text}”"))
}

/// Text in a cell of a table: a line break or a bar would end it.
fn cell(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;")
}
