//! phuchoi (*phục hồi*, to restore): restores scanned Vietnamese documents.

pub mod batch;
pub mod document;
pub mod evaluation;
pub mod export;
pub mod language;
pub mod recognition;
pub mod repair;
pub mod restoration;
pub mod source;
pub mod structure;
