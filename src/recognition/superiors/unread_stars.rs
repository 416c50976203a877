//! Stars that nothing was read for: at 150 dpi a star is four pixels wide, and the engine leaves it out.
//!
//! Where an engine reads nothing, ink alone is little to go by: a speck is as small. So they are looked for first at the heads
//! of the lines at a page's foot that are set smaller than its text, where notes begin, one star more each; and behind words only as
//! many as such a note has, where they stand behind one word alone.

use image::GrayImage;

use super::stars::{MOST, Quotation, is_star};
use crate::document::BoundingBox;
use crate::recognition::cells::Piece;
use crate::recognition::ink::Ink;
use crate::recognition::read_symbol::ReadSymbol;
use crate::recognition::read_word::ReadWord;
use crate::recognition::text_lines::TextLine;

/// The most that the capitals of a line of notes measure, in those of most lines. Notes are set at 0.75 to 0.92 of the text; at 200 dpi a
/// pixel is 0.04.
const SMALLER: f32 = 0.97;

/// How far before a line's first word, or behind a word's last letter, a star's neighbour stands at most, in capitals.
const PITCH: f32 = 0.75;

/// How unequal in their sizes and distances the stars of a mark may be, the greatest by the least, a pixel aside.
const UNEQUAL: f32 = 1.7;

/// How far above and below the first star's middle those of the others lie at most, in heights of capitals.
const LEVEL: f32 = 0.2;

/// How far above the baseline a star's middle stands at least, in heights of capitals, and its head at most. A disc that opens an item stands at
/// 0.57 on made pages.
const MIDDLE: f32 = 0.62;
const HEAD: f32 = 1.5;

/// The least height of a letter, and the lowest that its foot ends above the baseline, in heights of capitals: small letters have 0.6 and
/// more, commas 0.3 to 0.4.
const LETTER: f32 = 0.45;
const FOOT: f32 = 0.4;

/// The greatest height of a colon's dot, in heights of capitals.
const DOT: f32 = 0.25;

/// The least height of a part that is no speck, in heights of capitals.
const SPECK: f32 = 0.12;

/// The fewest letters of a line of notes or text; a page's number has less: `Trang 12`.
const FEWEST_LETTERS: usize = 6;

/// How many times as dark as all of it the middle of a star is at least. Here its place speaks for it as well: those of open faces, eight
/// pixels wide, have 1.09 to 1.19 on made pages at 300 dpi, two strokes with ground between them under 1.
const CORE: f32 = 1.05;

/// How sure a mark is that was seen and not read, 0 to 1: as sure as several characters must be that are no dirt.
const SEEN: f32 = 0.6;

/// A page's ink, as dark as most of it and in other greys, in which stars are looked for.
pub(super) struct UnreadStars<'a> {
    page: &'a GrayImage,
    inks: Vec<&'a Ink>,
}

/// The parts of an ink that stand at a line: looked for once a line, not once a word.
struct Near<'a> {
    ink: &'a Ink,
    parts: Vec<BoundingBox>,
}

impl Near<'_> {
    /// The letters that stand on a line in the box of a word.
    fn letters(&self, word: BoundingBox, line: &TextLine) -> impl Iterator<Item = &BoundingBox> {
        let (capital, baseline) = (line.capital as f32, line.baseline as f32);
        self.parts.iter().filter(move |b| {
            b.height() as f32 >= LETTER * capital
                && b.y1 as f32 >= baseline - FOOT * capital
                && (b.y0 as f32) < baseline
                && (word.x0..word.x1).contains(&b.middle().0)
        })
    }
}

/// Stars side by side.
#[derive(Clone, Copy)]
struct Row {
    count: usize,
    bbox: BoundingBox,
}

/// A line that a mark of stars opens.
struct Head {
    line: usize,
    count: usize,
    /// How many words were read for the mark, where it was not.
    misread: usize,
    /// The stars, where they were not read.
    row: Option<Row>,
}

/// A word that stars stand behind.
struct Place {
    line: usize,
    word: usize,
    row: Row,
}

impl<'a> UnreadStars<'a> {
    pub(super) fn new(page: &'a GrayImage, ink: &'a Ink, others: &'a [Ink]) -> Self {
        Self { page, inks: std::iter::once(ink).chain(others).collect() }
    }

