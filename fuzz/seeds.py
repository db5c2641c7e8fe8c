#!/usr/bin/env python3
"""Fills the corpora from what is shipped: seeds.py PROGRAM CORPUS. Needs nothing but Python."""

import pathlib
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


def keep(corpus, target, name, data):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{name}").write_bytes(data)


def scenarios(corpus):
    for path in [*ROOT.glob("scenarios/*.toml"), *ROOT.glob("tests/wrong/*.toml"), HERE / "study.toml"]:
        keep(corpus, "scenario", path.stem, path.read_bytes())


DESIGNS = {
    "one": "organisation.readiness\n0.3\n0.7\n",
    "two": "touchpoint.shop.quality,structure.matrixed.power,design_point\n0.5,0.2,low\n0.9,0.8,high\n",
    "lists": 'study.structures\n"[""siloed"", ""matrixed""]"\n',
    "wrong": "organisation.readiness,organisation.readiness\n1,2,3\n",
    "bom": "\ufefforganisation.readiness\r\n0.3\r\n",
}


def designs(corpus):
    for name, text in DESIGNS.items():
        keep(corpus, "design", name, text.encode())


def plans_and_shards(corpus, program):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)

        def call(*words):
            subprocess.run([program, *map(str, words), "--quiet"], check=True, stdout=subprocess.DEVNULL)

        call("plan", HERE / "study.toml", "--shards", 3, "-o", folder / "plan.json")
        keep(corpus, "plan", "study", (folder / "plan.json").read_bytes())
        (folder / "design.csv").write_text(DESIGNS["one"])
        call("plan", HERE / "study.toml", "--design", folder / "design.csv", "--shards", 4, "-o", folder / "points.json")
        keep(corpus, "plan", "design", (folder / "points.json").read_bytes())
        for shards in (1, 3):
            for shard in range(shards):
                call("run", "--plan", folder / "plan.json", "--shard", f"{shard}/{shards}", "--out", folder / f"in{shards}")
        found = {shards: [path.read_bytes() for path in sorted((folder / f"in{shards}").glob("*.shard"))] for shards in (1, 3)}
        for shards, all_of_them in found.items():
            for place, data in enumerate(all_of_them):
                keep(corpus, "shard", f"{place}-of-{shards}", data)
            for flags in range(4):
                for name, some in (("all", all_of_them), ("last", all_of_them[-1:]), ("twice", all_of_them * 2)):
                    parts = b"".join(struct.pack("<I", len(data)) + data for data in some)
                    keep(corpus, "merge", f"{name}-{shards}-{flags}", bytes([flags]) + parts)


def main():
    program, corpus = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    scenarios(corpus)
    designs(corpus)
    plans_and_shards(corpus, program)


main()
