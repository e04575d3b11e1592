"""What the pages of frozen reports share: the unit, words of states and periods, cells, lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.types import ColumnKind, Value
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.office.sheets import cell_text
from motcua.organisations.queries import unit_by_code, unit_get
from motcua.organisations.types import UnitView
from motcua.oversight.frozen.queries import Report, report_get
from motcua.oversight.frozen.rules import period_of
from motcua.oversight.frozen.types import (
    Cause,
    CauseKind,
    Difference,
    Every,
    Expected,
    Fact,
    Line,
    OrderView,
    Reach,
    State,
)
from motcua.ui import formats
from motcua.ui.types import Tab, Tone

STATES: dict[State, Any] = {
    State.DRAFTED: pgettext_lazy("report", "to be signed"),
    State.SIGNED: pgettext_lazy("report", "to be approved"),
    State.RETURNED: pgettext_lazy("report", "sent back"),
    State.APPROVED: pgettext_lazy("report", "to be sent"),
    State.SENT: pgettext_lazy("report", "sent"),
    State.WITHDRAWN: pgettext_lazy("report", "withdrawn"),
    State.REPLACED: pgettext_lazy("report", "replaced"),
}
TONES: dict[State, Tone] = {
    State.DRAFTED: Tone.RUNNING,
    State.SIGNED: Tone.RUNNING,
    State.RETURNED: Tone.DUE_SOON,
    State.APPROVED: Tone.RUNNING,
    State.SENT: Tone.DONE,
    State.WITHDRAWN: Tone.NEUTRAL,
    State.REPLACED: Tone.NEUTRAL,
}
FACTS: dict[Fact, Any] = {
    Fact.DRAFTED: gettext_lazy("Computed and frozen"),
    Fact.SIGNED: gettext_lazy("Signed by its maker"),
    Fact.RETURNED: gettext_lazy("Sent back to its maker"),
    Fact.APPROVED: gettext_lazy("Approved"),
    Fact.SENT: gettext_lazy("Sent to the addressee"),
    Fact.WITHDRAWN: gettext_lazy("Withdrawn before it was sent"),
    Fact.REPLACED: gettext_lazy("Replaced by a later version"),
    Fact.SEEN: gettext_lazy("Receipt confirmed by the addressee"),
}
_TO_SIGN = gettext_lazy("It waits to be signed by whoever makes reports in %s.")
_WAITS: dict[State, Any] = {
    State.DRAFTED: _TO_SIGN,
    State.RETURNED: _TO_SIGN,
    State.SIGNED: gettext_lazy("It waits for a leader of %s who did not sign it to approve it."),
    State.APPROVED: gettext_lazy("It waits to be sent by whoever makes reports in %s."),
}
EVERY: dict[Every, Any] = {
    Every.MONTH: gettext_lazy("every month"),
    Every.QUARTER: gettext_lazy("every quarter"),
    Every.YEAR: gettext_lazy("every year"),
}
REACHES: dict[Reach, Any] = {
    Reach.OWN: gettext_lazy("this unit's own report"),
    Reach.BELOW: gettext_lazy("each commune under it makes its own"),
}
AGO = {Every.MONTH: 12, Every.QUARTER: 6, Every.YEAR: 3}


def report_unit(request: SignedInRequest) -> UnitView:
    """Return the unit of the address, else the widest one whose reports somebody reads; 404."""
    code = request.GET.get("unit", "")
    if code:
        try:
            unit = unit_by_code(code)
        except NotFound:
            raise Http404 from None
        if not request.actor.may(Action.REPORT_READ, unit.id):
            raise Http404
        return unit
    widest = max(
        (one for one in request.actor.postings if one.may(Action.REPORT_READ)),
        key=lambda one: len(one.unit_ids),
    )
    return unit_get(widest.unit_id)


def report_or_404(request: SignedInRequest, code: str) -> Report:
    """Return a report of one's units; 404 for any other."""
    try:
        return report_get(request.actor, code)
    except NotFound as refusal:
        raise Http404 from refusal


def waits_words(report: Report) -> str:
    """Return for whom a report waits, in whatever state it can still move; else nothing."""
    words = _WAITS.get(report.standing.state)
    return str(words) % report.unit.full_name if words else ""


