"""Which office the holder of a posting holds: it decides how signatures are written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.capacities import offices_of, signs
from motcua.identity.capacity_rules import Held, Office, newest
from motcua.identity.queries import account_administered, postings_of
from motcua.identity.services import OfficeInput, office_set
from motcua.identity.types import Action, PostingView
from motcua.identity.words import office_name, role_name
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.office.needed import sometimes
from motcua.office.refusals import refusal_show


class OfficeForm(forms.Form):
    """The office, its title on paper, the document behind it, its last day."""

    office = forms.ChoiceField(label=gettext_lazy("Office held"), required=False)
    title = sometimes(
        forms.CharField(
            label=gettext_lazy("Title as it stands on papers"),
            required=False,
            help_text=gettext_lazy(
                "Empty for a head or a deputy: it follows from the name of the unit."
            ),
        )
    )
    document = sometimes(
        forms.CharField(
            label=gettext_lazy("Document by which this person signs"),
            required=False,
            help_text=gettext_lazy(
                "For signatures by order (TL.) the working regulation, for delegation (TUQ.) the "
                "written delegation: number and day."
            ),
        )
    )
    valid_to = sometimes(
        forms.DateField(
            label=gettext_lazy("Last day"),
            required=False,
            help_text=gettext_lazy("A delegation always has one. Empty: no end."),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        )
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            ("", _("No office")),
            *((one.value, office_name(one)) for one in Office),
        ]


@requires(Action.ACCOUNT_ADMIN)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def posting_office(request: SignedInRequest, account_id: int, posting_id: int) -> HttpResponse:
    """Show what is recorded of a posting's office, and record another one."""
    posting = _posting(request, account_id, posting_id)
    lines = offices_of([posting.id]).get(posting.id, [])
    now = clock.now()
    held = next(iter(newest(lines, now)), None)
    form = OfficeForm(request.POST if request.method == "POST" else None, initial=_initial(held))
    if request.method == "POST" and form.is_valid() and _recorded(request, posting, form):
        messages.success(request, _("The office is recorded. It holds for signatures from now on."))
        return redirect("office:account", account_id)
    context = {
        "row": account_administered(request.actor, account_id),
        "posting": posting,
        "role": role_name(posting.role),
        "form": form,
        "lines": [_line(one, held) for one in lines],
    }
    return render(
        request, "office/posting_office.html", context, status=422 if form.is_bound else 200
    )


def _posting(request: SignedInRequest, account_id: int, posting_id: int) -> PostingView:
    """Return a posting whose office may be recorded; of other units, ended or one's own: 404."""
    if account_administered(request.actor, account_id) is None:
        raise Http404
    found = next((one for one in postings_of(account_id) if one.id == posting_id), None)
    if found is None or not may_record(request, found):
        raise Http404
    return found


def may_record(request: SignedInRequest, posting: PostingView) -> bool:
    """Return whether somebody records the office of this posting."""
    ended = posting.valid_to is not None and posting.valid_to <= clock.now()
    return (
        not ended
        and signs(posting.role)
        and posting.account_id != request.actor.account_id
        and request.actor.may(Action.ACCOUNT_ADMIN, posting.unit_id)
    )


def _initial(held: Held | None) -> dict[str, Any]:
    if held is None or held.office is None:
        return {}
    end = clock.local(held.valid_to).date() - timedelta(days=1) if held.valid_to else None
    words = {"office": held.office.value, "title": held.title, "document": held.document}
    return words | {"valid_to": end}


def _recorded(request: SignedInRequest, posting: PostingView, form: OfficeForm) -> bool:
    given = form.cleaned_data
    until = given["valid_to"]
    end = clock.midnight(until + timedelta(days=1)) if until else None
    try:
        if end is not None and end <= clock.now():
            raise Invalid([FieldProblem("valid_to", _("This day has passed."))])
        office_set(
            actor=request.actor,
            posting_id=posting.id,
            given=OfficeInput(
                Office(given["office"]) if given["office"] else None,
                title=given["title"],
                document=given["document"],
                valid_to=end,
            ),
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        refusal_show(form, refusal)
        return False
    return True


def _line(one: Held, held: Held | None) -> dict[str, Any]:
    return {
        "name": office_name(one.office) if one.office else _("No office"),
        "view": one,
        "in_force": held is not None and one.id == held.id,
    }
