#!/usr/bin/env python3
"""Made-up shards of a plan, to see what merging millions of rows takes.

    S="scenarios/who_owns_the_customer.toml --trials 890000 --set study.weeks=52 --set study.customers=200"
    dottedline plan $S --shards 89000 --max-hours 9999 -o plan.json
    dottedline run --plan plan.json --shard 0/89000 --out real    # one real shard, to copy its layout from
    tests/reliability/large.py real/*.shard 16384 890000 shards   # trials of a shard, trials in all
    /usr/bin/time -v dottedline merge --plan plan.json --out shards -o results --quiet

Rows are random, totals empty; everything else is as the program writes it.
"""
import array
import hashlib
import json
import random
import sys
from pathlib import Path


def column(trials, rng, mean):
    # One draw in 64 is drawn anew: fast, and no two columns are alike.
    few = [mean + rng.random() for _ in range(4096)]
    return array.array("d", (few * (trials // 4096 + 1))[:trials])


def shard(header, first, until, rng):
    trials, structures = until - first, len(header["ran"])
    header = {**header, "first": first, "until": until, "ran": [trials] * structures, "failed": [], "begun": [], "worlds": []}
    per_trial = header["week_numbers"]
    kept = max(0, min(until, header["sampled"]) - first)
    header["weekly"] = [per_trial * kept] * structures
    del header["week_numbers"], header["sampled"]
    header["items"] = 0
    text = json.dumps(header, separators=(",", ":")).encode()
    yield b"DOTSHARD" + len(text).to_bytes(8, "little") + text
    for structure in range(structures):
        for figure in range(header["figures"]):
            yield column(trials, rng, structure / 10 + figure).tobytes()
    for numbers in header["weekly"]:
        yield array.array("d", [rng.random() for _ in range(numbers)]).tobytes()


def main():
    real, each, trials, folder = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    bytes_of = real.read_bytes()
    length = int.from_bytes(bytes_of[8:16], "little")
    header = json.loads(bytes_of[16:16 + length])
    header["week_numbers"], header["sampled"] = header["weekly"][0] // header["ran"][0], 1024
    folder.mkdir(exist_ok=True)
    rng = random.Random(1)
    for first in range(0, trials, each):
        until = min(first + each, trials)
        path = folder / f"{header['of']['plan_hash'][:16]}-0-{first:08}-{until:08}.shard"
        digest = hashlib.sha256()
        with path.open("wb") as file:
            for part in shard(header, first, until, rng):
                file.write(part)
                digest.update(part)
            file.write(digest.digest())


main()
