"""Prints made documents with Chromium, from pages that a script lays out."""

import html
import json
import pathlib
import random
import subprocess
import tempfile

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
    plain,
    runs,
)

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--virtual-time-budget=20000"]
TAGS = {"*": "b", "_": "i", "~": "u"}


class Setter:
    """Sets one document."""

    def __init__(self, document):
        self.document, self.style = document, document.style
        self.draws = random.Random(f"chromium/{document.name}")
        self.hanging = self.draws.random() < 0.35
        self.dotted = self.draws.random() < 0.6
        self.top = self.draws.random() < 0.5

    def link(self, target, content):
        return f'<a href="https://made/{target}">{content}</a>'

    def word(self, text, styles):
        text = html.escape(text)
        for style in sorted(styles):
            text = f"<{TAGS[style]}>{text}</{TAGS[style]}>"
        return text

    def inline(self, text, opening="", extra=frozenset()):
        """Returns marked-up text as spans, one a word, so that a paragraph can be cut between any two."""
        out, glued = [], ""
        pieces = runs(text)
        for index, (kind, piece, styles) in enumerate(pieces):
            if kind == "mark":
                note = self.document.notes[piece]
                glued += f'<span data-mark="{piece}"><sup>{html.escape(note.mark)}</sup></span>'
                continue
            marked = pieces[index + 1][1] if index + 1 < len(pieces) and pieces[index + 1][0] == "mark" else None
            parts = piece.split(" ")
            for at, part in enumerate(parts):
                if at:
                    out.append(glued + " ")
                    glued = ""
                content = self.word(part, styles | extra)
                if marked and at == len(parts) - 1:
                    content = self.link("ref/" + marked, content)
                elif opening and not out and not glued:
                    content = self.link(opening, content)
                glued += content
        return "".join(f"<span>{word}</span>" for word in [*out, glued] if word)

    def block(self, look, content, name="div", **how):
        styles = set()
        classes = ["block", look.align]
        css = f"text-indent:{look.indent}cm;padding-left:{look.inset + how.get('hang', 0)}cm;margin-top:{look.above + self.style.gap}pt"
        if how.get("hang"):
            css += f";text-indent:-{how['hang']}cm"
        for on, tag in ((look.bold, "font-weight:bold"), (look.italic, "font-style:italic"), (look.underlined, "text-decoration:underline")):
            if on:
                css += ";" + tag
        del styles
        data = "".join(f' data-{key}="1"' for key in ("sticky", "whole") if how.get(key))
        return f'<{name} class="{" ".join(classes)}" style="{css}"{data}>{content}</{name}>\n'

    # Heads and closings.
    def head(self, head, opening):
        draws, style = self.draws, self.style
        lines = [(line, False) for line in head.parent] + [(line, True) for line in head.issuer]
        bodies = [self.inline(line, opening if at == 0 else "", {"*"} if bold else frozenset()) for at, (line, bold) in enumerate(lines)]
        left = "<br>".join(bodies)
        rule = f'<div class="short" style="width:{draws.choice([25, 35, 45])}%"></div>'
        if head.motto == "party":
            left += "<br>*"
        elif head.rule:
            left += rule
        if head.motto == "none":
            right = ""
        elif head.motto == "party":
            right = f"<b><u>{PARTY}</u></b>"
        else:
            state = REPUBLIC if head.motto == "republic" else STATE
            under = draws.choice(["rule", "rule", "underline"])
            motto = f"<b>{MOTTO}</b>" if under == "rule" else f"<b><u>{MOTTO}</u></b>"
            right = f"<b>{state}</b><br>{motto}" + (f'<div class="short" style="width:{draws.choice([48, 55, 62])}%"></div>' if under == "rule" else "")
        number = html.escape(head.number_line).replace("  ", "&nbsp; ")
        date = f"<i>{html.escape(head.date_line).replace('  ', '&nbsp; ')}</i>"
        subject = "<br>".join(self.inline(line) for line in head.subject)
        small = style.size - draws.choice([0, 1, 1, 2])
        out = ""
        if head.order == "stacked" or (head.motto == "none" and draws.random() < 0.3):
            for piece in (right, left, number, date):
                if piece:
                    out += f'<div class="block center" data-whole="1">{piece}</div>'
        else:
            share = draws.choice([38, 40, 43, 46])
            below = f'<div style="font-size:{small}pt">{subject}</div>' if head.is_letter else ""
            level = draws.random() < 0.6
            if level:
                rows = f"<tr><td>{left}</td><td>{right}</td></tr><tr><td>{number}{below}</td><td>{date}</td></tr>"
            else:
                rows = f"<tr><td>{left}<div>{number}</div>{below}</td><td>{right}<div style=\"margin-top:4pt\">{date}</div></td></tr>"
            out += f'<div class="block headtable" data-whole="1" style="font-size:{small}pt"><table class="bare"><colgroup><col style="width:{share}%"><col></colgroup>{rows}</table></div>'
        if head.kind:
            out += f'<div class="block center" data-whole="1" style="margin-top:10pt;font-size:{style.size + draws.choice([0, 1, 2])}pt"><b>{html.escape(head.kind)}</b></div>'
            if head.subject:
                bold = draws.random() < 0.85
                out += f'<div class="block center" data-whole="1" style="{"font-weight:bold" if bold else "font-style:italic"}">{subject}</div>'
                if draws.random() < 0.4:
                    out += f'<div class="block" data-whole="1"><div class="short" style="width:{draws.choice([15, 22])}%"></div></div>'
            out += '<div class="block" data-whole="1" style="height:6pt"></div>'
        return out

    def closing(self, closing):
        draws, style = self.draws, self.style
        room = draws.choice([2.2, 3.0, 4.2])
        signers = []
        for one in closing.signers:
            titles = "<br>".join(f"<b>{html.escape(line)}</b>" for line in one.titles)
            signed = f"<br><i>{html.escape(one.signed)}</i>" if one.signed else ""
            signers.append(f'<div class="center">{titles}{signed}<div style="height:{room}em"></div><b>{html.escape(one.name)}</b></div>')
        recipients = ""
        if closing.recipients:
            size = max(8.5, style.size - draws.choice([1, 2, 2]))
            opening = f"<b><i>{html.escape(closing.opening)}</i></b>" if draws.random() < 0.8 else f"<u>{html.escape(closing.opening)}</u>"
            items = "<br>".join(html.escape(bullet + text) for bullet, text in closing.recipients)
            recipients = f'<div class="left" style="font-size:{size}pt;line-height:1.15">{opening}<br>{items}</div>'
        if not closing.recipients:
            cells = signers if len(signers) > 1 else ["", signers[0]]
        else:
            cells = [recipients if closing.beside else "", *signers]
        row = "".join(f'<td style="width:{100 / len(cells):.1f}%">{cell}</td>' for cell in cells)
        out = f'<div class="block" data-whole="1" style="margin-top:14pt"><table class="bare">{f"<tr>{row}</tr>"}</table></div>'
        if recipients and not closing.beside:
            out += f'<div class="block" data-whole="1" style="margin-top:10pt">{recipients}</div>'
        return out

    # Blocks.
    def heading(self, block):
        look = block.look
        body = type(look)(align="justify" if self.style.justified else "left", indent=look.indent)
        if not block.title and block.run_in:
            return self.block(body, self.inline(block.label + block.separator.rstrip(), extra={"*"}) + "<span> </span>" + self.inline(block.run_in))
        styles = {mark for on, mark in ((look.bold, "*"), (look.italic, "_"), (look.underlined, "~")) if on}
        if block.run_in:
            return self.block(body, self.inline(f"{block.label}{block.separator}{plain(block.title)}:", extra=styles) + "<span> </span>" + self.inline(block.run_in))
        if block.below:
            return self.block(look, f"{self.inline(block.label)}<br>{self.inline(block.title)}", sticky=True, whole=True)
        return self.block(look, self.inline(block.label + block.separator + block.title), sticky=True, whole=True)

    def table(self, table):
        draws, style = self.draws, self.style
        size = max(8.0, style.size + table.size)
        heads = [*table.header]
        if table.letters:
            heads.append([Cell(letter, italic=True, align="center") for letter in table.letters])

        def cell(one, name):
            spans = (f' rowspan="{one.rows}"' if one.rows > 1 else "") + (f' colspan="{one.columns}"' if one.columns > 1 else "")
            css = f"text-align:{one.align};font-weight:{'bold' if one.bold else 'normal'};font-style:{'italic' if one.italic else 'normal'}"
            return f'<{name}{spans} style="{css}">{"<br>".join(html.escape(line) for line in one.text.split(chr(10)))}</{name}>'

        head = "".join(f"<tr>{''.join(cell(one, 'th') for one in row if one)}</tr>" for row in heads)
        body = "".join(f"<tr>{''.join(cell(one, 'td') for one in row.cells if one)}</tr>" for row in table.rows)
        columns = "".join(f'<col style="width:{share}%">' for share in table.shares)
        out = ""
        for line in table.title:
            out += f'<div class="block center" data-sticky="1" data-whole="1"><b>{self.inline(line)}</b></div>'
        if table.unit:
            out += f'<div class="block right" data-sticky="1" data-whole="1"><i>{html.escape(table.unit)}</i></div>'
        thin = " thin" if draws.random() < 0.5 else ""
        padding = draws.choice([1.5, 2.5, 4])
        return out + f'<table class="made {table.rules}{thin}" style="font-size:{size}pt;--pad:{padding}pt;--va:{"middle" if draws.random() < 0.5 else "top"}"><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>\n'

    def one(self, block):
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return self.block(block.look, self.inline(block.text))
        if isinstance(block, Item):
            if self.hanging:
                mark = f'<span class="bullet">{html.escape(block.bullet)}</span>'
                return self.block(block.look, mark + self.inline(block.text), hang=0.63)
            return self.block(block.look, f"<span>{html.escape(block.bullet)} </span>" + self.inline(block.text))
        if isinstance(block, FormLine):
            value = html.escape(" " + block.value) if block.value else ""
            dots = '<span class="dots"></span>' if not block.value or self.dotted else ""
            return f'<div class="block form" data-whole="1" style="margin-top:{self.style.gap}pt"><span>{html.escape(block.label)}:{value}</span>{dots}</div>'
        if isinstance(block, Boxes):
            boxes = "".join(f'<span class="box">{"☑" if checked else "☐"}</span> {html.escape(text)}&emsp;&emsp;' for checked, text in block.boxes)
            return self.block(block.look, boxes, whole=True)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, NewPage):
            return f'<div data-page="{"wide" if block.landscape else ""}"></div>'
        if isinstance(block, Columns):
            return f'<div data-columns="2">{"".join(self.one(inner) for inner in block.blocks)}</div>'
        raise TypeError(block)

    def source(self, script):
        style = self.style
        top, right, bottom, left = style.margins
        out = []
        for index, part in enumerate(self.document.parts):
            opening = f"part/{index}"
            out.append(f'<div data-page="{"wide" if part.landscape else ""}"></div>')
            if part.head:
                out.append(self.head(part.head, opening))
            for at, line in enumerate(part.title):
                out.append(f'<div class="block center" data-whole="1">{self.inline(line, opening if at == 0 else "", {"*"})}</div>')
            if part.note:
                out.append(f'<div class="block center" data-whole="1"><i>{html.escape(part.note)}</i></div>')
            out += [self.one(block) for block in part.blocks]
            if part.closing:
                out.append(self.closing(part.closing))
        ends = [(identity, note) for identity, note in self.document.notes.items() if note.at_end]
        for at, (identity, note) in enumerate(ends):
            mark = f"<sup>{html.escape(note.mark)}</sup>" if style.note_raised else html.escape(note.mark)
            rule = '<div class="rule"></div>' if at == 0 else ""
            out.append(f'<div class="block note" data-whole="1">{rule}{mark}{html.escape(style.note_gap)}{self.inline(note.text, "note/" + identity)}</div>')
        notes = {identity: {"html": self.inline(note.text, "note/" + identity), "atEnd": note.at_end} for identity, note in self.document.notes.items()}
        marks = [note.mark for note in self.document.notes.values()]
        settings = {
            "notes": notes, "running": style.running_title, "number": style.page_number, "form": style.page_number_form, "firstNumbered": style.first_numbered,
            "raised": style.note_raised, "gap": style.note_gap, "rule": style.note_rule, "perPage": style.notes_per_page, "around": marks[0] if marks else "1",
            "justified": style.justified, "repeats": self.draws.random() < 0.5,
        }
        css = f"""
@page {{ size: A4; margin: 0 }} @page wide {{ size: A4 landscape; margin: 0 }}
* {{ box-sizing: border-box }} body {{ margin: 0; font-family: "{style.face}", "DejaVu Sans"; font-size: {style.size}pt; line-height: {style.leading}; color: black }}
a {{ color: inherit; text-decoration: none }} sup {{ line-height: 0; font-size: 0.65em }}
.sheet {{ width: 210mm; height: 296.8mm; display: flex; flex-direction: column; padding: {max(0.8, top - 1.0)}cm {right}cm {max(0.8, bottom - 1.0)}cm {left}cm; break-after: page; overflow: hidden }}
.wide {{ page: wide; width: 297mm; height: 209.8mm }}
.head, .tail {{ min-height: 1cm; text-align: {style.page_number_align} }} .tail {{ display: flex; flex-direction: column; justify-content: flex-end }} .running {{ text-align: right; font-size: 0.8em }}
.main {{ flex: 1; overflow: hidden; display: flex; flex-direction: column }} .foot {{ font-size: {style.note_size}pt; line-height: 1.15 }} .note {{ font-size: {style.note_size}pt; line-height: 1.15 }}
.rule {{ width: 30%; border-top: 0.6pt solid black; margin: 4pt 0 2pt }} .short {{ border-top: 0.7pt solid black; margin: 2pt auto 3pt }}
.block {{ flex: none }} .center {{ text-align: center }} .left {{ text-align: left }} .right {{ text-align: right }} .justify {{ text-align: {"justify" if style.justified else "left"} }}
.continued {{ text-indent: 0 !important; margin-top: 0 !important }} .columns {{ flex: 1; column-count: 2; column-gap: 0.8cm; column-fill: auto; min-height: 0 }}
table.bare {{ width: 100%; border-collapse: collapse; table-layout: fixed }} table.bare td {{ vertical-align: top; text-align: center; padding: 1pt }} table.bare td .left {{ text-align: left }}
table.made {{ flex: none; width: 100%; border-collapse: collapse; table-layout: fixed; margin: 5pt 0; line-height: 1.2 }} .made td, .made th {{ padding: var(--pad); vertical-align: var(--va) }}
.full td, .full th {{ border: 0.7pt solid black }} .horizontal thead tr:first-child th {{ border-top: 1pt solid black }} .horizontal thead tr:last-child th, .horizontal thead th[rowspan] {{ border-bottom: 1pt solid black }} .horizontal tbody tr:last-child td {{ border-bottom: 1pt solid black }} .horizontal.thin tbody td {{ border-bottom: 0.4pt solid black }}
.form {{ display: flex }} .form .dots {{ flex: 1; overflow: hidden; white-space: nowrap }} .dots::after {{ content: "{"." * 220}" }} .box {{ font-family: "DejaVu Sans" }} .bullet {{ display: inline-block; width: 0.63cm; text-indent: 0 }}
"""
        data = json.dumps(settings, ensure_ascii=False).replace("</", "<\\/")
        return (
            f'<!doctype html><html lang="vi"><meta charset="utf-8"><style>{css}</style><body><div id="source" style="width:16cm">{"".join(out)}</div>'
            f'<script type="application/json" id="settings">{data}</script><script>{script}</script></body></html>'
        )


def typeset(documents, folder):
    """Writes each document's PDF into a folder."""
    script = (pathlib.Path(__file__).parent / "paginate.js").read_text("utf8")
    for document in documents:
        source, pdf = folder / f"{document.name}.html", folder / f"{document.name}.pdf"
        source.write_text(Setter(document).source(script), "utf8")
        with tempfile.TemporaryDirectory() as profile:
            command = ["chromium", *FLAGS, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", source.as_uri()]
            done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=120)
        if not pdf.exists():
            raise RuntimeError(f"{document.name}: Chromium printed nothing: {done.stderr[-400:]}")
