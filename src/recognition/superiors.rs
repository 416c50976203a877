//! Superior figures: the marks of footnotes, small and raised behind a word or at the head of a note.
//!
//! Read with its line, a superior figure is lost or comes out as a quotation mark, a letter or a digit of the word. In
//! the ink it shows: a part lower than a letter and higher than a quotation mark, its foot far above the baseline,
//! nothing under or over it. Each is cut out and read alone, and takes its place in its word as `¹`, `²` and so on.

use image::GrayImage;

use super::RecognitionError;
use super::cell_reading::{SPACES, read_line};
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::ink::Ink;
use super::median::median;
use super::read_symbol::ReadSymbol;
use super::read_word::ReadWord;
use super::stuck_mark::{self, HEAD, STOP, is_clear};
use super::text_lines::{TextLine, line_in};
use super::vote::confidence;
use crate::document::BoundingBox;

/// Heights of superior figures in heights of the line's capitals: they are set at six tenths, and measured 0.5 to 0.75
/// on our fixtures, up to 0.85 on lines too short to have a capital; quotation marks have under four tenths.
pub(super) const HEIGHT: (f32, f32) = (0.48, 0.9);

/// How far above the baseline a superior figure's foot stands at least, in its own heights: 0.58 to 1.3 on our
/// fixtures. Letters of another column, a little above the line, stay under 0.4.
const RAISED: f32 = 0.55;

/// How far above the capitals' heads a superior figure's head stands at most, in their heights: up to 0.7 over lines
/// too short to have a capital.
pub(super) const OVER: f32 = 0.8;

/// The widest superior figure, in heights of capitals.
const WIDTH: f32 = 0.6;

/// The widest gap between a word and its mark, and between the figures of one mark, in heights of capitals.
const GAP: f32 = 0.35;

/// How far beside a figure, in heights of capitals, the middle of what was read for it may lie.
pub(super) const SLACK: f32 = 0.1;

/// Letters whose feet are as high as a figure's, so near beside it in heights of capitals and so many, are with it of a line
/// of their own, a little above, that was taken for part of this one. One alone may be the upper ring of a percent sign.
const BESIDE: f32 = 4.0;
const FEWEST_BESIDE: usize = 3;

/// How far apart the feet of letters of one line stand at most, in heights of capitals.
const LEVEL: f32 = 0.12;

/// How far under a figure's foot, in heights of capitals, what broke off it reaches.
const SPLINTER: f32 = 0.15;

/// The least height of a letter, in heights of capitals.
const LEAST_LETTER: f32 = 0.3;

/// The narrowest letter, in heights of capitals: an `i` has 0.2 to 0.3.
const NARROWEST_LETTER: f32 = 0.2;

/// The most figures of a mark.
const FIGURES: usize = 2;

/// The part of a figure's width that other ink may lie over, or under as far down as the baseline.
const CLEAR: f32 = 0.34;

/// The least confidence, 0 to 1, of a figure.
const BELIEVABLE: f32 = 0.4;

/// How much darker or paler than the page's, in grey values, the ink is in which further marks are looked for. On 210 notes
/// of made documents at damage level 2, 204 marks are found with these, 199 with the page's ink alone.
const SHIFTS: [i8; 4] = [-8, -16, -25, 25];

/// The least height of a figure without its pale fringes, in heights of capitals.
const LEAST_DARK: f32 = 0.37;

/// Parts of a line from which it is taken to have a capital.
const FEWEST_PARTS: usize = 20;

/// The same of one that was cut out of its letter or shows in other ink only.
const SURE_WHERE_STUCK: f32 = 0.7;

