//! HTTP: what is served.

pub mod demo_backend;
