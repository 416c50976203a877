"""What a document holds, as records with the keys of document.json, and whether it was printed so."""

import re

from model import MOTTO, PARTY, STATE, YOUTH, Boxes, FormLine, Heading, Item, Paragraph, Table, plain, runs
from printed import packed, pages, stands

NUMBER = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?")
# What is read as a part's kind where it heads an annex.
ISSUED = ("QUY CHẾ", "QUY ĐỊNH", "NỘI QUY")


class NotPrintedError(ValueError):
    """A truth that its print does not bear out."""


def tidy(text):
    return " ".join(text.split())


def value(text):
    """Reads a cell's number the Vietnamese way; None where it holds none."""
    text = text.strip().removesuffix("%")
    if not NUMBER.fullmatch(text):
        return None
    number = float(text.replace(".", "").replace(",", "."))
    return int(number) if number.is_integer() else number


def spoken(label):
    """Returns a heading's label as it is spoken of: `Phần I`, `Phần thứ hai`, however it is set."""
    first, _, rest = label.partition(" ")
    if not rest:
        return label
    return f"{first.capitalize()} {rest.lower() if rest.upper().startswith(('THỨ', 'SỐ')) else rest}"


def letterhead(part):
    """Returns the fields of a part's head and closing."""
    record = dict.fromkeys(("parent", "issuer", "number", "place", "date", "kind", "subject", "signer"))
    record |= {"recipients": [], "signers": []}
    head, closing = part.head, part.closing
    if head:
        subject = tidy(" ".join(head.subject))
        record |= {
            "parent": " ".join(head.parent) or None, "issuer": " ".join(head.issuer) or None, "number": head.number, "place": head.place, "date": head.iso, "kind": head.kind, "subject": re.sub(r"^V/v ", "", subject) or None,
        }
    elif part.title and part.title[0] in ISSUED:
        record |= {"kind": part.title[0], "subject": tidy(" ".join(part.title[1:]))}
    if closing:
        record["recipients"] = [text.rstrip(";,./ ") for text in closing.recipients]
        record["signers"] = [{"title": " ".join(one.titles), "name": one.name} for one in closing.signers]
        record["signer"] = record["signers"][-1] if record["signers"] else None
    return record


def sections(part):
    """Returns the tree of a part's headings; of an annex that is no regulation its title is the first."""
    roots, open_ = [], []
    if part.title and part.title[0] not in ISSUED:
        is_named = part.title[0].upper().startswith("PHỤ LỤC")
        title = part.title[1:] if is_named else part.title
        roots.append({"level": 1, "label": "Phụ lục" + part.title[0][7:].replace("SỐ", "số") if is_named else "", "title": tidy(" ".join(title)), "children": []})
        open_.append((0, roots[0]))
    for block in part.blocks:
        if isinstance(block, Heading):
            section = {"level": 0, "label": spoken(block.label), "title": tidy(plain(block.title)), "children": []}
            while open_ and open_[-1][0] >= block.depth:
                open_.pop()
            section["level"] = len(open_) + 1
            (open_[-1][1]["children"] if open_ else roots).append(section)
            open_.append((block.depth, section))
    return roots


def table(one):
    """Returns a table's record."""
    words = ("label", "text", "note")
    rows = []
    for row in one.rows:
        cells = [tidy(cell.text) if cell else "" for cell in row.cells]
        rows.append({
            "path": row.path, "label": row.label, "cells": cells, "values": [value(cell) if role not in words else None for role, cell in zip(one.roles, cells, strict=True)],
            "spans": [[cell.rows, cell.columns] if cell else [1, 1] for cell in row.cells],
        })
    columns = [{"name": name, "role": role} for name, role in zip(one.names, one.roles, strict=True)]
    return {"rules": one.rules, "kind": one.kind, "title": " ".join(one.title) or None, "columns": columns, "rows": rows}


def written(text, marks, form="^[{}]"):
    """Returns marked-up text with its notes' marks, in a form."""
    return "".join(form.format(marks[piece]) if kind == "mark" else piece for kind, piece, _ in runs(text))


