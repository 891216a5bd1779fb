#!/usr/bin/python3
"""Reads every table of a researcher's pack with other programs (csv, openpyxl, pandas, PSPP) and compares each cell with the CSV of codes.

read_pack.py FOLDER FORM: exit code 0 when all say the same; the first difference is printed otherwise.
Only Debian's packages: python3-pandas, python3-openpyxl, pspp.
"""
import csv
import datetime
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas

folder, form = Path(sys.argv[1]), sys.argv[2]
resources = {resource["path"]: resource for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]}
schema = resources[f"{form}.csv"]["schema"]
fields = {field["name"]: field for field in schema["fields"]}
with open(folder / f"{form}.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
TOKENS = {".v", ".n", ".s"}


def same(where, wanted, found):
    if wanted != found:
        sys.exit(f"{where}: {wanted!r} in the CSV, {found!r} here")


def own_text(text):
    """The text that a person wrote: without the apostrophe that keeps spreadsheets from running it."""
    return text[1:] if text.startswith("'") else text


# Frictionless: the CSV is what the schema says.
same("header", list(fields), list(rows[0]))
for number, row in enumerate(rows):
    for name, text in row.items():
        if text in schema["missingValues"]:
            continue
        kind, allowed = fields[name]["type"], fields[name].get("constraints", {}).get("enum")
        value = int(text) if kind == "integer" else float(text) if kind == "number" else text
        if kind == "date":
            datetime.date.fromisoformat(text)
        if kind == "datetime":
            datetime.datetime.fromisoformat(text)
        if allowed is not None and value not in allowed:
            sys.exit(f"row {number + 1}, {name}: {text!r} is not one of {allowed}")

# Keys tell one row from all others, and lead to the answer that a copy stands in.
keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
same("keys", len(keys), len(set(keys)))
for key in schema.get("foreignKeys", []):
    with open(folder / f"{key['reference']['resource']}.csv", encoding="utf-8", newline="") as file:
        known = {row[key["reference"]["fields"]] for row in csv.DictReader(file)}
    same("answers of copies", set(), {row[key["fields"]] for row in rows} - known)

# .xlsx: three sheets; codes as in the CSV.
book = openpyxl.load_workbook(folder / f"{form}.xlsx")
same("sheets", ["Codes", "Libellés", "Variables"], book.sheetnames)
cells = [[("" if value is None else value) for value in line] for line in book["Codes"].iter_rows(values_only=True)]
same("xlsx header", list(fields), list(cells[0]))
for number, (row, line) in enumerate(zip(rows, cells[1:], strict=True)):
    for (name, text), value in zip(row.items(), line, strict=True):
        wanted = own_text(text)
        if isinstance(value, datetime.datetime):
            same(f"xlsx row {number + 1}, {name}", wanted, value.date().isoformat())
        elif isinstance(value, (int, float)):
            same(f"xlsx row {number + 1}, {name}", float(wanted), float(value))
        else:
            same(f"xlsx row {number + 1}, {name}", wanted.replace("\r\n", "\n"), str(value))


def compare(where, frame, is_missing):
    """Coded variables hold labels: compared through the schema's."""
    same(f"{where} variables", list(fields), list(frame.columns))
    same(f"{where} rows", len(rows), len(frame))
    for number, row in enumerate(rows):
        for name, text in row.items():
            value, field = frame.iloc[number][name], fields[name]
            labels = field.get("escale:labels")
            if text in TOKENS or text == "":
                if not is_missing(value):
                    sys.exit(f"{where} row {number + 1}, {name}: missing in the CSV, {value!r} here")
            elif labels is not None:
                same(f"{where} row {number + 1}, {name}", labels[text], str(value))
            elif field["type"] == "date":
                same(f"{where} row {number + 1}, {name}", text, pandas.Timestamp(value).date().isoformat())
            elif field["type"] in ("integer", "number"):
                same(f"{where} row {number + 1}, {name}", float(text), float(value))
            else:
                same(f"{where} row {number + 1}, {name}", own_text(text), str(value))


# .dta, by pandas' own reader.
compare("dta", pandas.read_stata(folder / f"{form}.dta"), lambda value: pandas.isna(value) or value == "")

# .sav, by PSPP: values as the labels say, user-missing values as system-missing.
out = folder / "pspp.csv"
syntax = f"GET FILE='{folder}/{form}.sav'.\nSAVE TRANSLATE /OUTFILE='{out}' /TYPE=CSV /FIELDNAMES /CELLS=LABELS /MISSING=RECODE /REPLACE.\n"
(folder / "read.sps").write_text(syntax, encoding="utf-8")
subprocess.run(["pspp", "-o", str(folder / "pspp.txt"), str(folder / "read.sps")], check=True, timeout=120)
frame = pandas.read_csv(out, dtype=str, keep_default_na=False, encoding="utf-8")
compare("sav", frame, lambda value: value.strip() in ("", "."))
print(f"{len(rows)} rows, {len(fields)} variables: the same in .csv, .xlsx, .dta and .sav")
