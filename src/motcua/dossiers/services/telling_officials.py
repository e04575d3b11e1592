"""Telling officials by e-mail what waits for them: drawn processes, and opinions they asked for.

A message has the code of the dossier or the key of the process, and the page where it goes on;
never a name. Told once, because the notice's key is the act.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from motcua.dossiers import chain
from motcua.dossiers.models import Event, OpinionRequest
from motcua.dossiers.opinion_rules import OpinionOutcome, OpinionState
from motcua.dossiers.types import FactType
from motcua.identity.queries import mails_of, people_of
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.outbox import Message
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.queries import keys_known
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.workflow.events import DraftDecided, DraftSubmitted

log = logging.getLogger(__name__)
STALE = timedelta(days=7)  # what is overdue for longer has been told, or is nobody's news
PAGE = 200
_GIVEN = {OpinionOutcome.NOT_OURS: "opinion_declined", OpinionOutcome.MORE: "opinion_more"}


def officials_tell(
    account_ids: Iterable[int], template: str, *, key: str, path: str, values: Mapping[str, Any]
) -> int:
    """Write a message to each of these officials who has an address; return to how many."""
    mails = mails_of(account_ids)
    for account_id, mail in sorted(mails.items()):
        notice_send(
            Notice(
                key=f"{key}:{account_id}",
                template=template,
                recipient=Recipient(email=mail, ways=frozenset({Channel.EMAIL})),
                subject=f"account:{account_id}",
                values=dict(values),
                path=path,
            )
        )
    return len(mails)


def draft_submitted(event: DraftSubmitted) -> None:
    """Tell whoever may approve a drawn process, in its unit or else in the nearest one above."""
    with scope_use(SYSTEM):
        officials_tell(
            _approvers(event),
            "process_submitted",
            key=f"draft:{event.draft_id}:{event.version}",
            path=f"/office/processes/drafts/{event.draft_id}/approve/",
            values={"key": event.key},
        )


def _approvers(event: DraftSubmitted) -> set[int]:
    for unit_id in reversed(unit_get(event.unit_id).path_ids):
        found = {
            posting.account_id
            for posting in people_of(unit_ids=[unit_id], at=event.at)
            if posting.may(Action.PROCESS_APPROVE)
        } - set(event.author_ids)
        if found:
            return found
    return set()


def draft_decided(event: DraftDecided) -> None:
    """Tell whoever drew or submitted a process what was decided; who decided knows."""
    with scope_use(SYSTEM):
        officials_tell(
            set(event.author_ids) - {event.by_id},
            "process_approved" if event.approved else "process_returned",
            key=f"draft:{event.draft_id}:{event.version}",
            path=f"/office/processes/drafts/{event.draft_id}/",
            values={"key": event.key},
        )


def opinion_tell(message: Message) -> None:
    """Tell who asked for an opinion that it came, or that silence counts as consent now."""
    if message.data.get("type") not in {FactType.OPINION_GIVEN, FactType.OPINION_SILENT}:
        return
    dossier_id, seq = int(message.subject.partition(":")[2]), int(message.data["seq"])
    payload = Event.objects.values_list("payload", flat=True).get(dossier_id=dossier_id, seq=seq)
    data = chain.fact_of(payload).data
    if "request" not in data:
        return  # an opinion that is a step of the dossier's own process: nobody asked by hand
    row = OpinionRequest.objects.get(dossier_id=dossier_id, ordinal=data["request"])
    if message.data["type"] == FactType.OPINION_SILENT:
        _opinion(row, "opinion_silent", key=_overdue_key(row))  # told when it was due, mostly
        return
    template = _GIVEN.get(OpinionOutcome(data["outcome"]), "opinion_given")
    _opinion(row, template, key=f"opinion:{row.pk}:{seq}")


def opinions_overdue_tell() -> int:
    """Tell who asked of each answer that did not come in time, once for each due instant.

    Where the law takes silence for consent that is what is told.

    Reads business rows page by page; one that fails is logged and stands before no other.
    """
    told, last, now = 0, 0, clock.now()
    while True:
        with scope_use(SYSTEM):
            rows = list(
                OpinionRequest.objects.filter(
                    state=OpinionState.ASKED.value,
                    waived_at__isnull=True,
                    due_at__lt=now,
                    due_at__gt=now - STALE,
                    pk__gt=last,
                ).order_by("pk")[:PAGE]
            )
            keys = {_overdue_key(row): row for row in rows}
            known = keys_known([f"{key}:{row.asked_by}" for key, row in keys.items()])
        for key, row in keys.items():
            last = row.pk
            if f"{key}:{row.asked_by}" in known:
                continue
            try:
                with scope_use(SYSTEM):
                    template = "opinion_silent" if row.silence_basis else "opinion_overdue"
                    told += _opinion(row, template, key=key)
            except Exception:
                log.exception("opinion %s could not be told as overdue", row.pk)
        if len(rows) < PAGE:
            return told


def _overdue_key(row: OpinionRequest) -> str:
    return f"opinion:{row.pk}:overdue:{row.due_at:%Y%m%d%H%M}"


def _opinion(row: OpinionRequest, template: str, *, key: str) -> int:
    values = {"code": row.code, "unit": units_by_ids([row.unit_id])[row.unit_id].full_name}
    if template in {"opinion_overdue", "opinion_silent"}:
        values["due_at"] = row.due_at.isoformat()
    path = f"/office/dossiers/{row.code}/"
    return officials_tell([row.asked_by], template, key=key, path=path, values=values)
