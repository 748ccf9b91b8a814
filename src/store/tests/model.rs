//! Random operations against a simple model: what was acknowledged is read, what was erased is not.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Operation {
    /// The person of the conversation says their name; `stale` as somebody who did not see the last turn.
    Say {
        conversation: u128,
        name: u32,
        stale: bool,
    },
    /// The person's flow ends and leaves an e-mail address in the profile.
    Finish {
        conversation: u128,
        email: u32,
    },
    Erase {
        person: usize,
        bot: usize,
    },
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        6 => (0..6_u128, any::<u32>(), prop::bool::weighted(0.2))
            .prop_map(|(conversation, name, stale)| Operation::Say { conversation, name, stale }),
        2 => (0..6_u128, any::<u32>()).prop_map(|(conversation, email)| Operation::Finish { conversation, email }),
        2 => (0..2_usize, 0..2_usize).prop_map(|(person, bot)| Operation::Erase { person, bot }),
    ]
}

const PEOPLE: [&str; 2] = ["ada", "eve"];
const BOTS: [&str; 2] = ["recruitment", "shop"];

/// A conversation's number says whose it is and with which bot.
fn place_of(conversation: u128) -> (usize, usize) {
    let number = usize::try_from(conversation).unwrap();
    (number % 2, number / 2 % 2)
}

#[derive(Default)]
struct Model {
    conversations: BTreeMap<u128, StoredConversation>,
    profiles: BTreeMap<(usize, usize), SlotValue>,
    receipts: BTreeMap<(usize, usize), Receipt>,
}

async fn say(store: &Store, model: &mut Model, number: u128, change: impl FnOnce(&mut StoredConversation), stale: bool) {
    let (who, bot) = place_of(number);
    let known = model.conversations.get(&number).cloned();
    let mut said = known.clone().unwrap_or_else(|| {
        let mut new = conversation(&person(PEOPLE[who]), &[]);
        new.bot = BotName::new(BOTS[bot]).unwrap();
        new
    });
    change(&mut said);
    said.state.turn += 1;
    if stale {
        said.revision = Revision::default();
    }
    let answer = store.commit(turn(store, number, said.clone())).await;
    if stale && known.is_some() {
        assert_eq!(answer, Err(StoreError::Conflict { conversation: conversation_id(number) }));
    } else {
        said.revision = answer.unwrap();
        if let Some(email) = said.state.profile.get(&purpose("contact")).and_then(|values| values.get(&slot("email"))) {
            model.profiles.insert((who, bot), email.clone());
        }
        model.conversations.insert(number, said);
    }
}

async fn run(store: &Store, model: &mut Model, operation: Operation) {
    match operation {
        Operation::Say { conversation, name, stale } => {
            let set = |said: &mut StoredConversation| drop(said.state.frames[0].slots.insert(slot("name"), text(&name.to_string())));
            say(store, model, conversation, set, stale).await;
        }
        Operation::Finish { conversation, email } => {
            let values = [(slot("email"), text(&email.to_string()))].into();
            let set = |said: &mut StoredConversation| drop(said.state.profile.insert(purpose("contact"), values));
            say(store, model, conversation, set, false).await;
        }
        Operation::Erase { person: who, bot } => {
            let before = model.conversations.len();
            model.conversations.retain(|number, _| place_of(*number) != (who, bot));
            model.profiles.remove(&(who, bot));
            let subject = store.subject(&person(PEOPLE[who]));
            let receipt = store.erase(&subject, &BotName::new(BOTS[bot]).unwrap(), noon()).await.unwrap();
            if model.conversations.len() == before {
                assert_eq!(receipt.as_ref(), model.receipts.get(&(who, bot)));
            } else {
                model.receipts.insert((who, bot), receipt.unwrap());
            }
        }
    }
}

async fn compare(store: &Store, model: &Model) {
    for number in 0..6 {
        let found = store.conversation(conversation_id(number), &TOKEN).await.unwrap().map(|(_, found)| found);
        let mut expected = model.conversations.get(&number).cloned();
        if let Some(expected) = &mut expected {
            // The profile is the person's, not the conversation's.
            let known = model.profiles.get(&place_of(number));
            expected.state.profile =
                known.map(|email| [(purpose("contact"), [(slot("email"), email.clone())].into())].into()).unwrap_or_default();
        }
        assert_eq!(found, expected);
    }
    let checked = store.check().await.unwrap();
    assert_eq!((checked.unreadable.len(), checked.orphans, checked.unsealed.len()), (0, 0, 0));
}

fn check(operations: Vec<Operation>, store: &Store) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut model = Model::default();
        for operation in operations {
            run(store, &mut model, operation).await;
            compare(store, &model).await;
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_store_in_memory_behaves_like_the_model(operations in prop::collection::vec(operation(), 1..30)) {
        check(operations, &Store::in_memory().unwrap());
    }

    #[test]
    fn a_store_in_files_behaves_like_the_model(operations in prop::collection::vec(operation(), 1..10)) {
        let place = Place::new();
        check(operations, &place.open(Access::Serve).unwrap());
    }
}
