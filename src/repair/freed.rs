//! Words freed of a footnote's mark: `dcf)ngg` is no misread word, `dcf)ng` with a mark behind it is `động`.
//!
//! Repair comes before structure and takes the mark for a part of its word. Where the structure has proved the mark,
//! the word is decoded once more without it.

use super::channel::Channel;
use super::models::Models;
use super::paragraph::{self, Located};
use super::proposal;
use super::provenance::provenance;
use super::reading::{self, Rounds};
use crate::document::edited_line::EditedLine;
use crate::document::{Document, Edit, Line};

/// Lines before and behind a word that are decoded with it.
const CONTEXT: usize = 3;

/// Proposes readings of words that footnote marks stood behind, unrepaired till now; `marked` are the edits that part
/// the marks from their words, `word^[1]`. The marks stay where they are in the text, for the structure to find again.
pub fn repair_freed(document: &Document, marked: &[Edit], models: &Models) -> Vec<Edit> {
    let freed: Vec<(&Edit, &str)> =
        marked.iter().filter_map(|edit| Some((edit, unread(edit, models)?))).collect();
    if freed.is_empty() {
        return Vec::new();
    }
    let lines = paragraph::located(document);
    let unfolded = proposal::prefers_unfolded(&lines);
    let channels = provenance(&lines, models);
    let reread = |(edit, word): (&Edit, &str)| {
        let channel = channels.get(&edit.page)?;
        // Pages and lines are located in order.
        let place = |l: &Located<'_>| (l.page, l.number);
        let at = lines.binary_search_by_key(&(edit.page, edit.line), place).ok()?;
        let window = &lines[at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(lines.len())];
        reread(edit, word, window, (unfolded, channel), models)
    };
    freed.into_iter().filter_map(reread).collect()
}

/// Returns the word before the mark, where it still stands as it was read and is none that we know.
fn unread<'a>(edit: &'a Edit, models: &Models) -> Option<&'a str> {
    let (word, _) = edit.after.split_once("^[")?;
    let stands = edit.before.starts_with(word) && word.contains(char::is_alphabetic);
    (stands && models.vocabulary.entry(word).is_none()).then_some(word)
}

/// Decodes a word without its mark, among the lines around it.
fn reread(
    edit: &Edit,
    word: &str,
    window: &[Located<'_>],
    (unfolded, channel): (bool, &Channel),
    models: &Models,
) -> Option<Edit> {
    let unmarked: Vec<Line> = window
        .iter()
        .map(|located| {
            let bare = Edit { after: word.to_owned(), ..edit.clone() };
            let own = (located.page, located.number) == (edit.page, edit.line);
            let ocr = &located.line.ocr;
            let edited = EditedLine::new(ocr, own.then_some((0, &bare)));
            let mut line = Line::from_text(edited.map_or_else(|| ocr.clone(), |edited| edited.text()));
            line.part_into_words();
            line
        })
        .collect();
    let lines: Vec<Located<'_>> =
        window.iter().zip(&unmarked).map(|(located, line)| Located { line, ..*located }).collect();
    let mut stretches = reading::stretches(&lines);
    let adapted = reading::read(&mut stretches, channel, models, &Rounds::default());
    let mut proposed = stretches.iter().flat_map(|stretch| {
        proposal::propose(&stretch.cells, stretch.lines, &stretch.steps, (unfolded, &adapted)).edits
    });
    let [start, _] = edit.span;
    let span = [start, start + word.chars().count() as u32];
    let is_whole = |e: &Edit| (e.page, e.line, e.span) == (edit.page, edit.line, span);
    proposed.find(is_whole)
}
