//! Rasa's training data in YAML: `nlu: - intent: greet, examples: |` with one example a line, annotations taken out.

use std::path::Path;

use super::RowsError;
use crate::diagnostics::{Diagnostic, Findings, Source};
use crate::nlu::classifier::Row;
use crate::nlu::intents::without_annotations;
use crate::yaml::{self, Node};

/// The rows of all intents. Synonyms, look-up tables, patterns, stories and rules are passed over: they hold no labelled sentence.
pub(super) fn rows(path: &Path, bytes: &[u8]) -> Result<Vec<Row>, RowsError> {
    let text = std::str::from_utf8(bytes).map_err(|_| RowsError::Encoding { path: path.to_path_buf() })?;
    let source = Source::new(path.display().to_string(), text);
    let mut findings = Findings::default();
    let root = yaml::parse(&source, &mut findings);
    if findings.has_errors()
        && let Some(first) = findings.into_sorted().into_iter().next()
    {
        return Err(found(path, first));
    }
    let reader = Reader { path };
    let Some(root) = root else { return Err(RowsError::Empty { path: path.to_path_buf() }) };
    let help = "Rasa's training data is `nlu:` with a list of `- intent: name` and `examples: |`";
    let Some(section) = root.get("nlu") else { return Err(reader.wrong(&root, "there is no section `nlu`", help)) };
    let Some(items) = section.list() else { return Err(reader.wrong(section, "`nlu` is not a list", help)) };
    let mut rows = Vec::new();
    for item in items {
        if let Some(intent) = item.get("intent") {
            reader.intent(item, intent, &mut rows)?;
        }
    }
    Ok(rows)
}

struct Reader<'a> {
    path: &'a Path,
}

impl Reader<'_> {
    fn wrong(&self, node: &Node, what: &str, help: &str) -> RowsError {
        let (line, _) = node.span.line_and_column();
        RowsError::Yaml { path: self.path.to_path_buf(), line, what: what.to_owned(), help: help.to_owned() }
    }

    fn intent(&self, item: &Node, name: &Node, rows: &mut Vec<Row>) -> Result<(), RowsError> {
        let Some(name) = name.scalar().filter(|name| !name.trim().is_empty()) else {
            return Err(self.wrong(name, "an intent without a name", "write `- intent: greet`"));
        };
        let Some(examples) = item.get("examples") else {
            return Err(self.wrong(item, "an intent without `examples`", "write `examples: |` and one example a line, each after `- `"));
        };
        let mut push = |text: &str| rows.push(Row { text: without_annotations(text), intent: name.trim().to_owned() });
        if let Some(items) = examples.list() {
            for item in items {
                // Rasa's longer form has the example under `text`, beside its metadata.
                let text = item.scalar().or_else(|| item.get("text").and_then(Node::scalar));
                let Some(text) = text else { return Err(self.wrong(item, "an example without text", "write `- text: |` and the example")) };
                text.lines().map(stripped).filter(|text| !text.is_empty()).for_each(&mut push);
            }
            return Ok(());
        }
        let Some(block) = examples.scalar() else {
            return Err(self.wrong(examples, "`examples` is neither text nor a list", "write `examples: |` and one example a line"));
        };
        for (number, line) in block.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let Some(text) = line.trim_start().strip_prefix('-') else {
                let (start, _) = examples.span.line_and_column();
                let (what, help) =
                    ("an example without its `- `".to_owned(), "write each example on a line of its own, after `- `".to_owned());
                return Err(RowsError::Yaml { path: self.path.to_path_buf(), line: start + number, what, help });
            };
            let text = stripped(text);
            if !text.is_empty() {
                push(text);
            }
        }
        Ok(())
    }
}

fn stripped(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix("- ").unwrap_or(line).trim()
}

fn found(path: &Path, finding: Diagnostic) -> RowsError {
    let line = finding.labels.first().map_or(1, |label| label.span.line_and_column().0);
    let help = finding.help.unwrap_or_else(|| "check the YAML near here".to_owned());
    RowsError::Yaml { path: path.to_path_buf(), line, what: finding.message, help }
}
