//! `sottovoce models list|pull|verify`: encoders by SHA-256, pinned or locked by the first pull.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Subcommand;
use serde_json::json;

use super::Outcome;
use super::render::{Failure, Output};
use crate::config;
use crate::nlu::encoder::{FILES, Reading};
use crate::nlu::models::{self, ModelsError, Progress, Sources, Standing};
use crate::outbound::Outbound;

/// What to do with encoders.
#[derive(Subcommand)]
pub(super) enum Models {
    /// The known encoders, and whether they are here.
    List,
    /// Fetches an encoder and checks it; does nothing if it is here and whole.
    Pull {
        /// The encoder; without a name, the default one.
        name: Option<String>,
        /// Take the files from this folder instead of the internet.
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
    },
    /// Checks the SHA-256 of every file of the encoders that are here.
    Verify,
}

/// Runs the command.
pub(super) fn run(command: Models, output: Output) -> anyhow::Result<Outcome> {
    let sources = embedded()?;
    let dir = config::models_dir();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        match command {
            Models::List => list(&sources, &dir, output).await,
            Models::Pull { name, from } => pull(&sources, &dir, name, from.as_deref(), output).await,
            Models::Verify => verify(&sources, &dir, output).await,
        }
    });
    // A name that is still being looked up would otherwise hold the process.
    runtime.shutdown_background();
    result
}

async fn list(sources: &Sources, dir: &Path, output: Output) -> anyhow::Result<Outcome> {
    let standings = standings(sources, dir).await?;
    if output.is_json() {
        output.json(&json!({ "dir": dir, "encoders": standings.iter().map(Row::json).collect::<Vec<_>>() }))?;
    } else {
        for row in &standings {
            output.line(row.text());
        }
        output.note(format_args!("in {}", dir.display()));
    }
    Ok(Outcome::Fine)
}

async fn verify(sources: &Sources, dir: &Path, output: Output) -> anyhow::Result<Outcome> {
    let mut standings = standings(sources, dir).await?;
    standings.retain(|row| row.standing != Some(Standing::Absent));
    let damaged = standings.iter().any(|row| matches!(row.standing, Some(Standing::Damaged { .. })));
    if output.is_json() {
        output.json(&json!({ "dir": dir, "encoders": standings.iter().map(Row::json).collect::<Vec<_>>() }))?;
    } else if standings.is_empty() {
        output.note(format_args!("no encoder in {}; `sottovoce models pull` fetches the default one", dir.display()));
    } else {
        for row in &standings {
            output.line(row.text());
        }
    }
    if damaged {
        output.note("help: `sottovoce models pull NAME` replaces a damaged encoder");
    }
    Ok(if damaged { Outcome::Found } else { Outcome::Fine })
}

/// The folder of an encoder: a known one, which is fetched first when it is missing, or one's own, by folder or by name.
pub(super) async fn folder(name: &str, output: Output) -> anyhow::Result<PathBuf> {
    let (sources, dir) = (embedded()?, config::models_dir());
    let own = [Path::new(name).to_path_buf(), dir.join(name)].into_iter().find(|folder| folder.is_dir());
    match own.filter(|_| sources.get(name).is_none()) {
        Some(folder) => Ok(folder),
        None => Ok(fetch(&sources, &dir, name, None, output).await?.0),
    }
}

fn embedded() -> anyhow::Result<Sources> {
    let sources = Sources::embedded().map_err(|findings| {
        let messages: Vec<String> = findings.into_iter().map(|finding| finding.message).collect();
        Failure::new(format!("the embedded list of encoders is broken: {}", messages.join("; ")), "this build is faulty: use another one")
    })?;
    Ok(sources)
}

/// Fetches an encoder with a progress bar, unless it is here and whole; gives its folder and whether it was here.
async fn fetch(sources: &Sources, dir: &Path, name: &str, from: Option<&Path>, output: Output) -> anyhow::Result<(PathBuf, bool)> {
    let bar = output.progress("fetching", 0);
    let asked = AtomicBool::new(false);
    let progress = |progress: Progress| match progress {
        Progress::Asking { origin, bytes } => {
            asked.store(true, Ordering::Relaxed);
            bar.suspend(|| output.note(format_args!("asking {origin}")));
            bytes.map_or_else(|| bar.unset_length(), |bytes| bar.set_length(bytes));
            bar.set_position(0);
        }
        Progress::Arrived { bytes } => bar.set_position(bytes),
        Progress::Locked { lock } => bar.suspend(|| {
            output.note(format_args!(
                "its files are not pinned: later pulls and `models verify` hold them to what came now, kept in {}",
                lock.display()
            ));
        }),
        Progress::Failed(attempt) => bar.suspend(|| output.note(format_args!("  not there: {}", attempt.reason))),
    };
    let result = models::ensure(name, dir, sources, from, &Outbound::default(), &progress).await;
    bar.finish_and_clear();
    let folder = result.map_err(|error| with_way_out(&error, name))?;
    Ok((folder, !asked.into_inner()))
}

