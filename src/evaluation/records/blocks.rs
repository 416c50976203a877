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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::scored;
    use super::*;

    const ONE: &str = "Quy chế này quy định việc quét và khai thác tài liệu giấy";
    const TWO: &str = "Kho lưu trữ chịu trách nhiệm bảo quản bản gốc theo quy định.";

    fn blocks(of: &[(&str, String)]) -> Value {
        let block = |(kind, text): &(&str, String)| json!({ "kind": kind, "text": text });
        json!({ "blocks": of.iter().map(block).collect::<Vec<_>>() })
    }

    fn of(seen: &[(&str, String)]) -> Found {
        let truth = [
            ("heading", "I. QUY ĐỊNH".to_owned()),
            ("paragraph", ONE.to_owned()),
            ("list-item", TWO.to_owned()),
        ];
        scored(&blocks(&truth), &blocks(seen)).blocks
    }

    #[test]
    fn a_paragraph_is_right_as_a_whole_whichever_of_the_kinds_it_is() {
        let kept = [("list-item", ONE.replace("giấy", "giây")), ("form-line", TWO.to_owned())];
        assert_eq!(of(&kept), Found { truth: 2, found: 2, right: 2 });
        let as_heading = [("heading", ONE.to_owned()), ("paragraph", TWO.to_owned())];
        assert_eq!(of(&as_heading), Found { truth: 2, found: 1, right: 1 });
    }

    #[test]
    fn what_was_joined_or_parted_is_wrong() {
        assert_eq!(of(&[("paragraph", format!("{ONE} {TWO}"))]), Found { truth: 2, found: 1, right: 0 });
        let (head, tail) = ONE.split_at(ONE.find("quét").expect("a word"));
        let parted = [head, tail, TWO].map(|text| ("paragraph", text.to_owned()));
        assert_eq!(of(&parted), Found { truth: 2, found: 3, right: 1 });
    }

    #[test]
    fn lines_of_dots_are_no_paragraphs() {
        let dots =
            [("form-line", ".....".to_owned()), ("paragraph", ONE.to_owned()), ("paragraph", TWO.to_owned())];
        assert_eq!(of(&dots), Found { truth: 2, found: 2, right: 2 });
    }
}