/// Reads the superior figures in lines.
///
/// `page` is the page with their print, `ink` its ink, `dpi` its resolution in dots per inch.
pub(super) fn read_superiors<'a>(
    pieces: impl Iterator<Item = &'a mut Piece>,
    page: &GrayImage,
    ink: &Ink,
    dpi: f32,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    let others: Vec<Ink> = SHIFTS.iter().map(|by| ink.shifted(page, *by)).collect();
    let lines: Vec<(&mut Piece, BoundingBox, TextLine)> = pieces
        .filter_map(|piece| {
            let extent = piece.line.extent()?;
            Some((piece, extent, line_in(ink.parts(), extent, dpi)?))
        })
        .collect();
    let usual = median(lines.iter().map(|(_, _, line)| line.capital)).unwrap_or_default();
    for (piece, extent, line) in lines {
        let mut marks: Vec<(TextLine, Heard)> = Vec::new();
        for mark in raised(&line, ink, HEIGHT.0) {
            let heard = hear(page, ink, &mark, dpi, read)?;
            marks.extend(heard.filter(|heard| heard.sure >= BELIEVABLE).map(|heard| (mark, heard)));
        }
        let is_new = |marks: &[(TextLine, Heard)], mark: &TextLine| {
            marks.iter().all(|(other, _)| other.bbox.x1 <= mark.bbox.x0 || mark.bbox.x1 <= other.bbox.x0)
        };
        for other in &others {
            for mark in loosened(&line, extent, usual, other, page, dpi) {
                if is_new(&marks, &mark) && !is_behind_a_capital(&piece.line.words, mark.bbox) {
                    let heard = hear(page, other, &mark, dpi, read)?;
                    let heard = heard.filter(|heard| heard.is_sure(&piece.line.words, mark.bbox));
                    // Its parts are of the other ink.
                    let mark = TextLine { parts: Vec::new(), ..mark };
                    marks.extend(heard.map(|heard| (mark, heard)));
                }
            }
        }
        for word in &piece.line.words {
            let Some(stuck) = stuck_mark::find(word, &line, page) else { continue };
            let mark = TextLine { parts: Vec::new(), bbox: stuck.bbox, ..stuck.line.clone() };
            if !is_new(&marks, &mark) || stands_in_a_line(&mark, ink.parts(), line.capital as f32) {
                continue;
            }
            let heard = hear(&stuck.image, &stuck.ink, &stuck.line, dpi, read)?;
            let heard = heard.filter(|heard| heard.is_sure(&piece.line.words, mark.bbox));
            marks.extend(heard.map(|heard| (mark, heard)));
        }
        for (mark, Heard { figures, sure, .. }) in marks {
            // Letters of the line have print of their own; what was read for the figure has not.
            let has_print = |b: BoundingBox| {
                let own = line.parts.iter().filter(|i| !mark.parts.contains(i)).map(|i| ink.parts()[*i]);
                own.filter(|part| part.height() as f32 >= LEAST_LETTER * line.capital as f32)
                    .any(|part| (b.x0..b.x1).contains(&part.middle().0))
            };
            place(&mut piece.line.words, &figures, &mark, line.capital as f32, sure, &has_print);
        }
    }
    Ok(())
}

/// What was read for a mark: superior figures, and how surely, 0 to 1.
struct Heard {
    figures: String,
    sure: f32,
    /// It was read as a letter that is a stroke, as a one is.
    is_stroke: bool,
}

impl Heard {
    /// Returns whether a mark that does not stand by itself in the page's ink is believed: what is cut out of a letter may be
    /// a stroke of it, and a quotation mark is read as nines or ones.
    fn is_sure(&self, words: &[ReadWord], mark: BoundingBox) -> bool {
        let may_be_quotation = self.figures.chars().all(|figure| matches!(figure, '⁹' | '¹'));
        self.sure >= SURE_WHERE_STUCK
            && !self.is_stroke
            && !(may_be_quotation && is_quotation_there(words, mark))
    }
}

/// Reads a mark alone; `None` where it is no figure.
fn hear(
    page: &GrayImage,
    ink: &Ink,
    mark: &TextLine,
    dpi: f32,
    read: &mut CropReader<'_>,
) -> Result<Option<Heard>, RecognitionError> {
    let heard = read_line(page, ink, mark, dpi, &SPACES, read)?;
    let text = heard.text();
    let (sure, is_stroke) = (confidence(&heard.words), is_stroke(&text));
    Ok(superior(&text).map(|figures| Heard { figures, sure, is_stroke }))
}

/// Returns whether a text is an upright stroke: a one, or what is left of an ascender.
fn is_stroke(text: &str) -> bool {
    matches!(text, "I" | "l" | "|" | "!")
}

