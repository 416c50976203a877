"""Draws a document from a seed: form, office, year, notes, style, typesetter."""

import random
import re

import domains
import faces
import offices
import papers
from model import Document, Heading, Item, Note, Paragraph, Style, Table
from sentences import Speech

# Each typesetter with its share of thirty documents.
TYPESETTERS = {"libreoffice": 15, "chromium": 8, "xelatex": 7}
# Faces that hold every Vietnamese letter, upright, bold, italic. Offices write in Times; some do not.
FACES = {
    "Liberation Serif": 9, "Tinos": 6, "TeX Gyre Termes": 5, "FreeSerif": 4, "Linux Libertine O": 3, "TeX Gyre Pagella": 2, "TeX Gyre Schola": 2, "Noto Serif": 2, "Charis SIL": 2, "DejaVu Serif": 1, "CMU Serif": 1, "TeX Gyre Bonum": 1,
    "Arimo": 2, "Liberation Sans": 2, "Carlito": 2, "Roboto": 1, "Open Sans": 1, "Linux Biolinum O": 1, "Noto Sans": 1,
}
TYPEWRITERS = ["Cousine", "Liberation Mono", "FreeMono", "TeX Gyre Cursor", "CMU Typewriter Text"]
# Wide faces are set smaller than Times.
WIDE = {"DejaVu Serif": 1.5, "Noto Serif": 1, "Charis SIL": 1, "TeX Gyre Bonum": 1.5, "Open Sans": 1, "Noto Sans": 1, "TeX Gyre Schola": 1, "Roboto": 1}


def _style(rng, form, typesetter):
    old = form == "typed"
    if old:
        face, size = rng.choice(TYPEWRITERS), rng.choice((11, 11.5, 12))
    else:
        face = rng.choices(list(FACES), list(FACES.values()))[0]
        size = rng.choice((12, 12.5, 13, 13, 13, 13.5, 14, 14)) - WIDE.get(face, 0)
    number_at = rng.choices(("top", "bottom", "none"), (62, 26, 12))[0]
    return Style(
        face, size, rng.choice((1.0, 1.05, 1.1, 1.15, 1.2, 1.3)) if not old else rng.choice((1.0, 1.2, 1.4)),
        (rng.choice((2.0, 2.0, 2.2, 2.5)), rng.choice((1.5, 1.7, 2.0)), rng.choice((2.0, 2.0, 2.3)), rng.choice((3.0, 3.0, 2.8, 2.5))),
        rng.choice((1.0, 1.27, 1.27, 1.25, 0.8)), rng.choice((2, 3, 4, 6, 6)), not old and rng.random() < 0.85,
        number_at, rng.choice(("{}", "{}", "{}", "{}", "- {} -", "Trang {}", "{}")), "center" if number_at == "top" or rng.random() < 0.5 else "right", rng.random() < (0.05 if number_at == "top" else 0.4),
        "", rng.choice((10, 10, 10, 11)) if size > 11 else 9.5, rng.random() < 0.75, typesetter != "chromium" and rng.random() < 0.3, old,
    )


def _places(parts):
    """Returns the texts that may bear a note: (block, name of its text)."""
    found = []
    for part in parts[:1]:
        for block in part.blocks:
            if isinstance(block, Paragraph | Item) and len(block.text) > 60 and "[b]" not in block.text and not block.text.startswith(("Kính", "Căn cứ", "Xét", "Theo đề nghị")):
                found.append((block, "text"))
            elif isinstance(block, Heading):
                if block.run_in and len(block.run_in) > 60:
                    found.append((block, "run_in"))
                elif block.title and not block.below and len(block.title) > 25:
                    found.append((block, "title"))
    return found


# Words that open a phrase: a note hangs on what stands before them.
OPENERS = {"và", "của", "theo", "được", "gắn", "đã", "do", "trên", "tại", "với", "để", "có", "nên", "trong", "về", "còn"}


