//! Whole pages through `restoration::restore`: upright, straight, evened, ruled, blank.

use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, imageops};
use phuchoi::document::BoundingBox;
use phuchoi::restoration::{self, Leaf, Restored, Step};

const WHITE: Luma<u8> = Luma([255]);
const WIDTH: u32 = 2480;
const HEIGHT: u32 = 3508;

/// Restores a scan of one page.
fn restore(image: &DynamicImage, dpi: f32) -> Restored {
    let mut pages = restoration::restore(image, dpi);
    assert_eq!(pages.len(), 1, "one page");
    pages.remove(0)
}

fn fill(image: &mut GrayImage, x: u32, y: u32, width: u32, height: u32) {
    for row in y..(y + height).min(image.height()) {
        for column in x..(x + width).min(image.width()) {
            image.put_pixel(column, row, Luma([20]));
        }
    }
}

/// A page of lines of made letters, of 18 points at 200 dpi: bodies with a stem above (`b`, `h`), some with a mark over them,
/// a few with a stem or a dot below.
fn print(lines: u32) -> GrayImage {
    let mut page = GrayImage::from_pixel(WIDTH, HEIGHT, WHITE);
    for line in 0..lines {
        let y = 300 + line * 72;
        let mut x = 300;
        let mut letter = line * 7;
        while x < 2150 {
            letter += 1;
            if letter % 6 == 0 {
                x += 22;
                continue;
            }
            // A ring for a body, so that the middle has less ink than its edges.
            fill(&mut page, x, y, 18, 5);
            fill(&mut page, x, y + 19, 18, 5);
            fill(&mut page, x, y, 5, 24);
            fill(&mut page, x + 13, y, 5, 24);
            match letter % 7 {
                0 | 3 => fill(&mut page, x, y - 12, 5, 12),
                1 => fill(&mut page, x + 4, y - 12, 10, 5),
                5 => fill(&mut page, x + 13, y + 24, 5, 8),
                _ => {}
            }
            x += 23;
        }
    }
    page
}

fn skewed(page: &GrayImage, degrees: f32) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (cx, cy) = (page.width() as f32 / 2.0, page.height() as f32 / 2.0);
    GrayImage::from_fn(page.width(), page.height(), |x, y| {
        let (dx, dy) = (x as f32 - cx, y as f32 - cy);
        let (sx, sy) = (cx + dx * cos + dy * sin, cy - dx * sin + dy * cos);
        let inside = sx >= 0.0 && sy >= 0.0 && sx < page.width() as f32 && sy < page.height() as f32;
        if inside { *page.get_pixel(sx as u32, sy as u32) } else { WHITE }
    })
}

fn gray(image: GrayImage) -> DynamicImage {
    DynamicImage::ImageLuma8(image)
}

#[test]
fn pages_are_set_upright_from_all_four_sides() {
    let page = print(40);
    let turned = [
        (page.clone(), 0),
        (imageops::rotate270(&page), 90),
        (imageops::rotate180(&page), 180),
        (imageops::rotate90(&page), 270),
    ];
    for (image, rotation) in turned {
        let restored = restore(&gray(image), 200.0);
        assert_eq!(restored.rotation, rotation);
        assert_eq!(restored.image.dimensions(), (WIDTH, HEIGHT));
        assert!(!restored.blank);
    }
}

#[test]
fn skew_is_taken_out() {
    for degrees in [-3.0, 0.8_f32] {
        let restored = restore(&gray(skewed(&print(40), degrees)), 200.0);
        assert!((restored.skew - degrees).abs() <= 0.05, "{degrees}: {}", restored.skew);
    }
}

