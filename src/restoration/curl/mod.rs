//! Lines that curl, as those of bound volumes do near the spine, found and made level.
//!
//! The bottoms of the letters of a line lie on its baseline, but for descenders and dots below. One smooth [`Curl`] of
//! vertical displacement is fitted to the baselines of all lines at once ([`fit`]). It is believed where it bends many
//! lines and leaves the letters of nearly all of those far nearer to their baseline than they were; then every column of
//! the page is moved up and down by what the field says. Nothing is moved across: near a spine letters stay narrow.

use image::GrayImage;

use super::bilevel::WORK_DPI;
use super::deskew::{self, cubic};
use super::letters::Letters;
use crate::document::curl::Curl;

mod fit;

use fit::Baseline;

/// Fewest letters of a line that a baseline is told from.
const LETTERS_IN_LINE: usize = 8;
/// Fewest letters in such lines on a page that may be curled: four lines of print.
const FEWEST_LETTERS: usize = 200;

/// A line is bent that the field moves by this share of a letter's height, from its highest to its lowest place.
const BENT: f64 = 0.25;
/// Fewest bent lines of a curled page.
const FEWEST_BENT: usize = 3;
/// A bent line agrees if the field leaves this share of its letters' distance from its baseline.
const LEFT: f64 = 0.6;
/// Share of the bent lines that agree on a curled page.
const AGREEING: f64 = 0.7;

/// Returns the curl of an upright page, its skew in degrees given as far as curled lines let it be found, and that
/// skew put right; `None` if the page lies flat, or too little is printed on it to tell.
pub(super) fn find(letters: &Letters, skew: f32) -> Option<(f32, Curl)> {
    let (width, height) = (letters.page.width as f64, letters.page.height as f64);
    let off = fit::OFF * f64::from(WORK_DPI) / height;
    let mut lines = baselines(letters, skew);
    if lines.iter().map(|line| line.feet.len()).sum::<usize>() < FEWEST_LETTERS {
        return None;
    }
    // What is tilted is not bent: the field is judged once no tilt is left in it.
    let tilted = fit::fit(&mut lines, off)?;
    let tilt = (slope(&tilted, &lines) * height / width).atan().to_degrees() as f32;
    let skew = (skew + tilt).clamp(-deskew::WIDEST, deskew::WIDEST);
    let mut lines = baselines(letters, skew);
    let field = fit::fit(&mut lines, off)?;
    is_borne_out(&field, &lines, height).then_some((skew, field))
}

/// Returns the straightened page, at whatever resolution, made flat; its size stays.
pub(super) fn flatten(curl: &Curl, image: &GrayImage) -> GrayImage {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let tall = height as f64;
    // The field is linear down the page: two numbers for each column.
    let column = |x: usize| {
        let x = (x as f64 + 0.5) / width as f64;
        let (top, bottom) = (curl.at(x, 0.0) * tall, curl.at(x, 1.0) * tall);
        (top as f32, ((bottom - top) / tall) as f32)
    };
    let columns: Vec<(f32, f32)> = (0..width).map(column).collect();
    let source = image.as_raw();
    let mut out = vec![255_u8; source.len()];
    for (y, row) in out.chunks_exact_mut(width.max(1)).enumerate() {
        for (x, (value, (top, slope))) in row.iter_mut().zip(&columns).enumerate() {
            let at = y as f32 + top + slope * (y as f32 + 0.5);
            *value = sample(source, (width, height), x, at);
        }
    }
    GrayImage::from_raw(image.width(), image.height(), out).unwrap_or_else(|| image.clone())
}

/// Returns how steeply the field falls where most letters are: where a book's page is flat, this is its skew.
fn slope(field: &Curl, lines: &[Baseline]) -> f64 {
    let at_feet = lines.iter().flat_map(|line| line.feet.iter().map(|foot| field.slope(foot.x, line.level)));
    median(&mut at_feet.collect::<Vec<f64>>())
}