    /// Puts the stars that stand in lines into their words; `usual` is the height of the capitals of most lines.
    pub(super) fn read(&self, lines: &mut [(&mut Piece, TextLine)], usual: u32) {
        let heads = self.heads(lines, usual);
        let Some(foot) = heads.first().map(|head| head.line) else { return };
        let places = self.places(&lines[..foot]);
        let mut is_proved = heads.len() > 1;
        for head in &heads {
            // What was read as this mark needs no other, and of several places any may be a speck.
            let mut read = lines[..foot].iter().flat_map(|(piece, _)| &piece.line.words).map(stars_of);
            let is_read = read.any(|count| count == head.count);
            let mut own = places.iter().filter(|place| place.row.count == head.count);
            let place = own.next().filter(|_| own.next().is_none() && !is_read);
            if let Some(place) = place {
                place.row.put_behind(&mut lines[place.line].0.line.words[place.word]);
            }
            is_proved |= is_read || place.is_some();
        }
        for Head { line, misread, row, .. } in heads.into_iter().filter(|_| is_proved) {
            let words = &mut lines[line].0.line.words;
            if let Some(row) = row {
                words.splice(..misread, [row.into_word()]);
                // `"Trong`: the stars were read as a sign of the first word.
                if let Some(first) = words.get_mut(1) {
                    first.symbols.drain(..signs_before(first));
                }
            }
        }
    }

    /// Finds the notes by stars at the page's foot, in lines set smaller than the text, below which no larger one stands: one star more
    /// each. None where they are not in order.
    fn heads(&self, lines: &[(&mut Piece, TextLine)], usual: u32) -> Vec<Head> {
        let is_small = |line: &TextLine| line.capital as f32 <= SMALLER * usual as f32;
        // Items of a list, as recipients are, end with a semicolon, or what is read for one.
        let is_item = |piece: &Piece| piece.line.text().ends_with([';', ':', ',']);
        let is_foot = |(piece, line): &(&mut Piece, TextLine)| {
            let letters: usize = piece.line.words.iter().map(ReadWord::letters).sum();
            is_small(line) || letters < FEWEST_LETTERS
        };
        let foot = lines.iter().rposition(|line| !is_foot(line)).map_or(0, |last| last + 1);
        let heads = (foot..lines.len()).filter_map(|at| {
            let (piece, line) = &lines[at];
            let words = &piece.line.words;
            if is_item(piece) {
                return None;
            }
            let read = words.first().map_or(0, stars_of);
            if read > 0 {
                return Some(Head { line: at, count: read, misread: 0, row: None });
            }
            let (row, misread) = Some(line)
                .filter(|line| is_small(line))
                .and_then(|line| self.before(words, line, &self.near(line)))?;
            Some(Head { line: at, count: row.count, misread, row: Some(row) })
        });
        let heads: Vec<Head> = heads.collect();
        let are_in_order = heads.windows(2).all(|two| two[1].count == two[0].count + 1);
        if are_in_order { heads } else { Vec::new() }
    }

