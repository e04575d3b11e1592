"""All units with who took them over whole: for figures that go on after a merger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from motcua.organisations.models import Succession, Unit
from motcua.organisations.queries.views import view_of
from motcua.organisations.types import UnitView


def units_and_heirs() -> list[tuple[UnitView, tuple[int, ...]]]:
    """Return every unit of all times, by id, with the ids of those that took it over whole.

    Of a unit that was divided there are none: nobody inherits all that it had. Two statements.
    """
    heirs: dict[int, list[int]] = defaultdict(list)
    whole = Succession.objects.filter(is_split=False).order_by("pk")
    for old, new in whole.values_list("old_id", "new_id"):
        heirs[old].append(new)
    return [
        (view_of(unit), tuple(heirs[unit.pk])) for unit in Unit.objects.order_by("pk").iterator()
    ]


def units_taken_over(unit_ids: Collection[int], on: date) -> list[tuple[UnitView, UnitView]]:
    """Return the units that these, or what these took over, took over whole by a day, each once.

    With each the unit that did it; units among `unit_ids` are left out. In the order of codes. One
    statement for each step of mergers after mergers, and one more.
    """
    found: dict[int, tuple[UnitView, UnitView]] = {}
    seen, heirs = set(unit_ids), set(unit_ids)
    while heirs:
        links = Succession.objects.filter(
            new_id__in=heirs, is_split=False, old__valid_to__lte=on
        ).exclude(old_id__in=seen)
        heirs = set()
        for link in links.select_related("old", "new").order_by("effective_on", "pk"):
            heirs.add(link.old_id)
            found.setdefault(link.old_id, (view_of(link.old), view_of(link.new)))
        seen |= heirs
    return sorted(found.values(), key=lambda pair: (pair[0].code, pair[0].id))
