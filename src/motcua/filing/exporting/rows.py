"""The rows of each area below the faces, as plain data; a file is named by a `FileRef`.

Everything is read under the scope in force: that of whoever it is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.citizens.queries import consents_of, relations_of
from motcua.citizens.types import CitizenActor
from motcua.filing.exporting.dossiers import dossier_rows
from motcua.filing.exporting.parts import Collect, FileRef, Row, part_register
from motcua.filing.queries.drafts import drafts_begun
from motcua.filing.queries.groups import groups_of
from motcua.filing.queries.kept import documents_all, file_name
from motcua.filing.queries.supplies import supplies_of
from motcua.filing.types import DraftView
from motcua.notices.queries import notices_of_person, preference_get
from motcua.payments.queries import orders_list
from motcua.payments.types import OrderView
from motcua.procedures.queries import versions_by_ids

PAGE = 100


def person_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield who it is, as the identity provider said it."""
    one = citizen.subject
    yield {
        "name": one.name,
        "id_number": one.id_number,
        "former_id_number": one.former_id_number,
        "birth_date": one.birth_date,
        "sex": one.sex,
        "address": one.address,
        "unit_code": one.unit_code,
        "phone": one.phone,
        "email": one.email,
        "level": one.assurance,
        "language": one.language,
    }


def draft_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield the drafts that this person began, sent and deleted ones too, with answers and files.

    A sent one is kept to answer a repeated sending; its files lie in the dossier.
    """
    drafts = drafts_begun(citizen)
    versions = versions_by_ids({one.version_id for one in drafts})
    for one in drafts:
        known = versions.get(one.version_id)
        yield {
            "id": one.public_id,
            "procedure_code": one.procedure_code,
            "procedure": known.name if known else "",
            "state": one.state.value,
            "started_at": one.started_at,
            "saved_at": one.saved_at,
            "kept_until": one.expires_at,
            "sent_at": one.sent_at,
            "dossier": one.sent_code,
            "case": one.case,
            "answers": dict(one.answers),
            "delivery": vars(one.delivery),
            "copies": one.fees.copies,
            "exemptions": list(one.fees.groups),
            "papers": [
                {"component": key, "way": said.way.value, "note": said.note}
                for key, said in one.papers.items()
            ],
            "from_sources": {key: dict(said) for key, said in one.sources.items()},
            "files": _draft_files(one),
        }


def _draft_files(draft: DraftView) -> list[Any]:
    return [
        {"component": one.component_id, "size": one.size, "file": FileRef(one.file_id, one.name)}
        for one in draft.files
    ]


def supply_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield what was put up for requests of the office and not sent, with its files."""
    for one in supplies_of(citizen):
        yield {
            "dossier": one.code,
            "request": one.ordinal,
            "saved_at": one.saved_at,
            "answers": {str(place): text for place, text in one.texts.items()},
            "files": [
                {"item": file.component_id, "file": FileRef(file.file_id, file.name)}
                for file in one.files
            ],
        }


def group_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield what was filed as one."""
    for one in groups_of(citizen):
        yield {
            "kind": one.kind,
            "sent_at": one.sent_at,
            "parts": [
                {
                    "procedure_code": part.procedure_code,
                    "state": part.state,
                    "dossier": part.dossier.code if part.dossier else "",
                    "earlier": [old.code for old in part.earlier],
                }
                for part in one.parts
            ],
        }


def document_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield the person's own documents with their files."""
    for one in documents_all(citizen):
        yield {
            "name": one.name,
            "kind": one.kind.value,
            "verified": one.verified,
            "number": one.number,
            "issuer": one.issuer,
            "issued_on": one.issued_on,
            "valid_to": one.valid_to,
            "version": one.version,
            "dossier": one.dossier_code,
            "added_at": one.added_at,
            "removed_at": one.removed_at,
            "file": FileRef(one.file_id, file_name(one)),
        }