def said(block, marks, form="^[{}]"):
    """Returns kind and text of a block as it is read."""
    if isinstance(block, Heading):
        title, run_in = written(block.title, marks, form), written(block.run_in, marks, form)
        if block.below:
            return "heading", f"{block.label} {title}"
        if block.run_in:
            return "heading", f"{block.label}{block.stop}{title}{block.run_in_stop.rstrip() if title else ''} {run_in}"
        return "heading", f"{block.label}{block.stop}{title}"
    if isinstance(block, Paragraph):
        return block.kind, written(block.text, marks, form)
    if isinstance(block, Item):
        return "list-item", f"{block.bullet} {written(block.text, marks, form)}"
    if isinstance(block, FormLine):
        return "form-line", f"{block.label}: {block.value}".rstrip()
    if isinstance(block, Boxes):
        return "paragraph", f"{block.lead} " + " ".join(f"{'☑' if checked else '☐'} {words}" for checked, words in block.boxes)
    if isinstance(block, Table):
        cells = [cell for row in [*block.head, *(row.cells for row in block.rows)] for cell in row]
        return "table", " ".join([*block.title, block.unit, *(cell.text for cell in cells if cell)])
    raise TypeError(block)


def reading(document, marks):
    """Returns the blocks in the order in which they are read."""
    blocks = []
    for part in document.parts:
        if part.head:
            head = part.head
            state = {"state": f"{STATE} {MOTTO}", "party": PARTY, "youth": YOUTH, "none": ""}[head.motto]
            if head.stacked:
                lines = [state, head.kind or "", *head.subject, head.number_line]
            elif head.is_letter:
                lines = [*head.parent, *head.issuer, state, head.number_line, *head.subject, head.date_line]
            else:
                lines = [*head.parent, *head.issuer, state, head.number_line, head.date_line, head.kind or "", *head.subject]
            blocks.append(("letterhead", " ".join([*lines, part.note])))
        if part.title:
            blocks.append(("letterhead", " ".join([*part.title, part.note])))
        blocks += [said(block, marks) for block in part.blocks]
        if part.closing:
            closing = part.closing
            to = [closing.opening, *(closing.bullet + text for text in closing.recipients)] if closing.recipients else []
            signers = [piece for one in closing.signers for piece in (*one.titles, one.signed, one.name)]
            is_below = len(closing.signers) > 1 or not closing.beside
            blocks.append(("closing", " ".join([closing.place_date, *(signers + to if is_below else to + signers)])))
    blocks += [("footnote", note.text) for note in document.notes.values()]
    return [{"kind": kind, "text": tidy(text)} for kind, text in blocks]


def _openings(document, texts):
    """Returns the page, from 1, on which each part begins."""
    found = [1]
    for part in document.parts[1:]:
        lines = [packed(line) for line in (part.title or [*part.head.parent, *part.head.issuer, part.head.kind])]
        # What stands above a part's first line is a page number or a running title.
        of = [at for at, text in enumerate(texts, 1) if at > found[-1] and all(line in text[:700] for line in lines) and text.find(lines[0]) < 120]
        if not of:
            raise NotPrintedError(f"part `{(part.title or part.head.issuer)[0]}` begins on no page")
        found.append(of[0])
    return found


def _references(document, texts):
    """Returns {note: (page from 1, mark as a record has it, word it hangs on)}."""
    found, count, last = {}, 0, 0
    for part in document.parts:
        for block in part.blocks:
            whole = "".join(f"[[{piece}]]" if kind == "mark" else piece for name in (("label", "stop", "title", "run_in_stop", "run_in") if isinstance(block, Heading) else ("text",)) for kind, piece, _ in runs(getattr(block, name, "") or ""))
            if isinstance(block, Heading) and not block.run_in:
                whole = whole.replace(block.run_in_stop, "", 0)
            for match in re.finditer(r"\[\[(\w+)\]\]", whole):
                note = document.notes[match[1]]
                before = re.sub(r"\[\[\w+\]\]", "", whole[:match.start()])
                page = _page_of(packed(before), note.mark, document.style.per_page, texts, match[1])
                count = count + 1 if page == last or not document.style.per_page else 1
                last = page
                mark = str(count) if document.style.per_page else note.mark.strip("()[]")
                shown = note.mark[0] + mark + note.mark[-1] if note.mark[0] in "([" else mark
                if not any(packed(before)[-8:] + shown in text for text in texts[page - 1:page]):
                    raise NotPrintedError(f"note {match[1]} is not referred to as {shown} on page {page}")
                found[match[1]] = (page, mark, shown, before.split()[-1].lstrip("“(\"").rstrip("”)\""))
    missing = set(document.notes) - set(found)
    if missing:
        raise NotPrintedError(f"notes {sorted(missing)} have no reference")
    return found


