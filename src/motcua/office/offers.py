"""A page of a register that offers small acts: one form each, one domain call each.

What is not offered is refused by the operation too; here it is only not in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.acting import version_read
from motcua.office.refusals import refusal_show


@dataclass(frozen=True)
class Offer:
    """One act: its name in the address, its form, what it is called, the call it makes.

    `given` turns what the form holds into what the call takes; `more` goes to the form.
    """

    act: str
    number: int
    title: str
    button: str
    form_class: type[forms.Form]
    given: Callable[[dict[str, Any]], dict[str, Any]]
    call: Callable[..., object]
    first: bool = False  # the next thing to do: it stands open
    icon: str = "check"
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def key(self) -> str:
        """Return what tells its form from the others on the page."""
        return f"{self.act}-{self.number}" if self.number else self.act

    def form(self, *args: Any) -> forms.Form:
        """Return its form, empty or with what was sent."""
        more: dict[str, Any] = {"prefix": self.key, **dict(self.more)}
        return self.form_class(*args, **more)


@dataclass(frozen=True)
class Tried:
    """An act that was refused, with its form as it was typed."""

    key: str
    form: forms.Form
    status: int


def offer_do(request: SignedInRequest, offers: Sequence[Offer], code: str) -> Tried | None:
    """Do the act that was sent and say so; None when it is done, or no longer possible.

    What was typed stays in the answer when the form or the operation refuses it.
    """
    chosen = request.POST.get("act", "")
    offer = next((one for one in offers if one.key == chosen), None)
    if offer is None:
        messages.warning(request, _("This is not possible now. Below you see how it stands."))
        return None
    form = offer.form(request.POST, request.FILES)
    if not form.is_valid():
        return Tried(offer.key, form, 422)
    try:
        given = offer.given(form.cleaned_data)
        offer.call(actor=request.actor, code=code, version=version_read(request), **given)
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        refusal_show(form, refusal)
        return Tried(offer.key, form, refusal.status)
    messages.success(request, _("Recorded."))
    return None


def offers_shown(offers: Sequence[Offer], tried: Tried | None) -> list[dict[str, Any]]:
    """Return the offers with forms; the refused one stands open, else the next thing to do."""
    return [
        {"offer": one, "form": tried.form, "open": True}
        if tried is not None and tried.key == one.key
        else {"offer": one, "form": one.form(), "open": one.first and tried is None}
        for one in offers
    ]