def report_tabs(here: str, unit: UnitView) -> list[Tab]:
    """Return the unit's own reports, what it received, and its schedule, as tabs."""
    pages = (
        ("frozen_reports", _("Own reports")),
        ("frozen_received", _("Received")),
        ("frozen_schedule", _("Schedule")),
    )
    query = urlencode({"unit": unit.code})
    return [Tab(word, f"{reverse(f'office:{name}')}?{query}", name == here) for name, word in pages]


def report_title(key: str) -> str:
    """Return the form's symbol and name."""
    report = REPORTS[key]
    return f"{report.symbol} · {report.title}" if report.symbol else str(report.title)


def period_words(period: Period) -> str:
    """Return a month, quarter or year by its name, any other period by its two days."""
    first = period.first
    if period == period_of(Every.MONTH, first):
        return _("Month %(n)s of %(year)s") % {"n": first.month, "year": first.year}
    if period == period_of(Every.QUARTER, first):
        return _("Quarter %(n)s of %(year)s") % {"n": (first.month + 2) // 3, "year": first.year}
    if period == period_of(Every.YEAR, first):
        return _("Year %(year)s") % {"year": first.year}
    return formats.span(first, period.last)


def periods_offered(today: date) -> list[tuple[str, Period]]:
    """Return the last months, quarters and years that are over, by a key for the form."""
    found = []
    for every, count in AGO.items():
        period = period_of(every, today)
        for _step in range(count):
            period = period_of(every, date.fromordinal(period.first.toordinal() - 1))
            found.append((f"{period.first}/{period.last}", period))
    return found


def cell_words(value: Value, kind: ColumnKind) -> str:
    """Return a cell as it is read; a dash where nothing is known."""
    if kind is ColumnKind.SECONDS and isinstance(value, int):
        return _("%(n)s days") % {"n": formats.number(value / 86400, 1)}
    return cell_text(value)


def plain_words(value: Any, kind: ColumnKind) -> str:
    """Return a cell of a stored difference as it is read."""
    if isinstance(value, list | tuple):
        return cell_words(Fraction(value[0], value[1]) if value[1] else None, kind)
    return cell_words(value, kind)


def causes_words(found: Difference) -> list[str]:
    """Return what explains a difference besides events of dossiers, a sentence each."""
    return [_cause_words(one) for one in found.causes]


def _cause_words(one: Cause) -> str:
    given = {
        "code": one.code,
        "name": one.name,
        "before": one.before or "–",
        "after": one.after or "–",
        "since": formats.day(one.since),
        "n": formats.number(len(one.dossiers)),
    }
    if one.kind is CauseKind.MOVED:
        said = _("%(name)s (%(code)s) is under %(after)s since %(since)s; before: %(before)s.")
    elif one.before != one.after:
        said = _(
            "The catalogue puts procedure %(code)s %(name)s into the field %(after)s since"
            " %(since)s; before: %(before)s."
        )
    else:
        said = _(
            "The catalogue has another version of procedure %(code)s %(name)s since %(since)s."
        )
    recorded = (
        _("Recorded on %(at)s.") % {"at": formats.instant(one.recorded_at)}
        if one.recorded_at
        else _("Nobody noted when that was recorded.")
    )
    return f"{said % given} {recorded} " + _("It explains %(n)s of the dossiers.") % given


def line_words(line: Line, units: dict[int, UnitView] | None = None) -> dict[str, Any]:
    """Return a report as a line of a list."""
    unit = (units or {}).get(line.unit_id)
    return {
        "line": line,
        "title": report_title(line.report),
        "period": period_words(line.period),
        "state": STATES[line.state],
        "tone": TONES[line.state],
        "late": line.late(clock.today()),
        "unit": unit.full_name if unit else "",
        "url": reverse("office:frozen_report", args=[line.code]),
    }


def expected_words(
    found: Iterable[Expected], orders: Iterable[OrderView] = ()
) -> list[dict[str, Any]]:
    """Return what is expected as lines: what there is of it, or that nothing is there yet."""
    today = clock.today()
    making = {(one.unit_id, one.report, one.period) for one in orders if one.open}
    return [
        {
            "one": one,
            "title": report_title(one.report),
            "period": period_words(one.period),
            "state": STATES[one.line.state] if one.line else "",
            "tone": TONES[one.line.state] if one.line else Tone.NEUTRAL,
            "making": not one.line and (one.unit_id, one.report, one.period) in making,
            "over": one.period.last < today,
            "late": one.late(today),
            "seen": bool(one.line and one.line.seen),
            "url": reverse("office:frozen_report", args=[one.line.code]) if one.line else "",
        }
        for one in found
    ]
