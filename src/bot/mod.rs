//! The bot folder: what a designer wrote, read and checked as a whole.
//!
//! [`load`] hands each part to the room that knows it, checks what only the whole can show, and reports all findings.

mod folder;
mod read;
mod settings;

pub use folder::{Folder, FolderError};
pub use settings::{Controller, Timeouts};