#[test]
fn boxes_go_back_to_the_scan_through_turn_skew_and_scale() {
    let mut page = print(30);
    // A block that can be found again, below the print.
    let (x, y) = (900, 2900);
    fill(&mut page, x, y, 60, 60);
    let scan = skewed(&page, 1.5);
    for (scan, dpi) in [
        (scan.clone(), 200.0),
        (imageops::rotate270(&scan), 200.0),
        (imageops::rotate180(&imageops::resize(&scan, WIDTH / 2, HEIGHT / 2, imageops::Triangle)), 75.0),
    ] {
        let restored = restore(&gray(scan.clone()), dpi);
        assert_eq!(restored.dpi, dpi.max(150.0));
        let block = BoundingBox::new(x, y, x + 60, y + 60);
        let there = restored.geometry.to_scan(block);
        // The scan's own block: the only ink in the last tenth of the page.
        let ink: Vec<(u32, u32)> = scan
            .enumerate_pixels()
            .filter(|(sx, sy, pixel)| {
                pixel.0[0] < 128 && sx.abs_diff(there.x0) < 100 && sy.abs_diff(there.y0) < 100
            })
            .map(|(sx, sy, _)| (sx, sy))
            .collect();
        let low = (ink.iter().map(|p| p.0).min().unwrap(), ink.iter().map(|p| p.1).min().unwrap());
        let high = (ink.iter().map(|p| p.0).max().unwrap(), ink.iter().map(|p| p.1).max().unwrap());
        let off = [
            low.0.abs_diff(there.x0),
            low.1.abs_diff(there.y0),
            high.0.abs_diff(there.x1),
            high.1.abs_diff(there.y1),
        ];
        assert!(off.iter().all(|&off| off <= 4), "{there:?} {low:?} {high:?}");
    }
}

#[test]
fn rules_are_reported_in_both_images() {
    let mut page = print(20);
    fill(&mut page, 300, 2500, 600, 4);
    let restored = restore(&gray(imageops::rotate180(&page)), 200.0);
    let rule = restored.rules.iter().find(|rule| rule.horizontal).unwrap();
    assert_eq!(rule.bbox, BoundingBox::new(300, 2500, 900, 2504));
    let scan = restored.rules_in_scan();
    assert_eq!(scan[0].bbox, BoundingBox::new(WIDTH - 900, HEIGHT - 2504, WIDTH - 300, HEIGHT - 2500));
    assert!(restored.image.get_pixel(600, 2502).0[0] > 250, "the rule is lifted");
}

/// The page bent as a book is whose spine is at the left.
fn bent(page: &GrayImage) -> GrayImage {
    GrayImage::from_fn(page.width(), page.height(), |x, y| {
        let up = 60.0 * (-(x as f32) / 400.0).exp() * (0.7 + y as f32 / 5000.0);
        let flat = y as f32 - up;
        if flat >= 0.0 { *page.get_pixel(x, flat.round() as u32) } else { WHITE }
    })
}

#[test]
fn lines_and_rules_of_a_bound_volume_are_made_level() {
    let mut page = print(30);
    fill(&mut page, 300, 2600, 1850, 4);
    let restored = restore(&gray(bent(&page)), 200.0);
    assert_eq!(restored.rotation, 0);
    let rule = restored.rules.iter().find(|rule| rule.horizontal).unwrap();
    assert!(rule.bbox.width() > 1800 && rule.bbox.height() <= 8, "{rule:?}");
    // On the scan it falls by 35 pixels towards the spine.
    let scan = restored.geometry.to_scan(rule.bbox);
    assert!(scan.y0.abs_diff(2600) <= 3 && scan.y1.abs_diff(2639) <= 3, "{scan:?}");
}

/// Restores a page at 200 dpi but for one step.
fn restore_without(step: Step, page: &GrayImage) -> Restored {
    restoration::restore_without(&[step], &gray(page.clone()), 200.0, &mut |_, _, _| {}).remove(0)
}

/// The box around an image's ink within another.
fn ink_in(image: &GrayImage, within: BoundingBox) -> BoundingBox {
    let is_inside = |x, y| (within.x0..within.x1).contains(&x) && (within.y0..within.y1).contains(&y);
    image
        .enumerate_pixels()
        .filter(|(x, y, pixel)| pixel.0[0] < 128 && is_inside(*x, *y))
        .map(|(x, y, _)| BoundingBox::new(x, y, x + 1, y + 1))
        .reduce(|whole, pixel| whole.union(pixel))
        .expect("there is ink")
}

