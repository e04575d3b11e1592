"""Dossiers of a person as rows: what was handed in, what happened, what came back.

What the office wrote to itself (drafts of results, opinions, who works on it) is not the person's
data and stays there; the reasons that were told to the person are in the events.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from motcua.citizens.types import CitizenActor
from motcua.dossiers.queries import dossier_get, dossiers_search
from motcua.dossiers.types import FactType
from motcua.dossiers.views import (
    DossierView,
    EventView,
    ObligationView,
    PartyView,
    ResultView,
    SupplementView,
)
from motcua.filing.exporting.parts import FileRef, Row

PAGE = 100
INTERNAL = frozenset(
    {
        FactType.ASSIGNED, FactType.APPRAISED, FactType.OPINION_GIVEN, FactType.SENT_BACK,
        FactType.SUPPLEMENT_PROPOSED, FactType.HANDED_OVER, FactType.STEP_COMPLETED,
        FactType.OPINION_ASKED, FactType.OPINION_REMINDED, FactType.OPINION_EXTENDED,
        FactType.OPINION_RECALLED, FactType.OPINION_WAIVED, FactType.OPINION_SILENT,
        FactType.RETURNED_INSIDE, FactType.RETURN_ANSWERED, FactType.RETURN_RECALLED,
        FactType.LETTER_PROPOSED, FactType.LETTER_DECIDED,
    }
)  # fmt: skip
TOLD = ("reason", "items", "deadline", "due_at", "amount_vnd")  # of what an event says
HANDED_IN = frozenset({"component", "form", "other"})  # not drafts and results of the office


def dossier_codes() -> Iterator[str]:
    """Yield the codes of the scope's dossiers, the newest first."""
    after = ""
    while True:
        page = dossiers_search(after=after, limit=PAGE)
        yield from (row.code for row in page.rows)
        after = page.after
        if not after:
            return


def dossier_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield every dossier in full."""
    del citizen  # the scope shows exactly theirs
    for code in dossier_codes():
        yield _row(dossier_get(code))


def _row(one: DossierView) -> Row:
    return {
        "code": one.code,
        "procedure_code": one.procedure.code,
        "procedure": one.procedure.name,
        "unit": one.competent_unit.full_name,
        "received_by": one.receiving_unit.full_name,
        "channel": one.channel.value,
        "status": int(one.status),
        "status_text": one.status.name.lower(),
        "submitted_at": one.submitted_at,
        "accepted_at": one.accepted_at,
        "due_at": one.due_at,
        "ended_at": one.ended_at,
        "returned_at": one.returned_at,
        "return_method": one.return_method.value,
        "content_hash": one.content_hash,
        "content": one.content,
        "parties": [_party(party) for party in one.parties],
        **_handed_in(one),
        "fees": [
            {"name": fee.name, "total_vnd": fee.total_vnd, "paid_at": fee.paid_at}
            for fee in one.fees
        ],
        "supplements": [
            _asked(asked) for asked in one.supplements if asked.requested_at is not None
        ],
        "obligations": [_owed(owed) for owed in one.obligations],
        "results": [_result(found) for found in one.results if found.issued_at is not None],
        "events": [_event(event) for event in one.timeline if event.type not in INTERNAL],
    }


def _party(party: PartyView) -> Row:
    return {
        "role": party.role.value,
        "name": party.name,
        "id_number": party.id_number,
        "birth_date": party.birth_date,
        "sex": party.sex,
        "address": party.address,
        "phone": party.phone,
        "email": party.email,
    }


def _handed_in(one: DossierView) -> Row:
    files = {file.id: file for file in one.attachments if file.kind in HANDED_IN}
    return {
        "papers": [
            {
                "name": paper.name,
                "originals": paper.originals,
                "copies": paper.copies,
                "electronic": paper.electronic,
                "from_source": paper.satisfied_by,
                "note": paper.note,
            }
            for paper in one.components
            if paper.given
        ],
        "files": [
            {"added_at": file.added_at, "file": FileRef(file.file_id, file.name)}
            for file in files.values()
        ],
    }


def _owed(owed: ObligationView) -> Row:
    return {
        "notice": owed.notice_number,
        "amount_vnd": owed.amount_vnd,
        "requested_at": owed.requested_at,
        "fulfilled_at": owed.fulfilled_at,
    }


def _result(found: ResultView) -> Row:
    return {
        "version": found.version,
        "title": found.title,
        "number": found.number,
        "issued_at": found.issued_at,
        "delivered_at": found.delivered_at,
        "withdrawn_reason": found.withdrawn_reason,
        "file": FileRef(found.file_id, found.file_name),
    }


def _asked(asked: SupplementView) -> Row:
    return {
        "state": asked.state,
        "items": list(asked.items),
        "reason": asked.reason,
        "deadline": asked.deadline,
        "requested_at": asked.requested_at,
        "received_at": asked.received_at,
        "answers": [{"item": a.item, "text": a.text} for a in asked.answers],
    }


def _event(event: EventView) -> Row:
    said: dict[str, Any] = {name: event.data[name] for name in TOLD if name in event.data}
    return {"at": event.at, "type": event.type, "unit": event.unit_name, "said": said}
