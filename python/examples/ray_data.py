"""Restores folders over a Ray cluster, with Ray Data.

usage: python ray_data.py INPUT... --out DIR [--shards DIR] [--size N] [--workers N] [--jobs N]

What is to be restored is parted into shards; the rows of the data set are the shards' paths. Each is worked by a task on
some node, which calls `phuchoi.restore_shard`: it writes the records to the common output folder and returns the shard's
receipt, so that no page ever passes through Ray. At the end one run over everything, here on the driver, finds all
records done and writes `run.json` and `scores.csv`. The output is byte for byte that of `phuchoi restore INPUT... --out DIR`
on one machine, but for `shards/`, the receipts.

Without a cluster this starts Ray on this machine; on one, run it where `RAY_ADDRESS` is set or submit it as a job. Each
node needs the package `phuchoi` and Debian's Tesseract, and all nodes one file system with the inputs, the shards and the
output, at the same paths, whose locks hold between machines (NFS from version 4; Lustre mounted with `flock`).

What may go wrong, and what happens then:

- A file crashes its reader, takes all memory or never ends: a child process of the task dies of it or is ended, the page
  is a page with status `failed`, the shard goes on.
- A worker process or a node dies: its child processes die with it, the system frees its claim on the shard, and Ray runs
  the task again somewhere (Ray Data sets `max_retries=-1`). What was done is kept: a record with a receipt is not made again.
- The dead worker's claim is not free yet, as after a network's failure: the task waits for it, see `PATIENCE`.
- Nothing can be written any more, or Tesseract is missing: `phuchoi.Error` ends the job; Ray does not retry it, for it would be
  the same. The same command goes on from there.
- The driver is killed: the same command goes on from there.

Options of `phuchoi restore` that decide what comes out (dictionaries, formats and so on) must be given twice, to
`restore_shard` and to the run at the end; else that makes every record again.
"""

import argparse
import sys
import time
from pathlib import Path

import ray

import phuchoi

# How long a task waits, in seconds, for another that has its shard. A file server may hold a dead machine's locks for as
# long as its lease, 90 seconds on Linux.
PATIENCE = 180


def arguments():
    parser = argparse.ArgumentParser(description="Restores folders over a Ray cluster.")
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="files and folders to restore")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="the folder that the records go to"
    )
    parser.add_argument(
        "--shards", type=Path, metavar="DIR", help="the folder for the shards; OUT.shards unless given"
    )
    parser.add_argument("--size", type=int, default=100, metavar="N", help="inputs of a shard")
    parser.add_argument(
        "--workers", type=int, metavar="N", help="shards at a time; as many as fit unless given"
    )
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="pages of a shard at a time, a processor each"
    )
    return parser.parse_args()


def restore(row, out, jobs):
    """Works one shard, on whatever machine Ray runs this, and returns what became of it."""
    began = time.monotonic()
    while True:
        try:
            totals = phuchoi.restore_shard(row["shard"], out, jobs=jobs)["totals"]
        except phuchoi.Error as error:
            if error.code != "output-claimed" or time.monotonic() - began > PATIENCE:
                raise
            time.sleep(1)
        else:
            return {
                "shard": row["shard"],
                "restored": totals["ok"],
                "in_part": totals["incomplete"],
                "failed": totals["failed"],
                "pages": totals["counts"]["pages"],
                "seconds": time.monotonic() - began,
            }


def main():
    given = arguments()
    # Workers have another working folder, and the run at the end must find the records by the same paths.
    inputs = [str(path.resolve()) for path in given.inputs]
    out = given.out.resolve()
    folder = (given.shards or out.with_name(f"{out.name}.shards")).resolve()
    shards = phuchoi.shards(inputs, out, shards=folder, size=given.size)

    # One block, and so one task, for each shard.
    rows = ray.data.from_items([{"shard": shard} for shard in shards], override_num_blocks=len(shards))
    restored = rows.map(
        restore,
        fn_kwargs={"out": str(out), "jobs": given.jobs},
        compute=ray.data.TaskPoolStrategy(size=given.workers),
        num_cpus=given.jobs,
    )
    for row in restored.iter_rows():
        print(
            f"{row['shard']}: {row['restored']} restored, {row['in_part']} in part, {row['failed']} failed; "
            f"{row['pages']} pages in {row['seconds']:.1f} s",
            flush=True,
        )
    return phuchoi.main(["restore", *inputs, "--out", str(out), "--quiet"])


if __name__ == "__main__":
    sys.exit(main())
