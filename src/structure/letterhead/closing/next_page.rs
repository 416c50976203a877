//! What the page after a closing's has of it: the rest of the list, the name under an office.

use std::ops::Range;

use super::levels::{levels, width_of};
use super::person::is_name;
use super::recipients::{Row, bullet, is_file_copy};
use super::signers::{Read, is_note, is_speck};
use crate::structure::folding;
use crate::structure::sheet::Sheet;

/// Most lines on the next page over which a closing goes on.
const NEXT_PAGE: usize = 12;

/// How far off a signer's axis, in widths of the text, his name on the next page stands at most.
pub(super) const OFF_AXIS: f32 = 0.1;

/// Reads what the next page has of a closing: the rest of the list, the name under an office.
pub(super) fn read_next_page(
    sheet: &Sheet,
    own: &Range<usize>,
    page: usize,
    goes_on: bool,
    rows: &mut Vec<Row>,
    signers: &mut [Read],
    lines: &mut Vec<usize>,
) {
    let is_unsigned = signers.iter().any(|read| read.signer.name.is_none());
    if page + 1 >= sheet.pages.len() || !goes_on && !is_unsigned {
        return;
    }
    let width = width_of(sheet, page + 1);
    let mut goes_on = goes_on;
    for level in levels(sheet, page + 1, own).into_iter().take(NEXT_PAGE) {
        let mut is_read = false;
        for piece in level {
            let unsigned = signers.iter_mut().find(|read| {
                read.signer.name.is_none() && (read.axis - piece.frame.center().0).abs() <= OFF_AXIS * width
            });
            if let Some(read) = unsigned
                && is_name(&piece.text)
            {
                read.signer.name = Some(sheet.text([piece.place.clone()]).into());
                read.lines.push(piece.place.0);
                is_read = true;
                continue;
            }
            let is_row =
                bullet(&piece.text) > 0 || is_file_copy(&piece.text) || piece.text.ends_with([';', ',']);
            if goes_on && is_row && folding::capital_share(&piece.text) < 1.0 {
                goes_on = !is_file_copy(&piece.text);
                lines.push(piece.place.0);
                rows.push(Row { places: vec![piece.place], text: piece.text, frame: None });
                is_read = true;
            } else {
                is_read |= is_note(&piece.text) || is_speck(&piece.text);
            }
        }
        if !is_read {
            break;
        }
    }
}
