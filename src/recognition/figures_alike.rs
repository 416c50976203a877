//! Figures of a table that were misread, told by those that look the same.
//!
//! A table is set in one face, in which a `0` looks like any other. Tesseract reads a line as a whole, and of the three noughts that
//! close an amount in a typewriter's face the last one as `6`, or `1` as `4`. So each figure's print is held against that of the
//! others: where most that look like it were read as another figure, and it differs from them no more than they do from
//! one another, it is that figure. What was read stays among its alternatives.

use std::collections::BTreeMap;

use image::GrayImage;

use super::cells::Piece;
use super::ink::Ink;
use super::numbers;
use super::read_symbol::ReadSymbol;
use super::read_word::ReadWord;
use crate::document::{BoundingBox, Grid};

/// The print of a figure is told as how much of each field of so many, across and down, is ink.
const ACROSS: usize = 8;
const DOWN: usize = 12;
/// Most figures of a table that others are held against.
const MOST: usize = 480;
/// Figures that are nearest, and how many of them must have been read as the same other one: noughts at one place of their numbers
/// look most alike, and some of them were misread alike.
const NEAREST: usize = 9;
const AGREEING: usize = 6;
/// Part of the figures read often that look as others of their kind do, where looks tell.
const CONSISTENT: f32 = 0.85;
/// How often figures are gone through.
const ROUNDS: usize = 3;
/// How far a figure is from those nearest to it is told by so many.
const NEIGHBOURS: usize = 3;
/// How much farther from the others than these usually are from one another it may be.
const TYPICAL: f32 = 1.2;
/// Parts of a number's print that are lower than this part of its highest are points and commas.
const FIGURE: f32 = 0.6;

/// A figure's print.
#[derive(Debug, Clone)]
struct Shape {
    /// The figure as it was read.
    figure: char,
    fields: [f32; ACROSS * DOWN],
    /// Its width in heights.
    breadth: f32,
    /// Index of its piece, word and symbol.
    place: (usize, usize, usize),
}

impl Shape {
    /// Returns how much the prints of two figures differ.
    fn distance(&self, other: &Self) -> f32 {
        let fields = self.fields.iter().zip(&other.fields).map(|(a, b)| (a - b).abs()).sum::<f32>();
        fields / (ACROSS * DOWN) as f32 + (self.breadth - other.breadth).abs()
    }
}

/// Joins the numbers of cells that were read in pieces, and settles their figures, table by table. `image` is the page.
pub(super) fn settle(pieces: &mut [Piece], grids: &[Grid], image: &GrayImage) {
    let Some(area) = grids.iter().map(|grid| grid.bbox).reduce(BoundingBox::union) else { return };
    let ink = Ink::of(image, area);
    let parts = Parts::of(&ink);
    for piece in pieces.iter_mut().filter(|piece| piece.place.is_some()) {
        let Some(bbox) = piece.line.extent() else { continue };
        let own: Vec<BoundingBox> = parts.within(bbox).map(|part| ink.parts()[part]).collect();
        numbers::join(&mut piece.line, &own);
    }
    settle_figures(pieces, &parts);
}

fn settle_figures(pieces: &mut [Piece], parts: &Parts<'_>) {
    let mut tables: BTreeMap<usize, Vec<Shape>> = BTreeMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Some((grid, _)) = piece.place else { continue };
        for (nth, word) in piece.line.words.iter().enumerate() {
            tables.entry(grid).or_default().extend(shapes(word, (at, nth), parts));
        }
    }
    for shapes in tables.values_mut() {
        // What is settled tells of others.
        for _ in 0..ROUNDS {
            let found = misread(shapes);
            for (at, figure) in &found {
                let shape = &mut shapes[*at];
                shape.figure = *figure;
                let (piece, word, symbol) = shape.place;
                let word = &mut pieces[piece].line.words[word];
                let score = word.confidence.unwrap_or(0.0);
                let symbol = &mut word.symbols[symbol];
                let before = std::mem::replace(&mut symbol.text, figure.to_string());
                symbol.choices.retain(|(text, _)| *text != symbol.text);
                symbol.choices.insert(0, (before, score));
            }
            if found.is_empty() {
                break;
            }
        }
    }
}

/// The parts of the ink by the heights of their middles.
struct Parts<'a> {
    ink: &'a Ink,
    by_height: Vec<usize>,
}

impl<'a> Parts<'a> {
    fn of(ink: &'a Ink) -> Self {
        let mut by_height: Vec<usize> = (0..ink.parts().len()).collect();
        by_height.sort_by_key(|part| ink.parts()[*part].middle().1);
        Self { ink, by_height }
    }

