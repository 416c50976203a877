"""Prints documents as web systems do: HTML and CSS, by Chromium. Notes stand at the document's end."""

import html
import pathlib
import subprocess
import tempfile

import faces
from model import MOTTO, PARTY, STATE, YOUTH, Boxes, Cell, FormLine, Heading, Item, Look, Paragraph, runs


def _number_box(style):
    where = {"top": "@top", "bottom": "@bottom"}[style.number_at]
    before, _, after = style.number_form.partition("{}")
    return f"{where}-{style.number_align}", f'content: "{before}" counter(page) "{after}";'


def sheet(style):
    """Returns the style sheet."""
    top, right, bottom, left = style.margins
    boxes, first = "", ""
    fonts = f"font-family: '{style.face}'; font-size: {style.size}pt;"
    if style.number_at != "none":
        box, content = _number_box(style)
        boxes += f"{box} {{ {content} {fonts} }}"
        if not style.first_numbered:
            first += f"{box} {{ content: none; }}"
    if style.running:
        boxes += f'@top-left {{ content: "{style.running}"; white-space: nowrap; font-style: italic; font-family: \'{style.face}\'; font-size: {style.note_size}pt; }}'
        first += "@top-left { content: none; }"
    align = "justify" if style.justified else "left"
    typed = "b, i { font-weight: normal; font-style: normal; }" if style.typed else ""
    return f"""
{typed}
@page {{ size: A4 portrait; margin: {top}cm {right}cm {bottom}cm {left}cm; {boxes} }}
@page :first {{ {first} }}
@page wide {{ size: A4 landscape; }}
body {{ margin: 0; font-family: '{style.face}', 'DejaVu Sans'; font-size: {style.size}pt; line-height: {1.16 * style.leading:.2f}; text-rendering: geometricPrecision; font-variant-ligatures: none; }}
p {{ margin: {style.gap}pt 0 0 0; text-indent: {style.indent}cm; text-align: {align}; orphans: 2; widows: 2; }}
.center {{ text-align: center; text-indent: 0; }} .left {{ text-align: left; }} .right {{ text-align: right; text-indent: 0; }}
.keep {{ break-after: avoid; }}
.wide {{ page: wide; }} .part {{ padding-top: 4pt; }} .part + .part {{ break-before: page; }}
.head {{ display: flex; line-height: 1.15; }} .head > div {{ text-align: center; }} .head p, .sign p, .to p {{ margin: 0; text-indent: 0; text-align: inherit; }}
.rule {{ border: 0; border-top: 0.8pt solid black; margin: 4pt auto 0 auto; }}
table.grid {{ border-collapse: collapse; width: 100%; margin: 4pt 0; line-height: 1.2; }}
table.grid td, table.grid th {{ padding: 1.5pt 4pt; font-weight: normal; vertical-align: top; }} table.grid th {{ vertical-align: middle; }}
table.full td, table.full th {{ border: 0.7pt solid black; }}
table.horizontal tr {{ border-top: 0.6pt solid black; border-bottom: 0.6pt solid black; }} table.horizontal thead {{ border-top: 1.2pt solid black; border-bottom: 1.2pt solid black; }}
table.whole tr {{ break-inside: avoid; }} table.once thead {{ display: table-row-group; }}
sup {{ font-size: 65%; line-height: 0; }}
.notes {{ border-top: 0.6pt solid black; margin-top: 14pt; width: 100%; }} .notes p {{ font-size: {style.note_size}pt; text-indent: 0; margin: 1pt 0 0 0; }}
.closing {{ display: flex; break-inside: avoid; margin-top: 10pt; line-height: 1.2; }} .sign {{ text-align: center; }} .to {{ text-align: left; }}
.line {{ display: flex; text-indent: 0; }} .dots {{ flex: 1; overflow: hidden; white-space: nowrap; }}
"""


