"""Makes documents: draws, prints, scans them, and writes what they hold."""

import argparse
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "fixtures"))

import forms  # noqa: E402
import scan  # noqa: E402
import truth  # noqa: E402


def setter(name):
    """Returns the module that prints with a typesetter."""
    if name == "typst":
        import typst_print as module
    elif name == "chromium":
        import chromium as module
    else:
        import libreoffice as module
    return module


def numbers(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seeds", type=numbers, default=range(40), metavar="A-B")
    parser.add_argument("--typesetter", choices=forms.TYPESETTERS)
    parser.add_argument("--form", choices=sorted(forms.FORMS))
    parser.add_argument("--levels", type=lambda text: [int(level) for level in text.split(",") if level], default=[0, 1, 2])
    options = parser.parse_args()
    drawn = [forms.draw(seed, options.typesetter, options.form) for seed in options.seeds]
    with tempfile.TemporaryDirectory() as scratch:
        printed = pathlib.Path(scratch)
        for name in sorted({document.typesetter for document in drawn}):
            setter(name).typeset([document for document in drawn if document.typesetter == name], printed)
        for document in drawn:
            folder = options.out / document.name
            folder.mkdir(parents=True, exist_ok=True)
            pdf = printed / f"{document.name}.pdf"
            record, text, pages = truth.build(document, pdf)
            (folder / "print.pdf").write_bytes(pdf.read_bytes())
            (folder / "truth.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf8")
            (folder / "truth.txt").write_text(text, "utf8")
            if options.levels:
                scan.write(document, pdf, pages, folder, options.levels)
            print(f"{document.name}: {document.form}, {document.typesetter}, {document.style.face} {document.style.size} pt, {len(pages)} pages", flush=True)


if __name__ == "__main__":
    main()
