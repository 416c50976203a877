//! Who signed, read off the pieces that stand beside the recipients or at the end: each in a column of his own, his office in
//! capitals above his name.

use super::may_be_office;
use super::person::{self, is_name};
use super::piece::{self, Piece};
use crate::document::{Field, Signer};
use crate::structure::sheet::{Frame, Place, Sheet};
use crate::structure::{folding, office};

/// How far, in widths of the text, the middles of two lines of one signer's column lie apart at most; those of three signers side by
/// side are 0.33 apart.
const COLUMN: f32 = 0.12;

/// Height of the room for a signature, in heights of the line, from which words in capitals under an office are a name.
const SIGNATURE: f32 = 2.0;

/// Most white between a surname and the rest of a name in its line, in heights of that, where boxes are wrong: 4.4 on made pages at 150 dpi
/// with seals; and how wide a surname is.
const SURNAME_GAP: f32 = 5.0;
const SURNAME_WIDTH: f32 = 2.5;

/// How far below a line of an office what goes on from it stands at most, and how far off its middle, in heights of the line.
const NEXT_LINE: f32 = 1.2;
const OFF_MIDDLE: f32 = 0.5;

/// The widest gap between two lines that are one office, in heights of the line, and how much of each is capitals.
const ONE_OFFICE: f32 = 1.5;
const IN_CAPITALS: f64 = 0.8;

/// Confidence, 0 to 1, under which a piece was hardly read, and how much of it is capitals at least where those were an office's: of
/// names it is a third.
const HARDLY_READ: f32 = 0.5;
const SOME_CAPITALS: f64 = 0.4;

/// Most words of a name in capitals.
const NAME_WORDS: usize = 5;

/// A signer with what he was read off.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) signer: Signer,
    /// Middle of his column.
    pub(super) axis: f32,
    pub(super) lines: Vec<usize>,
    /// The lines of his office of which words were not read, each with the office that it is.
    pub(super) cut: Vec<(Place, &'static str)>,
    /// True where `(Ký, ghi rõ họ tên)` or the like stands in it.
    pub(super) has_note: bool,
}

/// Reads the signers off pieces on a text so wide, from left to right.
pub(super) fn read(sheet: &Sheet, pieces: Vec<Piece>, width: f32) -> Vec<Read> {
    let pieces = pieces.into_iter().filter_map(|piece| piece::without_specks(sheet, piece));
    let mut pieces: Vec<Piece> = pieces.collect();
    // Before specks are left out, for a surname may be as short as one.
    join_surnames(sheet, &mut pieces);
    pieces.retain(|piece| !is_speck(&piece.text) || may_be_last_word(&piece.text));
    let mut rows = offices_in_pieces(pieces);
    let middle = |row: &[Piece]| {
        row.iter().map(|piece| piece.frame).reduce(Frame::union).map_or(0.0, |all| all.center().0)
    };
    rows.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut columns: Vec<(f32, Vec<Piece>)> = Vec::new();
    for row in rows {
        let own = middle(&row);
        match columns.last_mut() {
            Some((first, column)) if own - *first <= COLUMN * width => column.extend(row),
            _ => columns.push((own, row)),
        }
    }
    columns.into_iter().filter_map(|(_, column)| of_column(sheet, column)).collect()
}

/// Returns pieces one by one, but what of an office in capitals was read as two lines side by side, `CHÁNH` and `VĂN PHÒNG`, together:
/// the middle of each is not the office's.
fn offices_in_pieces(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    pieces.sort_by(|a, b| a.frame.x0.total_cmp(&b.frame.x0));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let is_one_line = |before: &Piece| {
            let height = before.frame.height().min(piece.frame.height());
            let off = (before.frame.center().1 - piece.frame.center().1).abs();
            let are_capitals =
                [before, &piece].iter().all(|own| folding::capital_share(&own.text) > IN_CAPITALS);
            are_capitals
                && before.place.0 != piece.place.0
                && off < height / 2.0
                && piece.frame.x0 - before.frame.x1 < ONE_OFFICE * height
        };
        match rows.iter_mut().find(|row| row.last().is_some_and(is_one_line)) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    rows
}

