//! The rows of a stretch: an anchor each, and the lines around it.

use super::{Chunk, PrintedWord, closing, counts_columns, is_figure, is_label, median};
use crate::document::geometry::Frame;

/// Two anchors nearer than this part of a line's height are one row's.
const SAME_ROW: f32 = 0.6;
/// Of steps between lines that differ by less than this part none is the widest.
const ALIKE: f32 = 0.08;
/// A line of text is level with an anchor within this part of its height; this part of the anchors has one where cells are set at
/// the top.
const LEVEL_LINE: f32 = 0.4;
const AT_TOP: f32 = 0.85;
/// Half a line, in heights of a line, and one anchor of how many may have one above it even so.
const HALF_A_LINE: (f32, f32) = (0.35, 0.85);
const FEW_HALVES: usize = 20;
/// A rule across parts rows where it is as wide as this part of the table.
const RULED: f32 = 0.6;
/// The lines of a name stand no farther apart than so many heights of a figure.
const NAME_LINES: f32 = 2.2;
/// Fewest labelled rows that are ruled one by one.
const FEWEST_RULED: usize = 2;
/// Pieces of a worn rule stand at one height within this part of a line's.
const SAME_RULE: f32 = 0.3;
/// Part of the rows that a column must stand level with to tell where others are, and how far apart its lines stand at least, in
/// heights of a line: the lines of one cell stand closer.
const LEVEL: f32 = 0.8;
const LINES_APART: f32 = 1.6;
/// A row stands no nearer to the next one than this part of their usual step.
const ROWS_APART: f32 = 0.6;
/// Part of the rows that have a label where labels tell the rows.
const LABELLED: f32 = 0.6;
/// A word reaches over an edge by this part of its height at least on both sides.
const OVER: f32 = 0.4;
/// A line stands apart from the one above it by this many usual steps.
const APART: f32 = 1.25;

/// The words of one band in one column, or over several.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its first and last column.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) chunk: Chunk,
}

/// What a row is known by: where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    pub(super) y: f32,
    pub(super) height: f32,
}

