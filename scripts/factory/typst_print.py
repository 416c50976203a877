"""Prints made documents with Typst."""

import json
import random

import typst

from model import (
    MOTTO,
    PARTY,
    REPUBLIC,
    STATE,
    Boxes,
    Columns,
    FormLine,
    Heading,
    Item,
    NewPage,
    Paragraph,
    Table,
    runs,
)


def said(text):
    """Returns a text as a Typst expression within markup."""
    return "#" + json.dumps(text, ensure_ascii=False) + ";" if text else ""


def styled(piece, styles):
    """Returns a piece of text in its styles."""
    written = said(piece)
    if "*" in styles:
        written = f"#strong[{written}]"
    if "_" in styles:
        written = f"#emph[{written}]"
    if "~" in styles:
        written = f"#underline[{written}]"
    return written


class Setter:
    """Sets one document."""

    def __init__(self, document):
        self.document, self.style = document, document.style
        self.draws = random.Random(f"typst/{document.name}")
        self.endnotes = []

    def link(self, target, text):
        return f"#link({json.dumps('https://made/' + target)})[{text}]"

    def inline(self, text, opening=""):
        """Returns marked-up text; `opening` is what its first word leads to."""
        pieces = runs(text)
        out = []
        for index, (kind, piece, styles) in enumerate(pieces):
            if kind == "mark":
                out.append(self.mark(piece))
                continue
            marked = pieces[index + 1][1] if index + 1 < len(pieces) and pieces[index + 1][0] == "mark" else None
            if opening and index == 0:
                word, blank, rest = piece.partition(" ")
                out.append(self.link(opening, styled(word, styles)))
                piece = blank + rest
            if marked and piece:
                before, blank, word = piece.rpartition(" ")
                out.append(styled(before + blank, styles) + self.link("ref/" + marked, styled(word, styles)))
            else:
                out.append(styled(piece, styles))
        return "".join(out)

    def mark(self, identity):
        note = self.document.notes[identity]
        if note.at_end:
            self.endnotes.append(identity)
            return f"#super[{said(note.mark)}]"
        return f"#footnote[{self.inline(note.text, 'note/' + identity)}]"

    def look(self, look, content, **how):
        """Returns a paragraph in a look."""
        if look.bold:
            content = f"#strong[{content}]"
        if look.italic:
            content = f"#emph[{content}]"
        if look.underlined:
            content = f"#underline[{content}]"
        align = {"justify": "left"}.get(look.align, look.align)
        justify = "true" if look.align == "justify" else "false"
        sticky = "true" if how.get("sticky") else "false"
        return (
            f"#block(width: 100%, above: {self.style.gap + look.above + self.lead}pt, below: {self.style.gap + self.lead}pt, sticky: {sticky})["
            f"#set align({align})\n#set par(justify: {justify}, first-line-indent: (amount: {look.indent}cm, all: true), hanging-indent: {how.get('hanging', 0)}cm)\n"
            f"#pad(left: {look.inset}cm)[{content}]]\n"
        )

    def centred(self, content, above=0.0, below=0.0):
        return f"#block(width: 100%, above: {self.lead + above}pt, below: {self.lead + below}pt)[#set align(center)\n#set par(first-line-indent: 0pt, justify: false)\n{content}]\n"

    # Heads and closings.
    def bodies(self, head, opening):
        """Returns the lines of parent and issuer with the rule below."""
        lines = [(line, "parent") for line in head.parent] + [(line, "issuer") for line in head.issuer]
        out = []
        for index, (line, what) in enumerate(lines):
            content = self.inline(line, opening if index == 0 else "")
            bold = what == "issuer" or (not head.small_parent and self.draws.random() < 0.1)
            out.append(f"#strong[{content}]" if bold else content)
        text = " \\\n".join(out)
        if head.motto == "party":
            text += " \\\n" + said("*")
        elif head.rule:
            text += f"\n#v(-0.55em)\n#line(length: {self.draws.choice([25, 35, 45])}%, stroke: 0.6pt)\n#v(-0.2em)"
        return text

    def motto(self, head):
        if head.motto == "none":
            return ""
        if head.motto == "party":
            return f"#underline[#strong[{said(PARTY)}]]"
        state = REPUBLIC if head.motto == "republic" else STATE
        return f"#strong[{said(state)} \\\n{said(MOTTO)}]\n#v(-0.55em)\n#line(length: {self.draws.choice([45, 55, 62])}%, stroke: 0.6pt)\n#v(-0.2em)"

    def head(self, head, opening):
        draws, style = self.draws, self.style
        small = style.size - draws.choice([0, 1, 1, 2])
        bodies, motto = self.bodies(head, opening), self.motto(head)
        number = said(head.number_line)
        date = f"#emph[{said(head.date_line)}]" if head.motto != "republic" else said(head.date_line)
        subject = " \\\n".join(self.inline(line) for line in head.subject)
        out = []
        if head.order == "stacked" or (head.motto == "none" and draws.random() < 0.3):
            stack = [motto, bodies, number, date] if draws.random() < 0.5 else [bodies, motto, number, date]
            out += [self.centred(piece) for piece in stack if piece]
        else:
            left = draws.choice([38, 40, 42, 45])
            below = f"#text(size: {small}pt)[{subject}]" if head.is_letter else ""
            gap = draws.choice([4, 6, 10])
            cells = f"[{bodies}], [{motto}], [{number} {' ' + chr(92) + chr(10) + below if below else ''}], [{date}]"
            widths = f"({left}fr, {100 - left}fr)"
            out.append(f"#grid(columns: {widths}, row-gutter: {gap}pt, align: center, ..({cells},).map(it => text(size: {small}pt, par(first-line-indent: 0pt, justify: false, leading: {self.lead * 0.75}pt, it))))\n#v(6pt)\n")
        if head.kind:
            bold = draws.random() < 0.85
            kind = f"#text(size: {style.size + draws.choice([0, 1, 2])}pt)[#strong[{said(head.kind)}]]"
            out.append(self.centred(kind, above=8))
            if head.subject:
                out.append(self.centred(f"#strong[{subject}]" if bold else f"#emph[{subject}]", below=2))
                if draws.random() < 0.4:
                    out.append(self.centred(f"#v(-0.5em)#line(length: {draws.choice([15, 25])}%, stroke: 0.6pt)", below=4))
        elif head.is_letter and head.order == "stacked":
            out.append(self.centred(subject))
        return "".join(out)

    def closing(self, closing):
        draws, style = self.draws, self.style
        room = draws.choice([2.2, 3.0, 4.0])

        def signer(one):
            titles = " \\\n".join(f"#strong[{said(line)}]" for line in one.titles)
            signed = f" \\\n#emph[{said(one.signed)}]" if one.signed else ""
            return f"#align(center)[#set par(first-line-indent: 0pt, justify: false)\n{titles}{signed}\n#v({room}em)\n#strong[{said(one.name)}]]"

        signers = [signer(one) for one in closing.signers]
        size = style.size - draws.choice([1, 2, 2])
        recipients = ""
        if closing.recipients:
            opening = f"#strong[#emph[{said(closing.opening)}]]" if draws.random() < 0.8 else f"#underline[{said(closing.opening)}]"
            items = " \\\n".join(said(bullet + text) for bullet, text in closing.recipients)
            recipients = f"#set par(first-line-indent: 0pt, justify: false, leading: {self.lead * 0.8}pt)\n#text(size: {max(size, 8.5)}pt)[{opening} \\\n{items}]"
        if not closing.recipients:
            columns = [f"[{one}]" for one in signers] if len(signers) > 1 else ["[]", f"[{signers[0]}]"]
        elif closing.beside:
            columns = [f"[{recipients}]", *[f"[{one}]" for one in signers]]
        else:
            columns = ["[]", *[f"[{one}]" for one in signers]]
        widths = ", ".join(["1fr"] * len(columns))
        breakable = "true" if draws.random() < 0.3 else "false"
        out = f"#block(breakable: {breakable}, above: 14pt)[#grid(columns: ({widths}), column-gutter: 8pt, {', '.join(columns)})]\n"
        if closing.recipients and not closing.beside:
            out += f"#block(above: 10pt)[{recipients}]\n"
        return out

    # Blocks.
    def heading(self, block):
        label = said(block.label + ("" if block.below else block.separator))
        if not block.title and block.run_in:
            content = f"#strong[{said(block.label + block.separator.rstrip())}]{said(' ')}{self.inline(block.run_in)}"
            return self.look(type(block.look)(align="justify", indent=block.look.indent), content)
        title = self.inline(block.title)
        if block.below:
            return self.look(block.look, f"{said(block.label)} \\\n{title}", sticky=True)
        if block.run_in:
            look = block.look
            head = f"{label}{title}{said(':')}"
            for on, mark in ((look.bold, "strong"), (look.italic, "emph"), (look.underlined, "underline")):
                head = f"#{mark}[{head}]" if on else head
            return self.look(type(look)(align="justify" if self.style.justified else "left", indent=look.indent), f"{head}{said(' ')}{self.inline(block.run_in)}")
        return self.look(block.look, label + title, sticky=True)

    def table(self, table):
        draws, style = self.draws, self.style
        size = max(8.0, style.size + table.size)
        bold_head = draws.random() < 0.85
        inset = draws.choice([3, 4, 5])
        rows = [*table.header]
        if table.letters:
            from model import Cell

            rows.append([Cell(letter, italic=True, align="center") for letter in table.letters])
        heads = len(rows)

        def cell(one, head):
            how = [f"align: {one.align} + {'horizon' if head or vertical == 'horizon' else 'top'}"]
            if one.rows > 1:
                how.append(f"rowspan: {one.rows}")
            if one.columns > 1:
                how.append(f"colspan: {one.columns}")
            content = " \\\n".join(said(line) for line in one.text.split("\n"))
            if one.bold and (bold_head or not head):
                content = f"#strong[{content}]"
            if one.italic:
                content = f"#emph[{content}]"
            return f"table.cell({', '.join(how)})[{content}]"

        vertical = draws.choice(["horizon", "top"])
        head = ", ".join(cell(one, True) for row in rows for one in row if one)
        body = ",\n".join(", ".join(cell(one, False) for one in row.cells if one) for row in table.rows)
        lines = {"full": "stroke: 0.5pt", "none": "stroke: none"}.get(table.rules)
        if table.rules == "horizontal":
            thin = draws.random() < 0.5
            last = heads + len(table.rows)
            lines = f"stroke: (x, y) => (top: if y == 0 or y == {heads} {{ 0.8pt }} else if y > {heads} and {str(thin).lower()} {{ 0.3pt }} else {{ none }}, bottom: if y == {last - 1} {{ 0.8pt }} else {{ none }})"
        widths = ", ".join(f"{share}fr" for share in table.shares)
        out = ""
        for line in table.title:
            out += self.centred(f"#strong[{self.inline(line)}]")
        if table.unit:
            out += f"#block(width: 100%)[#set align(right)\n#emph[{said(table.unit)}]]\n"
        repeat = "true" if table.repeats else "false"
        out += (
            f"#block(width: 100%, above: {self.lead + 2}pt, below: {self.lead + 5}pt)[#set text(size: {size}pt)\n#set par(first-line-indent: 0pt, justify: false, leading: {self.lead * 0.8}pt)\n"
            f"#table(columns: ({widths}), inset: {inset}pt, {lines}, table.header(repeat: {repeat}, {head}),\n{body})]\n"
        )
        return out

    def block(self, block):
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return self.look(block.look, self.inline(block.text))
        if isinstance(block, Item):
            gap = self.item_gap
            return self.look(block.look, f"{said(block.bullet + gap)}{self.inline(block.text)}")
        if isinstance(block, FormLine):
            value = said(" " + block.value) if block.value else "#box(width: 1fr, repeat[.])"
            if block.value and self.dotted:
                value += "#box(width: 1fr, repeat[.])"
            return self.look(block.look, f"{said(block.label + ':')}{value}")
        if isinstance(block, Boxes):
            marks = "".join(f'#text(font: "DejaVu Sans")[{"☑" if checked else "☐"}]{said(" " + text)}#h(1.2cm)' for checked, text in block.boxes)
            return self.look(block.look, marks)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, NewPage):
            return "#pagebreak(weak: true)\n"
        if isinstance(block, Columns):
            return f"#columns(2, gutter: 0.8cm)[{''.join(self.block(one) for one in block.blocks)}]\n"
        raise TypeError(block)

    def part(self, index, part):
        opening = f"part/{index}"
        out = ""
        if part.head:
            out += self.head(part.head, opening)
        for at, line in enumerate(part.title):
            out += self.centred(f"#strong[{self.inline(line, opening if at == 0 else '')}]")
        if part.note:
            out += self.centred(f"#emph[{said(part.note)}]", below=6)
        out += "".join(self.block(block) for block in part.blocks)
        if part.closing:
            out += self.closing(part.closing)
        return out

    def page(self, landscape):
        style = self.style
        top, right, bottom, left = style.margins
        number = ""
        if style.page_number != "none":
            before, after = style.page_number_form.split("{}")
            shown = f"{said(before)}#counter(page).display(){said(after)}"
            first = "" if style.first_numbered else "if counter(page).get().first() > 1 "
            number = f"context {{ {first}[#align({style.page_number_align})[{shown}]] }}"
        title = f"[#align(right)[#text(size: 0.8em)[{said(style.running_title)}]]]" if style.running_title else ""
        reset = "[#counter(footnote).update(0)]" if style.notes_per_page else ""
        header = " + ".join(piece for piece in (reset, title, number if style.page_number == "top" else "") if piece)
        footer = number if style.page_number == "bottom" else ""
        return (
            f"#set page(paper: \"a4\", flipped: {str(landscape).lower()}, margin: (top: {top}cm, right: {right}cm, bottom: {bottom}cm, left: {left}cm), "
            f"header: {header or 'none'}, footer: {footer or 'none'})\n"
        )

    def source(self):
        """Returns the document as Typst's markup."""
        style, draws = self.style, self.draws
        self.lead = round((style.leading - 0.68) * style.size, 2)
        self.item_gap = draws.choice([" ", " ", "  "])
        self.dotted = draws.random() < 0.6
        marks = [note.mark for note in self.document.notes.values()]
        form = '"1"'
        if marks:
            form = {"(": '"(1)"', "[": '"[1]"', "*": 'n => "*" * n'}.get(marks[0][0], '"1"')
        rule = "line(length: 30%, stroke: 0.5pt)" if style.note_rule else "none"
        raised = "super(n)" if style.note_raised else "n"
        gap = json.dumps(style.note_gap)
        out = [
            f"#set text(font: ({json.dumps(style.face)}, \"DejaVu Sans\"), size: {style.size}pt, lang: \"vi\", hyphenate: false)\n",
            f"#set par(leading: {self.lead}pt, spacing: {self.lead}pt)\n",
            f"#set footnote(numbering: {form})\n#set footnote.entry(separator: {rule})\n",
            "#show footnote.entry: it => { let n = numbering(it.note.numbering, ..counter(footnote).at(it.note.location()))\n",
            f"set text(size: {style.note_size}pt)\nset par(first-line-indent: 0pt, justify: false, leading: {round(self.lead * 0.7, 2)}pt)\n[#{raised}#{gap}#it.note.body] }}\n",
        ]
        for index, part in enumerate(self.document.parts):
            if index:
                out.append("#pagebreak(weak: true)\n")
            out.append(self.page(part.landscape))
            out.append(self.part(index, part))
        if self.endnotes:
            out.append("#v(8pt)\n#line(length: 30%, stroke: 0.5pt)\n")
            for identity in self.endnotes:
                note = self.document.notes[identity]
                raised = f"#super[{said(note.mark)}]" if style.note_raised else said(note.mark)
                out.append(f"#block(above: 4pt)[#set text(size: {style.note_size}pt)\n#set par(first-line-indent: 0pt)\n{raised}{said(style.note_gap)}{self.inline(note.text, 'note/' + identity)}]\n")
        return "".join(out)


def typeset(documents, folder):
    """Writes each document's PDF into a folder."""
    for document in documents:
        source = folder / f"{document.name}.typ"
        source.write_text(Setter(document).source(), "utf8")
        typst.compile(str(source), output=str(folder / f"{document.name}.pdf"))