/// Joins a surname to the rest of the name in its line: the box of a word half under a seal may lie far from where it stands.
fn join_surnames(sheet: &Sheet, pieces: &mut Vec<Piece>) {
    pieces.sort_by_key(|piece| (piece.place.0, piece.place.1.start));
    let mut at = 1;
    while at < pieces.len() {
        let (surname, rest) = (&pieces[at - 1], &pieces[at]);
        let gap = rest.frame.x0 - surname.frame.x1;
        let is_one_line = surname.place.0 == rest.place.0;
        let both = || format!("{} {}", surname.text, rest.text);
        if is_one_line
            && gap <= SURNAME_GAP * rest.frame.height()
            && person::is_surname(&surname.text)
            && is_name(&both())
        {
            let range = surname.place.1.start..rest.place.1.end;
            let text = sheet.lines[rest.place.0].slice(&range);
            let x0 = rest.frame.x0 - SURNAME_WIDTH * rest.frame.height();
            pieces[at].text = text.trim().to_owned();
            pieces[at].place.1 = range;
            pieces[at].frame.x0 = x0.max(pieces[at - 1].frame.x0);
            pieces.remove(at - 1);
        } else {
            at += 1;
        }
    }
}

fn of_column(sheet: &Sheet, mut column: Vec<Piece>) -> Option<Read> {
    // What was read as two pieces of one line overlaps in height.
    column.sort_by(|a, b| a.frame.center().1.total_cmp(&b.frame.center().1));
    for at in 1..column.len() {
        let (above, below) = (&column[at - 1].frame, &column[at].frame);
        let is_one_line = below.center().1 - above.center().1 < above.height().min(below.height()) / 2.0;
        if is_one_line && below.x0 < above.x0 {
            column.swap(at - 1, at);
        }
    }
    let axis = column.iter().map(|piece| piece.frame.center().0).sum::<f32>() / column.len() as f32;
    let mut offices: Vec<&Piece> = Vec::new();
    let mut name: Option<Field> = None;
    let mut lines = Vec::new();
    let mut has_note = false;
    let mut is_unclear = false;
    for (index, piece) in column.iter().enumerate() {
        let is_last = index + 1 == column.len();
        let is_below_signature = offices.last().is_some_and(|office| {
            piece.frame.y0 - office.frame.y1 > SIGNATURE * piece.frame.height().min(office.frame.height())
        });
        if is_note(&piece.text) {
            has_note |= is_signature(&piece.text);
        } else if is_name(&piece.text) || is_below_signature && is_name_in_capitals(&piece.text) {
            name = Some(person(sheet, piece));
        } else if may_be_office(&piece.text)
            || office::named(&piece.text).is_some()
            || offices.last().is_some_and(|above| is_last_word(piece, above))
        {
            offices.push(piece);
        } else if is_misread_office(piece, offices.last().copied(), is_below_signature)
            || is_office_in_doubt(sheet, piece)
        {
            is_unclear = true;
            offices.push(piece);
        } else if is_last
            && (is_below_signature || !offices.is_empty() && opens_with_surname(&piece.text))
            && may_be_misread_name(&piece.text)
        {
            let mut own = person(sheet, piece);
            own.review = true;
            name = Some(own);
        } else {
            continue;
        }
        lines.push(piece.place.0);
        if name.is_some() {
            break;
        }
    }
    let cut: Vec<_> = (0..offices.len()).filter_map(|at| cut_office(&offices, at)).collect();
    let mut title = offices.into_iter().map(|piece| title(sheet, piece)).reduce(|mut title, office| {
        title.text.append(office.text);
        title
    });
    if let Some(title) = title.as_mut() {
        title.review |= is_unclear || !cut.is_empty();
    }
    let is_signer = title.is_some() || name.is_some();
    is_signer.then_some(Read { signer: Signer { title, name }, axis, lines, cut, has_note })
}

/// Returns the office that a line of a title is part of, where it stands off the axis of the others: all are centred, so that what was not
/// read beside it is as wide as it is off.
fn cut_office(offices: &[&Piece], at: usize) -> Option<(Place, &'static str)> {
    let own = offices[at];
    let others =
        || offices.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, office)| office.frame);
    let count = others().count();
    let is_beside = |other: Frame| (other.center().1 - own.frame.center().1).abs() < own.frame.height() / 2.0;
    // Beside the rest of its line it is off the axis by itself.
    if count == 0 || others().any(is_beside) {
        return None;
    }
    let axis = others().map(|frame| frame.center().0).sum::<f32>() / count as f32;
    let is_end = own.frame.center().0 > axis;
    let half = if is_end { own.frame.x1 - axis } else { axis - own.frame.x0 };
    let share = 2.0 * half / (own.frame.x1 - own.frame.x0).max(1.0);
    office::cut_to(&own.text, share, is_end).map(|whole| (own.place.clone(), whole))
}