/// Sorts the words of bands into columns, from top to bottom; a word over an edge binds the columns on both sides.
pub(super) fn pieces(bands: &[Vec<Chunk>], columns: &[f32]) -> Vec<Piece> {
    let slot = |x: f32| columns.partition_point(|edge| *edge <= x).saturating_sub(1).min(columns.len() - 2);
    let reach = |word: &PrintedWord| {
        let Frame { x0, x1, .. } = word.frame;
        let (first, last, least) = (slot(x0), slot(x1), OVER * word.frame.height());
        let is_over = (first..last).any(|at| columns[at + 1] - x0 > least && x1 - columns[at + 1] > least);
        let own = slot(word.frame.center().0);
        if is_over { (first, last) } else { (own, own) }
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for band in bands {
        let from = pieces.len();
        for word in band.iter().flat_map(|chunk| &chunk.words) {
            let (first, last) = reach(word);
            match pieces[from..].last_mut() {
                Some(piece) if piece.last >= first => {
                    piece.last = piece.last.max(last);
                    piece.chunk.push(word.clone());
                }
                _ => pieces.push(Piece { first, last, chunk: Chunk::of(word.clone()) }),
            }
        }
    }
    pieces.sort_by(|a, b| a.chunk.y().total_cmp(&b.chunk.y()));
    pieces
}

/// Returns the anchors of the rows, from top to bottom: where labels or numbers stand, those at one height together. Where most
/// rows have a label, one without needs two numbers, or the words of a sum. A row that counts the columns is none.
pub(super) fn anchors(pieces: &[Piece]) -> Vec<Anchor> {
    let years: Vec<&Piece> = pieces.iter().filter(|piece| names_years(&piece.chunk.text())).collect();
    let is_own = |piece: &&Piece| {
        let text = piece.chunk.text();
        piece.first == piece.last
            && if piece.first == 0 {
                is_label(&text) || is_time(&text)
            } else {
                is_figure(&text) && !is_year_of(piece, &years)
            }
    };
    // Each with its pieces.
    let mut found: Vec<(Anchor, Vec<&Piece>)> = Vec::new();
    for piece in pieces.iter().filter(is_own) {
        let (y, height) = (piece.chunk.y(), piece.chunk.frame.height());
        match found.last_mut() {
            Some((last, own)) if y - last.y < SAME_ROW * last.height.max(height) => own.push(piece),
            _ => found.push((Anchor { y, height }, vec![piece])),
        }
    }
    found.retain(|(_, own)| {
        let mut chunks: Vec<Chunk> = own.iter().map(|piece| piece.chunk.clone()).collect();
        chunks.sort_by(|a, b| a.frame.x0.total_cmp(&b.frame.x0));
        !counts_columns(&chunks)
    });
    let is_labelled = |own: &[&Piece]| own.iter().any(|piece| piece.first == 0);
    let labelled = found.iter().filter(|(_, own)| is_labelled(own)).count();
    if labelled as f32 >= LABELLED * found.len() as f32 {
        let closes = |anchor: &Anchor| {
            let is_level = |piece: &&Piece| (piece.chunk.y() - anchor.y).abs() < SAME_ROW * anchor.height;
            pieces.iter().filter(is_level).any(|piece| closing::opens(&piece.chunk.text()))
        };
        found.retain(|(anchor, own)| is_labelled(own) || own.len() > 1 || closes(anchor));
    }
    let mut anchors: Vec<Anchor> = found.into_iter().map(|(anchor, _)| anchor).collect();
    anchors.extend(unlabelled(pieces, &anchors));
    anchors.sort_by(|a, b| a.y.total_cmp(&b.y));
    anchors
}

/// Fewest figures of a time.
const TIME: usize = 3;

/// Returns whether a cell is a time, `7h30 - 8h00`, by which rows may be known as by a label.
fn is_time(cell: &str) -> bool {
    is_figure(cell)
        && cell.chars().filter(char::is_ascii_digit).count() >= TIME
        && cell.contains(['h', ':', 'g'])
}

/// Returns the anchors of rows whose labels were lost: a column that stands level with nearly all anchors, one line each, tells
/// by its other lines where they are.
fn unlabelled(pieces: &[Piece], anchors: &[Anchor]) -> Vec<Anchor> {
    let (Some(first), Some(columns)) = (anchors.first(), pieces.iter().map(|piece| piece.last).max()) else {
        return Vec::new();
    };
    let is_level =
        |anchor: &Anchor, y: f32, height: f32| (anchor.y - y).abs() < SAME_ROW * anchor.height.max(height);
    let step = median(anchors.windows(2).map(|pair| pair[1].y - pair[0].y).collect()).unwrap_or(0.0);
    // A line alone at its height is the next one of a cell unless it stands as far from the rows around it as rows do.
    let is_row = |other: &Anchor| {
        let is_beside = |piece: &&Piece| (piece.chunk.y() - other.y).abs() < SAME_ROW * other.height;
        let is_apart = |anchor: &Anchor| (anchor.y - other.y).abs() >= ROWS_APART * step;
        pieces.iter().filter(is_beside).count() > 1 || anchors.iter().all(is_apart)
    };
    let mut best: Vec<Anchor> = Vec::new();
    for column in 1..=columns {
        let own: Vec<Anchor> = pieces
            .iter()
            .filter(|piece| piece.first == column && piece.last == column && piece.chunk.y() > first.y)
            .map(|piece| Anchor { y: piece.chunk.y(), height: piece.chunk.frame.height() })
            .collect();
        let stands = |anchor: &&Anchor| own.iter().any(|piece| is_level(anchor, piece.y, piece.height));
        let level = anchors[1..].iter().filter(stands).count();
        let is_single = own
            .windows(2)
            .all(|pair| pair[1].y - pair[0].y > LINES_APART * pair[0].height.min(pair[1].height));
        if !is_single || (level as f32) < LEVEL * (anchors.len() - 1) as f32 {
            continue;
        }
        let others: Vec<Anchor> = own
            .into_iter()
            .filter(|piece| !anchors.iter().any(|anchor| is_level(anchor, piece.y, piece.height)))
            .filter(|piece| is_row(piece))
            .collect();
        if others.len() > best.len() {
            best = others;
        }
    }
    best
}

/// Leaves out anchors without a label where labelled rows are ruled one by one: what stands between the same two rules is of that row.
pub(super) fn one_between_rules(mut anchors: Vec<Anchor>, pieces: &[Piece], rules: &[f32]) -> Vec<Anchor> {
    if rules.len() <= FEWEST_RULED {
        return anchors;
    }
    let labels = pieces.iter().filter(|piece| (piece.first, piece.last) == (0, 0));
    let mut labels: Vec<f32> =
        labels.filter(|piece| is_label(&piece.chunk.text())).map(|piece| piece.chunk.y()).collect();
    labels.sort_by(f32::total_cmp);
    let is_labelled = |anchor: &Anchor| {
        let reach = SAME_ROW * anchor.height;
        let next = labels.partition_point(|y| *y <= anchor.y - reach);
        labels.get(next).is_some_and(|y| *y < anchor.y + reach)
    };
    let band = |anchor: &Anchor| rules.partition_point(|rule| *rule < anchor.y);
    let labelled: Vec<usize> = anchors.iter().filter(|anchor| is_labelled(anchor)).map(band).collect();
    let are_ruled = labelled.len() >= FEWEST_RULED && labelled.windows(2).all(|pair| pair[0] < pair[1]);
    let is_within = |band: usize| band > 0 && band < rules.len();
    anchors.retain(|anchor| {
        let own = band(anchor);
        !are_ruled || is_labelled(anchor) || !is_within(own) || labelled.binary_search(&own).is_err()
    });
    anchors
}

/// Returns whether a name ends with the word behind which a year comes.
fn names_years(name: &str) -> bool {
    matches!(name.to_lowercase().split(' ').next_back(), Some("năm" | "nam"))
}

/// Returns whether a figure is the year of one of such names that an edge of columns parts, `Năm | 2009`, or that stands in two lines.
fn is_year_of(figure: &Piece, names: &[&Piece]) -> bool {
    let (text, frame) = (figure.chunk.text(), figure.chunk.frame);
    let is_year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let is_named = |piece: &&Piece| {
        let (gap, step) = (frame.x0 - piece.chunk.frame.x1, figure.chunk.y() - piece.chunk.y());
        let is_before = piece.last + 1 == figure.first
            && step.abs() < SAME_ROW * frame.height()
            && (0.0..frame.height()).contains(&gap);
        let is_above =
            piece.last == figure.last && (0.0..NAME_LINES).contains(&(step / frame.height().max(1.0)));
        is_before || is_above
    };
    is_year && text.bytes().all(|byte| byte.is_ascii_digit()) && names.iter().any(is_named)
}

/// Returns the heights of rules that run across the table, from top to bottom; a worn one in pieces too, and none that stands above
/// or below it, as one under a heading does.
pub(super) fn rules(pieces: &[Piece], across: &[Frame]) -> Vec<f32> {
    let left = pieces.iter().map(|piece| piece.chunk.frame.x0).fold(f32::MAX, f32::min);
    let right = pieces.iter().map(|piece| piece.chunk.frame.x1).fold(f32::MIN, f32::max);
    let height = median(pieces.iter().map(|piece| piece.chunk.frame.height()).collect()).unwrap_or(0.0);
    let top = pieces.iter().map(|piece| piece.chunk.frame.y0).fold(f32::MAX, f32::min) - height;
    let foot = pieces.iter().map(|piece| piece.chunk.frame.y1).fold(f32::MIN, f32::max) + height;
    let mut rules: Vec<(f32, f32)> = across
        .iter()
        .filter(|rule| (top..foot).contains(&rule.center().1))
        .map(|rule| (rule.center().1, rule.x1.min(right) - rule.x0.max(left)))
        .filter(|(_, width)| *width > 0.0)
        .collect();
    rules.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole = rules.chunk_by(|above, below| below.0 - above.0 < SAME_RULE * height);
    let is_wide =
        |rule: &&[(f32, f32)]| rule.iter().map(|(_, width)| width).sum::<f32>() > RULED * (right - left);
    // The height of its widest piece: scraps stand beside it.
    let widest = |rule: &[(f32, f32)]| rule.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(y, _)| *y);
    whole.filter(is_wide).filter_map(widest).collect()
}