class Page:
    """Writes one document as HTML."""

    def __init__(self, document):
        self.document, self.style = document, document.style

    def text(self, text, look=None):
        look = look or Look()
        found = ""
        for kind, piece, styles in runs(text):
            if kind == "mark":
                found += f"<sup>{html.escape(self.document.notes[piece].mark)}</sup>"
                continue
            out = html.escape(piece)
            for style, on in (("b", look.bold), ("i", look.italic), ("u", look.underlined)):
                if on or style in styles:
                    out = f"<{style}>{out}</{style}>"
            found += out
        return found

    def p(self, text, look=None, extra=""):
        look = look or Look()
        css = extra
        if look.align != "center" and look.indent is not None:
            css += f"text-indent:{look.indent}cm;"
        if look.inset:
            css += f"margin-left:{look.inset}cm;"
        if look.above is not None:
            css += f"margin-top:{look.above}pt;"
        names = [name for name in (look.align if look.align != "body" else "", "keep" if look.keep else "") if name]
        return f'<p class="{" ".join(names)}" style="{css}">{text}</p>\n'

    def centred(self, lines, look, size=None):
        return "".join(self.p(self.text(line, look), Look(align="center", above=(look.above or 0) if at == 0 else 0, keep=True), f"font-size:{size}pt;" if size else "") for at, line in enumerate(lines))

    def head(self, head):
        size = self.style.size
        state_size = faces.fitting(self.style.face, STATE, size - 1, 0.56 * (21 - self.style.margins[1] - self.style.margins[3]) - 0.2)
        state = {
            "state": f'<p style="font-size:{state_size}pt"><b>{STATE}</b></p><p><b>{MOTTO}</b></p><hr class="rule" style="width:5.2cm">', "party": f"<p><b><u>{PARTY}</u></b></p>", "youth": f"<p><b><u>{YOUTH}</u></b></p>", "none": "",
        }[head.motto]
        found = ""
        if head.stacked:
            found += f'<div class="head"><div style="width:100%">{state}</div></div>'
        else:
            small = size - 1 if size >= 12 else size
            left = "".join(f'<p style="font-size:{small}pt">{html.escape(line)}</p>' for line in head.parent) + "".join(f'<p style="font-size:{small}pt"><b>{html.escape(line)}</b></p>' for line in head.issuer)
            left += "<p>*</p>" if head.star else '<hr class="rule" style="width:2.4cm">'
            below = f'<p style="margin-top:4pt;font-size:{size - 0.5}pt;white-space:pre">{html.escape(head.number_line)}</p>' if head.number_line else ""
            if head.is_letter:
                below += "".join(f'<p style="font-size:{size - 1.5}pt">{html.escape(line)}</p>' for line in head.subject)
            date = f'<p style="margin-top:4pt;font-size:{size - 0.5}pt;white-space:pre"><i>{html.escape(head.date_line)}</i></p>' if head.date_line else ""
            found += f'<div class="head"><div style="width:44%">{left}</div><div style="width:56%">{state}</div></div>'
            found += f'<div class="head"><div style="width:44%">{below}</div><div style="width:56%">{date}</div></div>'
        if head.kind:
            found += self.centred([head.kind], Look(bold=True, above=12), size + 1) + self.centred(head.subject, Look(bold=True))
            if head.stacked and head.number_line:
                found += self.centred([head.number_line], Look())
            elif head.subject and self.style.gap > 3:
                found += '<hr class="rule" style="width:3cm">'
        return found + '<p style="margin:0;line-height:8pt">&nbsp;</p>'

    def block(self, block):
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return self.p(self.text(block.text, block.look), block.look)
        if isinstance(block, Item):
            return self.p(f"{html.escape(block.bullet)} {self.text(block.text, block.look)}", block.look)
        if isinstance(block, FormLine):
            if block.value:
                return self.p(html.escape(f"{block.label}: {block.value}"), Look(align="left", indent=0))
            return f'<p class="line left">{html.escape(block.label)}:&nbsp;<span class="dots">{"." * 200}</span></p>'
        if isinstance(block, Boxes):
            boxes = "".join(f'&emsp;<span style="font-family:\'DejaVu Sans\'">{"☑" if checked else "☐"}</span> {html.escape(words)}' for checked, words in block.boxes)
            return self.p(html.escape(block.lead) + boxes, Look(align="left"))
        return self.table(block)

    def heading(self, block):
        look = block.look
        if block.below:
            return self.p(self.text(block.label, look), look) + self.p(self.text(block.title, look), Look(**{**look.__dict__, "above": 0}))
        if block.run_in:
            whole = f"{block.label}{block.stop}{block.title}".rstrip() + (block.run_in_stop.rstrip() if block.title else "")
            return self.p(f"{self.text(whole, look)} {self.text(block.run_in)}", Look(**{**look.__dict__, "keep": False}))
        return self.p(self.text(f"{block.label}{block.stop}{block.title}", look), look)

    def table(self, block):
        size = block.size or self.style.size - 0.5
        found = self.centred(block.title, Look(bold=True, above=6))
        if block.unit:
            found += self.p(f"<i>{html.escape(block.unit)}</i>", Look(align="right", above=2, keep=True), f"font-size:{size}pt;")
        names = ["grid", block.rules, "" if block.splits else "whole", "" if block.repeats else "once"]
        total = sum(block.shares)
        columns = "".join(f'<col style="width:{100 * share / total:.1f}%">' for share in block.shares)

        def row(cells, tag):
            out = ""
            for cell in cells:
                if cell is None:
                    continue
                text = html.escape(cell.text).replace("\n", "<br>")
                text = f"<b>{text}</b>" if cell.bold else text
                text = f"<i>{text}</i>" if cell.italic else text
                middle = "vertical-align:middle;" if cell.rows > 1 else ""
                out += f'<{tag} rowspan="{cell.rows}" colspan="{cell.columns}" style="text-align:{cell.align};{middle}">{text}</{tag}>'
            return f"<tr>{out}</tr>"

        head = "".join(row(cells, "th") for cells in block.head)
        if block.letters:
            head += row([Cell(text, italic=True, align="center") for text in block.letters], "th")
        body = "".join(row(one.cells, "td") for one in block.rows)
        return f'{found}<table class="{" ".join(names)}" style="font-size:{size}pt">{columns}<thead>{head}</thead><tbody>{body}</tbody></table>\n'

    def closing(self, closing):
        size = self.style.size
        small = 11 if size > 11 else size - 1

        def sign(signer):
            titles = "".join(f"<p><b>{html.escape(line)}</b></p>" for line in signer.titles)
            signed = f'<p style="font-size:{size - 1}pt"><i>{html.escape(signer.signed)}</i></p>' if signer.signed else ""
            return f'{titles}{signed}<div style="height:2cm"></div><p><b>{html.escape(signer.name)}</b></p>'

        found = f'<p class="right"><i>{html.escape(closing.place_date)}</i></p>' if closing.place_date else ""
        if closing.recipients:
            to = f'<p style="font-size:{small + 1}pt"><b><i>{html.escape(closing.opening)}</i></b></p>' + "".join(f'<p style="font-size:{small}pt">{html.escape(closing.bullet + text)}</p>' for text in closing.recipients)
            if len(closing.signers) > 1:
                return f'{found}<div class="closing">' + "".join(f'<div class="sign" style="width:{100 / len(closing.signers):.1f}%">{sign(one)}</div>' for one in closing.signers) + f'</div><div class="to">{to}</div>'
            if closing.beside:
                return f'{found}<div class="closing"><div class="to" style="width:48%">{to}</div><div class="sign" style="width:52%">{sign(closing.signers[0])}</div></div>'
            return f'{found}<div class="closing"><div style="width:45%"></div><div class="sign" style="width:55%">{sign(closing.signers[0])}</div></div><div class="to">{to}</div>'
        if len(closing.signers) == 1:
            return f'{found}<div class="closing"><div style="width:50%"></div><div class="sign" style="width:50%">{sign(closing.signers[0])}</div></div>'
        return f'{found}<div class="closing">' + "".join(f'<div class="sign" style="width:{100 / len(closing.signers):.1f}%">{sign(one)}</div>' for one in closing.signers) + "</div>"

    def whole(self):
        found = ""
        for part in self.document.parts:
            inner = self.head(part.head) if part.head else ""
            inner += self.centred(part.title, Look(bold=True)) + (self.centred([part.note], Look(italic=True)) if part.note else "")
            inner += "".join(self.block(block) for block in part.blocks)
            inner += self.closing(part.closing) if part.closing else ""
            if part is self.document.parts[0] and self.document.notes:
                raised = ("<sup>", "</sup>") if self.style.note_raised else ("", "")
                inner += '<div class="notes">' + "".join(f"<p>{raised[0]}{html.escape(note.mark)}{raised[1]} {html.escape(note.text)}</p>" for note in self.document.notes.values()) + "</div>"
            found += f'<div class="part{" wide" if part.landscape else ""}">{inner}</div>\n'
        return f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><style>{sheet(self.style)}</style></head><body>{found}</body></html>'


def typeset(documents, folder):
    """Prints documents into a folder, a PDF each."""
    with tempfile.TemporaryDirectory() as scratch:
        for document in documents:
            source = pathlib.Path(scratch) / f"{document.name}.html"
            source.write_text(Page(document).whole(), "utf8")
            target = pathlib.Path(folder) / f"{document.name}.pdf"
            command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch}/profile", "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
