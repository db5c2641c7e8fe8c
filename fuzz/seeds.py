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


TABLES = {
    "tidy": "trial,structure,retention,nps_true\n0,a,0.6,11\n0,b,0.62,12\n1,a,0.59,10\n1,b,0.63,14\n2,a,0.61,9\n2,b,,8\n",
    "percent": "trial;structure;retention\n0;a;60,1 %\n0;b;62,4 %\n1;a;59,9 %\n1;b;61,0 %\n",
    "wide": "run,a,b\n0,0.6,0.61\n1,0.59,0.6\n2,0.62,0.66\n",
    "money": 'trial,scenario,worth\n1,a,"1,110.5"\n1,b,"€ 1.200,00"\n',
    "netlogo": '"BehaviorSpace results"\n"x.nlogo"\n"[run number]","structure","[step]","kept"\n"1","a","0","0.5"\n"1","b","0","0.6"\n',
    "blocks": "trial,structure,parameter_draw,design_point,score\n0,a,0,p,1\n0,b,0,p,2\n1,a,0,p,1e308\n1,b,0,q,-1e308\n",
}


def tables(corpus):
    for name, text in TABLES.items():
        keep(corpus, "table", name, text.encode())
        keep(corpus, "table", name + "-utf16", text.encode("utf-16"))


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
    tables(corpus)
    plans_and_shards(corpus, program)


main()
