"""Prints made documents with LibreOffice: a flat ODT of each, as offices type them, then one run to PDF of all."""

import contextlib
import functools
import itertools
import math
import pathlib
import random
import re
import subprocess
import tempfile
from xml.sax.saxutils import escape, quoteattr

import pypdf
from PIL import ImageFont

from model import (
    MOTTO,
    PARTY,
    REPUBLIC,
    STATE,
    Boxes,
    Cell,
    Columns,
    FormLine,
    Heading,
    Item,
    NewPage,
    Paragraph,
    Table,
    runs,
)

LONG, SHORT = 29.7, 21.0
CM = 28.3465  # points in a centimetre
LINK = "https://made/"
BOXES = "DejaVu Sans"
MOST = 100  # files in one run; LibreOffice 7.4 stops in silence after some 250
PRINTS = 4  # until marks counted by page stand
SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", "xlink": "http://www.w3.org/1999/xlink",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
}
# How LibreOffice lays out documents of its own day; without these it takes them for those of 2005.
SETTINGS = {
    "AddParaTableSpacing": "true", "AddParaTableSpacingAtStart": "true", "AddExternalLeading": "true", "AddParaSpacingToTableCells": "true",
    "AddParaLineSpacingToTableCells": "true", "UseFormerLineSpacing": "false", "UseOldNumbering": "false", "UseOldPrinterMetrics": "false",
    "TabsRelativeToIndent": "true", "TabOverMargin": "false", "TabOverflow": "true", "PropLineSpacingShrinksFirstLine": "true",
    "IgnoreFirstLineIndentInNumbering": "false", "CollapseEmptyCellPara": "true",
    "DoNotJustifyLinesWithManualBreak": "true",
}


@functools.cache
def typeface(face, bold, italic):
    """Returns a face as Pillow measures it, at 100 points."""
    query = f"{face}:{'bold' if bold else 'regular'}{':italic' if italic else ''}"
    found = subprocess.run(["fc-match", "-f", "%{file}\n%{index}", query], check=True, capture_output=True, text=True).stdout
    path, index = found.split("\n")
    return ImageFont.truetype(path, 100, index=int(index) & 0xFFFF)


def attributes(pairs):
    """Writes attributes; those of None are left out."""
    return "".join(f" {name}={quoteattr(str(value))}" for name, value in pairs.items() if value is not None)


def element(name, pairs, inner=""):
    return f"<{name}{attributes(pairs)}>{inner}</{name}>" if inner else f"<{name}{attributes(pairs)}/>"


def cm(value):
    return f"{value:.3f}cm"


def pt(value):
    return f"{value:.4g}pt"


def said(text):
    """Returns text as the format writes it: no two spaces together, none at an end; line breaks and tabs as elements."""
    text = re.sub(r"^ | $|(?<= ) | (?= )", "\0", escape(text))
    return text.replace("\0", "<text:s/>").replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")


def literal(text):
    """Returns text, which holds no markup, as pieces: lists of a character or (mark,), its styles, what it leads to."""
    return [[char, frozenset(), ""] for char in text]


def pieces(text):
    """Returns marked-up text as pieces; the word that a mark hangs on leads to `ref/ID`."""
    found = []
    for kind, piece, on in runs(text):
        if kind == "text":
            found += [[char, on, ""] for char in piece]
            continue
        for one in reversed(found):
            if isinstance(one[0], tuple) or one[0].isspace() or one[2]:
                break
            one[2] = f"ref/{piece}"
        found.append([(piece,), on, ""])
    return found


def lead(found, target):
    """Makes the first word among pieces that leads nowhere yet lead to a target; says whether there was one."""
    at = next((at for at, one in enumerate(found) if not isinstance(one[0], tuple) and not one[0].isspace() and not one[2]), None)
    if at is None:
        return False
    for one in itertools.takewhile(lambda one: not isinstance(one[0], tuple) and not one[0].isspace() and not one[2], found[at:]):
        one[2] = target
    return True


def with_styles(found, look, colon=False):
    """Gives pieces the styles of a look; `colon` adds one at the end."""
    own = frozenset(mark for mark, is_on in (("*", look.bold), ("_", look.italic), ("~", look.underlined)) if is_on)
    return [[char, on | own, target] for char, on, target in [*found, *(literal(": ") if colon else [])]]


