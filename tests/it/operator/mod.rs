//! What operators do from the command line with a store in a folder: sweeping, tokens, self-tests.

mod selftest;
mod sweep;
mod token;

use std::collections::BTreeMap;
use std::path::Path;

use sottovoce::domain::{BotName, ChannelAddress, ConversationId, DialogueState, Language, SystemClock};
use sottovoce::domain::{Clock, PurposeName, SlotName, SlotValue};
use sottovoce::store::{Access, NoticeAnswer, Revision, RootKey, Store, StoreSettings, StoredConversation, TurnCommit};
use tempfile::TempDir;
use uuid::Uuid;

use crate::command_line::{home, json_of, run};

/// A folder with a root key and a served store.
fn served() -> (TempDir, Store) {
    let home = home();
    assert_eq!(run(home.path(), &["keys", "init"], "").code, 0);
    let store = open(home.path(), Access::Serve);
    (home, store)
}

fn open(home: &Path, access: Access) -> Store {
    let (data, key) = (home.join("data"), home.join("data-keys/root.key"));
    let root = RootKey::read(&key, &data).unwrap();
    Store::open(StoreSettings::new(data, root, access), SystemClock.now()).unwrap()
}

/// A person's conversation whose last message came at an instant, with a value for a purpose in the person's profile.
#[track_caller]
fn said(store: &Store, bot: &str, who: &str, purpose: &str, when: &str) {
    let english = Language::new("en").unwrap();
    let address = ChannelAddress { channel: "api".into(), id: who.into() };
    let mut state = DialogueState::new(english.clone(), 1);
    let (slot, purpose) = (SlotName::new("name").unwrap(), PurposeName::new(purpose).unwrap());
    state.profile.insert(purpose.clone(), BTreeMap::from([(slot.clone(), SlotValue::Text("Ada".into()))]));
    let now = when.parse().unwrap();
    let conversation = StoredConversation {
        bot: BotName::new(bot).unwrap(),
        version: "1".into(),
        state,
        address: address.clone(),
        token_hash: [7; 32],
        notice: NoticeAnswer { version: "1".into(), sha256: String::new(), language: english, at: now },
        answered: Vec::new(),
        consent_texts: BTreeMap::new(),
        last_inbound: now,
        revision: Revision::default(),
    };
    let turn = TurnCommit {
        subject: store.subject(&address),
        id: ConversationId(Uuid::from_u128(number(bot, who))),
        conversation,
        purposes: BTreeMap::from([((sottovoce::domain::FlowName::new("apply").unwrap(), slot), purpose)]),
        evidence: Vec::new(),
        now,
    };
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.commit(turn)).unwrap();
}

/// A number of their own for each person at each bot.
fn number(bot: &str, who: &str) -> u128 {
    bot.bytes().chain(who.bytes()).fold(7, |sum: u128, byte| sum.wrapping_mul(257).wrapping_add(byte.into()))
}
