//! Any text is repaired and structured line for line, and taking every edit back gives it back.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use phuchoi::complete;
use phuchoi::document::Page;
use phuchoi::language::lexicon::Lexicon;
use phuchoi::repair::Models;
use phuchoi::source::read_text;
use phuchoi_fuzz::{check_document, made_up};

static MODELS: LazyLock<Models> =
    LazyLock::new(|| Models::built_in(Lexicon::built_in(Vec::new())).expect("the built-in models"));

fuzz_target!(init: { LazyLock::force(&MODELS); }, |text: &str| {
    let pages = read_text(text);
    let ocr: Vec<Vec<String>> =
        pages.iter().map(|lines| lines.iter().map(|line| line.ocr.clone()).collect()).collect();
    let pages: Vec<Page> =
        pages.into_iter().zip(1..).map(|(lines, number)| Page::of_text(number, lines)).collect();
    check_document(complete(made_up(pages.len()), pages, Vec::new(), &MODELS), &ocr);
});
