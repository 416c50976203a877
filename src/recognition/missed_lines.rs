//! Lines of print that the reading of the page left out, whole or in part.
//!
//! Where a seal or a picture stands close by, Tesseract takes the end of a line, or all of it, for a part of that. So
//! the print that no word covers is gathered into lines, and those read by themselves; what is read with confidence
//! is kept. The rings of seals, signatures and dirt are not. Where boxes of words above reach down over some letters of
//! such a line, it is read again with them.

use super::RecognitionError;
use super::cells::Piece;
use super::crop_reader::CropReader;
use super::ink::Ink;
use super::line_reading::{SPACES, read_line, segments};
use super::median::median;
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use super::text_lines::{LEAST_HEIGHT, TextLine, line_in, text_lines};
use super::view::View;
use super::vote::confidence;
use crate::document::BoundingBox;

/// The greatest height of what may be print, in inches: letters of 24 points grown together with their marks.
const HIGHEST: f32 = 0.4;

/// The fewest letters of what is read; what shows of a seal beside its words is less.
const FEWEST: usize = 4;

/// The same where it is read as surely as this, 0 to 1: `Lưu`, the last of the recipients, beside the signer's name.
const FEWEST_WHERE_SURE: usize = 3;
const SURE: f32 = 0.9;

/// How near beside a short line no other word stands, in its heights.
const BESIDE: f32 = 1.5;

/// The least mean confidence, 0 to 1, of what is kept. The letters of seals, turned as they are, and mirrored print are
/// read with 0.6 and less.
const BELIEVABLE: f32 = 0.75;

/// The same where two cuts of the line, so long at least, are read nearly alike, and how like, 0 to 1: names beside seals at 150 dpi were read
/// so with 0.48 to 0.72.
const BELIEVABLE_TWICE: f32 = 0.45;
const FEWEST_TWICE: usize = 6;
const ALIKE: f64 = 0.85;

/// The widest gap, in heights of capitals, between the words of a missed line, what is left of a seal aside.
const APART: f32 = 2.0;

/// Letters stand on one foot where theirs lie no farther apart than this part of a capital's height, and no farther apart than so many.
const ON_FOOT: f32 = 0.25;
const APART_ON_FOOT: f32 = 1.2;

/// The confidence, 0 to 1, under which a character alone covers no print: beside a seal `0` was read with 0.2 for `KSTTHC4.` of a scan.
const HARDLY_BELIEVED: f32 = 0.35;

/// The widest a character is with what stands by it, in heights of its box. Beside a seal `1` was read with 0.7 in a box seven times as wide
/// as high, for the words of a signer's office.
const WIDEST: f32 = 2.0;

/// How far around a word its ink reaches, in its heights.
const AROUND: f32 = 0.15;

/// The widest gap, in heights, between a line and a missed part of it.
const GAP: f32 = 3.0;

/// Reads the lines that no word covers, and puts each before what stands below it.
pub(super) fn read_missed_lines(
    pieces: &mut Vec<Piece>,
    view: View<'_>,
    read: &mut CropReader<'_>,
) -> Result<(), RecognitionError> {
    let View { ink, dpi, .. } = view;
    for line in missed(pieces, ink, dpi) {
        let mut cuts = vec![line.clone()];
        cuts.extend(whole(&line, pieces, ink, dpi));
        cuts.extend(core(&line, ink, dpi));
        cuts.extend(level(&line, ink, dpi));
        let mut heard: Vec<ReadLine> = Vec::new();
        let mut best: Option<(ReadLine, BoundingBox)> = None;
        for cut in cuts {
            let read = read_line(view, &cut, &SPACES[..1], read)?;
            let letters = read.words.iter().map(ReadWord::letters_and_digits).sum::<usize>();
            let sure = confidence(&read.words);
            let is_short = (FEWEST_WHERE_SURE..FEWEST).contains(&letters)
                && sure >= SURE
                && stands_alone(pieces, cut.bbox);
            let is_better = best.as_ref().is_none_or(|(best, _)| sure > confidence(&best.words));
            if is_better && (is_short || letters >= FEWEST && is_believable(&read, &heard)) {
                best = Some((read, cut.bbox));
                if sure >= SURE {
                    break;
                }
            } else {
                heard.push(read);
            }
        }
        if let Some((read, bbox)) = best.filter(|(read, _)| !is_covered(pieces, read)) {
            place(pieces, read, bbox);
        }
    }
    Ok(())
}