/// Blocks of one height on the flat page, as far from its top and left as said: near the spine, and far from it.
const NEAR_SPINE: (u32, u32) = (320, 2900);
const FAR_FROM_SPINE: (u32, u32) = (2000, 2900);

fn with_blocks(mut page: GrayImage) -> GrayImage {
    for (x, y) in [NEAR_SPINE, FAR_FROM_SPINE] {
        fill(&mut page, x, y, 120, 40);
    }
    page
}

/// Where a block came to lie.
fn block(image: &GrayImage, (x, y): (u32, u32)) -> BoundingBox {
    ink_in(image, BoundingBox::new(x - 60, y - 120, x + 180, y + 160))
}

#[test]
fn what_stood_in_one_row_of_a_bent_page_does_so_again_unless_the_step_is_left_out() {
    let scan = bent(&with_blocks(print(30)));
    let fall = |image: &GrayImage| block(image, NEAR_SPINE).y1.abs_diff(block(image, FAR_FROM_SPINE).y1);
    let flat = fall(&restore(&gray(scan.clone()), 200.0).image);
    let curled = fall(&restore_without(Step::Flat, &scan).image);
    assert!(flat <= 3, "{flat}");
    assert!(curled >= 12, "{curled}");
}

#[test]
fn a_box_of_a_bent_page_lies_around_its_ink_on_the_scan() {
    let scan = bent(&with_blocks(print(30)));
    for (scan, turn) in [(scan.clone(), 0), (imageops::rotate180(&scan), 180)] {
        let restored = restore(&gray(scan.clone()), 200.0);
        assert_eq!(restored.rotation, turn);
        for place in [NEAR_SPINE, FAR_FROM_SPINE] {
            let there = restored.geometry.to_scan(block(&restored.image, place));
            let around = BoundingBox::new(there.x0 - 30, there.y0 - 30, there.x1 + 30, there.y1 + 30);
            let ink = ink_in(&scan, around);
            let inside = there.x0 <= ink.x0 + 1
                && there.y0 <= ink.y0 + 1
                && ink.x1 <= there.x1 + 1
                && ink.y1 <= there.y1 + 1;
            assert!(inside, "{there:?} {ink:?}");
            // The block leans on the scan, by ten pixels near the spine: the box is not much larger than that.
            assert!(
                there.width() <= ink.width() + 4 && there.height() <= ink.height() + 14,
                "{there:?} {ink:?}"
            );
        }
    }
}

#[test]
fn a_box_taken_to_the_scan_and_straightened_is_the_box_that_was_read() {
    let half = |page: &GrayImage| imageops::resize(page, WIDTH / 2, HEIGHT / 2, imageops::Triangle);
    let scans = [
        (skewed(&print(30), 2.5), 200.0),
        (imageops::rotate90(&skewed(&print(30), -1.5)), 200.0),
        (imageops::rotate180(&half(&print(30))), 75.0),
        (bent(&print(30)), 200.0),
        (spread(), 200.0),
        (imageops::rotate270(&spread()), 200.0),
    ];
    for (number, (scan, dpi)) in scans.into_iter().enumerate() {
        let whole = BoundingBox::new(0, 0, scan.width(), scan.height());
        for restored in restoration::restore(&gray(scan), dpi) {
            let part = restored.part.unwrap_or(whole);
            let (width, height) = restored.image.dimensions();
            // A long line at the head, a word at the foot near the spine, and one in the middle.
            for (x0, y0, x1, y1) in [(20, 10, 80, 11), (15, 88, 22, 90), (48, 50, 56, 51)] {
                let read = BoundingBox::new(
                    width * x0 / 100,
                    height * y0 / 100,
                    width * x1 / 100,
                    height * y1 / 100,
                );
                let on_scan = restored.geometry.to_scan(read);
                let straight = restored.geometry.straightened(on_scan);
                let expected =
                    restored.geometry.to_straight_scan().bounding_box(read, part.width(), part.height());
                let off = [
                    straight.x0.abs_diff(expected.x0),
                    straight.y0.abs_diff(expected.y0),
                    straight.x1.abs_diff(expected.x1),
                    straight.y1.abs_diff(expected.y1),
                ];
                // The spine bends a line as long as the page by more than its middle tells.
                let bound = if number == 3 && x1 - x0 > 20 { 20 } else { 4 };
                assert!(
                    off.iter().all(|&off| off <= bound),
                    "scan {number}: {straight:?}, read {expected:?}"
                );
            }
        }
    }
}

