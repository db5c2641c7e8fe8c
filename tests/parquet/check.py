#!/usr/bin/env python3
"""Whether the Parquet files of results say what their CSV files say: check.py RESULTS [RESULTS ...].

Every table is read with DuckDB, polars and pyarrow, and every cell compared with the CSV file's: an empty cell is null, whole
numbers are 64-bit integers, numbers doubles (equal in every bit), text is text. Types are those that datapackage.json names; what
the files say of their run is what manifest.json says. Needs `pip install -r tests/parquet/requirements.txt`.
"""

import csv
import hashlib
import json
import pathlib
import struct
import sys

import duckdb
import polars
import pyarrow
import pyarrow.parquet

READ = {"string": str, "integer": int, "number": float}
ARROW = {"string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64()}
POLARS = {"string": polars.String, "integer": polars.Int64, "number": polars.Float64}
DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}

NOTES = {
    "version": "version",
    "scenario": "scenario",
    "scenario_sha256": "scenario_sha256",
    "study_hash": "study_hash",
    "seed": "seed",
    "trials_finished": "trials_finished",
    "sampling_contract": "sampling_contract",
    "numerics_version": "numerics_version",
}


def from_csv(path, kinds):
    """Columns of a CSV file, as Python values."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        assert next(rows) == list(kinds), f"{path}: other columns than datapackage.json says"
        columns = {name: [] for name in kinds}
        for row in rows:
            for (name, kind), cell in zip(kinds.items(), row, strict=True):
                columns[name].append(READ[kind](cell) if cell else None)
    return columns


def bits(value):
    return struct.pack("<d", value) if isinstance(value, float) else value


def compare(reader, path, kinds, expected, types, columns):
    for name, kind in kinds.items():
        assert types[name] == kind, f"{path}: {reader} takes {name} for {types[name]}"
        found = columns[name]
        assert len(found) == len(expected[name]), f"{path}: {reader} finds {len(found)} rows of {name}"
        for row, (one, other) in enumerate(zip(expected[name], found, strict=True)):
            same = type(one) is type(other) and bits(one) == bits(other)
            assert same, f"{path}: row {row} of {name}: CSV says {one!r}, {reader} reads {other!r}"


def kind_of(table, found):
    return next((kind for kind, own in table.items() if own == found), str(found))


def by_pyarrow(path):
    table = pyarrow.parquet.read_table(path)
    return {field.name: kind_of(ARROW, field.type) for field in table.schema}, table.to_pydict()


def by_polars(path):
    frame = polars.read_parquet(path)
    return {name: kind_of(POLARS, kind) for name, kind in frame.schema.items()}, frame.to_dict(as_series=False)


def by_duckdb(path):
    answer = duckdb.sql(f"select * from read_parquet('{path}')")
    names, kinds = answer.columns, answer.types
    rows = answer.fetchall()
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return {name: kind_of(DUCKDB, str(kind)) for name, kind in zip(names, kinds, strict=True)}, columns


def check_notes(path, manifest, resource):
    raw = pyarrow.parquet.read_metadata(path)
    notes = {key.decode(): value.decode() for key, value in (raw.metadata or {}).items()}
    for key, own in NOTES.items():
        assert notes[f"dottedline.{key}"] == str(manifest[own]), f"{path}: {key} is {notes[f'dottedline.{key}']}"
    assert notes["dottedline.csv_sha256"] == resource["sha256"], f"{path}: made from another CSV file"
    assert notes["dottedline.table"] == resource["description"]
    meanings = [(column["name"], column["unit"], column["description"]) for column in json.loads(notes["dottedline.columns"])]
    assert meanings == [(f["name"], f["unit"], f["description"]) for f in resource["schema"]["fields"]]
    assert raw.created_by == f"dottedline version {manifest['version']}", raw.created_by


def check_table(folder, manifest, resource):
    path = folder / resource["path"].replace(".csv", ".parquet")
    listed = next(entry for entry in manifest["parquet"] if entry["path"] == path.name)
    data = path.read_bytes()
    assert listed["bytes"] == len(data) and listed["sha256"] == hashlib.sha256(data).hexdigest(), f"{path}: another digest"
    check_notes(path, manifest, resource)
    kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    expected = from_csv(folder / resource["path"], kinds)
    for reader, read in (("pyarrow", by_pyarrow), ("polars", by_polars), ("DuckDB", by_duckdb)):
        types, columns = read(path)
        assert list(columns) == list(kinds), f"{path}: {reader} finds the columns {list(columns)}"
        compare(reader, path, kinds, expected, types, columns)
    rows = len(next(iter(expected.values())))
    nulls = sum(value is None for column in expected.values() for value in column)
    return rows * len(kinds), nulls


def check(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    resources = json.loads((folder / "datapackage.json").read_text())["resources"]
    assert len(manifest["parquet"]) == len(resources), "every table has a Parquet file"
    counted = [check_table(folder, manifest, resource) for resource in resources]
    cells, nulls = (sum(column) for column in zip(*counted, strict=True))
    print(f"{folder}: {len(counted)} tables, {cells} cells ({nulls} null), the same in DuckDB, polars and pyarrow")


for argument in sys.argv[1:]:
    check(pathlib.Path(argument))
versions = (f"DuckDB {duckdb.__version__}", f"polars {polars.__version__}", f"pyarrow {pyarrow.__version__}")
print(", ".join(versions))
