"""Prints documents as offices do with a word processor: a .docx with its own footnotes, tables and tabs, by LibreOffice."""

import pathlib
import re
import subprocess
import tempfile
import zipfile
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as Package
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

import faces
from model import MOTTO, PARTY, STATE, YOUTH, Boxes, Cell, FormLine, Heading, Item, Look, Paragraph, Table, runs

ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT, "justify": WD_ALIGN_PARAGRAPH.JUSTIFY}
PAGE = (21.0, 29.7)
SYMBOLS = "DejaVu Sans"


class Writer:
    """Writes one document."""

    def __init__(self, document):
        self.document, self.style = document, document.style
        self.file = docx.Document()
        normal = self.file.styles["Normal"]
        normal.font.name = self.style.face
        normal.font.size = Pt(self.style.size)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), self.style.face)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN")
        normal.element.get_or_add_rPr().append(language)
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.widow_control = True
        self.notes = []
        # By these the word processor sets the figures of footnotes, which are its own to write.
        if document.notes:
            for name, raised in (("footnote reference", True), ("footnote text", False)):
                style = self.file.styles.add_style(name, WD_STYLE_TYPE.CHARACTER if raised else WD_STYLE_TYPE.PARAGRAPH)
                style.font.name = self.style.face
                if raised:
                    style.font.superscript = self.style.note_raised or None
                else:
                    style.font.size = Pt(self.style.note_size)

    def width(self, landscape):
        across = PAGE[1] if landscape else PAGE[0]
        return across - self.style.margins[1] - self.style.margins[3]

    # Runs and paragraphs.

    def run(self, paragraph, text, bold=False, italic=False, underlined=False, size=None, raised=False):
        run = paragraph.add_run(text)
        bold, italic = bold and not self.style.typed, italic and not self.style.typed
        run.bold, run.italic, run.underline = bold or None, italic or None, underlined or None
        if size:
            run.font.size = Pt(size)
        run.font.superscript = raised or None
        return run

    def note(self, paragraph, identity):
        """Writes a footnote's mark: the processor's own figure, or where it has a star or brackets one of one's own."""
        mark = self.document.notes[identity].mark
        self.notes.append(identity)
        run = self.run(paragraph, "", raised=True)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes) + 1))
        run._r.append(reference)
        if not mark.isdigit():
            reference.set(qn("w:customMarkFollows"), "1")
            element = OxmlElement("w:t")
            element.text = mark
            run._r.append(element)

    def write(self, paragraph, text, look=None, size=None):
        look = look or Look()
        for kind, piece, styles in runs(text):
            if kind == "mark":
                self.note(paragraph, piece)
                continue
            run = self.run(paragraph, piece, look.bold or "b" in styles, look.italic or "i" in styles, look.underlined or "u" in styles, size)
            if any(letter in piece for letter in "☐☑"):
                run.font.name = SYMBOLS

    def paragraph(self, look=None, holder=None, tight=False):
        look = look or Look()
        paragraph = (holder or self.file).add_paragraph()
        shape = paragraph.paragraph_format
        body = "justify" if self.style.justified else "left"
        paragraph.alignment = ALIGN[body if look.align == "body" else look.align]
        if not tight:
            if look.align != "center":
                shape.first_line_indent = Cm(self.style.indent if look.indent is None else look.indent)
            shape.left_indent = Cm(look.inset) if look.inset else None
            shape.space_before = Pt(self.style.gap if look.above is None else look.above)
            shape.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
            shape.line_spacing = self.style.leading
            shape.keep_with_next = look.keep or None
        return paragraph

    # Grids without borders, for heads and closings.

    def grid(self, rows, widths):
        table = self.file.add_table(rows, len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        return table

    def lines(self, cell, lines):
        """Writes centred lines into a cell: (text, Look, size) each."""
        for at, (text, look, size) in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.alignment = ALIGN["center" if look.align == "body" else look.align]
            if look.above:
                paragraph.paragraph_format.space_before = Pt(look.above)
            if text == "<rule>":
                self.rule(paragraph, look.inset or 2.5)
            else:
                self.write(paragraph, text, look, size)

    def rule(self, paragraph, width):
        """Draws a short rule as a paragraph's border."""
        paragraph.paragraph_format.line_spacing = Pt(4)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        side = (self.cell_width - width) / 2
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(max(0.2, side))
        border = parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>')
        paragraph._p.get_or_add_pPr().append(border)

    def head(self, head, landscape):
        size, width = self.style.size, self.width(landscape)
        state_size = faces.fitting(self.style.face, STATE, size - 1, 9.1)
        state = {"state": [(STATE, Look(bold=True), state_size), (MOTTO, Look(bold=True), size)], "party": [(PARTY, Look(bold=True, underlined=True), size)], "youth": [(YOUTH, Look(bold=True, underlined=True), size)], "none": []}[head.motto]
        self.cell_width = 8
        rule = [("<rule>", Look(inset=5.2), size)] if head.motto == "state" else []
        if head.stacked:
            for text, look, of in state:
                paragraph = self.paragraph(tight=True)
                paragraph.alignment = ALIGN["center"]
                self.write(paragraph, text, look, of)
            self.cell_width = width
            self.rule(self.paragraph(tight=True), 5.2)
        else:
            left_width = max(6.2, min(width - 9.6, 7.6))
            grid = self.grid(2, [left_width, width - left_width])
            self.cell_width = left_width - 0.4
            bold_parent = not head.issuer
            small = size - 1 if size >= 12 else size
            left = [(text, Look(bold=bold_parent), small) for text in head.parent] + [(text, Look(bold=True), small) for text in head.issuer]
            left += [("*", Look(), small)] if head.star else [("<rule>", Look(inset=2.4), small)]
            self.lines(grid.cell(0, 0), left)
            self.cell_width = width - left_width - 0.4
            self.lines(grid.cell(0, 1), state + rule)
            below = [(head.number_line, Look(above=4), size - 0.5)] if head.number_line else []
            if head.is_letter:
                below += [(text, Look(), size - 1.5) for text in head.subject]
            self.lines(grid.cell(1, 0), below or [("", Look(), size)])
            self.lines(grid.cell(1, 1), [(head.date_line, Look(italic=True, above=4), size - 0.5)] if head.date_line else [("", Look(), size)])
        if head.kind:
            self.centred([head.kind], Look(bold=True, above=12), size + 1)
            self.centred(head.subject, Look(bold=True), size)
            if head.stacked and head.number_line:
                self.centred([head.number_line], Look(), size)
            elif head.subject and self.style.gap > 3:
                self.cell_width = width
                self.rule(self.paragraph(tight=True), 3)
        self.paragraph(tight=True).paragraph_format.line_spacing = Pt(8)

    def centred(self, lines, look, size=None):
        for at, text in enumerate(lines):
            paragraph = self.paragraph(tight=True)
            paragraph.alignment = ALIGN["center"]
            paragraph.paragraph_format.keep_with_next = True
            if look.above and at == 0:
                paragraph.paragraph_format.space_before = Pt(look.above)
            self.write(paragraph, text, look, size)

    # Blocks.

    def block(self, block, landscape):
        if isinstance(block, Heading):
            self.heading(block)
        elif isinstance(block, Paragraph):
            self.write(self.paragraph(block.look), block.text, block.look)
        elif isinstance(block, Item):
            self.write(self.paragraph(block.look), f"{block.bullet} {block.text}", block.look)
        elif isinstance(block, FormLine):
            self.form_line(block, landscape)
        elif isinstance(block, Boxes):
            paragraph = self.paragraph(Look(align="left"))
            self.run(paragraph, block.lead)
            for checked, words in block.boxes:
                run = self.run(paragraph, "   " + ("☑" if checked else "☐"))
                run.font.name = SYMBOLS
                self.run(paragraph, f" {words}")
        elif isinstance(block, Table):
            self.table(block, landscape)

    def heading(self, block):
        look = block.look
        if block.below:
            self.write(self.paragraph(look), block.label, look)
            under = Look(**{**look.__dict__, "above": 0})
            self.write(self.paragraph(under), block.title, look)
            return
        if block.run_in:
            paragraph = self.paragraph(Look(**{**look.__dict__, "keep": False}))
            whole = f"{block.label}{block.stop}{block.title}".rstrip()
            self.write(paragraph, whole + (block.run_in_stop.rstrip() if block.title else ""), look)
            self.write(paragraph, " " + block.run_in, Look())
            return
        self.write(self.paragraph(look), f"{block.label}{block.stop}{block.title}", look)

    def form_line(self, block, landscape):
        paragraph = self.paragraph(Look(align="left", indent=0))
        if block.value:
            self.run(paragraph, f"{block.label}: {block.value}")
        else:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(self.width(landscape)), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            self.run(paragraph, f"{block.label}:\t")

    def table(self, block, landscape):
        size = block.size or self.style.size - 0.5
        self.centred(block.title, Look(bold=True, above=6), self.style.size)
        if block.unit:
            paragraph = self.paragraph(tight=True)
            paragraph.alignment = ALIGN["right"]
            paragraph.paragraph_format.keep_with_next = True
            self.write(paragraph, block.unit, Look(italic=True), size)
        if not block.title and not block.unit:
            self.paragraph(tight=True).paragraph_format.line_spacing = Pt(4)
        rows = [(row, True) for row in block.head]
        if block.letters:
            rows.append(([Cell(text, italic=True, align="center") for text in block.letters], True))
        rows += [(row.cells, False) for row in block.rows]
        total, width = sum(block.shares), self.width(landscape)
        widths = [width * share / total for share in block.shares]
        table = self.file.add_table(len(rows), len(widths))
        table.autofit = False
        table.alignment = 1
        if block.rules == "full":
            table.style = "Table Grid"
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Cm(wide)
        for at, (cells, is_head) in enumerate(rows):
            shape = table.rows[at]._tr.get_or_add_trPr()
            if is_head and block.repeats:
                shape.append(OxmlElement("w:tblHeader"))
            if not block.splits:
                shape.append(OxmlElement("w:cantSplit"))
            for column, cell in enumerate(cells):
                place = table.cell(at, column)
                place.width = Cm(widths[column])
                if cell is None:
                    continue
                if cell.rows > 1 or cell.columns > 1:
                    place = place.merge(table.cell(at + cell.rows - 1, column + cell.columns - 1))
                lines = cell.text.split("\n")
                for number, line in enumerate(lines):
                    paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
                    paragraph.alignment = ALIGN[cell.align]
                    self.run(paragraph, line, cell.bold, cell.italic, size=size)
                place.vertical_alignment = 1 if is_head or cell.rows > 1 else 0
                if block.rules == "horizontal":
                    self.borders(place, is_head or at == len(rows) - 1)
        self.paragraph(tight=True).paragraph_format.line_spacing = Pt(4)

    def borders(self, cell, strong):
        width = 8 if strong else 4
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:tcBorders {nsdecls("w")}><w:top w:val="single" w:sz="{width}"/><w:bottom w:val="single" w:sz="{width}"/></w:tcBorders>'))

    def closing(self, closing, landscape):
        width, size = self.width(landscape), self.style.size
        if closing.place_date:
            paragraph = self.paragraph(Look(align="right", indent=0, above=8))
            self.write(paragraph, closing.place_date, Look(italic=True))
        if closing.recipients:
            left = [(closing.opening, Look(bold=True, italic=True, align="left"), 12 if size > 11 else size)] + [(closing.bullet + text, Look(align="left"), 11 if size > 11 else size - 1) for text in closing.recipients]
            if len(closing.signers) > 1:
                count = len(closing.signers)
                grid = self.grid(1, [width / count] * count)
                for at, signer in enumerate(closing.signers):
                    self.lines(grid.cell(0, at), self.signing(signer))
                self.file.add_paragraph().paragraph_format.line_spacing = Pt(6)
                grid = self.grid(1, [width])
                self.lines(grid.cell(0, 0), left)
            elif closing.beside:
                grid = self.grid(1, [width * 0.48, width * 0.52])
                self.lines(grid.cell(0, 0), left)
                self.lines(grid.cell(0, 1), self.signing(closing.signers[0]))
            else:
                grid = self.grid(2, [width * 0.45, width * 0.55])
                self.lines(grid.cell(0, 1), self.signing(closing.signers[0]))
                self.lines(grid.cell(1, 0), left)
        else:
            count = len(closing.signers)
            widths = [width / count] * count if count > 1 else [width * 0.5, width * 0.5]
            grid = self.grid(1, widths)
            for at, signer in enumerate(closing.signers):
                self.lines(grid.cell(0, at if count > 1 else 1), self.signing(signer))
        for row in grid.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        self.file.add_paragraph().paragraph_format.line_spacing = Pt(2)

    def signing(self, signer):
        size = self.style.size
        found = [(text, Look(bold=True), size) for text in signer.titles]
        if signer.signed:
            found.append((signer.signed, Look(italic=True), size - 1))
        return [*found, ("", Look(), size), ("", Look(), size), ("", Look(), size), (signer.name, Look(bold=True, above=6), size)]

    # Sections, page numbers, footnotes.

    def section(self, at, landscape):
        section = self.file.sections[0] if at == 0 else self.file.add_section()
        top, right, bottom, left = self.style.margins
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = Cm(top), Cm(right), Cm(bottom), Cm(left)
        section.page_width, section.page_height = (Cm(PAGE[1]), Cm(PAGE[0])) if landscape else (Cm(PAGE[0]), Cm(PAGE[1]))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.header_distance = section.footer_distance = Cm(0.9)
        if at == 0:
            section.different_first_page_header_footer = not self.style.first_numbered
            if self.style.number_at != "none":
                self.numbering(section)
            if self.style.running:
                self.write(section.header.paragraphs[0], self.style.running, Look(italic=True), self.style.note_size)
        else:
            section.different_first_page_header_footer = False

    def numbering(self, section):
        holder = section.header if self.style.number_at == "top" else section.footer
        if self.style.first_numbered:
            section.different_first_page_header_footer = False
        paragraph = holder.paragraphs[0]
        paragraph.alignment = ALIGN[self.style.number_align]
        before, _, after = self.style.number_form.partition("{}")
        if before:
            self.run(paragraph, before)
        field = self.run(paragraph, "")
        for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("end", "")):
            if kind:
                element = OxmlElement("w:fldChar")
                element.set(qn("w:fldCharType"), kind)
            else:
                element = OxmlElement("w:instrText")
                element.text = text
            field._r.append(element)
        if after:
            self.run(paragraph, after)

    def footnotes(self):
        """Adds the part of the package that holds the footnotes, which python-docx does not write."""
        if not self.notes:
            return
        style = self.style
        raised = '<w:vertAlign w:val="superscript"/>' if style.note_raised else ""
        shape = f'<w:rFonts w:ascii="{style.face}" w:hAnsi="{style.face}" w:cs="{style.face}"/>'
        sizes = f'<w:sz w:val="{round(style.note_size * 2)}"/>'
        entries = ['<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>', '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>']
        for at, identity in enumerate(self.notes):
            note = self.document.notes[identity]
            inner = "<w:footnoteRef/>" if note.mark.isdigit() else f"<w:t>{escape(note.mark)}</w:t>"
            marked = f"<w:r><w:rPr><w:rStyle w:val=\"{self.file.styles['footnote reference'].style_id}\"/>{shape}{sizes}{raised}</w:rPr>{inner}</w:r>"
            entries.append(
                f'<w:footnote w:id="{at + 2}"><w:p><w:pPr><w:pStyle w:val="{self.file.styles["footnote text"].style_id}"/><w:spacing w:before="0" w:after="0"/><w:jc w:val="both"/></w:pPr>{marked}'
                f'<w:r><w:rPr>{shape}{sizes}</w:rPr><w:t xml:space="preserve"> {escape(note.text)}</w:t></w:r></w:p></w:footnote>'
            )
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{"".join(entries)}</w:footnotes>'
        package = self.file.part.package
        part = Package(PackURI("/word/footnotes.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", xml.encode(), package)
        self.file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        if style.per_page:
            for section in self.file.sections:
                section._sectPr.insert(0, parse_xml(f'<w:footnotePr {nsdecls("w")}><w:numRestart w:val="eachPage"/></w:footnotePr>'))
            settings = self.file.settings.element
            settings.insert(0, parse_xml(f'<w:footnotePr {nsdecls("w")}><w:numRestart w:val="eachPage"/></w:footnotePr>'))

    def save(self, path):
        for at, part in enumerate(self.document.parts):
            self.section(at, part.landscape)
            if part.head:
                self.head(part.head, part.landscape)
            if part.title:
                self.centred(part.title, Look(bold=True), self.style.size)
            if part.note:
                self.centred([part.note], Look(italic=True), self.style.size)
            for block in part.blocks:
                self.block(block, part.landscape)
            if part.closing:
                self.paragraph(tight=True)
                self.closing(part.closing, part.landscape)
        self.footnotes()
        self.file.save(path)


def _converted(paths, to, folder, profile):
    if paths:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=500)


