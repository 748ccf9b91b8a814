//! Flows: what designers write, compiled to petgraph graphs with conditions and templates.

pub mod expression;
pub mod graph;
pub mod message;

pub use expression::{Expression, ExpressionError, Scope};
pub use graph::{About, Action, Ask, AskSlot, Call, Choices, Edge, Flow, Flows, HeaderValue, Node, Recipient, Slot, SlotKind, Verb};
pub use message::{Message, Messages};