/// Returns whether most of the words read stand where others were read: a line whose letters lie in two missed ones was read with the
/// first.
fn is_covered(pieces: &[Piece], line: &ReadLine) -> bool {
    let words = pieces.iter().flat_map(|piece| &piece.line.words).filter(|word| word.letters() > 1);
    let there: Vec<BoundingBox> = words.filter_map(|word| word.bbox).collect();
    let own: Vec<BoundingBox> = line.words.iter().filter_map(|word| word.bbox).collect();
    let covered = own.iter().filter(|word| there.iter().any(|other| other.holds_middle_of(**word))).count();
    2 * covered > own.len()
}

/// Returns whether no word with letters was read right beside a short line: what its box leaves out would be read as a word of its own.
fn stands_alone(pieces: &[Piece], line: BoundingBox) -> bool {
    let words = pieces.iter().flat_map(|piece| &piece.line.words).filter(|word| word.letters() > 0);
    let near = (BESIDE * line.height() as f32) as u32;
    let mut beside = words
        .filter_map(|word| word.bbox)
        .filter(|b| 2 * b.shared_height(line) > line.height().min(b.height()));
    !beside.any(|b| b.gap_across(line) <= near)
}

/// Returns whether a reading of a missed line is believed: by itself, or for another that says nearly the same.
fn is_believable(read: &ReadLine, others: &[ReadLine]) -> bool {
    let sure = confidence(&read.words);
    let is_long = read.words.iter().map(ReadWord::letters).sum::<usize>() >= FEWEST_TWICE;
    let is_alike = |other: &ReadLine| {
        confidence(&other.words) >= BELIEVABLE_TWICE
            && strsim::normalized_levenshtein(&other.text(), &read.text()) >= ALIKE
    };
    sure >= BELIEVABLE || is_long && sure >= BELIEVABLE_TWICE && others.iter().any(is_alike)
}

/// Returns the part of a missed line that has most of its letters, without what stands apart from it before and behind: where
/// a seal's ring was cleared, some of it is left.
fn core(line: &TextLine, ink: &Ink, dpi: f32) -> Option<TextLine> {
    let parts = ink.parts();
    let is_letter = |i: &usize| parts[*i].height() as f32 >= LEAST_HEIGHT * dpi;
    let mut letters: Vec<usize> = line.parts.iter().copied().filter(is_letter).collect();
    letters.sort_by_key(|i| (parts[*i].x0, *i));
    let apart = (APART * line.capital as f32) as u32;
    let runs = letters.chunk_by(|a, b| parts[*b].x0 <= parts[*a].x1 + apart);
    let run = runs.max_by_key(|run| run.len())?;
    let (x0, x1) = (parts[run[0]].x0, run.iter().map(|i| parts[*i].x1).max()?);
    let own: Vec<usize> =
        line.parts.iter().copied().filter(|i| (x0..x1).contains(&parts[*i].middle().0)).collect();
    let is_less = own.len() < line.parts.len();
    text_lines(parts, &own, dpi).into_iter().max_by_key(|line| line.parts.len()).filter(|_| is_less)
}

/// Returns the letters of a missed line that stand on one foot, with their marks: what is left of a seal's ring beside them stands as it
/// comes, and its box would be the line's.
fn level(line: &TextLine, ink: &Ink, dpi: f32) -> Option<TextLine> {
    let parts = ink.parts();
    let mut letters: Vec<BoundingBox> = line.parts.iter().map(|i| parts[*i]).collect();
    letters.retain(|part| part.height() as f32 >= LEAST_HEIGHT * dpi);
    let near = |a: u32, b: u32| a.abs_diff(b) as f32 <= ON_FOOT * line.capital as f32;
    let count = |foot: u32| letters.iter().filter(|part| near(part.y1, foot)).count();
    let foot = letters.iter().map(|part| part.y1).max_by_key(|foot| (count(*foot), *foot))?;
    letters.retain(|part| near(part.y1, foot));
    letters.sort_by_key(|part| part.x0);
    let capital = median(letters.iter().map(|part| part.height()))?;
    let apart = (APART_ON_FOOT * capital as f32) as u32;
    let run = letters.chunk_by(|a, b| b.x0 <= a.x1 + apart).max_by_key(|run| run.len())?;
    let (x0, x1) = (run.first()?.x0, run.iter().map(|part| part.x1).max()?);
    let (y0, y1) = (foot.saturating_sub(capital + capital * 2 / 3), foot + capital / 3);
    let own = line.parts.iter().copied();
    let own: Vec<usize> = own.filter(|i| BoundingBox { x0, y0, x1, y1 }.holds_middle_of(parts[*i])).collect();
    let is_less = own.len() < line.parts.len();
    text_lines(parts, &own, dpi).into_iter().max_by_key(|line| line.parts.len()).filter(|_| is_less)
}

