"""The board of a province: where help is needed and why, what hinders, what is most asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.dossiers.types import LateCause
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.indicators.index.beside import units_rows
from motcua.indicators.queries.causes import Causes
from motcua.indicators.queries.counted_board import board_of, taken_over_name
from motcua.indicators.queries.figures import added
from motcua.indicators.types import Board, BoardRow, Figure, Figures
from motcua.kernel import clock
from motcua.office.boards.asked import Asked, received_of
from motcua.office.boards.now import Today, flow_keys, overdue_key, soon_key, today_of
from motcua.office.boards.shown import Links, lines_of, narrowed_of
from motcua.office.boards.unit import causes_bars, common, overdue_causes
from motcua.office.briefs import sentences_shown
from motcua.office.latenesses import cause_name
from motcua.oversight.brief_rules import Part, Say, week_name
from motcua.oversight.help_rules import Need, Reason, Stand, needs
from motcua.oversight.queries.blocked import blocked_by_unit
from motcua.oversight.queries.briefs import brief_get
from motcua.oversight.queries.register import register_counts
from motcua.oversight.types import ENDED
from motcua.oversight.types import Asked as Wanted
from motcua.ui import formats
from motcua.ui.types import Bar, KeyFigure, Tone

NEEDS = 8
BIGGEST = 8
STOCKS = (Figure.OPEN, Figure.OVERDUE, Figure.DUE_SOON)
TOLD = 3
QUIET = frozenset({Say.NONE_WORSE, Say.NONE_OVERDUE})


def peek(request: SignedInRequest, asked: Asked) -> dict[str, int]:
    """Return the figures of the register of difficulties, of the unit shown and all under it.

    For whoever reads the register; three statements.
    """
    if not request.actor.may(Action.OVERSIGHT_READ, asked.unit.id):
        return {}
    return register_counts(request.actor, Wanted(place_id=asked.unit.id))


def build(request: SignedInRequest, asked: Asked, register: dict[str, int]) -> dict[str, Any]:
    """Return what the page shows."""
    shown = board_of(
        asked.counted,
        asked.choice.period,
        procedure_ids=asked.narrow.procedure_ids,
        officials=False,
    )
    links = Links(asked.query)
    today = today_of(asked)
    causes = overdue_causes(asked, today.figures, today.window)
    rows, under = _rows(asked, shown, today)
    found = () if asked.narrow.channel else needs(_stands(asked, shown, rows, under))
    keys = [] if asked.narrow.channel else [overdue_key(today), soon_key(today)]
    if found:
        keys.append(_needy(found, len(rows)))
    if register and asked.narrow.procedure_ids is None:
        keys += _difficulties(register, asked.unit.id)
    return {
        **common(asked, shown, links),
        "keys": [*keys, *flow_keys(asked, today)],
        "needs": _needs(
            _Now(asked, links, today.links, rows, _most_often(causes, under)), found[:NEEDS]
        ),
        "needs_shown": not asked.narrow.channel,
        "more_needs": max(0, len(found) - NEEDS),
        "causes": causes_bars(asked, causes, today.query),
        "brief": _brief(request, asked),
        "biggest": _biggest(asked, shown),
        "by_unit": lines_of(shown.by_unit, links, "unit", asked),
        "by_procedure": lines_of(shown.by_procedure, links, "procedure", asked),
    }


def _needy(found: tuple[Need, ...], whole: int) -> KeyFigure:
    return KeyFigure(
        len(found),
        _("units need help"),
        "#help",
        Tone.OVERDUE if found[0].first is Reason.OVERDUE else Tone.DUE_SOON,
        _("of %(n)s with dossiers") % {"n": formats.number(whole)},
    )


def _difficulties(register: dict[str, int], unit_id: int) -> list[KeyFigure]:
    """Return how many difficulties are open, and how many have no answer in time."""
    ended = {state.value for state in ENDED}
    others = {"overdue", "broken", "stopped"}
    open_ = sum(n for key, n in register.items() if key not in ended | others)
    late = register["overdue"]
    return [
        KeyFigure(
            open_,
            _("difficulties open"),
            _register_url(unit_id) if open_ else "",
            Tone.DUE_SOON if late else Tone.NEUTRAL,
            _("without an answer in time: %(late)s; dossiers blocked: %(blocked)s")
            % {"late": formats.number(late), "blocked": formats.number(register["stopped"])},
        )
    ]


def _register_url(unit_id: int) -> str:
    """Return the address of what a unit and everything under it reported."""
    return f"{reverse('office:difficulties')}?{urlencode({'place': unit_id})}"


def _rows(asked: Asked, shown: Board, today: Today) -> tuple[dict[int, BoardRow], dict[int, int]]:
    """Return what each unit directly below has at this moment, with its flows of the period.

    And of every unit of the board the row in which it is counted.
    """
    counted = asked.choice.counted_at(today.window.until)
    tree = units_rows()
    under = {
        key: _below(asked.unit.id, tree[key].above, key)
        for key in counted.ids | asked.counted.ids
        if key in tree
    }
    under |= asked.counted.line_of | counted.line_of
    parts: dict[int, list[Figures]] = {}
    for key, figures in today.by_unit.items():
        parts.setdefault(under.get(key, key), []).append({one: figures[one] for one in STOCKS})
    flows = {row.key: row for row in shown.by_unit}
    rows = {}
    for key in flows.keys() | parts.keys():
        row, unit = flows.get(key), tree.get(key)
        code, label = (unit.code, unit.name) if unit else ("", str(key))
        if key in asked.taken_ids:
            label = taken_over_name(label)
        stocks = added(parts.get(key, ()))
        figures = {**(row.figures if row else stocks), **{one: stocks[one] for one in STOCKS}}
        rows[key] = BoardRow(key, code, label, figures)
    return rows, under


def _below(main: int, path: Sequence[int], key: int) -> int:
    place = path.index(main) + 1 if main in path else len(path)
    return path[place] if place < len(path) else key


def _stands(
    asked: Asked, shown: Board, rows: Mapping[int, BoardRow], under: Mapping[int, int]
) -> Iterable[Stand]:
    """Return the figures of each unit directly below, as the rule wants them."""
    blocked: dict[int, int] = {}
    for unit_id, n in blocked_by_unit(asked.unit_ids).items():
        key = under.get(unit_id, unit_id)
        if key in rows:
            blocked[key] = blocked.get(key, 0) + n
    days = _working_days(asked, shown)
    return [
        Stand(
            code=row.code,
            name=row.label,
            open=row.figures[Figure.OPEN],
            overdue=row.figures[Figure.OVERDUE],
            due_soon=row.figures[Figure.DUE_SOON],
            resolved=row.figures[Figure.RESOLVED],
            in_time=row.figures[Figure.RESOLVED_IN_TIME],
            blocked=blocked.get(row.key, 0) if asked.narrow.procedure_ids is None else 0,
            working_days=days,
        )
        for row in rows.values()
    ]


def _working_days(asked: Asked, shown: Board) -> int:
    """Return the working days of the period until now; none where the calendar is not known."""
    calendar = calendar_for(asked.unit.id)
    day, last = asked.choice.period.first, clock.local(shown.window.until).date()
    found = 0
    try:
        while day <= min(last, asked.choice.period.last):
            found += calendar.is_working(day)
            day += timedelta(days=1)
    except CalendarInvalid:
        return 0
    return found


@dataclass(frozen=True)
class _Now:
    """What reasons are told from: lists of the period and of today, rows, the usual causes."""

    asked: Asked
    flows: Links
    stocks: Links
    rows: Mapping[int, BoardRow]
    causes: Mapping[int, str]


def _needs(now: _Now, found: tuple[Need, ...]) -> list[dict[str, Any]]:
    """Return the units that need help with every reason in words and what is behind it."""
    rows = {row.code: row for row in now.rows.values()}
    return [
        {
            "rank": need.rank,
            "name": need.stand.name,
            "url": now.asked.board_url(unit=need.stand.code),
            "tone": Tone.OVERDUE if need.first is Reason.OVERDUE else Tone.DUE_SOON,
            "reasons": [
                _reason(need.stand, reason, n, rows[need.stand.code], now)
                for reason, n in need.reasons
            ],
        }
        for need in found
    ]


def _reason(stand: Stand, reason: Reason, n: int, row: BoardRow, now: _Now) -> dict[str, str]:
    narrowed = narrowed_of(row, "unit", now.asked)
    values = {"n": formats.number(n), "whole": formats.number(stand.open)}
    if reason is Reason.OVERDUE:
        text = _("%(n)s overdue of %(whole)s in process") % values
        cause = now.causes.get(row.key, "")
        more = _("most often: %(cause)s") % {"cause": cause} if cause else ""
        return {"text": text, "url": now.stocks.to(Figure.OVERDUE, n, narrowed), "more": more}
    if reason is Reason.TOO_MUCH:
        pace = formats.number(stand.resolved / stand.working_days, 1)
        return {
            "text": _("%(n)s of %(whole)s in process are due by the end of the next working day")
            % values,
            "url": now.stocks.to(Figure.DUE_SOON, n, narrowed),
            "more": _("it resolves about %(pace)s a working day") % {"pace": pace},
        }
    if reason is Reason.BLOCKED:
        text = _("%(n)s blocked by difficulties") % values
        return {"text": text, "url": _register_url(row.key), "more": ""}
    values["resolved"] = formats.number(stand.resolved)
    return {
        "text": _("%(n)s of %(resolved)s resolved late") % values,
        "url": now.flows.to(Figure.LATE, n, narrowed),
        "more": _("more than elsewhere, beyond chance"),
    }


def _most_often(causes: Causes, under: Mapping[int, int]) -> dict[int, str]:
    """Return the cause on record that most overdue dossiers of each row have, in words."""
    counts: dict[int, dict[LateCause, int]] = {}
    for late in causes.rows:
        if late.cause is not LateCause.NONE:
            row = counts.setdefault(under.get(late.unit_id, late.unit_id), {})
            row[late.cause] = row.get(late.cause, 0) + 1
    return {
        key: cause_name(max(sorted(row), key=lambda cause: row[cause]))
        for key, row in counts.items()
    }


def _brief(request: SignedInRequest, asked: Asked) -> dict[str, Any] | None:
    """Return the sentences of the newest weekly brief that ask for somebody's attention.

    It tells of the whole unit and of a week: nothing stands on a board that is narrowed, or of
    days that are over and without that week.
    """
    may = request.actor.may(Action.OVERSIGHT_READ, asked.unit.id)
    found = brief_get(asked.unit.id) if may and not asked.only and not asked.narrow.query else None
    if found is None:
        return None
    days = asked.choice.period
    runs = days.first <= clock.today() <= days.last
    if not runs and not days.first <= found.week <= days.last - timedelta(days=6):
        return None
    wanted = tuple(
        one
        for one in found.sentences
        if one.part in {Part.WORSE, Part.LATE} and one.say not in QUIET
    )
    return {
        "week": found.week,
        "sentences": sentences_shown(request, wanted[:TOLD], found.week),
        "url": f"{reverse('office:brief')}?{urlencode({'week': week_name(found.week)})}",
    }


def _biggest(asked: Asked, shown: Board) -> list[Bar]:
    """Return the procedures of which most was received in the period."""
    figure = received_of(asked.narrow.channel)
    rows = sorted(shown.by_procedure, key=lambda row: (-row.figures[figure], row.label, row.code))
    return [
        Bar(row.label, row.figures[figure], asked.board_url(procedure=row.code))
        for row in rows[:BIGGEST]
        if row.figures[figure]
    ]
