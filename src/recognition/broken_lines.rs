//! Lines that the engine broke in two.
//!
//! The end of a line, or its beginning, may come as a line of its own, far from the rest in the engine's order: `Ninh)` behind
//! the heading that follows, the amounts of a page behind all that they are of. What stands a blank beside a line, at its height,
//! goes on in it; so does a value, or a row of dots, however far to the right.

use super::cells::Piece;
use super::read_word::ReadWord;
use crate::document::BoundingBox;

/// The widest blank within a line, in heights of the lower of its parts. Of 7,200 blanks on the upright ones of the real scans 98 % were 0.11 to
/// 0.82 of their line's height. Set by hand above that.
const BLANK: f32 = 1.0;
/// The part of the lower one's height that both must share.
const SHARED: f32 = 0.6;
/// How much higher than the other one part may be: a line with marks and tails is up to twice as high as one of small letters.
const HIGHER: f32 = 2.0;
/// Most words of the part that was broken off: more are a column.
const MOST_WORDS: usize = 3;

/// Most words of a value at the end of a line, `500 triệu đồng`.
const VALUE_WORDS: usize = 3;
/// Fewest dots of a row of them.
const FEWEST_DOTS: usize = 3;

/// Joins the parts of broken lines that stand in no cell.
pub(super) fn join(pieces: &mut Vec<Piece>) {
    join_at_blanks(pieces);
    join_values(pieces);
}

/// Returns whether a line is what another ends with: a value, and no label, or a row of dots and what follows it.
pub(super) fn is_end(words: &[&ReadWord]) -> bool {
    let first = words.first().map(|word| word.text()).unwrap_or_default();
    let is_number = first.starts_with(|c: char| c.is_ascii_digit()) && !first.ends_with(['.', ')']);
    is_number && words.len() <= VALUE_WORDS || words.first().is_some_and(|word| is_leader(word))
}

/// Returns whether a word is a row of dots.
pub(super) fn is_leader(word: &ReadWord) -> bool {
    let text = word.text();
    let dots = |c: char| if c == '…' { FEWEST_DOTS } else { usize::from(matches!(c, '.' | '_')) };
    text.chars().all(|c| dots(c) > 0) && text.chars().map(dots).sum::<usize>() >= FEWEST_DOTS
}

/// Returns whether an item of a list, or a sentence, ends with a word: a number behind it is dirt, or of another column.
fn ends_item(word: &ReadWord) -> bool {
    word.text().ends_with(['.', ';', ',']) && !is_leader(word)
}

/// Puts each value behind the line that it stands to the right of.
fn join_values(pieces: &mut Vec<Piece>) {
    let mut order: Vec<(u32, BoundingBox, usize)> = Vec::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.place.is_none()) {
        order.extend(piece.line.extent_of_words().map(|extent| (extent.middle().1, extent, at)));
    }
    order.sort_by_key(|(middle, extent, at)| (*middle, extent.x0, *at));
    let mut ends: Vec<(u32, usize, usize)> = Vec::new();
    for (own, (middle, extent, at)) in order.iter().enumerate() {
        let words: Vec<&ReadWord> = pieces[*at].line.words.iter().collect();
        if !is_end(&words) {
            continue;
        }
        let near = |(other, _, _): &&(u32, BoundingBox, usize)| other.abs_diff(*middle) <= extent.height();
        let around =
            order[..own].iter().rev().take_while(near).chain(order[own + 1..].iter().take_while(near));
        let is_over = |of: usize| pieces[of].line.words.last().is_some_and(ends_item);
        let beside = around.filter(|(_, other, _)| other.x1 <= extent.x0 && is_beside(*other, *extent));
        let beside = beside.filter(|(_, _, of)| is_leader(words[0]) || !is_over(*of));
        if let Some((_, _, of)) = beside.max_by_key(|(_, other, of)| (other.x1, *of)) {
            ends.push((extent.x0, *of, *at));
        }
    }
    // From the right, so that a row of values comes together.
    ends.sort_unstable();
    let mut is_gone = vec![false; pieces.len()];
    for (_, of, end) in ends.into_iter().rev() {
        append(pieces, of, end);
        is_gone[end] = true;
    }
    let mut gone = is_gone.into_iter();
    pieces.retain(|_| !gone.next().unwrap_or_default());
}

