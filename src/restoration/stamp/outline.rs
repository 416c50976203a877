//! The outlines of stamps: boxes and ovals, circles among them. Lengths and places are in cells.

use crate::document::BoundingBox;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Box,
    Oval,
}

/// The outline of a stamp, in cells: its middle, its half axes, and how it is turned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    pub(super) shape: Shape,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) a: f32,
    pub(super) b: f32,
    pub(super) sin: f32,
    pub(super) cos: f32,
}

impl Outline {
    /// Returns the box around the middle that was found between `low` and `high` in turned axes.
    pub(super) fn between(shape: Shape, low: (f32, f32), high: (f32, f32), sin: f32, cos: f32) -> Self {
        let (u, v) = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        let (a, b) = ((high.0 - low.0) / 2.0, (high.1 - low.1) / 2.0);
        Self { shape, x: u * cos - v * sin, y: u * sin + v * cos, a, b, sin, cos }
    }

    pub(super) fn contains(&self, x: f32, y: f32, margin: f32) -> bool {
        let (dx, dy) = (x - self.x, y - self.y);
        let u = (dx * self.cos + dy * self.sin) / (self.a + margin);
        let v = (dy * self.cos - dx * self.sin) / (self.b + margin);
        match self.shape {
            Shape::Box => u.abs() <= 1.0 && v.abs() <= 1.0,
            Shape::Oval => u * u + v * v <= 1.0,
        }
    }

    /// Returns the cells within the outline, a margin around it.
    pub(super) fn cells(
        &self,
        width: usize,
        height: usize,
        margin: f32,
    ) -> impl Iterator<Item = (usize, usize)> {
        let reach = self.a.hypot(self.b) + margin + 1.0;
        let span = |middle: f32, length: usize| {
            let end = ((middle + reach).max(0.0) as usize).min(length);
            ((middle - reach).max(0.0) as usize).min(end)..end
        };
        let columns = span(self.x, width);
        span(self.y, height)
            .flat_map(move |y| columns.clone().map(move |x| (x, y)))
            .filter(move |(x, y)| self.contains(*x as f32 + 0.5, *y as f32 + 0.5, margin))
    }

    /// Returns the box around it in pixels of the page, which is `width` × `height`, of which a cell has `side`.
    pub(super) fn bounding_box(&self, side: f32, width: u32, height: u32) -> BoundingBox {
        let half = |along: f32, across: f32| match self.shape {
            Shape::Box => along.abs() + across.abs(),
            Shape::Oval => along.hypot(across),
        };
        let (across, down) =
            (half(self.a * self.cos, self.b * self.sin), half(self.a * self.sin, self.b * self.cos));
        let pixels = |place: f32, most: u32| ((place * side).round().max(0.0) as u32).min(most);
        BoundingBox {
            x0: pixels(self.x - across, width),
            y0: pixels(self.y - down, height),
            x1: pixels(self.x + across, width),
            y1: pixels(self.y + down, height),
        }
    }

    /// Returns the outline in four parts, a place for each cell, with the direction across it.
    pub(super) fn quarters(&self, stride: f32) -> [Vec<[f32; 4]>; 4] {
        let turned = |u: f32, v: f32| (u * self.cos - v * self.sin, u * self.sin + v * self.cos);
        let place = |(u, v): (f32, f32), across: (f32, f32)| {
            let ((x, y), (nx, ny)) = (turned(u, v), turned(across.0, across.1));
            [self.x + x, self.y + y, nx, ny]
        };
        let (a, b) = (self.a, self.b);
        match self.shape {
            Shape::Box => {
                let along = |half: f32| {
                    (0..(2.0 * half / stride) as usize).map(move |at| (at as f32 + 0.5) * stride - half)
                };
                [
                    along(a).map(|u| place((u, -b), (0.0, 1.0))).collect(),
                    along(b).map(|v| place((a, v), (1.0, 0.0))).collect(),
                    along(a).map(|u| place((u, b), (0.0, 1.0))).collect(),
                    along(b).map(|v| place((-a, v), (1.0, 0.0))).collect(),
                ]
            }
            Shape::Oval => [0, 1, 2, 3].map(|quarter| {
                let steps = (a.max(b) * std::f32::consts::FRAC_PI_2 / stride).ceil().max(1.0);
                let angle = |step| (quarter as f32 + step as f32 / steps) * std::f32::consts::FRAC_PI_2;
                (0..steps as usize)
                    .map(|step| {
                        let (sin, cos) = angle(step).sin_cos();
                        let (across, down) = (cos / a, sin / b);
                        let length = across.hypot(down);
                        place((a * cos, b * sin), (across / length, down / length))
                    })
                    .collect()
            }),
        }
    }
}
