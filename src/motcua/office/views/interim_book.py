"""One book of blank slips: every number, what is open; count, spoil, collect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.hand import NUMBERS
from motcua.office.needed import sometimes
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get
from motcua.reception.handwritten import Number
from motcua.reception.queries.interim_paper import NumberView, PaperBook, paper_book
from motcua.reception.services.interim_hand import hand_spoilt
from motcua.reception.services.interim_paper import paper_close, paper_count


class CountForm(forms.Form):
    """Which number lies on top, blank."""

    next_blank = forms.IntegerField(
        label=gettext_lazy("The next blank slip has number"),
        help_text=gettext_lazy("The last digits are enough: 8 for …-008."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class SpoiltForm(forms.Form):
    """A sheet that was spoilt or lost, and why."""

    seq = forms.TypedChoiceField(label=gettext_lazy("Number of the slip"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=300,
        help_text=gettext_lazy("For example: torn; water; written wrongly and begun anew."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, paper: PaperBook, **more: Any) -> None:
        """Offer what was not brought, the open ones first."""
        super().__init__(*args, **more)
        left = [one for one in paper.numbers if one.stands in {Number.OPEN, Number.BLANK}]
        left.sort(key=lambda one: (one.stands is not Number.OPEN, one.seq))
        choices = [("", "–"), *((str(one.seq), one.text) for one in left)]
        self.fields["seq"].choices = choices  # type: ignore[attr-defined]


class PrintForm(forms.Form):
    """Why slips are printed once more."""

    reason = sometimes(
        forms.CharField(
            label=gettext_lazy("Why they are printed once more"),
            max_length=300,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
    )


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def interim_book(request: SignedInRequest, book_id: int) -> HttpResponse:
    """Show a book; on POST note how far it is written on, what is spoilt, that it is collected."""
    try:
        paper = paper_book(book_id)
        request.actor.posting_for(Action.RECEPTION_SERVE, paper.book.unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    act = request.POST.get("act", "")
    shown = _forms(request, paper, act)
    form = shown.get(act)
    if form is not None and form.is_valid():
        try:
            done = ACTS[act](request, paper, form.cleaned_data)
        except Forbidden as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, done)
            return redirect("office:interim_book", book_id)
        paper = paper_book(book_id)
    errors = form is not None and bool(form.errors)
    context = {**_context(request, paper), **shown, "forms": list(shown.values())}
    return render(request, "office/interim_book.html", context, status=422 if errors else 200)


def _forms(request: SignedInRequest, paper: PaperBook, act: str) -> dict[str, forms.Form]:
    """Return the forms of the page; the one that was sent is bound."""

    def sent(name: str) -> Any:
        return request.POST if name == act else None

    return {
        "count": CountForm(sent("count"), initial={"next_blank": paper.next_blank}),
        "spoilt": SpoiltForm(sent("spoilt"), paper=paper),
        "close": forms.Form(sent("close")),
        "again": PrintForm(),
    }


def _count(request: SignedInRequest, paper: PaperBook, data: dict[str, Any]) -> str:
    done = paper_count(actor=request.actor, book_id=paper.book.id, next_blank=data["next_blank"])
    left = len(done.open)
    return _("Noted. Slips still to be brought: %(n)d.") % {"n": left}


def _spoilt(request: SignedInRequest, paper: PaperBook, data: dict[str, Any]) -> str:
    done = hand_spoilt(
        actor=request.actor, book_id=paper.book.id, seq=data["seq"], reason=data["reason"]
    )
    return _("Slip %(number)s is noted as spoilt. Its number is never used again.") % {
        "number": done.number
    }


def _close(request: SignedInRequest, paper: PaperBook, data: dict[str, Any]) -> str:
    del data
    paper_close(actor=request.actor, book_id=paper.book.id)
    return _("The book is collected. Destroy the blank slips.")


ACTS: dict[str, Callable[[SignedInRequest, PaperBook, dict[str, Any]], str]] = {
    "count": _count,
    "spoilt": _spoilt,
    "close": _close,
}


def _context(request: SignedInRequest, paper: PaperBook) -> dict[str, Any]:
    actor, book = request.actor, paper.book
    ids = {book.account_id, *(one.printed_by for one in paper.prints)}
    ids |= {one.slip.taken_by or one.slip.came_by for one in paper.numbers if one.slip}
    people = {key: one.name for key, one in accounts_by_ids(ids).items()}
    return {
        "paper": paper,
        "book": book,
        "last": f"{book.numbers:03d}",
        "unit": unit_get(book.unit_id).full_name,
        "officer": people.get(book.account_id, ""),
        "open_texts": [one.text for one in paper.open],
        "brought": [_line(one, people) for one in paper.numbers if one.slip],
        "blank": len(paper.blank),
        "first_blank": paper.next_blank,
        "prints": [(one, people.get(one.printed_by, ""), len(one.seqs)) for one in paper.prints],
        "ended": book.ends_at <= clock.now(),
        "may_type": actor.may(Action.DOSSIER_INTAKE, book.unit_id),
        "may_close": book.closed_at is None
        and actor.may(Action.WORK_REASSIGN, book.unit_id)
        and not paper.open
        and not paper.count(Number.BEGUN),
        "heads": actor.may(Action.WORK_REASSIGN, book.unit_id),
    }


def _line(one: NumberView, people: dict[int, str]) -> dict[str, Any]:
    slip = one.slip
    assert slip is not None, "only what was brought"
    word, tone, icon = NUMBERS[one.stands]
    by = people.get(slip.taken_by or slip.came_by, "")
    return {"slip": slip, "word": word, "tone": tone.value, "icon": icon, "by": by}
