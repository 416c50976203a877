//! The network that cleans: what it is made of, how it is read, how it is run over a strip of a page.
//!
//! It works on blocks of 2 × 2 pixels (*fine*) and of 4 × 4 (*coarse*); each arrow is a convolution of 3 × 3, but
//! for the one marked, of 1 × 1, and all are followed by a ReLU but for the last and the one before the sum:
//!
//! ```text
//! page, 4 pixels a block → 16 → 16 ───────────────────────────────(+)→ 16 → 4: change of each pixel
//!                               └→ 24, coarse → 24 → 24 →(1 × 1) 16, fine
//! ```
//!
//! Every product is added with one rounding and in one order, whatever the processor, so that the same page gives
//! the same bytes everywhere.

use pulp::Simd;

/// The first line of a network's file.
const MAGIC: &[u8] = b"phuchoi cleaning 1\n";
/// Taps of a kernel of 3 × 3.
const TAPS: usize = 9;
/// Cells of a row that are worked on at once: their sums fill the processor's registers.
const AT_ONCE: usize = 6;

/// A convolution of 3 × 3 from `I` channels to the first `channels` of `O`: the others fill the last register.
#[derive(Debug)]
struct Convolution<const I: usize, const O: usize> {
    channels: usize,
    weights: Box<[[[f32; O]; I]; TAPS]>,
    bias: [f32; O],
}

/// The network with its weights.
#[derive(Debug)]
pub(super) struct Network {
    first: Convolution<4, 16>,
    second: Convolution<16, 16>,
    down: Convolution<16, 32>,
    third: Convolution<24, 32>,
    fourth: Convolution<24, 32>,
    up: Box<[[f32; 16]; 24]>,
    up_bias: [f32; 16],
    fifth: Convolution<16, 16>,
    last: Convolution<16, 16>,
}

/// Cells of `C` channels, with a border of empty ones.
struct Grid<const C: usize> {
    width: usize,
    height: usize,
    /// Cells in a row, its two border cells counted.
    stride: usize,
    cells: Vec<[f32; C]>,
}

impl<const C: usize> Grid<C> {
    fn new(width: usize, height: usize) -> Self {
        let stride = width + 2;
        // The last cells of a row are worked on together with what follows them, which is thrown away.
        let cells = vec![[0.0; C]; stride * (height + 2) + 2 * AT_ONCE];
        Self { width, height, stride, cells }
    }

    /// Index of a cell.
    fn at(&self, x: usize, y: usize) -> usize {
        (y + 1) * self.stride + x + 1
    }
}

/// Takes floats off a file's bytes.
struct Floats<'a>(std::slice::Chunks<'a, u8>);

impl Floats<'_> {
    fn array<const N: usize>(&mut self) -> Option<[f32; N]> {
        let mut values = [0.0; N];
        for value in &mut values {
            *value = f32::from_le_bytes(self.0.next()?.try_into().ok()?);
        }
        Some(values)
    }

    fn kernel<const I: usize, const O: usize, const PADDED: usize>(
        &mut self,
    ) -> Option<Convolution<I, PADDED>> {
        let mut weights = Box::new([[[0.0; PADDED]; I]; TAPS]);
        for row in weights.iter_mut().flatten() {
            row[..O].copy_from_slice(&self.array::<O>()?);
        }
        let mut bias = [0.0; PADDED];
        bias[..O].copy_from_slice(&self.array::<O>()?);
        Some(Convolution { channels: O, weights, bias })
    }
}

impl Network {
    /// Reads a network's file, as scripts/train-cleaning writes it; `None` where it is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut floats = Floats(bytes.strip_prefix(MAGIC)?.chunks(4));
        let (first, second) = (floats.kernel::<4, 16, 16>()?, floats.kernel::<16, 16, 16>()?);
        let down = floats.kernel::<16, 24, 32>()?;
        let (third, fourth) = (floats.kernel::<24, 24, 32>()?, floats.kernel::<24, 24, 32>()?);
        let mut up = Box::new([[0.0; 16]; 24]);
        for row in up.iter_mut() {
            *row = floats.array()?;
        }
        let up_bias = floats.array()?;
        let (fifth, last) = (floats.kernel::<16, 16, 16>()?, floats.kernel::<16, 4, 16>()?);
        let is_whole = floats.0.next().is_none();
        is_whole.then_some(Self { first, second, down, third, fourth, up, up_bias, fifth, last })
    }

    /// Cleans the ink of a strip, row by row, 0 for paper to 1 for black. Its sides are those the grids were made for.
    pub(super) fn clean(&self, ink: &mut [f32], grids: &mut Grids) {
        pulp::Arch::new().dispatch(Run { network: self, ink, grids });
    }
}

