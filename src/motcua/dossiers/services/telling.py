"""Telling the applicant what happened to a dossier, by the ways that were chosen.

Called by the worker for each event's outbox message, so that no operation waits for it; told once,
because the notice's key is the event. At the counter nothing is told unless it was asked for.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from motcua.citizens.queries import person_get
from motcua.documents.events import FileCondemned
from motcua.dossiers import chain
from motcua.dossiers.models import Attachment, Dossier, Event, Obligation, Party, SupplementRequest
from motcua.dossiers.types import Channel as FilingChannel
from motcua.dossiers.types import FactType, PartyRole
from motcua.kernel import clock
from motcua.kernel.outbox import Message
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import version_get

TEMPLATES: dict[str, str] = {
    FactType.SUBMITTED: "filed",
    FactType.ACCEPTED: "accepted",
    FactType.REFUSED: "refused",
    FactType.SUPPLEMENT_REQUESTED: "supplement",
    FactType.SUPPLEMENT_RECEIVED: "supplied",
    FactType.OBLIGATION_REQUESTED: "obligation",
    FactType.DUE_CHANGED: "due_changed",
    FactType.APOLOGISED: "apologised",
    FactType.WITHDRAWN: "withdrawn",
    FactType.STOPPED: "stopped",
    FactType.DONE: "done",
    FactType.RETURNED: "returned",
}
STALE = timedelta(days=3)  # an imported history is nobody's news


def dossier_tell(message: Message) -> None:
    """Write the notice of one event, if it is one that people are told and somebody is to be."""
    template = TEMPLATES.get(message.data.get("type", ""))
    if template is None:
        return
    dossier = Dossier.objects.get(pk=int(message.subject.partition(":")[2]))
    if template == "filed" and dossier.channel != FilingChannel.ONLINE:
        return  # at the counter the slip says it
    seq = int(message.data["seq"])
    event = Event.objects.values("at", "payload").get(dossier=dossier, seq=seq)
    recipient = recipient_of(dossier)
    if recipient is None or clock.now() - event["at"] > STALE:
        return
    group = chain.fact_of(event["payload"]).data if template == "filed" else {}
    if group.get("waits_for") or group.get("beside"):
        return  # of what was sent at once people are told once, with the parent's code
    template, values = _values(dossier, template)
    values["code"] = group.get("group") or values["code"]
    notice_send(
        Notice(
            key=f"dossier:{dossier.pk}:{seq}",
            template=template,
            recipient=recipient,
            subject=f"dossier:{dossier.pk}",
            values=values,
            path=path_of(dossier),
        )
    )


def file_condemned(event: FileCondemned) -> None:
    """Tell the applicants of every open dossier with a file that turned out to be malicious."""
    with scope_use(SYSTEM):
        linked = Attachment.objects.filter(file_id=event.file_id).values("dossier_id")
        for dossier in Dossier.objects.filter(pk__in=linked, ended_at=None).order_by("pk"):
            recipient = recipient_of(dossier)
            if recipient is None:
                continue
            notice_send(
                Notice(
                    key=f"dossier:{dossier.pk}:file:{event.file_id}",
                    template="file_malicious",
                    recipient=recipient,
                    subject=f"dossier:{dossier.pk}",
                    values={"code": dossier.code},
                    path=path_of(dossier),
                )
            )


def recipient_of(dossier: Dossier) -> Recipient | None:
    """Return who is told: the person at the portal, or the applicant who asked at the counter."""
    applicant = Party.objects.filter(dossier=dossier, role=PartyRole.APPLICANT).first()
    if dossier.visible_persons:
        # Whom it is for, a child perhaps: the address is that of whoever filed, and what was
        # typed there goes before what the identity provider knows.
        person = person_get(dossier.visible_persons[0])
        return Recipient(
            person_id=person.id,
            email=(applicant.email if applicant else "") or person.email,
            phone=(applicant.phone if applicant else "") or person.phone,
            language=person.language,
        )
    chosen = frozenset(dossier.content.get("notify", ())) & {way.value for way in Channel}
    if applicant is None or not chosen:
        return None
    ways = frozenset(Channel(way) for way in chosen)
    return Recipient(email=applicant.email, phone=applicant.phone, ways=ways)


def path_of(dossier: Dossier) -> str:
    """Return the page where it goes on: the person's own, or the one that the slip leads to."""
    if dossier.visible_persons:
        return f"/my/dossiers/{dossier.code}/"
    return f"/t/{dossier.code}/{chain.tracking_token(dossier.code)}/"


def _values(dossier: Dossier, template: str) -> tuple[str, dict[str, Any]]:
    """Return the template that fits and the values it needs; nothing that names a person."""
    unit = units_by_ids([dossier.competent_unit_id])[dossier.competent_unit_id]
    values: dict[str, Any] = {"code": dossier.code, "unit": unit.full_name}
    if template == "filed":
        values["procedure"] = version_get(dossier.procedure_version_id).name
        values["arrived_at"] = dossier.submitted_at.isoformat()
        values["answer_at"] = (dossier.answer_due_at or dossier.submitted_at).isoformat()
    elif template in {"accepted", "supplied", "due_changed"}:
        values["due_at"] = dossier.due_at.isoformat() if dossier.due_at else ""
    elif template == "apologised":
        values["promised_at"] = dossier.promised_at.isoformat() if dossier.promised_at else ""
    elif template == "supplement":
        asked = SupplementRequest.objects.filter(dossier=dossier).order_by("-ordinal").first()
        if asked is None or asked.deadline is None:
            return "supplement_open", values
        values["deadline_on"] = asked.deadline.isoformat()
    elif template == "obligation":
        owed = Obligation.objects.filter(dossier=dossier).order_by("-pk").first()
        values["amount"] = owed.amount_vnd if owed else 0
    return template, values
