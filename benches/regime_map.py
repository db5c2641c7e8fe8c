#!/usr/bin/env python3
"""The regime map: which of the nine presets is worth most, by readiness and coupling, and by readiness and the size of the firm.

    benches/regime_map.py target/release/dottedline            simulates, writes docs/regime_map.csv and docs/regime_map.svg
    benches/regime_map.py --draw                               draws the picture again from the CSV

The bank is that of the scenario who_owns_the_customer, with 400 customers that stand for its own. Each cell is a run of all nine
presets on the same random numbers. The best is the preset with the greatest mean total value; it is clear where the paired 95 %
interval of its difference to the second best lies above 0.

Coupling is a factor on all that functions do to each other: initiatives.coupling, initiatives.clash,
customer.handoff_coordination and customer.handoff_context. It is a property of the firm: what customers are used to, and so the
references of leaving, are those of the coupled firm.
"""

import csv
import math
import os
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CSV, SVG = ROOT / "docs/regime_map.csv", ROOT / "docs/regime_map.svg"
# The example bank, whose money and size are the defaults, and the presets that it does not compare itself.
BANK = ROOT / "tests/reference/example_scenario.toml"
STRUCTURES = "".join(f'[[structure]]\nid = "{preset}"\npreset = "{preset}"\n' for preset in
                     ["center_of_excellence", "cmo_led", "coo_reporting", "executive_owned"])
STRUCTURES += """[[structure]]
id = "coalition"
preset = "coalition"
home = "service"
dotted = ["service", "digital", "marketing"]
"""

TRIALS = 200
CUSTOMERS = 400
BANK_CUSTOMERS = 2_000
READINESS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
COUPLING = [0, 0.5, 1, 1.5, 2, 3]
FIRMS = [250, 500, 1_000, 2_000, 10_000, 100_000]
SCALED = {
    "initiatives": {"coupling": 1.0, "clash": 0.1},
    "customer": {"handoff_coordination": 0.14, "handoff_context": 0.1},
}

# Short names, and the colours of Okabe and Ito as the report has them. Every cell has its name too.
PRESETS = {
    "siloed": ("silos", "#9aa2ac"),
    "coalition": ("coalition", "#c98fb1"),
    "center_of_excellence": ("experts", "#8cc8ee"),
    "advisory": ("adviser", "#4c9fd3"),
    "cmo_led": ("CMO", "#c4b95a"),
    "coo_reporting": ("COO", "#b79ddc"),
    "matrixed": ("matrix", "#4dbb99"),
    "executive_owned": ("top team", "#e5bb5c"),
    "operational": ("operational", "#e58a4c"),
}


def simulate(program, folder, readiness, coupling, firm):
    """Total value of each preset, trial by trial."""
    scenario = Path(folder) / f"{readiness}-{coupling}-{firm}.toml"
    text = f'extends = "{BANK}"\n'
    for table, keys in SCALED.items():
        text += f"[{table}]\n" + "".join(f"{key} = {usual * coupling:.6}\n" for key, usual in keys.items())
    scenario.write_text(text + STRUCTURES)
    sets = [f"study.customers={CUSTOMERS}", f"study.represents={firm / CUSTOMERS}", f"study.trials={TRIALS}"]
    sets += [f"organisation.readiness={readiness}"]
    out = scenario.with_suffix("")
    command = [program, "run", scenario, "--out", out, "--no-shards", "--quiet", "--threads", "1"]
    subprocess.run(command + [part for one in sets for part in ("--set", one)], check=True, capture_output=True)
    values = {}
    with open(out / "trials.csv") as file:
        for row in csv.DictReader(file):
            values.setdefault(row["structure"], []).append(float(row["total_value"]))
    subprocess.run(["rm", "-r", out, scenario], check=True)
    return values


def judged(values):
    """Best and second best by mean, and how far the best is ahead, with the ends of a paired 95 % interval."""
    best, second = sorted(values, key=lambda name: -statistics.fmean(values[name]))[:2]
    more = [one - other for one, other in zip(values[best], values[second])]
    # With 200 trials Student's t is within 1 % of the normal quantile.
    ahead, error = statistics.fmean(more), 1.972 * statistics.stdev(more) / math.sqrt(len(more))
    return best, second, ahead, ahead - error, ahead + error


