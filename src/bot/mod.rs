//! The bot folder: what a designer wrote, read and checked as a whole.
//!
//! [`load`] hands each part to the room that knows it, checks what only the whole can show, and reports all findings.

mod check;
mod expectation;
mod folder;
mod load;
mod names;
mod offered;
mod privacy_check;
mod read;
mod sections;
mod settings;
mod stubs;
mod tests_file;
mod wording_check;

pub use expectation::{ConsentState, Expectation, Expected, Wanted};
pub use folder::{Folder, FolderError};
pub use load::{Bot, Loaded, load};
pub use settings::Controller;
pub use stubs::{ActionStub, Stubs, stubs};
pub use tests_file::{ConversationTest, Given, NoticeAnswer, TestInput, TestStep};
