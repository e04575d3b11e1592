"""Interim slips of a centre: what needs a decision, and every number accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.offline_words import STATES, doubt_words
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.reception.interim import SlipView
from motcua.reception.queries.interim import (
    BookLines,
    books_of,
    cash_open,
    slips_by_number,
    slips_in_doubt,
)
from motcua.reception.queries.interim_paper import numbers_open
from motcua.reception.services.interim_hand import hand_spoilt


@dataclass(frozen=True)
class Line:
    """A slip with its words."""

    slip: SlipView
    state: Any
    tone: str
    icon: str
    doubts: list[str]
    by: str


@dataclass(frozen=True)
class Block:
    """A block of numbers with its lines."""

    lines: BookLines
    officer: str
    unit: str
    slips: list[Line]
    running: bool
    lost: LostForm | None


class LostForm(forms.Form):
    """A number of a computer that will never synchronise, and why nothing comes of it."""

    seq = forms.TypedChoiceField(label=gettext_lazy("Number of the slip"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=300,
        help_text=gettext_lazy("For example: the computer burnt out, and no copy was kept."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, lines: BookLines) -> None:
        """Offer what was handed out and has not come in."""
        self.book_id = lines.book.id
        super().__init__(data, auto_id=f"id_{self.book_id}_%s")
        choices = [(str(int(one[-3:])), one) for one in lines.missing]
        self.fields["seq"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def interim(request: SignedInRequest) -> HttpResponse:
    """Show what waits, cash that stands in no till, and the blocks of the latest days.

    On POST note that a number of a broken computer will not come.
    """
    units = request.actor.unit_ids_for(Action.RECEPTION_SERVE)
    to_come = numbers_open(units)
    books = books_of(units, also=[one.book_id for one in to_come.books if not one.paper])
    lost = _forms(request, books)
    sent = next((one for one in lost.values() if one.is_bound), None)
    if sent is not None and sent.is_valid() and _lost(request, sent):
        return redirect(f"{reverse('office:interim')}#block-{sent.book_id}")
    waiting, cash = slips_in_doubt(units), cash_open(units)
    asked = request.GET.get("q", "").strip()[:40]
    found = slips_by_number(asked, units) if asked else []
    named = [slip.came_by for one in books for slip in one.slips]
    named += [one.book.account_id for one in books]
    named += [slip.came_by for slip in (*waiting, *cash, *found)]
    people = {key: one.name for key, one in accounts_by_ids(named).items()}
    places = units_by_ids({one.book.unit_id for one in books})
    now = clock.now()
    context = {
        "may_take_in": request.actor.may(Action.DOSSIER_INTAKE),
        "may_rule": request.actor.may(Action.RECEPTION_EDIT),
        "open": to_come,
        "sent": sent,
        "asked": asked,
        "found": [_line(slip, people) for slip in found],
        "waiting": [_line(slip, people) for slip in waiting],
        "cash": [_line(slip, people) for slip in cash],
        "blocks": [
            Block(
                one,
                people.get(one.book.account_id, ""),
                places[one.book.unit_id].full_name,
                [_line(slip, people) for slip in one.slips],
                one.book.ends_at > now,
                lost.get(one.book.id),
            )
            for one in books
        ],
    }
    status = 422 if sent is not None else 200
    return render(request, "office/interim.html", context, status=status)


def _forms(request: SignedInRequest, books: list[BookLines]) -> dict[int, LostForm]:
    """Return a form for each block that is over and lacks numbers; the one sent is bound."""
    now, asked = clock.now(), request.POST.get("book", "")
    return {
        one.book.id: LostForm(request.POST if asked == str(one.book.id) else None, lines=one)
        for one in books
        if one.missing and one.book.ends_at <= now
    }


def _lost(request: SignedInRequest, form: LostForm) -> bool:
    """Note that a number will not come; a refusal stands at the form."""
    data = form.cleaned_data
    try:
        done = hand_spoilt(
            actor=request.actor, book_id=form.book_id, seq=data["seq"], reason=data["reason"]
        )
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        refusal_show(form, refusal)
        return False
    words = _("Slip %(number)s is noted as lost, with your reason.")
    messages.success(request, words % {"number": done.number})
    return True


def _line(slip: SlipView, people: dict[int, str]) -> Line:
    word, tone, icon = STATES[slip.state]
    return Line(slip, word, tone.value, icon, doubt_words(slip), people.get(slip.came_by, ""))
