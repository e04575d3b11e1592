"""What an import writes: units, their versions and paths, collected and then stored in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from motcua.kernel.tabular import ImportReport
from motcua.kernel.text import search_key, sort_key
from motcua.organisations import rules
from motcua.organisations.models import Unit, UnitVersion
from motcua.organisations.services.import_rows import Wanted
from motcua.organisations.services.units import BATCH, NewUnit, units_found, version_of
from motcua.organisations.types import UnitKind

_VERSION_FIELDS = (
    "name", "full_name", "other_name", "kind", "parent", "valid_to", "search_key", "other_key",
    "source",
)  # fmt: skip
_UNIT_FIELDS = ("name", "full_name", "kind", "parent", "path", "search_key", "sort_key")


class Directory:
    """Units of some kinds of one organisation (before or since 2025-07-01) by code."""

    def __init__(self, kinds: Iterable[UnitKind], *, former: bool) -> None:
        found = Unit.objects.filter(kind__in=list(kinds)).order_by("valid_from")
        if former:
            found = found.filter(valid_from__lt=rules.TWO_TIERS_SINCE)
        else:
            found = found.filter(valid_from__gte=rules.TWO_TIERS_SINCE)
        self.by_code: dict[str, Unit] = {unit.code: unit for unit in found}
        last = UnitVersion.objects.filter(unit__in=found).order_by("valid_from")
        self.last: dict[int, UnitVersion] = {version.unit_id: version for version in last}

    def get(self, code: str) -> Unit | None:
        """Return the unit that bears a code."""
        return self.by_code.get(code)


class UnitStore:
    """Collects what accepted rows change in a directory; `store` writes it."""

    def __init__(
        self, directory: Directory, report: ImportReport, *, former: bool, today: date, source: str
    ) -> None:
        self.directory = directory
        self.report = report
        self.former = former
        self.today = today
        self.source = source[:200]
        self._new: list[tuple[NewUnit, Wanted]] = []
        self._added: list[UnitVersion] = []
        self._edited: dict[int, UnitVersion] = {}
        self._units: dict[int, Unit] = {}
        self._moved: list[tuple[str, str, Unit]] = []

    def put(self, wanted: Wanted, parent: Unit | None) -> bool | None:
        """Take an accepted row; return whether it changes anything, None when it is refused."""
        unit = self.directory.get(wanted.code)
        if unit is not None and not self.former and unit.valid_to is not None:
            if wanted.valid_from is None or wanted.valid_from < unit.valid_to:
                reason = _("The unit with this code ended on %(day)s.")
                self.report.refuse(wanted.row, "code", reason % {"day": unit.valid_to.isoformat()})
                return None
            unit = None
        if unit is None:
            self._found(wanted, parent)
            return True
        return self._compare(unit, wanted, parent)

    def _found(self, wanted: Wanted, parent: Unit | None) -> None:
        since = wanted.valid_from or rules.TWO_TIERS_SINCE
        new = NewUnit(
            code=wanted.code,
            full_name=wanted.full_name,
            kind=wanted.kind,
            parent=parent,
            valid_from=rules.KNOWN_SINCE if self.former else since,
            valid_to=rules.TWO_TIERS_SINCE if self.former else None,
            name=wanted.name,
            other_name=wanted.other_name,
            source=self.source,
        )
        self._new.append((new, wanted))

    def _compare(self, unit: Unit, wanted: Wanted, parent: Unit | None) -> bool | None:
        last = self.directory.last[unit.id]
        change = wanted.change
        full_name = change.full_name if change else wanted.full_name
        kind = change.kind if change else wanted.kind
        parent_id = parent.id if parent else None
        same = (last.full_name, last.kind, last.parent_id) == (full_name, kind, parent_id)
        if same and last.other_name == wanted.other_name:
            return False
        on = change.on if change else self.today
        if same or self.former or on == last.valid_from:
            # another spelling, a correction of what has ended, or of today's own mistake
            version = last
        elif on < last.valid_from:
            reason = _("The unit changed on %(day)s already; a change must come after it.")
            day = last.valid_from.isoformat()
            self.report.refuse(wanted.row, "changed_on", reason % {"day": day})
            return None
        else:
            last.valid_to = on
            self._edited[last.id] = last
            version = UnitVersion(unit=unit, valid_from=on, source=self.source)
            self._added.append(version)
        self._rename(unit, wanted, parent)
        _describe(version, unit, wanted.other_name)
        if change and change.source:
            version.source = change.source
        if version is last:
            self._edited[last.id] = last
        return True

    def _rename(self, unit: Unit, wanted: Wanted, parent: Unit | None) -> None:
        change = wanted.change
        unit.full_name = change.full_name if change else wanted.full_name
        renamed = unit.full_name != wanted.full_name
        unit.name = rules.name_bare(unit.full_name) if renamed else wanted.name
        unit.kind = (change.kind if change else wanted.kind).value
        unit.search_key, unit.sort_key = search_key(unit.name), sort_key(unit.name)
        if unit.parent_id != (parent.id if parent else None):
            before = unit.path
            unit.parent = parent
            unit.path = f"{parent.path if parent else '/'}{unit.id}/"
            self._moved.append((before, unit.path, unit))
        self._units[unit.id] = unit

    def store(self) -> None:
        """Write everything in bulk; the caller holds the transaction."""
        # old versions are closed before their successors open: one open version per unit
        UnitVersion.objects.bulk_update(self._edited.values(), _VERSION_FIELDS, batch_size=BATCH)
        Unit.objects.bulk_update(self._units.values(), _UNIT_FIELDS, batch_size=BATCH)
        for before, after, unit in self._moved:
            under = Unit.objects.filter(path__startswith=before).exclude(id=unit.id)
            under.update(path=Concat(Value(after), Substr(F("path"), len(before) + 1)))
        units = units_found([new for new, _wanted in self._new]) if self._new else []
        for unit, (_new, wanted) in zip(units, self._new, strict=True):
            self.directory.by_code[unit.code] = unit
            if wanted.change:
                self._change_new(unit, wanted)
        UnitVersion.objects.bulk_create(self._added, batch_size=BATCH)

    def _change_new(self, unit: Unit, wanted: Wanted) -> None:
        change = wanted.change
        assert change is not None
        UnitVersion.objects.filter(unit=unit).update(valid_to=change.on)
        self._rename(unit, wanted, unit.parent)
        unit.save(update_fields=_UNIT_FIELDS)
        version = version_of(
            unit,
            full_name=unit.full_name,
            name=unit.name,
            other_name=wanted.other_name,
            since=change.on,
        )
        version.source = change.source or self.source
        self._added.append(version)


def _describe(version: UnitVersion, unit: Unit, other_name: str) -> None:
    version.name = unit.name
    version.full_name = unit.full_name
    version.kind = unit.kind
    version.parent_id = unit.parent_id
    version.other_name = other_name
    version.search_key = unit.search_key
    version.other_key = search_key(rules.name_bare(other_name))