/// Returns figures as superior ones, and a stroke alone as a one; `None` for anything else.
fn superior(text: &str) -> Option<String> {
    const SUPERIOR: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if is_stroke(text) {
        return Some("¹".into());
    }
    let figures: Option<String> = text.chars().map(|c| Some(SUPERIOR[c.to_digit(10)? as usize])).collect();
    figures.filter(|figures| (1..=FIGURES).contains(&figures.chars().count()) && !figures.starts_with('⁰'))
}

/// Returns whether the letter that a mark stands behind, or in, is a capital: the arms of `Y` and `T` and the bowl of `P` have
/// clear ground under them, too.
fn is_behind_a_capital(words: &[ReadWord], mark: BoundingBox) -> bool {
    let symbols = words.iter().flat_map(|word| &word.symbols);
    let before = symbols.filter(|symbol| symbol.bbox.is_some_and(|b| b.x0 < mark.x0)).max_by_key(|s| s.bbox);
    before.is_some_and(|symbol| symbol.text.chars().any(char::is_uppercase))
}

/// Returns whether a quotation mark was read where a mark stands.
fn is_quotation_there(words: &[ReadWord], mark: BoundingBox) -> bool {
    let symbols = words.iter().flat_map(|word| &word.symbols);
    let mut quotation = symbols.filter(|symbol| matches!(symbol.text.as_str(), "\"" | "”" | "“" | "'" | "’"));
    quotation.any(|symbol| symbol.bbox.is_some_and(|b| b.intersection(mark).is_some()))
}

/// Finds the marks in a line that show only in darker or paler ink than the page's, with clear ground under them: those
/// that touch a letter by pale fringes, and those that are paler than the letters. `extent` is what was read as the line.
/// `usual` is the height of the capitals of most lines.
fn loosened(
    line: &TextLine,
    extent: BoundingBox,
    usual: u32,
    ink: &Ink,
    page: &GrayImage,
    dpi: f32,
) -> Vec<TextLine> {
    let Some(own) = line_in(ink.parts(), extent, dpi) else { return Vec::new() };
    // A line too short to have a capital may have its mark taken for one.
    let capital = if line.parts.len() < FEWEST_PARTS { line.capital.min(usual) } else { line.capital };
    let own = TextLine { capital, baseline: line.baseline, ..own };
    let capital = capital as f32;
    let mut marks = raised(&own, ink, LEAST_DARK);
    marks.retain(|mark| {
        let b = mark.bbox;
        let stop = line.baseline.saturating_sub((STOP * capital) as u32);
        let under = BoundingBox::new(b.x0, b.y1 + (SPLINTER * capital) as u32, b.x1, stop);
        let is_higher = b.y0 as f32 <= line.baseline as f32 - (1.0 + HEAD) * capital;
        is_higher && under.y0 < under.y1 && is_clear(page, under, ink.ground())
    });
    marks
}

