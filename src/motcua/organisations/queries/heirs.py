"""All units with who took them over whole: for figures that go on after a merger."""

from __future__ import annotations

from collections import defaultdict

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
