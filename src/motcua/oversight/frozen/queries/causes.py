"""What explains a difference besides events of dossiers: a unit moved, a catalogue corrected.

Only what is recorded is named: a version of a unit under another parent, a version of a procedure
that was recorded after the freeze and holds for the time that is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

from motcua.dossiers.queries.lives import DossierPlace, places_by_code
from motcua.kernel import clock
from motcua.organisations.queries import unit_descendant_ids, unit_get, units_by_ids, units_moved
from motcua.oversight.frozen.types import Cause, CauseKind
from motcua.procedures.queries import versions_later


def causes_of(
    codes: Collection[str], unit_id: int, *, frozen_at: datetime, cut_off: datetime
) -> tuple[Cause, ...]:
    """Return what was recorded after a freeze that explains why these dossiers came or went.

    `unit_id` is the report's unit. Reads every unit's rows: the caller has the system's scope.
    """
    if not codes:
        return ()
    places = places_by_code(codes)
    return (*_moves(places, unit_id, frozen_at), *_catalogue(places, frozen_at, cut_off))


def _moves(places: dict[str, DossierPlace], unit_id: int, since: datetime) -> Iterator[Cause]:
    """Yield moves away from under the report's unit, to it, or within it."""
    for move in units_moved(since):
        ends = units_by_ids({move.before_id, move.after_id} - {0})
        above = {one for end in ends.values() for one in end.path_ids}
        if unit_id not in above:
            continue
        under = unit_descendant_ids(move.unit_id)
        listed = tuple(
            sorted(
                code
                for code, one in places.items()
                if {one.competent_unit_id, one.receiving_unit_id} & under
            )
        )
        if listed:
            names = {key: end.full_name for key, end in ends.items()}
            yield Cause(
                CauseKind.MOVED, move.code, unit_get(move.unit_id).full_name,
                names.get(move.before_id, ""), names.get(move.after_id, ""), move.on,
                move.recorded_at, listed,
            )  # fmt: skip


def _catalogue(
    places: dict[str, DossierPlace], since: datetime, cut_off: datetime
) -> Iterator[Cause]:
    by_procedure: dict[int, list[str]] = defaultdict(list)
    for code, one in places.items():
        by_procedure[one.procedure_id].append(code)
    later = versions_later(by_procedure, recorded_after=since, begun_by=cut_off)
    for procedure_id, changes in sorted(later.items()):
        for change in changes:
            yield Cause(
                CauseKind.CATALOGUE, change.code, change.name, change.field_before,
                change.field_after, clock.local(change.effective_from).date(), change.recorded_at,
                tuple(sorted(by_procedure[procedure_id])),
            )  # fmt: skip
