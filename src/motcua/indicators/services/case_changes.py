"""Of which unit and month a dossier stands otherwise in its new versions than in its old ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Q

from motcua.indicators.index.fold import COLUMNS
from motcua.indicators.index.standing import Version, months_changed
from motcua.indicators.models import Case
from motcua.kernel import clock

# What a version says beside its number and when it stood.
_TOLD = attrgetter(*(one for one in COLUMNS if one not in {"version", "valid_from", "valid_to"}))
_Row = Any  # a Case, or what was stored of one


def changed_months(dossier_ids: Collection[int], new: Sequence[Case]) -> Counter[tuple[int, date]]:
    """Return how many dossiers differ by unit and month; the old versions are still stored.

    A row that another system's mirrors is counted by what its owner's own row says: whoever shares
    the case is counted as changed too.
    """
    old = Case.objects.filter(dossier_id__in=dossier_ids).order_by("dossier_id", "version")
    before = _histories(old.values_list("dossier_id", *COLUMNS, named=True))
    after = _histories(new)
    now = clock.now()
    found: Counter[tuple[int, date]] = Counter()
    shared: dict[str, set[date]] = {}
    for key in before.keys() | after.keys():
        rows = [*before.get(key, ()), *after.get(key, ())]
        months = months_changed(_versions(before.get(key, ())), _versions(after.get(key, ())), now)
        if not months:
            continue
        for unit in {row.unit_id for row in rows}:
            found.update((unit, month) for month in months)
        for row in rows:
            shared.setdefault(row.identity, set()).update(months)
    if shared:
        sharing = Case.objects.filter(Q(mirrored=True), identity__in=shared)
        for unit, identity in sharing.values_list("unit_id", "identity").distinct():
            found.update((unit, month) for month in shared[identity])
    return found


def _histories(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(row)
    return found


def _versions(rows: Iterable[_Row]) -> list[Version]:
    return [Version(row.valid_from, row.valid_to, _TOLD(row)) for row in rows]
