"""Reactions: what happened to a dossier fills the documents of whoever it is for."""

from __future__ import annotations

from motcua.citizens.events import ConsentChanged
from motcua.dossiers.events import CHANGED_TOPIC
from motcua.dossiers.types import FactType
from motcua.filing.services.export import TOPIC as EXPORT_TOPIC
from motcua.filing.services.export import export_make
from motcua.filing.services.keep import TOPIC, consent_follow, store_fill
from motcua.kernel.events import listen
from motcua.kernel.outbox import Message, outbox_handle

FILLING = frozenset(
    {
        FactType.SUBMITTED,
        FactType.ACCEPTED,
        FactType.SUPPLEMENT_RECEIVED,
        FactType.DONE,
        FactType.RETURNED,
        FactType.REOPENED,
    }
)


def dossier_changed(message: Message) -> None:
    """Fill the documents after a fact that brings or changes some."""
    if message.data.get("type", "") in FILLING:
        keep(message)


def keep(message: Message) -> None:
    """Fill the documents from one dossier."""
    store_fill(int(message.subject.partition(":")[2]))


def connect() -> None:
    """Connect the reactions; called once when the application starts."""
    listen(ConsentChanged, consent_follow)
    outbox_handle(CHANGED_TOPIC, dossier_changed)
    outbox_handle(TOPIC, keep)
    outbox_handle(EXPORT_TOPIC, export_make)