    /// Returns what of each ink stands at the height of a line.
    fn near(&self, line: &TextLine) -> Vec<Near<'a>> {
        let (capital, baseline) = (line.capital as f32, line.baseline as f32);
        let is_near =
            |b: &&BoundingBox| b.y1 as f32 >= baseline - HEAD * capital && b.y0 as f32 <= baseline + capital;
        let of = |ink: &&'a Ink| Near { ink, parts: ink.parts().iter().filter(is_near).copied().collect() };
        self.inks.iter().map(of).collect()
    }

    /// Finds the stars behind words of lines.
    fn places(&self, lines: &[(&mut Piece, TextLine)]) -> Vec<Place> {
        let mut places = Vec::new();
        let mut quotation = Quotation::default();
        for (at, (piece, line)) in lines.iter().enumerate() {
            quotation.next_line();
            let words = &piece.line.words;
            let near = self.near(line);
            for (word, own) in words.iter().enumerate() {
                if quotation.is_open_at_end(own) {
                    continue;
                }
                let next = words.get(word + 1).and_then(|next| next.bbox);
                // Two of three stars may have been read.
                let row = self.behind(own, next, line, &near).filter(|row| row.count > stars_of(own));
                places.extend(row.map(|row| Place { line: at, word, row }));
            }
        }
        places
    }

    /// Finds the stars before the first word of a line that begins with a letter or a digit, and how many words before that one
    /// were read for them: a row of stars is read as `7`, `7”`.
    fn before(&self, words: &[ReadWord], line: &TextLine, near: &[Near]) -> Option<(Row, usize)> {
        let row_before = |misread: usize| {
            let first = words.get(misread)?;
            let begins = first.symbols.get(signs_before(first))?.text.starts_with(char::is_alphanumeric);
            let bbox = first.bbox.filter(|_| begins)?;
            let rows = near.iter().filter_map(|near| {
                // The word's box may hold the stars.
                let right = near.letters(bbox, line).map(|b| b.x0).min()?;
                let left = right.saturating_sub(reach(line));
                self.row_in(near, line, left..right, |row, pitch| right.saturating_sub(row.x1) <= pitch)
            });
            Some((rows.max_by_key(|row| row.count)?, misread))
        };
        let may_be_stars =
            words.first().is_some_and(|word| word.letters() == 0 && word.symbols.len() <= MOST);
        row_before(0).or_else(|| may_be_stars.then(|| row_before(1))?)
    }

    /// Finds the stars behind the last letter of a word, before the next one's box.
    fn behind(
        &self,
        word: &ReadWord,
        next: Option<BoundingBox>,
        line: &TextLine,
        near: &[Near],
    ) -> Option<Row> {
        let bbox = word.bbox.filter(|_| word.letters_and_digits() > 0)?;
        let rows = near.iter().filter_map(|near| {
            let left = near.letters(bbox, line).map(|b| b.x1).max()?;
            let most = bbox.x1.max(left + reach(line));
            let right = next.map_or(most, |next| most.min(next.x0));
            self.row_in(near, line, left..right, |row, pitch| row.x0.saturating_sub(left) <= pitch)
        });
        rows.max_by_key(|row| row.count)
    }

    /// Finds the stars in some columns of a line in one ink; none where anything else stands there. `is_near` says whether a
    /// row of stars so far apart belongs to what it stands at.
    fn row_in(
        &self,
        near: &Near,
        line: &TextLine,
        columns: std::ops::Range<u32>,
        is_near: impl Fn(BoundingBox, u32) -> bool,
    ) -> Option<Row> {
        let (capital, baseline) = (line.capital as f32, line.baseline as f32);
        let is_there = |b: &BoundingBox| {
            let (x, y) = b.middle();
            columns.contains(&x)
                && (baseline - HEAD * capital..=baseline).contains(&(y as f32))
                && b.height() as f32 >= SPECK * capital
        };
        let mut parts: Vec<BoundingBox> = near.parts.iter().filter(|b| is_there(b)).copied().collect();
        parts.retain(|b| b.y0 as f32 <= baseline - MIDDLE * capital || b.height() as f32 >= LETTER * capital);
        // Under the upper dot of a colon stands the lower one, as high.
        let is_under = |b: &BoundingBox, over: BoundingBox| {
            b.shared_width(over) > 0
                && b.y0 >= over.y1
                && b.middle().1 as f32 <= baseline + LEVEL * capital
                && b.height() as f32 >= SPECK * capital
        };
        let is_dot = |b: BoundingBox| b.height() as f32 <= DOT * capital;
        let is_colon = |b: &BoundingBox, over: BoundingBox| {
            is_dot(*b) && is_dot(over) && b.height().abs_diff(over.height()) <= 1 && is_under(b, over)
        };
        parts.retain(|own| !near.parts.iter().any(|b| is_colon(b, *own)));
        parts.sort_unstable_by_key(|b| (b.x0, b.y0));
        let first = *parts.first()?;
        let (_, level) = first.middle();
        let all = parts.iter().all(|b| {
            let (_, y) = b.middle();
            y as f32 <= baseline - MIDDLE * capital
                && y.abs_diff(level) as f32 <= LEVEL * capital
                && is_star(*b, capital, self.page, near.ink, CORE)
        });
        let pitches = || parts.windows(2).map(|two| two[1].middle().0 - two[0].middle().0);
        let is_even = |least: Option<u32>, most: Option<u32>| {
            least.zip(most).is_none_or(|(least, most)| most as f32 <= UNEQUAL * least as f32 + 1.0)
        };
        let sizes = || parts.iter().map(|b| b.height().max(b.width()));
        let pitch = (PITCH * capital) as u32;
        let bbox = parts.iter().copied().reduce(BoundingBox::union)?;
        (all && !near.parts.iter().any(|b| is_under(b, bbox))
            && parts.len() <= MOST
            && pitches().all(|own| own <= pitch)
            && is_even(pitches().min(), pitches().max())
            && is_even(sizes().min(), sizes().max())
            && is_near(bbox, pitch))
        .then_some(Row { count: parts.len(), bbox })
    }
}

impl Row {
    fn symbols(self) -> impl Iterator<Item = ReadSymbol> {
        let star = move || ReadSymbol { text: "*".into(), bbox: Some(self.bbox), choices: Vec::new() };
        std::iter::repeat_with(star).take(self.count)
    }

    fn into_word(self) -> ReadWord {
        let symbols = self.symbols().collect();
        ReadWord { bbox: Some(self.bbox), confidence: Some(SEEN), symbols, ..ReadWord::default() }
    }

