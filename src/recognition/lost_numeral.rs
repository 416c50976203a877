//! Numerals of strokes behind the word that they count, which the recogniser left out: `PHẦN I`, `PHỤ LỤC SỐ I`.
//!
//! A lone stroke at the end of a line in capitals is left out, or the box of the word before it is drawn around it. In the ink it stands
//! behind that word's letters, as high as they and on their foot, with a blank before it. A figure `1` has a flag at its left.

use super::cells::Piece;
use super::ink::Ink;
use super::median::median;
use super::read_line::ReadLine;
use super::read_symbol::ReadSymbol;
use super::read_word::ReadWord;
use crate::document::BoundingBox;

/// The words in capitals behind which a numeral stands: part, number, annex, chapter, section.
const COUNTED: &[&str] = &["PHẦN", "SỐ", "LỤC", "CHƯƠNG", "MỤC"];
/// Most strokes of a numeral: `III`.
const MOST: usize = 3;
/// How far heights and feet of letters of one line differ at most, and how wide a stroke with its serifs is, in heights of a capital.
const LEVEL: f32 = 0.15;
const STROKE: f32 = 0.5;
/// The blank before the numeral, and the widest one between its strokes, in heights of a capital.
const BLANK: std::ops::RangeInclusive<f32> = 0.25..=1.5;
const BETWEEN: f32 = 0.45;
/// What is lower, in heights of a capital, is a mark, a stop or a speck; how far behind the numeral nothing higher stands.
const MARK: f32 = 0.4;
const BEHIND: f32 = 3.0;
/// The part of a stroke's height that its head is, and how much farther it reaches to the left than to the right where it is a flag, in
/// heights of a capital.
const HEAD: f32 = 0.3;
const FLAG: f32 = 0.12;
/// The confidence, 0 to 1, under which a character behind the word is no reading of the numeral.
const DOUBT: f32 = 0.5;
/// How sure a numeral is that was seen and not read, 0 to 1.
const SEEN: f32 = 0.6;

/// Puts the numerals that were left out behind their lines.
pub(super) fn find(pieces: &mut [Piece], ink: &Ink) {
    for piece in pieces.iter_mut().filter(|piece| piece.place.is_none()) {
        let doubtful = piece.line.words.pop_if(|word| is_doubtful(word));
        let Some(strokes) = lost(&piece.line, ink) else {
            piece.line.words.extend(doubtful);
            continue;
        };
        let bbox = strokes.iter().copied().reduce(BoundingBox::union);
        let symbols = strokes.into_iter().map(|stroke| ReadSymbol {
            text: if has_flag(stroke, ink) { "1" } else { "I" }.to_owned(),
            bbox: Some(stroke),
            choices: Vec::new(),
        });
        let symbols = symbols.collect();
        piece.line.words.push(ReadWord { bbox, confidence: Some(SEEN), symbols, ..ReadWord::default() });
    }
}

/// Returns whether a word is a character hardly believed, as a stroke is read in a box far too wide, and would be left out as dirt.
fn is_doubtful(word: &ReadWord) -> bool {
    word.letters_and_digits() <= 1 && word.confidence.is_some_and(|confidence| confidence < DOUBT)
}

/// Returns the strokes of the numeral that stands behind a line's last word, which was not read.
fn lost(line: &ReadLine, ink: &Ink) -> Option<Vec<BoundingBox>> {
    let last = line.words.last()?;
    let (text, own) = (last.text(), last.bbox?);
    if !COUNTED.contains(&text.as_str()) {
        return None;
    }
    let left = line.words.iter().filter_map(|word| word.bbox).map(|bbox| bbox.x0).min()?;
    let right = own.x1 + (BEHIND * own.height() as f32) as u32;
    let is_level = |part: &&BoundingBox| {
        (left..right).contains(&part.middle().0) && (own.y0..own.y1).contains(&part.middle().1)
    };
    let mut parts: Vec<BoundingBox> = ink.parts().iter().filter(is_level).copied().collect();
    let mut heights: Vec<u32> = parts.iter().map(|part| part.height()).collect();
    heights.sort_unstable();
    // Marks, stops and specks are lower than most letters of a line in capitals.
    let capital = *heights.get(heights.len() * 2 / 3)? as f32;
    parts.retain(|part| part.height() as f32 >= MARK * capital);
    parts.sort_by_key(|part| (part.x0, part.y0));
    let foot = median(parts.iter().map(|part| part.y1))?;
    let is_stroke = |part: &BoundingBox| {
        (part.height() as f32 - capital).abs() <= LEVEL * capital
            && part.y1.abs_diff(foot) as f32 <= LEVEL * capital
            && part.width() as f32 <= STROKE * capital
    };
    let count = parts.iter().rev().take_while(|part| is_stroke(part)).count();
    let (letters, strokes) = parts.split_at(parts.len() - count);
    let end = letters.iter().map(|part| part.x1).max()?;
    let blank = |from: u32, to: u32| to.saturating_sub(from) as f32 / capital.max(1.0);
    let are_near = strokes.windows(2).all(|two| blank(two[0].x1, two[1].x0) <= BETWEEN);
    let is_numeral = (1..=MOST).contains(&count) && are_near && BLANK.contains(&blank(end, strokes[0].x0));
    is_numeral.then(|| strokes.to_vec())
}