def _said_once(path):
    """Takes the second printing of notes' own marks out of an .odt: LibreOffice 7.4 takes the mark of a .docx for a label and for
    text as well."""
    with zipfile.ZipFile(path) as given:
        held = {name: given.read(name) for name in given.namelist()}
    content = held["content.xml"].decode("utf8")
    span = r'(?:<text:span text:style-name="\w+">)+{}(?:</text:span>)+'
    for mark in sorted(set(re.findall(r'text:label="([^"]+)"', content))):
        content = re.sub(rf"(<text:note-body><text:p[^>]*>){span.format(re.escape(mark))}", r"\1", content)
        content = re.sub(rf'(text:label="{re.escape(mark)}">(?:(?!</text:note>).)*</text:note></text:span>){span.format(re.escape(mark))}', r"\1", content)
    held["content.xml"] = content.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as taken:
        for name, data in held.items():
            taken.writestr(name, data)


def typeset(documents, folder):
    """Prints documents into a folder, a PDF each."""
    with tempfile.TemporaryDirectory() as scratch:
        plain, own = [], []
        for document in documents:
            path = pathlib.Path(scratch) / f"{document.name}.docx"
            Writer(document).save(str(path))
            (plain if all(note.mark.isdigit() for note in document.notes.values()) else own).append(path)
        _converted(own, "odt", scratch, f"{scratch}/profile")
        texts = [path.with_suffix(".odt") for path in own]
        for path in texts:
            _said_once(path)
        _converted(plain + texts, "pdf", folder, f"{scratch}/profile")
