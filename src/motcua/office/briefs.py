"""What the pages of the weekly brief share: whose it is, how sentences are written, their links."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, UnitView
from motcua.oversight.brief_rules import LIST, Sentence, week_of, week_parse
from motcua.oversight.brief_words import Formats, sentence_text
from motcua.oversight.queries.briefs import BriefView, brief_get
from motcua.oversight.queries.places import register_unit
from motcua.ui import formats

FORMATS = Formats(
    number=formats.number,
    share=lambda text: formats.percent(Decimal(text) / 100, 2),
    day=formats.day,
)


def brief_unit(request: SignedInRequest) -> UnitView | None:
    """Return the province whose brief somebody may read: one of their own postings', or None."""
    posted = units_by_ids({one.unit_id for one in request.actor.postings})
    for unit in sorted(posted.values(), key=lambda one: one.id):
        if register_unit(unit.id).id == unit.id and request.actor.may(
            Action.OVERSIGHT_READ, unit.id
        ):
            return unit
    return None


def brief_place(request: SignedInRequest) -> UnitView | None:
    """Return the province or commune whose brief somebody reads; the province's first."""
    province = brief_unit(request)
    if province is not None:
        return province
    posted = units_by_ids({one.unit_id for one in request.actor.postings})
    for unit in sorted(posted.values(), key=lambda one: one.id):
        if unit.kind in COMMUNE_KINDS and request.actor.may(Action.OVERSIGHT_READ, unit.id):
            return unit
    return None


def brief_asked(request: SignedInRequest, unit: UnitView) -> BriefView | None:
    """Return the brief that the address asks for; NotFound, with why, where there is none."""
    week, version = request.GET.get("week", ""), request.GET.get("version", "")
    if not week:
        return brief_get(unit.id)
    monday = week_parse(week)
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 4 else None
    found = brief_get(unit.id, monday, number) if monday else None
    if found is None:
        raise NotFound("brief_unknown", _missing(monday))
    return found


def _missing(monday: date | None) -> str:
    """Return why there is no brief of a week, or no such version."""
    if monday is None:
        return _("This is no week. The address names a week like this: 2026-W47.")
    if monday >= week_of(clock.today()):
        return _("The brief of a week is made when the week is over, on Monday morning.")
    return _("No brief was made of this week, or not this version.")


def sentences_shown(
    request: SignedInRequest, found: tuple[Sentence, ...], monday: date
) -> list[dict[str, Any]]:
    """Return sentences in words with the address under which their figure opens."""
    return [
        {"text": sentence_text(one, FORMATS), "url": _url(request, one, monday)} for one in found
    ]


def _url(request: SignedInRequest, one: Sentence, monday: date) -> str:
    if one.code:
        return reverse("office:difficulty", args=[one.code])
    if one.figure == LIST:
        return reverse("office:difficulties")
    if one.figure and request.actor.may(Action.BOARD_READ):
        asked = {
            "figure": one.figure,
            "unit": one.unit,
            "from": monday.isoformat(),
            "to": (monday + timedelta(days=6)).isoformat(),
        }
        return f"{reverse('office:board_dossiers')}?{urlencode(asked)}"
    return ""