    /// Returns the parts whose middles a box holds.
    fn within(&self, bbox: BoundingBox) -> impl Iterator<Item = usize> {
        let parts = self.ink.parts();
        let from = self.by_height.partition_point(|part| parts[*part].middle().1 < bbox.y0);
        let own = self.by_height[from..].iter().take_while(move |part| parts[**part].middle().1 < bbox.y1);
        own.copied().filter(move |part| bbox.holds_middle_of(parts[*part]))
    }
}

/// Returns the prints of a number's figures; none where it has more or fewer parts than figures, or letters beside one.
fn shapes(word: &ReadWord, (piece, nth): (usize, usize), parts: &Parts<'_>) -> Vec<Shape> {
    let ink = parts.ink;
    let character = |symbol: &ReadSymbol| {
        let mut characters = symbol.text.chars();
        characters.next().filter(|_| characters.next().is_none())
    };
    let figures: Vec<(usize, char)> = word
        .symbols
        .iter()
        .enumerate()
        .filter_map(|(at, symbol)| Some((at, character(symbol)?)))
        .filter(|(_, c)| c.is_alphanumeric())
        .collect();
    let letters = figures.iter().filter(|(_, c)| !c.is_ascii_digit()).count();
    let Some(bbox) = word.bbox.filter(|_| letters < 2 && letters < figures.len()) else { return Vec::new() };
    let mut own: Vec<usize> = parts.within(bbox).collect();
    let highest = own.iter().map(|part| ink.parts()[*part].height()).max().unwrap_or(0);
    own.retain(|part| ink.parts()[*part].height() as f32 >= FIGURE * highest as f32);
    own.sort_by_key(|part| ink.parts()[*part].x0);
    if own.len() != figures.len() {
        return Vec::new();
    }
    let shape = |(part, (symbol, figure)): (&usize, &(usize, char))| {
        let (fields, breadth) = fields(ink, *part);
        Shape { figure: *figure, fields, breadth, place: (piece, nth, *symbol) }
    };
    own.iter().zip(&figures).map(shape).collect()
}

/// Returns how much of each field of a part is ink, and the part's width in heights.
fn fields(ink: &Ink, part: usize) -> ([f32; ACROSS * DOWN], f32) {
    let BoundingBox { x0, y0, x1, y1 } = ink.parts()[part];
    let (width, height) = ((x1 - x0).max(1) as usize, (y1 - y0).max(1) as usize);
    let mut fields = [0.0; ACROSS * DOWN];
    let mut pixels = [0.0; ACROSS * DOWN];
    // At least one pixel a field, whatever the part's size.
    let (columns, rows) = (width.max(ACROSS), height.max(DOWN));
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (x0 + (column * width / columns) as u32, y0 + (row * height / rows) as u32);
            let field = row * DOWN / rows * ACROSS + column * ACROSS / columns;
            pixels[field] += 1.0;
            fields[field] += f32::from(u8::from(ink.part_at(x, y) == Some(part)));
        }
    }
    fields.iter_mut().zip(pixels).for_each(|(field, pixels): (&mut f32, f32)| *field /= pixels.max(1.0));
    (fields, width as f32 / height as f32)
}

/// Returns which figures of a table were misread, with what they are.
fn misread(shapes: &[Shape]) -> Vec<(usize, char)> {
    let step = shapes.len().div_ceil(MOST).max(1);
    let samples: Vec<&Shape> =
        shapes.iter().step_by(step).filter(|shape| shape.figure.is_ascii_digit()).collect();
    let mut of_figures: BTreeMap<char, Vec<&Shape>> = BTreeMap::new();
    for sample in &samples {
        of_figures.entry(sample.figure).or_default().push(sample);
    }
    // How far apart the prints of each figure are.
    let usual: BTreeMap<char, f32> = of_figures
        .iter()
        .filter_map(|(figure, own)| {
            let mut spreads: Vec<f32> =
                own.iter().filter_map(|sample| mean_of_nearest(sample, own)).collect();
            spreads.sort_by(f32::total_cmp);
            Some((*figure, *spreads.get(spreads.len() / 2)?))
        })
        .collect();
    // The figure that most of the nearest were read as, if so many were.
    let look = |shape: &Shape| -> Option<Option<char>> {
        let mut near: Vec<(f32, char)> = samples
            .iter()
            .filter(|other| other.place != shape.place)
            .map(|other| (shape.distance(other), other.figure))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        let nearest = near.get(..NEAREST)?;
        let count = |figure: char| nearest.iter().filter(|(_, other)| *other == figure).count();
        Some(nearest.iter().map(|(_, figure)| *figure).find(|figure| count(*figure) >= AGREEING))
    };
    let seen: Vec<(usize, &Shape, Option<char>)> =
        shapes.iter().enumerate().filter_map(|(at, shape)| Some((at, shape, look(shape)?))).collect();
    // Of a hand, or of a page on which figures look alike whatever they are, the looks say nothing.
    let is_many = |shape: &Shape| of_figures.get(&shape.figure).is_some_and(|own| own.len() > NEAREST);
    let of_many: Vec<bool> = seen
        .iter()
        .filter(|(_, shape, _)| is_many(shape))
        .map(|(_, shape, figure)| *figure == Some(shape.figure))
        .collect();
    let agreeing = of_many.iter().filter(|agrees| **agrees).count();
    if of_many.is_empty() || (agreeing as f32) < CONSISTENT * of_many.len() as f32 {
        return Vec::new();
    }
    let settled = |shape: &Shape, figure: Option<char>| -> Option<char> {
        let figure = figure?;
        let is_typical = mean_of_nearest(shape, of_figures.get(&figure)?)? <= TYPICAL * usual.get(&figure)?;
        (figure != shape.figure && is_typical).then_some(figure)
    };
    seen.into_iter().filter_map(|(at, shape, figure)| Some((at, settled(shape, figure)?))).collect()
}

