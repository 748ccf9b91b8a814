//! `new`: a bot folder to begin with, made of files that are embedded.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rust_embed::RustEmbed;
use serde_json::json;

use super::Outcome;
use super::render::{Failure, Output};
use super::serve::ExampleBots;
use super::setup::count;
use crate::domain::BotName;

#[derive(RustEmbed)]
#[folder = "src/cli/templates"]
struct Templates;

#[derive(Args)]
pub(super) struct Arguments {
    /// The folder to make; it may be there if it is empty. Its name becomes the bot's name.
    dir: PathBuf,
    /// What to begin with.
    #[arg(long, value_enum, default_value = "empty")]
    template: Template,
}

/// What a new bot begins as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Template {
    /// Takes applications and arranges interviews; asks for consent, calls an HR desk.
    Recruitment,
    /// Looks up orders, takes returns, answers questions about products.
    Shop,
    /// One flow, one question with an answer, one file and its policies.
    Empty,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Self::Recruitment => "recruitment",
            Self::Shop => "shop",
            Self::Empty => "empty",
        }
    }

    /// Its files, by their paths in the bot folder.
    fn files(self) -> Vec<(String, Cow<'static, [u8]>)> {
        let inside = |path: &str| Some(path.strip_prefix(self.name())?.strip_prefix('/')?.to_owned());
        match self {
            Self::Empty => Templates::iter().filter_map(|path| Some((inside(&path)?, Templates::get(&path)?.data))).collect(),
            Self::Recruitment | Self::Shop => {
                ExampleBots::iter().filter_map(|path| Some((inside(&path)?, ExampleBots::get(&path)?.data))).collect()
            }
        }
    }
}

/// Makes the folder.
pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    let Arguments { dir, template } = arguments;
    expect_empty(dir)?;
    let bot = bot_name(dir)?;
    let files = template.files();
    for (path, bytes) in &files {
        let bytes = if path == "bot.yaml" { renamed(bytes, *template, &bot) } else { bytes.clone() };
        write(&dir.join(path), &bytes).map_err(|error| unwritten(&dir.join(path), &error))?;
    }
    let shown = quoted(dir);
    let next = [
        format!("sottovoce check {shown}"),
        format!("sottovoce test {shown}"),
        format!("sottovoce chat {shown}"),
        format!("sottovoce serve --bots {shown}"),
    ];
    if output.is_json() {
        let mut paths: Vec<&String> = files.iter().map(|(path, _)| path).collect();
        paths.sort();
        output.json(&json!({"dir": dir, "bot": bot, "template": template.name(), "files": paths, "next": next}))?;
        return Ok(Outcome::Fine);
    }
    output.line(format_args!("made the bot `{bot}` in {}: {}", dir.display(), count(files.len(), "file")));
    let [check, test, chat, serve] = next;
    output.note(format_args!("next:\n  {check}   # all findings\n  {test}   # its conversation tests\n  {chat}   # talk to it here"));
    output.note(format_args!("  {serve}   # a chat page (after `sottovoce keys init`)\nbegin with {}", dir.join("bot.yaml").display()));
    Ok(Outcome::Fine)
}

/// Nothing that somebody wrote is overwritten or mixed with a template.
fn expect_empty(dir: &Path) -> anyhow::Result<()> {
    let help = "name a folder that is not there yet, or an empty one";
    match std::fs::read_dir(dir).map(Iterator::count) {
        Ok(0) => Ok(()),
        Ok(_) => Err(Failure::new(format!("the folder {} is not empty", dir.display()), help).into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::new(format!("cannot make a bot in {}: {error}", dir.display()), help).into()),
    }
}

/// The folder's name as a bot's: lower case, `_` for what names cannot hold.
fn bot_name(dir: &Path) -> anyhow::Result<BotName> {
    let absolute = std::path::absolute(dir)?;
    // `.` and `..` have no name of their own.
    let named = if dir.file_name().is_some() { absolute } else { absolute.canonicalize()? };
    let name = named.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("_");
    BotName::new(&name).map_err(|_| {
        let message = format!("no name for a bot can be made of the folder {}", dir.display());
        Failure::new(message, "name the folder with the letters a–z, such as `my_bot`").into()
    })
}

/// `bot.yaml` with the new bot's name.
fn renamed<'a>(bytes: &'a [u8], template: Template, bot: &BotName) -> Cow<'a, [u8]> {
    let text = String::from_utf8_lossy(bytes);
    text.replacen(&format!("\nbot: {}\n", template.name()), &format!("\nbot: {bot}\n"), 1).into_bytes().into()
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes)
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write {}: {error}", path.display()), "choose a folder that may be written")
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    if plain { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_is_named_after_its_folder_as_far_as_names_allow() {
        let name = |dir: &str| bot_name(Path::new(dir)).map_or_else(|error| error.to_string(), |name| name.to_string());
        assert_eq!(name("bots/my-Hair Salon/"), "my_hair_salon");
        assert_eq!(name("../salon.2"), "salon_2");
        assert_eq!(name("2salons"), "no name for a bot can be made of the folder 2salons");
        assert_eq!(name("."), name(env!("CARGO_MANIFEST_DIR")));
    }

    #[test]
    fn next_steps_can_be_pasted() {
        assert_eq!(quoted(Path::new("bots/salon")), "bots/salon");
        assert_eq!(quoted(Path::new("it's here")), r"'it'\''s here'");
    }
}
