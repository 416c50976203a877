"""Builds the Times-like typefaces that pairs are printed in.

Tinos (Times New Roman's twin, Apache-2.0) comes from the npm package @fontsource/tinos as three subsets a style;
they are merged into one TrueType file a style. TeX Gyre Termes and FreeSerif come from Debian.
"""

import pathlib
import subprocess
import tempfile

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

STYLES = {"roman": "400-normal", "bold": "700-normal", "italic": "400-italic", "bolditalic": "700-italic"}


def fetch_npm(package, folder):
    """Unpacks an npm package below `folder` and returns its root."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()
    target = folder / packed.removesuffix(".tgz")
    target.mkdir(exist_ok=True)
    subprocess.run(["tar", "xzf", str(folder / packed), "-C", str(target)], check=True)
    return target / "package"


def merge_tinos(package, folder):
    """Writes tinos-STYLE.ttf for each style into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for style, suffix in STYLES.items():
        out = folder / f"tinos-{style}.ttf"
        if out.exists():
            continue
        with tempfile.TemporaryDirectory() as scratch:
            parts = []
            for subset in ("latin", "latin-ext", "vietnamese"):
                font = TTFont(package / "files" / f"tinos-{subset}-{suffix}.woff")
                font.flavor = None
                part = pathlib.Path(scratch) / f"{subset}.ttf"
                font.save(part)
                parts.append(str(part))
            Merger().merge(parts).save(out)


def faces(folder):
    """Returns {face: {style: path}} of the typefaces that are there."""
    termes = "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-{}.otf"
    free = "/usr/share/fonts/truetype/freefont/FreeSerif{}.ttf"
    return {
        "tinos": {style: str(folder / f"tinos-{style}.ttf") for style in STYLES},
        "termes": {
            "roman": termes.format("regular"), "bold": termes.format("bold"),
            "italic": termes.format("italic"), "bolditalic": termes.format("bolditalic"),
        },
        "freeserif": {
            "roman": free.format(""), "bold": free.format("Bold"),
            "italic": free.format("Italic"), "bolditalic": free.format("BoldItalic"),
        },
    }