class Writer:
    """Writes one document as a flat ODT; `marks` are those of notes that begin again on each page."""

    def __init__(self, document, marks=None):
        self.document, self.style, self.marks = document, document.style, marks or {}
        self.rng = rng = random.Random(f"libreoffice/{document.name}")
        self.styles = {}  # what an automatic style says: its name
        self.leads = []  # what the next word leads to
        self.page = None  # attributes of style that the next paragraph or table begins a page with
        self.endnotes = []
        self.landscape = False
        self.width = self.text_width(False)
        # A typewriter has one weight.
        self.plain = document.form == "typewritten" and rng.random() < 0.6
        self.items = "typed" if self.plain else rng.choice(["typed", "typed", "hanging", "list", "list"])
        self.list_gap = rng.choice(["listtab", "listtab", "space"])
        self.dots = rng.choice(["tab", "tab", "typed", "ellipsis"])
        self.exact = rng.random() < 0.2
        self.padding = rng.choice([0.08, 0.1, 0.15, 0.19])
        self.middle = rng.random() < 0.5
        self.splits = rng.random() < 0.5
        self.thin = rng.random() < 0.5
        self.rules = "underline" if self.plain or rng.random() < 0.2 else "border"
        # Endnotes on a page of their own, right below the text, or typed there.
        self.endings = rng.choice(["page", "gathered", "list"])
        self.restarts = rng.random() < 0.2
        self.holds = rng.random() < 0.6
        self.orphans = rng.choice(["0", "2", "2"])
        bare = all(note.mark.isdigit() or note.mark.startswith("*") for note in document.notes.values())
        self.raised = bare or rng.random() < 0.7
        self.height = rng.choice(["super 58%", "super 58%", "super 65%", "33% 66%"])

    # Measures

    def text_width(self, landscape):
        _, right, _, left = self.style.margins
        return (LONG if landscape else SHORT) - left - right

    def measure(self, text, size, bold=False, italic=False):
        """Returns the width of a text in cm."""
        bold, italic = bold and not self.plain, italic and not self.plain
        return typeface(self.style.face, bold, italic).getlength(text) / 100 * size / CM

    # Styles

    def named(self, family, inner, **more):
        """Returns the name of the automatic style of a family that says something."""
        key = (family, inner, tuple(more.items()))
        if key not in self.styles:
            self.styles[key] = f"{family[0].upper()}{family[-1]}{len(self.styles) + 1}"
        return self.styles[key]

    def character(self, on, size=None, face=None, raised=False):
        """Returns the name of the style of a stretch of text; nothing where it says nothing."""
        if self.plain:
            on = on & {"~"}
        how = {
            "fo:font-weight": "bold" if "*" in on else None, "fo:font-style": "italic" if "_" in on else None,
            "style:text-underline-style": "solid" if "~" in on else None, "style:text-underline-width": "auto" if "~" in on else None,
            "style:text-underline-color": "font-color" if "~" in on else None,
            "fo:font-size": size and pt(size), "style:font-size-asian": size and pt(size),
            "style:font-name": face, "style:font-name-asian": face, "style:font-name-complex": face,
            "style:text-position": self.height if raised else None,
        }
        if not any(how.values()):
            return ""
        return self.named("text", element("style:text-properties", how))

    def spread(self):
        """Returns how far lines of running text stand apart."""
        if self.exact:
            return pt(round(self.style.size * max(self.style.leading, 1.25) * 1.1 * 2) / 2)
        return f"{round(self.style.leading * 100)}%"

    def beginning(self):
        """Returns, once, what a paragraph or table that begins a page says of it: of its style, and within."""
        page, self.page = self.page or {}, None
        outer = {name: value for name, value in page.items() if name == "style:master-page-name"}
        return outer, {name: value for name, value in page.items() if name not in outer}

    @contextlib.contextmanager
    def within(self):
        """Keeps what is made meanwhile, for the cells of a table or the head of pages, from beginning a page."""
        held, self.page = self.page, None
        yield
        self.page = held

    def paragraph(self, inner, align="left", indent=0.0, left=0.0, right=0.0, above=0.0, below=0.0, leading="100%", size=None, keep=False, tabs="", border=None, listed=False):
        """Returns a paragraph of ready content."""
        outer, page = self.beginning()
        how = {
            "fo:text-align": {"left": "start", "right": "end"}.get(align, align),
            "fo:text-indent": None if listed else cm(indent), "fo:margin-left": None if listed else cm(left), "fo:margin-right": None if listed else cm(right),
            "fo:margin-top": pt(above), "fo:margin-bottom": pt(below), "fo:line-height": leading,
            "fo:keep-with-next": "always" if keep else None, "fo:border-bottom": border, "fo:padding": "0cm" if border else None, **page,
        }
        says = element("style:paragraph-properties", how, element("style:tab-stops", {}, tabs) if tabs else "")
        if size:
            says += element("style:text-properties", {"fo:font-size": pt(size), "style:font-size-asian": pt(size)})
        name = self.named("paragraph", says, **outer)
        return element("text:p", {"text:style-name": name}, inner)

    # Text

    def inline(self, found, size=None, raised=False):
        """Returns pieces as spans, links and notes."""
        if self.leads and lead(found, self.leads[-1]):
            self.leads.pop()
        written = []
        for (is_note, on, target), group in itertools.groupby(found, lambda one: (isinstance(one[0], tuple), one[1], one[2])):
            if is_note:
                written += [self.mark(one[0][0], on) for one in group]
                continue
            text = said("".join(one[0] for one in group))
            style = self.character(on, size, raised=raised)
            if style:
                text = element("text:span", {"text:style-name": style}, text)
            if target:
                how = {"xlink:type": "simple", "xlink:href": LINK + target, "text:style-name": "Link", "text:visited-style-name": "Link"}
                text = element("text:a", how, text)
            written.append(text)
        return "".join(written)

    def styled(self, text, bold=False, italic=False, underlined=False, size=None):
        """Returns a text without markup in one style."""
        on = frozenset(mark for mark, is_on in (("*", bold), ("_", italic), ("~", underlined)) if is_on)
        return self.inline([[char, on, ""] for char in text], size)

    def mark(self, identity, on):
        """Returns a note where its mark stands."""
        note = self.document.notes[identity]
        if note.at_end and self.endings == "list":
            if identity not in self.endnotes:
                self.endnotes.append(identity)
            return element("text:span", {"text:style-name": self.character(on - {"~"}, raised=True)}, escape(note.mark)) if self.raised else escape(note.mark)
        held, self.leads = self.leads, [f"note/{identity}"]
        text = pieces(note.text)
        lead(text, self.leads.pop())
        gap = said(self.style.note_gap)
        body = element("text:p", {"text:style-name": "Footnote"}, gap + self.inline(text))
        self.leads = held
        mark = self.marks.get(identity, note.mark)
        citation = element("text:note-citation", {"text:label": mark}, escape(mark))
        how = {"text:id": identity, "text:note-class": "endnote" if note.at_end else "footnote"}
        return element("text:note", how, citation + element("text:note-body", {}, body))

    def look(self, look, found, **how):
        """Returns a paragraph of running text in a look."""
        how = {"align": look.align, "indent": look.indent, "left": look.inset, "above": look.above, "below": self.style.gap, "leading": self.spread()} | how
        return self.paragraph(self.inline(found), **how)

    # Head

    def lines(self, lines, size):
        """Writes lines as centred paragraphs of a narrow table."""
        return "".join(
            text if isinstance(text, str) and text.startswith("<") else self.paragraph(self.styled(text, size=size + grown, **how), "center", size=size + grown)
            for text, grown, how in lines
        )

    def short_rule(self, length, width, above=1.0):
        """Returns a centred rule of a length in a column of a width."""
        side = max(0.0, (width - length) / 2)
        return self.paragraph("", left=side, right=side, above=above, below=1, size=2, border="0.75pt solid #000000")

    def underscored(self, text, size, **how):
        """Returns a line with its middle words underlined, as the rule below a name is often made."""
        words = text.split(" ")
        cut = len(words) // 4 if len(words) > 3 else 0
        first, middle, last = words[:cut], words[cut:len(words) - cut], words[len(words) - cut:]
        before, behind = " ".join(first) + (" " if first else ""), (" " if last else "") + " ".join(last)
        inner = self.styled(before, size=size, **how) + self.styled(" ".join(middle), size=size, underlined=True, **how) + self.styled(behind, size=size, **how)
        return self.paragraph(inner, "center", size=size)

    def motto(self, head):
        """Returns the lines of the motto: (text, points larger, style) each."""
        return {
            "state": [(STATE, self.motto_shrink, {"bold": True}), (MOTTO, 0, {"bold": True})],
            "republic": [(REPUBLIC, self.motto_shrink, {"bold": True}), (MOTTO, 0, {"bold": self.motto_bold})],
            "party": [(PARTY, 0, {"bold": True, "underlined": head.rule})], "none": [],
        }[head.motto]

    def issuing(self, head, size, width):
        """Returns the lines of the bodies that issue, with the rule or star below."""
        shrink = -1 if head.small_parent else 0
        written = self.lines([(line, shrink, {}) for line in head.parent], size)
        underlined = head.rule and self.rules == "underline" and head.motto != "party"
        written += self.lines([(line, 0, {"bold": True}) for line in (head.issuer[:-1] if underlined else head.issuer)], size)
        if head.motto == "party" and self.starred:
            return written + self.paragraph(self.styled("*", size=size), "center", size=size)
        if underlined:
            return written + self.underscored(head.issuer[-1], size, bold=True)
        if head.rule:
            longest = min(width, self.measure((head.issuer or head.parent)[-1], size, bold=True))
            written += self.short_rule(longest * self.rule_share, width)
        return written

    def saying(self, head, size, width):
        """Returns the lines of the motto with the rule below."""
        lines = self.motto(head)
        if head.motto in ("party", "none") or not head.rule:
            return self.lines(lines, size)
        last, grown, how = lines[-1]
        if self.rules == "underline":
            return self.lines(lines[:-1], size) + self.paragraph(self.styled(last, size=size + grown, underlined=True, **how), "center", size=size + grown)
        return self.lines(lines, size) + self.short_rule(min(width, self.measure(last, size + grown, **how) * self.motto_share), width)

    def numbered(self, head, size, above):
        """Returns the number's line, and below it what a letter is about."""
        written = self.paragraph(self.styled(head.number_line, size=size), "center", above=above, size=size) if head.number_line else ""
        if head.is_letter:
            written += "".join(
                self.paragraph(self.styled(line, size=size - 1, italic=self.about_italic), "center", above=0 if at else 3, size=size - 1)
                for at, line in enumerate(head.subject)
            )
        return written

    def dated(self, head, size, above):
        if not head.date_line:
            return ""
        return self.paragraph(self.styled(head.date_line, size=size, italic=True), "center", above=above, size=size)

    def columns_of_head(self, head, size):
        """Returns the widths of the head's two columns and the size at which its lines fit there."""
        full = self.width + 2 * self.overhang
        share = self.rng.choice([0.38, 0.40, 0.42, 0.44, 0.46])
        left_need = right_need = 0.0
        for smaller in (0, 0.5, 1, 1.5, 2, 2.5, 3):
            tried = size - smaller
            left_need = max([
                *(self.measure(line, tried) for line in head.parent), *(self.measure(line, tried, bold=True) for line in head.issuer),
                self.measure(head.number_line, tried), *(self.measure(line, tried - 1, italic=True) for line in head.subject if head.is_letter),
            ]) + 0.3
            right_need = max([self.measure(text, tried + grown, bold=True) for text, grown, _ in self.motto(head)] + [self.measure(head.date_line, tried, italic=True)]) + 0.3
            if left_need + right_need <= full:
                break
        if left_need + right_need > full:
            return full - right_need, right_need, tried
        left = min(max(share * full, left_need), full - right_need)
        return left, full - left, tried

    def head(self, head):
        """Returns the head of a part."""
        rng = self.rng
        self.motto_shrink, self.motto_bold = rng.choice([0, -1, -1]), rng.random() < 0.7
        self.rule_share, self.motto_share = rng.uniform(0.3, 0.6), rng.choice([1.0, 1.0, 0.9, 0.6])
        self.starred, self.about_italic = rng.random() < 0.75, rng.random() < 0.4
        self.overhang = rng.choice([0, 0, 0.5, 0.8])
        size, above, level = self.style.size - rng.choice([0, 1, 1, 2]), rng.choice([3, 6, 6, 10]), rng.random() < 0.6
        if self.plain:
            self.motto_shrink, size = 0, self.style.size
        if head.order == "stacked" or (not head.is_letter and rng.random() < 0.04):
            written = self.stacked(head, size, above)
        else:
            left, right, size = self.columns_of_head(head, size)
            with self.within():
                above_left = [self.issuing(head, size, left), ""]
                above_right = [self.saying(head, size, right), ""]
                above_left[level] += self.numbered(head, size, above)
                above_right[level] += self.dated(head, size, above)
            rows = [[above_left[0], above_right[0]], [above_left[1], above_right[1]]]
            written = self.bare_table([left, right], [row for row in rows if any(row)], shift=-self.overhang)
        return written + self.kind(head)

    def stacked(self, head, size, above):
        """Returns a head with its parts centred below one another."""
        width = self.width
        parts = [self.saying(head, size, width), self.issuing(head, size, width)] if head.motto != "party" else [self.issuing(head, size, width), self.saying(head, size, width)]
        return self.paragraph("", size=6).join(part for part in parts if part) + self.numbered(head, size, above) + self.dated(head, size, above)

    def broken(self, lines):
        """Returns lines of a subject; where one is too long for the page, all are broken anew, about as long as one another."""
        width = max((self.measure(line, self.style.size, bold=True) for line in lines), default=0)
        if width <= self.width:
            return lines
        text = " ".join(lines)
        for count in range(len(lines), len(lines) + 3):
            most, broken = len(text) / count + 4, [""]
            for word in text.split():
                if broken[-1] and len(broken[-1]) + 1 + len(word) > most and len(broken) < count:
                    broken.append("")
                broken[-1] = f"{broken[-1]} {word}".strip()
            if max(self.measure(line, self.style.size, bold=True) for line in broken) <= self.width:
                return broken
        return lines

    def kind(self, head):
        """Returns the kind and the subject, centred."""
        rng = self.rng
        larger = 0 if self.plain else rng.choice([0, 1, 1, 2])
        italic, above, rule = rng.random() < 0.12, rng.choice([12, 14, 18, 24]), rng.random() < 0.25
        written = []
        if head.kind:
            written.append(self.paragraph(self.styled(head.kind, bold=True, size=self.style.size + larger), "center", above=above, size=self.style.size + larger, keep=True))
        if not head.is_letter:
            subject = self.broken(head.subject)
            written += [self.paragraph(self.styled(line, bold=True, italic=italic), "center", leading="110%") for line in subject]
            if rule and subject:
                written.append(self.short_rule(max(self.measure(line, self.style.size, bold=True) for line in subject) * 0.4, self.width))
        return "".join(written) + self.paragraph("", size=rng.choice([4, 6, 8]))

    # Tables

    def bare_table(self, widths, rows, shift=0.0, above=0.0, align="top"):
        """Returns a table without rules of ready cells; its rows hold together."""
        how = {"fo:padding": "0cm", "style:vertical-align": align}
        with self.within():
            empty = self.paragraph("")
        ready = [
            element("table:table-row", {"table:style-name": self.row_style(False)}, "".join(self.cell(inner or empty, how) for inner in row)) for row in rows
        ]
        return self.grid(widths, ready, shift=shift, above=above)

    def row_style(self, splits, height=None):
        how = {"fo:keep-together": "auto" if splits else "always", "style:min-row-height": height and cm(height)}
        return self.named("table-row", element("style:table-row-properties", how))

    def cell(self, inner, how, **spans):
        style = self.named("table-cell", element("style:table-cell-properties", how))
        return element("table:table-cell", {"table:style-name": style, "office:value-type": "string", **spans}, inner)

    def grid(self, widths, rows, header=(), shift=0.0, above=0.0, below=0.0):
        """Returns a table of ready rows."""
        outer, page = self.beginning()
        how = {
            "style:width": cm(sum(widths)), "table:align": "left", "fo:margin-left": cm(shift), "fo:margin-right": "0cm", "fo:margin-top": pt(above),
            "fo:margin-bottom": pt(below), "table:border-model": "collapsing", "style:may-break-between-rows": "true", **page,
        }
        columns = "".join(
            element("table:table-column", {"table:style-name": self.named("table-column", element("style:table-column-properties", {"style:column-width": cm(width)}))})
            for width in widths
        )
        top = element("table:table-header-rows", {}, "".join(header)) if header else ""
        return element("table:table", {"table:style-name": self.named("table", element("style:table-properties", how), **outer)}, columns + top + "".join(rows))

    def edges(self, table, row, last, headed, count):
        """Returns the rules around a cell that stands from one row to another, of a number of rows, the header first."""
        if table.rules == "full":
            return {"fo:border": "0.5pt solid #000000"}
        if table.rules == "none":
            return {"fo:border": "none"}
        thick, thin = "1pt solid #000000", "0.25pt solid #000000" if self.thin else "none"
        top = thick if row == 0 or row == headed else thin if row > headed else "none"
        bottom = thick if last in (headed - 1, count - 1) else thin
        return {"fo:border-left": "none", "fo:border-right": "none", "fo:border-top": top, "fo:border-bottom": bottom}

    def rows_of(self, table, size):
        """Returns the rows of a table, ready, those of the header and those below."""
        header = [[(cell, cell and cell.bold, cell and cell.italic) for cell in row] for row in table.header]
        letters = [[(text, False, True) for text in table.letters]] if table.letters else []
        body = [[(cell, cell and cell.bold, cell and cell.italic) for cell in row.cells] for row in table.rows]
        rows, headed = header + letters + body, len(header) + len(letters)
        ready = []
        for at, row in enumerate(rows):
            cells = []
            for cell, bold, italic in row:
                if cell is None:
                    cells.append("<table:covered-table-cell/>")
                    continue
                lettered = isinstance(cell, str)
                text, down, across, align = (cell, 1, 1, "center") if lettered else (cell.text, cell.rows, cell.columns, cell.align)
                how = self.edges(table, at, at + down - 1, headed, len(rows)) | {"fo:padding": cm(self.padding), "fo:padding-top": "0.03cm", "fo:padding-bottom": "0.03cm"}
                how["style:vertical-align"] = "middle" if at < headed or self.middle else "top"
                styles = frozenset(mark for mark, is_on in (("*", bold), ("_", italic)) if is_on)
                found = literal(text) if lettered else pieces(text)
                inner = self.inline([[char, on | styles, target] for char, on, target in found])
                spans = {"table:number-rows-spanned": down if down > 1 else None, "table:number-columns-spanned": across if across > 1 else None}
                cells.append(self.cell(self.paragraph(inner, align, size=size), how, **spans))
            ready.append(element("table:table-row", {"table:style-name": self.row_style(self.splits, self.row_height)}, "".join(cells)))
        return ready[:headed], ready[headed:]

    def widths(self, table, size):
        """Returns columns' widths by their shares, widened where a word is longer, and the size at which all words fit."""
        cells = [row for row in table.header + [[Cell(text, italic=True) for text in table.letters]] + [row.cells for row in table.rows] if row]
        widths = [share * self.width / sum(table.shares) for share in table.shares]
        while True:
            needs = [
                max((self.measure(word, size, row[at].bold, row[at].italic) for row in cells if row[at] and row[at].columns == 1 for word in row[at].text.split()), default=0)
                + 2 * self.padding + 0.1 for at in range(len(widths))
            ]
            if sum(needs) <= self.width or size < 7:
                break
            size -= 0.5
        lacking = sum(max(0, need - width) for need, width in zip(needs, widths, strict=True))
        spare = sum(max(0, width - need) for need, width in zip(needs, widths, strict=True))
        part = min(1, lacking / spare) if spare else 0
        return [need if width < need else width - part * (width - need) for need, width in zip(needs, widths, strict=True)], size

    def table(self, table):
        """Returns a table with its title and unit."""
        size = self.style.size + table.size
        self.row_height = self.rng.choice([None, 0.6, 0.75])
        written = [self.paragraph(self.styled(line, bold=True), "center", above=0 if at else 4, below=2, keep=True) for at, line in enumerate(table.title)]
        if table.unit:
            written.append(self.paragraph(self.styled(table.unit, italic=True, size=size), "right", below=2, size=size, keep=True))
        widths, size = self.widths(table, size)
        with self.within():
            header, rows = self.rows_of(table, size)
        if table.repeats:
            written.append(self.grid(widths, rows, header, above=2, below=8))
        else:
            written.append(self.grid(widths, header + rows, above=2, below=8))
        return "".join(written)

    # Blocks

    def heading(self, block):
        look = block.look
        if block.below:
            label, title = with_styles(literal(block.label + block.separator.rstrip()), look), with_styles(pieces(block.title), look)
            if self.rng.random() < 0.5:
                return self.look(look, [*label, *literal("\n"), *title], keep=True)
            return self.look(look, label, keep=True, below=0) + self.look(look, title, keep=True)
        found = [*literal(block.label + block.separator), *pieces(block.title)]
        if not block.run_in:
            return self.look(look, with_styles(found, look), keep=True)
        found = with_styles(found, look, colon=bool(block.title))
        align = "justify" if self.style.justified and look.align == "left" else look.align
        return self.look(look, found + pieces(block.run_in), align=align)

    def sequence(self, items):
        """Returns (format, before, behind, number) of labels that go on from one another, or (None, the bullet, …)."""
        bullet = items[0].bullet
        found = re.fullmatch(r"(.*?)(\d+|[a-c])([.)])", bullet)
        if not found:
            return None, bullet, "", 0
        before, own, behind = found.groups()
        return ("1", before, behind, int(own)) if own.isdigit() else ("a", before, behind, "abc".index(own) + 1)

    def follows(self, one, other):
        """Says whether an item goes on in the list of another."""
        if (one.look.inset, one.look.indent) != (other.look.inset, other.look.indent):
            return False
        sort, before, behind, number = self.sequence([one])
        return self.sequence([other]) == (sort, before, behind, number + 1 if sort else 0)

    def hang(self, items):
        """Returns how far the text of items stands from their labels."""
        return max(0.63, max(self.measure(item.bullet, self.style.size) for item in items) + 0.25)

    def list(self, items):
        """Returns items as a list whose bullets or numbers LibreOffice makes."""
        sort, before, behind, number = self.sequence(items)
        look, hang = items[0].look, self.hang(items)
        if self.list_gap == "listtab":
            left, indent = look.inset + look.indent + hang, -hang
        else:
            left, indent = look.inset, look.indent
        where = {
            "text:label-followed-by": self.list_gap, "text:list-tab-stop-position": cm(left) if self.list_gap == "listtab" else None,
            "fo:margin-left": cm(left), "fo:text-indent": cm(indent),
        }
        where = element("style:list-level-properties", {"text:list-level-position-and-space-mode": "label-alignment"}, element("style:list-level-label-alignment", where))
        how = {"style:font-name": self.style.face, "style:font-name-asian": self.style.face, "style:font-name-complex": self.style.face}
        where += element("style:text-properties", how)
        if sort:
            level = element("text:list-level-style-number", {"text:level": 1, "style:num-format": sort, "style:num-prefix": before, "style:num-suffix": behind, "text:start-value": number}, where)
        else:
            level = element("text:list-level-style-bullet", {"text:level": 1, "text:bullet-char": before}, where)
        name = self.named("list", level)
        inner = ""
        for at, item in enumerate(items):
            start = number if sort and at == 0 else None
            text = self.look(item.look, with_styles(pieces(item.text), item.look), listed=True)
            inner += element("text:list-item", {"text:start-value": start}, text)
        return element("text:list", {"text:style-name": name}, inner)

    def item(self, item):
        """Returns an item with its label typed."""
        look = item.look
        if self.items == "hanging":
            hang = self.hang([item])
            found = with_styles(literal(item.bullet + "\t") + pieces(item.text), look)
            return self.look(look, found, left=look.inset + look.indent + hang, indent=-hang)
        return self.look(look, with_styles(literal(item.bullet + " ") + pieces(item.text), look))

    def form_line(self, block):
        """Returns a line of a form; what is not filled in is dotted."""
        look, label = block.look, block.label + ":"
        tabs = ""
        if block.value:
            rest = pieces(" " + block.value)
        elif self.dots == "tab":
            width = self.column - look.inset
            tabs = element("style:tab-stop", {"style:position": cm(width), "style:type": "right", "style:leader-style": "dotted", "style:leader-text": "."})
            rest = literal(" \t")
        else:
            dot = "." if self.dots == "typed" else "…"
            room = self.column - look.inset - look.indent - self.measure(label + " ", self.style.size, look.bold, look.italic)
            rest = literal(" " + dot * max(3, int(room * 0.97 / self.measure(dot, self.style.size))))
        return self.look(look, with_styles(literal(label), look) + rest, align="left", tabs=tabs)

    def boxes(self, block):
        """Returns check boxes in a line."""
        look, parts = block.look, []
        face = self.character(frozenset(), face=BOXES)
        for checked, text in block.boxes:
            box = element("text:span", {"text:style-name": face}, "☑" if checked else "☐")
            parts.append(box + self.inline(with_styles(literal(" " + text), look)))
        step = self.column / len(parts)
        tabs = "".join(element("style:tab-stop", {"style:position": cm(step * at)}) for at in range(1, len(parts)))
        how = dict(align="left", indent=look.indent, left=look.inset, above=look.above, below=self.style.gap, leading=self.spread(), tabs=tabs)
        return self.paragraph("<text:tab/>".join(parts), **how)

    def block(self, block):
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return self.look(block.look, with_styles(pieces(block.text), block.look), keep=block is self.last)
        if isinstance(block, Item):
            return self.item(block)
        if isinstance(block, FormLine):
            return self.form_line(block)
        if isinstance(block, Boxes):
            return self.boxes(block)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Columns):
            return self.in_columns(block)
        if isinstance(block, NewPage):
            self.new_page(block.landscape)
            return ""
        raise TypeError(f"{self.document.name}: no way to print {block!r}")

    def blocks(self, blocks):
        """Returns blocks, the items that go on from one another as lists where the document has such."""
        written, at = [], 0
        while at < len(blocks):
            last = at + 1
            if isinstance(blocks[at], Item) and self.items == "list":
                while last < len(blocks) and isinstance(blocks[last], Item) and self.follows(blocks[last - 1], blocks[last]):
                    last += 1
                written.append(self.list(blocks[at:last]))
            else:
                written.append(self.block(blocks[at]))
            at = last
        return "".join(written)

    def in_columns(self, block):
        """Returns blocks set in two columns."""
        gap = self.rng.choice([0.6, 0.8, 1.0])
        half = {"style:rel-width": "32767*"}
        columns = element("style:column", half | {"fo:start-indent": "0cm", "fo:end-indent": cm(gap / 2)}) + element("style:column", half | {"fo:start-indent": cm(gap / 2), "fo:end-indent": "0cm"})
        rule = element("style:column-sep", {"style:width": "0.018cm", "style:color": "#000000", "style:height": "100%"}) if self.rng.random() < 0.3 else ""
        # In columns of one height notes stand below both, else below their own.
        uneven = self.rng.random() < 0.3
        says = element("style:section-properties", {"text:dont-balance-text-columns": str(uneven).lower()}, element("style:columns", {"fo:column-count": 2, "fo:column-gap": cm(gap)}, rule + columns))
        self.width, width = (self.width - gap) / 2, self.width
        self.column, column = self.width, self.column
        written = self.blocks(block.blocks)
        self.width, self.column = width, column
        return element("text:section", {"text:style-name": self.named("section", says), "text:name": f"Section{len(self.styles)}"}, written)

    # Closing

    def recipients(self, closing):
        size = self.style.size - (0 if self.plain else self.recipients_smaller)
        written = self.paragraph(self.styled(closing.opening, bold=True, italic=True, size=size + (0 if self.plain else 1)), size=size + 1) if closing.opening else ""
        return written + "".join(self.paragraph(self.styled(bullet + text, size=size), size=size) for bullet, text in closing.recipients)

    def height_of(self, signer, width):
        """Returns how many lines a signer's offices take in a column of a width."""
        return sum(max(1, math.ceil(self.measure(line, self.style.size, bold=True) / width)) for line in signer.titles)

    def signer(self, signer, more):
        """Returns the lines of a signer, with room to sign and as much more as another's offices take, so that names stand level."""
        how = {"align": "center", "size": self.style.size}
        written = "".join(self.paragraph(self.styled(line, bold=True), **how) for line in signer.titles)
        lines = self.room + more
        if signer.signed:
            before = 0 if "ghi rõ" in signer.signed else self.signed_after
            written += self.paragraph("", **how) * before + self.paragraph(self.styled(signer.signed, italic=True), **how)
            lines = max(1, lines - before - 1)
        return written + self.paragraph("", **how) * lines + self.paragraph(self.styled(signer.name, bold=True), **how)

    def closing(self, closing):
        """Returns recipients and signers."""
        rng = self.rng
        self.recipients_smaller, self.room, self.signed_after, share = rng.choice([1, 2, 2, 3]), rng.randint(3, 5), rng.randint(0, 2), rng.choice([0.45, 0.5, 0.5, 0.55])
        above = rng.choice([6, 10, 14])
        heights = [self.height_of(signer, self.width / len(closing.signers)) for signer in closing.signers]
        with self.within():
            signers = [self.signer(signer, max(heights) - height) for signer, height in zip(closing.signers, heights, strict=True)]
            if closing.place_date:
                places = [""] * (len(signers) - 1) + [closing.place_date]
                signers = [self.paragraph(self.styled(place, italic=True), "center") + one for place, one in zip(places, signers, strict=True)]
            given = self.recipients(closing) if closing.recipients else ""
            below = self.paragraph("", size=6) + given if given and signers else given
        halves = [self.width * share, self.width * (1 - share)]
        if given and closing.beside and len(signers) < 2:
            return self.bare_table(halves, [[given, *(signers or [""])]], above=above)
        if len(signers) == 1:
            return self.bare_table(halves, [["", signers[0]]], above=above) + below
        return (self.bare_table([self.width / len(signers)] * len(signers), [signers], above=above) if signers else "") + below

    # Pages

    def new_page(self, landscape=False, restart=False):
        """Makes what comes next begin a page."""
        if landscape != self.landscape or restart:
            self.page = {"style:master-page-name": "Landscape" if landscape else "Standard", "style:page-number": "1" if restart else None}
        elif self.page is None:
            self.page = {"fo:break-before": "page"}
        self.landscape = landscape
        self.width = self.column = self.text_width(landscape)

    def part(self, number, part):
        """Returns a document or an annex."""
        if number == 0:
            unnumbered = "" if self.style.first_numbered else "First"
            self.new_page(part.landscape)
            self.page = {"style:master-page-name": unnumbered + ("Landscape" if part.landscape else "Standard")}
        elif part.on_new_page or part.landscape != self.landscape:
            self.new_page(part.landscape, restart=self.restarts and part.kind == "annex")
        self.leads = [f"part/{number}"]
        # Many take care that no signature stands alone on a page.
        self.last = part.blocks[-1] if part.blocks and part.closing and self.holds else None
        written = self.head(part.head) if part.head else ""
        written += "".join(self.paragraph(self.styled(line, bold=True), "center", leading="115%", keep=True) for line in part.title)
        if part.note:
            written += self.paragraph(self.styled(part.note, italic=True), "center", below=8, keep=True)
        written += self.blocks(part.blocks)
        if part.blocks and isinstance(part.blocks[-1], Columns):
            # A table right behind columns would begin a page.
            written += self.paragraph("", size=4)
        return written + (self.closing(part.closing) if part.closing else "")

    def notes_at_end(self):
        """Returns the notes that stand at the document's end as typed lines under a rule."""
        if not self.endnotes:
            return ""
        size, written = self.style.note_size, self.paragraph("", right=self.width * 0.7, above=12, below=3, size=4, border="0.5pt solid #000000")
        for identity in self.endnotes:
            note = self.document.notes[identity]
            text = pieces(note.text)
            lead(text, f"note/{identity}")
            mark = literal(note.mark)
            inner = self.inline(mark, raised=self.style.note_raised) + self.inline(literal(self.style.note_gap) + text)
            written += self.paragraph(inner, "justify" if self.style.justified else "left", size=size)
        return written

    def running(self):
        """Returns the content of header and footer."""
        style, top, bottom = self.style, "", ""
        number = said(style.page_number_form).replace("{}", '<text:page-number text:select-page="current">1</text:page-number>')
        size = style.size - self.rng.choice([0, 0, 1, 2])
        if style.page_number == "top" and not style.running_title:
            top = self.paragraph(number, style.page_number_align, size=size)
        elif style.page_number == "bottom":
            bottom = self.paragraph(number, style.page_number_align, size=size)
        if style.running_title:
            border = "0.5pt solid #000000" if self.rng.random() < 0.6 else None
            title = self.styled(style.running_title, size=size - 1)
            if style.page_number == "top":
                tabs = element("style:tab-stop", {"style:position": cm(self.text_width(False)), "style:type": "right"})
                top = self.paragraph(f"{title}<text:tab/>{number}", size=size - 1, border=border, tabs=tabs)
            else:
                top = self.paragraph(title, self.rng.choice(["center", "left"]), size=size - 1, border=border)
        return top, bottom

    def masters(self):
        """Returns page layouts and master pages: portrait and landscape, with header and footer and without."""
        style = self.style
        with self.within():
            header, footer = self.running()
        top, right, bottom, left = style.margins
        sides = {"fo:margin-left": cm(left), "fo:margin-right": cm(right)}
        share = self.rng.choice(["25%", "33%"]) if style.note_rule else "0%"
        line = element("style:footnote-sep", {
            "style:width": "0.018cm" if style.note_rule else "0cm", "style:distance-before-sep": "0.15cm", "style:distance-after-sep": "0.1cm",
            "style:line-style": "solid" if style.note_rule else "none", "style:adjustment": "left", "style:rel-width": share, "style:color": "#000000",
        })
        layouts = pages = ""
        for first, landscape in itertools.product((False, True), (False, True)):
            name = ("First" if first else "") + ("Landscape" if landscape else "Standard")
            running_top, running_bottom = (header, footer) if not first else (header if style.running_title and style.page_number != "top" else "", "")
            size = (LONG, SHORT) if landscape else (SHORT, LONG)
            how = {
                "fo:page-width": cm(size[0]), "fo:page-height": cm(size[1]), "style:print-orientation": "landscape" if landscape else "portrait", **sides,
                "fo:margin-top": cm(top - 1.1 if running_top else top), "fo:margin-bottom": cm(bottom - 1.1 if running_bottom else bottom), "style:footnote-max-height": "0cm",
            }
            band = {"fo:min-height": "1.1cm", "fo:margin-left": "0cm", "fo:margin-right": "0cm", "style:dynamic-spacing": "false"}
            own = element("style:page-layout-properties", how, line)
            own += element("style:header-style", {}, element("style:header-footer-properties", band | {"fo:margin-bottom": "0.2cm"}) if running_top else "")
            own += element("style:footer-style", {}, element("style:header-footer-properties", band | {"fo:margin-top": "0.3cm"}) if running_bottom else "")
            layouts += element("style:page-layout", {"style:name": f"Layout{name}"}, own)
            inner = (element("style:header", {}, running_top) if running_top else "") + (element("style:footer", {}, running_bottom) if running_bottom else "")
            following = name.removeprefix("First") if first else None
            pages += element("style:master-page", {"style:name": name, "style:page-layout-name": f"Layout{name}", "style:next-style-name": following}, inner)
        return layouts, pages

    def common(self):
        """Returns the styles that have names: text, notes and their marks, links, how notes are counted."""
        style = self.style
        face = {"style:font-name": style.face, "style:font-name-asian": style.face, "style:font-name-complex": style.face}
        size = {"fo:font-size": pt(style.size), "style:font-size-asian": pt(style.size), "style:font-size-complex": pt(style.size)}
        spoken = {"fo:language": "vi", "fo:country": "VN", "fo:hyphenate": "false"}
        black = {"fo:color": "#000000", "style:text-underline-style": "none"}
        lines = {"fo:orphans": self.orphans, "fo:widows": self.orphans, "style:tab-stop-distance": "1.27cm"}
        written = element("style:default-style", {"style:family": "paragraph"}, element("style:paragraph-properties", lines) + element("style:text-properties", {**face, **size, **spoken}))
        written += element("style:default-style", {"style:family": "table"}, element("style:table-properties", {"table:border-model": "collapsing"}))
        written += element("style:style", {"style:name": "Standard", "style:family": "paragraph", "style:class": "text"})
        foot = {"fo:text-align": "justify" if style.justified else "start", "fo:text-indent": cm(self.rng.choice([0, 0, style.indent])), "fo:margin-bottom": pt(self.rng.choice([0, 0, 2]))}
        small = {"fo:font-size": pt(style.note_size), "style:font-size-asian": pt(style.note_size)}
        written += element("style:style", {"style:name": "Footnote", "style:family": "paragraph", "style:parent-style-name": "Standard"}, element("style:paragraph-properties", foot) + element("style:text-properties", small))
        raised, in_foot = {"style:text-position": self.height if self.raised else "0% 100%"}, {"style:text-position": self.height if style.note_raised else "0% 100%"}
        for name, how in [("Footnote_20_anchor", raised), ("Endnote_20_anchor", raised), ("Footnote_20_Symbol", in_foot), ("Endnote_20_Symbol", in_foot), ("Link", {}), ("Internet_20_link", black), ("Visited_20_Internet_20_Link", black)]:
            written += element("style:style", {"style:name": name, "style:display-name": name.replace("_20_", " "), "style:family": "text"}, element("style:text-properties", how) if how else "")
        for sort in ("footnote", "endnote"):
            how = {
                "text:note-class": sort, "text:citation-style-name": f"{sort.capitalize()}_20_Symbol", "text:citation-body-style-name": f"{sort.capitalize()}_20_anchor",
                "text:default-style-name": "Footnote", "style:num-format": "1", "text:start-value": 0,
            }
            if sort == "footnote":
                how |= {"text:footnotes-position": "page", "text:start-numbering-at": "document"}
            else:
                how["text:master-page-name"] = "Standard"
            written += element("text:notes-configuration", how)
        return written

    def automatic(self):
        """Returns the automatic styles gathered."""
        written = ""
        for (family, inner, more), name in self.styles.items():
            if family == "list":
                written += element("text:list-style", {"style:name": name}, inner)
            else:
                parent = "Standard" if family == "paragraph" else None
                written += element("style:style", {"style:name": name, "style:family": family, "style:parent-style-name": parent, **dict(more)}, inner)
        return written

    def write(self):
        """Returns the whole file."""
        body = "".join(self.part(number, part) for number, part in enumerate(self.document.parts)) + self.notes_at_end()
        if self.endings == "gathered" and any(note.at_end for note in self.document.notes.values()):
            how = element("text:notes-configuration", {"text:note-class": "endnote", "style:num-format": "1", "text:start-value": 0})
            style = self.named("section", element("style:section-properties", {"text:dont-balance-text-columns": "false"}, how))
            body = element("text:section", {"text:style-name": style, "text:name": "Body"}, body + self.paragraph(""))
        common = self.common()
        layouts, pages = self.masters()
        faces = "".join(element("style:font-face", {"style:name": face, "svg:font-family": f"'{face}'"}) for face in (self.style.face, BOXES))
        settings = "".join(element("config:config-item", {"config:name": name, "config:type": "boolean"}, value) for name, value in SETTINGS.items())
        names = {f"xmlns:{prefix}": space for prefix, space in SPACES.items()}
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + element(
            "office:document", {**names, "office:version": "1.3", "office:mimetype": "application/vnd.oasis.opendocument.text"},
            element("office:settings", {}, element("config:config-item-set", {"config:name": "ooo:configuration-settings"}, settings))
            + element("office:font-face-decls", {}, faces) + element("office:styles", {}, common)
            + element("office:automatic-styles", {}, self.automatic() + layouts) + element("office:master-styles", {}, pages)
            + element("office:body", {}, element("office:text", {}, body)),
        )


