"""What a made document holds, as records: keys as in document.json where both have them, and what `phuchoi eval` counts."""

import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ElementTree

import pypdf

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
    plain,
    runs,
)

NUMBER = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?")


def value(text):
    """Reads a cell's number the Vietnamese way; None where it holds none."""
    text = text.strip().removesuffix("%")
    if not NUMBER.fullmatch(text):
        return None
    number = float(text.replace(".", "").replace(",", "."))
    return int(number) if number.is_integer() else number


def places(pdf):
    """Returns {target: page} of the links that a typesetter laid, pages from 1."""
    found = {}
    for number, page in enumerate(pypdf.PdfReader(pdf).pages, 1):
        for annotation in page.get("/Annots") or []:
            action = annotation.get_object().get("/A")
            target = action and action.get_object().get("/URI")
            if target and str(target).startswith("https://made/"):
                found.setdefault(str(target).removeprefix("https://made/"), number)
    return found


def words(pdf):
    """Returns of each page its size in points and its words: (x0, y0, x1, y1, text)."""
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    pages = []
    for page in ElementTree.fromstring(text).iter("{http://www.w3.org/1999/xhtml}page"):
        own = [
            (*(float(word.get(key)) for key in ("xMin", "yMin", "xMax", "yMax")), unicodedata.normalize("NFC", word.text or ""))
            for word in page.iter("{http://www.w3.org/1999/xhtml}word")
        ]
        pages.append((float(page.get("width")), float(page.get("height")), own))
    return pages


def lines(own):
    """Gathers a page's words into printed lines, top to bottom; a raised mark is written `^[1]` behind its word."""
    rows = []
    for word in sorted(own, key=lambda word: (word[1] + word[3]) / 2):
        middle, height = (word[1] + word[3]) / 2, word[3] - word[1]
        if rows and abs(rows[-1][0] - middle) < 0.45 * max(height, rows[-1][2]):
            rows[-1][1].append(word)
        else:
            rows.append((middle, [word], height))
    return [line(sorted(row)) for _, row, _ in rows]


RAISED = re.compile(r"[(\[]?(\d{1,2}|\*{1,4})[)\]]?([.,;:”)]*)")


def line(row):
    tallest, said = max(word[3] - word[1] for word in row), ""
    for word in row:
        mark = RAISED.fullmatch(word[4])
        if mark and word[3] - word[1] < 0.8 * tallest:
            said += f"^[{mark[1]}]{mark[2]}"
        else:
            said += f" {word[4]}"
    return said.strip()


def tidy(text):
    return " ".join(text.split())


def flat(blocks):
    """Returns blocks with those of columns among the others."""
    for block in blocks:
        if isinstance(block, Columns):
            yield from flat(block.blocks)
        else:
            yield block


# Kinds of regulation, which are read as the kind of a part; of another annex the title is a heading.
ISSUED = ("QUY CHẾ", "QUY ĐỊNH", "NỘI QUY", "PHƯƠNG ÁN", "ĐIỀU LỆ", "HƯỚNG DẪN")


def open_symbol(line):
    """Returns what stands behind the figures of a number that were left to be written by hand; None where there is no number."""
    return line.removeprefix("Số").strip(" :.") or None


def letterhead(head, closing, title=()):
    """Returns the fields of head and closing."""
    record = dict.fromkeys(("parent", "issuer", "number", "place", "date", "kind", "subject", "signer"))
    record |= {"recipients": [], "signers": []}
    if head:
        subject = tidy(" ".join(plain(line) for line in head.subject))
        record |= {
            "parent": " ".join(head.parent) or None, "issuer": " ".join(head.issuer) or None, "number": head.number or open_symbol(head.number_line), "place": head.place,
            "date": head.iso, "kind": head.kind, "subject": re.sub(r"^V/v ", "", subject) or None,
        }
    elif title and title[0] in ISSUED:
        record |= {"kind": title[0], "subject": tidy(" ".join(title[1:]))}
    if closing:
        record["recipients"] = [text.strip().rstrip(";,./ ") if text.strip(" .;,/") else text for _, text in closing.recipients]
        record["signers"] = [{"title": " ".join(one.titles), "name": one.name} for one in closing.signers]
        record["signer"] = record["signers"][-1] if record["signers"] else None
    return record


def spoken(label):
    """Returns a label as it is spoken of: `Phần I`, however it is set."""
    word, blank, rest = label.rpartition(" ")
    return word.capitalize() + blank + rest if blank else rest


def sections(part):
    """Returns the tree of a part's headings; of an annex that is no regulation its title is the first."""
    roots, open_ = [], []
    if part.title and part.title[0] not in ISSUED:
        is_named = part.title[0].upper().startswith("PHỤ LỤC")
        number = part.title[0][len("PHỤ LỤC"):]
        title = part.title[1:] if is_named else part.title
        roots.append({"level": 1, "label": "Phụ lục" + number if is_named else "", "title": tidy(" ".join(title)), "children": []})
        open_.append((0, roots[0]))
    for block in flat(part.blocks):
        if not isinstance(block, Heading):
            continue
        section = {"level": 0, "label": spoken(block.label), "title": tidy(plain(block.title)), "children": []}
        while open_ and open_[-1][0] >= block.depth:
            open_.pop()
        section["level"] = len(open_) + 1
        (open_[-1][1]["children"] if open_ else roots).append(section)
        open_.append((block.depth, section))
    return roots


