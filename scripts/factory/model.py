"""What a made document is: parts of blocks, in a style. Typesetters print it, `truth.py` says what it holds.

Inside text `*bold*`, `_italic_`, `~underlined~`, and `^[ID]`, a footnote's mark, right after its word; ID names a note of
the document, whose mark as printed is the typesetter's to place and the note's to say.
"""

import dataclasses
import re

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
REPUBLIC = "VIỆT NAM DÂN CHỦ CỘNG HÒA"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


@dataclasses.dataclass
class Look:
    """How a line or paragraph is set."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    align: str = "justify"  # left, center, right, justify
    indent: float = 0.0  # of the first line, cm
    inset: float = 0.0  # of all lines, cm
    above: float = 0.0  # points of space above


@dataclasses.dataclass
class Note:
    """A footnote: its mark as printed in text and foot (`1`, `*`, `(1)`, `[1]`) and its text."""

    mark: str
    text: str
    at_end: bool = False  # stands at the document's end


@dataclasses.dataclass
class Heading:
    """A heading; `below` sets label and title on two lines, `run_in` is the text that goes on in its paragraph."""

    label: str
    separator: str
    title: str
    depth: int  # 1 the top, over the whole part
    look: Look
    below: bool = False
    run_in: str = ""


@dataclasses.dataclass
class Paragraph:
    """Running text; `kind` is what the truth calls it."""

    text: str
    look: Look
    kind: str = "paragraph"


@dataclasses.dataclass
class Item:
    """An item of a list: a bullet or a label, and its text."""

    bullet: str
    text: str
    look: Look


@dataclasses.dataclass
class FormLine:
    """A line of a form: a label, then what was filled in, or dots."""

    label: str
    value: str
    look: Look


@dataclasses.dataclass
class Boxes:
    """Check boxes in a line: (checked, text) each."""

    boxes: list
    look: Look


@dataclasses.dataclass
class Cell:
    """A cell: its text (`\\n` parts lines), rows and columns it extends over, and how it is set."""

    text: str
    rows: int = 1
    columns: int = 1
    bold: bool = False
    italic: bool = False
    align: str = "left"


@dataclasses.dataclass
class Row:
    """A row of a table; `cells` holds one a column, None where another cell extends there."""

    cells: list
    path: str = ""
    label: str = ""


@dataclasses.dataclass
class Table:
    """A table: header rows and rows of cells; `names` are the columns' names, a name of two levels joined by a space."""

    kind: str  # score, plain
    rules: str  # full, horizontal, none
    title: list  # lines above it
    unit: str  # "Đơn vị tính: …", right, above it
    names: list
    roles: list
    shares: list  # of the width, hundredths
    header: list  # rows of cells
    rows: list
    letters: list  # a row of letters or figures below the header, or none
    repeats: bool = False
    size: float = 0.0  # points; 0 as the text


@dataclasses.dataclass
class NewPage:
    """Begins a page, perhaps a landscape one."""

    landscape: bool = False


@dataclasses.dataclass
class Columns:
    """Blocks set in two columns."""

    blocks: list


@dataclasses.dataclass
class Head:
    """Head of a document. Lines of bodies are lists; `number` is the field's text, `number_line` what is printed."""

    parent: list
    issuer: list
    motto: str  # state, party, none
    number: str | None
    number_line: str
    place: str | None
    date_line: str
    iso: str | None
    kind: str | None
    subject: list  # lines
    is_letter: bool = False
    order: str = "columns"  # columns, stacked
    small_parent: bool = False
    rule: bool = True


@dataclasses.dataclass
class Signer:
    """A signer: lines of office, what stands for the signature, the name."""

    titles: list
    signed: str
    name: str


@dataclasses.dataclass
class Closing:
    """Closing: recipients with their opening words, signers side by side."""

    opening: str
    recipients: list  # (bullet, text as printed with its end)
    signers: list
    place_date: str = ""  # above the signers, as in minutes
    beside: bool = True  # recipients beside the signer, else below


@dataclasses.dataclass
class Part:
    """A document within the document."""

    kind: str  # document, annex
    head: Head | None
    title: list  # lines of an annex's title, centred
    note: str  # "(Kèm theo …)", or nothing
    blocks: list
    closing: Closing | None
    on_new_page: bool = True
    landscape: bool = False


@dataclasses.dataclass
class Style:
    """How a document is printed."""

    face: str
    size: float
    leading: float
    margins: tuple  # top, right, bottom, left, cm
    indent: float
    gap: float  # points between paragraphs
    justified: bool
    page_number: str  # top, bottom, none
    page_number_form: str  # "{}", "- {} -", "Trang {}"
    page_number_align: str  # center, right
    first_numbered: bool
    running_title: str
    note_size: float
    note_rule: bool
    note_gap: str  # what parts mark and text in the foot
    note_raised: bool  # the foot's mark is raised as well
    notes_per_page: bool


@dataclasses.dataclass
class Document:
    """A made document."""

    name: str
    form: str
    parts: list
    notes: dict
    style: Style
    typesetter: str


TOKEN = re.compile(r"\^\[([^\]]+)\]|([*_~])")


def runs(text):
    """Cuts marked-up text into (kind, piece, styles): kind `text` or `mark`; styles a frozenset of `*`, `_`, `~`."""
    found, on, at = [], set(), 0
    for token in TOKEN.finditer(text):
        if token.start() > at:
            found.append(("text", text[at:token.start()], frozenset(on)))
        if token[1]:
            found.append(("mark", token[1], frozenset(on)))
        else:
            on ^= {token[2]}
        at = token.end()
    if at < len(text):
        found.append(("text", text[at:], frozenset(on)))
    return found


def plain(text):
    """Returns marked-up text without its markup and marks."""
    return "".join(piece for kind, piece, _ in runs(text) if kind == "text")
