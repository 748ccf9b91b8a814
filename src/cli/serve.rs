//! `serve` and `demo`: the server, and the server with everything set up for a first look.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use rust_embed::RustEmbed;
use tokio::net::TcpListener;

use super::Outcome;
use super::render::{Failure, Output};
use super::settings::SettingsFlags;
use super::setup::{InferenceBounds, Understanding, count, load_folder, tokio_runtime};
use crate::bot::{Bot, Folder};
use crate::config::{Settings, StoreAddress};
use crate::domain::Clock;
use crate::http::{self, HttpSettings};
use crate::nlu::models::DEFAULT_ENCODER;
use crate::outbound::Outbound;
use crate::runtime::{Actions, Brain, Engine};
use crate::store::seal::random;
use crate::store::{Access, RootKey, Store, create_folder};

/// Where the example bots' backend listens, unless something else does.
const BACKEND: &str = "127.0.0.1:8081";

/// The example bots' files, as they were when this was built.
#[derive(RustEmbed)]
#[folder = "flows"]
pub(super) struct ExampleBots;

#[derive(Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    settings: SettingsFlags,
    #[command(flatten)]
    time: Time,
}

#[derive(Args)]
pub(super) struct DemoArguments {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// The store, such as `sqlite:./data`.
    #[arg(long)]
    store: Option<StoreAddress>,
    #[command(flatten)]
    time: Time,
}

/// Where the time comes from: the machine, unless the build is for tests.
#[derive(Args)]
pub(super) struct Time {
    /// A file with an RFC 3339 instant, which stands still until the file is rewritten.
    #[cfg(feature = "test-clock")]
    #[arg(long, value_name = "FILE")]
    test_clock: Option<PathBuf>,
}

impl Time {
    #[cfg(feature = "test-clock")]
    pub(super) fn clock(&self) -> anyhow::Result<Arc<dyn Clock>> {
        super::test_clock::open(self.test_clock.as_deref())
    }

    #[cfg(not(feature = "test-clock"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "a released build has no other clock")]
    pub(super) fn clock(&self) -> anyhow::Result<Arc<dyn Clock>> {
        Ok(Arc::new(crate::domain::SystemClock))
    }
}

/// Serves the bots of a folder.
pub(super) fn serve(arguments: ServeArguments, output: Output) -> anyhow::Result<Outcome> {
    let settings = arguments.settings.read(output)?;
    let folders = folders_in(&settings.bots)?;
    start(output, settings, &folders, arguments.time.clock()?, false)
}

/// Serves the example bots with their backend.
pub(super) fn demo(arguments: DemoArguments, output: Output) -> anyhow::Result<Outcome> {
    let flags = SettingsFlags { listen: arguments.listen, store: arguments.store, ..SettingsFlags::default() };
    start(output, flags.read(output)?, &example_bots(), arguments.time.clock()?, true)
}

/// The bot folders in a folder; the folder itself may be one.
pub(super) fn folders_in(dir: &Path) -> anyhow::Result<Vec<Folder>> {
    let help = "give a folder whose folders hold a `bot.yaml` each, with --bots";
    let read = |path: &Path| Folder::read(path).map_err(|error| Failure::new(error.to_string(), help));
    if dir.join("bot.yaml").is_file() {
        return Ok(vec![read(dir)?]);
    }
    let entries =
        std::fs::read_dir(dir).map_err(|error| Failure::new(format!("the folder {} can't be read: {error}", dir.display()), help))?;
    let mut paths: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.join("bot.yaml").is_file()).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Failure::new(format!("there is no bot in {}", dir.display()), help).into());
    }
    Ok(paths.iter().map(|path| read(path)).collect::<Result<_, _>>()?)
}