def table(one):
    rows = []
    for row in one.rows:
        cells = [tidy(cell.text) if cell else "" for cell in row.cells]
        of_words = ("label", "text", "note")
        rows.append({
            "path": row.path, "label": row.label, "cells": cells,
            "values": [value(cell) if role not in of_words else None for role, cell in zip(one.roles, cells, strict=True)],
            "spans": [[cell.rows, cell.columns] if cell else [1, 1] for cell in row.cells],
        })
    columns = [{"name": tidy(name), "role": role} for name, role in zip(one.names, one.roles, strict=True)]
    return {"rules": one.rules, "kind": one.kind, "title": " ".join(one.title) or None, "columns": columns, "rows": rows}


def marked(text, marks):
    """Returns text with its notes' marks as records write them."""
    return "".join(f"^[{marks[piece]}]" if kind == "mark" else piece for kind, piece, _ in runs(text))


def said(block, marks):
    """Returns (kind, text) of a block as it is read."""
    if isinstance(block, Heading):
        rest = marked(block.run_in, marks)
        title = marked(block.title, marks)
        between = "" if block.below else block.separator.rstrip()
        if block.run_in and block.title:
            title += ":"
        return "heading", tidy(f"{block.label}{between} {title} {rest}" if not between.startswith(" ") else f"{block.label} {between} {title} {rest}")
    if isinstance(block, Paragraph):
        return block.kind, tidy(marked(block.text, marks))
    if isinstance(block, Item):
        return "list-item", tidy(f"{block.bullet} {marked(block.text, marks)}")
    if isinstance(block, FormLine):
        return "form-line", tidy(f"{block.label}: {block.value}")
    if isinstance(block, Boxes):
        return "paragraph", tidy(" ".join(f"{'☑' if checked else '☐'} {text}" for checked, text in block.boxes))
    if isinstance(block, Table):
        cells = [cell for row in block.header for cell in row] + [cell for row in block.rows for cell in row.cells]
        return "table", tidy(" ".join([*block.title, block.unit, *(cell.text for cell in cells if cell)]))
    return None


def reading(parts, notes, marks):
    """Returns the blocks in the order in which they are read."""
    blocks = []
    for part in parts:
        if part.head:
            head = part.head
            state = {"state": f"{STATE} {MOTTO}", "republic": f"{REPUBLIC} {MOTTO}", "party": PARTY, "none": ""}[head.motto]
            text = " ".join([*head.parent, *head.issuer, state, head.number_line, head.date_line, head.kind or "", *head.subject])
            blocks.append({"kind": "letterhead", "text": tidy(text)})
        if part.title:
            blocks.append({"kind": "letterhead", "text": tidy(" ".join([*part.title, part.note]))})
        for block in flat(part.blocks):
            if not isinstance(block, NewPage):
                kind, text = said(block, marks)
                blocks.append({"kind": kind, "text": text})
        if part.closing:
            closing = part.closing
            recipients = [closing.opening, *(bullet + text for bullet, text in closing.recipients)] if closing.recipients else []
            signers = [piece for one in closing.signers for piece in (*one.titles, one.signed, one.name)]
            blocks.append({"kind": "closing", "text": tidy(" ".join([*recipients, *signers]))})
    return blocks + [{"kind": "footnote", "text": tidy(plain(note.text))} for note in notes.values()]


def numbering(document, found):
    """Returns {note: mark as a record has it}; where marks begin again on each page, by the pages of their references."""
    marks, page, count = {}, 0, 0
    for identity, note in document.notes.items():
        mark = note.mark.strip("()[]")
        if document.style.notes_per_page:
            own = found.get(f"ref/{identity}")
            page, count = (own, count + 1) if own == page else (own, 1)
            mark = str(count)
        marks[identity] = mark
    return marks


def anchors(parts):
    """Returns {note: word that it hangs on}."""
    found = {}

    def look(text):
        last = ""
        for kind, piece, _ in runs(text):
            if kind == "mark":
                found[piece] = last
            else:
                last = (last + piece).split(" ")[-1] if " " in piece else last + piece

    for part in parts:
        for block in flat(part.blocks):
            for text in (getattr(block, "text", ""), getattr(block, "title", ""), getattr(block, "run_in", "")):
                if isinstance(text, str):
                    look(text)
    return found


def build(document, pdf):
    """Returns the record and the text by line of a printed document."""
    found, pages = places(pdf), words(pdf)
    marks, after = numbering(document, found), anchors(document.parts)
    missing = [identity for identity in document.notes if f"ref/{identity}" not in found]
    if missing:
        raise ValueError(f"{document.name}: no mark of {missing} was printed")
    parts, tree, tables = [], [], []
    for index, part in enumerate(document.parts):
        first = (part.head.parent + part.head.issuer)[0] if part.head else part.title[0]
        parts.append({"kind": part.kind, "page": found.get(f"part/{index}", 1), "opening": plain(first), "letterhead": letterhead(part.head, part.closing, part.title)})
        tree += sections(part)
        tables += [table(block) for block in flat(part.blocks) if isinstance(block, Table)]
    record = {
        "name": document.name, "form": document.form, "typesetter": document.typesetter, "face": document.style.face, "size": document.style.size,
        "letterhead": parts[0]["letterhead"], "parts": parts, "sections": tree,
        "footnotes": [
            {"mark": marks[identity], "text": plain(note.text), "references": [{"page": found[f"ref/{identity}"], "after": after[identity].strip("“”(")}]}
            for identity, note in document.notes.items()
        ],
        "tables": tables, "blocks": reading(document.parts, document.notes, marks),
    }
    text = "\f".join("".join(line + "\n" for line in lines(own)) for _, _, own in pages)
    return record, text, pages
