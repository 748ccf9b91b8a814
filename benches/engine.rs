//! What the parts of a turn cost: classifying with a vector that is there, FAQ search, a step of the dialogue, a whole turn through the
//! router, and how fast `eval` judges. The encoder is measured in `encoder.rs`, the store alone in `store.rs`, the socket in `http.rs`.
//!
//! `cargo bench --bench engine`. Heads and FAQ are the recruitment bot's, on vectors of the real encoder (`sottovoce models pull`); the
//! other groups need none.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops")]

use std::hint::black_box;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use serde_json::{Value, json};
use sottovoce::bot::{self, Bot, Folder};
use sottovoce::dialogue::{self, Input, Step};
use sottovoce::domain::{ChoiceId, DialogueState, Spoken, SystemClock, Utterance};
use sottovoce::faq::FaqIndex;
use sottovoce::http::{HttpSettings, router};
use sottovoce::nlu::classifier::{Examples, IntentModel, Row, TrainSettings};
use sottovoce::nlu::encoder::BertEncoder;
use sottovoce::nlu::evaluate::{Judged, evaluate};
use sottovoce::nlu::inference::{Inference, InferenceSettings};
use sottovoce::nlu::rows::read_csv;
use sottovoce::nlu::taps::TextVectors;
use sottovoce::nlu::vectors::VectorCache;
use sottovoce::runtime::{Actions, Brain, Engine, Script, Workshop};
use sottovoce::store::{Access, RootKey, Store, StoreSettings, create_folder};
use tokio::runtime::Runtime;
use tower::ServiceExt;

const API_TOKEN: &str = "api-token-of-the-benchmarks";
const UNSEEN: &str = "would there be a bed for me if I came to work with you";

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn bot(path: &str) -> Bot {
    bot::load(&Folder::read(&here(path)).expect("a bot folder")).bot.expect("a bot without mistakes")
}

/// The threads of an encoder and the vectors that are kept of it.
struct Sentences {
    inference: Inference,
    vectors: VectorCache,
}

impl Sentences {
    fn of(encoder: &Path, cache: &Path) -> Self {
        let missing = "the encoder all-MiniLM-L6-v2 is missing: fetch it with `sottovoce models pull`";
        let inference = Inference::start(Arc::new(BertEncoder::load(encoder).expect(missing)), InferenceSettings::default());
        let inference = inference.expect("the encoder's threads");
        let vectors = VectorCache::open(cache, inference.encoder()).expect("a cache");
        Self { inference, vectors }
    }

    /// The real encoder, with the cache of `sottovoce eval`.
    fn real() -> Self {
        Self::of(&sottovoce::config::models_dir().join("all-MiniLM-L6-v2"), &sottovoce::config::vectors_dir())
    }

    fn encode(&mut self, texts: &[String]) -> Vec<TextVectors> {
        self.vectors.vectors(&self.inference, texts, &|_| ()).expect("vectors")
    }

    fn encode_rows(&mut self, rows: &[Row]) -> Vec<TextVectors> {
        self.encode(&rows.iter().map(|row| row.text.clone()).collect::<Vec<_>>())
    }
}

fn understanding(criterion: &mut Criterion) {
    let (bot, mut sentences) = (bot("flows/recruitment"), Sentences::real());
    let language = bot.default_language();
    let rows = bot.intents.rows(language);
    let vectors = sentences.encode_rows(&rows);
    let model = IntentModel::train(Examples::unnamed(&rows, &vectors), &TrainSettings::default(), &|_| ()).expect("a model").0;
    let questions = FaqIndex::texts(&bot.faq, language);
    let faq = FaqIndex::build(&bot.faq, language, &TextVectors::last_of(sentences.encode(&questions))).expect("an index");
    let vector = sentences.encode(&[UNSEEN.to_owned()]).remove(0);
    let example = rows.first().expect("an example").text.clone();
    let mut group = criterion.benchmark_group("understand");
    group.bench_function("an example, word for word", |bench| bench.iter(|| model.early(black_box(&example)).expect("an intent")));
    let intents = model.intents().len();
    group.bench_function(BenchmarkId::new("classify with a vector", format!("{intents} intents, {} examples", rows.len())), |bench| {
        bench.iter(|| model.classify(black_box(UNSEEN), black_box(&vector)));
    });
    group.bench_function(BenchmarkId::new("search the FAQ", format!("{} questions", questions.len())), |bench| {
        bench.iter(|| faq.answer(black_box(UNSEEN), black_box(&vector.last)).expect("a search"));
    });
    group.finish();
}

fn evaluation(criterion: &mut Criterion) {
    let mut sentences = Sentences::real();
    let [train, test] = ["train.csv", "test.csv"].map(|file| read_csv(&here("tests/docs/data").join(file)).expect("rows"));
    let (train_vectors, test_vectors) = (sentences.encode_rows(&train), sentences.encode_rows(&test));
    let settings = TrainSettings::default();
    let fit = || IntentModel::train(Examples::unnamed(&train, &train_vectors), &settings, &|_| ()).expect("a model").0;
    let mut group = criterion.benchmark_group("eval");
    group.sample_size(10).throughput(Throughput::Elements(train.len() as u64));
    group.bench_function(BenchmarkId::new("train", format!("{} rows", train.len())), |bench| bench.iter(fit));
    let model = fit();
    group.throughput(Throughput::Elements(test.len() as u64));
    group.bench_function(BenchmarkId::new("judge", format!("{} rows", test.len())), |bench| {
        bench.iter(|| {
            let judge = |((number, row), vectors): ((usize, &Row), &TextVectors)| Judged {
                row: number,
                truth: row.intent.clone(),
                classified: model.classify(&row.text, vectors),
            };
            let judged: Vec<Judged> = (1..).zip(&test).zip(&test_vectors).map(judge).collect();
            evaluate(&judged, &settings.out_of_scope, model.threshold(), 0)
        });
    });
    group.finish();
}

