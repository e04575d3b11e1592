"""One request for a visit: put right, refused, cancelled, taken up again; its story."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.outside.forms import AnswerForm, VisitForm
from motcua.office.outside.reading import offered_at, papers_of, visit_read
from motcua.office.outside.words import STATES, STEPS
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get
from motcua.reception.labels import ASKED, REASONS, wishes_words
from motcua.reception.queries.visits import VisitView, hamlets_of, visit_story
from motcua.reception.services import visit_again, visit_change, visit_end
from motcua.reception.visiting import ALLOWED, VisitStep
from motcua.ui.types import TimelineEntry

ENDS = {"refused": VisitStep.REFUSED, "cancelled": VisitStep.CANCELLED}


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """Show a request; on POST end it (an act of ENDS), take it up `again`, else change it."""
    one = visit_read(request, visit_id)
    unit = unit_get(one.unit_id)
    offered = offered_at(unit)
    act = ""
    if request.method == "POST":
        act = request.POST.get("act", "")
        act = act if act in {*ENDS, "again"} else "change"
    form = VisitForm(
        request.POST if act == "change" else None,
        hamlets=hamlets_of(unit.id),
        procedures=[(code, held.version.name) for code, held in offered.items()],
        known=one,
    )
    answer = AnswerForm(request.POST if act in ENDS else None)
    asked = answer if act in ENDS else form
    if act == "again" or (act and asked.is_valid()):
        try:
            words = _done(request, one, act, form, answer)
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            if act == "again":
                messages.error(request, str(refusal))
                return redirect("office:visit", one.id)
            refusal_show(asked, refusal)
        else:
            messages.success(request, words)
            return redirect("office:visit", one.id)
    context = {
        "visit": one,
        "unit": unit,
        "state": STATES[one.state],
        "reason": REASONS[one.reason],
        "asked": ASKED[one.asked_by],
        "wishes": wishes_words(one.wishes),
        "papers": papers_of(one, offered),
        "form": form,
        "answer": answer,
        "may": {step.value: one.state in states for step, states in ALLOWED.items()},
        "story": _story(one),
        "act": act,
    }
    return render(request, "office/visit.html", context, status=422 if act else 200)


def _done(
    request: SignedInRequest, one: VisitView, act: str, form: VisitForm, answer: AnswerForm
) -> str:
    if act == "change":
        visit_change(actor=request.actor, visit_id=one.id, order=form.order(unit_get(one.unit_id)))
        return _("The request is put right.")
    if act == "again":
        visit_again(actor=request.actor, visit_id=one.id)
        return _("The request is back on the list, with its waiting time.")
    visit_end(
        actor=request.actor,
        visit_id=one.id,
        step=ENDS[act],
        answer=answer.cleaned_data["answer"],
    )
    return _("The person is told. You can take the request up again below.")


def _story(one: VisitView) -> list[TimelineEntry]:
    told = visit_story(one.id)
    people: dict[int, Any] = dict(accounts_by_ids([e.account_id for e in told if e.account_id]))
    return [
        TimelineEntry(
            when=event.at,
            title=STEPS[event.step][0],
            who=people[event.account_id].name if event.account_id in people else "",
            icon=STEPS[event.step][1],
        )
        for event in reversed(told)
    ]
