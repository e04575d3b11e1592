"""Counter intake: procedure, person, papers, due date, accept. Usable without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries import dossier_sent
from motcua.dossiers.services import dossier_intake, dossier_submit
from motcua.dossiers.types import Receipt
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.office.counter.choices import choice_allowed, choices_find
from motcua.office.counter.due import due_panel
from motcua.office.counter.intake import (
    Intake,
    intake_lenient,
    intake_new,
    intake_read,
    intake_submission,
    intake_valid,
    refusal_place,
)
from motcua.office.hall import dossier_note, ticket_asked
from motcua.organisations.queries import unit_get
from motcua.procedures.queries import offering_get, version_get
from motcua.procedures.types import OfferingView, VersionView

KEY = re.compile(r"[0-9a-z]{32}")
# What a button does, and the page that follows it.
SENT: dict[str, tuple[Callable[..., Receipt], str]] = {
    "accept": (dossier_intake, "office:intake_done"),
    "register": (dossier_submit, "office:intake_done"),
    "supplement": (dossier_submit, "office:dossier_request_supplement_at_intake"),
    "refuse": (dossier_submit, "office:dossier_refuse"),
}


@requires(Action.DOSSIER_INTAKE)
@require_http_methods(["GET", "POST"])
def intake(request: SignedInRequest) -> HttpResponse:
    """Show the list of procedures, or the form of one; a POST helps to fill it or sends it."""
    given = request.POST if request.method == "POST" else request.GET
    if not given.get("procedure"):
        return _choose(request)
    try:
        offering = _offering(request, given.get("unit", ""), given.get("procedure", ""))
    except NotFound as refusal:
        return _choose(request, str(refusal))
    return _opened(request, offering, given)


def _opened(request: SignedInRequest, offering: OfferingView, given: QueryDict) -> HttpResponse:
    """Show or send the form of a procedure; its key makes it the form of one dossier."""
    key = given.get("key" if request.method == "POST" else "form", "")
    if not KEY.fullmatch(key):
        key = uuid4().hex
        if request.method != "POST":
            return redirect(f"{request.path}?{_address(request.GET, key)}")
    sent = dossier_sent(account_id=request.actor.account_id, key=key)
    if sent:
        return _sent_already(request, sent)
    unit = unit_get(offering.unit_id)
    if request.method != "POST":
        ticket = ticket_asked(request, given.get("ticket", ""))
        return _form(request, intake_new(offering, unit, key, ticket.papers if ticket else ()))
    page = intake_read(request, offering, unit, _version(request.POST.get("version", "")), key)
    action = request.POST.get("action", "")
    if action not in SENT:
        intake_lenient(page)
        return _form(request, page)
    return _send(request, page, action)


def _address(asked: QueryDict, key: str) -> str:
    """Return the query of a form: its own key in it, so that "Back" leads to the same form."""
    query = asked.copy()
    query["form"] = key
    return query.urlencode()


def _sent_already(request: SignedInRequest, code: str) -> HttpResponse:
    """Lead to the dossier that this form has made; a form makes one dossier, never two."""
    messages.info(
        request,
        _(
            "This form has been sent already and became dossier %(code)s, shown here. Nothing was "
            "made a second time. To take in another dossier, begin a new form."
        )
        % {"code": code},
    )
    return redirect("office:intake_done", code)


def _send(request: SignedInRequest, page: Intake, action: str) -> HttpResponse:
    operation, next_page = SENT[action]
    good = intake_valid(page, complete=action == "accept")
    if page.stale:
        page.basics.add_error(
            None,
            _(
                "The procedure has changed since this page was opened. Its components, fees and "
                "limit are now those in force; please check them and send the form again."
            ),
        )
        good = False
    if not good:
        return _form(request, page, status=422)
    try:
        receipt = operation(
            actor=request.actor, submission=intake_submission(page), idempotency_key=page.key
        )
    except Refused as refusal:
        refusal_place(page, refusal)
        return _form(request, page, status=422)
    if receipt.replayed:
        return _sent_already(request, receipt.code)
    dossier_note(request, request.POST.get("ticket", ""), receipt.code)
    return redirect(next_page, receipt.code)


def _offering(request: SignedInRequest, unit: str, code: str) -> OfferingView:
    unknown = NotFound(
        "procedure_not_offered", _("This procedure is not taken in here. Choose another one.")
    )
    if not (unit.isascii() and unit.isdigit() and len(unit) < 19) or "\x00" in code:
        raise unknown
    try:
        offering = offering_get(unit_id=int(unit), code=code)
    except NotFound:
        raise unknown from None
    if not choice_allowed(request.actor, offering):
        raise unknown
    return offering


def _version(text: str) -> VersionView | None:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    try:
        return version_get(int(text))
    except NotFound:
        return None


def _choose(request: SignedInRequest, problem: str = "") -> HttpResponse:
    choices = choices_find(request.actor, request.GET.get("q", ""))
    context: dict[str, Any] = {"intake": None, "choices": choices, "problem": problem}
    context["ticket"] = ticket_asked(request, request.GET.get("ticket", ""))
    return render(request, "office/intake.html", context, status=404 if problem else 200)


def _form(request: SignedInRequest, page: Intake, status: int = 200) -> HttpResponse:
    context = {
        "intake": page,
        "due": due_panel(page.version, page.unit.id),
        "several": choices_find(request.actor, page.version.code).found > 1,
        "ticket": ticket_asked(request, (request.POST or request.GET).get("ticket", "")),
    }
    return render(request, "office/intake.html", context, status=status)
