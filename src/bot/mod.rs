//! The bot folder: documents, loading and checks.
