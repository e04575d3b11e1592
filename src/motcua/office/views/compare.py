"""Units of one level and scope side by side: a map, and places with ties, by one measure."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.index.catalogue import INDICATORS
from motcua.kernel.errors import Refused
from motcua.office.comparing.area import COUNTRY, Area, area_of
from motcua.office.comparing.question import Question, question_of
from motcua.office.comparing.table import Ranking, ranking_of, steps_of, tiles_of
from motcua.office.comparing.words import share_text
from motcua.office.figures import instant_of
from motcua.office.passed import passing_among
from motcua.office.serviceindex import NOTES, count_text
from motcua.office.unsound import refusal_told
from motcua.ui import formats
from motcua.ui.types import Crumb


@requires(Action.BOARD_READ)
@require_safe
def compare(request: SignedInRequest) -> HttpResponse:
    """Show it; sums are those of all units of the area, lists only those of one's own."""
    question, area = question_of(request), area_of(request)
    context: dict[str, Any] = {
        "question": question,
        "area": area,
        "crumbs": _crumbs(area, question),
        "means": _means(question),
        "unsound": "",
    }
    try:
        found = ranking_of(area, question, request.actor)
    except Refused as refusal:
        context["unsound"] = refusal_told(refusal, request.actor)
    else:
        context |= _shown(found, question)
        context["passing"] = passing_among(
            area.ids, found.sums.until, partial(request.actor.may, Action.BOARD_READ), question.days
        )
    return render(request, "office/compare.html", context)


def _shown(found: Ranking, question: Question) -> dict[str, Any]:
    count = found.whole.count
    said = _("of %(n)s %(base)s in all units together") % {
        "n": count_text(count.denominator),
        "base": found.measure.base,
    }
    if count.unknown:
        said = _("%(said)s; of %(n)s more it is not known") % {
            "said": said,
            "n": formats.number(count.unknown),
        }
    asked = urlencode(question.query(found.area.code))
    return {
        "found": found,
        "as_of": instant_of(found.sums.until),
        "headline": count_text(count.numerator),
        "said": said,
        "note": share_text(found.whole.ratio) if found.whole.ratio is not None else "",
        "notes": [NOTES[note] for note in found.whole.notes],
        "tiles": tiles_of(found),
        "steps": steps_of(found),
        "ramp": "calm" if found.measure.more_is_better else "alert",
        "files": [
            (kind.upper(), f"{reverse('office:compare_file', args=[kind])}?{asked}")
            for kind in ("csv", "xlsx")
        ],
    }


def _means(question: Question) -> str:
    """Return what an indicator of the index counts, in its own words."""
    indicator = INDICATORS.get(question.measure.indicator)
    return str(indicator.words) if indicator else ""


def _crumbs(area: Area, question: Question) -> tuple[Crumb, ...]:
    if area.top is None:
        return ()
    url = f"{reverse('office:compare')}?{urlencode(question.query(COUNTRY))}"
    return (Crumb(_("Provinces and cities"), url), Crumb(area.name))
