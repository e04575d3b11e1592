"""Reactions: what happened to a dossier fills the documents of whoever it is for."""

from __future__ import annotations

from motcua.citizens.events import ConsentChanged
from motcua.documents.events import FileCondemned
from motcua.dossiers.events import CHANGED_TOPIC
from motcua.dossiers.services.verify import verifier_register
from motcua.dossiers.types import FactType
from motcua.filing.queries.exports import TOPIC as EXPORT_TOPIC
from motcua.filing.services.condemned import file_condemned
from motcua.filing.services.export import export_make
from motcua.filing.services.follow import MOVING, group_follow_dossier
from motcua.filing.services.keep import TOPIC, consent_follow, store_fill
from motcua.filing.services.served import register as services_register
from motcua.filing.services.verify_groups import groups_verify
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


def part_moved(message: Message) -> None:
    """Follow the group of a dossier that ended, or was opened again."""
    if message.data.get("type", "") in MOVING:
        group_follow_dossier(int(message.subject.partition(":")[2]))


def keep(message: Message) -> None:
    """Fill the documents from one dossier."""
    store_fill(int(message.subject.partition(":")[2]))


def connect() -> None:
    """Connect the reactions; called once when the application starts."""
    listen(ConsentChanged, consent_follow)
    listen(FileCondemned, file_condemned)
    outbox_handle(CHANGED_TOPIC, part_moved)
    outbox_handle(CHANGED_TOPIC, dossier_changed)
    verifier_register(groups_verify)
    outbox_handle(TOPIC, keep)
    outbox_handle(EXPORT_TOPIC, export_make)
    services_register()
