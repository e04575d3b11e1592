"""Of which unit and month a dossier stands otherwise in its new versions than in its old ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import Q

from motcua.indicators.index.fold import COLUMNS
from motcua.indicators.index.standing import Version, months_changed
from motcua.indicators.models import Case
from motcua.kernel import clock

NAMES = ("dossier_id", *COLUMNS)
CaseRow = tuple[Any, ...]
"""A version of a dossier as it is stored, by `NAMES`: of hundreds of thousands an instance of the
model each would take as long as all the folding."""
_UNIT, _IDENTITY, _SINCE, _TILL = (
    NAMES.index(one) for one in ("unit_id", "identity", "valid_from", "valid_to")
)
# What a version says beside its dossier, its number and when it stood.
_TOLD = itemgetter(
    *(
        place
        for place, one in enumerate(NAMES)
        if one not in {"dossier_id", "version", "valid_from", "valid_to"}
    )
)


def changed_months(
    dossier_ids: Collection[int], new: Sequence[CaseRow]
) -> Counter[tuple[int, date]]:
    """Return how many dossiers differ by unit and month; the old versions are still stored.

    A row that another system's mirrors is counted by what its owner's own row says: whoever shares
    the case is counted as changed too.
    """
    old = Case.objects.filter(dossier_id__in=dossier_ids).order_by("dossier_id", "version")
    before = _histories(old.values_list(*NAMES))
    after = _histories(new)
    now = clock.now()
    found: Counter[tuple[int, date]] = Counter()
    shared: dict[str, set[date]] = {}
    for key in before.keys() | after.keys():
        rows = [*before.get(key, ()), *after.get(key, ())]
        months = months_changed(_versions(before.get(key, ())), _versions(after.get(key, ())), now)
        if not months:
            continue
        for unit in {row[_UNIT] for row in rows}:
            found.update((unit, month) for month in months)
        for row in rows:
            shared.setdefault(row[_IDENTITY], set()).update(months)
    if shared:
        sharing = Case.objects.filter(Q(mirrored=True), identity__in=shared)
        for unit, identity in sharing.values_list("unit_id", "identity").distinct():
            found.update((unit, month) for month in shared[identity])
    return found


def _histories(rows: Iterable[CaseRow]) -> dict[int, list[CaseRow]]:
    found: dict[int, list[CaseRow]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _versions(rows: Iterable[CaseRow]) -> list[Version]:
    return [Version(row[_SINCE], row[_TILL], _TOLD(row)) for row in rows]
