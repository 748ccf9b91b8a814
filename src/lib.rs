//! Sottovoce: a self-hosted chatbot engine that says what it does with people's data and can prove it.

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
