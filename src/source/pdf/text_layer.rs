//! Glyphs to words and lines.
//!
//! Glyphs are taken in the order in which the page draws them, which is the order its maker wrote them in. A
//! glyph that follows the last one along the same baseline continues its line; one that stands elsewhere begins
//! a new line. So the columns of a letterhead and the cells of a table stay apart, and raised footnote marks
//! stay with their word. What an office's program wrote into a finished page is drawn last: numbers and dates go where they
//! are seen ([`fill_ins`]), and so does what stands above what was drawn before it ([`order`]).

mod fill_ins;
mod order;

use std::collections::HashMap;

use hayro::kurbo::{Affine, Point, Vec2};

use super::box_glyphs;
use super::fonts::Reading;
use super::survey::Glyph;
use crate::document::{BoundingBox, Charset, Legacy, Line, Word};
use crate::language::charset::decode;

/// A gap wider than this parts words, ems. Word spaces are 0.2 to 0.3 em wide, the loosest kerning 0.05.
const WORD_GAP: f64 = 0.16;
/// A gap wider than this parts lines (columns, cells), ems. The tab after a heading's label stays below it.
const COLUMN_GAP: f64 = 3.0;
/// How far back a glyph may stand and still continue the line, ems: accents drawn over the letter before.
const BACKSTEP: f64 = 1.0;
/// How far off the baseline a glyph may stand and still continue the line, ems: footnote marks are raised by
/// about a third.
const OFF_BASELINE: f64 = 0.5;
/// Glyphs below this share of the line's size are marks that do not move its baseline.
const MARK_SIZE: f64 = 0.8;
/// Cosine of the widest angle between two glyphs of a line, about 5 degrees.
const SAME_DIRECTION: f64 = 0.996;
/// Text drawn again within this distance is the same text made bold or outlined, ems.
const SAME_PLACE: f64 = 0.12;
/// The side of a square in which glyphs drawn before are looked for, points.
const SQUARE: f64 = 8.0;
/// How many like glyphs of a square are looked at: of print three lie in one.
const MOST_IN_SQUARE: usize = 16;
/// Height above the baseline that a word's box covers, ems: capitals with two marks, as in `Ế`.
const ASCENT: f64 = 0.9;
/// Depth below the baseline that a word's box covers, ems.
const DESCENT: f64 = 0.22;

/// Returns the lines that the glyphs make, each font read as `readings` says. `to_pixels` maps points to pixels of an image
/// of the given size.
pub(super) fn gather(
    glyphs: &[Glyph],
    readings: &[Option<Reading>],
    to_pixels: Affine,
    size: (u32, u32),
) -> Vec<Line> {
    let mut lines: Vec<Row> = Vec::new();
    let mut drawn = Drawn::default();
    for glyph in glyphs.iter().filter(|glyph| !drawn.has(glyph)) {
        add(&mut lines, glyph);
    }
    let lines = order::from_above(fill_ins::put_in(lines));
    lines.iter().filter_map(|row| row.line(readings, to_pixels, size)).collect()
}

/// The glyphs that were drawn, by their text and the square of [`SQUARE`] points that they begin in.
#[derive(Default)]
struct Drawn<'a> {
    origins: HashMap<(&'a str, i64, i64), Vec<Point>>,
}

impl<'a> Drawn<'a> {
    /// Returns whether a glyph was drawn there before, and keeps it where not.
    fn has(&mut self, glyph: &'a Glyph) -> bool {
        let square = |value: f64| (value / SQUARE).floor() as i64;
        let distance = SAME_PLACE * glyph.em;
        let (x, y) = (glyph.origin.x, glyph.origin.y);
        let near = |own: &Point| own.distance(glyph.origin) <= distance;
        // What is near stands in one of the squares that its surroundings touch; of a huge letter those of its corners.
        let mut squares = [
            (x - distance, y - distance),
            (x - distance, y + distance),
            (x + distance, y - distance),
            (x + distance, y + distance),
            (x, y),
        ]
        .map(|(x, y)| (square(x), square(y)));
        squares.sort_unstable();
        let text = glyph.text.as_str();
        let is_drawn = squares.iter().any(|(x, y)| {
            self.origins.get(&(text, *x, *y)).is_some_and(|own| own.iter().take(MOST_IN_SQUARE).any(near))
        });
        if !is_drawn {
            self.origins.entry((text, square(x), square(y))).or_default().push(glyph.origin);
        }
        is_drawn
    }
}

