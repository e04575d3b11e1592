"""The weekly brief: made by itself on Monday, frozen; made anew only with a reason."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.indicators.queries import figures_by, window_of
from motcua.indicators.queries.counted import counted_units, until_of
from motcua.indicators.queries.counted_board import board_of
from motcua.indicators.types import Board, Dimension, Figure, Period
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.saying import said
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_descendant_ids, unit_get, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitView
from motcua.oversight import brief_rules as rules
from motcua.oversight.models import Addressee, Brief, Difficulty
from motcua.oversight.queries.places import register_unit
from motcua.oversight.queries.standing import lines_at

log = logging.getLogger(__name__)
_LOCK = 7_421
WEEK = timedelta(days=7)


def briefs_make() -> int:
    """Make the brief of last week for every province that has a register; return how many.

    Run again it changes nothing. A province that fails is logged and does not stop the others.
    """
    monday = rules.week_of(clock.today()) - WEEK
    return sum(_made(unit_id, monday) for unit_id in _registers())


def commune_briefs_make() -> int:
    """Make the brief of last week for every commune of these provinces that has anything to say.

    The same rules; its difficulties are those that it reported. Return how many were made.
    """
    monday = rules.week_of(clock.today()) - WEEK
    made = 0
    for province_id in _registers():
        with scope_use(SYSTEM):
            communes = _at_work(province_id, monday)
        made += sum(_made(unit_id, monday) for unit_id in communes)
    return made


def _registers() -> list[int]:
    with scope_use(SYSTEM):
        ids = {*Addressee.objects.values_list("unit_id", flat=True).distinct()}
        ids |= {*Difficulty.objects.values_list("unit_id", flat=True).distinct()}
    return sorted(ids)


def _made(unit_id: int, monday: date) -> bool:
    """Make one brief; a unit that fails is logged and stops no other."""
    try:
        with scope_use(SYSTEM), transaction.atomic():
            return _freeze(unit_get(unit_id), monday) is not None
    except Exception:
        log.exception("the weekly brief of unit %s could not be made", unit_id)
        return False


def _at_work(province_id: int, monday: date) -> list[int]:
    """Return the communes with figures in a week, or with a difficulty open at its end."""
    window = window_of(Period(monday, monday + timedelta(days=6)))
    wanted = (Figure.RECEIVED, Figure.RESOLVED, Figure.OPEN)
    ids = unit_descendant_ids(province_id)
    busy = set(figures_by(ids, window, (Dimension.UNIT,), wanted)[Dimension.UNIT])
    busy |= {one.place_id for one in lines_at(province_id, clock.midnight(monday + WEEK))}
    above = {one for view in units_by_ids(busy).values() for one in view.path_ids}
    return sorted(key for key, one in units_by_ids(above).items() if one.kind in COMMUNE_KINDS)


@transaction.atomic
def brief_make(*, actor: Actor, unit_id: int, week: date, reason: str = "") -> int:
    """Make the brief of a whole past week; return its version.

    A second version needs the reason, and is kept beside the first with what differs. Raises
    Forbidden, Invalid (a week that is not over), Refused (nothing differs).
    """
    actor.posting_for(Action.OVERSIGHT_KEEP, unit_id)
    unit = unit_get(unit_id)
    monday = rules.week_of(week)
    if unit.kind not in PROVINCE_KINDS or clock.today() < monday + WEEK:
        raise Invalid([FieldProblem("week", _("Choose a week that is over."))])
    again = Brief.objects.filter(unit_id=unit_id, week=monday).exists()
    words = said(reason, "text", 1000) if again else ""
    with scope_use(SYSTEM):
        found = _freeze(unit, monday, actor=actor, reason=words)
    if found is None:
        raise Refused("same", _("Nothing differs: the brief stands as it is."))
    return found.version


def _freeze(
    unit: UnitView, monday: date, *, actor: Actor | None = None, reason: str = ""
) -> Brief | None:
    """Keep a version unless the last one says the same, or the job has made one already."""
    with connection.cursor() as cursor:  # two at once follow each other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, unit.id])
    last = Brief.objects.filter(unit_id=unit.id, week=monday).order_by("-version").first()
    if last is not None and actor is None:
        return None
    sentences = sentences_of(unit, monday)
    digest = rules.digest_of(sentences)
    if last is not None and last.digest == digest:
        return None
    return Brief.objects.create(
        unit_id=unit.id,
        week=monday,
        version=last.version + 1 if last else 1,
        cut_off=clock.midnight(monday + WEEK),
        made_at=clock.now(),
        account_id=actor.account_id if actor else None,
        reason=reason,
        sentences=rules.sentences_json(sentences),
        digest=digest,
    )


def sentences_of(unit: UnitView, monday: date) -> tuple[rules.Sentence, ...]:
    """Return what the brief of a province or commune says of a week; eighteen statements.

    Figures are those of the board of that week, difficulties as they stood at its end. A commune
    reads of itself, and of the difficulties that it reported.
    """
    end = clock.midnight(monday + WEEK)
    week, before = (_board(unit, first) for first in (monday, monday - WEEK))
    ids = unit_descendant_ids(unit.id)
    whole = _unit(unit.code, unit.full_name, week.totals, before.totals)
    lines = lines_at(register_unit(unit.id).id, end)
    province = unit.kind in PROVINCE_KINDS
    return rules.brief(
        _units(week, before) if province else [whole],
        lines if province else [one for one in lines if one.place_id in ids],
        whole=whole,
        at=end,
        today=monday + WEEK,
    )


def _board(unit: UnitView, first: date) -> Board:
    """Return the board of a week, with what the unit had taken over by its end in the sums alone.

    On a line of its own nobody would be named who can act: the unit is no longer there.
    """
    period = Period(first, first + timedelta(days=6))
    counted = counted_units(unit.id, until_of(period))
    found = board_of(counted, period, officials=False)
    taken = {one.unit_id for one in counted.taken}
    return replace(found, by_unit=tuple(one for one in found.by_unit if one.key not in taken))


def _units(week: Board, before: Board) -> list[rules.UnitWeek]:
    earlier = {row.key: row.figures for row in before.by_unit}
    now = {row.key: row.figures for row in week.by_unit}
    names = {row.key: (row.code, row.label) for row in (*before.by_unit, *week.by_unit)}
    return [
        _unit(*names[key], now.get(key, {}), earlier.get(key, {}))
        for key in sorted(names, key=lambda key: names[key])
    ]


def _unit(
    code: str, name: str, now: Mapping[Figure, int], earlier: Mapping[Figure, int]
) -> rules.UnitWeek:
    wanted = (Figure.RECEIVED, Figure.RESOLVED, Figure.RESOLVED_IN_TIME, Figure.OVERDUE)
    figures = [found.get(one, 0) for found in (now, earlier) for one in wanted]
    return rules.UnitWeek(code, name, *figures)