/// Returns a missed line with the letters of it that boxes of other lines' words, too high, had taken for theirs.
fn whole(line: &TextLine, pieces: &[Piece], ink: &Ink, dpi: f32) -> Option<TextLine> {
    let whole = line_in(ink.parts(), line.bbox, dpi).filter(|whole| whole.parts.len() > line.parts.len())?;
    let words = pieces.iter().flat_map(|piece| &piece.line.words).filter_map(|word| word.bbox);
    (!words.into_iter().any(|word| whole.bbox.holds_middle_of(word))).then_some(whole)
}

/// Finds the lines, and parts of lines between wide gaps, that no word covers.
fn missed(pieces: &[Piece], ink: &Ink, dpi: f32) -> Vec<TextLine> {
    // A character that is hardly believed, or wider than any, may stand for all that its box holds.
    let is_too_wide = |bbox: BoundingBox| bbox.width() as f32 > WIDEST * bbox.height() as f32;
    let is_read = |word: &&ReadWord| {
        let characters = word.letters_and_digits();
        characters > 1
            || word.confidence.is_none_or(|confidence| confidence >= HARDLY_BELIEVED)
                && !(characters == 1 && word.bbox.is_some_and(is_too_wide))
    };
    let covered: Vec<BoundingBox> = pieces
        .iter()
        .flat_map(|piece| &piece.line.words)
        .filter(is_read)
        .filter_map(|word| word.bbox)
        .map(|b| {
            let around = (AROUND * b.height() as f32).ceil() as u32;
            let (x0, y0) = (b.x0.saturating_sub(around), b.y0.saturating_sub(around));
            BoundingBox { x0, y0, x1: b.x1 + around, y1: b.y1 + around }
        })
        .collect();
    let parts = ink.parts();
    let is_missed = |i: &usize| {
        let b = parts[*i];
        (b.height() as f32) <= HIGHEST * dpi && !covered.iter().any(|word| word.holds_middle_of(b))
    };
    let of: Vec<usize> = (0..parts.len()).filter(is_missed).collect();
    // Letters that ran into one another are one part.
    let letters = |i: &usize| {
        let b = parts[*i];
        if b.height() as f32 >= LEAST_HEIGHT * dpi { (b.width() / b.height()).max(1) as usize } else { 0 }
    };
    text_lines(parts, &of, dpi)
        .iter()
        .flat_map(|line| segments(line, ink))
        .filter(|line| line.parts.iter().map(letters).sum::<usize>() >= FEWEST_WHERE_SURE)
        .collect()
}

