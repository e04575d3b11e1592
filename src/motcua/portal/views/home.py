"""The first page: what do you want to do?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.portal.catalogue import catalogue_page
from motcua.portal.events import BUSINESS, LIFE, event_choices
from motcua.ui.types import Choice


@catalogue_page()
def home(request: HttpRequest) -> HttpResponse:
    """Show the three things that people come for; no statement is run for it."""
    choices = (
        Choice(
            _("Follow a dossier you have handed in"),
            reverse("portal:track"),
            _("Where it is, when the result is due and why, and what you have to do."),
            "progress",
        ),
        Choice(
            _("Find the unit that is competent for an address"),
            reverse("portal:units"),
            _("Communes and provinces changed on 1 July 2025. Old names work too."),
            "map-pin",
        ),
        Choice(
            _("Check a result or a receipt"),
            reverse("portal:result_check"),
            _("Whether a document you were given is genuine, unchanged and still in force."),
            "file-check",
        ),
    )
    return render(
        request,
        "portal/home.html",
        {"choices": choices, "life": event_choices(LIFE), "business": event_choices(BUSINESS)},
    )
