//! What was filled into a field, as lines of text where the field stands.

use hayro::kurbo::{Affine, Rect};

use super::form::{Field, Value};
use crate::document::check_box::{EMPTY, TICKED};
use crate::document::{BoundingBox, Line, Word};

/// Returns the lines of a field, none where it is empty. `shown` is what its appearance draws; `needs_appearances` says that it may
/// be out of date. `to_pixels` maps points of the page to pixels.
pub(super) fn lines(
    field: &Field,
    shown: Vec<Line>,
    needs_appearances: bool,
    to_pixels: Affine,
) -> Vec<Line> {
    let place = pixels(to_pixels.transform_rect_bbox(field.rect));
    match &field.value {
        Value::Tick(is_ticked) => {
            let word = Word::as_read(if *is_ticked { TICKED } else { EMPTY }, None, Some(place), None);
            vec![Line::of_words(None, vec![word])]
        }
        Value::Text(value) => {
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            let drawn: String = shown.iter().map(|line| solid(&line.ocr)).collect();
            // What is drawn is the value as it is to be shown, a sum with its points; but the letters of a number in a comb stand far apart.
            let words = shown.iter().map(|line| line.words.len()).sum::<usize>();
            let is_comb = drawn == solid(value) && words != value.split_whitespace().count();
            let is_stale = needs_appearances && drawn != solid(value) && !solid(value).is_empty();
            if drawn.is_empty() || is_comb || is_stale { set(value, place) } else { shown }
        }
    }
}

/// The width of a letter, in heights of its line.
const LETTER: f32 = 0.4;

/// Sets a text in a place, its lines spread over it.
fn set(text: &str, place: BoundingBox) -> Vec<Line> {
    let texts: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let count = texts.len() as u32;
    let line = |(at, text): (u32, &&str)| {
        let y = |at: u32| place.y0 + place.height() * at / count;
        let letters = text.chars().count().max(1) as f32;
        let step = (place.width() as f32 / letters).min(LETTER * (place.height() / count) as f32);
        let x = |at: u32| place.x0 + (step * at as f32) as u32;
        let mut from = 0;
        let mut words = Vec::new();
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            if !word.is_empty() {
                let to = from + word.chars().count() as u32;
                let bbox = BoundingBox::new(x(from), y(at), x(to), y(at + 1));
                words.push(Word::as_read(word, None, Some(bbox), None));
            }
            from += piece.chars().count() as u32;
        }
        Line::of_words(None, words)
    };
    (0..count).zip(&texts).map(line).collect()
}

fn pixels(rect: Rect) -> BoundingBox {
    let whole = |value: f64| value.clamp(0.0, f64::from(u32::MAX / 2)) as u32;
    BoundingBox::new(
        whole(rect.x0.floor()),
        whole(rect.y0.floor()),
        whole(rect.x1.ceil()),
        whole(rect.y1.ceil()),
    )
}