/// A piece of a word along and across the line's baseline, points.
struct Piece {
    text: String,
    font: usize,
    along: (f64, f64),
    across: (f64, f64),
}

/// A line being gathered.
struct Row {
    direction: Vec2,
    baseline: f64,
    em: f64,
    end: f64,
    space_pending: bool,
    words: Vec<Vec<Piece>>,
}

/// Where a word begins and ends along its line's baseline.
fn extent(word: &[Piece]) -> (f64, f64) {
    word.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |all, piece| {
        (all.0.min(piece.along.0), all.1.max(piece.along.1))
    })
}

fn across(direction: Vec2) -> Vec2 {
    Vec2::new(-direction.y, direction.x)
}

fn add(lines: &mut Vec<Row>, glyph: &Glyph) {
    let text: String = glyph.text.chars().filter(|c| !c.is_control()).collect();
    let is_space = text.trim().is_empty();
    let continues = lines.last().is_some_and(|row| row.is_continued_by(glyph));
    if is_space {
        if let Some(row) = lines.last_mut().filter(|_| continues) {
            row.space_pending = true;
        }
        return;
    }
    if !continues {
        lines.push(Row {
            direction: glyph.direction,
            baseline: glyph.origin.to_vec2().dot(across(glyph.direction)),
            em: glyph.em,
            end: glyph.origin.to_vec2().dot(glyph.direction),
            space_pending: false,
            words: Vec::new(),
        });
    }
    if let Some(row) = lines.last_mut() {
        row.push(glyph, text);
    }
}

