"""Intake without a line: a page that its service worker shows when nobody answers."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.types import PartyRole
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.forms import BasicsForm, PartyForm
from motcua.office.counter.intake import DEFAULTS
from motcua.office.offline_words import words


@requires(Action.DOSSIER_INTAKE)
@require_safe
def offline(request: SignedInRequest) -> HttpResponse:
    """Show the page. It is the same for everybody, as browsers keep it: it names nobody."""
    data = QueryDict(mutable=True)
    data.update(DEFAULTS | {f"{role.value}-kind": "0" for role in PartyRole})
    parties = [PartyForm(data, role=role) for role in (PartyRole.APPLICANT, PartyRole.OWNER)]
    proxy = PartyForm(data, role=PartyRole.AUTHORISED)
    basics = BasicsForm(data)
    for form in (*parties, proxy, basics):
        form.lenient()
    context = {
        "applicant": parties[0],
        "owner": parties[1],
        "proxy": proxy,
        "basics": basics,
        "words": words(),
    }
    response = render(request, "office/offline.html", context)
    response["Cache-Control"] = "no-store"
    return response
