//! The built-in types in French. Today is Wednesday 4 March 2026.

mod chatty;
mod date;
mod figures;
mod person_name;
mod spans;
mod yes_no;
