"""The citizens' links in the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from motcua.citizens.types import CitizenActor
from motcua.dossiers.queries import dossiers_search
from motcua.dossiers.types import Status
from motcua.filing.queries import drafts_of
from motcua.notices.queries import unread_count
from motcua.portal.appointments import appointments_told
from motcua.portal.visiting import visits_told
from motcua.ui.navigation import (
    AccountItem,
    BarItem,
    FootItem,
    bar_register,
    citizen_register,
    foot_register,
)
from motcua.ui.types import Choice

BAR = (
    BarItem(_("Procedures"), "portal:procedures", "search", 10),
    BarItem(_("Follow a dossier"), "portal:track", "progress", 20),
    BarItem(_("Units"), "portal:units", "map-pin", 30),
)
FOOT = (
    FootItem(_("Figures for everybody"), "portal:figures", 5),
    FootItem(_("About this site"), "portal:about", 10),
    FootItem(_("Accessibility"), "portal:accessibility", 20),
)
ACCOUNT = (
    AccountItem(_("My affairs"), "portal:my", "folder", order=10),
    AccountItem(_("Sign out"), "portal:sign_out", "logout", post=True, order=90),
)


@dataclass(frozen=True)
class MyItem:
    """An area of "My affairs". `tell` may say in a line how it stands ("2 drafts")."""

    label: Any
    url_name: str
    icon: str
    text: Any = ""
    tell: Callable[[CitizenActor], str] | None = None
    order: int = 100


_my: dict[str, MyItem] = {}


def my_register(item: MyItem) -> None:
    """Add (or replace) an area of "My affairs"; from `PortalConfig.ready`, here or elsewhere."""
    _my[item.url_name] = item


def my_choices(citizen: CitizenActor) -> list[Choice]:
    """Return the areas in their order, each with its line, under the citizen's own scope."""
    items = sorted(_my.values(), key=lambda item: item.order)
    return [
        Choice(
            item.label,
            reverse(item.url_name),
            (item.tell(citizen) if item.tell else "") or item.text,
            item.icon,
        )
        for item in items
    ]


def dossiers_told(citizen: CitizenActor) -> str:
    """Return how many dossiers wait for something that only the person can do."""
    del citizen  # whose they are is the scope's
    waiting = (Status.SUPPLEMENT, Status.OBLIGATION)
    count = len(dossiers_search(status=waiting, limit=20).rows)
    words = ngettext("%(count)s dossier waits for you", "%(count)s dossiers wait for you", count)
    return words % {"count": count} if count else ""


def drafts_told(citizen: CitizenActor) -> str:
    """Return how many drafts can be gone on with."""
    count = len(drafts_of(citizen))
    words = ngettext("%(count)s draft to go on with", "%(count)s drafts to go on with", count)
    return words % {"count": count} if count else ""


def messages_told(citizen: CitizenActor) -> str:
    """Return how many messages are new; nothing when none is."""
    count = unread_count(citizen.subject_id)
    words = ngettext("%(count)s new message", "%(count)s new messages", count)
    return words % {"count": count} if count else ""


MY = (
    MyItem(
        _("Dossiers"),
        "portal:my_dossiers",
        "folder",
        _("Where each one stands, what to do, and the results"),
        tell=dossiers_told,
        order=10,
    ),
    MyItem(
        _("Drafts"),
        "portal:my_drafts",
        "edit",
        _("What you have begun and not sent yet"),
        tell=drafts_told,
        order=20,
    ),
    MyItem(
        _("Documents"),
        "portal:my_documents",
        "file-description",
        _("Results and papers that you can use again"),
        order=30,
    ),
    MyItem(
        _("Messages"),
        "portal:my_messages",
        "mail",
        _("What you were told, and how you want to be told"),
        tell=messages_told,
        order=50,
    ),
    MyItem(
        _("Payments"),
        "portal:my_payments",
        "coin",
        _("What is to be paid, what was paid, and the receipts"),
        order=40,
    ),
    MyItem(
        _("Appointments"),
        "portal:my_appointments",
        "calendar",
        _("A half-hour at the service centre, at which you go first"),
        tell=appointments_told,
        order=52,
    ),
    MyItem(
        _("Visits at home"),
        "portal:my_visits",
        "home",
        _("For who cannot come: officials come home and take the papers in"),
        tell=visits_told,
        order=53,
    ),
    MyItem(
        _("Petitions"),
        "portal:my_petitions",
        "message-report",
        _("What you wrote about a dossier, and the answers"),
        order=55,
    ),
    MyItem(
        _("Acting for others"),
        "portal:my_relations",
        "users",
        _("Children, an organisation, people who authorised you; who may act for you"),
        order=60,
    ),
    MyItem(
        _("Let somebody help me"),
        "portal:my_helper",
        "user-check",
        _("A helper of your commune, under the helper's own name"),
        order=70,
    ),
    MyItem(
        _("My data"),
        "portal:my_data",
        "shield-check",
        _("What is held, who looked at it and why, consents, download, language"),
        order=80,
    ),
)


def register() -> None:
    """Put the citizens' links into bar and foot; once, from `PortalConfig.ready`."""
    for item in BAR:
        bar_register(item)
    for link in FOOT:
        foot_register(link)
    for line in ACCOUNT:
        citizen_register(line)
    for area in MY:
        my_register(area)