def run(program):
    firm = BANK_CUSTOMERS
    cells = [("coupling", readiness, coupling, firm) for coupling in COUPLING for readiness in READINESS]
    cells += [("represents", readiness, 1, size) for size in FIRMS for readiness in READINESS]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda cell: judged(simulate(program, folder, *cell[1:])), cells))
    with open(CSV, "w") as file:
        file.write("map,readiness,coupling,firm,best,second,ahead,ahead_low,ahead_high,clear\n")
        for (name, readiness, coupling, size), (best, second, *ends) in zip(cells, found):
            numbers = ",".join(f"{end:.0f}" for end in ends)
            clear = "yes" if ends[1] > 0 else "no"
            file.write(f"{name},{readiness},{coupling},{size:.0f},{best},{second},{numbers},{clear}\n")


WIDTH, HEIGHT, LEFT, TOP = 86, 38, 92, 74


def panel(rows, title, side, heights, top):
    """One map: readiness to the right, `heights` upwards."""
    parts = [f'<text x="{LEFT}" y="{top - 14}" class="title">{title}</text>']
    for row in rows:
        column = READINESS.index(float(row["readiness"]))
        line = len(heights) - 1 - heights.index(float(row["coupling" if side == "coupling" else "firm"]))
        x, y = LEFT + column * WIDTH, top + line * HEIGHT
        (name, colour), second = PRESETS[row["best"]], PRESETS[row["second"]][0]
        clear = row["clear"] == "yes"
        parts.append(f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" fill="{colour}" class="cell"/>')
        if clear:
            parts.append(f'<text x="{x + WIDTH / 2}" y="{y + 23}" class="best">{name}</text>')
            continue
        parts.append(f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" fill="url(#hatch)" class="cell"/>')
        parts.append(f'<text x="{x + WIDTH / 2}" y="{y + 17}" class="open">{name}</text>')
        parts.append(f'<text x="{x + WIDTH / 2}" y="{y + 30}" class="open">or {second}</text>')
    bottom = top + len(heights) * HEIGHT
    for column, readiness in enumerate(READINESS):
        parts.append(f'<text x="{LEFT + (column + 0.5) * WIDTH}" y="{bottom + 16}" class="tick">{readiness}</text>')
    for line, height in enumerate(reversed(heights)):
        parts.append(f'<text x="{LEFT - 8}" y="{top + (line + 0.5) * HEIGHT + 4}" class="side">{height:,}</text>')
    middle = LEFT + len(READINESS) * WIDTH / 2
    parts.append(f'<text x="{middle}" y="{bottom + 34}" class="axis">readiness of the functions at the start</text>')
    return parts, bottom


def draw():
    with open(CSV) as file:
        rows = list(csv.DictReader(file))
    maps = {name: [row for row in rows if row["map"] == name] for name in ("coupling", "represents")}
    firm = f'{float(maps["coupling"][0]["firm"]):,.0f}'
    first, bottom = panel(maps["coupling"], f"By coupling (factor on all that functions do to each other), a bank of {firm} customers",
                          "coupling", COUPLING, TOP)
    second, bottom = panel(maps["represents"], "By customers of the bank, coupling 1", "represents", FIRMS, bottom + 84)
    width, height = LEFT + len(READINESS) * WIDTH + 20, bottom + 90
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        "<title>Regime map: which structure is worth most</title>",
        "<style>text{font-family:system-ui,sans-serif;font-size:12px;fill:#1b2430}.title{font-weight:600;font-size:14px}"
        ".best{font-weight:600;text-anchor:middle}.open{font-size:10.5px;text-anchor:middle}"
        ".tick,.axis{text-anchor:middle}.side{text-anchor:end}.head{font-weight:600;font-size:16px}"
        ".cell{stroke:#fff;stroke-width:1.5}</style>",
        '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="7" height="7" fill="#fff" fill-opacity=".45"/><rect width="2" height="7" fill="#fff"/></pattern></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        '<text x="20" y="30" class="head">Which structure is worth most after four years, customer equity included</text>',
        *first,
        *second,
        f'<text x="20" y="{height - 32}">experts: center_of_excellence; top team: executive_owned; CMO, COO: cmo_led, coo_reporting. '
        "All nine presets took part.</text>",
        f'<text x="20" y="{height - 14}">Hatched: the paired 95 % interval does not tell the best from the second. '
        f"{TRIALS} trials a cell; all levers and rates are assumptions.</text>",
        "</svg>",
    ]
    SVG.write_text("\n".join(parts) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] != "--draw":
        run(Path(sys.argv[1]).resolve())
    draw()