def _page_of(before, mark, per_page, texts, identity):
    shown = r"[(\[]?\d" if per_page else re.escape(mark)
    for length in (40, 25, 15, 10, 7):
        of = [at for at, text in enumerate(texts, 1) if re.search(re.escape(before[-length:]) + shown, text)]
        if len(of) == 1:
            return of[0]
        if len(of) > 1:
            raise NotPrintedError(f"the reference to note {identity} may stand on pages {of}")
    raise NotPrintedError(f"the reference to note {identity} was not printed behind `{before[-15:]}`")


def _check(document, texts, openings, references, record):
    """Raises where what the record says was not printed in its part's pages."""
    ends = [*(page - 1 for page in openings[1:]), len(texts)]
    marks = {identity: shown for identity, (_, _, shown, _) in references.items()}

    def must(what, text, own):
        if text and not stands(text, own):
            raise NotPrintedError(f"{what} `{tidy(text)[:60]}` is not printed in its part")

    for part, first, last in zip(document.parts, openings, ends, strict=True):
        own = texts[first - 1:last]
        head, closing = part.head, part.closing
        if head:
            for line in [*head.parent, *head.issuer, head.number_line, head.date_line, head.kind, *head.subject]:
                must("head", line, own[:1])
        for line in [*part.title, part.note]:
            must("title", line, own[:1])
        for block in part.blocks:
            if isinstance(block, Table):
                for cell in [cell for row in [*block.head, *(row.cells for row in block.rows)] for cell in row if cell]:
                    must("cell", cell.text, own)
                for line in [*block.title, block.unit]:
                    must("caption", line, own)
            elif isinstance(block, Boxes):
                for text in [block.lead, *(("☑" if checked else "☐") + words for checked, words in block.boxes)]:
                    must("box", text, own)
            elif isinstance(block, Heading) and block.below:
                must("label", block.label, own)
                must("heading", block.title, own)
            else:
                kind, text = said(block, marks, "{}")
                must(kind, text, own)
        if closing:
            for text in [closing.place_date, closing.opening, *closing.recipients, *(line for one in closing.signers for line in (*one.titles, one.signed, one.name))]:
                must("closing", text, own)
    for identity, note in document.notes.items():
        own = texts[references[identity][0] - 1:]
        must(f"note {identity}", note.text, own)
        # Its mark stands before it once: no star before a star, no bracket before a bracket.
        mark = re.escape(references[identity][2]) + re.escape(packed(note.text)[:12])
        other = {"*": r"(?<!\*)", "(": r"(?<!\))", "[": r"(?<!\])"}.get(references[identity][2][0], "")
        if not any(re.search(other + mark, text) for text in own):
            raise NotPrintedError(f"note {identity} does not stand behind its mark once")
    pages_ = [one["references"][0]["page"] for one in record["footnotes"]]
    if pages_ != sorted(pages_):
        raise NotPrintedError("notes stand out of order")


def build(document, pdf):
    """Returns the record of a printed document; raises `NotPrintedError` where the print says otherwise."""
    texts = pages(pdf)
    openings = _openings(document, texts)
    references = _references(document, texts)
    parts, tree, tables = [], [], []
    for part, page in zip(document.parts, openings, strict=True):
        first = part.title[0] if part.title else STATE if part.head.stacked or not (part.head.parent + part.head.issuer) else (part.head.parent + part.head.issuer)[0]
        parts.append({"kind": part.kind, "page": page, "opening": first, "letterhead": letterhead(part)})
        tree += sections(part)
        tables += [table(block) for block in part.blocks if isinstance(block, Table)]
    style = document.style
    record = {
        "name": document.name, "form": document.form, "typesetter": document.typesetter, "face": style.face, "size": style.size, "letterhead": parts[0]["letterhead"], "parts": parts, "sections": tree,
        "footnotes": [
            {"mark": references[identity][1], "text": note.text, "references": [{"page": references[identity][0], "after": references[identity][3]}]} for identity, note in document.notes.items()
        ],
        "tables": tables, "blocks": reading(document, {identity: mark for identity, (_, mark, _, _) in references.items()}),
    }
    _check(document, texts, openings, references, record)
    return record
