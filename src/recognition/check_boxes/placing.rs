//! Boxes set among the words of the lines that they stand in.

use super::{CheckBox, WHOLE};
use crate::document::check_box::{EMPTY, TICKED};
use crate::document::{BoundingBox, Grid};
use crate::recognition::cells::{self, Piece, Place};
use crate::recognition::level_words::LevelWords;
use crate::recognition::read_line::ReadLine;
use crate::recognition::read_symbol::ReadSymbol;
use crate::recognition::read_word::ReadWord;

/// A box stands so near to a word of its line at most, in its heights.
const BESIDE: f32 = 8.0;
/// The same of the next box of a row for figures, and how many make one.
const ROW: f32 = 1.2;
const IN_ROW: usize = 3;
/// Height of a box, in heights of the words beside it, whose boxes reach from marks to tails.
const HEIGHT: std::ops::RangeInclusive<f32> = 0.35..=1.7;
/// The part of a word's width that lies in the box, from which the word is what was read of it.
const WITHIN: f32 = 0.6;
/// The least confidence, 0 to 1, of a word that tells that there is print beside a box.
const BELIEVABLE: f32 = 0.5;

/// Sets boxes among the words, in the place of what was read there. What stands neither beside a word nor in a cell is none.
pub(in crate::recognition) fn place(pieces: &mut Vec<Piece>, boxes: &[CheckBox], grids: &[Grid]) {
    if boxes.is_empty() {
        return;
    }
    let words = LevelWords::of(pieces);
    let mut homes: Vec<(CheckBox, Place, Option<usize>)> = Vec::new();
    for found in without_rows(boxes) {
        let bbox = found.bbox;
        let place = cells::place(bbox, grids);
        let height = bbox.height() as f32;
        let beside = words.beside(bbox, place).filter(|level| level.gap as f32 <= BESIDE * height);
        let nearest = beside.min_by_key(|level| (level.gap, level.piece));
        match nearest {
            Some(level) if is_letter(&pieces[level.piece].line, found) => {}
            Some(level) if is_of_line(&pieces[level.piece].line, bbox) => {
                homes.push((found, place, Some(level.piece)));
            }
            Some(level) if place.is_some() && holds_only(&pieces[level.piece].line, bbox) => {
                homes.push((found, place, Some(level.piece)));
            }
            None if place.is_some() => homes.push((found, place, None)),
            _ => {}
        }
    }
    for (found, place, home) in homes {
        match home {
            Some(piece) => set(&mut pieces[piece].line, found),
            None => {
                let line = ReadLine { bbox: Some(found.bbox), words: vec![word(found, String::new())] };
                pieces.push(Piece { place, line });
            }
        }
    }
}

/// Returns the boxes but those of rows for figures: three and more so close together that no word stands between.
fn without_rows(boxes: &[CheckBox]) -> Vec<CheckBox> {
    let mut order = boxes.to_vec();
    order.sort_by_key(|found| (found.bbox.x0, found.bbox.y0));
    let mut row_of: Vec<usize> = (0..order.len()).collect();
    for at in 0..order.len() {
        let own = order[at].bbox;
        let reach = own.x1 + (ROW * own.width() as f32) as u32;
        let next = order[at + 1..]
            .iter()
            .take_while(|other| other.bbox.x0 <= reach)
            .position(|other| other.bbox.x0 >= own.x1 && 2 * other.bbox.shared_height(own) > own.height());
        if let Some(next) = next {
            row_of[at + 1 + next] = row_of[at];
        }
    }
    let mut counts = vec![0; order.len()];
    row_of.iter().for_each(|row| counts[*row] += 1);
    let is_alone = |at: &usize| counts[row_of[*at]] < IN_ROW;
    (0..order.len()).filter(is_alone).map(|at| order[at]).collect()
}

/// Returns whether a box is as high as boxes are in a line, and the line has a word beside it.
fn is_of_line(line: &ReadLine, bbox: BoundingBox) -> bool {
    let is_word = |word: &&ReadWord| {
        let is_beside = word.bbox.is_some_and(|own| !is_within(own, bbox));
        is_beside && word.letters() > 1 && word.confidence.is_none_or(|confidence| confidence >= BELIEVABLE)
    };
    let mut fits = line.words.iter().filter(is_word).filter_map(|word| word.bbox);
    fits.any(|own| HEIGHT.contains(&(bbox.height() as f32 / own.height().max(1) as f32)))
}