/// Finds what is raised in a line as superior figures are, and so high at least in heights of capitals, from left to right,
/// each mark as a line of its own.
fn raised(line: &TextLine, ink: &Ink, least: f32) -> Vec<TextLine> {
    let parts = ink.parts();
    let (capital, baseline) = (line.capital as f32, line.baseline as f32);
    let top = baseline - (1.0 + OVER) * capital;
    // A tone mark has its letter under it, in this line or in what was taken for another.
    let around: Vec<usize> = (0..parts.len())
        .filter(|i| parts[*i].x1 > line.bbox.x0 && parts[*i].x0 < line.bbox.x1)
        .filter(|i| (parts[*i].y0 as f32) < baseline)
        .collect();
    let splinter = (SPLINTER * capital) as u32;
    let is_figure = |i: &usize| {
        let own = parts[*i];
        let height = own.height() as f32;
        let foot = own.y1 + splinter;
        let others = around.iter().filter(|other| *other != i && parts[**other].y1 > foot);
        (least * capital..=HEIGHT.1 * capital).contains(&height)
            && own.width() as f32 <= WIDTH * capital
            && own.y1 as f32 <= baseline - RAISED * height
            && own.y0 as f32 >= top
            && others.map(|other| own.shared_width(parts[*other]) as f32).sum::<f32>()
                <= CLEAR * own.width() as f32
    };
    let mut figures: Vec<usize> = line.parts.iter().copied().filter(is_figure).collect();
    figures.sort_by_key(|i| (parts[*i].x0, *i));
    let near = |a: BoundingBox, b: BoundingBox| b.x0 as f32 <= a.x1 as f32 + GAP * capital;
    let mut marks: Vec<TextLine> = Vec::new();
    for i in figures {
        match marks.last_mut() {
            Some(mark) if near(mark.bbox, parts[i]) => {
                mark.parts.push(i);
                mark.bbox = mark.bbox.union(parts[i]);
            }
            _ => marks.push(TextLine { parts: vec![i], bbox: parts[i], capital: 0, baseline: 0 }),
        }
    }
    marks.retain_mut(|mark| {
        if mark.parts.len() > FIGURES {
            return false;
        }
        // What broke off a figure touches it.
        let is_splinter = |i: &&usize| {
            let b = parts[**i];
            let touches = b.x0 <= mark.bbox.x1 + 1 && mark.bbox.x0 <= b.x1 + 1;
            touches && b.y0 >= mark.bbox.y0 && b.y1 <= mark.bbox.y1 + splinter && !mark.parts.contains(*i)
        };
        let splinters: Vec<usize> = line.parts.iter().filter(is_splinter).copied().collect();
        mark.bbox = splinters.iter().map(|i| parts[*i]).fold(mark.bbox, BoundingBox::union);
        mark.parts.extend(splinters);
        mark.parts.sort_unstable();
        (mark.capital, mark.baseline) = (mark.bbox.height(), mark.bbox.y1);
        let is_before = |b: &BoundingBox| b.x0 < mark.bbox.x0 && b.height() as f32 >= HEIGHT.0 * capital;
        let others = line.parts.iter().filter(|i| !mark.parts.contains(i));
        let before: Vec<BoundingBox> = others.map(|i| parts[*i]).filter(is_before).collect();
        // It stands right behind a letter, or at the head of its line.
        !stands_in_a_line(mark, parts, capital)
            && (before.is_empty() || before.iter().any(|b| near(*b, mark.bbox)))
    });
    marks
}

/// Returns whether letters as high as a mark stand beside it: then it is with them of a line of its own.
fn stands_in_a_line(mark: &TextLine, parts: &[BoundingBox], capital: f32) -> bool {
    let is_level = |b: BoundingBox| {
        b.height() as f32 >= HEIGHT.0 * capital
            && b.y1.abs_diff(mark.bbox.y1) as f32 <= LEVEL * capital
            && b.gap_across(mark.bbox) as f32 <= BESIDE * capital
    };
    let level = (0..parts.len()).filter(|i| !mark.parts.contains(i) && is_level(parts[*i]));
    level.count() >= FEWEST_BESIDE
}

