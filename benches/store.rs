//! What a turn costs in the store: sealing alone (in memory) and with its fsync (in files), alone and in a group commit.
//!
//! `cargo bench --bench store`. The figures with files are the disk's as much as ours: name it beside them.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use sottovoce::domain::{
    BotName, ChannelAddress, ConversationId, DialogueState, FlowName, Frame, Language, PurposeName, SlotName, SlotValue, StepId,
};
use sottovoce::store::{
    Access, AnsweredMessage, NoticeAnswer, Revision, RootKey, Store, StoreSettings, StoredConversation, TurnCommit, create_folder,
};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// Turns that wait for one fsync together.
const CLIENTS: u64 = 64;

/// A turn of a new conversation of a new person: metadata, two slots of one purpose, 20 answered messages.
fn turn(store: &Store, number: u64) -> TurnCommit {
    let language = Language::new("en").expect("a language");
    let slot = |name: &str| SlotName::new(name).expect("a name");
    let flow = FlowName::new("apply").expect("a name");
    let purpose = PurposeName::new("application").expect("a name");
    let mut state = DialogueState::new(language.clone(), number);
    let slots = [(slot("name"), SlotValue::Text("Ada Lovelace".into())), (slot("years"), SlotValue::Number(12.0))].into();
    state.frames.push(Frame { slots, ..Frame::new(flow.clone(), StepId::new("ask_years").expect("a step")) });
    let address = ChannelAddress { channel: "web".into(), id: format!("visitor {number}") };
    let answered = (0..20).map(|turn| AnsweredMessage { mac: [7; 16], turn, replies: Vec::new() }).collect();
    let now = Timestamp::UNIX_EPOCH;
    let purposes: BTreeMap<_, _> = ["name", "years"].into_iter().map(|name| ((flow.clone(), slot(name)), purpose.clone())).collect();
    let conversation = StoredConversation {
        bot: BotName::new("recruitment").expect("a name"),
        version: "ab".repeat(32),
        state,
        address: address.clone(),
        token_hash: [7; 32],
        notice: NoticeAnswer { version: "1".into(), sha256: "cd".repeat(32), language, at: now },
        answered,
        consent_texts: std::collections::BTreeMap::new(),
        last_inbound: now,
        revision: Revision::default(),
    };
    let id = ConversationId(Uuid::from_u128(u128::from(number)));
    TurnCommit { subject: store.subject(&address), id, conversation, purposes, evidence: Vec::new(), now }
}

/// Commits the next turn of one conversation.
async fn next(store: &Store, turn: &mut TurnCommit) {
    turn.conversation.revision = store.commit(turn.clone()).await.expect("a committed turn");
}

fn commits(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    create_folder(&data).expect("a data folder");
    let root = RootKey::create(&folder.path().join("root.key")).expect("a root key");
    let settings = StoreSettings::new(data, root, Access::Serve);
    let in_files = Store::open(settings, Timestamp::UNIX_EPOCH).expect("a store");
    let in_memory = Store::in_memory().expect("a store");
    let runtime = Runtime::new().expect("a runtime");

    for (name, store) in [("memory", &in_memory), ("files", &in_files)] {
        let mut group = criterion.benchmark_group(format!("store/{name}"));
        let mut known = turn(store, u64::MAX);
        group.bench_function("a further turn", |bench| bench.iter(|| runtime.block_on(next(store, &mut known))));
        let (id, hash) = (known.id, known.conversation.token_hash);
        group.bench_function("reading a conversation", |bench| {
            bench.iter(|| runtime.block_on(store.conversation(id, &hash)).expect("a readable conversation"));
        });
        let number = AtomicU64::new(0);
        group.bench_function("a new person's first turn", |bench| {
            let new = || turn(store, number.fetch_add(1, Ordering::Relaxed));
            bench.iter_batched(new, |turn| runtime.block_on(store.commit(turn)).expect("a committed turn"), BatchSize::SmallInput);
        });
        group.throughput(Throughput::Elements(CLIENTS));
        let turns: Vec<_> = (0..CLIENTS).map(|client| Arc::new(tokio::sync::Mutex::new(turn(store, u64::MAX / 2 + client)))).collect();
        group.bench_function(format!("{CLIENTS} clients at once"), |bench| {
            bench.iter(|| {
                runtime.block_on(async {
                    let mut clients = tokio::task::JoinSet::new();
                    for turn in &turns {
                        let (store, turn) = (store.clone(), turn.clone());
                        clients.spawn(async move { next(&store, &mut *turn.lock().await).await });
                    }
                    clients.join_all().await;
                });
            });
        });
        group.finish();
    }
}

criterion_group!(benches, commits);
criterion_main!(benches);