#[test]
fn a_flat_page_is_the_same_with_and_without_the_step_for_curl() {
    for page in [print(40), skewed(&print(40), 0.8), with_blocks(print(20))] {
        let with = restore(&gray(page.clone()), 200.0);
        let without = restore_without(Step::Flat, &page);
        assert_eq!(with.skew, without.skew);
        assert!(with.image == without.image);
    }
}

#[test]
fn a_page_left_askew_is_left_curled() {
    let scan = bent(&with_blocks(print(30)));
    let restored = restore_without(Step::Straight, &scan);
    assert_eq!(
        (restored.skew, restored.geometry.to_scan(block(&restored.image, NEAR_SPINE))),
        (0.0, block(&scan, NEAR_SPINE))
    );
}

#[test]
fn a_red_seal_over_yellowed_paper_fades_and_the_print_stays() {
    let print = print(30);
    let mut scan = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let ink = print.get_pixel(x, y).0[0] < 128;
        if ink { Rgb([30, 28, 25]) } else { Rgb([238, 226, 196]) }
    });
    for (x, y, pixel) in scan.enumerate_pixels_mut() {
        let radius = ((x as f32 - 1200.0).powi(2) + (y as f32 - 1000.0).powi(2)).sqrt();
        if (380.0..400.0).contains(&radius) && pixel.0[0] > 100 {
            *pixel = Rgb([214, 60, 70]);
        }
    }
    let restored = restore(&DynamicImage::ImageRgb8(scan), 200.0).image;
    let dark_off_print = restored
        .enumerate_pixels()
        .filter(|(x, y, pixel)| pixel.0[0] < 150 && print.get_pixel(*x, *y).0[0] > 128)
        .count();
    let lost =
        print.enumerate_pixels().filter(|(x, y, p)| p.0[0] < 128 && restored.get_pixel(*x, *y).0[0] > 110);
    assert_eq!((dark_off_print, lost.count()), (0, 0));
}

/// Lines of print on white paper, and where `is_ink` says ink of a blue pen or stamp over it.
fn blue_over_print(print: &GrayImage, is_ink: impl Fn(f32, f32) -> bool) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        if print.get_pixel(x, y).0[0] < 128 {
            Rgb([20, 20, 20])
        } else if is_ink(x as f32, y as f32) {
            Rgb([70, 75, 170])
        } else {
            Rgb([252, 250, 245])
        }
    }))
}

