//! The words of a page, invisible (text rendering mode 3), each stretched over the box of its print.
//!
//! The letters of a line have one size and one baseline, so that a selection looks even. Both follow from the boxes of its
//! words, which reach down to the baseline or, with a letter that hangs or a mark below, beneath it. The words of a line are
//! stretched alike as far as their boxes let them, for what is written here is most of what a PDF is larger than its scan.

use std::io::Write;
use std::sync::LazyLock;

use hayro::kurbo::{Affine, Point, Vec2};
use regex::Regex;

use super::FONT;
use super::glyphless::{Alphabet, DESCENT};
use super::tags::Owner;
use super::tags::marks::Marks;
use crate::document::{BoundingBox, Line, Page};
use crate::export::printed;

/// The height of a word with tall letters and marks or tails, which the taller of a line's words have; ems.
const TALL: f64 = 0.9;
/// How many of a line's words are lower than the one whose height gives its size.
const TALL_FROM: f64 = 0.75;
/// Letters that reach below the baseline.
const HANGING: &str = "gjpqyĝŷýỳỷỹỵạậặẹệịọộợụựỵ,;()[]Q/";
/// The smallest size of letters, points; boxes of specks have to hold a word as well.
const SMALLEST: f64 = 1.0;
/// Steps of their sizes, points.
const SIZE_STEP: f64 = 0.5;
/// How far letters may be stretched or pressed, percent.
const STRETCH: std::ops::RangeInclusive<f64> = 4.0..=9_996.0;
/// Which of its words' stretches, sorted, a line has: a little below the middle, for what is too long runs into the next word.
const STRETCH_FROM: f64 = 0.4;
/// How far from its print a word may end that is stretched as its line is, points (0.7 mm).
const OFF: f64 = 2.0;
/// What is left free between words at least, ems. Readers take narrower gaps for none, even where a blank stands in them (0.1 in
/// poppler).
const GAP: f64 = 0.15;
/// Steps in which gaps are told, thousandths of an em.
const GAP_STEP: f64 = 50.0;

/// A word and its place along and across the lines of its page, points.
#[derive(Debug)]
struct Placed {
    text: String,
    /// What it is; `None` where that is not told.
    owner: Option<Owner>,
    along: (f64, f64),
    /// Grows downwards.
    down: (f64, f64),
}

/// Returns what draws the words of pages that share a sheet, and marks what they are. `to_user` leads from the scan's pixels to
/// the PDF's units. `None` where there are none.
pub(super) fn content(
    pages: &[&Page],
    to_user: Affine,
    alphabet: &Alphabet,
    marks: &mut Marks<'_>,
) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    for page in pages {
        let origin = page.part.map_or(Vec2::ZERO, |part| Vec2::new(part.x0.into(), part.y0.into()));
        let axes = Axes::of(page, to_user * Affine::translate(origin));
        for (line, number) in page.lines.iter().zip(1..) {
            axes.write(&mut content, &axes.words(line, marks.owners(page, number)), alphabet, marks);
        }
    }
    marks.close(&mut content);
    (!content.is_empty()).then(|| [b"q\n3 Tr\n", content.as_slice(), b"Q\n"].concat())
}

/// Returns the texts of all words of a page as they are laid on it.
pub(super) fn texts(page: &Page) -> impl Iterator<Item = String> {
    page.lines.iter().flat_map(|line| printed::words(line, None)).map(|word| as_printed(&word.text))
}

/// Returns a text with its footnote marks as they are printed.
fn as_printed(text: &str) -> String {
    static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\^\[([^\]\s]+)\]").ok());
    MARK.as_ref().map_or(text.into(), |mark| mark.replace_all(text, "$1")).into_owned()
}

/// The directions of a page's lines.
struct Axes {
    /// From the page's pixels to the PDF's units.
    to_user: Affine,
    /// Unit vectors along and down the page as it is upright.
    along: Vec2,
    down: Vec2,
    /// Tangent of the angle by which lines fall.
    slope: f64,
}