/// Puts the words of a piece among those of another, left to right, and leaves it empty.
fn append(pieces: &mut [Piece], of: usize, end: usize) {
    let taken = std::mem::take(&mut pieces[end].line);
    let line = &mut pieces[of].line;
    line.bbox = match (line.extent(), taken.extent()) {
        (Some(one), Some(other)) => Some(one.union(other)),
        (one, other) => one.or(other),
    };
    let left = |word: &ReadWord| word.bbox.map(|bbox| bbox.x0);
    let begins = taken.words.first().and_then(left);
    let is_behind = |word: &ReadWord| left(word).zip(begins).is_some_and(|(own, begins)| own > begins);
    let at = line.words.iter().position(is_behind).unwrap_or(line.words.len());
    line.words.splice(at..at, taken.words);
}

/// Joins what stands a blank apart. The longer part keeps its place.
fn join_at_blanks(pieces: &mut Vec<Piece>) {
    let mut order: Vec<(BoundingBox, usize)> = Vec::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.place.is_none()) {
        order.extend(piece.line.extent_of_words().map(|extent| (extent, at)));
    }
    order.sort_by_key(|(extent, at)| (extent.x0, extent.y0, *at));
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (right, (extent, own)) in order.iter().enumerate() {
        // What begins within a blank of where this one ends; lines that begin at one edge are many, and end apart.
        let reach = extent.x1 + (BLANK * extent.height() as f32) as u32;
        let from = right + 1;
        let to = from + order[from..].partition_point(|(other, _)| other.x0 <= reach);
        let begins = order[from..to].partition_point(|(other, _)| other.x0 < extent.x1);
        let next = order[from + begins..to].iter().find(|(other, _)| goes_on(*extent, *other));
        if let Some((_, other)) = next {
            joined.push((*own, *other));
        }
    }
    let mut is_gone = vec![false; pieces.len()];
    // From the right, so that a line of three parts comes together.
    for (left, right) in joined.into_iter().rev() {
        let (count, other) = (pieces[left].line.words.len(), pieces[right].line.words.len());
        if count.min(other) > MOST_WORDS || is_gone[left] || is_gone[right] {
            continue;
        }
        append(pieces, left, right);
        if count < other {
            pieces.swap(left, right);
        }
        is_gone[if count < other { left } else { right }] = true;
    }
    let mut gone = is_gone.into_iter();
    pieces.retain(|_| !gone.next().unwrap_or_default());
}

/// Returns whether what stands in the box to the right goes on in the line of the other.
fn goes_on(left: BoundingBox, right: BoundingBox) -> bool {
    let low = left.height().min(right.height()) as f32;
    is_beside(left, right) && left.gap_across(right) as f32 <= BLANK * low
}