def _hang(rng, text, identity):
    """Hangs a note's mark on the end of a phrase; one right behind a figure is rare, for it would be read into it."""
    words = text.split(" ")
    ends = [at for at, word in enumerate(words[:-1]) if at > 3 and (word[-1] in ",;." or words[at + 1] in OPENERS)] + [len(words) - 1]
    for at in rng.sample(ends, len(ends)):
        word = words[at]
        if (re.search(r"\d\W*$", word) and rng.random() < 0.9) or not re.search(r"\w", word) or "./." in word or "[[" in word or word in OPENERS:
            continue
        stem = re.match(r"(.*?)([.,;:]*)$", word)
        words[at] = f"{stem[1]}[[{identity}]]{stem[2]}" if rng.random() < 0.65 else f"{word}[[{identity}]]"
        return " ".join(words)
    return None


def _notes(rng, form, parts, speech, style):
    """Hangs footnotes into the first part; returns them in the order of their marks."""
    likely = {"report": 0.75, "assessment": 0.5, "conclusion": 0.6, "resolution": 0.3, "notice": 0.3, "decision": 0.25, "proposal": 0.3, "letter": 0.2, "typed": 0.25}.get(form, 0.06)
    if rng.random() > likely:
        return {}
    places = _places(parts)
    if not places:
        return {}
    kind = rng.choices(("figures", "stars", "round", "square"), (70, 8, 14, 8))[0]
    count = min(len(places), rng.choice((1, 2, 3, 3, 4, 6, 8)))
    if kind != "figures":
        style.per_page = False
    if kind == "stars":
        count = min(count, 3)
    chosen = sorted(rng.sample([at for at, (_, name) in enumerate(places) if name != "title" or rng.random() < 0.3] or [0], 1) + rng.sample(range(len(places)), count - 1))
    notes = {}
    for at in sorted(set(chosen)):
        block, name = places[at]
        identity = f"n{len(notes) + 1}"
        text = _hang(rng, getattr(block, name), identity)
        if not text:
            continue
        setattr(block, name, text)
        figure = len(notes) + 1
        mark = {"figures": str(figure), "stars": "*" * figure, "round": f"({figure})", "square": f"[{figure}]"}[kind]
        notes[identity] = Note(mark, speech.note())
    return notes


def _dealt(seed, shares, of):
    """Deals names by their shares, so that every thirty seeds hold all of them; shares come to thirty."""
    cards = [name for name, share in shares.items() for _ in range(share)]
    random.Random(f"{of}, {seed // len(cards)}").shuffle(cards)
    return cards[seed % len(cards)]


def draw(seed, typesetter=None, form=None):
    """Returns the document of a seed."""
    rng = random.Random(f"another hand, {seed}")
    form = form or _dealt(seed, {name: share for name, (_, share) in papers.FORMS.items()}, "form")
    typesetter = typesetter or _dealt(seed, TYPESETTERS, "typesetter")
    year = rng.randint(1976, 1990) if form == "typed" else rng.choice((*range(2005, 2026), 1998, 2001, 2003))
    office = offices.draw(rng, form)
    fields = domains.DOMAINS if office.family != "party" else domains.DOMAINS[-1:] + domains.DOMAINS[:6]
    if office.family in ("school", "hospital"):
        fields = [domains.DOMAINS[0 if office.family == "school" else 1], domains.DOMAINS[4]]
    speech = Speech(rng, rng.choice(fields), office, year)
    style = _style(rng, form, typesetter)
    parts = papers.FORMS[form][0](rng, speech, office)
    if rng.random() < 0.08 and style.number_at != "top":
        style.running = f"{office.said[:1].upper()}{office.said[1:]} - {parts[0].head.kind.capitalize() if parts[0].head.kind else 'Công văn'} năm {year}"
    for part in parts:
        across = (29.7 if part.landscape else 21) - style.margins[1] - style.margins[3]
        for block in part.blocks:
            if isinstance(block, Table):
                block.size = min(block.size or style.size - 0.5, style.size)
                block.shares = faces.roomy(style.face, block.size, block, across)
    notes = _notes(rng, form, parts, speech, style)
    return Document(f"{seed:04}", form, parts, notes, style, typesetter)
