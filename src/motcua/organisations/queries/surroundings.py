"""Names, ancestors, predecessors and successors of units, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q

from motcua.organisations import rules
from motcua.organisations.models import Succession, Unit, UnitVersion
from motcua.organisations.queries.views import name_of, version_view, view_of
from motcua.organisations.types import SuccessionView, Transfer, UnitResolution, UnitView


class Surroundings:
    """Names, ancestors, predecessors and successors of some units: at most four statements."""

    def __init__(self, units: list[Unit]) -> None:
        ids = {unit.id for unit in units}
        self.before: dict[int, list[Succession]] = defaultdict(list)
        self.after: dict[int, list[Succession]] = defaultdict(list)
        self.units: dict[int, Unit] = {unit.id: unit for unit in units}
        links = Succession.objects.filter(Q(old__in=ids) | Q(new__in=ids))
        # no join: the planner would read whole tables until statistics are known
        for link in links.order_by("effective_on", "id"):
            self.after[link.old_id].append(link)
            if link.transfer != Transfer.DISTRICT_ENDED:  # the land's district, not a forerunner
                self.before[link.new_id].append(link)
            ids |= {link.old_id, link.new_id}
        self.units |= Unit.objects.in_bulk(ids - self.units.keys())
        wanted = {one for unit in self.units.values() for one in view_of(unit).path_ids}
        self.units |= Unit.objects.in_bulk(wanted - self.units.keys())
        self.names: dict[int, list[UnitVersion]] = defaultdict(list)
        for version in UnitVersion.objects.filter(unit__in=wanted).order_by("valid_from"):
            self.names[version.unit_id].append(version)

    def chain(self, view: UnitView, on: date | None = None) -> tuple[UnitView, ...]:
        """Return the ancestors, the nearest first, as called on a day or at the unit's end."""
        day = on + timedelta(days=1) if on else view.valid_to
        parents = (self.units[one] for one in reversed(view.path_ids[:-1]))
        return tuple(self._called(parent, day) for parent in parents)

    def _called(self, unit: Unit, before: date | None) -> UnitView:
        named = [v for v in self.names[unit.id] if before is None or v.valid_from < before]
        return version_view(named[-1], unit) if named else view_of(unit)

    def resolution(
        self, view: UnitView, matched: str, *, exact: bool, on: date | None = None
    ) -> UnitResolution:
        """Put one answer together."""
        return UnitResolution(
            unit=view,
            matched_name=matched,
            exact=exact,
            names=tuple(name_of(version) for version in self.names[view.id]),
            chain=self.chain(view, on),
            predecessors=tuple(self._link(one, one.old_id) for one in self.before[view.id]),
            successors=tuple(self._link(one, one.new_id) for one in self.after[view.id]),
        )

    def _link(self, link: Succession, other: int) -> SuccessionView:
        view = view_of(self.units[other])
        return SuccessionView(
            unit=view,
            chain=self.chain(view),
            transfer=Transfer(link.transfer),
            is_split=link.is_split,
            legal_basis=link.legal_basis,
            effective_on=link.effective_on,
            note=link.note,
        )

    def stands_in(
        self, resolution: UnitResolution, around: tuple[tuple[rules.NameKey, ...], ...]
    ) -> bool:
        """Whether every part after a comma names a unit around this one, then or now."""
        if not around:
            return True
        neighbours = [
            view
            for link in (*resolution.predecessors, *resolution.successors)
            for view in (link.unit, *link.chain)
        ]
        keys = {
            key
            for view in (*resolution.chain, *neighbours)
            for version in self.names[view.id]
            for key in (version.search_key, version.other_key)
            if key
        }
        return all(any(reading.key in keys for reading in part) for part in around)
