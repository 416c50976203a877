//! The subject (trích yếu) under a kind, and where it ends.
//!
//! On an image its lines stand in the middle, below the kind: both sides are clear, and equally so. Lines of text begin at the
//! margin or are set in from it. In plain text a blank line ends it. Grounds, an addressee, a label, a party to a contract and a
//! value behind a colon end it wherever they stand.

use std::sync::LazyLock;

use regex::Regex;

use super::column::frame_of;
use super::{body, is_annex_note, opens_body};
use crate::structure::sheet::{Frame, Place, Sheet};
use crate::structure::{folding, office, paragraph};

/// Most lines of a subject.
const LINES: usize = 8;

/// The part of the text's width that is clear at each side of a line in the middle. A line of text leaves up to 0.01 at both, or
/// none at the left. Measured on 60 made documents and set by hand for ragged ones.
const CLEAR: f32 = 0.02;

/// How far off the kind's middle, in widths of the text, a line in the middle is set: 0.004 at most on 60 made documents. A line
/// of text set in by 1 cm and full is off by 0.03.
const OFF_AXIS: f32 = 0.015;

/// The same for lines that leave much at both sides, as typists count them out, and what they leave.
const OFF_TYPED_AXIS: f32 = 0.05;
const CLEAR_TYPED: f32 = 0.1;

/// The widest step between two lines of a subject, in heights of the line, where the second begins with a capital.
const WIDEST_STEP: f32 = 2.2;

/// How much less bold than a subject's lines the text below is at least.
const THINNER: f32 = 0.2;

/// Letters of a line from which it says whether it is bold.
const LETTERS_THAT_TELL: usize = 12;

/// Most lines in capitals above the grounds that say who decides.
const AUTHORITY_LINES: usize = 3;

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:(?i:phần|chương|mục|điều|bài)\s+[\dIVXLa-zA-Z]{1,5}\b|(?i:phần\s+thứ)\s+\p{L}+$|(?:[IVXL]{1,5}|[A-ZĐ]|[a-zđ]|\d{1,2}(?:\.\d{1,2})*)\s*(?:[./):]|[-–]\s)|\d{1,2}\.\d)")
        .ok()
});

/// Returns where the subject's lines stand among those under the kind, and how many of them are read by then.
pub(super) fn find(
    sheet: &Sheet,
    kind_at: usize,
    under: &[usize],
    opened: Vec<Place>,
    owner: &str,
) -> (Vec<Place>, usize) {
    let mut subject = opened;
    let mut read = 0;
    for (index, at) in under.iter().copied().enumerate() {
        let line = &sheet.lines[at];
        if line.text.chars().all(|c| !c.is_alphanumeric()) {
            read = index + 1;
            continue;
        }
        let above = subject.last().map(|(at, _)| *at);
        if subject.len() >= LINES || ends(sheet, at, above, owner) {
            break;
        }
        let goes_on = if let Some(is_title) = is_set_as_title(sheet, kind_at, at, above) {
            is_title
        } else if frame(sheet, at).is_some() && frame(sheet, kind_at).is_some() {
            is_in_middle(sheet, kind_at, &under[index..], above)
        } else {
            !line.gap_before || above.is_none()
        };
        if !goes_on {
            break;
        }
        subject.push(sheet.whole(at));
        read = index + 1;
    }
    (subject, read)
}

/// Returns whether a line is set as titles are, bold, near below the kind or another line of a subject in bold; `None` where its print
/// says neither that nor that it is of the text below.
fn is_set_as_title(sheet: &Sheet, kind_at: usize, at: usize, above: Option<usize>) -> Option<bool> {
    let whole = |at: usize| (&sheet.lines[at], 0..sheet.lines[at].length());
    let is_bold = |at: usize| {
        let (line, range) = whole(at);
        paragraph::is_bold(line, &range)
    };
    let upper = above.unwrap_or(kind_at);
    if !is_bold(upper) {
        return None;
    }
    let (line, range) = whole(at);
    // A year alone says nothing of how bold its line is.
    let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
    let own = line.boldness(&range).unwrap_or(1.0);
    let is_thinner = sheet.lines[upper]
        .boldness(&(0..sheet.lines[upper].length()))
        .is_some_and(|above| above - own > THINNER);
    if above.is_some() && letters >= LETTERS_THAT_TELL && is_thinner && paragraph::is_plain(line, &range) {
        return Some(false);
    }
    let is_near = !is_far(frame(sheet, upper)?, frame(sheet, at)?);
    (is_near && is_bold(at)).then_some(true)
}

