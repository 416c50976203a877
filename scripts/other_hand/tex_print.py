"""Prints documents as those do who write them in LaTeX: by XeLaTeX, with its own footnotes and long tables."""

import pathlib
import re
import subprocess
import tempfile

import faces
from model import MOTTO, PARTY, STATE, YOUTH, Boxes, Cell, FormLine, Heading, Item, Look, Paragraph, runs

SPECIAL = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "“": "“", "[": "{[}", "]": "{]}"}


def escaped(text):
    """Returns text that LaTeX prints as it stands; blanks side by side stay, as a gap left for a pen."""
    text = "".join(SPECIAL.get(letter, letter) for letter in text)
    return re.sub(r" {2,}", lambda gap: "~" * len(gap[0]), text)


class Source:
    """Writes one document as LaTeX."""

    def __init__(self, document):
        self.document, self.style = document, document.style

    def styled(self, text, look):
        for command, on in (("textbf", look.bold), ("textit", look.italic), ("uline", look.underlined)):
            if on:
                text = f"\\{command}{{{text}}}"
        return text

    def text(self, text, look=None):
        look = look or Look()
        found = ""
        for kind, piece, styles in runs(text):
            if kind == "mark":
                found += self.note(piece)
                continue
            own = Look(bold=look.bold or "b" in styles, italic=look.italic or "i" in styles, underlined=look.underlined or "u" in styles)
            found += self.styled(escaped(piece), own)
        return found

    def note(self, identity):
        note = self.document.notes[identity]
        if note.mark[0] == "*":
            return f"\\starnote{{{note.mark}}}{{{escaped(note.text)}}}"
        return f"\\footnote{{{escaped(note.text)}}}"

    def p(self, text, look=None, size=None):
        look = look or Look()
        align = ("justify" if self.style.justified else "left") if look.align == "body" else look.align
        shape = {"justify": "", "left": "\\raggedright", "center": "\\centering", "right": "\\raggedleft"}[align]
        indent = "0cm" if look.align in ("center", "right") else f"{self.style.indent if look.indent is None else look.indent}cm"
        above = self.style.gap if look.above is None else look.above
        inset = f"\\leftskip={look.inset}cm" if look.inset else ""
        sizes = f"\\fontsize{{{size}}}{{{size * 1.2 * self.style.leading:.1f}}}\\selectfont" if size else ""
        keep = "\\nopagebreak" if look.keep else ""
        return f"{{\\addvspace{{{above}pt}}{shape}{inset}{sizes}\\setlength{{\\parindent}}{{{indent}}}\\indent {text}\\par}}{keep}\n"

    def centred(self, lines, look, size=None):
        return "".join(self.p(self.text(line, look), Look(align="center", above=(look.above or 0) if at == 0 else 0, keep=True), size) for at, line in enumerate(lines))

    def column(self, width, lines, align="center"):
        """Returns lines under each other in a box: (text, Look, size) each; `<rule>` draws one."""
        found = ""
        for text, look, size in lines:
            if text == "<rule>":
                found += f"\\vskip1pt\\rule{{{look.inset}cm}}{{0.6pt}}\\par"
            else:
                found += f"{{\\fontsize{{{size}}}{{{size * 1.2:.1f}}}\\selectfont {self.text(text, look) or '~'}\\par}}"
        shape = {"center": "\\centering", "left": "\\raggedright"}[align]
        return f"\\begin{{minipage}}[t]{{{width}\\linewidth}}\\vspace{{0pt}}\\parindent=0pt\\parskip=0pt {shape} {found}\\end{{minipage}}"

    def head(self, head):
        size = self.style.size
        state_size = faces.fitting(self.style.face, STATE, size - 1, 0.56 * (21 - self.style.margins[1] - self.style.margins[3]) - 0.2)
        state = {"state": [(STATE, Look(bold=True), state_size), (MOTTO, Look(bold=True), size), ("<rule>", Look(inset=5.2), size)], "party": [(PARTY, Look(bold=True, underlined=True), size)], "youth": [(YOUTH, Look(bold=True, underlined=True), size)], "none": []}[head.motto]
        if head.stacked:
            found = f"\\noindent{self.column(1, state)}\\par"
        else:
            small = size - 1 if size >= 12 else size
            left = [(line, Look(), small) for line in head.parent] + [(line, Look(bold=True), small) for line in head.issuer]
            left += [("*", Look(), small)] if head.star else [("<rule>", Look(inset=2.4), small)]
            below = [(head.number_line, Look(), size - 0.5)] if head.number_line else []
            if head.is_letter:
                below += [(line, Look(), size - 1.5) for line in head.subject]
            date = [(head.date_line, Look(italic=True), size - 0.5)] if head.date_line else []
            found = f"\\noindent{self.column(0.43, left)}\\hfill{self.column(0.56, state)}\\par\\vskip4pt\n\\noindent{self.column(0.43, below)}\\hfill{self.column(0.56, date)}\\par"
        if head.kind:
            found += self.centred([head.kind], Look(bold=True, above=12), size + 1) + self.centred(head.subject, Look(bold=True))
            if head.stacked and head.number_line:
                found += self.centred([head.number_line], Look())
            elif head.subject and self.style.gap > 3:
                found += "{\\centering\\rule{3cm}{0.6pt}\\par}"
        return found + "\\addvspace{8pt}\n"

    def block(self, block):
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return self.p(self.text(block.text, block.look), block.look)
        if isinstance(block, Item):
            return self.p(f"{escaped(block.bullet)} {self.text(block.text, block.look)}", block.look)
        if isinstance(block, FormLine):
            return self.p(f"{escaped(block.label)}: {escaped(block.value) if block.value else chr(92) + 'dotfill'}", Look(indent=0))
        if isinstance(block, Boxes):
            boxes = "".join(f"\\quad{{\\symbols {'☑' if checked else '☐'}}} {escaped(words)}" for checked, words in block.boxes)
            return self.p(escaped(block.lead) + boxes, Look(align="left"))
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
            found += self.p(f"\\textit{{{escaped(block.unit)}}}", Look(align="right", above=2, keep=True), size)
        total, count = sum(block.shares), len(block.shares)
        bar = "|" if block.rules == "full" else ""
        room = 2 * 0.11 * count + 0.04 * count
        widths = [f"\\dimexpr{share / total:.4f}\\linewidth-{room / count:.3f}cm\\relax" for share in block.shares]
        form = bar + bar.join(f"p{{{width}}}" for width in widths) + bar

        def cell(one, at):
            text = r"\newline ".join(self.styled(escaped(line), Look(bold=one.bold, italic=one.italic)) for line in one.text.split("\n"))
            shape = {"left": "\\raggedright", "center": "\\centering", "right": "\\raggedleft"}[one.align]
            text = f"{shape}\\arraybackslash {text}"
            if one.columns > 1:
                across = "+".join(f"({share / total:.4f}\\linewidth-{room / count:.3f}cm)" for share in block.shares[at:at + one.columns])
                wide = f"\\dimexpr{across}+{2 * (one.columns - 1)}\\tabcolsep+{one.columns - 1}\\arrayrulewidth\\relax"
                inner = f"\\multirow{{{one.rows}}}{{=}}{{{text}}}" if one.rows > 1 else text
                return f"\\multicolumn{{{one.columns}}}{{{bar if at == 0 else ''}p{{{wide}}}{bar}}}{{{inner}}}"
            return f"\\multirow{{{one.rows}}}{{=}}{{{text}}}" if one.rows > 1 else text

        def row(cells, covered):
            """`covered` counts for each column the rows that a cell above still takes."""
            out, at = [], 0
            while at < count:
                one = cells[at]
                if one is None:
                    out.append("")
                    at += 1
                    continue
                out.append(cell(one, at))
                for place in range(at, at + one.columns):
                    covered[place] = one.rows
                at += one.columns
            covered[:] = [max(0, left - 1) for left in covered]
            line = ""
            if block.rules == "full":
                if any(covered):
                    free = [place for place in range(count) if not covered[place]]
                    line = "".join(f"\\cline{{{place + 1}-{place + 1}}}" for place in free)
                else:
                    line = "\\hline"
            elif block.rules == "horizontal" and not any(covered):
                line = "\\hline"
            stays = "\\nopagebreak" if any(covered) else ""
            return " & ".join(out) + f" \\\\{'*' if stays else ''}{line}\n"

        covered = [0] * count
        head = "".join(row(cells, covered) for cells in block.head)
        if block.letters:
            head += row([Cell(text, italic=True, align="center") for text in block.letters], covered)
        top = "\\hline" if block.rules != "none" else ""
        body = "".join(row(one.cells, covered) for one in block.rows)
        repeated = "\\endhead" if block.repeats else ""
        return f"{found}{{\\fontsize{{{size}}}{{{size * 1.2:.1f}}}\\selectfont\\setlength{{\\tabcolsep}}{{0.11cm}}\\setlength{{\\LTpre}}{{4pt}}\\setlength{{\\LTpost}}{{4pt}}\n\\begin{{longtable}}{{{form}}}\n{top}{head}{repeated}\n{body}\\end{{longtable}}}}\n"

    def closing(self, closing):
        size = self.style.size
        small = 11 if size > 11 else size - 1

        def sign(signer, width):
            lines = [(line, Look(bold=True), size) for line in signer.titles]
            if signer.signed:
                lines.append((signer.signed, Look(italic=True), size - 1))
            return self.column(width, [*lines, ("", Look(), size), ("", Look(), size), ("", Look(), size), (signer.name, Look(bold=True), size)])

        found = "\\addvspace{10pt}" + (self.p(f"\\textit{{{escaped(closing.place_date)}}}", Look(align="right")) if closing.place_date else "")
        if closing.recipients:
            lines = [(closing.opening, Look(bold=True, italic=True), small + 1)] + [(closing.bullet + text, Look(), small) for text in closing.recipients]
            to = self.column(0.47, lines, "left")
            if len(closing.signers) > 1:
                side = round(0.98 / len(closing.signers), 3)
                return f"{found}\\noindent" + "\\hfill".join(sign(one, side) for one in closing.signers) + f"\\par\\addvspace{{8pt}}\\noindent{self.column(1, lines, 'left')}\\par\n"
            if closing.beside:
                return f"{found}\\noindent{to}\\hfill{sign(closing.signers[0], 0.52)}\\par\n"
            return f"{found}\\noindent\\hfill{sign(closing.signers[0], 0.52)}\\par\\noindent{to}\\par\n"
        if len(closing.signers) == 1:
            return f"{found}\\noindent\\hfill{sign(closing.signers[0], 0.5)}\\par\n"
        return f"{found}\\noindent" + "\\hfill".join(sign(one, round(0.98 / len(closing.signers), 3)) for one in closing.signers) + "\\par\n"

    def preamble(self):
        style = self.style
        top, right, bottom, left = style.margins
        marks = [note.mark for note in self.document.notes.values()]
        form = {"(": "(\\arabic{footnote})", "[": "{[}\\arabic{footnote}{]}"}.get(marks[0][0] if marks else "", "\\arabic{footnote}")
        raised = "\\textsuperscript{\\thefootnote}\\ " if style.note_raised else "\\thefootnote\\ "
        before, _, after = style.number_form.partition("{}")
        number = f"{before}\\thepage{after}"
        where = {"top": "head", "bottom": "foot"}.get(style.number_at)
        side = {"center": "\\fancy%s[C]", "right": "\\fancy%s[R]"}[style.number_align]
        shown = side % where + f"{{{number}}}" if where else ""
        running = f"\\fancyhead[L]{{\\fontsize{{{style.note_size}}}{{12}}\\selectfont\\textit{{{escaped(style.running)}}}}}" if style.running else ""
        first = f"\\fancypagestyle{{first}}{{\\fancyhf{{}}{shown if style.first_numbered else ''}}}"
        size = style.size
        return "\n".join((
            "\\documentclass{article}", "\\usepackage{fontspec,longtable,multirow,array,fancyhdr,perpage}", "\\usepackage[normalem]{ulem}",
            f"\\usepackage[a4paper,top={top}cm,right={right}cm,bottom={bottom}cm,left={left}cm,headheight=16pt,headsep=6pt,footskip=26pt]{{geometry}}",
            f"\\setmainfont[Ligatures={{NoCommon}}]{{{style.face}}}", "\\newfontfamily\\symbols{DejaVu Sans}", "\\pagestyle{fancy}\\fancyhf{}\\renewcommand{\\headrulewidth}{0pt}", shown, running, first,
            "\\hyphenpenalty=10000\\exhyphenpenalty=50\\tolerance=3000\\emergencystretch=3em\\frenchspacing\\parindent=0pt\\clubpenalty=5000\\widowpenalty=5000",
            f"\\renewcommand{{\\thefootnote}}{{{form}}}" + ("\\MakePerPage{footnote}" if style.per_page else ""),
            "\\makeatletter", f"\\renewcommand\\@makefntext[1]{{\\parindent=0pt\\fontsize{{{style.note_size}}}{{{style.note_size * 1.15:.1f}}}\\selectfont\\noindent {raised}#1}}",
            # Turns the sheet: geometry knows one size of paper.
            (f"\\newcommand\\sheet[2]{{\\global\\pdfpagewidth=#1\\global\\pdfpageheight=#2\\global\\paperwidth=#1\\global\\paperheight=#2\\global\\textwidth=\\dimexpr#1-{left + right}cm\\relax\\global\\textheight=\\dimexpr#2-{top + bottom}cm\\relax"
            "\\global\\hsize=\\textwidth\\global\\columnwidth=\\textwidth\\global\\linewidth=\\textwidth\\global\\headwidth=\\textwidth\\global\\vsize=\\textheight\\global\\@colht=\\textheight\\global\\@colroom=\\textheight}"),
            "\\newcommand\\starnote[2]{{\\renewcommand{\\thefootnote}{#1}\\footnote{#2}}}", "\\makeatother", "\\raggedbottom", "\\renewcommand\\textbf[1]{#1}\\renewcommand\\textit[1]{#1}" if style.typed else "",
            f"\\begin{{document}}\\thispagestyle{{first}}\\fontsize{{{size}}}{{{size * 1.2 * style.leading:.1f}}}\\selectfont\n",
        ))

    def whole(self):
        found = ""
        for at, part in enumerate(self.document.parts):
            inner = self.head(part.head) if part.head else ""
            inner += self.centred(part.title, Look(bold=True)) + (self.centred([part.note], Look(italic=True)) if part.note else "")
            inner += "".join(self.block(block) for block in part.blocks)
            inner += self.closing(part.closing) if part.closing else ""
            if part.landscape:
                inner = f"\\sheet{{29.7cm}}{{21cm}} {inner}\\clearpage\\sheet{{21cm}}{{29.7cm}} "
            found += ("\\clearpage\n" if at else "") + inner
        return self.preamble() + found + "\\end{document}\n"


def typeset(documents, folder):
    """Prints documents into a folder, a PDF each; twice, for long tables and notes that begin anew on each page."""
    with tempfile.TemporaryDirectory() as scratch:
        for document in documents:
            source = pathlib.Path(scratch) / f"{document.name}.tex"
            source.write_text(Source(document).whole(), "utf8")
            for _ in range(3):
                run = subprocess.run(["xelatex", "-interaction=nonstopmode", "-halt-on-error", source.name], cwd=scratch, capture_output=True, timeout=120, check=False)
            if run.returncode:
                said = [line for line in run.stdout.decode("utf8", "replace").splitlines() if line.startswith(("!", "l."))]
                print(f"xelatex prints no {document.name}: {' '.join(said)}", flush=True)
                continue
            (pathlib.Path(folder) / f"{document.name}.pdf").write_bytes(source.with_suffix(".pdf").read_bytes())