/// Returns whether two boxes are at one height.
fn is_beside(left: BoundingBox, right: BoundingBox) -> bool {
    let (low, high) = (left.height().min(right.height()) as f32, left.height().max(right.height()) as f32);
    left.shared_height(right) as f32 >= SHARED * low && high <= HIGHER * low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::hocr;

    /// A line of words of equal width between two edges, and the height of its place.
    fn piece(text: &str, (x0, x1): (u32, u32), (y0, y1): (u32, u32), place: Option<(usize, usize)>) -> Piece {
        let count = text.split(' ').count() as u32;
        let words: String = (0..)
            .zip(text.split(' '))
            .map(|(at, word)| {
                let (from, to) = (x0 + (x1 - x0) * at / count, x0 + (x1 - x0) * (at + 1) / count);
                format!("<span class='ocrx_word' title='bbox {from} {y0} {to} {y1}'>{word}</span>")
            })
            .collect();
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line' title='bbox {x0} {y0} {x1} {y1}'>{words}</span></div>"
        );
        Piece { place, line: hocr::lines(&html).remove(0) }
    }

    fn joined(mut pieces: Vec<Piece>) -> Vec<String> {
        join(&mut pieces);
        pieces
            .iter()
            .map(|piece| piece.line.words.iter().map(|word| word.text()).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn the_end_and_the_beginning_of_a_line_come_back_to_it() {
        let long = "(Ban hành kèm theo Quyết định của tỉnh Tây";
        let whole = || piece(long, (100, 900), (100, 130), None);
        let below = || piece("I. DANH MỤC", (120, 500), (160, 190), None);
        assert_eq!(
            joined(vec![whole(), below(), piece("Ninh)", (910, 970), (104, 128), None)]),
            [format!("{long} Ninh)"), "I. DANH MỤC".to_owned()]
        );
        assert_eq!(
            joined(vec![piece("a)", (70, 92), (102, 129), None), below(), whole()]),
            ["I. DANH MỤC".to_owned(), format!("a) {long}")]
        );
        assert_eq!(
            joined(vec![
                piece("ngày 5", (910, 1000), (101, 130), None),
                piece("Xanh)", (1012, 1080), (102, 129), None),
                whole(),
            ]),
            [format!("{long} ngày 5 Xanh)")]
        );
    }

    #[test]
    fn values_and_dots_far_to_the_right_come_back_to_what_they_are_of() {
        for value in ["500 triệu", "1.200.000 đồng", "12/5/2023", "...... Ngày sinh: ......", "………", "25"]
        {
            let pieces = vec![
                piece("Thu thuế trong", (100, 400), (100, 130), None),
                piece("Thu phí", (100, 250), (150, 180), None),
                piece(value, (700, 850), (102, 129), None),
                piece("300", (700, 760), (151, 180), None),
                piece("45", (900, 940), (150, 180), None),
            ];
            assert_eq!(joined(pieces), [format!("Thu thuế trong {value}"), "Thu phí 300 45".to_owned()]);
        }
    }

    #[test]
    fn values_that_overlap_stand_from_left_to_right() {
        let pieces = vec![
            piece("Thu phí", (100, 250), (150, 180), None),
            piece("45", (750, 800), (152, 182), None),
            piece("300", (700, 760), (149, 178), None),
        ];
        assert_eq!(joined(pieces), ["Thu phí 300 45"]);
    }

    #[test]
    fn labels_and_texts_of_another_column_stay_there() {
        for other in ["1. Mục đích", "2) Yêu cầu", "CHỦ TỊCH", "15 hộ dân của ba xã", "12 tháng 5 năm"]
        {
            let pieces = vec![
                piece("Thu thuế trong", (100, 400), (100, 130), None),
                piece(other, (700, 900), (100, 130), None),
            ];
            assert_eq!(joined(pieces), ["Thu thuế trong", other]);
        }
    }

    #[test]
    fn columns_cells_and_what_stands_above_or_below_stay_apart() {
        let line = "UBND TỈNH SÔNG XANH";
        let cases = [
            ((460, 600), (100, 130), None, "a column stands further off"),
            ((410, 500), (120, 150), None, "a line below"),
            ((410, 440), (100, 200), None, "a seal's letter"),
            ((410, 500), (100, 130), Some((0, 0)), "a cell"),
            ((300, 390), (100, 130), None, "a line that is printed over it"),
        ];
        for (across, down, place, why) in cases {
            let other = piece("Mẫu số", across, down, place);
            assert_eq!(
                joined(vec![piece(line, (100, 400), (100, 130), None), other]),
                [line, "Mẫu số"],
                "{why}"
            );
        }
        let column = "Độc lập Tự do Hạnh phúc";
        let columns =
            vec![piece(line, (100, 400), (100, 130), None), piece(column, (412, 900), (100, 130), None)];
        assert_eq!(joined(columns), [line, column]);
    }
}