/// The number of dark pixels off the print, and of pixels of print that are no longer dark.
fn dark_and_lost(print: &GrayImage, restored: &GrayImage) -> (usize, usize) {
    let dark = |image: &GrayImage, x, y, below| image.get_pixel(x, y).0[0] < below;
    let pixels = || (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
    let left = pixels().filter(|&(x, y)| dark(restored, x, y, 150) && !dark(print, x, y, 128)).count();
    let lost = pixels().filter(|&(x, y)| dark(print, x, y, 128) && !dark(restored, x, y, 110)).count();
    (left, lost)
}

/// Whether a place lies on the frame of a box of 50 × 35 mm at 200 dpi, turned by 5 degrees.
fn is_box(x: f32, y: f32) -> bool {
    let (sin, cos) = 5.0_f32.to_radians().sin_cos();
    let (dx, dy) = (x - 1200.0, y - 1000.0);
    let (across, down) = ((dx * cos + dy * sin).abs() - 197.0, (dy * cos - dx * sin).abs() - 138.0);
    across.max(down).abs() <= 2.5
}

#[test]
fn the_frame_of_a_blue_box_over_print_fades_and_the_print_stays() {
    let print = print(30);
    let restored = restore(&blue_over_print(&print, is_box), 200.0);
    assert_eq!(dark_and_lost(&print, &restored.image), (0, 0));
    let [stamp] = restored.stamps[..] else { panic!("one stamp: {:?}", restored.stamps) };
    // The turned frame reaches 208 pixels across from its middle, and 155 down.
    for (edge, place) in [(stamp.x0, 992), (stamp.y0, 845), (stamp.x1, 1408), (stamp.y1, 1155)] {
        assert!(edge.abs_diff(place) <= 8, "{stamp:?}");
    }
}

#[test]
fn a_blue_ring_that_the_edge_of_the_sheet_cuts_fades() {
    let print = print(30);
    // A seal of 36 mm with a line within its edge and one around its middle.
    let is_ring = |x: f32, y: f32| {
        let radius = (x - 2420.0).hypot(y - 1500.0);
        [142.0, 130.0, 78.0].iter().any(|line| (radius - line).abs() <= 2.5)
    };
    let restored = restore(&blue_over_print(&print, is_ring), 200.0).image;
    assert_eq!(dark_and_lost(&print, &restored), (0, 0));
}

#[test]
fn strokes_of_a_blue_pen_stay_also_where_they_encircle() {
    let print = print(10);
    // A wave, as of a signature, and a loop that does not meet its beginning.
    let is_stroke = |x: f32, y: f32| {
        let wave = (x - 600.0).abs() < 220.0 && (y - 1500.0 - 60.0 * (x / 25.0).sin()).abs() <= 6.0;
        let (dx, dy) = ((x - 1500.0) / 1.5, y - 1500.0);
        let turn = dy.atan2(dx);
        wave || (dx.hypot(dy) - 130.0 - 12.0 * turn).abs() <= 3.0
    };
    let page = blue_over_print(&print, is_stroke);
    let strokes = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x as f32, y as f32)));
    let strokes = strokes.filter(|&(x, y)| y > 1200.0 && is_stroke(x, y)).count();
    let restored = restore(&page, 200.0);
    assert_eq!(restored.stamps, []);
    let (dark, _) = dark_and_lost(&print, &restored.image);
    assert!(dark >= strokes * 9 / 10, "{dark} of {strokes}");
}

#[test]
fn a_gray_frame_is_no_stamp() {
    let print = print(30);
    let gray_frame = GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let is_frame = is_box(x as f32, y as f32) && print.get_pixel(x, y).0[0] > 128;
        if is_frame { Luma([90]) } else { *print.get_pixel(x, y) }
    });
    let of_colour = restore(&DynamicImage::ImageRgb8(gray(gray_frame.clone()).to_rgb8()), 200.0).image;
    assert!(dark_and_lost(&print, &of_colour).0 > 1000, "its upright sides are no rules and stay");
    assert_eq!(of_colour, restore(&gray(gray_frame), 200.0).image);
}

#[test]
fn backs_of_sheets_are_blank_and_sparse_pages_are_not() {
    // Specks, a shadow along the edge, and a seal's ghost in broken arcs.
    let mut back = GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let radius = ((x as f32 - 400.0).powi(2) + (y as f32 - 1600.0).powi(2)).sqrt();
        let ghost = (200.0..212.0).contains(&radius);
        Luma([if x < 20 {
            120
        } else if ghost {
            225
        } else {
            252
        }])
    });
    for index in 0..60_u32 {
        fill(&mut back, 200 + index * 911 % 2100, 150 + index * 1373 % 3200, 3 + index % 4, 3 + index % 3);
    }
    let restored = restore(&gray(back.clone()), 200.0);
    assert!(restored.blank);
    assert_eq!((restored.rotation, restored.skew), (0, 0.0));

    // The same with one short line of print, such as the title of an annex.
    let full = print(1);
    for (x, y, pixel) in back.enumerate_pixels_mut() {
        if (300..460).contains(&x) {
            *pixel = Luma([pixel.0[0].min(full.get_pixel(x, y).0[0])]);
        }
    }
    assert!(!restore(&gray(back), 200.0).blank);
}

