"""Events of a life and of a business in words, with what they bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motcua.ui.types import Choice


@dataclass(frozen=True)
class EventWords:
    """An event as people call it."""

    title: Any
    text: Any
    icon: str


LIFE: dict[str, EventWords] = {
    "birth": EventWords(
        _("A child is born"), _("Birth certificate, residence, identity card"), "baby-carriage"
    ),
    "marriage": EventWords(
        _("Getting married"), _("Marital status, marriage registration"), "hearts"
    ),
    "papers": EventWords(
        _("Copies, signatures, mistakes in papers"),
        _("Certified copies, extracts, correcting a name or date"),
        "copy",
    ),
    "identity": EventWords(_("Identity card, residence, passport"), _("New, renewed, lost"), "id"),
    "land": EventWords(_("Land"), _("Certificate, sale, change of use, quarrels"), "map-2"),
    "house": EventWords(_("Building a house"), _("Permits: new, changed, extended"), "home"),
    "old_age": EventWords(_("Growing old"), _("Social pension"), "walk"),
    "care": EventWords(
        _("Help in a hard situation"), _("Disability, poverty, allowances, care"), "heart-handshake"
    ),
    "family": EventWords(
        _("Family and provision"), _("Adoption, guardianship, last will"), "users"
    ),
    "merit": EventWords(
        _("People with merit to the country"), _("Papers and allowances of their families"), "medal"
    ),
    "death": EventWords(
        _("Somebody has died"), _("Registration, funeral money, inheritance"), "candle"
    ),
}
BUSINESS: dict[str, EventWords] = {
    "start": EventWords(_("Opening a small business"), _("Household business"), "building-store"),
    "change": EventWords(
        _("Changing a business"), _("Name, address, trade, lost certificate"), "edit"
    ),
    "close": EventWords(_("Pausing or closing a business"), _("For a time or for good"), "lock"),
}
EVENTS = {**LIFE, **BUSINESS}


def event_choices(events: dict[str, EventWords]) -> list[Choice]:
    """Return events as lines that lead to their pages."""
    return [
        Choice(words.title, reverse("portal:event", args=[key]), words.text, words.icon)
        for key, words in events.items()
    ]