/// Returns whether the lines, on a page of so many pixels' height, are as the field says.
fn is_borne_out(field: &Curl, lines: &[Baseline], height: f64) -> bool {
    let mut letters: Vec<f64> = lines.iter().flat_map(|line| &line.feet).map(|foot| foot.letter).collect();
    let least = BENT * median(&mut letters);
    let (mut bent, mut agreeing) = (0, 0);
    for line in lines {
        let moved: Vec<f64> = line.feet.iter().map(|foot| field.at(foot.x, line.level) * height).collect();
        let low = moved.iter().copied().fold(f64::INFINITY, f64::min);
        let high = moved.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if high - low < least {
            continue;
        }
        let before = spread(line.feet.iter().map(|foot| foot.y * height).collect());
        let after = spread(line.feet.iter().zip(&moved).map(|(foot, d)| foot.y * height - d).collect());
        bent += 1;
        agreeing += usize::from(after <= LEFT * before);
    }
    bent >= FEWEST_BENT && agreeing as f64 >= AGREEING * bent as f64
}

/// Returns the lines of a page in parts of its width and height, its skew of so many degrees taken out.
fn baselines(letters: &Letters, skew: f32) -> Vec<Baseline> {
    let (width, height) = (letters.page.width as f64, letters.page.height as f64);
    let (sin, cos) = f64::from(skew).to_radians().sin_cos();
    let foot = |&index: &usize| {
        let body = &letters.bodies[index];
        let x = (body.x0 + body.x1) as f64 / 2.0 - width / 2.0;
        let y = body.y1 as f64 - height / 2.0;
        fit::Foot {
            x: (x * cos + y * sin) / width + 0.5,
            y: (y * cos - x * sin) / height + 0.5,
            letter: body.height() as f64,
            weight: 1.0,
        }
    };
    let baseline = |line: &Vec<usize>| {
        let feet: Vec<fit::Foot> = line.iter().map(foot).collect();
        let level = feet.iter().map(|foot| foot.y).sum::<f64>() / feet.len() as f64;
        Baseline { feet, level }
    };
    letters.lines(LETTERS_IN_LINE).iter().map(baseline).collect()
}

/// Catmull and Rom's cubic between four pixels of a column, white beyond the edges.
fn sample(source: &[u8], (width, height): (usize, usize), x: usize, y: f32) -> u8 {
    let pixel = |row: i64| {
        let row = usize::try_from(row).ok().filter(|row| *row < height);
        row.map_or(255.0, |row| f32::from(source[row * width + x]))
    };
    let top = y.floor();
    let weights = cubic(y - top);
    let first = top as i64 - 1;
    let sum: f32 = (first..).zip(weights).map(|(row, weight)| weight * pixel(row)).sum();
    (sum + 0.5).clamp(0.0, 255.0) as u8
}

/// Returns the median distance from the median.
fn spread(mut values: Vec<f64>) -> f64 {
    let middle = median(&mut values);
    values.iter_mut().for_each(|value| *value = (*value - middle).abs());
    median(&mut values)
}

fn median(values: &mut [f64]) -> f64 {
    let middle = values.len() / 2;
    if values.is_empty() { 0.0 } else { *values.select_nth_unstable_by(middle, f64::total_cmp).1 }
}

#[cfg(test)]
mod tests {
    use super::super::bilevel::Bilevel;
    use super::*;
    use crate::document::BoundingBox;

    const WIDTH: u32 = 1240;
    const HEIGHT: u32 = 1754;

