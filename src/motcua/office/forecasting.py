"""Expected arrivals for a page and a file: words of models, lines, links to what came lately."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from motcua.documents.tables import Cell as FileCell
from motcua.documents.tables import Column, ColumnKind
from motcua.indicators.forecast_models import Model
from motcua.indicators.forecast_rules import (
    ARRIVALS_LEAST,
    WEEKS_LEAST,
    Expected,
    Judged,
    Outlook,
)
from motcua.indicators.queries.forecast import Ahead, Forecast
from motcua.indicators.types import Figure
from motcua.organisations.types import UnitView
from motcua.ui import formats
from motcua.ui.types import Cell

MODELS: dict[Model, Any] = {
    Model.LAST_WEEK: gettext_lazy("as on the same weekday of the week before"),
    Model.MEDIAN: gettext_lazy("median of the last eight same weekdays, with the trend"),
    Model.FACTORS: gettext_lazy("weekday, season of the year and days after holidays"),
}


TO = f"{formats.NBSP}–\u2060{formats.NBSP}"
"""Between two ends of a span that stand in one line: a line may break after a bare dash."""


def when(one: Expected) -> str:
    """Return a day with its weekday, or the days that a week begins and ends with."""
    if one.first == one.last:
        return formats.day_full(one.first)
    return f"{one.first:%d/%m}{TO}{one.last:%d/%m}"


def about(one: Expected) -> str:
    """Return the expected count, with one decimal where it is small."""
    return formats.number(one.value, 0 if one.value >= 10 else 1)


def between(one: Expected) -> str:
    """Return the interval as two counts."""
    return f"{formats.number(one.low)}{TO}{formats.number(one.high)}"


def line(one: Expected) -> dict[str, Any]:
    """Return a row of a table of weeks or days."""
    return {
        "when": when(one),
        "open_days": one.open_days,
        "about": about(one),
        "between": between(one),
        "per_day": formats.number(one.per_day, 1),
    }


def reason(outlook: Outlook) -> str:
    """Return why nothing is expected; empty where something is."""
    if outlook.judged is not None:
        if any(not one.low <= one.value <= one.high for one in outlook.weeks):
            return _("Too irregular: most weeks bring less than the mean, a few far more.")
        return ""
    if outlook.weeks_known < WEEKS_LEAST:
        return _("Too little history: %(known)s of the %(needed)s weeks that are needed.") % {
            "known": formats.number(outlook.weeks_known),
            "needed": formats.number(WEEKS_LEAST),
        }
    if outlook.arrivals >= ARRIVALS_LEAST:
        return _("Too irregular: on the past the error was as large as what came.")
    return _("Too few arrivals: %(known)s in half a year, %(needed)s are needed.") % {
        "known": formats.number(outlook.arrivals),
        "needed": formats.number(ARRIVALS_LEAST),
    }


def proof(judged: Judged) -> dict[str, Any]:
    """Return how each model erred on the past, the winner first; how often the interval held."""
    order = sorted(Model, key=lambda model: (model is not judged.winner, list(Model).index(model)))
    return {
        "winner": MODELS[judged.winner],
        "tested": judged.tested,
        "models": [
            {
                "name": MODELS[model],
                "won": model is judged.winner,
                "mean": formats.number(judged.errors[model].mean, 1),
                "relative": formats.percent(judged.errors[model].relative),
            }
            for model in order
        ],
        "days": _held(judged.days_held, judged.days),
        "weeks": _held(judged.weeks_held, judged.weeks),
    }


def _held(held: int, counted: int) -> str:
    if not counted:
        return "–"
    return _("%(held)s of %(counted)s (%(share)s)") % {
        "held": formats.number(held),
        "counted": formats.number(counted),
        "share": formats.percent(held / counted),
    }


def recent_cell(unit: UnitView, found: Forecast, ahead: Ahead, *, linked: bool) -> Cell:
    """Return what was received in the last 28 days, with its list."""
    query = {
        "unit": unit.code,
        "from": str(found.recent.first),
        "to": str(found.recent.last),
        "figure": Figure.RECEIVED.value,
    }
    if ahead.code:
        query["procedure"] = ahead.code
    url = f"{reverse('office:board_dossiers')}?{urlencode(query)}"
    return Cell(_("Received"), ahead.recent, url if linked and ahead.recent else "")


def file_table(found: Forecast, unit: UnitView) -> tuple[list[Column], list[list[FileCell]]]:
    """Return a line per procedure (or all) and week, then per day; each says whose, as of when."""
    columns = [
        Column(_("Procedure"), width=14),
        Column(_("Name of the procedure"), width=60),
        Column(pgettext("time", "Span"), width=10),
        Column(pgettext("period", "From"), ColumnKind.DATE),
        Column(pgettext("period", "To"), ColumnKind.DATE),
        Column(_("Open days"), ColumnKind.INTEGER),
        Column(_("Expected"), ColumnKind.DECIMAL),
        Column(_("80% interval, from"), ColumnKind.INTEGER, 14),
        Column(_("80% interval, to"), ColumnKind.INTEGER, 14),
        Column(_("Model"), width=44),
        Column(_("Error of the back-test in per cent"), ColumnKind.DECIMAL),
        Column(_("Unit"), width=32),
        Column(_("Code"), width=10),
        Column(_("Figures as of"), ColumnKind.DATE),
    ]
    rows: list[list[FileCell]] = []
    for ahead in (found.whole, *found.procedures):
        judged = ahead.outlook.judged
        if judged is None:
            continue
        error = round(judged.errors[judged.winner].relative * 100, 1)
        spans = ((_("week"), ahead.outlook.weeks), (_("day"), ahead.outlook.days))
        for span, those in spans:
            rows += [
                [
                    ahead.code,
                    ahead.label or _("All procedures"),
                    span,
                    one.first,
                    one.last,
                    one.open_days,
                    round(one.value, 1),
                    one.low,
                    one.high,
                    str(MODELS[judged.winner]),
                    error,
                    unit.full_name,
                    unit.code,
                    found.recent.last,
                ]
                for one in those
            ]
    return columns, rows
