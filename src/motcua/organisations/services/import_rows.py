"""Rows of a directory file: which table it is, and what each row asks for (no writing here)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.tabular import ImportReport, Row, Table
from motcua.organisations import rules
from motcua.organisations.types import UnitKind

DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True)
class Format:
    """A table of units: its columns, how long its codes are, and the words of its type column."""

    name: str
    required: tuple[str, ...]
    width: int
    types: Mapping[str, UnitKind]
    parent: str = ""  # column of the parent's code
    former: bool = False  # units of the organisation that ended on 2025-07-01


PROVINCES = Format(
    "provinces",
    ("code", "full_name", "type"),
    2,
    {"province": UnitKind.PROVINCE, "centrally_run_city": UnitKind.CITY},
)
COMMUNES = Format(
    "communes",
    ("code", "full_name", "type", "province_code"),
    5,
    {
        "commune": UnitKind.COMMUNE,
        "ward": UnitKind.WARD,
        "special_zone": UnitKind.SPECIAL_ZONE,
    },
    parent="province_code",
)
FORMER_PROVINCES = Format(
    "legacy_provinces",
    ("code", "full_name", "type", "new_province_code"),
    2,
    PROVINCES.types,
    former=True,
)
FORMER_DISTRICTS = Format(
    "legacy_districts",
    ("code", "full_name", "type", "province_code"),
    3,
    dict.fromkeys(
        ("urban_district", "rural_district", "town", "provincial_city"), UnitKind.DISTRICT
    ),
    parent="province_code",
    former=True,
)
MERGES = Format(
    "commune_merges",
    (
        "old_code", "old_name", "old_type", "old_district_code", "old_province_code",
        "new_code", "transfer", "is_split",
    ),
    5,
    {"commune": UnitKind.COMMUNE, "ward": UnitKind.WARD, "township": UnitKind.TOWN},
    parent="old_district_code",
    former=True,
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A later name or type, and the day since which it holds."""

    on: date
    full_name: str
    kind: UnitKind
    source: str


@dataclass(frozen=True)
class Wanted:
    """What a row says about one unit."""

    row: Row
    code: str
    full_name: str
    name: str
    kind: UnitKind
    parent_code: str
    other_name: str
    valid_from: date | None
    change: Change | None


def format_of(table: Table) -> Format:
    """Tell which table a file is; raises Invalid naming the columns that it lacks."""
    columns = set(table.columns)
    if columns & {"old_code", "new_code", "transfer"}:
        found = MERGES
    else:
        _demand(columns, ("code",))
        found = _format_by_rows(table, columns)
    _demand(columns, found.required)
    return found


def _format_by_rows(table: Table, columns: set[str]) -> Format:
    types = {row.get("type") for row in table.rows}
    width = max((len(row.get("code")) for row in table.rows), default=5)
    if types & COMMUNES.types.keys() or ("type" not in columns and width == COMMUNES.width):
        return COMMUNES
    if types & FORMER_DISTRICTS.types.keys() or width == FORMER_DISTRICTS.width:
        return FORMER_DISTRICTS
    if types & PROVINCES.types.keys() or width == PROVINCES.width:
        return FORMER_PROVINCES if "new_province_code" in columns else PROVINCES
    return COMMUNES


def _demand(columns: set[str], required: tuple[str, ...]) -> None:
    missing = [name for name in required if name not in columns]
    if missing:
        message = _("The file lacks the column %(name)s.") % {"name": ", ".join(missing)}
        raise Invalid([FieldProblem("file", message)])