#[test]
fn the_smallest_images_do_no_harm() {
    for (width, height) in [(1, 1), (1, 400), (400, 1), (7, 9)] {
        let image = GrayImage::from_pixel(width, height, Luma([90]));
        let restored = restore(&gray(image), 200.0);
        assert!(restored.blank);
    }
}

/// Two pages side by side, the second skewed against the first.
fn spread() -> GrayImage {
    let mut scan = GrayImage::from_pixel(2 * WIDTH, HEIGHT, WHITE);
    imageops::overlay(&mut scan, &print(40), 0, 0);
    imageops::overlay(&mut scan, &skewed(&print(25), 1.0), i64::from(WIDTH), 0);
    scan
}

#[test]
fn a_spread_is_parted_and_each_page_straightened_by_itself() {
    let pages = restoration::restore(&gray(spread()), 200.0);
    let leaves: Vec<Leaf> = pages.iter().map(|page| page.leaf).collect();
    assert_eq!(leaves, [Leaf::Left, Leaf::Right]);
    assert!(
        pages[0].skew.abs() < 0.1 && (pages[1].skew - 1.0).abs() < 0.1,
        "{} {}",
        pages[0].skew,
        pages[1].skew
    );
    let (left, right) = (pages[0].part.unwrap(), pages[1].part.unwrap());
    assert_eq!((left.x0, left.x1, right.x1), (0, right.x0, 2 * WIDTH), "together they are the scan");
    assert!(left.x1.abs_diff(WIDTH) < 200, "{}", left.x1);
}

#[test]
fn a_spread_on_its_side_is_parted_and_boxes_go_back_to_its_halves() {
    let pages = restoration::restore(&gray(imageops::rotate90(&spread())), 200.0);
    assert_eq!(pages.len(), 2);
    // The left page lies above the right one.
    let (first, second) = (pages[0].part.unwrap(), pages[1].part.unwrap());
    assert_eq!((first.y0, first.y1, second.y1), (0, second.y0, 2 * WIDTH));
    assert_eq!((pages[0].rotation, first.width()), (270, HEIGHT));
    // The first line of print, 18 pixels off the left page's top, stands at the scan's right edge.
    let line = BoundingBox::new(300, 300, 2150, 324);
    let there = pages[0].geometry.to_scan(line);
    assert_eq!((there.x0, there.x1), (HEIGHT - 324, HEIGHT - 300));
    assert_eq!((there.y0, there.y1), (300, 2150));
}

#[test]
fn a_wide_sheet_is_no_spread_where_rules_or_print_run_over_its_middle() {
    let wide = imageops::crop_imm(&spread(), 0, 0, 2 * WIDTH, HEIGHT).to_image();
    let mut ruled = wide.clone();
    fill(&mut ruled, 300, 270, 2 * WIDTH - 600, 4);
    assert_eq!(restoration::restore(&gray(ruled), 200.0).len(), 1, "a table's rule");
    let mut printed = wide.clone();
    for line in 0..8 {
        for letter in 0..40 {
            fill(&mut printed, 2000 + letter * 23, 300 + line * 72, 16, 24);
        }
    }
    assert_eq!(restoration::restore(&gray(printed), 200.0).len(), 1, "lines of print");
    let mut signed = GrayImage::from_pixel(2 * WIDTH, HEIGHT, WHITE);
    for line in 0..8 {
        for letter in 0..15 {
            fill(&mut signed, 300 + letter * 23, 300 + line * 72, 16, 24);
            fill(&mut signed, WIDTH + 900 + letter * 23, 300 + line * 72, 16, 24);
        }
    }
    assert_eq!(restoration::restore(&gray(signed), 200.0).len(), 1, "recipients and a signature");
}
