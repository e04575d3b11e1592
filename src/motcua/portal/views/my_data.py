"""My data: what is held, who looked at it and why, consents, language, download."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.queries import consents_of
from motcua.citizens.types import ConsentPurpose, ConsentView, PersonView
from motcua.citizens.words import CONSENT_KINDS, consent_words, kind_word
from motcua.organisations.queries import units_by_codes, units_by_ids
from motcua.portal.followed import BY_SLIP
from motcua.portal.looks import looks_at
from motcua.portal.signing import provider_name
from motcua.procedures.queries import procedure_get

SHOWN = 50


@citizen_only
@never_cache
@require_safe
def my_data(request: CitizenRequest) -> HttpResponse:
    """Show everything on one page."""
    citizen = request.citizen
    consents = consents_of(citizen.subject_id)
    given = {c.purpose: c for c in consents if c.withdrawn_at is None and not c.about}
    looks = looks_at(citizen)
    context = {
        "citizen": citizen,
        "person": citizen.subject,
        "provider": provider_name(),
        "looks": [(look, purpose_words(look.reading.purpose)) for look in looks[:SHOWN]],
        "looks_total": len(looks),
        "consents": [
            (one, consent_words(one), _kinds(CONSENT_KINDS[one]), given.get(one))
            for one in ConsentPurpose
        ],
        "given": [_given(one) for one in consents[:SHOWN]],
        "commune": _commune(citizen.subject),
        "language": citizen.person.language,
        "languages": [
            (code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES
        ],
    }
    return render(request, "portal/my_data.html", context)


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(kind_word(kind) for kind in kinds)


def _given(one: ConsentView) -> dict[str, Any]:
    """Return a consent as its line tells it: for what, which data, which words were read."""
    return {
        "consent": one,
        "title": consent_words(one.purpose)[0],
        "kinds": _kinds(one.kinds),
        "procedure": procedure_get(one.about).version.name if one.about else "",
    }


def _commune(person: PersonView) -> str:
    """Return the commune with its province, empty when none is known."""
    unit = units_by_codes([person.unit_code]).get(person.unit_code) if person.unit_code else None
    if unit is None:
        return ""
    above = units_by_ids([unit.parent_id]).get(unit.parent_id) if unit.parent_id else None
    return f"{unit.full_name}, {above.full_name}" if above else unit.full_name


def purpose_words(purpose: str) -> str:
    """Put the recorded purpose of a reading into the reader's language."""
    known = (
        (r"handling of the dossier", _("handling of your dossier")),
        (BY_SLIP, _("opening the slip or a letter of the office")),
        (r"paper used again at the counter.*", _("using a paper of yours again in a dossier")),
        (
            r"papers shown by the person at the counter: the list",
            _("seeing which papers you show at the counter"),
        ),
        (
            r"papers shown by the person at the counter: a paper",
            _("opening a paper that you show at the counter"),
        ),
        (
            r"paper shown by the person used in dossier .*",
            _("taking a paper that you showed into your dossier"),
        ),
        (r"download of .*", _("opening a paper in your dossier")),
        (r"looking at .*", _("reading the papers in your dossier")),
        (r"opinion on the dossier", _("giving an opinion on your dossier for another unit")),
        (
            r"earlier dossiers in this unit: whether the same was asked before",
            _("your earlier dossiers in this unit: whether the same was asked before"),
        ),
        (
            r"earlier dossiers in this unit: an earlier decision is a condition by law",
            _("your earlier dossiers in this unit: an earlier decision is a condition by law"),
        ),
        (
            r"earlier dossiers in this unit: to decide like cases alike",
            _("your earlier dossiers in this unit: to decide like cases alike"),
        ),
        (r"API token .*", _("a program of this unit, for your dossier")),
        (r"comparing the paper of somebody.*", _("comparing the paper of your request")),
        (r"comparing two accounts.*", _("comparing two accounts with your identity number")),
        (r"intake at the counter.*", _("taking in a dossier at the counter")),
        (r"(print|slip) of .*", _("printing a paper of your dossier")),
        (r"result of .*", _("reading the result that your dossier builds on")),
        (r"dealing with a petition", _("dealing with your petition")),
        (r"search by card number", _("searching for dossiers by your identity number")),
        (r"receipt", _("opening the receipt of your payment")),
        (r"reconciliation", _("comparing your payment with the bank")),
        (r"refund", _("asking for your money to be given back")),
    )
    for pattern, words in known:
        if re.fullmatch(pattern, purpose):
            return words
    return purpose
