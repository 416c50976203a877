//! Strokes that stand alone among a table's labels, settled by the label under them.
//!
//! A `1`, an `I` and an `l` alone in a cell are the same stroke. Which of them it is the order of labels says.

use super::cells::Piece;
use crate::document::Grid;

/// The score of what was read, among the alternatives of what it was settled as.
const SCORE: f32 = 0.5;

/// What a lone upright stroke is read as.
const STROKES: [&str; 4] = ["1", "I", "l", "|"];

/// Settles lone strokes in the first column, where labels stand, by the label under them: over a `2` a stroke is `1`,
/// over a `1` or `II` a letter is the roman one. What was read as a digit stays: a column of counts holds `1` over `1`.
pub(super) fn settle_lone_strokes(grid: &Grid, at: usize, pieces: &mut [Piece]) {
    let mut under = String::new();
    for (index, _) in
        grid.cells.iter().enumerate().rev().filter(|(_, cell)| cell.column == 0 && cell.columns == 1)
    {
        let place = Some((at, index));
        let of_cell = pieces.iter().filter(|piece| piece.place == place);
        let label: String = of_cell.map(|piece| piece.line.text()).collect();
        let Some((stroke, stop)) = split_stroke(&label) else {
            if !label.is_empty() {
                under = label;
            }
            continue;
        };
        let settled = match under.trim_end_matches(['.', ')']) {
            "2" => "1",
            "1" | "II" if stroke != "1" => "I",
            _ => stroke,
        };
        under = format!("{settled}{stop}");
        let symbol = pieces
            .iter_mut()
            .filter(|piece| piece.place == place)
            .find_map(|piece| piece.line.words.first_mut()?.symbols.first_mut());
        if let Some(symbol) = symbol.filter(|symbol| symbol.text != settled) {
            let before = std::mem::replace(&mut symbol.text, settled.to_owned());
            symbol.choices.retain(|(text, _)| *text != settled);
            symbol.choices.insert(0, (before, SCORE));
        }
    }
}

/// Parts a label that is a lone stroke into the stroke and the stop or bracket after it.
fn split_stroke(label: &str) -> Option<(&str, &str)> {
    let stroke = label.trim_end_matches(['.', ')']);
    STROKES.contains(&stroke).then(|| label.split_at(stroke.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BoundingBox, Rule};
    use crate::layout;
    use crate::recognition::hocr;
    use crate::recognition::read_line::ReadLine;

    fn line(text: &str) -> ReadLine {
        let html = format!(
            "<div class='ocr_page'><span class='ocr_line'>\
             <span class='ocrx_word' title='bbox 80 30 90 64; x_wconf 90'>{text}</span></span></div>"
        );
        hocr::lines(&html).remove(0)
    }

    #[test]
    fn lone_strokes_among_labels_are_settled_by_the_label_under_them() {
        let labels = ["I", "l", "2.", "II", "I.", "2.", "1", "1"];
        let mut pieces: Vec<Piece> = labels
            .iter()
            .zip(0..)
            .map(|(text, row)| Piece { place: Some((0, 2 * row)), line: line(text) })
            .collect();
        let rule = |x0, y0, x1, y1, horizontal| Rule { bbox: BoundingBox { x0, y0, x1, y1 }, horizontal };
        let across = (0..9).map(|row| rule(0, row * 100, 402, row * 100 + 2, true));
        let down = (0..3).map(|column| rule(column * 200, 0, column * 200 + 2, 800, false));
        let grid = layout::grids::find(&across.chain(down).collect::<Vec<_>>(), 300.0).remove(0);
        settle_lone_strokes(&grid, 0, &mut pieces);
        let settled: Vec<String> = pieces.iter().map(|p| p.line.words[0].text()).collect();
        assert_eq!(settled, ["I", "1", "2.", "II", "1.", "2.", "1", "1"]);
        assert_eq!(pieces[1].line.words[0].symbols[0].choices[0].0, "l", "what was read stays");
    }
}