/// Puts a line among the others: at the end of the one it continues, or else before the first that stands below it.
fn place(pieces: &mut Vec<Piece>, line: ReadLine, bbox: BoundingBox) {
    let continues = |other: BoundingBox| {
        let shared = other.shared_height(bbox);
        let height = other.height().min(bbox.height());
        let gap = bbox.gap_across(other);
        let apart = bbox.x0 >= other.x1 || other.x0 >= bbox.x1;
        apart && 2 * shared > height && gap as f32 <= GAP * height as f32
    };
    let of_page = |piece: &&mut Piece| piece.place.is_none();
    let whole =
        pieces.iter_mut().filter(of_page).find(|piece| piece.line.extent_of_words().is_some_and(continues));
    if let Some(piece) = whole {
        piece.line.bbox = piece.line.extent().map(|b| b.union(bbox));
        piece.line.words.extend(line.words);
        piece.line.words.sort_by_key(|word| word.bbox.map(|b| b.x0));
        return;
    }
    let is_below = |piece: &Piece| piece.line.extent().is_some_and(|b| b.y0 + b.y1 > bbox.y0 + bbox.y1);
    let at = pieces.iter().position(is_below).unwrap_or(pieces.len());
    pieces.insert(at, Piece { place: None, line });
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};
    use tesseract::PageSegMode;

    use super::*;
    use crate::recognition::hocr;

    const DPI: f32 = 150.0;

    /// A page with a row of six letters, 10 wide and 14 high, at each place.
    fn page(rows: &[(u32, u32)]) -> GrayImage {
        let mut page = GrayImage::from_pixel(600, 300, Luma([255]));
        for (left, top) in rows {
            for (letter, x, y) in
                (0..6).flat_map(|n| (0..10).flat_map(move |x| (0..14).map(move |y| (n, x, y))))
            {
                page.put_pixel(left + 15 * letter + x, top + y, Luma([0]));
            }
        }
        page
    }

    fn line(text: &str, confidence: u32, bbox: &str) -> ReadLine {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'>\
             <span class='ocrx_word' title='bbox {bbox}; x_wconf {confidence}'>{text}</span></span></div>"
        );
        hocr::lines(&html).remove(0)
    }

    /// What the lines of a page say after what was missed of it is read as `heard`, so surely.
    fn read(page: &GrayImage, before: &[(&str, &str)], heard: &str, confidence: u32) -> Vec<String> {
        let mut pieces =
            before.iter().map(|(text, bbox)| Piece { place: None, line: line(text, 95, bbox) }).collect();
        let mut answer = |crop: &GrayImage, _, _: PageSegMode| {
            let bbox = format!("1 1 {} {}", crop.width() - 1, crop.height() - 1);
            Ok(vec![line(heard, confidence, &bbox)])
        };
        let ink = Ink::of(page, BoundingBox::new(0, 0, page.width(), page.height()));
        let view = View { page, ink: &ink, dpi: DPI };
        read_missed_lines(&mut pieces, view, &mut answer).unwrap();
        let text = |piece: &Piece| piece.line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" ");
        pieces.iter().map(text).collect()
    }

    const ABOVE: (&str, &str) = ("trên", "20 40 105 54");
    const BELOW: (&str, &str) = ("dưới", "20 160 105 174");

    #[test]
    fn a_line_that_was_left_out_is_read_in_its_place() {
        let page = page(&[(20, 40), (20, 100), (20, 160)]);
        assert_eq!(read(&page, &[ABOVE, BELOW], "giữa", 90), ["trên", "giữa", "dưới"]);
    }

    #[test]
    fn letters_that_ran_into_one_another_are_as_many_as_their_width_holds() {
        let mut page = page(&[(20, 40)]);
        for (x, y) in (20..105).flat_map(|x| (100..114).map(move |y| (x, y))) {
            page.put_pixel(x, y, Luma([0]));
        }
        assert_eq!(read(&page, &[ABOVE], "Kính gửi:", 90), ["trên", "Kính gửi:"]);
    }

    #[test]
    fn the_missed_end_of_a_line_goes_to_the_line() {
        let page = page(&[(20, 40), (120, 40)]);
        assert_eq!(read(&page, &[ABOVE], "cuối", 90), ["trên cuối"]);
    }

    #[test]
    fn a_short_word_is_read_where_it_stands_alone_and_is_sure() {
        let lone = page(&[(20, 40), (20, 100)]);
        assert_eq!(read(&lone, &[ABOVE], "Lưu", 95), ["trên", "Lưu"]);
        assert_eq!(read(&lone, &[ABOVE], "Lưu", 85), ["trên"]);
        let beside = page(&[(20, 40), (120, 40)]);
        assert_eq!(read(&beside, &[ABOVE], "Như", 95), ["trên"], "what its neighbour's box left out");
    }

    #[test]
    fn what_is_read_in_doubt_or_is_hardly_a_word_is_left() {
        let page = page(&[(20, 40), (20, 100)]);
        assert_eq!(read(&page, &[ABOVE], "giữa", 60), ["trên"]);
        assert_eq!(read(&page, &[ABOVE], "ý.", 95), ["trên"]);
    }

    #[test]
    fn letters_under_a_box_that_is_too_high_are_read_with_their_line() {
        let page = page(&[(20, 40), (20, 100)]);
        let piece = |text, bbox| Piece { place: None, line: line(text, 95, bbox) };
        let mut pieces = vec![piece(ABOVE.0, ABOVE.1), piece("cao", "62 40 66 100")];
        let ink = Ink::of(&page, BoundingBox::new(0, 0, page.width(), page.height()));
        let mut inks = Vec::new();
        // Without two of its letters the line is read in doubt.
        let mut answer = |crop: &GrayImage, _, _: PageSegMode| {
            let ink = crop.as_raw().iter().filter(|grey| **grey == 0).count();
            inks.push(ink);
            Ok(vec![line("giữa", if ink == 6 * 10 * 14 { 95 } else { 50 }, "1 1 80 12")])
        };
        let view = View { page: &page, ink: &ink, dpi: DPI };
        read_missed_lines(&mut pieces, view, &mut answer).unwrap();
        assert_eq!(inks, [4 * 10 * 14, 6 * 10 * 14]);
        assert_eq!(pieces[2].line.words[0].text(), "giữa");
    }

    #[test]
    fn letters_on_one_foot_are_read_without_what_is_left_of_a_seal_beside_them() {
        let mut page = page(&[(20, 40), (200, 100)]);
        // Scraps of a ring, higher and lower.
        for (left, top) in [(140, 90), (158, 97), (176, 92)] {
            for (x, y) in (0..8).flat_map(|x| (0..12).map(move |y| (x, y))) {
                page.put_pixel(left + x, top + y, Luma([0]));
            }
        }
        let ink = Ink::of(&page, BoundingBox::new(0, 0, page.width(), page.height()));
        let mut pieces = vec![Piece { place: None, line: line(ABOVE.0, 95, ABOVE.1) }];
        let mut answer = |crop: &GrayImage, _, _: PageSegMode| {
            let ink = crop.as_raw().iter().filter(|grey| **grey == 0).count();
            Ok(vec![line("giữa", if ink == 6 * 10 * 14 { 95 } else { 40 }, "1 1 80 12")])
        };
        read_missed_lines(&mut pieces, View { page: &page, ink: &ink, dpi: DPI }, &mut answer).unwrap();
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[1].line.words[0].text(), "giữa");
    }

    #[test]
    fn a_character_hardly_believed_or_too_wide_covers_no_print_and_a_word_does() {
        let page = page(&[(20, 40), (20, 100)]);
        let heard = |text, confidence| {
            let mut pieces = vec![
                Piece { place: None, line: line(ABOVE.0, 95, ABOVE.1) },
                Piece { place: None, line: line(text, confidence, "20 100 105 114") },
            ];
            let mut answer = |crop: &GrayImage, _, _: PageSegMode| {
                let bbox = format!("1 1 {} {}", crop.width() - 1, crop.height() - 1);
                Ok(vec![line("giữa", 95, &bbox)])
            };
            let ink = Ink::of(&page, BoundingBox::new(0, 0, page.width(), page.height()));
            let view = View { page: &page, ink: &ink, dpi: DPI };
            read_missed_lines(&mut pieces, view, &mut answer).unwrap();
            pieces.iter().flat_map(|piece| &piece.line.words).any(|word| word.text() == "giữa")
        };
        assert!(heard("0", 20));
        assert!(heard("0", 80), "six times as wide as high");
        assert!(!heard("dưới", 20));
    }

    #[test]
    fn letters_that_lie_in_two_missed_lines_are_read_once() {
        let page = page(&[(20, 40), (20, 100)]);
        let own = line("giữa", 95, "20 100 105 114");
        let mut pieces = vec![Piece { place: None, line: line(ABOVE.0, 95, ABOVE.1) }];
        assert!(!is_covered(&pieces, &own));
        let mut answer = |_: &GrayImage, _, _: PageSegMode| Ok(vec![line("giữa", 95, "1 1 84 13")]);
        let ink = Ink::of(&page, BoundingBox::new(0, 0, page.width(), page.height()));
        read_missed_lines(&mut pieces, View { page: &page, ink: &ink, dpi: DPI }, &mut answer).unwrap();
        assert!(is_covered(&pieces, &own));
    }

    #[test]
    fn what_a_word_covers_is_not_read_twice() {
        assert_eq!(read(&page(&[(20, 40)]), &[ABOVE], "lại", 95), ["trên"]);
    }
}
