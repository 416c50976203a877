"""What a document of the other hand is made of: parts, each a head, blocks and a closing, set in one style.

Text is marked up with `[b]bold[/b]`, `[i]italic[/i]`, `[u]underlined[/u]` and `[[ID]]`, a footnote's mark right after its word.
"""

import dataclasses
import re

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
YOUTH = "ĐOÀN TNCS HỒ CHÍ MINH"


@dataclasses.dataclass
class Look:
    """How a paragraph is set; lengths in centimetres, space above in points."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    align: str = "body"  # body (as the style says), left, center, right
    indent: float | None = None  # of the first line; None as the style says
    inset: float = 0.0  # of all lines
    above: float | None = None
    keep: bool = False  # stays with what follows


@dataclasses.dataclass
class Note:
    """A footnote: its mark as printed, with brackets, and its text."""

    mark: str
    text: str


@dataclasses.dataclass
class Heading:
    """A heading. `below` sets the title on lines of its own; `run_in` is text that goes on behind label and title."""

    label: str
    stop: str  # what stands between label and title: `. `, `: `, ` - `
    title: str
    depth: int
    look: Look
    below: bool = False
    run_in: str = ""
    run_in_stop: str = ": "


@dataclasses.dataclass
class Paragraph:
    """Running text; `kind` is the block's kind in a truth."""

    text: str
    look: Look
    kind: str = "paragraph"


@dataclasses.dataclass
class Item:
    """An item of a list: `-`, `+`, `•`, `a)`, `1.` and its text."""

    bullet: str
    text: str
    look: Look


@dataclasses.dataclass
class FormLine:
    """A line of a form: a label and what was written behind it, or dots to the margin where `value` is empty."""

    label: str
    value: str


@dataclasses.dataclass
class Boxes:
    """A question with boxes to check: (checked, words) each."""

    lead: str
    boxes: list


@dataclasses.dataclass
class Cell:
    """A cell of a table with the numbers of rows and columns it extends over; `\\n` parts lines."""

    text: str
    rows: int = 1
    columns: int = 1
    bold: bool = False
    italic: bool = False
    align: str = "left"


@dataclasses.dataclass
class Row:
    """A row of a table: one cell a column, None where another extends there; `path` and `label` as in a record."""

    cells: list
    path: str = ""
    label: str = ""


@dataclasses.dataclass
class Table:
    """A table: rows of heads, a row of letters or figures below them, rows."""

    rules: str  # full, horizontal, none
    title: list
    unit: str
    names: list
    roles: list
    shares: list
    head: list
    rows: list
    letters: list = dataclasses.field(default_factory=list)
    repeats: bool = True
    kind: str = "plain"
    size: float = 0.0  # points, 0 as the text
    splits: bool = True  # rows may break over pages


@dataclasses.dataclass
class Head:
    """Head of a part; a line of a body is an entry of its list."""

    parent: list
    issuer: list
    motto: str  # state, party, youth, none
    number: str | None
    number_line: str
    place: str | None
    date_line: str
    iso: str | None
    kind: str | None = None
    subject: list = dataclasses.field(default_factory=list)
    is_letter: bool = False
    stacked: bool = False  # state's name above all, in the middle
    star: bool = False  # a star below the issuer, as the Party has it


@dataclasses.dataclass
class Signer:
    """Who signs: lines of office, what stands where the hand would be, the name."""

    titles: list
    signed: str
    name: str


@dataclasses.dataclass
class Closing:
    """Recipients, each as printed behind its bullet, and signers side by side."""

    opening: str
    bullet: str
    recipients: list
    signers: list
    place_date: str = ""
    beside: bool = True


@dataclasses.dataclass
class Part:
    """A document, or an annex of one: then `title` and `note` are what it is headed with."""

    kind: str  # document, annex
    head: Head | None
    blocks: list
    closing: Closing | None
    title: list = dataclasses.field(default_factory=list)
    note: str = ""
    landscape: bool = False


@dataclasses.dataclass
class Style:
    """How a document is printed: points, and centimetres for margins and indents."""

    face: str
    size: float
    leading: float
    margins: tuple  # top, right, bottom, left
    indent: float
    gap: float
    justified: bool
    number_at: str  # top, bottom, none
    number_form: str
    number_align: str
    first_numbered: bool
    running: str
    note_size: float
    note_raised: bool
    per_page: bool
    typed: bool  # by a typewriter, which knows neither bold nor italic


@dataclasses.dataclass
class Document:
    """A drawn document."""

    name: str
    form: str
    parts: list
    notes: dict
    style: Style
    typesetter: str


TOKEN = re.compile(r"\[\[(\w+)\]\]|\[(/?)([biu])\]")


def runs(text):
    """Cuts marked-up text into (kind, piece, styles): kind `text` or `mark`, styles a string of `biu`."""
    found, on, at = [], "", 0
    for token in TOKEN.finditer(text):
        if token.start() > at:
            found.append(("text", text[at:token.start()], on))
        if token[1]:
            found.append(("mark", token[1], on))
        elif token[2]:
            on = on.replace(token[3], "")
        else:
            on += token[3]
        at = token.end()
    if at < len(text):
        found.append(("text", text[at:], on))
    return found


def plain(text):
    """Returns marked-up text without markup and marks."""
    return "".join(piece for kind, piece, _ in runs(text) if kind == "text")
