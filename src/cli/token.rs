//! `token create`: a token for systems that call the API.

use clap::Subcommand;
use serde_json::json;

use super::Outcome;
use super::render::Output;
use crate::store::seal::random;

/// What tokens begin with, so that people and scanners for secrets know one when they see it.
const PREFIX: &str = "sottovoce_";

#[derive(Subcommand)]
pub(super) enum Command {
    /// Makes an API token of 256 random bits and prints it, once: it is kept nowhere.
    Create,
}

pub(super) fn run(command: &Command, output: Output) -> anyhow::Result<Outcome> {
    let Command::Create = command;
    let token = format!("{PREFIX}{}", random::token()?);
    let setting = format!("api_token: {token}");
    if output.is_json() {
        output.json(&json!({ "token": token, "setting": setting, "environment": format!("SOTTOVOCE_API_TOKEN={token}") }))?;
        return Ok(Outcome::Fine);
    }
    output.line(&token);
    output.note("shown this once and kept nowhere; the server accepts it with this line in sottovoce.yaml:");
    output.note(setting);
    output.note("or with the variable SOTTOVOCE_API_TOKEN, which stays out of files");
    Ok(Outcome::Fine)
}