    /// Puts the stars behind the letters of a word, in the place of the signs that were read for them.
    fn put_behind(self, word: &mut ReadWord) {
        let is_stop = |symbol: &ReadSymbol| matches!(symbol.text.as_str(), "." | "," | ";" | ":" | ")");
        let signs = word
            .symbols
            .iter()
            .rposition(|symbol| !is_sign(symbol) && !is_stop(symbol))
            .map_or(0, |last| last + 1);
        let mut tail = word.symbols.split_off(signs);
        tail.retain(|symbol| !is_sign(symbol));
        // A stop may stand under the stars, or before them.
        let is_before = |symbol: &ReadSymbol| symbol.bbox.is_some_and(|b| b.middle().0 < self.bbox.x0);
        let at = tail.iter().take_while(|symbol| is_before(symbol)).count();
        tail.splice(at..at, self.symbols());
        word.symbols.append(&mut tail);
        word.bbox = word.bbox.map(|own| own.union(self.bbox));
    }
}

/// Returns how many pixels the longest row of stars at a line reaches from what it stands at.
fn reach(line: &TextLine) -> u32 {
    ((MOST + 1) as f32 * PITCH * line.capital as f32) as u32
}

/// Returns whether a symbol may have been read for stars, or for some of them.
fn is_sign(symbol: &ReadSymbol) -> bool {
    matches!(symbol.text.as_str(), "\"" | "”" | "“" | "'" | "’" | "‘" | "°" | "º" | "^" | "*")
}

/// Returns how many signs open a word before its first letter.
fn signs_before(word: &ReadWord) -> usize {
    word.symbols.iter().take_while(|symbol| is_sign(symbol)).count()
}

