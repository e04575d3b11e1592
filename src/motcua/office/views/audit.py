"""One internal audit: plan, findings, conclusion, and what keeps it open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.acting import version_read
from motcua.office.quality import (
    GRADE_TONES,
    audit_or_404,
    audit_words,
    names_of,
    nonconformity_or_404,
    row_words,
)
from motcua.office.quality_choices import unit_choices
from motcua.office.quality_forms import ReasonForm, TextForm, words
from motcua.office.refusals import refusal_show
from motcua.quality.queries.processes import process_names
from motcua.quality.rules import AUDIT_NEXT
from motcua.quality.services import audits as services
from motcua.quality.types import ENDED, AuditFact, AuditView
from motcua.quality.words import AUDIT_FACTS, GRADES
from motcua.ui.types import TimelineEntry, Tone


class ConclusionForm(TextForm):
    """The words of the leading auditor."""

    file = None  # type: ignore[assignment]
    text = words("", rows=5)


@requires(Action.QUALITY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: SignedInRequest, audit_id: int) -> HttpResponse:
    """Show it; a POST does one act. What was typed stays when it is refused."""
    found = audit_or_404(request, audit_id)
    if request.method != "POST":
        return _page(request, found)
    act = request.POST.get("act", "")
    form = _form(act, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, found, form, 422)
    text = form.cleaned_data["text"] if form is not None else ""
    try:
        told = _do(request, audit_id, act, text)
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        if form is not None:
            refusal_show(form, refusal)
            return _page(request, found, form, refusal.status)
        messages.error(request, str(refusal))
    else:
        if told:
            messages.success(request, told)
    return redirect("office:audit", audit_id)


def _form(act: str, data: Any = None) -> TextForm | None:
    """Return the form of an act that asks for words."""
    if act == "conclude":
        form: TextForm = ConclusionForm(data, people=[], prefix=act)
        form.fields["text"].label = _("Conclusion")
        return form
    if act == "cancel" or act.startswith("carry-"):
        return ReasonForm(data, people=[], prefix=act)
    return None


def _do(request: SignedInRequest, audit_id: int, act: str, text: str) -> str:
    common: dict[str, Any] = {
        "actor": request.actor,
        "audit_id": audit_id,
        "version": version_read(request),
    }
    if act == "begin":
        services.audit_begin(**common)
        return _("The audit has begun: record what you find.")
    if act == "conclude":
        codes = services.audit_conclude(**common, conclusion=text)
        opened = ", ".join(codes)
        return _("Concluded. Opened: %s.") % opened if codes else _("Concluded.")
    if act == "cancel":
        services.audit_cancel(**common, reason=text)
        return _("Cancelled; it stays in the programme.")
    if act == "close":
        services.audit_close(**common)
        return _("The audit is closed.")
    if act.startswith("carry-"):
        services.audit_carry(**common, code=act.removeprefix("carry-"), reason=text)
        return _("Carried over: it stays open in the register.")
    raise NotFound("act_unknown", _("There is no such step."))


def _page(
    request: SignedInRequest, found: AuditView, typed: TextForm | None = None, status: int = 200
) -> HttpResponse:
    places = dict(unit_choices(found.plan.unit_ids))
    people = [*found.plan.auditor_ids, *(one.by_id for one in found.events)]
    names = names_of([*people, *(one.by_id for one in found.findings)])
    may = _may(request.actor, found)
    forms = {act: _shown(act, typed) for act in ("conclude", "cancel")}
    context: dict[str, Any] = {
        "audit": found,
        "audited": _audited(request.actor, found),
        "label": audit_words(found),
        "places": places.values(),
        "auditors": [names.get(one, "") for one in found.plan.auditor_ids],
        "findings": [
            {
                "finding": one,
                "grade": GRADES[one.grade],
                "tone": GRADE_TONES[one.grade],
                "place": places.get(one.place_id, ""),
                "by": names.get(one.by_id, ""),
            }
            for one in found.findings
        ],
        **_opened(request, found, typed, carries=may["close"]),
        **forms,
        "may": may,
        "failed": [typed] if typed else [],
        "timeline": _timeline(found, names),
    }
    return render(request, "office/audit.html", context, status=status)


def _shown(act: str, typed: TextForm | None) -> TextForm | None:
    """Return the form of an act: what was typed in it, or an empty one."""
    return typed if typed is not None and typed.prefix == act else _form(act)


def _may(actor: Actor, found: AuditView) -> dict[str, bool]:
    """Return what this person is offered; the operations refuse the rest."""
    plan, following = found.plan, AUDIT_NEXT[found.state]
    keeps = any(
        one.may(Action.QUALITY_KEEP) and set(plan.unit_ids) <= one.unit_ids
        for one in actor.postings
    )
    audits = actor.account_id in plan.auditor_ids and actor.may(Action.QUALITY_REPORT)
    leads = audits and plan.auditor_ids[0] == actor.account_id
    return {
        "begin": audits and AuditFact.BEGUN in following,
        "record": audits and AuditFact.CONCLUDED in following,
        "conclude": leads and AuditFact.CONCLUDED in following,
        "change": keeps and AuditFact.CHANGED in following,
        "cancel": keeps and AuditFact.CANCELLED in following,
        "close": keeps and AuditFact.CLOSED in following,
    }


def _opened(
    request: SignedInRequest, found: AuditView, typed: TextForm | None, *, carries: bool
) -> dict[str, Any]:
    """Return the non-conformities of the audit, and the forms to carry over those that run."""
    carried = {one.data.get("nonconformity") for one in found.events}
    opened = [
        row_words(nonconformity_or_404(request, one.nonconformity).row)
        | {"carried": one.nonconformity in carried}
        for one in found.findings
        if one.nonconformity
    ]
    running = [
        one["row"]
        for one in opened
        if carries and one["row"].state not in ENDED and not one["carried"]
    ]
    return {
        "opened": opened,
        "carries": [(row, _shown(f"carry-{row.code}", typed)) for row in running],
    }


def _timeline(found: AuditView, names: dict[int, str]) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            one.at,
            AUDIT_FACTS[one.fact],
            names.get(one.by_id, ""),
            " ".join(filter(None, [one.data.get("nonconformity", ""), one.text])),
            Tone.NEUTRAL,
            "circle-check",
        )
        for one in reversed(found.events)
    ]


def _audited(actor: Actor, found: AuditView) -> list[str]:
    """Return the processes and procedures that are audited: processes by name."""
    names = process_names(actor, found.plan.processes)
    return [*(names[one] for one in found.plan.processes), *found.plan.procedures]
