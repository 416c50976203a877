//! Superior figures and stars: the marks of footnotes, small and raised behind a word or at the head of a note.
//!
//! Read with its line, a superior figure is lost or comes out as a quotation mark, a letter or a digit of the word. In
//! the ink it shows: a part lower than a letter and higher than a quotation mark, its foot far above the baseline,
//! nothing under or over it. Each is cut out and read alone, and takes its place in its word as `¹`, `²` and so on.

use super::RecognitionError;
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::ink::Ink;
use super::line_reading::{SPACES, read_line};
use super::median::median;
use super::read_word::ReadWord;
use super::text_lines::{TextLine, line_in};
use super::view::View;
use super::vote::confidence;
use crate::document::BoundingBox;

mod clear_ground;
mod figures;
mod placing;
mod proportions;
mod raised;
mod stars;
mod stuck;
mod unread_stars;

use figures::{FIGURES, in_brackets, is_stroke, superior};
use placing::place;
use proportions::HEIGHT;
use raised::{FEWEST_PARTS, Mark, loosened, raised, stands_in_a_line, with_raised};
use stars::Quotation;
use unread_stars::UnreadStars;

/// The least height of a letter, in heights of capitals.
const LEAST_LETTER: f32 = 0.3;

/// The least height of a line's capitals, in those of most lines. Notes are set at three quarters of the text.
const LEAST_LINE: f32 = 0.5;

/// Small letters are lower than this part of capitals: 0.62 to 0.7 in the faces of made documents. Capitals of notes have 0.75 and more.
const SMALL_LETTERS: f32 = 0.72;

/// The least confidence, 0 to 1, of a figure.
const BELIEVABLE: f32 = 0.4;

/// The same of one that was cut out of its letter or shows in other ink only.
const SURE_WHERE_STUCK: f32 = 0.7;

/// How much darker or paler than the page's, in grey values, the ink is in which further marks are looked for. On 210 notes
/// of made documents at damage level 2, 204 marks are found with these, 199 with the page's ink alone.
const SHIFTS: [i8; 4] = [-8, -16, -25, 25];

/// Reads the superior figures in lines, whose print `view` shows.
pub(super) fn read_superiors<'a>(
    pieces: impl Iterator<Item = &'a mut Piece>,
    view: View<'_>,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    let View { page, ink, dpi } = view;
    let others: Vec<Ink> = SHIFTS.iter().map(|by| ink.shifted(page, *by)).collect();
    let lines: Vec<(&mut Piece, BoundingBox, TextLine)> = pieces
        .filter_map(|piece| {
            let extent = piece.line.extent()?;
            Some((piece, extent, line_in(ink.parts(), extent, dpi)?))
        })
        .collect();
    let usual = median(lines.iter().map(|(_, _, line)| line.capital)).unwrap_or_default();
    let mut quotation = Quotation::default();
    let mut read_lines: Vec<(&mut Piece, TextLine)> = Vec::new();
    for (piece, extent, line) in lines {
        // What broke off a line has no capitals to measure by: a quotation mark, a word's tone marks.
        if (line.capital as f32) < LEAST_LINE * usual as f32 {
            continue;
        }
        let line = with_raised(as_high(line, usual), extent, ink.parts());
        let mut marks: Vec<(TextLine, Heard)> = Vec::new();
        // Marks that stand by themselves in the page's ink, and were read in doubt.
        let mut doubtful: Vec<BoundingBox> = Vec::new();
        for mark in raised(&line, ink, HEIGHT.0) {
            match hear(view, &mark, read)? {
                Some(heard) if heard.sure >= BELIEVABLE => marks.push((mark.whole, heard)),
                Some(_) => doubtful.push(mark.whole.bbox),
                None => {}
            }
        }
        let is_new = |marks: &[(TextLine, Heard)], mark: &TextLine| {
            marks.iter().all(|(other, _)| other.bbox.x1 <= mark.bbox.x0 || mark.bbox.x1 <= other.bbox.x0)
        };
        for other in others.iter().map(|ink| View { ink, ..view }) {
            for mark in loosened(&line, extent, usual, other) {
                if is_new(&marks, &mark.whole) && !is_behind_a_capital(&piece.line.words, mark.whole.bbox) {
                    let heard = hear(other, &mark, read)?;
                    let is_apart = doubtful.iter().any(|own| own.intersection(mark.whole.bbox).is_some());
                    let heard = heard.filter(|heard| {
                        is_apart && heard.sure >= BELIEVABLE
                            || heard.is_sure(&piece.line.words, mark.whole.bbox)
                    });
                    // Its parts are of the other ink.
                    let mark = TextLine { parts: Vec::new(), ..mark.whole };
                    marks.extend(heard.map(|heard| (mark, heard)));
                }
            }
        }
        for word in &piece.line.words {
            let Some(stuck) = stuck::find(word, &line, page) else { continue };
            let mark = TextLine { parts: Vec::new(), bbox: stuck.bbox, ..stuck.line.clone() };
            if !is_new(&marks, &mark) || stands_in_a_line(&mark, ink.parts(), line.capital as f32) {
                continue;
            }
            let alone = Mark::bare(stuck.line.clone(), stuck.line);
            let heard = hear(View { page: &stuck.image, ink: &stuck.ink, dpi }, &alone, read)?;
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
        quotation.next_line();
        for word in &mut piece.line.words {
            if !quotation.is_open_at_end(word) {
                stars::put_right(word, &line, page, ink);
            }
        }
        read_lines.push((piece, line));
    }
    UnreadStars::new(page, ink, &others).read(&mut read_lines, usual);
    Ok(())
}

