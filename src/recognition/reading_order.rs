//! The order in which a page's lines are read.
//!
//! What stands above a table comes first, then the table row by row and cell by cell, then what stands below.
//! Outside tables the engine's order stands, but for two things that it gets wrong: a line does not come before one
//! right above it, and the two columns of a letterhead or of a closing (issuer and national motto; recipients and
//! signature) are lines of their own, the left column whole before the right one. So the lines come in zones: a cell, a
//! column, and the text between.

use std::collections::BTreeSet;

use super::broken_lines;
use super::cells::Piece;
use super::median::median;
use super::read_line::ReadLine;
use super::read_word::ReadWord;
use crate::document::{BoundingBox, CellPlace, Grid, PageBlock, PageBlockKind};

/// A gap between words is wide from so many word heights on. Spaces of justified text stay under one.
const WIDE_GAP: f32 = 1.0;

/// A gap so many word heights wide parts a line even where no other line has one at its place.
const LONE_GAP: f32 = 4.0;

/// How many of a line's ordinary gaps a wide one is worth at least, so that letterspaced titles stay whole.
const GAP_CONTRAST: f32 = 2.5;

/// The least width, in word heights, of the strip that the gaps of a run have in common.
const LEAST_STRIP: f32 = 0.5;

/// How far, in word heights, a line with words in one column only may stand below the column's last line.
const COLUMN_LEADING: f32 = 1.5;

/// How far, in word heights, a line with words in both columns may stand below the one above it: what stands further down, such
/// as a closing, has columns of its own. Set by hand; with it the eleven real scans read as without.
const RUN_LEADING: f32 = 5.0;

/// The fewest characters that some line of a column must have: labels of lists and columns of numbers have fewer.
const COLUMN_CHARACTERS: usize = 6;

/// The part of the narrower line's width that must lie under the other for that one to be right above it.
const UNDER: f32 = 0.5;

/// Lines that stand together, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Zone {
    /// The cell or the column that they are; `None` for text that is neither.
    pub(super) block: Option<PageBlock>,
    pub(super) lines: Vec<ReadLine>,
}

/// Sets pieces in reading order: outside tables as the engine had them, each table whole between what stands above
/// and what stands below, its cells row by row, and within a cell line by line.
pub(super) fn reading_order(pieces: Vec<Piece>, grids: &[Grid]) -> Vec<Zone> {
    let middle = |b: BoundingBox| b.middle().1;
    let mut above = 0;
    let mut keyed: Vec<((usize, usize), usize, Piece)> = pieces
        .into_iter()
        .enumerate()
        .map(|(order, piece)| {
            let key = match (piece.place, piece.line.extent()) {
                (Some((grid, cell)), _) => (2 * grid + 1, cell),
                (None, Some(b)) => {
                    above = grids.iter().filter(|g| middle(g.bbox) < middle(b)).count();
                    (2 * above, 0)
                }
                // What has no place stays with what came before it.
                (None, None) => (2 * above, 0),
            };
            (key, order, piece)
        })
        .collect();
    keyed.sort_by_key(|(key, order, _)| (*key, *order));
    let mut zones = Vec::new();
    for zone in keyed.chunk_by(|a, b| a.0 == b.0) {
        let place = zone.first().and_then(|(_, _, piece)| piece.place);
        let lines: Vec<ReadLine> = zone.iter().map(|(_, _, piece)| piece.line.clone()).collect();
        match place {
            Some((grid, cell)) => {
                let cell = CellPlace { grid: grid as u32, cell: cell as u32 };
                zones.push(Zone { block: Some(PageBlock::of_cell(cell, grids)), lines: top_down(lines) });
            }
            None => zones.extend(columns(not_before_above(with_values(lines)))),
        }
    }
    zones
}

/// Sets the lines of one cell from top to bottom, those that stand side by side from left to right.
fn top_down(mut lines: Vec<ReadLine>) -> Vec<ReadLine> {
    lines.sort_by_key(|l| l.extent().map(|b| (b.y0 + b.y1, b.x0)));
    let side_by_side = |a: &ReadLine, b: &ReadLine| {
        a.extent().zip(b.extent()).is_some_and(|(a, b)| 2 * a.shared_height(b) > a.height().min(b.height()))
    };
    lines
        .chunk_by(side_by_side)
        .flat_map(|row| {
            let mut row = row.to_vec();
            row.sort_by_key(|l| l.extent().map(|b| b.x0));
            row
        })
        .collect()
}

