//! Paragraphs, of running text, of lists and of forms: joined where they go on, parted where they end.

use super::body::Passage;
use super::found::Found;
use super::stream::{Place, Stream};
use super::text::{Folded, beginning};

/// Counts the paragraphs of the truth; each passage is given with its place in what was found, of which `found` are the passages
/// and `stream` the words.
pub(super) fn score(
    placed: &[(&Passage, Place)],
    found: &[Passage],
    stream: &Stream,
    errors: &mut Vec<String>,
) -> Found {
    let texts: Vec<Option<Folded>> =
        found.iter().map(|passage| passage.is_paragraph().then(|| Folded::new(&passage.text))).collect();
    let mut free: Vec<bool> = texts.iter().map(Option::is_some).collect();
    let mut counts = Found { found: free.iter().filter(|free| **free).count(), ..Found::default() };
    for (passage, place) in placed.iter().filter(|(passage, _)| passage.is_paragraph()) {
        let wanted = Folded::new(&passage.text);
        let mut there = place.start.into_iter().flat_map(|start| stream.passages_at(start));
        let near = |at: &usize| free[*at] && texts[*at].as_ref().is_some_and(|text| text.is_near(&wanted));
        let right = there.find(near);
        counts.add(true, false, right.is_some());
        match right {
            Some(at) => free[at] = false,
            None => {
                let instead = place.start.and_then(|start| stream.passages_at(start).next());
                errors.push(format!(
                    "paragraph `{}` of {} words is {}",
                    beginning(&passage.text),
                    passage.text.split_whitespace().count(),
                    instead.map_or_else(|| "lost".to_owned(), |at| described(&found[at])),
                ));
            }
        }
    }
    counts
}

fn described(passage: &Passage) -> String {
    let words = passage.text.split_whitespace().count();
    format!("in the {} `{}` of {words}", passage.kind.name(), beginning(&passage.text))
}