/// Returns whether a line under a subject, or under a kind that has none, cannot be of it, whatever it stands like.
fn ends(sheet: &Sheet, at: usize, above: Option<usize>, owner: &str) -> bool {
    let text = sheet.lines[at].text.trim();
    let above = above.map(|above| sheet.lines[above].text.trim());
    let names_value = text
        .split_once(':')
        .is_some_and(|(before, _)| !folding::fold(before).starts_with("ve viec") || above.is_some());
    let is_span = above.is_some_and(|above| ends_with_figure(above) && opens_with_figure(text));
    paragraph::is_bullet(text) && !is_span
        || opens_body(text)
        || is_annex_note(sheet, at)
        || is_label(text)
        || opens_caption(text)
        || names_value
        || above.is_some_and(|above| above.ends_with(['.', ';']))
        || is_authority(sheet, at, owner, above)
}

/// Returns whether the number and name of a table open in a line: `Bảng 4. Số trạm đo gió`.
fn opens_caption(text: &str) -> bool {
    let folded = folding::fold(text);
    let mut words = folded.split_whitespace();
    let is_table = matches!(words.next(), Some("bang" | "bieu"));
    is_table
        && words
            .next()
            .is_some_and(|number| number.trim_end_matches(['.', ':']).bytes().all(|b| b.is_ascii_digit()))
}

/// Returns whether a span of years may go on in a line: `- 2021`.
fn opens_with_figure(text: &str) -> bool {
    text.trim_start_matches(['-', '–', ' ']).starts_with(|c: char| c.is_ascii_digit())
}

fn ends_with_figure(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a heading's or item's label opens a line: `I.`, `A -`, `1.1`, `Phần II`, `PHẦN THỨ NHẤT`. A year does not.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim_start();
    !folding::fold(text).starts_with("v/v") && LABEL.as_ref().is_some_and(|label| label.is_match(text))
}

/// Returns whether the first of some lines stands in the middle, where the kind does.
fn is_in_middle(sheet: &Sheet, kind_at: usize, lines: &[usize], above: Option<usize>) -> bool {
    let Some((at, next)) = lines.split_first() else { return false };
    let line = &sheet.lines[*at];
    if line.sheet_page != sheet.lines[kind_at].sheet_page {
        return false;
    }
    let (Some(extent), Some(kind), Some(own)) =
        (sheet.pages[line.sheet_page].extent, frame(sheet, kind_at), frame(sheet, *at))
    else {
        return false;
    };
    let axis = kind.center().0;
    let stands = if stands_in_middle(extent, axis, own) {
        !is_text_at_margin(sheet, extent, axis, next)
    } else {
        is_on_axis(extent, axis, own) && fills_width(sheet, extent, axis, &line.text, own, next)
    };
    let stands = stands && !opens_paragraph(sheet, extent, own, next);
    let Some(above) = above.and_then(|above| frame(sheet, above)) else { return stands };
    let goes_on = !line.text.trim_start().starts_with(char::is_uppercase);
    stands && (goes_on || !is_far(above, own))
}

/// How much of the width a paragraph's first line leaves free behind it at most, and by how much less than before it: a typewriter's indent
/// is hardly wider than what a title in the middle leaves free on both sides. Set by hand.
const BEHIND: f32 = 0.05;
const INDENT: f32 = 0.03;

/// Returns whether a line opens a paragraph: it is set in, full behind, and the next one begins at the margin with a small letter.
fn opens_paragraph(sheet: &Sheet, (left, right): (f32, f32), own: Frame, next: &[usize]) -> bool {
    let width = right - left;
    // The head may reach farther to the right than the text.
    let below = next.first().filter(|at| paragraph::begins_small(sheet.lines[**at].text.trim_start()));
    below.and_then(|at| frame(sheet, *at)).is_some_and(|below| {
        let (before, behind) = (own.x0 - below.x0, below.x1 - own.x1);
        below.x0 - left < INDENT * width && behind < BEHIND * width && before - behind > INDENT * width
    })
}