/// Returns whether the head of a stroke reaches to its left only, as the flag of a `1`.
fn has_flag(stroke: BoundingBox, ink: &Ink) -> bool {
    let head = stroke.y0 + (HEAD * stroke.height() as f32) as u32;
    let extent = |rows: std::ops::Range<u32>| {
        let places = rows.flat_map(|y| (stroke.x0..stroke.x1).map(move |x| (x, y)));
        let inked = places.filter(|(x, y)| ink.part_at(*x, *y).is_some()).map(|(x, _)| x);
        inked.fold(None, |extent: Option<(u32, u32)>, x| {
            Some(extent.map_or((x, x), |(from, to)| (from.min(x), to.max(x))))
        })
    };
    // The stem between head and foot.
    let stem = extent(head..stroke.y1.saturating_sub((HEAD * stroke.height() as f32) as u32));
    let (Some(head), Some(stem)) = (extent(stroke.y0..head), stem) else { return false };
    let (left, right) = (stem.0.saturating_sub(head.0), head.1.saturating_sub(stem.1));
    left as f32 - right as f32 > FLAG * stroke.height() as f32
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::*;
    use crate::recognition::hocr;

    /// What a line says after the numeral behind its word is looked for: four letters and what is drawn behind them, each a left and top
    /// edge, a width and a height.
    fn read(text: &str, behind: &[[u32; 4]]) -> String {
        read_with(text, None, behind)
    }

    /// The same, a character behind the word that was read in doubt.
    fn read_with(text: &str, doubtful: Option<&str>, behind: &[[u32; 4]]) -> String {
        let mut page = GrayImage::from_pixel(400, 60, Luma([255]));
        let letters = (0..4).map(|at| [20 + 30 * at, 10, 22, 30]);
        for [left, top, width, height] in letters.chain(behind.iter().copied()) {
            for (x, y) in (left..left + width).flat_map(|x| (top..top + height).map(move |y| (x, y))) {
                page.put_pixel(x, y, Luma([0]));
            }
        }
        let ink = Ink::of(&page, BoundingBox::new(0, 0, 400, 60));
        let doubtful = doubtful.map_or_else(String::new, |text| {
            format!(" <span class='ocrx_word' title='bbox 120 8 160 42; x_wconf 33'>{text}</span>")
        });
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line' title='bbox 20 8 132 42'>\
             <span class='ocrx_word' title='bbox 20 8 132 42; x_wconf 95'>{text}</span>{doubtful}</span></div>"
        );
        let mut pieces = [Piece { place: None, line: hocr::lines(&html).remove(0) }];
        find(&mut pieces, &ink);
        pieces[0].line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" ")
    }

    const STROKE: [u32; 4] = [146, 10, 6, 30];

    #[test]
    fn strokes_behind_the_word_that_they_count_are_its_numeral() {
        assert_eq!(read("PHẦN", &[STROKE]), "PHẦN I");
        assert_eq!(read("MỤC", &[STROKE, [160, 10, 6, 30]]), "MỤC II");
        let serifs = [[142, 10, 14, 4], STROKE, [142, 36, 14, 4]];
        assert_eq!(read("SỐ", &serifs), "SỐ I");
        let flag = [[144, 12, 8, 5], [152, 10, 6, 30]];
        assert_eq!(read("SỐ", &flag), "SỐ 1");
        assert_eq!(read_with("PHẦN", Some("1"), &[STROKE]), "PHẦN I", "a box too wide");
        assert_eq!(read_with("PHẦN", Some("x"), &[]), "PHẦN x", "nothing stands there");
    }

    #[test]
    fn what_is_no_numeral_is_left() {
        for (text, behind, why) in [
            ("GIÓ", &[STROKE][..], "no word that is counted"),
            ("Phần", &[STROKE], "small letters"),
            ("PHẦN", &[[136, 10, 6, 30]], "the stem of a broken letter"),
            ("PHẦN", &[[146, 32, 8, 8]], "a stop"),
            ("PHẦN", &[[146, 10, 22, 30]], "a letter"),
            ("PHẦN", &[STROKE, [160, 10, 22, 30]], "a letter behind it"),
            ("PHẦN", &[[146, 2, 3, 52]], "a rule"),
        ] {
            assert_eq!(read(text, behind), text, "{why}");
        }
    }
}