impl Axes {
    fn of(page: &Page, to_user: Affine) -> Self {
        // The quarter turn set the page upright; its lines run as that turn taken back.
        let along = match page.rotation {
            90 => Vec2::new(0.0, -1.0),
            180 => Vec2::new(-1.0, 0.0),
            270 => Vec2::new(0.0, 1.0),
            _ => Vec2::new(1.0, 0.0),
        };
        let down = Vec2::new(-along.y, along.x);
        let linear = |v: Vec2| (to_user * v.to_point() - to_user * Point::ZERO).normalize();
        let (along, down) = (linear(along), linear(down));
        Self { to_user, along, down, slope: f64::from(page.skew).to_radians().tan() }
    }

    /// Returns the extent of a box along and down.
    fn extents(&self, bbox: BoundingBox) -> ((f64, f64), (f64, f64)) {
        let corner = |x: u32, y: u32| (self.to_user * Point::new(x.into(), y.into())).to_vec2();
        let corners = [corner(bbox.x0, bbox.y0), corner(bbox.x1, bbox.y1)];
        let extent = |axis: Vec2| {
            let [a, b] = corners.map(|corner| corner.dot(axis));
            (a.min(b), a.max(b))
        };
        (extent(self.along), extent(self.down))
    }

    fn words(&self, line: &Line, owners: &[Owner]) -> Vec<Placed> {
        let mut words: Vec<Placed> = Vec::new();
        for (at, word) in printed::words(line, None).into_iter().enumerate() {
            let owner = owners.get(at).copied();
            let text = as_printed(&word.text);
            match (word.bbox.or(line.bbox.filter(|_| words.is_empty())), words.last_mut()) {
                (Some(bbox), _) => {
                    let (along, down) = self.extents(bbox);
                    words.push(Placed { text, owner, along, down });
                }
                // What has no place of its own goes with what it follows.
                (None, Some(before)) => {
                    before.text.push(' ');
                    before.text.push_str(&text);
                }
                (None, None) => {}
            }
        }
        words
    }

    /// Writes the words of a line.
    fn write(&self, content: &mut Vec<u8>, words: &[Placed], alphabet: &Alphabet, marks: &mut Marks<'_>) {
        let Some(first) = words.first() else { return };
        // A box of a falling line is higher than its word by what the word's length makes of the fall.
        let fall = |word: &Placed| {
            ((word.along.1 - word.along.0) * self.slope.abs()).min((word.down.1 - word.down.0) / 2.0)
        };
        let height = |word: &Placed| word.down.1 - word.down.0 - fall(word);
        let size = share_of(words.iter().map(height), TALL_FROM) / TALL;
        let size = ((size / SIZE_STEP).round() * SIZE_STEP).max(SMALLEST);
        // Where the line would meet the left edge of the page.
        let rest = |word: &Placed| {
            let foot = if word.text.chars().any(|c| HANGING.contains(c)) { DESCENT * size } else { 0.0 };
            word.down.1 - fall(word) / 2.0 - foot - self.slope * (word.along.0 + word.along.1) / 2.0
        };
        let rest = share_of(words.iter().map(rest), 0.5);

        // A fallen box is longer than its word by what the fall makes of its height.
        let slack =
            |word: &Placed| (height(word) * self.slope.abs() / 2.0).min((word.along.1 - word.along.0) / 4.0);
        let start = |word: &Placed| word.along.0 + slack(word);
        let stretch = self.slope.hypot(1.0);
        let (along, up) = (
            (self.along + self.down * self.slope) / stretch,
            (self.along * self.slope - self.down) / stretch,
        );
        let origin = self.along * start(first) + self.down * (rest + self.slope * start(first));
        // Marks and texts may not cross: those within a line end within it.
        let is_one = words.iter().all(|word| word.owner == first.owner);
        if is_one {
            marks.turn_to(content, first.owner);
        } else {
            marks.close(content);
        }
        // Writing to memory does not fail.
        let _ = writeln!(
            content,
            "BT /{FONT} {} Tf {} {} {} {} {} {} Tm",
            number(size, 1),
            number(along.x, 4),
            number(along.y, 4),
            number(up.x, 4),
            number(up.y, 4),
            number(origin.x, 1),
            number(origin.y, 1),
        );
        let spans: Vec<Span> = words
            .iter()
            .enumerate()
            .map(|(at, word)| {
                // What follows may also stand to the left, as the second row of a cell does.
                let next = words.get(at + 1).map(start).filter(|next| *next > start(word) + 2.0 * GAP * size);
                let room = next.map_or(f64::INFINITY, |next| next - GAP * size - start(word));
                let length = (word.along.1 - slack(word) - start(word)).min(room);
                Span {
                    begins: (start(word) - start(first)) * stretch / size,
                    length: length * stretch / size,
                    room: room * stretch / size,
                    natural: alphabet.advance(&word.text),
                }
            })
            .collect();
        let mut run = Run::new(share_of(spans.iter().map(Span::percent), STRETCH_FROM), size);
        for (word, span) in words.iter().zip(&spans) {
            if !is_one {
                run.end(content);
                marks.turn_to(content, word.owner);
            }
            run.show(content, word, span, alphabet);
        }
        run.end(content);
        if !is_one {
            marks.close(content);
        }
        content.extend_from_slice(b"ET\n");
    }
}

