"""The sample installation in small: the builder of `motcua demo` itself at another scale."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from motcua.config.demo import plan
from motcua.config.demo.build import Builder
from motcua.organisations.services.import_rows import DATA
from motcua.organisations.services.imports import SHIPPED

# Both staffed communes and one of the others, each with a few dossiers of the past.
SMALL = plan.Scale(
    communes=tuple(
        replace(one, received=received, still_open=still_open, later=4, late_share=0.2)
        for one, received, still_open in zip(plan.COMMUNES, (30, 12, 6), (8, 3, 1), strict=False)
    ),
    recent=4,
    earlier=6,
    rounds=1,
    weeks=1,
    numbers=10,
    published=True,
)
PLACE = {"provinces": "code", "communes": "province_code"}


def builder_make(folder: Path) -> Builder:
    """Return the builder of a small sample whose directory of units lies in a folder."""
    return Builder(print, replace(SMALL, directory=folder))


def province_alone(folder: Path) -> None:
    """Write the shipped directory into a folder, with the sample's province and no other."""
    for name in SHIPPED:
        column = PLACE.get(name, "new_province_code")
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as shipped:
            rows = csv.DictReader(shipped)
            head = list(rows.fieldnames or ())
            kept = [row for row in rows if row[column] == plan.PROVINCE]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, head)
            writer.writeheader()
            writer.writerows(kept)
