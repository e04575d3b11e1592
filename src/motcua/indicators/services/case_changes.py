"""Of which unit and month a dossier stands otherwise in its new versions than in its old ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Q

from motcua.indicators.index.fold import COLUMNS
from motcua.indicators.index.standing import Version, months_changed
from motcua.indicators.models import Case
from motcua.kernel import clock

# What a version says beside its number and when it stood.
_TOLD = tuple(name for name in COLUMNS if name not in {"version", "valid_from", "valid_to"})


def changed_months(dossier_ids: Collection[int], new: Sequence[Case]) -> Counter[tuple[int, date]]:
    """Return how many dossiers differ by unit and month; the old versions are still stored.

    A row that another system's mirrors is counted by what its owner's own row says: whoever shares
    the case is counted as changed too.
    """
    old = list(Case.objects.filter(dossier_id__in=dossier_ids).order_by("dossier_id", "version"))
    before, after = _histories(old), _histories(new)
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


def _histories(rows: Iterable[Case]) -> dict[int, list[Case]]:
    found: dict[int, list[Case]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(row)
    return found


def _versions(rows: Iterable[Case]) -> list[Version]:
    return [
        Version(row.valid_from, row.valid_to, tuple(getattr(row, name) for name in _TOLD))
        for row in rows
    ]