/// What the network's convolutions give for a strip; kept from strip to strip.
pub(super) struct Grids {
    page: Grid<4>,
    first: Grid<16>,
    second: Grid<16>,
    down: Grid<32>,
    third: Grid<32>,
    change: Grid<16>,
}

impl Grids {
    /// Makes the grids for strips of so many pixels, both multiples of 4.
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            page: Grid::new(width / 2, height / 2),
            first: Grid::new(width / 2, height / 2),
            second: Grid::new(width / 2, height / 2),
            down: Grid::new(width / 4, height / 4),
            third: Grid::new(width / 4, height / 4),
            change: Grid::new(width / 2, height / 2),
        }
    }
}

/// One run over a strip: compiled for each kind of processor, chosen when the program runs.
struct Run<'a> {
    network: &'a Network,
    ink: &'a mut [f32],
    grids: &'a mut Grids,
}

impl pulp::WithSimd for Run<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { network, ink, grids } = self;
        let Grids { page, first, second, down, third, change } = grids;
        let width = 2 * page.width;
        for y in 0..page.height {
            for x in 0..page.width {
                let pixel = |dx: usize, dy: usize| ink[(2 * y + dy) * width + 2 * x + dx];
                let at = page.at(x, y);
                page.cells[at] = [pixel(0, 0), pixel(1, 0), pixel(0, 1), pixel(1, 1)];
            }
        }
        convolve::<S, _, _, _, 1>(simd, page, &network.first, true, first);
        convolve::<S, _, _, _, 1>(simd, first, &network.second, true, second);
        convolve::<S, _, _, _, 2>(simd, second, &network.down, true, down);
        convolve::<S, _, _, _, 1>(simd, down, &network.third, true, third);
        convolve::<S, _, _, _, 1>(simd, third, &network.fourth, true, down);
        raise(down, network, second);
        convolve::<S, _, _, _, 1>(simd, second, &network.fifth, true, first);
        convolve::<S, _, _, _, 1>(simd, first, &network.last, false, change);
        for y in 0..change.height {
            for x in 0..change.width {
                let of_four = &change.cells[change.at(x, y)][..4];
                for (index, change) in of_four.iter().enumerate() {
                    ink[(2 * y + index / 2) * width + 2 * x + index % 2] += change;
                }
            }
        }
    }
}

/// Convolves a grid at every cell, or with `STEP` 2 at every second one of every second row. Of the `P` channels of
/// its cells the first `I` are read.
#[inline(always)]
fn convolve<S: Simd, const P: usize, const I: usize, const O: usize, const STEP: usize>(
    simd: S,
    input: &Grid<P>,
    layer: &Convolution<I, O>,
    is_rectified: bool,
    out: &mut Grid<O>,
) {
    let lanes = S::F32_LANES;
    for y in 0..out.height {
        for x in (0..out.width).step_by(AT_ONCE) {
            let mut from = 0;
            while from + lanes < layer.channels {
                channels::<S, P, I, O, STEP, 2>(simd, input, layer, is_rectified, (x, y), from, out);
                from += 2 * lanes;
            }
            if from < layer.channels {
                channels::<S, P, I, O, STEP, 1>(simd, input, layer, is_rectified, (x, y), from, out);
            }
        }
    }
}