/// Moves lines behind those that stand right above them; otherwise the order stays.
fn not_before_above(lines: Vec<ReadLine>) -> Vec<ReadLine> {
    let extents: Vec<Option<BoundingBox>> = lines.iter().map(ReadLine::extent).collect();
    let is_above = |a: BoundingBox, b: BoundingBox| {
        let shared = a.shared_width(b) as f32;
        // Both must lie clear of the other's middle: then no ring of lines can be above one another.
        a.y1 <= b.middle().1 && a.middle().1 < b.y0 && shared > UNDER * a.width().min(b.width()) as f32
    };
    let pair = |i: usize, j: usize| extents[i].zip(extents[j]).is_some_and(|(a, b)| is_above(a, b));
    let count = lines.len();
    let mut waiting: Vec<usize> = (0..count).map(|j| (0..count).filter(|i| pair(*i, j)).count()).collect();
    let mut ready: BTreeSet<usize> = (0..count).filter(|j| waiting[*j] == 0).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(next) = ready.pop_first() {
        order.push(next);
        for j in (0..count).filter(|j| pair(next, *j)) {
            waiting[j] -= 1;
            if waiting[j] == 0 {
                ready.insert(j);
            }
        }
    }
    let mut lines: Vec<Option<ReadLine>> = lines.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| lines[at].take()).collect()
}

/// The empty strip between two columns, from left to right.
type Strip = (u32, u32);

/// Parts runs of lines that stand in two columns.
fn columns(lines: Vec<ReadLine>) -> Vec<Zone> {
    let mut zones = Vec::new();
    let mut text: Vec<ReadLine> = Vec::new();
    let mut rest = lines.as_slice();
    while let [first, after @ ..] = rest {
        let Some((length, strip)) = run(rest) else {
            text.push(first.clone());
            rest = after;
            continue;
        };
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for line in &rest[..length] {
            let (a, b) = split(line, strip);
            left.extend(a);
            right.extend(b);
        }
        if is_column(&left) && is_column(&right) {
            zones.push(Zone { block: None, lines: std::mem::take(&mut text) });
            let block = Some(PageBlock::of(PageBlockKind::Column));
            zones.extend([left, right].map(|lines| Zone { block, lines }));
        } else {
            text.extend_from_slice(&rest[..length]);
        }
        rest = &rest[length..];
    }
    zones.push(Zone { block: None, lines: text });
    zones.retain(|zone| !zone.lines.is_empty());
    zones
}

/// Returns how many lines from the first on stand in two columns, and the strip between these.
fn run(lines: &[ReadLine]) -> Option<(usize, Strip)> {
    let first = lines.first()?;
    let (mut strip, mut widest) = wide_gap(first)?;
    if is_value(first, strip) {
        return None;
    }
    let (mut parted, mut length) = (1, 1);
    let mut last = [first.extent()?; 2];
    for line in &lines[1..] {
        let Some(bbox) = line.extent() else { break };
        let height = word_height(line);
        if let Some((gap, ratio)) = wide_gap(line) {
            let common = (gap.0.max(strip.0), gap.1.min(strip.1));
            let below = bbox.y0.saturating_sub(last[0].y1.max(last[1].y1)) as f32;
            if common.1.saturating_sub(common.0) as f32 <= LEAST_STRIP * height
                || below > RUN_LEADING * height
            {
                break;
            }
            (strip, widest) = (common, widest.max(ratio));
            parted += 1;
            last = [bbox; 2];
        } else {
            let side = usize::from(bbox.x0 >= strip.1);
            let beside = bbox.x1 <= strip.0 || bbox.x0 >= strip.1;
            let near = bbox.y0.saturating_sub(last[side].y1) as f32 <= COLUMN_LEADING * height;
            if !beside || !near {
                break;
            }
            last[side] = bbox;
        }
        length += 1;
    }
    (parted > 1 || widest >= LONE_GAP).then_some((length, strip))
}

