"""What a run left, held against what an undisturbed one did."""

import csv
import json

# What every receipt speaks of.
OF_RECORD = ("recognised.json.zst", "document.json")


def results(out):
    """Returns the files that are no run's own, with their bytes."""
    found = {}
    for path in sorted(out.rglob("*")):
        inside = path.relative_to(out)
        if inside.parts[0] != ".phuchoi" and path.is_file():
            found[str(inside)] = path.read_bytes()
    return found


def half(out):
    """Returns the files that have their own name and are not whole, and receipts that speak of what is not there as they say."""
    bad = []
    for name, data in results(out).items():
        path = out / name
        if path.name.startswith(".phuchoi-") or path.name == "recognised.json.zst":
            # What was recognised checks its own bytes, and a run that finds them damaged reads the scan.
            continue
        try:
            text = data.decode("utf8")
            if name.endswith(".json"):
                json.loads(text)
            elif name.endswith(".jsonl"):
                [json.loads(line) for line in text.splitlines()]
            elif name.endswith(".csv"):
                list(csv.reader(text.splitlines(), strict=True))
        except UnicodeDecodeError:
            # An image or a PDF; what its receipt says of it is looked at.
            continue
        except ValueError as error:
            bad.append(f"{name}: {error}")
        if path.name == "receipt.json":
            bad += [f"{name}: {fault}" for fault in untrue(path)]
    return bad


def untrue(receipt):
    """Returns what a receipt says that does not hold, told by lengths; of bytes `phuchoi verify --read` tells."""
    said = json.loads(receipt.read_text("utf8"))
    seals = dict(said["files"])
    if said.get("recognised"):
        seals["recognised.json.zst"] = said["recognised"]
    bad = [f"it speaks of no `{name}`" for name in OF_RECORD if name not in seals]
    for name, seal in seals.items():
        path = receipt.parent / name
        if not path.is_file():
            bad.append(f"`{name}` is not there")
        elif path.stat().st_size != seal["length"]:
            bad.append(f"`{name}` has {path.stat().st_size} bytes and not {seal['length']}")
    return bad


def differences(expected, got):
    """Returns in what the results of two runs differ."""
    bad = [f"missing: {name}" for name in expected if name not in got]
    bad += [f"too much: {name}" for name in got if name not in expected]
    bad += [f"differs: {name}" for name, data in expected.items() if got.get(name, data) != data]
    return bad


def blamed(out):
    """Returns the documents that a run's report does not call restored, with the reason."""
    report = json.loads((out / "run.json").read_text("utf8"))
    others = [given for given in report["inputs"] if given["status"] != "ok"]
    return [f"{given['path']}: {given['status']}, {(given.get('reason') or {}).get('code')}" for given in others]
