"""What is asked of a page of comparison: area, measure and days, all of them in the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.indicators.comparing.measures import MEASURES, Measure
from motcua.indicators.types import Period
from motcua.office.period import NAMED, PeriodForm, named_period
from motcua.ui.links import url_with
from motcua.ui.types import Chip

USUAL = "quarter"


@dataclass(frozen=True)
class Question:
    """The measure, the period, the form of own days, and the links by which others are chosen.

    `problem` says that the address names a measure that there is not.
    """

    measure: Measure
    period: Period
    form: PeriodForm
    periods: tuple[Chip, ...]
    measures: tuple[Chip, ...]
    problem: str = ""

    @property
    def days(self) -> dict[str, str]:
        """Return the days as an address asks for them."""
        return {"from": str(self.period.first), "to": str(self.period.last)}

    def query(self, unit_code: str) -> dict[str, str]:
        """Return the address's query for a unit, the same measure and days."""
        return {
            "unit": unit_code,
            **self.days,
            "measure": self.measure.key,
        }


def question_of(request: SignedInRequest) -> Question:
    """Read it; what is missing is the first measure and this quarter; an unknown measure is told.

    A quarter, because a month of a small commune has too few to compare.
    """
    given = request.GET
    key = given.get("measure", "")
    measure = MEASURES.get(key) or next(iter(MEASURES.values()))
    name = given.get("period", USUAL)
    period = named_period(name if name in dict(NAMED) else USUAL)
    own = "from" in given or "to" in given
    form = PeriodForm(given if own else {"from": period.first, "to": period.last})
    if form.is_valid():
        period = Period(form.cleaned_data["from"], form.cleaned_data["to"])
    return Question(
        measure,
        period,
        form,
        tuple(
            Chip(
                label,
                url_with(request, **{"period": key, "from": None, "to": None}),
                selected=period == named_period(key),
            )
            for key, label in NAMED
        ),
        tuple(
            Chip(one.name, url_with(request, measure=one.key), selected=one is measure)
            for one in MEASURES.values()
        ),
        problem=_unknown(key, measure),
    )


def _unknown(key: str, shown: Measure) -> str:
    """Return what is told of a measure that there is not."""
    if not key or key in MEASURES:
        return ""
    said = _("The measure “%(key)s” is not known; “%(shown)s” is shown.")
    return said % {"key": key[:40], "shown": shown.name}
