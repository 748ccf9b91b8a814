//! The vocabulary of Sottovoce: what every room talks about, with no I/O and no import of another room.
//!
//! Reading order: [`names`], [`value`], [`money`], [`duration`], [`interval`], [`iban`], [`message`], [`understanding`], [`conversation`], [`privacy`], [`clock`], [`hex`].

pub mod clock;
pub mod conversation;
pub mod duration;
pub mod hex;
pub mod iban;
pub mod interval;
pub mod message;
pub mod money;
pub mod names;
pub mod privacy;
pub mod understanding;
pub mod value;

pub use clock::{Clock, SystemClock};
pub use conversation::{DialogueState, Event, Frame, Question, Rule};
pub use duration::{Duration, NoDuration};
pub use iban::{iban_at, is_iban};
pub use interval::Interval;
pub use message::{Attachment, Choice, ChoiceId, Content, MessageId, Reply, ReplyKind, Utterance};
pub use money::{Money, NoMoney};
pub use names::{ActionName, BotName, EntityName, FlowName, IntentName, Language, MessageKey, NameError, PurposeName, SlotName, StepId};
pub use privacy::{Basis, ChannelAddress, ConversationId, Purpose, Retention};
pub use understanding::{Decision, Entity, FaqHit, IntentScore, Parts, Spoken, Stage, Strength, Timings, Understanding};
pub use value::{SlotValue, is_phone, moment_of, time_of};