def convert(sources, folder):
    """Turns files into PDF in one run; returns what LibreOffice said."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    return f"status {done.returncode}: {done.stderr.strip()[-300:]}"


def printed(sources, folder):
    """Turns files into PDF."""
    answers = [convert(sources[at:at + MOST], folder) for at in range(0, len(sources), MOST)]
    missing = [source.stem for source in sources if not source.with_suffix(".pdf").exists()]
    if missing:
        raise RuntimeError(f"LibreOffice printed no PDF of {', '.join(missing)} ({'; '.join(answers)})")


def marks_by_page(document, pdf):
    """Returns {note: mark} where notes are counted anew on each page of a print."""
    marks, counts = {}, {}
    for number, page in enumerate(pypdf.PdfReader(pdf).pages):
        for annotation in page.get("/Annots") or []:
            target = str(annotation.get_object().get("/A", {}).get("/URI", ""))
            if target.startswith(LINK + "ref/"):
                marks[target.removeprefix(LINK + "ref/")] = number
    for identity, note in document.notes.items():
        if identity in marks:
            page = marks[identity]
            counts[page] = counts.get(page, 0) + 1
            marks[identity] = re.sub(r"\d+", str(counts[page]), note.mark)
    return marks


def typeset(documents, folder):
    """Writes `NAME.fodt` and `NAME.pdf` of each document into a folder.

    Notes that begin again on each page get their marks after a first print: what LibreOffice 7.4 counts by page is often wrong.
    """
    folder, waiting, marks = pathlib.Path(folder), list(documents), {}
    for _ in range(PRINTS):
        sources = [folder / f"{document.name}.fodt" for document in waiting]
        for document, source in zip(waiting, sources, strict=True):
            source.write_text(Writer(document, marks.get(document.name)).write(), "utf8")
            source.with_suffix(".pdf").unlink(missing_ok=True)
        printed(sources, folder)
        counted = {document.name: marks_by_page(document, folder / f"{document.name}.pdf") for document in waiting if document.style.notes_per_page}
        waiting = [document for document in waiting if document.name in counted and counted[document.name] != marks.get(document.name)]
        marks |= counted
        if not waiting:
            return
    raise RuntimeError(f"the notes of {', '.join(document.name for document in waiting)} change pages with each print")