/// Returns how far a figure is from the nearest of others; `None` where they are too few.
fn mean_of_nearest(shape: &Shape, others: &[&Shape]) -> Option<f32> {
    let mut distances: Vec<f32> =
        others.iter().filter(|other| other.place != shape.place).map(|other| shape.distance(other)).collect();
    distances.sort_by(f32::total_cmp);
    Some(distances.get(..NEIGHBOURS)?.iter().sum::<f32>() / NEIGHBOURS as f32)
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;
    use crate::recognition::read_line::ReadLine;

    /// Figures of 10 by 14 pixels: what is drawn for each.
    fn draw(page: &mut GrayImage, figure: char, (x, y): (u32, u32)) {
        let mut fill = |x0: u32, y0: u32, x1: u32, y1: u32| {
            for (dx, dy) in (x0..x1).flat_map(|dx| (y0..y1).map(move |dy| (dx, dy))) {
                page.put_pixel(x + dx, y + dy, Luma([0]));
            }
        };
        match figure {
            '0' => [(0, 0, 10, 2), (0, 12, 10, 14), (0, 0, 2, 14), (8, 0, 10, 14)]
                .map(|(a, b, c, d)| fill(a, b, c, d)),
            '6' => [(0, 6, 10, 8), (0, 12, 10, 14), (0, 0, 2, 14), (8, 6, 10, 14)]
                .map(|(a, b, c, d)| fill(a, b, c, d)),
            _ => [(0, 0, 10, 2), (8, 0, 10, 14), (7, 2, 8, 14), (6, 8, 8, 14)]
                .map(|(a, b, c, d)| fill(a, b, c, d)),
        };
    }

    /// What comes of numbers, a row each, that were printed and read so.
    fn settled(rows: &[(&str, &str)]) -> Vec<String> {
        let mut page = GrayImage::from_pixel(200, 20 + 20 * rows.len() as u32, Luma([255]));
        let mut pieces = Vec::new();
        for (row, (printed, read)) in (0..).zip(rows) {
            let y = 10 + 20 * row;
            let places: Vec<u32> = (0..printed.len() as u32).map(|at| 10 + 14 * at).collect();
            places.iter().zip(printed.chars()).for_each(|(x, c)| draw(&mut page, c, (*x, y)));
            let symbol = |c: char| ReadSymbol { text: c.into(), ..ReadSymbol::default() };
            let bbox = Some(BoundingBox::new(8, y, 10 + 14 * printed.len() as u32, y + 14));
            let word = ReadWord { bbox, symbols: read.chars().map(symbol).collect(), ..ReadWord::default() };
            pieces.push(Piece { place: Some((0, 0)), line: ReadLine { bbox, words: vec![word] } });
        }
        let ink = Ink::of(&page, BoundingBox::new(0, 0, page.width(), page.height()));
        settle_figures(&mut pieces, &Parts::of(&ink));
        pieces.iter().map(|piece| piece.line.words[0].text()).collect()
    }

    #[test]
    fn a_figure_that_looks_like_all_of_another_kind_is_of_that_kind() {
        let rows = [
            ("6000", "6000"),
            ("6000", "6006"),
            ("6000", "6000"),
            ("6600", "6600"),
            ("6060", "6O60"),
            ("6006", "6006"),
        ];
        let expected = ["6000", "6000", "6000", "6600", "6060", "6006"];
        assert_eq!(settled(&rows), expected);
    }

    #[test]
    fn a_rare_figure_is_no_other_though_it_has_no_like() {
        let rows = [("6000", "6000"), ("7000", "7000"), ("6000", "6000"), ("6600", "6600"), ("6060", "6060")];
        assert_eq!(settled(&rows), ["6000", "7000", "6000", "6600", "6060"]);
    }

    #[test]
    fn a_number_whose_figures_touch_says_nothing() {
        let rows = [("6000", "6000"), ("600", "6006"), ("6000", "6000"), ("6600", "6600")];
        assert_eq!(settled(&rows)[1], "6006");
    }
}
