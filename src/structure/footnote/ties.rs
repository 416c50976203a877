//! Ties over pages: notes whose references stand on another page than they do.
//!
//! A note that finds no room at its page's foot is pushed to the next one; one set right below the text, at a document's end,
//! stands pages behind its reference; and where a paragraph is broken after its notes were placed, the reference comes a
//! page later.

use std::collections::BTreeMap;

use super::block::Block;
use super::mark::Form;
use super::reference::Candidate;

/// The places of a page that refer to no note of it; `None` where one has been tied to a note elsewhere.
type Loose = Vec<Option<Candidate>>;

/// Where each mark was last seen: page, and place among its loose ones.
type LastSeen = BTreeMap<(Form, u32), (usize, usize)>;

/// Ties the notes that nothing on their page refers to: to the last place before that says just their mark, or the first on
/// the next page. `loose` are the places of each page that refer to no note of it.
pub(super) fn tie_over_pages(chosen: &mut [Vec<Block>], loose: Vec<Vec<Candidate>>) {
    let is_seen = |page: Vec<Candidate>| page.into_iter().filter(Candidate::is_seen).map(Some).collect();
    let mut loose: Vec<Loose> = loose.into_iter().map(is_seen).collect();
    let mut last = LastSeen::new();
    for (page, blocks) in chosen.iter_mut().enumerate() {
        for block in blocks {
            let form = block.form;
            for (number, reference) in (block.start..).zip(&mut block.references) {
                let before = last.remove(&(form, number));
                if reference.is_none() {
                    let Some((of, at)) = before.or_else(|| next(&loose, page, form, number)) else {
                        continue;
                    };
                    *reference = loose[of][at].take();
                }
            }
        }
        for (at, candidate) in loose.get(page).into_iter().flatten().enumerate() {
            let said = candidate.as_ref().and_then(Candidate::said);
            last.extend(said.map(|said| (said, (page, at))));
        }
    }
}

/// Returns the first loose place on the next page that says just a mark.
fn next(loose: &[Loose], page: usize, form: Form, number: u32) -> Option<(usize, usize)> {
    let is_mark =
        |candidate: &Option<Candidate>| candidate.as_ref().and_then(Candidate::said) == Some((form, number));
    Some((page + 1, loose.get(page + 1)?.iter().position(is_mark)?))
}