fn title(sheet: &Sheet, piece: &Piece) -> Field {
    let mut title: Field = sheet.text_without_end([piece.place.clone()], |c| !c.is_alphanumeric()).into();
    if let Some(office) = office::named(&title) {
        // Fonts that set small letters as capitals leave small ones.
        office.clone_into(&mut title.text.text);
    }
    title
}

/// Returns a name without the specks of the signature around it.
fn person(sheet: &Sheet, piece: &Piece) -> Field {
    sheet.text_without_end([piece.place.clone()], |c| !c.is_alphanumeric()).into()
}

/// Returns whether a text is what stands for a signature, or says how to sign: `(Đã ký)`, `(Ký, ghi rõ họ tên)`.
pub(super) fn is_note(text: &str) -> bool {
    let folded = folding::fold(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    text.trim_start().starts_with(['(', '['])
        || folding::opens_with(&folded, &["da ky", "ky ten", "ky, ghi", "ky va"])
}

/// Returns whether a note speaks of the signature.
fn is_signature(text: &str) -> bool {
    folding::fold(text).split(|c: char| !c.is_alphanumeric()).any(|word| word == "ky")
}

/// Returns whether a piece is so short that it is dirt or a stroke of a signature.
pub(super) fn is_speck(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() < 3
}

/// Returns whether a text may be the last word of an office alone on its line: `HỢP`, `TẾ`.
fn may_be_last_word(text: &str) -> bool {
    text.chars().count() > 1 && text.chars().all(char::is_uppercase)
}

/// Returns whether a piece is the last word of the office above it, which was too long for its line: right below, and in the middle.
fn is_last_word(piece: &Piece, above: &Piece) -> bool {
    let height = above.frame.height();
    may_be_last_word(&piece.text)
        && piece.frame.y0 - above.frame.y1 < NEXT_LINE * height
        && (piece.frame.center().0 - above.frame.center().0).abs() < OFF_MIDDLE * height
}

/// Returns whether a piece, under the office above it, is one that was misread.
fn is_misread_office(piece: &Piece, above: Option<&Piece>, is_below_signature: bool) -> bool {
    let is_due = |above: &Piece| office::due(Some(&above.text), &piece.text, None).is_some();
    above.is_some() && !is_below_signature && may_be_misread_office(&piece.text)
        || office::misread_in_small(&piece.text).is_some()
        || above.is_some_and(is_due)
}

/// Returns whether a piece that was hardly read is like an office, small letters among its capitals: `GyÁM bốc`.
fn is_office_in_doubt(sheet: &Sheet, piece: &Piece) -> bool {
    let (line, range) = &piece.place;
    let is_sure = sheet.lines[*line].read_at(range) >= HARDLY_READ;
    let has_capitals = folding::capital_share(&piece.text) >= SOME_CAPITALS;
    !is_sure && has_capitals && office::misread_in_doubt(&piece.text.to_uppercase()).is_some()
}

fn is_name_in_capitals(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (2..=NAME_WORDS).contains(&words)
        && folding::capital_share(text) > 0.9
        && text.chars().all(|c| c.is_alphabetic() || c == ' ')
        && !office::opens(text)
        && !office::opens_signing(text)
}

/// Returns whether capitals under an office, letters among them read as figures, may be of it.
fn may_be_misread_office(text: &str) -> bool {
    folding::capital_share(text) > 0.8
        && text.split_whitespace().nth(1).is_some()
        && !text.contains(|c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '.' | ',' | ':' | ';'))
        && !text.trim_end().ends_with([':', ';'])
}

/// Returns whether the first word of a text is a surname.
fn opens_with_surname(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(person::is_surname)
}

/// Returns whether the last words under a signature may be a name letters of which were misread, capitals among them: half of its
/// words begin with one, or its first is a surname, and the last does.
fn may_be_misread_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    (2..=NAME_WORDS).contains(&words.len())
        && (2 * capitals >= words.len() || opens_with_surname(text))
        && words.last().is_some_and(|word| word.starts_with(char::is_uppercase))
        && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | ';' | ')'))
}
