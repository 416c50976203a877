//! How superior figures are set, in heights of their line's capitals.

/// Heights of superior figures in heights of the line's capitals: they are set at six tenths, and measured 0.5 to 0.75
/// on our fixtures, up to 0.85 on lines too short to have a capital; quotation marks have under four tenths.
pub(super) const HEIGHT: (f32, f32) = (0.48, 0.9);

/// How far above the capitals' heads a superior figure's head stands at most, in their heights: up to 0.7 over lines
/// too short to have a capital.
pub(super) const OVER: f32 = 0.8;

/// How far above the capitals' heads the figure's head stands at least, in their heights: 0.1 to 0.2 on our fixtures.
pub(super) const HEAD: f32 = 0.05;

/// How far above the baseline a stop reaches, in heights of capitals.
pub(super) const STOP: f32 = 0.22;

/// The widest gap between a word and its mark, and between the figures of one mark, in heights of capitals.
pub(super) const GAP: f32 = 0.35;

/// How far beside a figure, in heights of capitals, the middle of what was read for it may lie.
pub(super) const SLACK: f32 = 0.1;
