"""My data: what is held, who looked at it and why, consents, language, download."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.queries import consents_of
from motcua.citizens.types import ConsentPurpose
from motcua.portal.looks import looks_at
from motcua.portal.signing import provider_name

SHOWN = 50


@citizen_only
@never_cache
@require_safe
def my_data(request: CitizenRequest) -> HttpResponse:
    """Show everything on one page."""
    citizen = request.citizen
    given = {c.purpose: c for c in consents_of(citizen.subject_id) if c.withdrawn_at is None}
    looks = looks_at(citizen)
    context = {
        "citizen": citizen,
        "person": citizen.subject,
        "provider": provider_name(),
        "looks": [(look, purpose_words(look.reading.purpose)) for look in looks[:SHOWN]],
        "looks_total": len(looks),
        "consents": [(one, consent_words(one), given.get(one)) for one in ConsentPurpose],
        "language": citizen.person.language,
        "languages": [
            (code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES
        ],
    }
    return render(request, "portal/my_data.html", context)


def consent_words(purpose: ConsentPurpose) -> tuple[str, str]:
    """Return what a consent allows: a title and what comes of it."""
    return {
        ConsentPurpose.POPULATION_DATA: (
            _("Fill my forms from the national population database"),
            _("You type less. Each time the form shows where a value comes from."),
        ),
        ConsentPurpose.DOCUMENT_STORE: (
            _("Keep verified papers for my next dossier"),
            _("You choose each time whether one is used. Without it they stay in the old dossier."),
        ),
        ConsentPurpose.RATING_CONTACT: (
            _("Ask me how it was"),
            _("One message after the result. Answering is never required."),
        ),
    }[purpose]


def purpose_words(purpose: str) -> str:
    """Put the recorded purpose of a reading into the reader's language."""
    known = (
        (r"handling of the dossier", _("handling of your dossier")),
        (r"download of .*", _("opening a paper in your dossier")),
        (r"API token .*", _("a program of this unit, for your dossier")),
        (r"comparing the paper of somebody.*", _("comparing the paper of your request")),
        (r"intake at the counter.*", _("taking in a dossier at the counter")),
    )
    for pattern, words in known:
        if re.fullmatch(pattern, purpose):
            return words
    return purpose