/// Returns a line with the height of the capitals of most lines where it has too few parts to have one, and those are as low as small
/// letters: `gia cầm¹.`, the end of a paragraph.
fn as_high(line: TextLine, usual: u32) -> TextLine {
    let is_low = line.parts.len() < FEWEST_PARTS && (line.capital as f32) < SMALL_LETTERS * usual as f32;
    TextLine { capital: if is_low { usual } else { line.capital }, ..line }
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
    /// a stroke of it, and a quotation mark is read as nines or ones, its two strokes as any two figures.
    fn is_sure(&self, words: &[ReadWord], mark: BoundingBox) -> bool {
        let may_be_quotation = self.figures.chars().all(|figure| matches!(figure, '⁹' | '¹'))
            || self.figures.chars().count() == FIGURES;
        self.sure >= SURE_WHERE_STUCK
            && !self.is_stroke
            && !(may_be_quotation && is_quotation_there(words, mark))
    }
}

/// Reads the figures of a mark alone; `None` where they are none. Brackets around them are written as they were seen,
/// and read only for being round.
fn hear(view: View<'_>, mark: &Mark, read: &mut CropReader<'_>) -> Result<Option<Heard>, RecognitionError> {
    let heard = read_line(view, &mark.figures, &SPACES, read)?;
    let text = heard.text();
    let (sure, is_stroke) = (confidence(&heard.words), is_stroke(&text));
    let Some((opening, digits, closing)) = in_brackets(&text) else { return Ok(None) };
    let Some(figures) = superior(digits) else { return Ok(None) };
    let is_opened = mark.is_opened || opening.is_some();
    let is_closed = mark.is_closed || closing.is_some();
    if !is_opened && !is_closed {
        return Ok(Some(Heard { figures, sure, is_stroke }));
    }
    let whole = read_line(view, &mark.whole, &SPACES, read)?.text();
    // Square ones are read as ones and strokes, too: `t6l`, `18l`, `111`.
    let is_square = is_opened && !whole.contains(['(', ')']);
    let [opening, closing] = if is_square { ["[", "]"] } else { ["(", ")"] };
    let opening = if is_opened { opening } else { "" };
    let closing = if is_closed { closing } else { "" };
    // A stroke between brackets is no letter.
    let is_stroke = is_stroke && !is_closed;
    Ok(Some(Heard { figures: format!("{opening}{figures}{closing}"), sure, is_stroke }))
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

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

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
        let left = symbols.iter().map(|(_, x0, _)| *x0).min().unwrap_or(20).min(20);
        let right = symbols.iter().map(|(.., x1)| *x1).max().unwrap_or(150).max(150);
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line' title='bbox {left} 74 {right} 100'>\
             <span class='ocrx_word' title='bbox {left} 74 {right} 100; x_wconf 90'>{inner}</span></span></div>"
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
        read_superiors(pieces.iter_mut(), View { page: &page, ink: &ink, dpi: DPI }, &mut |_, _, _| {
            Ok(answer(heard))
        })
        .unwrap();
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
        assert_eq!(read_as(&[FIGURE, b, c], &seen, "3"), "nhậnnh³", "two may be rings of a percent sign");
    }

    #[test]
    fn a_star_read_as_a_quotation_mark_is_a_star_but_where_it_closes_a_quotation() {
        let star = |x: u32| [[x + 3, 70, x + 6, 79], [x, 73, x + 9, 76]];
        assert_eq!(read_as(&star(138), &symbols(&[("”", 138, 147), (".", 150, 154)]), ""), "nhậnnh*.");
        let two = [star(138), star(149)].concat();
        assert_eq!(read_as(&two, &symbols(&[("”", 138, 158)]), ""), "nhậnnh**");
        let quoted = [vec![("“", 6, 14)], symbols(&[("”", 138, 147)])].concat();
        assert_eq!(read_as(&star(138), &quoted, ""), "“nhậnnh”", "what closes a quotation");
        let strokes = [[138, 70, 141, 79], [144, 70, 147, 79]];
        assert_eq!(read_as(&strokes, &symbols(&[("”", 138, 147)]), ""), "nhậnnh”", "two strokes");
    }

    #[test]
    fn a_figure_before_all_that_was_read_of_a_line_is_its_note_s_mark() {
        assert_eq!(read_as(&[[4, 70, 13, 86]], &symbols(&[]), "6"), "⁶ nhậnnh");
        let another_line = [[0, 74, 3, 100], [6, 70, 15, 86]];
        assert_eq!(read_as(&another_line, &symbols(&[]), "6"), "nhậnnh", "behind a letter of another line");
    }

    #[test]
    fn brackets_that_were_not_told_from_their_figure_are_read_with_it() {
        assert_eq!(read_as(&[FIGURE], &symbols(&[("9", 138, 147)]), "(6)"), "nhậnnh(⁶)");
        assert_eq!(read_as(&[FIGURE], &symbols(&[("9", 138, 147)]), "6)"), "nhậnnh⁶)");
    }

    #[test]
    fn a_mark_that_was_read_as_a_word_of_its_own_goes_to_the_word_before_it() {
        let mut words = piece(&[("n", 20, 34), ("h", 120, 134)]).line.words;
        words[0].bbox = Some(BoundingBox::new(20, 74, 134, 100));
        words.extend(piece(&[("1", 138, 147), (",", 150, 154)]).line.words);
        words[1].bbox = Some(BoundingBox::new(138, 70, 154, 104));
        let mark = TextLine {
            parts: Vec::new(),
            bbox: BoundingBox::new(138, 70, 147, 86),
            capital: 16,
            baseline: 86,
        };
        place(&mut words, "³", &mark, 26.0, 0.9, &|_| false);
        assert_eq!(words.iter().map(ReadWord::text).collect::<Vec<_>>(), ["nh³,"]);
    }

    #[test]
    fn a_figure_that_was_lost_comes_before_the_stop() {
        assert_eq!(read_as(&[FIGURE, STOP], &symbols(&[(".", 138, 154)]), "7"), "nhậnnh⁷.");
    }

    #[test]
    fn a_figure_behind_a_stop_is_found_though_no_letter_is_near() {
        let comma = [138, 96, 142, 106];
        let figure = [148, 70, 157, 86];
        assert_eq!(read_as(&[comma, figure], &symbols(&[(",", 138, 157)]), "3"), "nhậnnh,³");
    }

    #[test]
    fn behind_a_short_line_of_small_letters_a_figure_is_as_high_as_in_others() {
        let small: Vec<[u32; 4]> = letters().into_iter().map(|[x0, _, x1, y1]| [x0, 83, x1, y1]).collect();
        let moved = |by: i32| {
            let down = move |y: u32| y.saturating_add_signed(by);
            letters().into_iter().map(move |[x0, y0, x1, y1]| [x0, down(y0), x1, down(y1)])
        };
        let blots: Vec<[u32; 4]> =
            small.into_iter().chain([FIGURE, STOP]).chain(moved(-60)).chain(moved(80)).collect();
        let (page, ink) = page(&blots);
        let lowered = |by: i32| {
            let mut piece = piece(&symbols(&[]));
            let down = |b: BoundingBox| BoundingBox {
                y0: b.y0.saturating_add_signed(by),
                y1: b.y1.saturating_add_signed(by),
                ..b
            };
            piece.line.bbox = piece.line.bbox.map(down);
            for word in &mut piece.line.words {
                word.bbox = word.bbox.map(down);
                word.symbols.iter_mut().for_each(|symbol| symbol.bbox = symbol.bbox.map(down));
            }
            piece
        };
        let mut pieces = [lowered(-60), piece(&symbols(&[(".", 150, 154)])), lowered(80)];
        read_superiors(pieces.iter_mut(), View { page: &page, ink: &ink, dpi: DPI }, &mut |_, _, _| {
            Ok(answer("1"))
        })
        .unwrap();
        assert_eq!(pieces[1].line.words[0].text(), "nhậnnh¹.");
    }

    #[test]
    fn brackets_as_high_as_a_figure_s_are_its_own() {
        let figure = [144, 70, 153, 86];
        let [opening, closing] = [[137, 67, 141, 89], [156, 67, 160, 89]];
        let seen = symbols(&[("0", 137, 143), (")", 144, 160)]);
        assert_eq!(read_as(&[opening, figure, closing], &seen, "2"), "nhậnnh[²]");
        let [figure, closing] = [[138, 70, 147, 86], [150, 67, 154, 89]];
        let seen = symbols(&[("?", 138, 154)]);
        assert_eq!(read_as(&[figure, closing], &seen, "2"), "nhậnnh²)", "one alone");
        let on_the_line = [150, 72, 154, 106];
        let seen = symbols(&[("?", 138, 147), (")", 150, 154)]);
        assert_eq!(read_as(&[figure, on_the_line], &seen, "2"), "nhậnnh²)", "a bracket of the text stays");
    }

    #[test]
    fn a_figure_before_all_letters_of_a_line_is_the_mark_of_a_note() {
        let seen: Vec<_> = [("'", 6, 17)].into_iter().chain(symbols(&[])).collect();
        assert_eq!(read_as(&[[8, 70, 17, 86]], &seen, "4"), "⁴nhậnnh");
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
            read_superiors(pieces.iter_mut(), View { page: &page, ink: &ink, dpi: DPI }, &mut |_, _, _| {
                Ok(answer(heard))
            })
            .unwrap();
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
            ([166, 70, 175, 86], "far from any word"),
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
        read_superiors(pieces.iter_mut(), View { page: &page, ink: &ink, dpi: DPI }, &mut |_, _, _| {
            Ok(answer("4"))
        })
        .unwrap();
        assert_eq!(pieces[0].line.words[0].text(), "⁴");
        assert_eq!(pieces[0].line.words[1].text(), "nhậnnh");
    }
}