/// Returns whether a paragraph goes on at the margin in some lines, so that the one above them is of it: they may fill the width, up to
/// one that ends before.
fn is_text_at_margin(sheet: &Sheet, extent: (f32, f32), axis: f32, lines: &[usize]) -> bool {
    for at in lines.iter().copied().take(LINES) {
        let text = sheet.lines[at].text.trim_start();
        let is_figure = text.starts_with(|c: char| c.is_ascii_digit()) && !is_label(text);
        let is_small = is_figure || text.starts_with(char::is_lowercase);
        let Some(own) = frame(sheet, at).filter(|own| {
            is_small
                && own.x0 - extent.0 < CLEAR * (extent.1 - extent.0)
                && !stands_in_middle(extent, axis, *own)
        }) else {
            return false;
        };
        if !is_on_axis(extent, axis, own) {
            return true;
        }
    }
    false
}

/// Returns whether a line that fills the width is of the subject: a line below it, perhaps after more that fill it, stands in the
/// middle, or it is no sentence and nothing of a text follows.
fn fills_width(sheet: &Sheet, extent: (f32, f32), axis: f32, text: &str, own: Frame, next: &[usize]) -> bool {
    let mut above = own;
    for at in next.iter().copied().take(LINES) {
        if is_label(&sheet.lines[at].text) || is_annex_note(sheet, at) {
            break;
        }
        let Some(own) = frame(sheet, at).filter(|own| is_on_axis(extent, axis, *own) && !is_far(above, *own))
        else {
            return false;
        };
        if stands_in_middle(extent, axis, own) {
            return true;
        }
        above = own;
    }
    above == own && !text.trim_end().ends_with(['.', ';', ':', ','])
}

fn frame(sheet: &Sheet, at: usize) -> Option<Frame> {
    frame_of(sheet, &sheet.whole(at))
}

fn is_far(above: Frame, frame: Frame) -> bool {
    frame.center().1 - above.center().1 > WIDEST_STEP * above.height().max(frame.height())
}

/// Returns whether a line's middle is the kind's or the text's.
fn is_on_axis((left, right): (f32, f32), axis: f32, frame: Frame) -> bool {
    let middle = frame.center().0;
    let off = (middle - axis).abs().min((middle - (left + right) / 2.0).abs());
    off <= OFF_AXIS * (right - left)
}

/// Returns whether a line leaves both sides clear, equally.
fn stands_in_middle((left, right): (f32, f32), axis: f32, frame: Frame) -> bool {
    let width = right - left;
    let clear = (frame.x0 - left).min(right - frame.x1);
    clear >= CLEAR * width && is_on_axis((left, right), axis, frame)
        || clear >= CLEAR_TYPED * width && (frame.center().0 - axis).abs() <= OFF_TYPED_AXIS * width
}

/// Returns whether a line under a subject says who decides (thẩm quyền ban hành), which is no part of it: it names whom the
/// title named, or a body or an office in capitals where the subject has small letters, or any capitals that the grounds follow.
fn is_authority(sheet: &Sheet, at: usize, owner: &str, above: Option<&str>) -> bool {
    let text = sheet.lines[at].text.trim();
    let in_capitals =
        |text: &str| folding::capital_share(text) > 0.7 && text.chars().any(char::is_alphabetic);
    let mut next = (at + 1..sheet.lines.len()).take(AUTHORITY_LINES);
    let grounds = next
        .find(|next| !in_capitals(&sheet.lines[*next].text))
        .is_some_and(|next| opens_body(&sheet.lines[next].text));
    let named = !owner.is_empty() && folding::fold(text.trim_end_matches([',', ':', '.'])) == owner;
    let names_one = body::opens(text) || office::opens(text) || grounds;
    named || names_one && in_capitals(text) && above.is_some_and(|above| !in_capitals(above))
}