class RowReader:
    """Reads cells and notes what is wrong with them in the report, by row and column."""

    def __init__(self, report: ImportReport, *, today: date, pad_codes: bool) -> None:
        self.report = report
        self.today = today
        self.pad_codes = pad_codes  # spreadsheets drop leading zeros of numbers

    def wanted(self, row: Row, form: Format) -> Wanted | None:
        """Read a row of a table of units; None when it was refused."""
        before = len(self.report.refused)
        code = self.code(row, "code", form.width)
        full_name = self.name(row, "full_name")
        kind = self.kind(row, "type", form)
        parent_width = 2 if form.parent else 0
        parent_code = self.code(row, form.parent, parent_width) if form.parent else ""
        valid_from = None if form.former else self.day(row, "valid_from")
        change = None if form.former else self.change(row, form, full_name, kind)
        if change and change.on <= (valid_from or rules.TWO_TIERS_SINCE):
            self.report.refuse(row, "changed_on", _("The change must come after the beginning."))
        if len(self.report.refused) > before or kind is None:
            return None
        name = row.get("name") or rules.name_bare(full_name)
        return Wanted(
            row, code, full_name, name, kind, parent_code, row.get("other_name")[:250],
            valid_from, change,
        )  # fmt: skip

    def former_commune(self, row: Row) -> Wanted | None:
        """Read the old unit of a succession row; None when it was refused."""
        before = len(self.report.refused)
        code = self.code(row, "old_code", MERGES.width)
        full_name = self.name(row, "old_name")
        kind = self.kind(row, "old_type", MERGES)
        district = self.code(row, "old_district_code", FORMER_DISTRICTS.width)
        self.code(row, "old_province_code", PROVINCES.width)
        if len(self.report.refused) > before or kind is None:
            return None
        bare = rules.name_bare(full_name)
        other = row.get("old_name_in_directory")[:250]
        return Wanted(row, code, full_name, bare, kind, district, other, None, None)

    def code(self, row: Row, column: str, width: int) -> str:
        """Read a national code of so many digits."""
        text = row.get(column)
        if self.pad_codes and text.isdigit() and text.isascii():
            text = text.zfill(width)
        if not (text.isdigit() and text.isascii() and len(text) == width):
            reason = _(
                "The code must have %(count)s digits; a spreadsheet may have dropped leading zeros."
            )
            self.report.refuse(row, column, reason % {"count": width})
        return text

    def name(self, row: Row, column: str) -> str:
        """Read a name."""
        text = row.get(column)
        if not text:
            self.report.refuse(row, column, _("The name is missing."))
        elif len(text) > 200:
            self.report.refuse(row, column, _("Give a name of at most 200 characters."))
        return text

    def kind(self, row: Row, column: str, form: Format) -> UnitKind | None:
        """Read a type word."""
        found = form.types.get(row.get(column))
        if found is None:
            reason = _("The type “%(text)s” is unknown here; known are: %(known)s.")
            known = {"text": row.get(column)[:40], "known": ", ".join(form.types)}
            self.report.refuse(row, column, reason % known)
        return found

    def day(self, row: Row, column: str) -> date | None:
        """Read a day that is not in the future; empty is None."""
        text = row.get(column)
        if not text:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            self.report.refuse(row, column, _("Give a day that exists as YYYY-MM-DD."))
            return None
        if found > self.today:
            reason = _("The day lies in the future; import the row when it is in force.")
            self.report.refuse(row, column, reason)
            return None
        return found

    def change(
        self, row: Row, form: Format, full_name: str, kind: UnitKind | None
    ) -> Change | None:
        """Read the later name and type of a row, if it has any."""
        on = self.day(row, "changed_on")
        if on is None:
            later = row.get("current_full_name")
            if later and later != full_name and not row.get("changed_on"):
                reason = _("The day since which the later name holds is missing.")
                self.report.refuse(row, "changed_on", reason)
            return None
        later_kind = self.kind(row, "current_type", form) if row.get("current_type") else kind
        if later_kind is None:
            return None
        later = row.get("current_full_name") or full_name
        return Change(on, later, later_kind, row.get("changed_by")[:200])

    def flag(self, row: Row, column: str) -> bool:
        """Read 0 or 1."""
        text = row.get(column)
        if text not in {"0", "1"}:
            self.report.refuse(row, column, _("Give 0 or 1."))
        return text == "1"


@cache
def commune_resolutions() -> dict[str, str]:
    """Return the resolution that rearranged the communes of each province (34 of them)."""
    with (DATA / "provinces.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row["commune_resolution"] for row in csv.DictReader(stream)}