/// Returns the one wide gap of a line, and its width in word heights. Specks between the words do not count.
fn wide_gap(line: &ReadLine) -> Option<(Strip, f32)> {
    let height = word_height(line);
    let mut words: Vec<BoundingBox> =
        line.words.iter().filter(|w| is_text(w)).filter_map(|w| w.bbox).collect();
    words.sort_by_key(|b| b.x0);
    let mut gaps: Vec<(u32, Strip)> =
        words.windows(2).map(|w| (w[1].x0.saturating_sub(w[0].x1), (w[0].x1, w[1].x0))).collect();
    gaps.sort_unstable();
    let (width, strip) = gaps.pop()?;
    let ratio = width as f32 / height;
    let ordinary = gaps.get(gaps.len() / 2).map_or(0, |(width, _)| *width);
    let next = gaps.last().map_or(0, |(width, _)| *width);
    let stands_out = width as f32 >= GAP_CONTRAST * ordinary as f32 && next as f32 <= width as f32 * 0.75;
    (ratio >= WIDE_GAP && stands_out).then_some((strip, ratio))
}

/// Returns whether what stands behind a line's gap is a value of what stands before it, and no line of another column.
fn is_value(line: &ReadLine, strip: Strip) -> bool {
    let is_behind = |word: &&ReadWord| word.bbox.is_some_and(|b| b.x0 >= strip.1) && is_text(word);
    // Its colon may stand before it, as far from the label: `Địa chỉ        : Thôn 5`.
    let is_colon =
        |word: &ReadWord| opens_value(word) && word.bbox.is_some_and(|b| (strip.0..=strip.1).contains(&b.x0));
    line.words.iter().any(is_colon)
        || broken_lines::is_end(&line.words.iter().filter(is_behind).collect::<Vec<_>>())
}

/// Returns whether a word begins with the colon between a label and its value.
fn opens_value(word: &ReadWord) -> bool {
    word.text().starts_with(':')
}

/// Puts what begins with a colon, as read by itself, behind the label that stands left of it at its height.
fn with_values(mut lines: Vec<ReadLine>) -> Vec<ReadLine> {
    let mut at = 0;
    while at < lines.len() {
        let own = lines[at].extent().filter(|_| lines[at].words.first().is_some_and(opens_value));
        let label = own.and_then(|own| {
            let is_label = |(_, b): &(usize, BoundingBox)| {
                2 * b.shared_height(own) > b.height().min(own.height()) && b.x1 <= own.x0
            };
            let extents = lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.extent()?)));
            extents.filter(is_label).max_by_key(|(_, b)| b.x1).map(|(label, _)| label)
        });
        let Some(label) = label else {
            at += 1;
            continue;
        };
        let value = lines.remove(at);
        let label = label - usize::from(label > at);
        let bbox = lines[label].bbox.zip(value.bbox).map(|(a, b)| a.union(b));
        lines[label].bbox = bbox.or(lines[label].bbox);
        lines[label].words.extend(value.words);
    }
    lines
}

/// Returns whether a word is text and no speck; a dash between words is text, and a row of dots leads from one to the other.
fn is_text(word: &ReadWord) -> bool {
    broken_lines::is_leader(word)
        || word
            .symbols
            .iter()
            .any(|s| s.text.chars().any(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '—')))
}

/// Returns the median height of a line's words in pixels, at least 1.
fn word_height(line: &ReadLine) -> f32 {
    let heights = line.words.iter().filter_map(|word| word.bbox).map(BoundingBox::height);
    median(heights).map_or(1.0, |height| height.max(1) as f32)
}

/// Parts a line at a strip; words go by their middles.
fn split(line: &ReadLine, strip: Strip) -> (Option<ReadLine>, Option<ReadLine>) {
    let middle = u32::midpoint(strip.0, strip.1);
    let is_left = |w: &ReadWord| w.bbox.is_none_or(|b| b.middle().0 < middle);
    let (left, right): (Vec<ReadWord>, Vec<ReadWord>) = line.words.iter().cloned().partition(is_left);
    let whole = left.is_empty() || right.is_empty();
    let part = |words: Vec<ReadWord>| {
        let bbox = if whole { line.bbox } else { None };
        (!words.is_empty()).then_some(ReadLine { bbox, words })
    };
    (part(left), part(right))
}

