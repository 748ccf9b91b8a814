//! Sottovoce: a self-hosted chatbot engine that says what it does with people's data and can prove it.
//!
//! One package, one library, one binary. The house in one sentence: a message comes in over [`http`] (or from [`cli`]), is understood
//! by [`nlu`], moved through a [`flow`] by the pure [`dialogue`] machine, answered, and what must be kept is sealed by [`store`];
//! [`runtime`] is the only room that knows them all.
//!
//! # The rooms, in reading order
//!
//! | room | what it does, and what it never does |
//! |---|---|
//! | [`domain`] | the vocabulary: names, messages, understandings, the state of a conversation and the events that change it; no I/O, imports nothing of ours |
//! | [`diagnostics`] | every mistake of an author as a value: code, message, places, a way out |
//! | [`yaml`] | text to a tree whose every key and value knows its place; the only file that names the YAML crate |
//! | [`telemetry`] | the log on stderr; a panic is logged by its place, never by its words |
//! | [`config`] | defaults, then the file, then the environment, then flags; API tokens; the only room that reads the environment |
//! | [`outbound`] | the one HTTP client: allow list, address checks, time-outs |
//! | [`flow`] | what designers write, compiled to graphs with conditions and templates, and checked |
//! | [`nlu`] | text to meaning: sentence encoder, intent classifier, entities, training, evaluation |
//! | [`faq`] | questions with one answer: word index and sentence vectors, which are handed in |
//! | [`privacy`] | redaction, masked addresses, purposes, notices and policies |
//! | [`bot`] | a bot folder: loading, the checks that need more than one part, conversation tests as data |
//! | [`dialogue`] | the step machine: state and input in, events and an outcome out; no async, clock, randomness or I/O |
//! | [`store`] | sealed records in two `SQLite` files, keys apart from data; erasing destroys keys, and so does the sweep of what is past its time |
//! | [`runtime`] | the engine: one path for every message, bots at work, calls of flows |
//! | [`http`] | routes, authentication, limits, problem documents, the chat page |
//! | [`cli`] | one file per command; `render.rs` is the only place that prints |
//!
//! `main.rs` hands the arguments to [`cli::run`] and its answer to the system. `src/web` holds the chat page, embedded at build,
//! as are `flows/` and `models/sources.yaml`.
//!
//! # Who may import whom
//!
//! ```text
//! domain, diagnostics, telemetry → nothing of ours          yaml → diagnostics
//! config, outbound               → domain, diagnostics, yaml
//! store                          → domain
//! flow, faq, privacy             → domain, diagnostics, yaml
//! nlu                            → domain, diagnostics, yaml, outbound (to fetch encoders)
//! bot                            → flow, nlu, faq, privacy, domain, diagnostics, yaml
//! dialogue                       → flow, domain
//! runtime                        → all of the above
//! http                           → runtime, config, domain, diagnostics
//! cli                            → everything
//! main                           → cli
//! ```
//!
//! Every room but `domain`, `diagnostics`, `yaml`, `flow` and `dialogue` may use `telemetry`. `nlu`, `faq`, `store` and `privacy`
//! never see each other: `bot` joins their documents and `runtime` their work. Foreign crates have homes, too: SQL in
//! `store/sqlite`, the YAML parser in `yaml`, axum in `http`, reqwest in `outbound`, tantivy in `faq`, petgraph and minijinja in
//! `flow`, rten in `nlu/encoder`. `tests/it/house` holds all of this as tests over every path in the code, not only `use` lines.
//!
//! # Invariants
//!
//! - **A failed turn changes nothing.** A turn works on a copy of the conversation, which takes its place only after the store has
//!   it on disk. State changes through [`domain::DialogueState::apply`] and nowhere else.
//! - **A person's message can not end the process**, run the step machine past [`dialogue::STEP_BUDGET`], or reach a log. What
//!   a person wrote, slot values and channel ids are in types whose `Debug` says `[redacted]`.
//! - **Nothing is stored before the notice is accepted**, and a slot without a purpose never. Without acceptance a conversation
//!   lives in memory only, half an hour after its last message.
//! - **Clear personal data exists only in memory.** Everything in the data file is sealed under keys of the person's own, and the
//!   channel's id of a person is known to the keys file only as a keyed hash. Reaching somebody's records takes a
//!   [`store::SubjectHandle`], which no caller can make up without the channel id, the conversation's token, or the pseudonym.
//! - **A bot at work never changes.** [`runtime::Brain`] is built once from a folder without errors.
//! - **Authors are told all mistakes at once**, each with its place and a way out. So each room walks the YAML tree itself and
//!   collects findings; nothing is deserialised into a structure that would stop at the first one.
//! - **Time, randomness and the environment come from outside**: [`domain::Clock`], `store::seal::random`, `config`.
//!   `.clippy.toml` fences the calls that would get round them.
//! - **Inference never queues without bound**: threads of its own, a bounded queue, a deadline for each sentence; a full house is
//!   said at once.
//!
//! # One message, end to end
//!
//! 1. `http::conversations::message` limits by masked network, reads the conversation's token and the body: an
//!    [`domain::Utterance`] or the id of a button, perhaps with a message id of the caller.
//! 2. [`runtime::Engine::handle`] finds the conversation in memory, else in the store by its id and the hash of its token, and
//!    takes its lock. A message id that was answered before gets the same answer again: kept are a keyed hash of the id and the keys
//!    of the replies, not their texts.
//! 3. `runtime::gate`: while the notice is not answered, it is the answer to the first message, which waits in memory. A button or a
//!    typed yes or no decides; any other further message means "don't store", and both messages are handled in order.
//! 4. [`runtime::Brain::understand`]: the exact wording first; else the sentence goes to the threads of [`nlu::inference`] and comes
//!    back as a vector, from which the classifier tells intent, doubt between two, or out of scope. Entities are found by rules, and
//!    [`faq`] says whether it has the answer.
//! 5. [`dialogue::step`] takes state and input and gives events and an outcome: listen, finished, or a call that it needs. The engine
//!    applies the events, makes the call through [`outbound`] with an idempotency key that a repetition of the turn would make
//!    again, and feeds the answer back in.
//! 6. If the notice was accepted, [`store::Store::commit`] writes the turn in one transaction and answers when it is on disk: where
//!    the conversation stands, slots by purpose, evidence of consent. An utterance that nothing answered is redacted and goes to the
//!    inbox, linked to nobody.
//! 7. The replies go back as JSON.
//!
//! `chat` and `test` enter at step 2, on a store in memory with a throw-away key.
//!
//! # Where to look
//!
//! What designers can write is in `docs/flows.md`, whose examples a test checks; what is stored and what not, in `README.md`; the
//! rules of the house, in `CONTRIBUTING.md`. `flows/recruitment` and `flows/shop` are the example bots that `demo` serves.

pub mod bot;
pub mod cli;
pub mod config;
pub mod diagnostics;
pub mod dialogue;
pub mod domain;
pub mod faq;
pub mod flow;
pub mod http;
pub mod nlu;
pub mod outbound;
pub mod privacy;
pub mod runtime;
pub mod store;
pub mod telemetry;
pub mod yaml;
