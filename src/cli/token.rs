//! `token create|list|revoke`: tokens for systems that call the API.

use std::collections::BTreeSet;

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};

use super::Outcome;
use super::render::{Failure, Output};
use super::setup::count;
use super::store::{StoreFlag, explain};
use crate::config::tokens::{ApiToken, Scope, TOKEN_PREFIX, TokenError, change_tokens, read_tokens};
use crate::domain::hex::to_hex;
use crate::domain::{Clock, Retention, SystemClock};
use crate::privacy::parse_retention;
use crate::store::create_folder;
use crate::store::seal::random;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Makes an API token of 256 random bits and prints it, once: only its hash is kept, beside the store.
    Create {
        #[command(flatten)]
        store: StoreFlag,
        /// What it may be used for; may be given more than once. Without it: chat and parse.
        #[arg(long, value_parser = scopes(), conflicts_with = "unstored")]
        scope: Vec<Scope>,
        /// A name to know it by in the list.
        #[arg(long, conflicts_with = "unstored")]
        name: Option<String>,
        /// How long it is accepted, such as `90 days`; without it until it is revoked.
        #[arg(long, value_name = "TIME", value_parser = time, conflicts_with = "unstored")]
        expires_in: Option<Retention>,
        /// Keeps nothing: for the variable `SOTTOVOCE_API_TOKEN`, or for a widget key.
        #[arg(long)]
        unstored: bool,
    },
    /// Lists the tokens: ids, scopes, names, never the tokens themselves.
    List {
        #[command(flatten)]
        store: StoreFlag,
    },
    /// Takes a token back; a running server refuses it from then on.
    Revoke {
        #[command(flatten)]
        store: StoreFlag,
        /// The token's id, from the list.
        id: String,
    },
}

fn scopes() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(Scope::ALL.map(Scope::as_str)).map(|name| {
        // The names are those of the scopes, so that one of them always is.
        Scope::ALL.into_iter().find(|scope| scope.as_str() == name).unwrap_or(Scope::Chat)
    })
}

fn time(text: &str) -> Result<Retention, String> {
    parse_retention(text).ok_or_else(|| "write a number and a unit: `30 days`, `6 months`, `1 year`".into())
}

pub(super) fn run(command: &Command, output: Output) -> anyhow::Result<Outcome> {
    match command {
        Command::Create { unstored: true, .. } => unstored(output),
        Command::Create { store, scope, name, expires_in, .. } => create(store, scope, name.as_deref(), *expires_in, output),
        Command::List { store } => list(store, output),
        Command::Revoke { store, id } => revoke(store, id, output),
    }
}

fn new_token() -> anyhow::Result<String> {
    Ok(format!("{TOKEN_PREFIX}{}", random::token()?))
}

fn unstored(output: Output) -> anyhow::Result<Outcome> {
    let token = new_token()?;
    if output.is_json() {
        output.json(&json!({ "token": token, "environment": format!("SOTTOVOCE_API_TOKEN={token}") }))?;
    } else {
        output.line(&token);
        output.note("kept nowhere; as SOTTOVOCE_API_TOKEN it may do everything, as a widget key it is public: never use one for both");
    }
    Ok(Outcome::Fine)
}

fn create(
    store: &StoreFlag,
    scopes: &[Scope],
    name: Option<&str>,
    expires_in: Option<Retention>,
    output: Output,
) -> anyhow::Result<Outcome> {
    let scopes: BTreeSet<Scope> = if scopes.is_empty() { Scope::DEFAULT.into() } else { scopes.iter().copied().collect() };
    let (token, id, now) = (new_token()?, to_hex(&random::bytes::<4>()?), SystemClock.now());
    let expires = expires_in.and_then(|time| time.after(now));
    let kept = ApiToken::new(id, &token, name.map(str::to_owned), scopes, now, expires);
    let data_dir = store.data_dir();
    create_folder(data_dir).map_err(explain)?;
    change_tokens(data_dir, |tokens| tokens.push(kept.clone())).map_err(|error| failure(&error))?;
    if output.is_json() {
        let mut line = json_of(&kept);
        line["token"] = token.into();
        output.json(&line)?;
    } else {
        output.line(&token);
        output.note(format_args!("shown this once; kept in {} is only its hash:", data_dir.display()));
        output.note(describe(&kept));
    }
    Ok(Outcome::Fine)
}

fn list(store: &StoreFlag, output: Output) -> anyhow::Result<Outcome> {
    let tokens = read_tokens(store.data_dir()).map_err(|error| failure(&error))?;
    if output.is_json() {
        output.json(&json!({ "tokens": tokens.iter().map(json_of).collect::<Vec<_>>() }))?;
    } else {
        for token in &tokens {
            output.line(describe(token));
        }
        output.note(count(tokens.len(), "token"));
    }
    Ok(Outcome::Fine)
}

fn revoke(store: &StoreFlag, id: &str, output: Output) -> anyhow::Result<Outcome> {
    let unknown = || Failure::new(format!("there is no token `{id}`"), "`sottovoce token list` shows the ids");
    let find = |tokens: &[ApiToken]| tokens.iter().position(|token| token.id == id);
    // Looked for first, so that a slip of the pen in `--store` makes no files in a wrong folder.
    find(&read_tokens(store.data_dir()).map_err(|error| failure(&error))?).ok_or_else(unknown)?;
    let revoked =
        change_tokens(store.data_dir(), |tokens| find(tokens).map(|place| tokens.remove(place))).map_err(|error| failure(&error))?;
    let revoked = revoked.ok_or_else(unknown)?;
    if output.is_json() {
        output.json(&json!({ "revoked": json_of(&revoked) }))?;
    } else {
        output.line(format_args!("revoked {}", describe(&revoked)));
    }
    Ok(Outcome::Fine)
}

fn failure(error: &TokenError) -> anyhow::Error {
    let help = match error {
        TokenError::Io { .. } => "`--store` names the store whose folder they lie in; `sottovoce keys init` makes one",
        TokenError::NotPrivate { .. } => "make it yours alone: `chmod 600`",
        TokenError::Malformed { .. } => "move it away and make new tokens, or use the version that wrote it",
    };
    Failure::new(error.to_string(), help).into()
}

fn json_of(token: &ApiToken) -> Value {
    json!({ "id": token.id, "name": token.name, "scopes": token.scopes, "created": token.created, "expires": token.expires,
            "expired": token.is_expired(SystemClock.now()) })
}

fn describe(token: &ApiToken) -> String {
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.as_str()).collect();
    let until = match token.expires {
        Some(at) if token.is_expired(SystemClock.now()) => format!("expired on {}", at.strftime("%Y-%m-%d")),
        Some(at) => format!("until {}", at.strftime("%Y-%m-%dT%H:%MZ")),
        None => "until revoked".to_owned(),
    };
    format!("{}  {}  {}, made {}, {until}", token.id, token.name.as_deref().unwrap_or("–"), scopes.join(" "), token.created)
}
