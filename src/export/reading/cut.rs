//! Spans cut by others.

use std::collections::BTreeMap;

use crate::document::{LineId, Span};

/// Parts a span at a place of a line: what stands before it, and what stands behind.
pub(super) fn at(span: Span, line: LineId, place: u32) -> [Option<Span>; 2] {
    let some = |span: Span| (span.start < span.end).then_some(span);
    if span.line != line {
        return if span.line < line { [Some(span), None] } else { [None, Some(span)] };
    }
    let place = place.clamp(span.start, span.end);
    [some(Span { end: place, ..span }), some(Span { start: place, ..span })]
}

/// Returns what of spans no other covers, in order.
pub(super) fn uncovered(spans: &[Span], others: &[Span]) -> Vec<Span> {
    let mut by_line: BTreeMap<LineId, Vec<(u32, u32)>> = BTreeMap::new();
    for other in others {
        by_line.entry(other.line).or_default().push((other.start, other.end));
    }
    by_line.values_mut().for_each(|own| own.sort_unstable());
    let mut left = Vec::new();
    for span in spans {
        let mut from = span.start;
        for (start, end) in by_line.get(&span.line).into_iter().flatten() {
            if *start > from {
                left.push(Span { start: from, end: (*start).min(span.end), ..*span });
            }
            from = from.max(*end);
        }
        left.push(Span { start: from, ..*span });
    }
    left.retain(|span| span.start < span.end);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(line: u32, start: u32, end: u32) -> Span {
        Span { line: LineId::new(1, line), start, end }
    }

    #[test]
    fn what_is_left_lies_between_what_is_covered() {
        let others = [span(1, 8, 10), span(1, 2, 5), span(1, 4, 6), span(3, 0, 9)];
        assert_eq!(
            uncovered(&[span(1, 0, 12), span(2, 0, 3)], &others),
            [span(1, 0, 2), span(1, 6, 8), span(1, 10, 12), span(2, 0, 3)]
        );
        assert_eq!(uncovered(&[span(1, 2, 6)], &others), []);
    }

    #[test]
    fn a_span_is_parted_within_its_line_and_given_whole_elsewhere() {
        let line = LineId::new(1, 2);
        assert_eq!(at(span(2, 0, 9), line, 4), [Some(span(2, 0, 4)), Some(span(2, 4, 9))]);
        assert_eq!(at(span(1, 0, 9), line, 4), [Some(span(1, 0, 9)), None]);
        assert_eq!(at(span(3, 0, 9), line, 4), [None, Some(span(3, 0, 9))]);
        assert_eq!(at(span(2, 0, 9), line, 0), [None, Some(span(2, 0, 9))]);
    }
}