def payment_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield what was owed and paid, with the receipts."""
    del citizen  # the scope shows exactly theirs
    after: int | None = None
    while True:
        page = orders_list(after=after, limit=PAGE)
        yield from (_order(one) for one in page.items)
        if not page.after:
            return
        after = int(page.after)


def _order(one: OrderView) -> Row:
    receipt = one.receipt
    return {
        "code": one.code,
        "purpose": one.purpose_text,
        "subject": one.subject,
        "payer": one.payer_name,
        "amount_vnd": one.amount_vnd,
        "state": one.state.value,
        "made_at": one.made_at,
        "paid_at": one.paid_at,
        "method": one.method,
        "lines": [{"amount_vnd": line.amount_vnd, "basis": line.basis} for line in one.lines],
        "receipt": None
        if receipt is None
        else {
            "number": receipt.number,
            "code": receipt.code,
            "issued_at": receipt.issued_at,
            "payer": receipt.payer_name,
            "amount_vnd": receipt.amount_vnd,
            "refunded_vnd": receipt.refunded_vnd,
        },
    }


def message_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield what the person was told, and on which ways; addresses are masked as on the page."""
    before: int | None = None
    language = (get_language() or "vi")[:2]
    while True:
        found = notices_of_person(citizen.subject_id, language=language, before=before, limit=PAGE)
        for one in found:
            yield {
                "at": one.made_at,
                "title": one.title,
                "text": one.text,
                "about": one.subject,
                "read_at": one.read_at,
                "deliveries": [
                    {
                        "channel": way.channel.value,
                        "state": way.state.value,
                        "address": way.address,
                        "sent_at": way.sent_at,
                    }
                    for way in one.deliveries
                ],
            }
        if len(found) < PAGE:
            return
        before = found[-1].id


def choice_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield how the person wants to be told."""
    one = preference_get(citizen.subject_id)
    yield {
        "email": one.email,
        "sms": one.sms,
        "language": one.language,
        "quiet_from": one.quiet_from,
        "quiet_to": one.quiet_to,
    }


def relation_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield who may act for whom, from both sides; of the other side the name alone."""
    for one in relations_of(citizen.subject_id):
        yield {
            "kind": one.kind.value,
            "state": one.state.value,
            "who_acts": one.person_name,
            "for_whom": one.subject_name,
            "until": one.valid_to,
            "asked_at": one.requested_at,
            "answer": one.note,
        }


def consent_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield what was allowed, for what, and when that was taken back."""
    for one in consents_of(citizen.subject_id):
        yield {
            "purpose": one.purpose.value,
            "about": one.about,
            "kinds": list(one.kinds),
            "text": one.text,
            "text_version": one.text_version,
            "given_at": one.given_at,
            "withdrawn_at": one.withdrawn_at,
        }


_PARTS: tuple[tuple[str, Any, Collect, tuple[tuple[str, Any], ...]], ...] = (
    (
        "person", _("You"), person_rows,
        (("name", _("Name")), ("id_number", _("Number")), ("birth_date", _("Date of birth")),
         ("address", _("Address")), ("phone", _("Telephone")), ("email", _("E-mail"))),
    ),
    (
        "drafts", _("Drafts"), draft_rows,
        (("procedure", _("Procedure")), ("state", _("State")), ("saved_at", _("Saved"))),
    ),
    (
        "supplies", _("Put up for a request of the office, not sent"), supply_rows,
        (("dossier", _("Code")), ("saved_at", _("Saved"))),
    ),
    (
        "dossiers", _("Dossiers"), dossier_rows,
        (("code", _("Code")), ("procedure", _("Procedure")), ("status_text", _("State")),
         ("submitted_at", _("Filed")), ("unit", _("Unit"))),
    ),
    ("groups", _("Filed together"), group_rows, (("sent_at", _("Filed")),)),
    (
        "documents", _("Documents"), document_rows,
        (("name", _("Name")), ("number", _("Number")), ("issuer", _("Issued by")),
         ("issued_on", _("Issued on")), ("verified", _("Verified"))),
    ),
    (
        "payments", _("Payments"), payment_rows,
        (("purpose", _("For what")), ("amount_vnd", _("Amount (₫)")), ("state", _("State")),
         ("paid_at", _("Paid")), ("receipt.number", _("Receipt"))),
    ),
    ("messages", _("Messages"), message_rows,
     (("at", _("When")), ("title", _("What we told you")))),
    ("choices", _("How you are told"), choice_rows,
     (("email", _("E-mail")), ("sms", _("Text message")))),
    (
        "relations", _("Acting for others"), relation_rows,
        (("who_acts", _("Who acts")), ("for_whom", _("For whom")), ("state", _("State")),
         ("until", _("Until"))),
    ),
    (
        "consents", _("Consents"), consent_rows,
        (("purpose", _("For what")), ("given_at", _("Given")), ("withdrawn_at", _("Withdrawn"))),
    ),
)  # fmt: skip


def register() -> None:
    """Register what lies below the faces; once, from `FilingConfig.ready`."""
    for name, title, collect, shown in _PARTS:
        part_register(name, title, collect, shown)
