"""The dossiers behind a figure: the same definition, summed per dossier instead of altogether."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.queries.lives import codes_by_id, ids_by_code
from motcua.indicators import rules
from motcua.indicators.index.places import Counted
from motcua.indicators.queries.counted import taken_over_seen
from motcua.indicators.rules import Over, Term
from motcua.indicators.types import DossiersBehind, Figure, Window
from motcua.kernel.errors import FieldProblem, Invalid

PAGE_MAX = 100
WINDOWS = {
    Over.FLOW: "at > %(before)s AND at <= %(until)s"
    " AND (ended_at IS NULL OR ended_at > %(before)s)",
    Over.REOPENED: "at > %(before)s AND at <= %(until)s AND ended_at <= %(before)s",
    Over.START: "at <= %(before)s",
    Over.END: "at <= %(until)s",
    Over.AHEAD: "at > %(until)s AND at <= %(ahead)s AND known_at <= %(until)s",
}


def dossiers_behind(
    figure: Figure,
    unit_ids: Collection[int],
    window: Window,
    *,
    procedure_id: int | None = None,
    procedure_ids: Collection[int] | None = None,
    official_id: int | None = None,
    after: str = "",
    limit: int = 25,
    counted: Counted | None = None,
) -> DossiersBehind:
    """Return a page of the dossiers that a figure counts, the newest first, and their number.

    The number equals the figure of the same units, window, procedure (or procedures) and official.
    `counted`: what its unit took over counts for whoever sees that unit, and is told by codes where
    the scope does not show the dossier. Six statements. Raises Invalid for a wrong `after`.
    """
    limit = max(1, min(limit, PAGE_MAX))
    parameters = _parameters(unit_ids, window) | {
        "procedure": procedure_id,
        "procedures": sorted(procedure_ids or ()),
        "official": official_id,
        "after": _key(after),
        "limit": limit + 1,
    }
    narrowed = ""
    if procedure_id is not None:
        narrowed += " AND procedure_id = %(procedure)s"
    if procedure_ids is not None:
        narrowed += " AND procedure_id = ANY(%(procedures)s)"
    if official_id is not None:
        narrowed += " AND official_id = %(official)s"
    behind = _behind(figure, narrowed, parameters)
    with _seen(counted), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({behind}) b", parameters)  # noqa: S608 - constants
        total: int = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT dossier_id FROM ({behind}) b WHERE dossier_id < %(after)s"  # noqa: S608 - constants
            " ORDER BY dossier_id DESC LIMIT %(limit)s",
            parameters,
        )
        ids = [row[0] for row in cursor.fetchall()]
    following = str(ids[limit - 1]) if len(ids) > limit else ""
    known = dossiers_by_ids(ids[:limit])
    rows = tuple(known[one] for one in ids[:limit] if one in known)
    return DossiersBehind(rows, following, total, codes_out_of_sight(ids[:limit], known, counted))


def codes_out_of_sight(
    ids: Collection[int], known: Collection[int], counted: Counted | None
) -> tuple[str, ...]:
    """Return the codes of dossiers that are counted and that the scope does not show.

    They are those of units that were taken over. None, or one statement.
    """
    missing = [one for one in ids if one not in known]
    if not missing or counted is None:
        return ()
    with _seen(counted):
        codes = codes_by_id(missing)
    return tuple(codes[one] for one in missing if one in codes)


def _seen(counted: Counted | None) -> AbstractContextManager[None]:
    if counted is None:
        return nullcontext()
    return taken_over_seen(counted.unit_id, counted.taken_ids)


def codes_behind(
    figure: Figure,
    unit_ids: Collection[int],
    window: Window,
    *,
    procedure_ids: Collection[int] | None = None,
    after: str = "",
    limit: int = 100,
) -> list[str]:
    """Return a page of the codes of the dossiers that a figure counts, the oldest first.

    `after` is the last code of the page before; of a code that nobody has there is nothing after.
    `procedure_ids`: of these procedures only. Two statements.
    """
    places: dict[str, int] = ids_by_code([after]) if after else {after: 0}
    if after not in places:
        return []
    parameters = _parameters(unit_ids, window) | {"after": places[after], "limit": limit}
    narrowed = ""
    if procedure_ids is not None:
        narrowed = " AND procedure_id = ANY(%(procedures)s)"
        parameters["procedures"] = sorted(procedure_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT dossier_id FROM ({_behind(figure, narrowed, parameters)}) b"  # noqa: S608 - constants
            " WHERE dossier_id > %(after)s ORDER BY dossier_id LIMIT %(limit)s",
            parameters,
        )
        ids = [row[0] for row in cursor.fetchall()]
    codes = codes_by_id(ids)
    return [codes[one] for one in ids if one in codes]


def _parameters(unit_ids: Collection[int], window: Window) -> dict[str, Any]:
    return {
        "units": sorted(unit_ids),
        "before": window.before,
        "until": window.until,
        "ahead": window.ahead,
    }


def _behind(figure: Figure, narrowed: str, parameters: dict[str, Any]) -> str:
    """Return the SQL of the ids that a figure counts; adds what it needs to `parameters`."""
    counted = " UNION ALL ".join(
        _term(term, number, narrowed, parameters)
        for number, term in enumerate(rules.DEFINITIONS[figure])
    )
    return f"SELECT dossier_id FROM ({counted}) c GROUP BY dossier_id HAVING sum(delta) > 0"  # noqa: S608 - constants


def _term(term: Term, number: int, narrowed: str, parameters: dict[str, Any]) -> str:
    parameters[f"measures{number}"] = [int(measure) for measure in term.measures]
    sign = -term.weight if term.over is Over.REOPENED else term.weight
    return (
        f"SELECT dossier_id, {sign} * delta AS delta FROM indicators_step"  # noqa: S608 - constants
        f" WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures{number})s)"
        f" AND {WINDOWS[term.over]}{narrowed}"
    )


def _key(after: str) -> int:
    if not after:
        return 2**62
    if not after.isascii() or not after.isdigit() or len(after) > 18:
        raise Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    return int(after)
