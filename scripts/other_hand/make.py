"""Makes documents of the other hand: draws, prints, checks what was printed, scans, and writes what they hold."""

import argparse
import json
import pathlib
import sys
import tempfile
import time
import types

sys.dont_write_bytecode = True
SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
# Behind this folder's own: the factory's `scan`, and the damage that fixtures get.
sys.path += [str(SCRIPTS / "factory"), str(SCRIPTS / "fixtures")]

import drawing  # noqa: E402
import printed  # noqa: E402
import scan  # noqa: E402
import truth  # noqa: E402


def setter(name):
    """Returns the module that prints with a typesetter."""
    if name == "chromium":
        import browser_print as module
    elif name == "xelatex":
        import tex_print as module
    else:
        import word_print as module
    return module


def numbers(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def scanned(document):
    """Returns of a document what the scanner asks for; a paper without an issuer gets an office's seal."""
    first, *rest = document.parts
    head = first.head if first.head and first.head.issuer else None
    return types.SimpleNamespace(name=document.name, parts=[types.SimpleNamespace(head=head, closing=first.closing), *rest])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seeds", type=numbers, default=range(30), metavar="A-B")
    parser.add_argument("--typesetter", choices=sorted(drawing.TYPESETTERS))
    parser.add_argument("--form", choices=sorted(drawing.papers.FORMS))
    parser.add_argument("--levels", type=lambda text: [int(level) for level in text.split(",") if level], default=[0, 1, 2])
    options = parser.parse_args()
    drawn = [drawing.draw(seed, options.typesetter, options.form) for seed in options.seeds]
    bad = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        for name in sorted({document.typesetter for document in drawn}):
            own = [document for document in drawn if document.typesetter == name]
            begun = time.monotonic()
            setter(name).typeset(own, folder)
            print(f"{name}: {len(own)} documents printed, {(time.monotonic() - begun) / len(own):.1f} s each", flush=True)
        for document in drawn:
            pdf = folder / f"{document.name}.pdf"
            begun = time.monotonic()
            try:
                if not pdf.exists():
                    raise truth.NotPrintedError(f"{document.typesetter} printed nothing")
                record = truth.build(document, pdf)
            except truth.NotPrintedError as reason:
                bad += 1
                print(f"BAD seed {int(document.name)}: {document.form}, {document.typesetter}: {reason}", flush=True)
                continue
            target = options.out / document.name
            target.mkdir(parents=True, exist_ok=True)
            (target / "print.pdf").write_bytes(pdf.read_bytes())
            (target / "truth.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf8")
            pages = printed.words(pdf)
            if options.levels:
                scan.write(scanned(document), pdf, pages, target, options.levels)
            print(f"{document.name}: {document.form}, {document.typesetter}, {document.style.face} {document.style.size} pt, {len(pages)} pages, {time.monotonic() - begun:.1f} s", flush=True)
    print(f"{len(drawn) - bad} documents made, {bad} BAD", flush=True)


if __name__ == "__main__":
    main()
