"""Counter intake: procedure, person, papers, due date, accept. Usable without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.queries import dossier_sent
from motcua.dossiers.queries.letter_offers import intake_signs
from motcua.dossiers.services import dossier_intake, dossier_submit
from motcua.dossiers.types import Receipt
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.office.counter.choices import choice_allowed, choices_find
from motcua.office.counter.due import due_panel
from motcua.office.counter.held import reuse_record
from motcua.office.counter.intake import Intake, intake_lenient, intake_new, intake_read
from motcua.office.counter.intake_check import intake_valid, refusal_place
from motcua.office.counter.intake_send import intake_submission
from motcua.office.counter.interim import (
    slip_asked,
    slip_asks_reason,
    slip_offering,
    slip_page,
    slip_send,
)
from motcua.office.counter.shown import shown_hold
from motcua.office.hall import dossier_note, ticket_asked
from motcua.office.outside.working import outside_asked, outside_note, submission_outside
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
# What two of them issue; where the head signs that form, it is proposed on the next page.
ISSUED = {"supplement": LetterAct.SUPPLEMENT_INTAKE, "refuse": LetterAct.REFUSAL}


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
    rows = offering.version.certified_copies and not _from_elsewhere(given)
    if rows and request.method != "POST":
        return _certified(request, offering)
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
    slip = slip_asked(request, given.get("slip", ""))
    if request.method != "POST":
        if slip is not None:
            return _form(request, slip_page(request, slip, offering, key))
        ticket = ticket_asked(request, given.get("ticket", ""))
        where = outside_asked(request, given.get("visit", ""))
        filled = where.filled() if where else {}
        said = ticket.papers if ticket else ()
        return _form(request, intake_new(offering, unit, key, said, filled))
    page = intake_read(request, offering, unit, _version(request.POST.get("version", "")), key)
    action = request.POST.get("action", "")
    if action not in SENT:
        intake_lenient(page)
        return _form(request, page)
    return _send(request, page, action)


def _certified(request: SignedInRequest, offering: OfferingView) -> HttpResponse:
    """Lead to the page of certified copies: each original is a row there, and gets its number."""
    more = {"ticket": request.GET["ticket"]} if request.GET.get("ticket") else {}
    query = urlencode({"unit": offering.unit_id, "procedure": offering.code, **more})
    address = f"{reverse('office:certification_new')}?{query}"
    if request.headers.get("HX-Request"):  # a page of its own, not a part of this one
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _from_elsewhere(given: QueryDict) -> bool:
    """Tell whether a paper slip or a visit is taken in: its list of papers is made afterwards."""
    return bool(given.get("slip") or given.get("visit"))


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
        shown_hold(request, page.shown, used=any(one.share for one in page.held))
        if request.POST.get("slip"):
            return slip_send(request, page, action)
        where = outside_asked(request, request.POST.get("visit", ""))
        receipt = operation(
            actor=request.actor,
            submission=submission_outside(where, intake_submission(page)),
            idempotency_key=page.key,
        )
    except Refused as refusal:
        refusal_place(page, refusal)
        return _form(request, page, status=422)
    if receipt.replayed:
        return _sent_already(request, receipt.code)
    reuse_record(request, request.POST.get("applicant-id_number", ""), page.held, receipt.code)
    dossier_note(request, request.POST.get("ticket", ""), receipt.code)
    outside_note(request, where, receipt.code)
    act = ISSUED.get(action)
    if act is not None and act not in _signed_here(request, page.offering):
        return redirect("office:letter_propose", receipt.code, act.value)
    return redirect(next_page, receipt.code)


def _signed_here(request: SignedInRequest, offering: OfferingView) -> frozenset[LetterAct]:
    """Return which forms this officer issues; others of the counter are proposed to the head."""
    receiving = offering.roles_units.get("receiving", offering.unit_id)
    return intake_signs(request.actor, unit_get(receiving))


def _offering(request: SignedInRequest, unit: str, code: str) -> OfferingView:
    unknown = NotFound(
        "procedure_not_offered", _("This procedure is not taken in here. Choose another one.")
    )
    if not (unit.isascii() and unit.isdigit() and len(unit) < 19) or "\x00" in code:
        raise unknown
    slip = slip_asked(request, (request.POST or request.GET).get("slip", ""))
    try:
        named = slip and (slip.competent_unit_id, slip.procedure_code) == (int(unit), code)
        if slip and (named or slip.may_type):
            offering = slip_offering(slip, int(unit), code)
        else:
            offering = offering_get(unit_id=int(unit), code=code)
    except Refused:
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
    context["outside"] = outside_asked(request, request.GET.get("visit", ""))
    context["slip"] = slip_asked(request, request.GET.get("slip", ""))
    return render(request, "office/intake.html", context, status=404 if problem else 200)


def _form(request: SignedInRequest, page: Intake, status: int = 200) -> HttpResponse:
    slip = slip_asked(request, (request.POST or request.GET).get("slip", ""))
    context = {
        "intake": page,
        "goes_on": _goes_on(request, page),
        "signs": _signed_here(request, page.offering),
        "due": due_panel(page.version, page.unit.id, slip.taken_at if slip else None),
        "several": choices_find(request.actor, page.version.code).found > 1,
        "ticket": ticket_asked(request, (request.POST or request.GET).get("ticket", "")),
        "outside": outside_asked(request, (request.POST or request.GET).get("visit", "")),
        "slip": slip,
        "slip_asks_reason": slip is not None and slip_asks_reason(slip),
        "slip_reason": request.POST.get("slip_reason", "")[:900],
    }
    return render(request, "office/intake.html", context, status=status)


def _goes_on(request: SignedInRequest, page: Intake) -> bool:
    """Tell whether a whole page comes whose applicant has just been read: the papers are next."""
    found = page.found.get(page.applicant.role.value)
    read = found is not None and not found.problem and bool(page.applicant["name"].value())
    return read and "HX-Request" not in request.headers
