//! Understanding: text to what it means.

pub mod entity;
