"""Import of directories: `units_import` for one file, `units_load` for the shipped data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.tabular import ImportReport, Row, Table, table_read
from motcua.organisations.models import Unit
from motcua.organisations.services import import_rows as formats
from motcua.organisations.services.import_rows import DATA, Format, RowReader, Wanted
from motcua.organisations.services.import_store import Directory, UnitStore
from motcua.organisations.services.import_successions import (
    Link,
    LinkStore,
    districts_link,
    province_links,
)
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, Transfer, UnitKind

#: The shipped tables in the order in which they need each other.
SHIPPED = ("provinces", "communes", "legacy_provinces", "legacy_districts", "commune_merges")
_DISTRICTS = (UnitKind.DISTRICT,)
_LOCK = 0x6F7267  # imports of units wait for each other


def units_import(
    path: Path, *, dry_run: bool = False, all_or_nothing: bool = False, on: date | None = None
) -> ImportReport:
    """Load a directory of units from a CSV or XLSX file; repeatable.

    The columns tell the table: today's provinces or communes, former provinces or districts, or
    the conversion of former communes (`data/README.md`). A row that says something else than the
    last version of its unit makes a new version since its `changed_on`, else since `on` (today
    when None); what has ended is corrected in place. Accepted rows are written in one
    transaction; refused rows stand in the report by row and column. With `all_or_nothing` one
    refused row keeps all out. `dry_run` writes nothing. Units that a file lacks stay as they are.

    Raises Invalid when the file cannot be read or lacks a column.
    """
    today = on or clock.today()
    table = table_read(path)
    form = formats.format_of(table)
    report = ImportReport(dry_run=dry_run, refused=list(table.refused))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        reader = RowReader(report, today=today, pad_codes=path.suffix.lower() == ".xlsx")
        work = _Import(table, reader, report, path.name)
        if form is formats.MERGES:
            work.merges()
        elif form is formats.FORMER_PROVINCES:
            work.former_provinces()
        else:
            work.units(form)
        if dry_run or (all_or_nothing and report.refused):
            transaction.set_rollback(True)
    if all_or_nothing and report.refused:
        report.accepted = 0
    report.refused.sort(key=lambda refusal: refusal.row)
    return report


def units_load(*, folder: Path = DATA) -> dict[str, ImportReport]:
    """Load the shipped directory of the whole country in one transaction; repeatable."""
    with transaction.atomic():
        return {name: units_import(folder / f"{name}.csv") for name in SHIPPED}


class _Import:
    """One file on its way in; the transaction is held by the caller."""

    def __init__(self, table: Table, reader: RowReader, report: ImportReport, source: str) -> None:
        self.table = table
        self.reader = reader
        self.report = report
        self.source = source

    def units(self, form: Format) -> None:
        """Provinces and communes of today, former districts."""
        parents = Directory(PROVINCE_KINDS, former=form.former) if form.parent else None
        store = self._store(form)
        for wanted in self._once(form):
            parent = None
            if parents is not None:
                parent = parents.get(wanted.parent_code)
                if parent is None or (not form.former and parent.valid_to is not None):
                    self.refuse_parent(wanted.row, form.parent, wanted.parent_code)
                    continue
            self.count(store.put(wanted, parent))
        store.store()

    def former_provinces(self) -> None:
        """Former provinces, each with the province that it went into."""
        form = formats.FORMER_PROVINCES
        store, links = self._store(form), LinkStore()
        accepted = list(self._once(form))
        pairs = province_links(self.report, accepted, Directory(PROVINCE_KINDS, former=False))
        for wanted in accepted:
            link = pairs.get(wanted.row.number)
            if link is not None:
                differs = links.differs(link, store.directory)
                self.count(store.put(wanted, None) or differs)
        store.store()
        links.store()

    def merges(self) -> None:
        """Former communes, each with the communes that took its land and people over."""
        _Merges(self, self._store(formats.MERGES)).run()

    def _store(self, form: Format) -> UnitStore:
        kinds = set(form.types.values()) if form.width != 5 else COMMUNE_KINDS
        directory = Directory(kinds, former=form.former)
        return UnitStore(
            directory, self.report, former=form.former, today=self.reader.today, source=self.source
        )

    def _once(self, form: Format) -> list[Wanted]:
        seen: dict[str, int] = {}
        found = []
        for row in self.table.rows:
            wanted = self.reader.wanted(row, form)
            if wanted is None:
                continue
            first = seen.setdefault(wanted.code, row.number)
            if first != row.number:
                self.report.refuse(row, "code", _repeats(first))
                continue
            found.append(wanted)
        return found

    def refuse_parent(self, row: Row, column: str, code: str) -> None:
        """Refuse a row whose unit above is unknown."""
        reason = _("No unit above has the code %(code)s; import it first.") % {"code": code}
        self.report.refuse(row, column, reason)

    def count(self, differs: bool | None) -> None:  # noqa: FBT001 - the value itself
        """Count a row by whether it changes anything; None was refused."""
        if differs:
            self.report.accepted += 1
        elif differs is not None:
            self.report.unchanged += 1


class _Merges:
    """The conversion table: rows are pairs; the first row of an old unit founds it."""

    def __init__(self, work: _Import, store: UnitStore) -> None:
        self.work = work
        self.report = work.report
        self.reader = work.reader
        self.store = store
        self.links = LinkStore()
        self.communes = Directory(COMMUNE_KINDS, former=False)
        self.districts = Directory(_DISTRICTS, former=True)
        self.provinces = _codes(Directory(PROVINCE_KINDS, former=True))
        self.provinces_now = _codes(Directory(PROVINCE_KINDS, former=False))
        self.said: dict[str, tuple[Wanted, bool | None]] = {}
        self.pairs: dict[tuple[str, str], int] = {}

    def run(self) -> None:
        """Judge all rows, then write."""
        for row in self.work.table.rows:
            self._row(row)
        self.store.store()
        self.links.store()
        districts_link()

    def _row(self, row: Row) -> None:
        before = len(self.report.refused)
        former = row.get("old_code") != ""
        wanted = self.reader.former_commune(row) if former else None
        district = self._district(row)
        link = self._link(row, former=former)
        if len(self.report.refused) > before or link is None or district is None:
            return
        pair = (link.old_code, link.new.code)
        first = self.pairs.setdefault(pair, row.number)
        if first != row.number:
            self.report.refuse(row, "new_code", _repeats(first))
            return
        if wanted is None:
            self.work.count(self.links.differs(link, self.districts))
            return
        changes = self._old_unit(wanted, district)
        if changes is not None:
            differs = self.links.differs(link, self.store.directory)
            self.work.count(changes or differs)

    def _old_unit(self, wanted: Wanted, district: Unit) -> bool | None:
        """Found or compare the old unit once; None when the row contradicts an earlier one."""
        said = self.said.get(wanted.code)
        if said is None:
            changes = self.store.put(wanted, district)
            self.said[wanted.code] = (wanted, changes)
            return changes
        first = said[0]
        if (first.full_name, first.kind, first.parent_code) != (
            wanted.full_name,
            wanted.kind,
            wanted.parent_code,
        ):
            reason = _("Row %(row)s calls the unit with this code otherwise.")
            self.report.refuse(wanted.row, "old_name", reason % {"row": first.row.number})
            return None
        return False

    def _district(self, row: Row) -> Unit | None:
        code = row.get("old_district_code")
        if self.reader.pad_codes:
            code = code.zfill(3)
        district = self.districts.get(code)
        if district is None:
            self.work.refuse_parent(row, "old_district_code", code)
            return None
        province = row.get("old_province_code")
        if self.reader.pad_codes:
            province = province.zfill(2)
        if self.provinces.get(district.parent_id or 0) != province:
            reason = _("The district %(code)s did not belong to this province.")
            self.report.refuse(row, "old_province_code", reason % {"code": code})
            return None
        return district

    def _link(self, row: Row, *, former: bool) -> Link | None:
        new_code = self.reader.code(row, "new_code", 5)
        new = self.communes.get(new_code)
        if new is None and new_code.isdigit() and len(new_code) == 5:
            reason = _("No commune of today has the code %(code)s.") % {"code": new_code}
            self.report.refuse(row, "new_code", reason)
        is_split = self.reader.flag(row, "is_split")
        try:
            transfer = Transfer(row.get("transfer"))
        except ValueError:
            reason = _("The kind of transfer “%(text)s” is unknown.")
            self.report.refuse(row, "transfer", reason % {"text": row.get("transfer")[:40]})
            return None
        if new is None:
            return None
        note = row.get("note")
        old_code = row.get("old_code") if former else row.get("old_district_code")
        if self.reader.pad_codes:
            old_code = old_code.zfill(5 if former else 3)
        if not former and row.get("old_type") != "district":
            # an area without a code of its own: told as a part of its district
            note = "; ".join(filter(None, (row.get("old_name"), note)))
            transfer, is_split = Transfer.PART_AREA, True
        basis = formats.commune_resolutions().get(
            self.provinces_now.get(new.parent_id or 0, ""), ""
        )
        return Link(row, old_code, new, transfer, is_split, basis, note[:300])


def _codes(directory: Directory) -> dict[int, str]:
    return {unit.id: code for code, unit in directory.by_code.items()}


def _repeats(first: int) -> str:
    return _("The row repeats row %(row)s.") % {"row": first}
