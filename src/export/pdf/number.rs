//! Numbers as a PDF writes them.

/// Rounds to hundredths of a point.
pub(super) fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}