/// Returns the lower edges of the rows, from top to bottom, the table's end the last.
pub(super) fn edges(pieces: &[Piece], anchors: &[Anchor], head: f32, rules: &[f32]) -> Vec<f32> {
    let below: Vec<&Piece> = pieces.iter().filter(|piece| piece.chunk.y() > head).collect();
    let is_top = begin_with_anchors(&below, anchors);
    let mut edges: Vec<f32> =
        anchors.windows(2).map(|pair| between(&below, pair[0], pair[1], rules, is_top)).collect();
    edges.extend(anchors.last().map(|last| end(&below, *last, rules)));
    edges
}

/// Returns whether rows begin level with their anchors, as where cells are set at the top: nearly all have a line of text there,
/// which those of two lines set in the middle have not.
fn begin_with_anchors(pieces: &[&Piece], anchors: &[Anchor]) -> bool {
    let columns = pieces.iter().map(|piece| piece.last).max().unwrap_or(0);
    let of = |column: usize| pieces.iter().filter(move |piece| piece.first == column && piece.last == column);
    let Some(text) = (1..=columns).max_by_key(|column| of(*column).count()) else { return false };
    let is_level = |anchor: &&Anchor| {
        of(text).any(|piece| (piece.chunk.y() - anchor.y).abs() < LEVEL_LINE * anchor.height)
    };
    // Of cells of an even number of lines set in the middle, one stands half a line above the anchor.
    let is_half = |anchor: &&Anchor| {
        pieces.iter().any(|piece| {
            let above = (anchor.y - piece.chunk.y()) / piece.chunk.frame.height().max(anchor.height);
            (HALF_A_LINE.0..HALF_A_LINE.1).contains(&above)
        })
    };
    let level = anchors.iter().filter(is_level).count();
    let half = anchors.iter().filter(is_half).count();
    half <= anchors.len() / FEW_HALVES
        && of(text).count() > anchors.len()
        && level as f32 >= AT_TOP * anchors.len() as f32
}