/// Puts a mark into the word that it stands behind, in place of what was read there; at the head of a line, before all
/// words. `capital` is the height of the line's capitals in pixels; `has_print` says whether anything but the mark stands
/// in a box.
fn place(
    words: &mut Vec<ReadWord>,
    figures: &str,
    mark: &TextLine,
    capital: f32,
    confidence: f32,
    has_print: &dyn Fn(BoundingBox) -> bool,
) {
    let at = mark.bbox;
    let symbol = |figure: char| ReadSymbol { text: figure.into(), bbox: Some(at), choices: Vec::new() };
    let symbols: Vec<ReadSymbol> = figures.chars().map(symbol).collect();
    let middle = |b: BoundingBox| b.middle().0;
    let index = words.iter().rposition(|word| word.bbox.is_some_and(|b| b.x0 < middle(at)));
    let gap = (GAP * capital) as u32;
    let Some(word) =
        index.map(|index| &mut words[index]).filter(|word| word.bbox.is_some_and(|b| at.x0 <= b.x1 + gap))
    else {
        let alone = ReadWord { bbox: Some(at), confidence: Some(confidence), symbols, ..ReadWord::default() };
        words.insert(index.map_or(0, |index| index + 1), alone);
        return;
    };
    // Boxes of symbols end where the network was sure of the next one, and a stop may reach back under the figure.
    let slack = (SLACK * capital) as u32;
    let least_letter = (NARROWEST_LETTER * capital) as u32;
    // A letter whose box reaches over the figure behind it has print before it.
    let is_letter_before = |symbol: &ReadSymbol| {
        let is_letter = symbol.text.chars().any(char::is_alphanumeric);
        is_letter && symbol.bbox.is_some_and(|b| b.x0 + least_letter <= at.x0 && has_print(b))
    };
    let is_there = |symbol: &ReadSymbol| {
        let is_stop = matches!(symbol.text.as_str(), "." | "," | ";" | ":");
        !is_stop
            && symbol.bbox.is_some_and(|b| {
                let is_over = b.x0 <= at.x0 && at.x1 <= b.x1 + slack;
                let is_at = (at.x0..at.x1 + 2 * slack).contains(&(middle(b) + slack));
                is_over && !has_print(b) || is_at && !is_letter_before(symbol)
            })
    };
    let is_before =
        |symbol: &ReadSymbol| symbol.bbox.is_some_and(|b| middle(b) < at.x0) || is_letter_before(symbol);
    // The same figure, its box begun too early over a percent sign's: `45,45%1` for `45,45%¹`.
    let read_as_digit = word.symbols.iter().enumerate().position(|(index, symbol)| {
        let before = index.checked_sub(1).map(|before| word.symbols[before].text.as_str());
        symbol.text.chars().all(|c| c.is_ascii_digit())
            && symbol.bbox.is_some_and(|b| b.x0 <= at.x0 && at.x1 <= b.x1 + slack)
            && superior(&symbol.text).as_deref() == Some(figures)
            && before.is_some_and(|before| !before.chars().any(|c| c.is_ascii_digit()))
    });
    if let Some(index) = read_as_digit {
        word.symbols.splice(index..=index, symbols);
        return;
    }
    let from = word.symbols.iter().position(is_there);
    let from = from.unwrap_or_else(|| word.symbols.iter().rposition(is_before).map_or(0, |last| last + 1));
    let to = from + word.symbols[from..].iter().take_while(|symbol| is_there(symbol)).count();
    // Within a word it is a letter's broken mark.
    if word.symbols[to..].iter().any(|symbol| symbol.text.chars().any(char::is_alphanumeric)) {
        return;
    }
    word.symbols.splice(from..to, symbols);
    word.bbox = word.bbox.map(|b| b.union(at));
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;
    use crate::recognition::hocr;
    use crate::recognition::read_line::ReadLine;

    const DPI: f32 = 200.0;

    fn page(blots: &[[u32; 4]]) -> (GrayImage, Ink) {
        let mut page = GrayImage::from_pixel(400, 200, Luma([255]));
        for [x0, y0, x1, y1] in blots {
            for (x, y) in (*x0..*x1).flat_map(|x| (*y0..*y1).map(move |y| (x, y))) {
                page.put_pixel(x, y, Luma([0]));
            }
        }
        let ink = Ink::of(&page, BoundingBox::new(0, 0, 400, 200));
        (page, ink)
    }

    /// Six letters 26 high, their feet at 100, from 20 to 134.
    fn letters() -> Vec<[u32; 4]> {
        (0..6).map(|n| [20 + 20 * n, 74, 34 + 20 * n, 100]).collect()
    }

    /// A line of one word whose symbols have these boxes, from left to right.
    fn piece(symbols: &[(&str, u32, u32)]) -> Piece {
        let inner: String = symbols
            .iter()
            .map(|(text, x0, x1)| {
                format!("<span class='ocrx_cinfo' title='x_bboxes {x0} 74 {x1} 100; x_conf 90'>{text}</span>")
            })
            .collect();
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line' title='bbox 20 74 150 100'>\
             <span class='ocrx_word' title='bbox 20 74 150 100; x_wconf 90'>{inner}</span></span></div>"
        );
        Piece { place: None, line: hocr::lines(&html).remove(0) }
    }

    fn answer(text: &str) -> Vec<ReadLine> {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'>\
             <span class='ocrx_word' title='bbox 1 1 9 9; x_wconf 95'>{text}</span></span></div>"
        );
        hocr::lines(&html)
    }

    fn read_as(blots: &[[u32; 4]], symbols: &[(&str, u32, u32)], heard: &str) -> String {
        let (page, ink) = page(&[letters(), blots.to_vec()].concat());
        let mut pieces = [piece(symbols)];
        read_superiors(pieces.iter_mut(), &page, &ink, DPI, &mut |_, _, _| Ok(answer(heard))).unwrap();
        pieces[0].line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" ")
    }

    /// What was read of the letters, the last of them and the figure as `last`.
    fn symbols<'a>(last: &[(&'a str, u32, u32)]) -> Vec<(&'a str, u32, u32)> {
        let word =
            (0..6).zip(["n", "h", "ậ", "n", "n", "h"]).map(|(n, text)| (text, 20 + 20 * n, 34 + 20 * n));
        word.chain(last.iter().copied()).collect()
    }

    const FIGURE: [u32; 4] = [138, 70, 147, 86];
    const STOP: [u32; 4] = [150, 96, 154, 100];

    #[test]
    fn a_raised_figure_takes_the_place_of_what_was_read_for_it() {
        let seen = symbols(&[("”", 138, 147), (".", 150, 154)]);
        assert_eq!(read_as(&[FIGURE, STOP], &seen, "6"), "nhậnnh⁶.");
        assert_eq!(read_as(&[FIGURE, STOP], &seen, "I"), "nhậnnh¹.", "a stroke is a one");
        assert_eq!(
            read_as(&[FIGURE, STOP], &seen, "ư"),
            "nhậnnh”.",
            "what is no figure stays as it was read"
        );
    }

    #[test]
    fn a_box_that_begins_too_early_is_the_figure_s_where_it_has_no_print_of_its_own() {
        let early = symbols(&[("1", 134, 148), (".", 150, 154)]);
        assert_eq!(read_as(&[FIGURE, STOP], &early, "1"), "nhậnnh¹.");
        let late = symbols(&[(".", 150, 154)]);
        let late: Vec<_> = late.iter().map(|s| if s.1 == 120 { (s.0, 120, 148) } else { *s }).collect();
        assert_eq!(read_as(&[FIGURE, STOP], &late, "1"), "nhậnnh¹.", "the last letter's own print stays");
    }

    #[test]
    fn the_same_figure_read_behind_a_percent_sign_is_not_there_twice() {
        let percent = |digit| {
            let seen = [("5", 20, 34), ("%", 100, 122), (digit, 118, 148), (".", 150, 154)];
            read_as(&[FIGURE, STOP], &seen, "1")
        };
        assert_eq!(percent("1"), "5%¹.");
        let number = [("5", 20, 34), ("2", 100, 122), ("1", 118, 148), (".", 150, 154)];
        assert_eq!(read_as(&[FIGURE, STOP], &number, "1"), "521¹.", "a digit of a number is not taken away");
    }

    #[test]
    fn a_figure_with_letters_as_high_beside_it_is_of_a_line_of_its_own() {
        let seen = symbols(&[("3", 138, 147)]);
        let [a, b, c] = [154, 174, 194].map(|x| [x, 66, x + 12, 86]);
        assert_eq!(read_as(&[FIGURE, a, b, c], &seen, "3"), "nhậnnh3");
        assert_eq!(read_as(&[FIGURE, a, b], &seen, "3"), "nhậnnh³", "two may be rings of a percent sign");
    }

    #[test]
    fn a_figure_that_was_lost_comes_before_the_stop() {
        assert_eq!(read_as(&[FIGURE, STOP], &symbols(&[(".", 138, 154)]), "7"), "nhậnnh⁷.");
    }

    #[test]
    fn what_is_raised_within_a_word_is_a_letter_s_broken_mark() {
        let seen = symbols(&[("ê", 138, 147), ("n", 150, 164)]);
        assert_eq!(read_as(&[FIGURE, [150, 74, 164, 100]], &seen, "7"), "nhậnnhên");
        let early = symbols(&[("i", 134, 148), ("n", 150, 164)]);
        assert_eq!(
            read_as(&[FIGURE, [150, 74, 164, 100]], &early, "1"),
            "nhậnnhin",
            "nor is an i a one there"
        );
    }

    #[test]
    fn a_letter_whose_box_reaches_over_the_figure_stays() {
        let wide: Vec<_> =
            symbols(&[]).into_iter().map(|s| if s.1 == 120 { (s.0, 120, 160) } else { s }).collect();
        assert_eq!(read_as(&[FIGURE], &wide, "5"), "nhậnnh⁵");
    }

    #[test]
    fn a_figure_that_touches_its_letter_is_found_where_a_sign_was_read() {
        // The last letter's stem runs up to the figure.
        let stuck = [130, 70, 138, 78];
        assert_eq!(read_as(&[FIGURE, stuck], &symbols(&[("?", 138, 147)]), "2"), "nhậnnh²");
        let question = [[138, 74, 147, 92], [140, 95, 144, 100]];
        let on_the_line = [138, 74, 147, 100];
        assert_eq!(read_as(&[on_the_line, stuck], &symbols(&[("1", 138, 147)]), "1"), "nhậnnh1");
        assert_eq!(
            read_as(&[question[0], question[1], stuck], &symbols(&[("?", 138, 147)]), "2"),
            "nhậnnh?",
            "its hook hangs under the capitals' heads, and low"
        );
    }

    #[test]
    fn a_figure_paler_than_the_page_s_ink_is_found_unless_it_is_a_quotation_mark_or_a_bowl() {
        let read = |figure: [u32; 4], last: (&str, u32, u32), heard: &str| {
            let (mut page, _) = page(&letters());
            for (x, y) in (figure[0]..figure[2]).flat_map(|x| (figure[1]..figure[3]).map(move |y| (x, y))) {
                page.put_pixel(x, y, Luma([150]));
            }
            let ink = Ink::of(&page, BoundingBox::new(0, 0, 400, 200));
            let mut pieces = [piece(&symbols(&[last]))];
            read_superiors(pieces.iter_mut(), &page, &ink, DPI, &mut |_, _, _| Ok(answer(heard))).unwrap();
            pieces[0].line.words[0].text()
        };
        assert_eq!(read(FIGURE, (".", 150, 154), "2"), "nhậnnh².");
        assert_eq!(read(FIGURE, ("”", 138, 147), "99"), "nhậnnh”");
        let bowl = [138, 74, 147, 86];
        assert_eq!(read(bowl, (".", 150, 154), "2"), "nhậnnh.", "no higher than the letters");
    }

    #[test]
    fn what_is_read_alone_as_an_i_has_a_dot_and_is_no_one() {
        assert_eq!(read_as(&[FIGURE], &symbols(&[("i", 138, 147)]), "i"), "nhậnnhi");
    }

    #[test]
    fn marks_over_letters_digits_on_the_line_and_quotation_marks_are_no_superior_figures() {
        let seen = symbols(&[(".", 150, 154)]);
        let cases = [
            ([122, 50, 131, 66], "a tone mark over a letter"),
            ([138, 84, 147, 100], "a small letter on the line"),
            ([138, 74, 147, 83], "a quotation mark"),
            ([160, 70, 169, 86], "far from any word"),
        ];
        for (blot, why) in cases {
            assert_eq!(read_as(&[blot, STOP], &seen, "7"), "nhậnnh.", "{why}");
        }
    }

    #[test]
    fn a_figure_at_the_head_of_a_line_is_a_word_of_its_own() {
        let (page, ink) = page(&[letters(), vec![[8, 70, 15, 86]]].concat());
        let mut pieces = [piece(&symbols(&[]))];
        pieces[0].line.bbox = Some(BoundingBox::new(8, 70, 150, 100));
        pieces[0].line.words[0].bbox = Some(BoundingBox::new(20, 74, 134, 100));
        let mut line = pieces[0].clone();
        line.line.words.insert(0, {
            let mut word = line.line.words[0].clone();
            word.bbox = Some(BoundingBox::new(8, 70, 15, 86));
            word.symbols.truncate(1);
            word.symbols[0].text = "'".into();
            word.symbols[0].bbox = word.bbox;
            word
        });
        let mut pieces = [line];
        read_superiors(pieces.iter_mut(), &page, &ink, DPI, &mut |_, _, _| Ok(answer("4"))).unwrap();
        assert_eq!(pieces[0].line.words[0].text(), "⁴");
        assert_eq!(pieces[0].line.words[1].text(), "nhậnnh");
    }
}
