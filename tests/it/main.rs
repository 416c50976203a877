//! The integration tests: one binary, a module for each thing that is seen from outside.

mod archive;
mod arrows;
mod batch;
mod body;
mod charset;
mod cli;
mod collection;
mod dictionary;
mod evaluation;
mod export;
mod html;
mod isolation;
mod markup;
mod parts;
mod patterns;
mod pdf;
mod recognition;
mod repair;
mod restoration;
mod restored_pdf;
mod sample;
mod schema;
mod source;
mod structure;
mod tagged_pdf;
mod triage;
