"""One field for a person: a number, or what a hand scanner types from the card's QR code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.dossiers.card import Card, CardUnreadable, card_read, is_card_text
from motcua.dossiers.queries import person_known
from motcua.dossiers.types import PartyRole
from motcua.dossiers.views import PartyView
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel.audit import person_key, reading_record
from motcua.kernel.text import nfc, search_key
from motcua.ui import formats

CARD, KNOWN = "card", "known"
_NUMBER = re.compile(r"\d{9}|\d{12}|[A-Z]\d{7,8}|\d{10}(-\d{3})?")


@dataclass
class Found:
    """What a look at the card field brought: a problem, or who is known under this number."""

    problem: str = ""
    hint: str = ""
    known: PartyView | None = None


def person_fill(request: SignedInRequest, data: QueryDict, role: PartyRole) -> Found:
    """Fill a person's fields in `data` from the card field; nothing typed is written over.

    A card's text fills all its fields, as it was just read from the card. A number fills in
    somebody known from dossiers of the scope (the reading is recorded) if no other name stands
    there; otherwise that person is offered.
    """
    prefix = role.value
    text = nfc(data.get(f"{prefix}-card", ""))
    if not text:
        return Found(problem=_("Type the number or scan the card."))
    return (
        _by_card(request, data, prefix, text)
        if is_card_text(text)
        else _by_number(request, data, prefix, text.replace(" ", "").upper())
    )


def _by_card(request: SignedInRequest, data: QueryDict, prefix: str, text: str) -> Found:
    try:
        card = card_read(text)
    except CardUnreadable as error:
        return Found(problem=card_problem(error.part))
    _card_put(data, prefix, card)
    known = _known(request, card.id_number)
    if known is not None:
        _contact_put(data, prefix, known)
    data[f"{prefix}-card"] = ""
    return Found()


def _by_number(request: SignedInRequest, data: QueryDict, prefix: str, number: str) -> Found:
    if not _NUMBER.fullmatch(number):
        return Found(
            problem=_(
                "This is neither a card's number nor the text of its QR code. Type the 12 digits, "
                "or scan the code again."
            )
        )
    data[f"{prefix}-card"] = ""
    data[f"{prefix}-id_number"] = number
    known = _known(request, number)
    if known is None:
        data[f"{prefix}-source"] = ""
        return Found(hint=_("Nobody with this number is known here yet. Please type the name."))
    name = nfc(data.get(f"{prefix}-name", ""))
    if name and search_key(name) != search_key(known.name):
        return Found(known=known)
    known_put(data, prefix, known)
    return Found()


def person_take(request: SignedInRequest, data: QueryDict, role: PartyRole) -> Found:
    """Take the person who was offered under the number in the field."""
    known = _known(request, data.get(f"{role.value}-id_number", ""))
    if known is not None:
        known_put(data, role.value, known)
    return Found()


def known_put(data: QueryDict, prefix: str, known: PartyView) -> None:
    """Put somebody known into the fields."""
    for name in ("name", "id_number", "sex", "address"):
        data[f"{prefix}-{name}"] = getattr(known, name)
    born = known.birth_date
    data[f"{prefix}-birth_date"] = formats.day_typed(born) if born else ""
    data[f"{prefix}-kind"] = str(int(known.kind))
    data[f"{prefix}-source"] = KNOWN
    _contact_put(data, prefix, known)


def card_problem(part: str) -> str:
    """Return what is wrong with a card's text, by the piece that cannot be read."""
    known = {
        "format": _("This is not the text of a citizen card's QR code. Please scan it again."),
        "id": _("The card's number does not have 12 digits. Please scan the code again."),
        "old_id": _("The old number on the card cannot be read. Please scan the code again."),
        "name": _("The card's text holds no name. Please scan the code again."),
        "birth_date": _("The card's date of birth does not exist. Please scan the code again."),
        "issued": _("The card's date of issue does not exist. Please scan the code again."),
    }
    return known.get(part, known["format"])


def _card_put(data: QueryDict, prefix: str, card: Card) -> None:
    data[f"{prefix}-id_number"] = card.id_number
    data[f"{prefix}-name"] = card.name
    data[f"{prefix}-birth_date"] = formats.day_typed(card.birth_date)
    data[f"{prefix}-sex"] = card.sex if card.sex in {"Nam", "Nữ"} else ""
    data[f"{prefix}-address"] = card.address
    data[f"{prefix}-source"] = CARD


def _contact_put(data: QueryDict, prefix: str, known: PartyView) -> None:
    for name in ("phone", "email"):
        if not data.get(f"{prefix}-{name}", "").strip():
            data[f"{prefix}-{name}"] = getattr(known, name)


def _known(request: SignedInRequest, number: str) -> PartyView | None:
    known = person_known(number) if number else None
    if known is not None:
        posting = request.actor.posting_for(Action.DOSSIER_INTAKE)
        reading_record(
            account_id=request.actor.account_id,
            posting_id=posting.id,
            subject=f"person:{person_key(known.id_number)}",  # the number itself stands nowhere
            purpose="intake at the counter: somebody known under this number",
            route=request.resolver_match.view_name if request.resolver_match else "",
            id_numbers=[known.id_number],
        )
    return known