/// Returns how many stars a word is, or ends with.
fn stars_of(word: &ReadWord) -> usize {
    let text = word.text();
    let core = text.trim_end_matches(['.', ',', ';', ':', ')']);
    core.chars().rev().take_while(|c| *c == '*').count()
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;
    use crate::recognition::hocr;
    use crate::recognition::superiors::read_superiors;
    use crate::recognition::view::View;

    /// Letters so high, their feet at `baseline`, from `x` on.
    fn letters(x: u32, baseline: u32, height: u32) -> Vec<[u32; 4]> {
        (0..6).map(|n| [x + 20 * n, baseline - height, x + 14 + 20 * n, baseline]).collect()
    }

    /// A star six pixels wide.
    fn star(x: u32, y: u32) -> Vec<[u32; 4]> {
        vec![[x + 2, y, x + 4, y + 6], [x, y + 2, x + 6, y + 4]]
    }

    /// The lines of a page with this ink: `nhanhn` in letters 26 high at 60 and at 100, and in letters 20 high at 160.
    fn read(marks: &[Vec<[u32; 4]>]) -> Vec<String> {
        read_from(40, "", marks)
    }

    /// The same, the note's line with a word before it that was read at 20 to 35.
    fn read_before(misread: &str, marks: &[Vec<[u32; 4]>]) -> Vec<String> {
        read_from(40, misread, marks)
    }

    /// The same, the box of the note's first word with its left edge at `left`.
    fn read_from(left: u32, misread: &str, marks: &[Vec<[u32; 4]>]) -> Vec<String> {
        let blots =
            [letters(40, 60, 26), letters(40, 100, 26), letters(40, 160, 20), marks.concat()].concat();
        let mut page = GrayImage::from_pixel(300, 200, Luma([255]));
        for [x0, y0, x1, y1] in blots {
            (x0..x1)
                .flat_map(|x| (y0..y1).map(move |y| (x, y)))
                .for_each(|(x, y)| page.put_pixel(x, y, Luma([0])));
        }
        let line = |left: u32, baseline: u32, height: u32| {
            let top = baseline - height;
            let symbols: String = (0..6u32)
                .zip("nhanhn".chars())
                .map(|(n, letter)| {
                    let (x0, x1) = (40 + 20 * n, 54 + 20 * n);
                    format!("<span class='ocrx_cinfo' title='x_bboxes {x0} {top} {x1} {baseline}; x_conf 90'>{letter}</span>")
                })
                .collect();
            let html = format!(
                "<div class='ocr_page'><span class='ocr_line' title='bbox {left} {top} 154 {baseline}'>\
                 <span class='ocrx_word' title='bbox {left} {top} 154 {baseline}; x_wconf 90'>{symbols}</span></span></div>"
            );
            Piece { place: None, line: hocr::lines(&html).remove(0) }
        };
        let mut pieces = [line(40, 60, 26), line(40, 100, 26), line(left, 160, 20)];
        if !misread.is_empty() {
            let symbol = ReadSymbol { text: misread.into(), ..ReadSymbol::default() };
            let bbox = Some(BoundingBox::new(20, 138, 35, 150));
            pieces[2].line.words.insert(0, ReadWord { bbox, symbols: vec![symbol], ..ReadWord::default() });
        }
        let ink = Ink::of(&page, BoundingBox::new(0, 0, 300, 200));
        let view = View { page: &page, ink: &ink, dpi: 200.0 };
        read_superiors(pieces.iter_mut(), view, &mut |_, _, _| Ok(Vec::new())).unwrap();
        pieces
            .iter()
            .map(|piece| piece.line.words.iter().map(ReadWord::text).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn stars_before_a_small_line_are_its_mark_and_those_behind_a_word_refer_to_it() {
        let note = [star(20, 140), star(29, 140)].concat();
        let place = [star(157, 74), star(166, 74)].concat();
        assert_eq!(read(&[note, place]), ["nhanhn", "nhanhn**", "** nhanhn"]);
    }

    #[test]
    fn stars_within_the_box_of_a_notes_first_word_are_its_mark() {
        let note = [star(20, 140), star(29, 140)].concat();
        let place = [star(157, 74), star(166, 74)].concat();
        assert_eq!(read_from(19, "", &[note, place]), ["nhanhn", "nhanhn**", "** nhanhn"]);
    }

    #[test]
    fn the_dots_of_a_colon_are_no_star() {
        let note = star(29, 140);
        assert_eq!(read(&[note.clone(), [star(158, 78), star(158, 92)].concat()])[1], "nhanhn");
        assert_eq!(read(&[note, star(158, 78)])[1], "nhanhn*", "nothing stands under it");
    }

    #[test]
    fn a_comma_or_a_colon_before_stars_is_none_and_hides_none() {
        let note = [star(20, 140), star(29, 140)].concat();
        let comma = vec![[157, 96, 161, 105]];
        let colon = vec![[157, 82, 161, 86], [157, 96, 161, 100]];
        for stop in [comma, colon] {
            let place = [star(164, 74), star(173, 74)].concat();
            assert_eq!(read(&[note.clone(), stop, place]), ["nhanhn", "nhanhn**", "** nhanhn"]);
        }
    }

    #[test]
    fn a_sign_read_for_the_star_at_the_head_of_a_note_is_not_kept_beside_it() {
        assert_eq!(signs_before(&word("\"nha")), 1);
        assert_eq!(signs_before(&word("nha\"")), 0);
    }

    fn word(text: &str) -> ReadWord {
        let symbol = |c: char| ReadSymbol { text: c.into(), ..ReadSymbol::default() };
        ReadWord { symbols: text.chars().map(symbol).collect(), ..ReadWord::default() }
    }

    #[test]
    fn stars_take_the_place_of_the_figure_that_was_read_for_them() {
        let note = [star(20, 140), star(29, 140)].concat();
        let place = [star(157, 74), star(166, 74)].concat();
        assert_eq!(read_before("7", &[note.clone(), place]), ["nhanhn", "nhanhn**", "** nhanhn"]);
        assert_eq!(read_before("7", &[note])[2], "7 nhanhn", "nothing refers to it");
        let seven = vec![[20, 140, 34, 144], [26, 144, 30, 160]];
        assert_eq!(read_before("7", &[seven])[2], "7 nhanhn", "a figure it is");
    }

    #[test]
    fn of_two_words_with_a_star_behind_them_neither_is_known_to_refer() {
        let note = star(29, 140);
        assert_eq!(read(&[note.clone(), star(157, 74)]), ["nhanhn", "nhanhn*", "* nhanhn"]);
        assert_eq!(read(&[note, star(157, 74), star(157, 34)]), ["nhanhn"; 3]);
    }

    #[test]
    fn no_star_is_seen_behind_a_word_of_a_page_without_a_note_by_stars() {
        assert_eq!(read(&[star(157, 74)]), ["nhanhn"; 3]);
    }

    #[test]
    fn what_stands_before_a_line_as_large_as_the_text_or_is_no_star_is_no_mark() {
        assert_eq!(read(&[star(26, 74)]), ["nhanhn"; 3], "before a line of text");
        assert_eq!(read(&[vec![[26, 140, 29, 150]]]), ["nhanhn"; 3], "a stroke");
        assert_eq!(
            read(&[[star(20, 140), vec![[28, 140, 34, 160]]].concat()]),
            ["nhanhn"; 3],
            "a letter beside it"
        );
        assert_eq!(read(&[star(30, 154)]), ["nhanhn"; 3], "on the line");
    }
}
