"""Which number the next result gets: proposed to the clerk, who may give another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Max

from motcua.dossiers.models import Dossier, ResultNumber
from motcua.dossiers.number_rules import number_read, number_written
from motcua.kernel import clock


def number_proposed(unit_id: int, procedure_id: int, year: int, *, like: str = "") -> str:
    """Return the next number of a unit's year, written as its last one of this procedure.

    `like` names the way of writing instead. Empty where nothing tells how the unit writes such a
    number. Two statements at most.
    """
    place = (unit_id, procedure_id)
    written = {place: like} if like else _written([place])
    return _next([place], written, year).get(place, "")


def numbers_proposed(dossier_ids: Iterable[int], *, in_turn: bool = False) -> dict[int, str]:
    """Return the next number for each of several results, by dossier; three statements.

    `in_turn`: they are issued one after the other as they are named, and those of one kind
    follow each other without a gap.
    """
    ids = list(dict.fromkeys(dossier_ids))
    rows = Dossier.objects.filter(pk__in=ids).values_list("pk", "competent_unit_id", "procedure_id")
    places = {key: (unit, procedure) for key, unit, procedure in rows} if ids else {}
    free = _next(places.values(), _written(places.values()), clock.today().year)
    given, told = Counter[tuple[int, str]](), {}
    for key in ids:
        number = free.get(places.get(key, (0, 0)), "")
        if not number:
            continue
        read = number_read(number)
        kind = (places[key][0], read.symbol)
        told[key] = number_written(read.count + given[kind], number)
        given[kind] += in_turn
    return told


def _written(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Return how units last wrote the number of a procedure, by unit and procedure."""
    asked = set(places)
    units, procedures = {one for one, _ in asked}, {one for _, one in asked}
    last = (
        ResultNumber.objects.filter(unit_id__in=units, procedure_id__in=procedures, count__gt=0)
        .order_by("unit_id", "procedure_id", "-id")
        .distinct("unit_id", "procedure_id")
        .values_list("unit_id", "procedure_id", "text")
    )
    return {(unit, procedure): text for unit, procedure, text in last}


def _next(
    places: Iterable[tuple[int, int]], written: dict[tuple[int, int], str], year: int
) -> dict[tuple[int, int], str]:
    """Return the next number of each place of which one knows how it is written."""
    kinds = {one: (one[0], number_read(written[one]).symbol) for one in places if one in written}
    highest = {
        (one["unit_id"], one["symbol"]): one["highest"]
        for one in ResultNumber.objects.filter(
            unit_id__in={unit for unit, _ in kinds.values()},
            symbol__in={symbol for _, symbol in kinds.values()},
            year=year,
        )
        .values("unit_id", "symbol")
        .annotate(highest=Max("count"))
    }
    return {
        one: number_written(highest.get(kind, 0) + 1, written[one])
        for one, kind in kinds.items()
        if number_read(written[one]).count
    }