impl Row {
    /// Where its words begin and end along the baseline.
    fn extent(&self) -> (f64, f64) {
        self.words
            .iter()
            .map(|word| extent(word))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |all, own| (all.0.min(own.0), all.1.max(own.1)))
    }

    fn place(&self, glyph: &Glyph) -> (f64, f64) {
        let origin = glyph.origin.to_vec2();
        (origin.dot(self.direction), origin.dot(across(self.direction)))
    }

    fn is_continued_by(&self, glyph: &Glyph) -> bool {
        let (along, off) = self.place(glyph);
        let em = self.em.max(glyph.em);
        let gap = along - self.end;
        self.direction.dot(glyph.direction) > SAME_DIRECTION
            && (off - self.baseline).abs() <= OFF_BASELINE * em
            && (-BACKSTEP * em..=COLUMN_GAP * em).contains(&gap)
    }

    fn push(&mut self, glyph: &Glyph, text: String) {
        let (along, off) = self.place(glyph);
        // A box to be ticked is a word, however close its label stands.
        let is_box = |text: &str| box_glyphs::of_unicode(text).is_some();
        let last = self.words.last().and_then(|word| word.last());
        let starts_word = self.words.is_empty()
            || self.space_pending
            || is_box(&text)
            || last.is_some_and(|piece| is_box(&piece.text))
            || along - self.end > WORD_GAP * self.em.min(glyph.em);
        if starts_word {
            self.words.push(Vec::new());
        }
        if let Some(word) = self.words.last_mut() {
            word.push(Piece {
                text,
                font: glyph.font,
                along: (along, along + glyph.advance),
                across: (off - ASCENT * glyph.em, off + DESCENT * glyph.em),
            });
        }
        self.space_pending = false;
        self.end = self.end.max(along + glyph.advance);
        if glyph.em >= MARK_SIZE * self.em {
            self.baseline = off;
            self.em = glyph.em;
        }
    }

    fn line(&self, readings: &[Option<Reading>], to_pixels: Affine, size: (u32, u32)) -> Option<Line> {
        let mut ocr = String::new();
        let mut given = String::new();
        let mut length = 0;
        let mut words: Vec<Word> = Vec::new();
        let mut charset = None;
        for pieces in &self.words {
            if !words.is_empty() {
                ocr.push(' ');
                given.push(' ');
                length += 1;
            }
            let (mut text, mut as_given) = (String::new(), String::new());
            for run in pieces.chunk_by(|a, b| a.font == b.font) {
                let written: String = run.iter().map(|piece| piece.text.as_str()).collect();
                let reading = readings.get(run[0].font).copied().flatten();
                let read = reading.map_or_else(|| written.clone(), |reading| reading.read(&written));
                if read != written {
                    charset = charset.or(reading.map(|reading| reading.charset()));
                }
                text.push_str(&read);
                as_given.push_str(&written);
            }
            // Marks may be set in another font than their letters.
            let composed = decode(Charset::Decomposed, &text);
            if composed != text {
                charset = charset.or(Some(Charset::Decomposed));
                text = composed;
            }
            let start = length;
            length += u32::try_from(text.chars().count()).ok()?;
            ocr.push_str(&text);
            given.push_str(&as_given);
            words.push(Word {
                text: box_glyphs::of_unicode(&text).unwrap_or(&text).into(),
                ocr: text.into(),
                span: [start, length],
                bbox: Some(self.bounding_box(pieces, to_pixels, size)),
                confidence: 1.0,
                ocr_confidence: None,
                stroke: None,
                review: false,
                alternatives: Vec::new(),
            });
        }
        let bbox = words.iter().filter_map(|word| word.bbox).reduce(BoundingBox::union)?;
        let legacy = charset.map(|charset| Legacy { charset, text: given });
        Some(Line { text: ocr.clone(), ocr, bbox: Some(bbox), confidence: 1.0, words, legacy, block: None })
    }

    fn bounding_box(&self, pieces: &[Piece], to_pixels: Affine, (width, height): (u32, u32)) -> BoundingBox {
        let normal = across(self.direction);
        let corners = pieces.iter().flat_map(|piece| {
            let (a0, a1, b0, b1) = (piece.along.0, piece.along.1, piece.across.0, piece.across.1);
            [(a0, b0), (a1, b0), (a0, b1), (a1, b1)]
        });
        let points = corners.map(|(a, b)| to_pixels * (self.direction * a + normal * b).to_point());
        let (low, high) = points.fold(
            (Point::new(f64::INFINITY, f64::INFINITY), Point::new(f64::NEG_INFINITY, f64::NEG_INFINITY)),
            |(low, high), p| {
                (Point::new(low.x.min(p.x), low.y.min(p.y)), Point::new(high.x.max(p.x), high.y.max(p.y)))
            },
        );
        let cut = |value: f64, limit: u32| value.clamp(0.0, f64::from(limit)) as u32;
        BoundingBox {
            x0: cut(low.x.floor(), width),
            y0: cut(low.y.floor(), height),
            x1: cut(high.x.ceil(), width),
            y1: cut(high.y.ceil(), height),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Pen {
        glyphs: Vec<Glyph>,
    }

    impl Pen {
        fn write(&mut self, text: &str, x: f64, y: f64, em: f64, direction: Vec2) {
            for (index, c) in text.chars().enumerate() {
                let origin = Point::new(x, y) + direction * (index as f64 * em * 0.5);
                self.glyphs.push(Glyph {
                    text: c.to_string(),
                    origin,
                    direction,
                    advance: em * 0.5,
                    em,
                    invisible: false,
                    drawn_before: 0,
                    font: 0,
                });
            }
        }
    }

    fn read(glyphs: &[Glyph]) -> Vec<String> {
        gather(glyphs, &[], Affine::scale(2.0), (2000, 2000)).into_iter().map(|line| line.ocr).collect()
    }

    const RIGHT: Vec2 = Vec2::new(1.0, 0.0);

    #[test]
    fn words_part_at_spaces_and_gaps_and_lines_at_columns() {
        let mut pen = Pen { glyphs: Vec::new() };
        pen.write("Văn bản", 10.0, 50.0, 12.0, RIGHT);
        pen.write("số", 10.0 + 7.0 * 6.0 + 3.0, 50.0, 12.0, RIGHT);
        pen.write("Phụ lục", 300.0, 50.0, 12.0, RIGHT);
        pen.write("dưới", 10.0, 66.0, 12.0, RIGHT);
        assert_eq!(read(&pen.glyphs), ["Văn bản số", "Phụ lục", "dưới"]);
    }

    #[test]
    fn a_raised_footnote_mark_stays_with_its_word() {
        let mut pen = Pen { glyphs: Vec::new() };
        pen.write("Tỉnh", 10.0, 50.0, 12.0, RIGHT);
        pen.write("1", 34.0, 46.0, 7.0, RIGHT);
        pen.write(". Hoạt", 37.5, 50.0, 12.0, RIGHT);
        assert_eq!(read(&pen.glyphs), ["Tỉnh1. Hoạt"]);
    }

    #[test]
    fn text_drawn_twice_to_look_bold_is_read_once() {
        let mut pen = Pen { glyphs: Vec::new() };
        pen.write("đậm", 10.0, 50.0, 12.0, RIGHT);
        pen.write("đậm", 10.3, 50.0, 12.0, RIGHT);
        assert_eq!(read(&pen.glyphs), ["đậm"]);
    }

    #[test]
    fn a_page_drawn_twice_is_read_once() {
        let mut pen = Pen { glyphs: Vec::new() };
        for shift in [0.0, 0.4] {
            pen.write("Trạm đo gió", 10.0 + shift, 50.0, 12.0, RIGHT);
            pen.write("ghi sổ hằng ngày", 10.0 + shift, 66.0, 12.0, RIGHT);
        }
        assert_eq!(read(&pen.glyphs), ["Trạm đo gió", "ghi sổ hằng ngày"]);
    }

    #[test]
    fn text_that_runs_up_the_page_is_read_along_its_baseline() {
        let mut pen = Pen { glyphs: Vec::new() };
        pen.write("dọc trang", 100.0, 400.0, 10.0, Vec2::new(0.0, -1.0));
        let lines = gather(&pen.glyphs, &[], Affine::scale(2.0), (2000, 2000));
        assert_eq!(lines[0].ocr, "dọc trang");
        let bbox = lines[0].bbox.unwrap();
        assert!(bbox.height() > 3 * bbox.width(), "{bbox:?}");
        assert_eq!((bbox.y1, bbox.x0), (800, 182));
    }

    #[test]
    fn word_spans_and_boxes_match_the_line() {
        let mut pen = Pen { glyphs: Vec::new() };
        pen.write("Ủy ban", 10.0, 50.0, 12.0, RIGHT);
        let line = gather(&pen.glyphs, &[], Affine::scale(2.0), (2000, 2000)).remove(0);
        let characters: Vec<char> = line.ocr.chars().collect();
        for word in &line.words {
            let [start, end] = word.span.map(|at| at as usize);
            assert_eq!(characters[start..end].iter().collect::<String>(), word.ocr);
        }
        assert_eq!(line.words[1].bbox.unwrap().x0, 2 * (10 + 3 * 6));
    }

    #[test]
    fn numbers_drawn_last_stand_in_the_gaps_that_were_left_for_them() {
        let mut pen = Pen { glyphs: Vec::new() };
        pen.write("Số:", 10.0, 50.0, 12.0, RIGHT);
        pen.write("/QĐ-SG", 60.0, 50.0, 12.0, RIGHT);
        pen.write("Hoa Sim, ngày", 200.0, 50.0, 12.0, RIGHT);
        pen.write("tháng", 300.0, 50.0, 12.0, RIGHT);
        pen.write("năm 2025", 350.0, 50.0, 12.0, RIGHT);
        pen.write("Trạm đo gió", 10.0, 90.0, 12.0, RIGHT);
        pen.write("316", 34.0, 52.0, 12.0, RIGHT);
        pen.write("17", 282.0, 52.0, 12.0, RIGHT);
        pen.write("02", 330.5, 52.0, 12.0, RIGHT);
        assert_eq!(
            read(&pen.glyphs),
            ["Số: 316 /QĐ-SG", "Hoa Sim, ngày 17 tháng 02 năm 2025", "Trạm đo gió"]
        );
    }

    #[test]
    fn a_number_stands_between_two_rows_where_its_place_was_left_wide_open() {
        let mut pen = Pen { glyphs: Vec::new() };
        pen.write("Số:", 10.0, 50.0, 12.0, RIGHT);
        pen.write("/QĐ-SG", 80.0, 50.0, 12.0, RIGHT);
        pen.write("Trạm đo gió", 10.0, 90.0, 12.0, RIGHT);
        pen.write("316", 40.0, 50.0, 12.0, RIGHT);
        assert_eq!(read(&pen.glyphs), ["Số: 316 /QĐ-SG", "Trạm đo gió"]);
    }

    #[test]
    fn cells_drawn_column_by_column_stay_apart() {
        let mut pen = Pen { glyphs: Vec::new() };
        for (column, names) in [["Trạm", "Hoa Sim"], ["Tỉnh", "Lâm Hải"], ["120", "98"]].iter().enumerate()
        {
            for (row, name) in names.iter().enumerate() {
                pen.write(name, 10.0 + 70.0 * column as f64, 50.0 + 16.0 * row as f64, 12.0, RIGHT);
            }
        }
        assert_eq!(read(&pen.glyphs), ["Trạm", "Hoa Sim", "Tỉnh", "Lâm Hải", "120", "98"]);
    }

    #[test]
    fn a_stamp_drawn_last_over_a_title_leaves_the_columns_below_behind_it() {
        let mut pen = Pen { glyphs: Vec::new() };
        for (text, x, y) in [
            ("Phụ lục", 10.0, 50.0),
            ("DANH SÁCH TRẠM ĐO GIÓ", 100.0, 80.0),
            ("Trạm", 10.0, 110.0),
            ("Hoa Sim", 10.0, 126.0),
            ("Căn cứ pháp lý", 300.0, 110.0),
            ("Ký bởi: Sở Gió", 120.0, 30.0),
        ] {
            pen.write(text, x, y, 12.0, RIGHT);
        }
        let order =
            ["Phụ lục", "Ký bởi: Sở Gió", "DANH SÁCH TRẠM ĐO GIÓ", "Trạm", "Hoa Sim", "Căn cứ pháp lý"];
        assert_eq!(read(&pen.glyphs), order);
    }

    #[test]
    fn a_head_drawn_last_stands_above_the_text_and_columns_keep_their_order() {
        let mut pen = Pen { glyphs: Vec::new() };
        for (text, x, y) in [
            ("QUYẾT ĐỊNH", 150.0, 120.0),
            ("Trạm đo gió trên đồi ghi sổ hằng ngày và gửi về Sở", 10.0, 150.0),
            ("SỞ GIÓ", 10.0, 50.0),
            ("Số: 4/QĐ-SG", 10.0, 66.0),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 150.0, 50.0),
        ] {
            pen.write(text, x, y, 12.0, RIGHT);
        }
        let order = [
            "SỞ GIÓ",
            "Số: 4/QĐ-SG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "QUYẾT ĐỊNH",
            "Trạm đo gió trên đồi ghi sổ hằng ngày và gửi về Sở",
        ];
        assert_eq!(read(&pen.glyphs), order);
    }
}
