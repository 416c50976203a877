//! Lines with boxes, rules and other readings go through repair and structure, and taking every edit back gives them back.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use phuchoi::complete;
use phuchoi::language::lexicon::Lexicon;
use phuchoi::repair::Models;
use phuchoi_fuzz::check_document;
use phuchoi_fuzz::prose::MadeUp;

static MODELS: LazyLock<Models> =
    LazyLock::new(|| Models::built_in(Lexicon::built_in(Vec::new())).expect("the built-in models"));

fuzz_target!(init: { LazyLock::force(&MODELS); }, |made_up: MadeUp| {
    let document = made_up.document;
    let ocr: Vec<Vec<String>> = document
        .pages
        .iter()
        .map(|page| page.lines.iter().map(|line| line.ocr.clone()).collect())
        .collect();
    check_document(complete(document.source, document.pages, Vec::new(), &MODELS), &ocr);
});
