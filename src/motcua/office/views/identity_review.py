"""One sign-in under review: what was claimed, whose it is here already, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.queries import review_for_officer
from motcua.citizens.services import identity_review_decide
from motcua.citizens.types import PersonView, ReviewLineView, ReviewState, ReviewView
from motcua.citizens.words import review_word
from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.ui import formats
from motcua.ui.types import TimelineEntry, Tone

DECISIONS = (
    (
        ReviewState.SAME.value,
        gettext_lazy("The same person: let the new account in, end the old one's sittings"),
    ),
    (ReviewState.OTHER.value, gettext_lazy("Another person: the sign-in stays refused")),
    (
        ReviewState.BLOCKED.value,
        gettext_lazy("Misuse: block the account; both are told, the police are to be informed"),
    ),
)


class DecisionForm(forms.Form):
    """What was found, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What did you find?"), choices=DECISIONS, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("What you compared, and why you decide so"),
        help_text=gettext_lazy(
            "Kept with the case. Whoever is refused reads it at the next sign-in; name nobody else."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Please say what you compared and what you found.")
        },
    )

    def __init__(self, data: Any, *, may_be_same: bool) -> None:
        super().__init__(data)
        if not may_be_same:
            self.fields["decision"].choices = DECISIONS[1:]  # type: ignore[attr-defined]


@requires(Action.IDENTITY_REVIEW)
@fresh  # it opens or closes somebody's account
@require_http_methods(["GET", "HEAD", "POST"])
def identity_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    """Show the case, its reading recorded for all persons; decide it on POST."""
    found = _read(request, review_id)
    form = DecisionForm(
        request.POST if request.method == "POST" else None, may_be_same=found.may_be_same
    )
    if form.is_bound and form.is_valid():
        try:
            identity_review_decide(
                actor=request.actor,
                review_id=review_id,
                decision=ReviewState(form.cleaned_data["decision"]),
                note=form.cleaned_data["note"],
            )
        except Invalid as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field, problem.message)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Decided. Those whom it concerns are told."))
            return redirect("office:identity_reviews")
    people = accounts_by_ids(one.account_id for one in found.lines if one.account_id is not None)
    names = {number: one.name for number, one in people.items()}
    context = {
        "case": found,
        "rows": _rows(found),
        "history": _history(found, names),
        "waits": found.state is ReviewState.OPEN,
        "state": review_word(found.state),
        "form": form,
    }
    return render(
        request, "office/identity_review.html", context, status=422 if form.is_bound else 200
    )


def _read(request: SignedInRequest, review_id: int) -> ReviewView:
    units = request.actor.unit_ids_for(Action.IDENTITY_REVIEW)
    try:
        found = review_for_officer(review_id, units)
    except NotFound as refusal:
        raise Http404 from refusal
    where = () if found.unit_id is None else (found.unit_id,)
    reading_record(
        account_id=request.actor.account_id,
        posting_id=request.actor.posting_for(Action.IDENTITY_REVIEW, *where).id,
        subject=f"identity:{found.id}",
        purpose="comparing two accounts with one identity number",
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[found.id_number, *(one.id_number for one, _end in found.others)],
    )
    return found


def _history(case: ReviewView, names: Mapping[int, str]) -> list[TimelineEntry]:
    """Return what happened in the case, the newest first; a decision beside what it was made on."""
    entries = []
    for place, line in enumerate(case.lines):
        entries.append(
            TimelineEntry(
                when=line.at,
                title=_line_title(line, first=place == 0),
                who=names.get(line.account_id or 0, "") or _("System"),
                text=" ".join(part for part in (line.note, _claimed_then(case, line)) if part),
                tone=Tone.DUE_SOON if line.state is ReviewState.OPEN else Tone.DONE,
                icon="history" if line.state is ReviewState.OPEN else "gavel",
            )
        )
    return entries[::-1]


def _line_title(line: ReviewLineView, *, first: bool) -> str:
    if line.state is not ReviewState.OPEN:
        return _("Decided: %(what)s") % {"what": review_word(line.state)}
    return _("Opened by a sign-in") if first else _("Opened again by another sign-in")


def _claimed_then(case: ReviewView, line: ReviewLineView) -> str:
    """Return what the sign-in said then, where it says something else now."""
    now = {name: str(getattr(case, name) or "") for name in line.claimed}
    then = [value for name, value in line.claimed.items() if value != now[name]]
    return _("Claimed then: %(what)s.") % {"what": "; ".join(then)} if then else ""


def _rows(case: ReviewView) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    """Return line by line what was claimed and what is known, and whether the two differ."""
    claimed = {
        _("Name"): case.name,
        _("Number"): case.id_number,
        _("End of the account's technical id"): case.technical_end,
        _("Date of birth"): formats.day(case.birth_date) if case.birth_date else "",
        _("Address"): case.address,
        _("Telephone"): case.phone,
        _("E-mail"): case.email,
    }
    known = [_known(one, end) for one, end in case.others]
    return [
        (label, value, [(one[place], bool(value) and one[place] != value) for one in known])
        for place, (label, value) in enumerate(claimed.items())
    ]


def _known(one: PersonView, end: str) -> list[str]:
    return [
        one.name,
        one.id_number,
        end,
        formats.day(one.birth_date) if one.birth_date else "",
        one.address,
        one.phone,
        one.email,
    ]