/// Returns where two rows part: at a rule, or where the lines between their anchors stand farthest apart.
fn between(pieces: &[&Piece], above: Anchor, below: Anchor, rules: &[f32], is_top: bool) -> f32 {
    if let Some(rule) = rules.iter().find(|rule| **rule > above.y && **rule < below.y) {
        return *rule;
    }
    let middle = (above.y + below.y) / 2.0;
    let reach = SAME_ROW * above.height.min(below.height);
    let mut ys: Vec<f32> = pieces
        .iter()
        .map(|piece| piece.chunk.y())
        .filter(|y| (above.y - reach..=below.y + reach).contains(y))
        .collect();
    ys.dedup_by(|b, a| *b - *a < reach);
    if is_top && ys.len() > 1 {
        // The row below begins with its anchor.
        return ys[ys.len() - 2..].iter().sum::<f32>() / 2.0;
    }
    let steps: Vec<(f32, f32)> =
        ys.windows(2).map(|pair| (pair[1] - pair[0], (pair[0] + pair[1]) / 2.0)).collect();
    let widest = steps.iter().map(|(step, _)| *step).fold(0.0, f32::max);
    // Of steps that are alike the one nearest to the middle: cells are set in the middle of their rows.
    let alike = steps.iter().filter(|(step, _)| *step >= widest * (1.0 - ALIKE)).map(|(_, at)| *at);
    alike.min_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs())).unwrap_or(middle)
}

/// Returns where the last row ends: at a rule, or below its lines, which stand no farther apart than usual.
fn end(pieces: &[&Piece], last: Anchor, rules: &[f32]) -> f32 {
    if let Some(rule) = rules.iter().find(|rule| **rule > last.y && **rule < last.y + 4.0 * last.height) {
        return *rule;
    }
    let mut ys: Vec<f32> = pieces.iter().map(|piece| piece.chunk.y()).collect();
    ys.dedup_by(|b, a| *b - *a < SAME_ROW * last.height);
    let steps: Vec<f32> = ys.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let usual = steps.iter().copied().fold(f32::MAX, f32::min).max(last.height);
    let mut at = last.y;
    for y in ys.into_iter().filter(|y| *y > last.y + SAME_ROW * last.height) {
        if y - at > usual * APART {
            break;
        }
        at = y;
    }
    at + 0.7 * last.height
}