    /// Lines of made letters, of which every seventh has a descender, and a block below them; bent by a field of
    /// pixels.
    fn page(lines: u32, bend: impl Fn(f32, f32) -> f32) -> GrayImage {
        let is_ink = |x: u32, y: u32| {
            let (line, letter) = (y.saturating_sub(150) / 40, (x / 14) % 7);
            let row = y.saturating_sub(150) % 40;
            let bottom = if letter == 3 { 18 } else { 14 };
            let in_text = (150..1090).contains(&x) && y >= 150 && line < lines;
            (in_text && row < bottom && x % 14 < 10 && letter != 6)
                || ((200..240).contains(&x) && (1500..1520).contains(&y))
        };
        GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
            // The place on the flat page, to a pixel: the field changes little over its own size.
            let flat = y as f32 - bend(x as f32, y as f32);
            image::Luma([if flat >= 0.0 && is_ink(x, flat.round() as u32) { 0 } else { 255 }])
        })
    }

    /// The curl of a book whose spine is at the left.
    fn book(x: f32, y: f32) -> f32 {
        24.0 * (-x / 200.0).exp() * (1.0 + y / 2000.0)
    }

    fn wave(x: f32, y: f32) -> f32 {
        10.0 * (x / 170.0).sin() * (1.3 - y / 2500.0)
    }

    fn letters(image: &GrayImage) -> Letters {
        let page = Bilevel::below(image, 128);
        let (components, labels) = page.components();
        Letters::of(&page, &components, &labels)
    }

    /// The box of the block.
    fn block(image: &GrayImage) -> BoundingBox {
        let ink = || image.enumerate_pixels().filter(|(_, y, pixel)| *y > 1460 && pixel.0[0] < 128);
        let (left, right) = (ink().map(|p| p.0).min().unwrap(), ink().map(|p| p.0).max().unwrap());
        let (top, bottom) = (ink().map(|p| p.1).min().unwrap(), ink().map(|p| p.1).max().unwrap());
        BoundingBox::new(left, top, right + 1, bottom + 1)
    }

    #[test]
    fn bent_lines_come_out_level() {
        for bend in [book, wave] {
            let bent = page(30, bend);
            let (skew, curl) = find(&letters(&bent), 0.0).unwrap();
            let straight = deskew::straighten(&bent, skew);
            let flat = baselines(&letters(&flatten(&curl, &straight)), 0.0);
            assert!(flat.len() >= 28, "{}", flat.len());
            for line in flat {
                let mut feet: Vec<f64> = line.feet.iter().map(|foot| foot.y * f64::from(HEIGHT)).collect();
                let middle = median(&mut feet);
                // Letters stand within two pixels of each other, but for one in six, which has a descender.
                let off = feet.iter().filter(|foot| (**foot - middle).abs() >= 2.0);
                assert!(off.count() <= feet.len() / 6 + feet.len() / 20, "{feet:?}");
            }
        }
    }

    #[test]
    fn a_flat_page_is_left_alone() {
        assert_eq!(find(&letters(&page(30, |_, _| 0.0)), 0.0), None);
    }

    #[test]
    fn a_skew_left_in_is_no_curl() {
        for tilt in [0.0014, 0.02] {
            assert_eq!(find(&letters(&page(30, |x, _| x * tilt)), 0.0), None, "{tilt}");
        }
    }

    #[test]
    fn a_few_lines_do_not_tell_a_curl() {
        assert_eq!(find(&letters(&page(2, book)), 0.0), None);
    }

    #[test]
    fn a_box_goes_back_to_where_its_print_was() {
        for bend in [book, wave] {
            let bent = page(30, bend);
            let mut lines = baselines(&letters(&bent), 0.0);
            let curl = fit::fit(&mut lines, fit::OFF * f64::from(WORK_DPI) / f64::from(HEIGHT)).unwrap();
            let there = curl.bounding_box(block(&flatten(&curl, &bent)), (WIDTH, HEIGHT));
            let was = block(&bent);
            assert_eq!((there.x0, there.x1), (was.x0, was.x1));
            // The block leans with the field, and the box is around all of it: by what the field falls over its width.
            let off = (there.y0.abs_diff(was.y0), there.y1.abs_diff(was.y1));
            assert!(off.0 <= 4 && off.1 <= 4, "{there:?} {was:?}");
        }
    }
}