/// The bots in `flows/`, as they were when this was built.
pub(super) fn example_bots() -> Vec<Folder> {
    let mut names: Vec<String> = ExampleBots::iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    names.dedup();
    let files = |name: &str| {
        let start = format!("{name}/");
        let inside: Vec<(String, Vec<u8>)> = ExampleBots::iter()
            .filter_map(|path| Some((path.strip_prefix(&start)?.to_owned(), ExampleBots::get(&path)?.data.into_owned())))
            .collect();
        Folder::from_embedded(name, inside.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
    };
    names.iter().map(|name| files(name)).collect()
}

fn start(output: Output, mut settings: Settings, folders: &[Folder], clock: Arc<dyn Clock>, demo: bool) -> anyhow::Result<Outcome> {
    let mut bots = folders.iter().map(|folder| load_folder(output, folder)).collect::<anyhow::Result<Vec<_>>>()?;
    let runtime = tokio_runtime()?;
    // The ports come first: a used one should not be found out after the training.
    let listener = runtime.block_on(listen(
        &settings.listen.to_string(),
        "end the other program, or choose another address, such as `--listen 127.0.0.1:8090`",
    ))?;
    let local = listener.local_addr()?;
    let backend = if demo { Some(runtime.block_on(backend_for(&mut bots, &mut settings))?) } else { None };
    let store = open_store(output, &settings, clock.now(), demo)?;
    let bounds = InferenceBounds {
        threads: settings.inference_threads,
        queue: Some(settings.inference_queue),
        recent_mb: settings.inference_recent_mb,
        ..InferenceBounds::default()
    };
    let encoder = shared_encoder(&bots)?;
    let mut understanding = runtime.block_on(Understanding::start(output, &encoder, bounds))?;
    understanding.log_numbers();
    let models = settings.store.data_dir.join("bots");
    let mut brains = Vec::new();
    for bot in bots {
        if !settings.widget_keys.contains_key(&bot.name) {
            settings.widget_keys.insert(bot.name.clone(), random::token()?);
        }
        let (brain, reports) = understanding.prepare(output, bot, Some(models.clone()), false)?;
        for (language, trained) in reports {
            output.note(format_args!("{} ({language}): {}", brain.bot.name, trained.summary()));
        }
        if brains.iter().any(|other: &Arc<Brain>| other.bot.name == brain.bot.name) {
            let message = format!("two folders hold a bot named `{}`", brain.bot.name);
            return Err(Failure::new(message, "give one of them another name in its bot.yaml").into());
        }
        brains.push(Arc::new(brain));
    }
    // The vectors of examples are in the models now; the cache may hold those of many more texts.
    let Understanding { inference, vectors, .. } = understanding;
    drop(vectors);
    let names: Vec<String> = brains.iter().map(|brain| brain.bot.name.to_string()).collect();
    let actions = Actions::Http(Arc::new(Outbound::new(settings.outbound_allowed.iter().cloned())));
    let engine = Engine::new(brains, store, inference, actions, clock);
    let http = HttpSettings {
        api_token: settings.api_token.clone(),
        tokens: Some(settings.store.data_dir.clone()),
        widget_keys: settings.widget_keys.clone(),
        requests_per_minute: settings.requests_per_minute,
    };
    output.note(format_args!("{} ready on http://{local}", count(names.len(), "bot")));
    if output.is_json() {
        let bots = names.iter().map(|name| serde_json::json!({"name": name, "url": format!("http://{local}/w/{name}")}));
        output.json(&serde_json::json!({"address": format!("http://{local}"), "bots": bots.collect::<Vec<_>>()}))?;
    } else {
        for name in &names {
            output.line(format_args!("http://{local}/w/{name}"));
        }
    }
    output.note("stop with Ctrl-C");
    runtime.block_on(async move {
        let (stop_backend, stopped) = tokio::sync::oneshot::channel::<()>();
        let backend = backend.map(|backend| tokio::spawn(http::demo_backend::serve(backend, async move { stopped.await.unwrap_or(()) })));
        let idle = tokio::spawn(drop_idle(engine.clone()));
        let sweeper = tokio::spawn(sweep_hourly(engine.clone()));
        let served = http::serve(listener, http::router(engine, http), until_stopped()).await;
        idle.abort();
        sweeper.abort();
        drop(stop_backend);
        if let Some(backend) = backend {
            let _ = backend.await;
        }
        served
    })?;
    Ok(Outcome::Fine)
}

/// The encoder that all bots name.
fn shared_encoder(bots: &[Bot]) -> anyhow::Result<String> {
    let Some(first) = bots.first() else { return Ok(DEFAULT_ENCODER.to_owned()) };
    if let Some(other) = bots.iter().find(|bot| bot.encoder != first.encoder) {
        let message = format!("`{}` wants the encoder {}, `{}` wants {}", first.name, first.encoder, other.name, other.encoder);
        return Err(Failure::new(message, "one server runs one encoder: name the same in each `nlu.encoder`, or serve them apart").into());
    }
    Ok(first.encoder.clone())
}

async fn listen(address: &str, help: &str) -> anyhow::Result<TcpListener> {
    let failure = |error: std::io::Error| Failure::new(format!("cannot listen on {address}: {error}"), help);
    Ok(TcpListener::bind(address).await.map_err(failure)?)
}

/// The port of the example bots' backend: the one their actions name, or a free one, which they are told.
async fn backend_for(bots: &mut [Bot], settings: &mut Settings) -> anyhow::Result<TcpListener> {
    let listener = match TcpListener::bind(BACKEND).await {
        Ok(listener) => listener,
        Err(_) => listen("127.0.0.1:0", "the demo needs one free port of this machine").await?,
    };
    let local = listener.local_addr()?.to_string();
    for action in bots.iter_mut().flat_map(|bot| bot.flows.actions.values_mut()) {
        action.url = action.url.replace(&format!("//{BACKEND}/"), &format!("//{local}/"));
    }
    settings.outbound_allowed.push(local);
    Ok(listener)
}

/// Lets go of conversations that may not be stored when their half hour is over.
async fn drop_idle(engine: Engine) {
    let mut minute = tokio::time::interval(std::time::Duration::from_mins(1));
    loop {
        minute.tick().await;
        engine.drop_idle();
    }
}

/// Erases what is past its time, hour by hour.
async fn sweep_hourly(engine: Engine) {
    let mut timer = engine.sweep_timer();
    // Asked every second and not once an hour: a machine that slept, or a test that moves the clock, need not wait.
    let mut second = tokio::time::interval(std::time::Duration::from_secs(1));
    loop {
        second.tick().await;
        engine.sweep_if_due(&mut timer).await;
    }
}

/// Ctrl-C or SIGTERM.
async fn until_stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Opens the embedded store; the demo makes the root key that is missing and says so.
fn open_store(output: Output, settings: &Settings, now: Timestamp, demo: bool) -> anyhow::Result<Store> {
    let file = &settings.root_key_file;
    if demo && !file.exists() {
        RootKey::create(file).map_err(|error| Failure::new(error.to_string(), "start `demo` in a folder that may be written"))?;
        output.note(format_args!(
            "made a root key in {}: without it nothing in {} can be read",
            file.display(),
            settings.store.data_dir.display()
        ));
    }
    let data_dir = &settings.store.data_dir;
    create_folder(data_dir).map_err(super::store::explain)?;
    super::store::open(data_dir, file, Access::Serve, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_used_backend_port_gives_way_to_a_free_one_and_the_bots_are_told() {
        let mut settings = Settings::default();
        let mut bots: Vec<Bot> = example_bots().iter().filter_map(|folder| crate::bot::load(folder).bot).collect();
        tokio_runtime().unwrap().block_on(async {
            // Whoever has the port, it is used now.
            let _used = TcpListener::bind(BACKEND).await;
            let local = backend_for(&mut bots, &mut settings).await.unwrap().local_addr().unwrap().to_string();
            assert_ne!(local, BACKEND);
            assert_eq!(settings.outbound_allowed, std::slice::from_ref(&local));
            let urls: Vec<&str> = bots.iter().flat_map(|bot| bot.flows.actions.values()).map(|action| action.url.as_str()).collect();
            assert!(!urls.is_empty() && urls.iter().all(|url| url.starts_with(&format!("http://{local}/"))), "{urls:?}");
        });
    }
}
