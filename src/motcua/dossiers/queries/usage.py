"""Which procedures a counter takes in most: for the order of its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from motcua.dossiers.models import Dossier
from motcua.procedures.queries import versions_by_ids

RECENT = 500


def procedures_used(unit_ids: Iterable[int], *, recent: int = RECENT) -> dict[str, int]:
    """Return how often each procedure occurs among the latest dossiers received in these units.

    Keys are national codes. Looks at `recent` dossiers at most, so that it costs the same in a
    unit with a million.
    """
    versions = (
        Dossier.objects.filter(receiving_unit_id__in=list(unit_ids))
        .order_by("-submitted_at", "-id")
        .values_list("procedure_version_id", flat=True)[:recent]
    )
    counts = Counter(versions)
    known = versions_by_ids(counts)
    used: Counter[str] = Counter()
    for version_id, count in counts.items():
        used[known[version_id].code] += count
    return dict(used)