/// A bot of buttons and exact examples over the encoder of the tests, which no turn needs.
fn buttons() -> (Arc<Brain>, Inference) {
    let cache = tempfile::tempdir().expect("a folder");
    let mut sentences = Sentences::of(&here("tests/fixtures/tiny-bert"), cache.path());
    let mut workshop = Workshop { inference: &sentences.inference, vectors: &mut sentences.vectors, models: None, retrain: false };
    let brain = Brain::prepare(bot("tests/bots/buttons"), &mut workshop, &|_| ()).expect("a brain").0;
    (Arc::new(brain), sentences.inference)
}

fn dialogue_step(criterion: &mut Criterion) {
    let (brain, inference) = buttons();
    let runtime = Runtime::new().expect("a runtime");
    let (flows, language, zoned) = (&brain.bot.flows, brain.default_language(), brain.zoned(Timestamp::UNIX_EPOCH));
    let heard = |text: &str| {
        let utterance = Utterance::new(text).expect("an utterance");
        let understood = runtime.block_on(brain.understand(&inference, &utterance, Spoken::default(), language, Timestamp::UNIX_EPOCH));
        Input::Heard { understanding: understood.expect("an exact example").0, faq: None, parts: None }
    };
    let step = |state: &DialogueState, input: &Input| -> Step { dialogue::step(flows, state, input, &zoned) };
    let idle = DialogueState::new(language.clone(), 7);
    let (question, order) = (heard("opening hours"), heard("a coffee please"));
    let mut asked = idle.clone();
    step(&asked.clone(), &order).events.iter().for_each(|event| asked.apply(event));
    let button = Input::Pressed(ChoiceId("size.large".into()));
    let mut group = criterion.benchmark_group("dialogue");
    for (name, state, input) in
        [("a question answered", &idle, &question), ("a flow begun", &idle, &order), ("a button, and the next question", &asked, &button)]
    {
        assert!(!step(state, input).events.is_empty());
        group.bench_function(name, |bench| bench.iter(|| step(black_box(state), black_box(input))));
    }
    group.finish();
}

async fn post(router: &Router, path: &str, token: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).expect("a request");
    let (parts, body) = router.clone().oneshot(request).await.expect("an answer").into_parts();
    (parts.status, serde_json::from_slice(&to_bytes(body, usize::MAX).await.expect("a body")).expect("JSON"))
}

/// A conversation whose notice was accepted: its path and token.
async fn accepted(router: &Router) -> (String, String) {
    let begun = post(router, "/v1/bots/buttons/conversations", API_TOKEN, &json!({})).await.1;
    let text = |field: &str| begun[field].as_str().expect("a text").to_owned();
    let (path, token) = (format!("/v1/conversations/{}/messages", text("conversation")), text("token"));
    for message in [json!({"text": "opening hours"}), json!({"choice": "notice.accept"})] {
        assert_eq!(post(router, &path, &token, &message).await.0, StatusCode::OK);
    }
    (path, token)
}

fn http_turn(criterion: &mut Criterion) {
    let (brain, inference) = buttons();
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on the disk");
    let data = folder.path().join("data");
    create_folder(&data).expect("a data folder");
    let root = RootKey::create(&folder.path().join("root.key")).expect("a root key");
    let in_files = Store::open(StoreSettings::new(data, root, Access::Serve), Timestamp::UNIX_EPOCH).expect("a store");
    let mut group = criterion.benchmark_group("http");
    for (name, store) in [("memory", Store::in_memory().expect("a store")), ("files", in_files)] {
        let engine = Engine::new(
            vec![brain.clone()],
            store,
            inference.clone(),
            Actions::Scripted(Arc::new(Script::default())),
            Arc::new(SystemClock),
        );
        let settings =
            HttpSettings { api_token: Some(API_TOKEN.into()), tokens: None, widget_keys: [].into(), requests_per_minute: NonZeroU32::MAX };
        let router = router(engine, settings);
        let (path, token) = runtime.block_on(accepted(&router));
        let number = AtomicU64::new(0);
        group.bench_function(BenchmarkId::new("a stored turn through the router", name), |bench| {
            bench.iter(|| {
                let message = json!({"id": format!("m{}", number.fetch_add(1, Ordering::Relaxed)), "text": "opening hours"});
                let (status, answer) = runtime.block_on(post(&router, &path, &token, &message));
                assert!(status == StatusCode::OK && answer["conversation"]["stored"] == true, "{answer}");
            });
        });
    }
    group.finish();
}

criterion_group!(benches, understanding, dialogue_step, http_turn, evaluation);
criterion_main!(benches);
