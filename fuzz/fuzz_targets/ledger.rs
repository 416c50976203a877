//! Edits of any content are applied or refused, in one go or in two, and taking them back gives the text that was read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::document::{Author, Document, Edit, Line, Page, ledger};
use phuchoi_fuzz::{check_ledger, made_up};

type Proposal = (u8, u8, [u8; 2], Option<String>, String);

fuzz_target!(|input: (Vec<Vec<String>>, Vec<Proposal>, Vec<Proposal>)| {
    let (pages, first, second) = input;
    let page = |(lines, number): (&Vec<String>, u32)| {
        let mut page = Page::of_text(number, lines.iter().map(Line::from_text).collect());
        page.lines.iter_mut().for_each(Line::part_into_words);
        page
    };
    let own: Vec<Page> = pages.iter().zip(1..).map(page).collect();
    let mut document = Document::new(made_up(own.len()), own);
    for proposals in [first, second] {
        let quoted = |(page, line, span, before, after): Proposal| {
            let (page, line, span) = (u32::from(page), u32::from(line), span.map(u32::from));
            // What stands there, but where something else is said to.
            let there = usize::try_from(page).ok().and_then(|page| pages.get(page.checked_sub(1)?));
            let ocr = there.and_then(|lines| lines.get((line as usize).checked_sub(1)?));
            let found = ocr.and_then(|ocr| ledger::slice(ocr, span)).unwrap_or_default().to_owned();
            let before = before.unwrap_or(found);
            Edit {
                page,
                line,
                span,
                before,
                after,
                reason: "fuzz".to_owned(),
                confidence: 0.5,
                by: Author::Repair,
                time: None,
                replaced: Vec::new(),
            }
        };
        let proposals: Vec<Edit> = proposals.into_iter().map(quoted).collect();
        let count = proposals.len() + document.edits.len();
        let refused = ledger::apply(&mut document, proposals).len();
        assert!(document.edits.len() + refused <= count);
        check_ledger(&document);
    }
    ledger::take_back(&mut document, &|_| true);
    let texts: Vec<Vec<&String>> =
        document.pages.iter().map(|page| page.lines.iter().map(|line| &line.text).collect()).collect();
    assert_eq!(texts, pages.iter().map(|lines| lines.iter().collect()).collect::<Vec<Vec<_>>>());
    for line in document.pages.iter().flat_map(|page| &page.lines) {
        assert!(line.words.iter().all(|word| word.text == word.ocr), "{line:?}");
    }
});