/// Returns whether lines may be a column of text: some of them is longer than a label or a number.
fn is_column(lines: &[ReadLine]) -> bool {
    let letters = |line: &ReadLine| line.words.iter().map(ReadWord::letters).sum::<usize>();
    lines.iter().any(|line| letters(line) >= COLUMN_CHARACTERS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Line, Rule};
    use crate::layout;
    use crate::recognition::cells;
    use crate::recognition::hocr;

    /// A line of words at `x0..x1`, each 20 pixels high.
    fn line(y: u32, words: &[(&str, u32, u32)]) -> ReadLine {
        let word = |(text, x0, x1): &(&str, u32, u32)| {
            format!("<span class='ocrx_word' title='bbox {x0} {y} {x1} {}'>{text}</span>", y + 20)
        };
        let words: String = words.iter().map(word).collect();
        let html = format!("<div class='ocr_page'><span class='ocr_line'>{words}</span></div>");
        hocr::lines(&html).remove(0)
    }

    fn zones(lines: Vec<ReadLine>, rules: &[Rule]) -> Vec<Zone> {
        let grids = layout::grids::find(rules, 300.0);
        reading_order(cells::part(lines, &grids), &grids)
    }

    fn read(lines: Vec<ReadLine>, rules: &[Rule]) -> Vec<String> {
        let lines = zones(lines, rules).into_iter().flat_map(|zone| zone.lines);
        lines.map(|line| Line::from(line).ocr).collect()
    }

    fn letterhead() -> Vec<ReadLine> {
        vec![
            line(
                0,
                &[("SỞ", 0, 40), ("NỘI", 46, 90), ("VỤ", 96, 130), ("CỘNG", 180, 240), ("HÒA", 246, 290)],
            ),
            line(
                30,
                &[("VĂN", 10, 50), ("PHÒNG", 56, 120), ("_", 140, 150), ("Độc", 185, 230), ("lập", 236, 270)],
            ),
            line(60, &[("Số:", 20, 50), ("12/BC-VP", 56, 120)]),
            line(140, &[("BÁO", 130, 160), ("CÁO", 166, 200)]),
        ]
    }

    #[test]
    fn the_left_column_of_a_letterhead_comes_whole_before_the_right_one() {
        let got = read(letterhead(), &[]);
        assert_eq!(got, ["SỞ NỘI VỤ", "VĂN PHÒNG _", "Số: 12/BC-VP", "CỘNG HÒA", "Độc lập", "BÁO CÁO"]);
    }

    #[test]
    fn each_column_is_a_zone_and_the_text_below_another() {
        let found: Vec<(Option<PageBlockKind>, usize)> = zones(letterhead(), &[])
            .iter()
            .map(|zone| (zone.block.map(|block| block.kind), zone.lines.len()))
            .collect();
        assert_eq!(found, [(Some(PageBlockKind::Column), 3), (Some(PageBlockKind::Column), 2), (None, 1)]);
    }

    #[test]
    fn a_value_stands_behind_its_label_however_far_its_colon_is_from_that() {
        let whole = |y: u32, value: &str| {
            line(y, &[("Địa", 0, 30), ("chỉ", 36, 60), (":", 200, 204), (value, 210, 300), ("Hoa", 306, 340)])
        };
        let expected = ["Địa chỉ : Thôn Hoa", "Địa chỉ : Xã Hoa"];
        assert_eq!(read(vec![whole(0, "Thôn"), whole(30, "Xã")], &[]), expected);
        let label = |y: u32| line(y, &[("Địa", 0, 30), ("chỉ", 36, 60)]);
        let value = |y: u32, text: &str| line(y, &[(":", 200, 204), (text, 210, 300), ("Hoa", 306, 340)]);
        let lines = vec![label(0), label(30), value(0, "Thôn"), value(30, "Xã")];
        assert_eq!(read(lines, &[]), expected);
    }

    #[test]
    fn lines_stay_whole_where_a_gap_is_no_column() {
        let cases = [
            (
                "a label and its text",
                vec![
                    line(0, &[("1.", 0, 15), ("Tổ", 60, 90), ("chức", 96, 140)]),
                    line(30, &[("2.", 0, 15), ("Thực", 60, 100), ("hiện", 106, 150)]),
                ],
            ),
            (
                "a text and its number",
                vec![
                    line(0, &[("Tổ", 0, 30), ("chức", 36, 80), ("15", 200, 220)]),
                    line(30, &[("Thực", 0, 40), ("hiện", 46, 90), ("20", 200, 220)]),
                ],
            ),
            (
                "wide spaces of one justified line",
                vec![line(0, &[("Tổng", 0, 50), ("số", 80, 110), ("điểm", 140, 190), ("được", 220, 270)])],
            ),
            (
                "a dash between words",
                vec![
                    line(
                        0,
                        &[
                            ("Độc", 0, 40),
                            ("lập", 46, 90),
                            ("-", 100, 110),
                            ("Tự", 120, 150),
                            ("do", 156, 180),
                        ],
                    ),
                    line(
                        30,
                        &[
                            ("Độc", 0, 40),
                            ("lập", 46, 90),
                            ("-", 100, 110),
                            ("Tự", 120, 150),
                            ("do", 156, 180),
                        ],
                    ),
                ],
            ),
        ];
        for (what, lines) in cases {
            let count = lines.len();
            assert_eq!(read(lines, &[]).len(), count, "{what}");
        }
    }

    /// Recipients and signer, side by side, from a height on.
    fn closing(y: u32) -> Vec<ReadLine> {
        vec![
            line(y, &[("Nơi", 0, 30), ("nhận:", 36, 90), ("CHỦ", 180, 230), ("TỊCH", 236, 290)]),
            line(y + 30, &[("-", 0, 10), ("Sở;", 16, 50), ("PHÓ", 190, 230), ("CHỦ", 236, 280)]),
            line(
                y + 60,
                &[("-", 0, 10), ("Lưu:", 16, 60), ("VT.", 66, 100), ("Trần", 180, 230), ("Gió", 236, 270)],
            ),
        ]
    }

    const CLOSING: [&str; 6] = ["Nơi nhận:", "- Sở;", "- Lưu: VT.", "CHỦ TỊCH", "PHÓ CHỦ", "Trần Gió"];

    #[test]
    fn values_above_a_closing_stay_with_what_they_are_of() {
        for (value, end) in [("500", 230), ("1.200.000", 270), ("12/5", 230)] {
            let of =
                |y, name| line(y, &[("Thu", 0, 30), (name, 36, 90), (value, 180, end), ("đồng", 276, 300)]);
            let lines = [vec![of(0, "thuế"), of(30, "phí")], closing(70)].concat();
            let rows = [format!("Thu thuế {value} đồng"), format!("Thu phí {value} đồng")];
            let expected = [&rows[..], &CLOSING.map(str::to_owned)].concat();
            assert_eq!(read(lines, &[]), expected, "{value}");
        }
    }

    #[test]
    fn columns_far_below_others_are_columns_of_their_own() {
        let head = [
            line(
                0,
                &[("SỞ", 0, 40), ("ĐO", 46, 90), ("GIÓ", 96, 130), ("CỘNG", 180, 240), ("HÒA", 246, 290)],
            ),
            line(30, &[("VĂN", 10, 50), ("PHÒNG", 56, 120), ("Độc", 185, 230), ("lập", 236, 270)]),
        ];
        let expected = [&["SỞ ĐO GIÓ", "VĂN PHÒNG", "CỘNG HÒA", "Độc lập"][..], &CLOSING].concat();
        assert_eq!(read([head.to_vec(), closing(200)].concat(), &[]), expected);
    }

    #[test]
    fn a_line_does_not_come_before_the_one_above_it() {
        let lines =
            vec![line(60, &[("dưới", 0, 90)]), line(0, &[("trên", 10, 80)]), line(0, &[("bên", 200, 290)])];
        assert_eq!(read(lines, &[]), ["trên", "dưới", "bên"]);
    }

    #[test]
    fn a_table_stands_whole_between_what_is_above_and_below() {
        let rule =
            |x0, y0, x1, y1| Rule { bbox: BoundingBox::new(x0, y0, x1, y1), horizontal: x1 - x0 > y1 - y0 };
        let rules: Vec<Rule> = [100, 160, 220]
            .into_iter()
            .map(|y| rule(0, y, 302, y + 3))
            .chain([0, 150, 300].into_iter().map(|x| rule(x, 100, x + 3, 223)))
            .collect();
        let got = read(
            vec![
                line(300, &[("Tổng", 0, 60)]),
                line(180, &[("c", 20, 40), ("d", 180, 200)]),
                line(132, &[("a2", 20, 40)]),
                line(108, &[("a1", 20, 40), ("b", 180, 200)]),
                line(20, &[("Phụ", 0, 60)]),
            ],
            &rules,
        );
        assert_eq!(got, ["Phụ", "a1", "a2", "b", "c", "d", "Tổng"]);
    }
}
