"""A question that one's unit was asked: what was sent, and the answer to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.documents.services import file_store
from motcua.dossiers.opinion_labels import OUTCOMES
from motcua.dossiers.opinion_rules import ANSWER_MAX, PENDING
from motcua.dossiers.opinion_views import OpinionView
from motcua.dossiers.queries.opinions import recall_reason, units_placed
from motcua.dossiers.services import AnswerInput, opinion_answer
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.acting import version_read
from motcua.office.opinions import answer_lines, state_tone, state_words
from motcua.office.reading import opinion_read
from motcua.office.refusals import refusal_show
from motcua.procedures.queries import version_get
from motcua.workflow.queries import live_items_of
from motcua.workflow.types import ItemState, WorkItemView


class AnswerForm(forms.Form):
    """What the unit says, with a letter where there is one."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What does your unit say?"),
        choices=[(one.value, words) for one, words in OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Opinion"),
        help_text=gettext_lazy("With its reasons and legal basis; conditions one by one."),
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    number = forms.CharField(
        label=gettext_lazy("Number of your unit's letter"), max_length=80, required=False
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


@requires(Action.WORK_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: SignedInRequest, request_id: int) -> HttpResponse:
    """Show the question; a POST answers it, or answers it anew."""
    view = opinion_read(request, request_id)
    if request.method != "POST":
        return _page(request, view, AnswerForm())
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            opinion_answer(
                actor=request.actor,
                request_id=request_id,
                answer=_answer(form.cleaned_data),
                seen=version_read(request, "seen"),
            )
        except NotFound as refusal:
            raise Http404 from refusal
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
            view = opinion_read(request, request_id)
            return _page(request, view, form, status=refusal.status)
        messages.success(request, _("The answer is with the unit that asked."))
        return redirect("office:opinion", request_id)
    return _page(request, view, form, status=422)


def _answer(data: dict[str, Any]) -> AnswerInput:
    upload = data["file"]
    if upload is None:
        return AnswerInput(data["outcome"], data["text"], data["number"])
    stored = file_store(data=upload, name=upload.name, claimed_type=upload.content_type or "")
    return AnswerInput(data["outcome"], data["text"], data["number"], stored.id, stored.name)


def _page(
    request: SignedInRequest, view: OpinionView, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    ids = {view.asked_by} | {one.answered_by for one in view.answers}
    names = {key: one.name for key, one in accounts_by_ids(ids).items()}
    units = units_placed({view.unit_id, view.asking_unit_id})
    item = _item(view)
    may = request.actor.may(Action.DOSSIER_OPINE, view.unit_id) and view.state in PENDING
    taken = item is not None and item.claimed_by_id not in {None, request.actor.account_id}
    holder = accounts_by_ids([item.claimed_by_id]) if item and item.claimed_by_id and taken else {}
    context = {
        "asked": view,
        "title": _("Request for an opinion"),
        "procedure": version_get(view.procedure_version_id).name,
        "unit": units[view.unit_id],
        "asking_unit": units[view.asking_unit_id],
        "asked_by": names.get(view.asked_by, ""),
        "words": state_words(view),
        "tone": state_tone(view),
        "recalled": recall_reason(view),
        "answers": answer_lines(view, names),
        "form": form if may and not taken else None,
        "holder": next((one.name for one in holder.values()), ""),
        "item": item,
        "can_claim": may and item is not None and item.state is ItemState.OPEN,
    }
    return render(request, "office/opinion.html", context, status=status)


def _item(view: OpinionView) -> WorkItemView | None:
    items = live_items_of(view.process_id) if view.process_id else []
    return items[0] if items else None
