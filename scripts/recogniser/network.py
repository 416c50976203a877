"""Tesseract's line recogniser as a function of its weights: read from and written to a `.lstm` component.

The component is that of data in whole numbers, as `tessdata_fast` and `tessdata_best` in `best_int` form give them: each
row of a matrix is bytes with one scale. The network is of the form of Debian's `vie`,
`[1,36,0,1 Ct3,3,16 Mp3,3 Lfys48 Lfx96 Lrx96 Lfx192 O1c1]`: a line 36 pixels high, a convolution with tanh, a pool over
3 × 3, an LSTM down each column whose last output alone is kept, three LSTMs along the line (the second backwards), and
a softmax over characters and "none".
"""

import struct

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

HEIGHT = 36
POOL = 3
GATES = 4
# A cell's state is held within this bound, as the engine does.
STATE_BOUND = 100.0
INT8_MAX = 127
# The flag of a layer of layers that keeps each one's rate of learning.
RATE_A_LAYER = 64


class Component:
    """A `.lstm` component cut at its matrices: `between` are the bytes around them, one more than there are matrices."""

    def __init__(self, data):
        self._data, self._at, self._cut = data, 0, 0
        self.between, self.matrices, self.kinds = [], [], []
        self._network()
        self.spec, self.none_code = self._tail()
        self.between.append(data[self._cut:])

    def bytes(self, matrices):
        """The component with other matrices in the same places, rounded to bytes row by row."""
        parts = [self.between[0]]
        for matrix, after in zip(matrices, self.between[1:], strict=True):
            parts += [packed(np.asarray(matrix, np.float64)), after]
        return b"".join(parts)

    def _take(self, form):
        form = "<" + form
        values = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values if len(values) > 1 else values[0]

    def _string(self):
        length = self._take("I")
        self._at += length
        return self._data[self._at - length:self._at].decode()

    def _network(self):
        assert self._take("b") == 0
        kind = self._string()
        flags = self._take("bbiiii")[2]
        self._string()
        self.kinds.append(kind)
        if kind == "Input":
            self._take("iiiii")
        elif kind in ("Convolve", "Maxpool", "Reconfig"):
            self._take("ii")
        elif kind in ("LSTM", "SummLSTM"):
            self._take("i")
            for _ in range(GATES):
                self._matrix()
        elif kind in ("Tanh", "Softmax"):
            self._matrix()
        elif kind in ("Series", "RTLReversed", "XYTranspose"):
            for _ in range(self._take("I")):
                self._network()
            if flags & RATE_A_LAYER:
                rates = self._take("I")
                self._at += 4 * rates
        else:
            raise ValueError(f"a layer that is not known here: {kind}")

    def _matrix(self):
        self.between.append(self._data[self._cut:self._at])
        mode, rows, columns, _ = self._take("BIIb")
        assert mode & 1, "weights are not whole numbers"
        whole = np.frombuffer(self._data, np.int8, rows * columns, self._at).reshape(rows, columns)
        self._at += rows * columns
        count = self._take("I")
        scales = np.frombuffer(self._data, "<f8", count, self._at)
        self._at += 8 * count
        self._cut = self._at
        self.matrices.append((whole * scales[:rows, None]).astype(np.float32))

    def _tail(self):
        spec = self._string()
        self._take("iii")
        return spec, self._take("i")


def packed(matrix):
    scales = np.abs(matrix).max(1) / INT8_MAX
    whole = np.rint(matrix / np.where(scales == 0, 1, scales)[:, None]).astype(np.int8)
    head = struct.pack("<BIIb", 0x80 | 0x04 | 1, *matrix.shape, 0)
    return head + whole.tobytes() + struct.pack("<I", len(scales)) + scales.astype("<f8").tobytes()


def rounded(matrix):
    """The matrix as its bytes give it back; gradients pass as if it were not rounded."""
    scale = jnp.maximum(jnp.abs(matrix).max(1, keepdims=True) / INT8_MAX, 1e-12)
    return matrix + lax.stop_gradient(jnp.rint(matrix / scale) * scale - matrix)


def lstm(gates, inputs, within, backwards=False):
    """Runs an LSTM over the first axis of `inputs` [time, batch, in]; `within` [time, batch] is 0 past a line's end."""
    size = gates[0].shape[0]
    joined = jnp.concatenate(gates)
    ins = inputs.shape[-1]
    fed = inputs @ joined[:, :ins].T + joined[:, -1]
    back = joined[:, ins:-1].T

    def step(carry, now):
        state, output = carry
        feed, live = now
        cell, enter, keep, leave = jnp.split(feed + output @ back, GATES, axis=-1)
        state = state * jax.nn.sigmoid(keep) + jnp.tanh(cell) * jax.nn.sigmoid(enter)
        state = jnp.clip(state, -STATE_BOUND, STATE_BOUND) * live
        output = jnp.tanh(state) * jax.nn.sigmoid(leave) * live
        return (state, output), output

    zeros = jnp.zeros((inputs.shape[1], size))
    last, outputs = lax.scan(step, (zeros, zeros), (fed, within[..., None]), reverse=backwards)
    return last[1], outputs


def logits(matrices, lines, widths):
    """Scores [batch, time, code] of lines [batch, 36, width], -1 for ink; past `widths` they hold noise, as the engine
    itself takes beyond an image's edge. Returns them with the number of steps of each line."""
    conv, soft = matrices[0], matrices[-1]
    down, along, back, last = (matrices[1 + GATES * k:1 + GATES * (k + 1)] for k in range(4))
    batch, height, width = lines.shape
    # The stacked inputs go column by column of the 3 × 3.
    kernel = conv[:, :9].reshape(-1, 3, 3).transpose(2, 1, 0)[:, :, None, :]
    noise = jnp.sin(jnp.arange(batch * (height + 2) * (width + 2)) * 12.9898) * 43758.5453
    noise = ((noise - jnp.floor(noise)) * 2 - 1).reshape(batch, height + 2, width + 2)
    framed = noise.at[:, 1:-1, 1:-1].set(lines)
    x = lax.conv_general_dilated(framed[..., None], kernel, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
    x = jnp.tanh(x + conv[:, 9])
    x = lax.reduce_window(x, -jnp.inf, lax.max, (1, POOL, POOL, 1), (1, POOL, POOL, 1), "VALID")
    rows, steps, depth = x.shape[1:]
    x = x.transpose(1, 0, 2, 3).reshape(rows, batch * steps, depth)
    x, _ = lstm(down, x, jnp.ones(x.shape[:2]))
    x = x.reshape(batch, steps, -1).transpose(1, 0, 2)
    counts = widths // POOL
    within = (jnp.arange(steps)[:, None] < counts[None]).astype(x.dtype)
    _, x = lstm(along, x, within)
    _, x = lstm(back, x, within, backwards=True)
    _, x = lstm(last, x, within)
    return (x @ soft[:, :-1].T + soft[:, -1]).transpose(1, 0, 2), counts
