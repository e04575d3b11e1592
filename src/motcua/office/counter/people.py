"""One field for a person: a number, or the QR code of a card, from a scanner, a camera, a photo."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.dossiers.card import Card, CardUnreadable, card_mend, card_read, is_card_text
from motcua.dossiers.card_checks import card_doubts
from motcua.dossiers.queries import person_known
from motcua.dossiers.types import PartyRole
from motcua.dossiers.views import PartyView
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.audit import person_key, reading_record
from motcua.kernel.text import nfc, search_key
from motcua.office.counter.card_words import card_problem, doubt_words, mended_words
from motcua.office.counter.codes import OtherCode, code_of_ours, photo_texts
from motcua.ui import formats

CARD, KNOWN = "card", "known"
_SHOWN = re.compile(r"\d{4} ?\d{4}")  # papers on a phone; nobody's number is that short
_NUMBER = re.compile(r"\d{9}|\d{12}|[A-Z]\d{7,8}|\d{10}(-\d{3})?")


@dataclass
class Found:
    """What a look at the card field brought: a problem, or who is known under this number.

    `doubts` are what to compare with the card itself; `other` is a code of ours that is no card.
    """

    problem: str = ""
    hint: str = ""
    known: PartyView | None = None
    doubts: list[str] = field(default_factory=list)
    other: OtherCode | None = None


def person_fill(request: SignedInRequest, data: QueryDict, role: PartyRole) -> Found:
    """Fill a person's fields in `data` from the card field; nothing typed is written over.

    A card's text fills all its fields, as it was just read from the card; one that cannot be read
    takes out what the card before had filled in. A number fills in
    somebody known from dossiers of the scope (the reading is recorded) if no other name stands
    there; otherwise that person is offered.
    """
    prefix = role.value
    text, mended = card_mend(data.get(f"{prefix}-card", "").strip())
    if not text:
        return Found(problem=_("Type the number or scan the card."))
    if is_card_text(text):
        return _by_card(request, data, prefix, nfc(text), mended)
    return _by_other(data, prefix, text) or _by_number(
        request, data, prefix, nfc(text).replace(" ", "").upper()
    )


def person_photo(request: SignedInRequest, data: QueryDict, role: PartyRole) -> Found:
    """Fill a person's fields from a photo of the card; the photo is read and kept nowhere."""
    texts, problem = photo_texts(request.FILES[f"{role.value}-photo"])
    cards = [one for one in texts if is_card_text(one)]
    if len({one.split("|")[0] for one in cards}) > 1:
        problem = _("There are two cards in the photo. Photograph one card at a time.")
    if problem:
        return _unread(data, role.value, problem)
    if cards:
        return _by_card(request, data, role.value, nfc(cards[0]), "")
    for text in texts:
        found = _by_other(data, role.value, text)
        if found is not None:
            return found
    problem = _(
        "The QR code in the photo is not that of a citizen card. On older cards it is on the "
        "front, on cards since July 2024 on the back."
    )
    return _unread(data, role.value, problem)


def _by_card(
    request: SignedInRequest, data: QueryDict, prefix: str, text: str, mended: str
) -> Found:
    try:
        card = card_read(text)
    except CardUnreadable as error:
        return _unread(data, prefix, card_problem(error.part))
    if data.get(f"{prefix}-id_number", "") != card.id_number:
        _take_out(data, prefix)
    _card_put(data, prefix, card)
    known = _known(request, card.id_number)
    data[f"{prefix}-card"] = ""
    doubts = [doubt_words(one, card) for one in card_doubts(card, on=clock.today())]
    if mended:
        doubts.insert(0, mended_words(mended))
    filled = known is not None and _contact_put(data, prefix, known)
    return Found(doubts=doubts, hint=_contact_words() if filled else "")


def _unread(data: QueryDict, prefix: str, problem: str) -> Found:
    """Return why a card could not be read; beside that nobody of before stands in the fields."""
    if not _take_out(data, prefix):
        return Found(problem=problem)
    gone = _("What had been filled in from the card before was taken out.")
    return Found(problem=f"{problem} {gone}")


def _take_out(data: QueryDict, prefix: str) -> bool:
    """Take out what came from a card, or from a number, and what followed; tell whether any did.

    What was typed stays, and so does a person whose data were typed.
    """
    if data.get(f"{prefix}-source", "") not in {CARD, KNOWN}:
        return False
    number = data.get(f"{prefix}-id_number", "")
    before = person_known(number) if number else None  # its reading was recorded when it came
    for name in ("phone", "email"):
        if before is not None and data.get(f"{prefix}-{name}", "") == getattr(before, name):
            data[f"{prefix}-{name}"] = ""
    for name in ("id_number", "name", "birth_date", "sex", "address", "source"):
        data[f"{prefix}-{name}"] = ""
    return True


def _by_other(data: QueryDict, prefix: str, text: str) -> Found | None:
    """Return where a code of ours leads; a slip and a request for a supplement carry one."""
    other = code_of_ours(text)
    if other is None:
        return None
    data[f"{prefix}-card"] = ""
    if not other.code:
        return Found(problem=_("This is the QR code of a dossier that is not in your unit."))
    return Found(other=other)


def _contact_words() -> str:
    return _(
        "Telephone and e-mail were left empty and come from the person's last dossier here. "
        "Ask whether they are still right."
    )


def _by_number(request: SignedInRequest, data: QueryDict, prefix: str, number: str) -> Found:
    if _SHOWN.fullmatch(number):
        return Found(
            problem=_(
                "This is the code of papers that the person shows. Read the card here first, then "
                "the code at “The person shows papers on a phone”."
            )
        )
    if not _NUMBER.fullmatch(number):
        problem = _(
            "This is neither a card's number nor the text of its QR code. Type the 12 digits, "
            "or scan the code again."
        )
        return _unread(data, prefix, problem)
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


def _card_put(data: QueryDict, prefix: str, card: Card) -> None:
    data[f"{prefix}-id_number"] = card.id_number
    data[f"{prefix}-name"] = card.name
    data[f"{prefix}-birth_date"] = formats.day_typed(card.birth_date)
    data[f"{prefix}-sex"] = card.sex if card.sex in {"Nam", "Nữ"} else ""
    data[f"{prefix}-address"] = card.address
    data[f"{prefix}-source"] = CARD


def _contact_put(data: QueryDict, prefix: str, known: PartyView) -> bool:
    """Fill in what was left empty; tell whether anything was."""
    empty = [
        name
        for name in ("phone", "email")
        if getattr(known, name) and not data.get(f"{prefix}-{name}", "").strip()
    ]
    for name in empty:
        data[f"{prefix}-{name}"] = getattr(known, name)
    return bool(empty)


def earlier_record(request: SignedInRequest, data: QueryDict) -> None:
    """Record that a person's earlier dossiers and papers were looked at; once per request."""
    number = nfc(data.get("applicant-id_number", "")).replace(" ", "").upper()
    reading_record(
        account_id=request.actor.account_id,
        posting_id=request.actor.posting_for(Action.DOSSIER_INTAKE).id,
        subject=f"person:{person_key(number)}",
        purpose="intake at the counter: earlier dossiers and papers held",
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[number],
    )


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