async fn pull(sources: &Sources, dir: &Path, name: Option<String>, from: Option<&Path>, output: Output) -> anyhow::Result<Outcome> {
    let default = sources.default_encoder().map(|encoder| encoder.name.clone());
    let name = name.or(default).ok_or_else(|| Failure::new("no encoder is known", "this build is faulty: use another one"))?;
    let (folder, was_here) = fetch(sources, dir, &name, from, output).await?;
    if output.is_json() {
        output.json(&json!({ "encoder": name, "dir": folder, "was_here": was_here }))?;
    } else if was_here {
        output.line(format_args!("{name} is already here and verified: {}", folder.display()));
    } else {
        output.line(format_args!("{name} fetched and verified: {}", folder.display()));
    }
    Ok(Outcome::Fine)
}

fn with_way_out(error: &ModelsError, name: &str) -> anyhow::Error {
    let help = match error {
        ModelsError::NotFetched { .. } => {
            let files = FILES.join(", ");
            format!("check the network, or bring {files} in a folder and run `sottovoce models pull {name} --from DIR`")
        }
        ModelsError::Unknown { .. } => "`sottovoce models list` shows the known encoders".to_owned(),
        ModelsError::Lock { path, .. } => format!("delete {} to accept the files that are there or come next", path.display()),
        ModelsError::File { .. } => "set SOTTOVOCE_MODELS to a folder that may be written".to_owned(),
    };
    Failure::new(error.to_string(), help).into()
}

/// One encoder in a list; one's own has no standing.
struct Row {
    name: String,
    about: String,
    reading: String,
    bytes: Option<u64>,
    standing: Option<Standing>,
}

impl Row {
    fn state(&self) -> &'static str {
        match &self.standing {
            Some(Standing::Whole) => "verified",
            Some(Standing::Locked) => "as first pulled",
            Some(Standing::Unlocked) => "never pulled",
            Some(Standing::Absent) => "absent",
            Some(Standing::Damaged { .. }) => "damaged",
            None => "not pinned",
        }
    }

    fn text(&self) -> String {
        let state = self.state();
        let size = self.bytes.map(|bytes| format!(" ({} MB)", bytes / 1_000_000)).unwrap_or_default();
        let reason = match &self.standing {
            Some(Standing::Damaged { file, reason }) => format!(": {file} {reason}"),
            _ => String::new(),
        };
        format!("{}  {state}{reason}  {}; {}{size}", self.name, self.about, self.reading)
    }

    fn json(&self) -> serde_json::Value {
        let damage = match &self.standing {
            Some(Standing::Damaged { file, reason }) => json!({ "file": file, "reason": reason }),
            _ => json!(null),
        };
        let (name, about, reading) = (&self.name, &self.about, &self.reading);
        json!({ "name": name, "state": self.state(), "damage": damage, "bytes": self.bytes, "about": about, "reading": reading })
    }
}

async fn standings(sources: &Sources, dir: &Path) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for encoder in &sources.encoders {
        let standing = Some(models::standing(encoder, dir).await?);
        let about = format!("{}, {}", encoder.description, encoder.licence);
        let (name, bytes) = (encoder.name.clone(), models::bytes(encoder, dir)?);
        rows.push(Row { name, about, reading: encoder.reading.to_string(), bytes, standing });
    }
    for name in models::own(dir, sources)? {
        // What is wrong with the folder is told where its reading would stand.
        let reading = Reading::of(&dir.join(&name)).map_or_else(|error| error.to_string(), |reading| reading.to_string());
        rows.push(Row { name, about: "your own encoder".into(), reading, bytes: None, standing: None });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(standing: Option<Standing>, text: &str, json: &str) {
        let row = Row { name: "tiny".into(), about: "a test".into(), reading: "mean".into(), bytes: Some(91_335_235), standing };
        assert_eq!((row.text().as_str(), row.json().to_string().as_str()), (text, json));
    }

    #[test]
    fn an_encoder_is_listed_with_its_state() {
        check(
            Some(Standing::Whole),
            "tiny  verified  a test; mean (91 MB)",
            r#"{"name":"tiny","state":"verified","damage":null,"bytes":91335235,"about":"a test","reading":"mean"}"#,
        );
        check(
            Some(Standing::Damaged { file: "config.json".into(), reason: "is missing".into() }),
            "tiny  damaged: config.json is missing  a test; mean (91 MB)",
            r#"{"name":"tiny","state":"damaged","damage":{"file":"config.json","reason":"is missing"},"bytes":91335235,"about":"a test","reading":"mean"}"#,
        );
        check(
            None,
            "tiny  not pinned  a test; mean (91 MB)",
            r#"{"name":"tiny","state":"not pinned","damage":null,"bytes":91335235,"about":"a test","reading":"mean"}"#,
        );
    }

    #[test]
    fn a_failed_pull_says_how_to_go_on() {
        let error = with_way_out(&ModelsError::NotFetched { name: "tiny".into(), attempts: Vec::new() }, "tiny");
        let failure = error.downcast_ref::<Failure>().unwrap();
        assert_eq!(failure.message, "could not fetch `tiny`");
        assert_eq!(
            failure.help,
            "check the network, or bring config.json, tokenizer.json, model.safetensors in a folder and run `sottovoce models pull tiny --from DIR`"
        );
    }
}
