"""Sums what `phuchoi eval` counts of made documents against their truths."""

import collections
import json
import subprocess

KINDS = ("headings", "footnotes", "footnotes_found", "recipients", "signers", "parts", "rows", "paths", "cells", "words",
         "columns", "spans", "tables_found", "order", "blocks")
FIELDS = ("parent", "issuer", "number", "place", "date", "kind", "subject")
RULES = ("full", "horizontal", "none")
BY_RULES = ("cells", "words", "paths", "columns", "tables_found")
# What is counted alone, for there should be none.
ALONE = {"invented_notes": "footnotes_invented", "labels_changed": "labels_changed"}


def counted(program, documents, records):
    """Returns {name: [right, truth, found]} over documents; each is a folder with a `truth.json`, and of each `records` has a
    folder of its name with a record. Of what is counted alone only `found` is told; `teds` is a sum and a count."""
    sums = collections.defaultdict(lambda: [0, 0, 0])

    def add(name, found):
        for index, key in enumerate(("right", "truth", "found")):
            sums[name][index] += found[key]

    for document in documents:
        command = [program, "eval", document / "truth.json", records / document.name / "document.json", "--json"]
        score = json.loads(subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout)
        for kind in KINDS:
            if score.get(kind):
                add(kind, score[kind])
        for field in FIELDS:
            if field in score.get("fields", {}):
                add(f"field_{field}", score["fields"][field])
        for rules in RULES:
            for kind in BY_RULES:
                of = score.get("by_rules", {}).get(rules, {}).get(kind)
                if of:
                    add(f"{rules}_{kind}", of)
        for name, key in ALONE.items():
            sums[name][2] += score[key]
        sums["teds"][0] += sum(score["teds_spans"])
        sums["teds"][1] += len(score["teds_spans"])
    return sums


def f1(of):
    """Returns twice the right ones over those of the truth and those found, in percent; of none in either 100."""
    right, truth, found = of
    return 200.0 * right / (truth + found) if truth + found else 100.0