/// Returns whether what worn sides show is a letter: it was read within a word. A label that stands close behind a box begins with a capital.
fn is_letter(line: &ReadLine, found: CheckBox) -> bool {
    let bbox = found.bbox;
    let is_amid = |word: &ReadWord| {
        let Some(own) = word.bbox.filter(|own| own.intersection(bbox).is_some() && !is_within(*own, bbox))
        else {
            return false;
        };
        let (before, within, behind) = parted(word, own, bbox);
        let begins_label = behind.is_some_and(|label| label.text().starts_with(char::is_uppercase));
        !within.is_empty() && (before.is_some() || !begins_label)
    };
    found.confidence < WHOLE && line.words.iter().any(is_amid)
}

/// Returns whether a line holds nothing but what was read of a box.
fn holds_only(line: &ReadLine, bbox: BoundingBox) -> bool {
    line.words.iter().all(|word| word.bbox.is_some_and(|own| is_within(own, bbox)))
}

/// Returns whether most of a word's box lies within one to be ticked.
fn is_within(own: BoundingBox, bbox: BoundingBox) -> bool {
    own.shared_width(bbox) as f32 >= WITHIN * own.width().max(1) as f32
}

fn word(found: CheckBox, recognised: String) -> ReadWord {
    let text = if found.is_ticked { TICKED } else { EMPTY };
    ReadWord {
        bbox: Some(found.bbox),
        confidence: Some(found.confidence),
        recognised: (!recognised.is_empty() && recognised != text).then_some(recognised),
        stroke: None,
        symbols: vec![ReadSymbol { text: text.into(), bbox: Some(found.bbox), choices: Vec::new() }],
    }
}

/// Sets a box among the words of its line. Words that lie in it are what was read of it; of one that lies in it in part, the
/// symbols that do.
fn set(line: &mut ReadLine, found: CheckBox) {
    let bbox = found.bbox;
    let mut recognised = String::new();
    let mut words: Vec<ReadWord> = Vec::with_capacity(line.words.len() + 1);
    let mut place = None;
    for own in std::mem::take(&mut line.words) {
        let Some(extent) = own.bbox.filter(|own| own.intersection(bbox).is_some()) else {
            if place.is_none() && own.bbox.is_some_and(|own| own.x0 >= bbox.x1) {
                place = Some(words.len());
            }
            words.push(own);
            continue;
        };
        let first = *place.get_or_insert(words.len());
        if is_within(extent, bbox) {
            recognised.push_str(&own.text());
            continue;
        }
        let (before, within, behind) = parted(&own, extent, bbox);
        recognised.push_str(&within);
        if let Some(before) = before {
            words.insert(first, before);
            place = Some(first + 1);
        }
        words.extend(behind);
    }
    let at = place.unwrap_or(words.len());
    words.insert(at, word(found, recognised));
    line.words = words;
    line.bbox = line.bbox.map(|own| own.union(bbox));
}