/// Where a word lies along its line, ems.
#[derive(Debug)]
struct Span {
    begins: f64,
    length: f64,
    /// How long it may be, for the next to stand apart.
    room: f64,
    /// How long it is without being stretched.
    natural: f64,
}

impl Span {
    /// Returns how far its letters are stretched to be as long as it is, percent; down to whole ones.
    fn percent(&self) -> f64 {
        (self.length / self.natural.max(f64::EPSILON) * 100.0).floor().clamp(*STRETCH.start(), *STRETCH.end())
    }
}

/// Words of a line, as they are written one after another.
struct Run {
    /// How far a line's words are stretched, percent.
    usual: f64,
    /// Size of the letters, points.
    size: f64,
    /// How far the words written last are stretched; 0 before the first.
    percent: f64,
    /// Where the next letter would stand, ems from where the line begins.
    pen: f64,
    is_open: bool,
}

impl Run {
    fn new(usual: f64, size: f64) -> Self {
        Self { usual, size, percent: 0.0, pen: 0.0, is_open: false }
    }

    /// Writes a word, and a blank, also at the end of a line: tags lead on from there.
    fn show(&mut self, content: &mut Vec<u8>, word: &Placed, span: &Span, alphabet: &Alphabet) {
        let as_usual = self.usual / 100.0 * span.natural;
        let is_usual = as_usual <= span.room && (as_usual - span.length).abs() * self.size <= OFF;
        let percent = if is_usual { self.usual } else { span.percent() };
        if percent != self.percent {
            self.end(content);
            self.percent = percent;
            let _ = write!(content, "{percent} Tz");
        }
        if !self.is_open {
            content.push(b'[');
            self.is_open = true;
        }
        let stretched = self.percent / 100.0;
        let back = ((self.pen - span.begins) / stretched * 1000.0 / GAP_STEP).round() * GAP_STEP;
        if back != 0.0 {
            let _ = write!(content, "{back}");
        }
        self.pen -= back / 1000.0 * stretched;
        content.push(b'(');
        for byte in alphabet.encode(&word.text).into_iter().chain(alphabet.encode(" ")) {
            match byte {
                b'(' | b')' | b'\\' => content.extend([b'\\', byte]),
                b'\r' => content.extend_from_slice(b"\\r"),
                _ => content.push(byte),
            }
        }
        content.push(b')');
        self.pen += (span.natural + alphabet.advance(" ")) * stretched;
    }

    /// Ends what is being written.
    fn end(&mut self, content: &mut Vec<u8>) {
        if std::mem::take(&mut self.is_open) {
            content.extend_from_slice(b"]TJ\n");
        }
    }
}

/// Returns the value that the given share of values are below; 0 of none.
fn share_of(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(((values.len() as f64 - 1.0) * share).round().max(0.0) as usize).copied().unwrap_or_default()
}

/// Returns a number with at most so many decimals, and none that are 0.
fn number(value: f64, decimals: usize) -> String {
    let written = format!("{value:.decimals$}");
    let short =
        if written.contains('.') { written.trim_end_matches('0').trim_end_matches('.') } else { &written };
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}