/// Works out `R` vectors of channels, the first of them number `from`, of a few cells from `(x, y)` on.
#[inline(always)]
#[expect(clippy::needless_range_loop, reason = "loops of fixed counts keep the sums in registers")]
fn channels<S: Simd, const P: usize, const I: usize, const O: usize, const STEP: usize, const R: usize>(
    simd: S,
    input: &Grid<P>,
    layer: &Convolution<I, O>,
    is_rectified: bool,
    (x, y): (usize, usize),
    from: usize,
    out: &mut Grid<O>,
) {
    // A step of 1 looks around the cell; a step of 2 from it onwards.
    let corner = input.at(STEP * x, STEP * y) - (2 - STEP) * (input.stride + 1);
    let vectors = |row: &[f32; O]| -> [S::f32s; R] {
        let (vectors, _) = S::as_simd_f32s(&row[from..]);
        std::array::from_fn(|r| vectors[r])
    };
    let mut sums = [vectors(&layer.bias); AT_ONCE];
    for tap in 0..TAPS {
        let at = corner + tap / 3 * input.stride + tap % 3;
        let cells = &input.cells[at..at + STEP * (AT_ONCE - 1) + 1];
        for channel in 0..I {
            let weights = vectors(&layer.weights[tap][channel]);
            for n in 0..AT_ONCE {
                let value = simd.splat_f32s(cells[STEP * n][channel]);
                for r in 0..R {
                    sums[n][r] = simd.mul_add_f32s(value, weights[r], sums[n][r]);
                }
            }
        }
    }
    let zero = simd.splat_f32s(0.0);
    let at = out.at(x, y);
    for n in 0..AT_ONCE.min(out.width - x) {
        let (vectors, _) = S::as_mut_simd_f32s(&mut out.cells[at + n][from..]);
        for r in 0..R {
            vectors[r] = if is_rectified { simd.max_f32s(sums[n][r], zero) } else { sums[n][r] };
        }
    }
}

/// Adds what the coarse grid says to the fine one, four cells to each of its own.
#[inline(always)]
fn raise(coarse: &Grid<32>, network: &Network, fine: &mut Grid<16>) {
    for y in 0..coarse.height {
        for x in 0..coarse.width {
            let mut sum = network.up_bias;
            for (value, weights) in coarse.cells[coarse.at(x, y)].iter().zip(network.up.iter()) {
                for (sum, weight) in sum.iter_mut().zip(weights) {
                    *sum = value.mul_add(*weight, *sum);
                }
            }
            for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let at = fine.at(2 * x + dx, 2 * y + dy);
                for (value, add) in fine.cells[at].iter_mut().zip(sum) {
                    *value = (*value + add).max(0.0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_cut_short_or_with_more_behind_it_is_no_network() {
        let whole = include_bytes!("../../../dictionaries/models/cleaning.network");
        assert!(Network::read(whole).is_some());
        assert!(Network::read(&whole[..whole.len() - 4]).is_none());
        assert!(Network::read(&[whole.as_slice(), &[0; 4]].concat()).is_none());
        assert!(Network::read(b"phuchoi cleaning 2\n").is_none());
        assert!(Network::read(b"").is_none());
    }

    #[test]
    fn a_kernel_with_one_tap_moves_the_grid() {
        let mut layer =
            Convolution::<4, 16> { channels: 4, weights: Box::new([[[0.0; 16]; 4]; TAPS]), bias: [0.0; 16] };
        // The middle tap of the row above, from channel 1 to channel 2.
        layer.weights[1][1][2] = 2.0;
        layer.bias[3] = -1.0;
        let mut input = Grid::<4>::new(9, 3);
        let at = input.at(8, 1);
        input.cells[at][1] = 0.5;
        struct Job<'a>(&'a Grid<4>, &'a Convolution<4, 16>, Grid<16>);
        impl pulp::WithSimd for Job<'_> {
            type Output = Grid<16>;
            fn with_simd<S: Simd>(mut self, simd: S) -> Grid<16> {
                convolve::<S, _, _, _, 1>(simd, self.0, self.1, true, &mut self.2);
                self.2
            }
        }
        let out = pulp::Arch::new().dispatch(Job(&input, &layer, Grid::new(9, 3)));
        assert_eq!(out.cells[out.at(8, 2)][..4], [0.0, 0.0, 1.0, 0.0]);
        assert_eq!(out.cells[out.at(7, 2)], [0.0; 16]);
        assert_eq!(out.cells[out.at(8, 1)], [0.0; 16], "a negative sum becomes nothing");
    }
}