/// Parts a word that lies in a box in part: what stands before it, what was read of it, what stands behind it.
fn parted(
    word: &ReadWord,
    extent: BoundingBox,
    bbox: BoundingBox,
) -> (Option<ReadWord>, String, Option<ReadWord>) {
    let middle = |symbol: &ReadSymbol| symbol.bbox.map(|own| own.middle().0);
    let (mut before, mut within, mut behind) = (Vec::new(), String::new(), Vec::new());
    for symbol in word.symbols.iter().cloned() {
        match middle(&symbol) {
            Some(x) if x >= bbox.x1 => behind.push(symbol),
            Some(x) if x >= bbox.x0 => within.push_str(&symbol.text),
            _ => before.push(symbol),
        }
    }
    let part = |symbols: Vec<ReadSymbol>, own: BoundingBox| {
        (!symbols.is_empty()).then(|| ReadWord { bbox: Some(own), symbols, ..word.clone() })
    };
    let left = BoundingBox { x1: extent.x1.min(bbox.x0), ..extent };
    let right = BoundingBox { x0: extent.x0.max(bbox.x1), ..extent };
    (part(before, left), within, part(behind, right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Line;
    use crate::recognition::hocr;

    /// A line of words, each with its left and right edge, 24 pixels high from 100 on.
    fn piece(words: &[(&str, u32, u32)]) -> Piece {
        let words: String = words
            .iter()
            .map(|(text, x0, x1)| {
                let letters = text.chars().count() as u32;
                let symbols: String = (0..)
                    .zip(text.chars())
                    .map(|(at, c)| {
                        let x = |at: u32| x0 + (x1 - x0) * at / letters;
                        format!(
                            "<span class='ocrx_cinfo' title='x_bboxes {} 100 {} 124; x_conf 90'>{c}</span>",
                            x(at),
                            x(at + 1)
                        )
                    })
                    .collect();
                format!("<span class='ocrx_word' title='bbox {x0} 100 {x1} 124; x_wconf 90'>{symbols}</span>")
            })
            .collect();
        let html = format!("<div class='ocr_page'><span class='ocr_line'>{words}</span></div>");
        Piece { place: None, line: hocr::lines(&html).remove(0) }
    }

    fn found(x: u32, is_ticked: bool) -> CheckBox {
        CheckBox { bbox: BoundingBox::new(x, 101, x + 22, 123), is_ticked, confidence: 0.98 }
    }

    /// What a line says, restored and as it was recognised.
    fn placed(words: &[(&str, u32, u32)], boxes: &[CheckBox]) -> (String, String) {
        let mut pieces = vec![piece(words)];
        place(&mut pieces, boxes, &[]);
        let line = Line::from(pieces.remove(0).line);
        (line.text, line.ocr)
    }

    fn both(text: &str, ocr: &str) -> (String, String) {
        (text.to_owned(), ocr.to_owned())
    }

    #[test]
    fn a_box_takes_the_place_of_what_was_read_there_which_is_kept() {
        let words = [("Nam", 0, 50), ("n", 60, 82), ("Nữ", 90, 120), ("[X]", 128, 152)];
        let boxes = [found(60, false), found(130, true)];
        assert_eq!(placed(&words, &boxes), both("Nam ☐ Nữ ☑", "Nam n Nữ [X]"));
    }

    #[test]
    fn a_box_that_was_not_read_is_set_where_it_stands() {
        assert_eq!(
            placed(&[("Nam", 30, 80), ("Nữ", 120, 150)], &[found(0, true), found(90, false)]),
            both("☑ Nam ☐ Nữ", "☑ Nam ☐ Nữ")
        );
    }

    #[test]
    fn a_word_read_with_its_box_is_parted() {
        assert_eq!(
            placed(&[("DChủ", 100, 188), ("cơ", 200, 230)], &[found(100, false)]),
            both("☐ Chủ cơ", "D Chủ cơ")
        );
        assert_eq!(placed(&[("NamO", 12, 100)], &[found(78, false)]), both("Nam ☐", "Nam O"));
    }

    #[test]
    fn a_worn_frame_within_a_word_is_a_letter() {
        let worn = |x: u32| CheckBox { confidence: 0.85, ..found(x, false) };
        assert_eq!(placed(&[("nghiệp", 100, 232)], &[worn(100)]).0, "nghiệp");
        assert_eq!(placed(&[("có", 78, 122)], &[worn(100)]).0, "có");
        assert_eq!(placed(&[("nTự", 100, 166), ("làm", 180, 230)], &[worn(100)]).0, "☐ Tự làm");
    }

    #[test]
    fn what_stands_beside_no_word_or_in_a_row_for_figures_is_no_box() {
        let words = [("Mã", 0, 30), ("số", 36, 60)];
        let row: Vec<CheckBox> = (0..4).map(|at| found(80 + 26 * at, false)).collect();
        assert_eq!(placed(&words, &row).0, "Mã số");
        assert_eq!(placed(&words, &[found(700, false)]).0, "Mã số");
        let below = CheckBox { bbox: BoundingBox::new(80, 160, 102, 182), ..found(0, false) };
        assert_eq!(placed(&words, &[below]).0, "Mã số");
    }
}
