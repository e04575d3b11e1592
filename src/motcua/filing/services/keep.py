"""A person's own documents: filled from their dossiers, taken out and put back by themselves.

Results are theirs by law and always kept. What they handed in is kept only as long as they allow
it (`ConsentPurpose.DOCUMENT_STORE`); without that it stays in its dossier and nowhere else.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.events import ConsentChanged
from motcua.citizens.queries import consent_in_force
from motcua.citizens.types import CitizenActor, ConsentPurpose
from motcua.dossiers.queries.keepable import (
    Keepable,
    KeepablePaper,
    KeepableResult,
    dossier_keepable,
    dossiers_of_person,
)
from motcua.filing.models import StoreItem
from motcua.filing.rules import valid_until
from motcua.filing.types import StoreKind
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.outbox import outbox_publish
from motcua.kernel.scope import SYSTEM, scope_use

TOPIC = "filing.keep"


@transaction.atomic
def store_fill(dossier_id: int) -> None:
    """Put what a dossier holds into the documents of whoever it is for; harmless to repeat.

    Runs in the worker under the system's scope, for each change of a dossier.
    """
    known = dossier_keepable(dossier_id)
    if known is None:
        return
    for person_id in known.person_ids:
        _results(known, person_id)
        if consent_in_force(person_id, ConsentPurpose.DOCUMENT_STORE):
            for paper in known.papers:
                _paper(known, person_id, paper)


def consent_follow(event: ConsentChanged) -> None:
    """Look through the earlier dossiers once it is allowed; forget what was handed in, if not."""
    if event.purpose is not ConsentPurpose.DOCUMENT_STORE:
        return
    if event.given:
        found = dossiers_of_person(event.person_id)
        outbox_publish(topic=TOPIC, messages=((f"dossier:{one}", {}) for one in found))
        return
    with scope_use(SYSTEM):
        handed = StoreItem.objects.filter(person_id=event.person_id)
        handed.exclude(kind=StoreKind.RESULT).delete()


def store_remove(*, citizen: CitizenActor, item_id: int) -> None:
    """Take out what was merely uploaded; it can be put back for DRAFT_UNDO_DAYS.

    The row stays as a mark, so that the next look at its dossier does not bring it back.
    A dossier in which it was handed in keeps it. Raises NotFound for what is verified: it is the
    record of an office, and for what is somebody else's.
    """
    _own_upload(citizen, item_id, removed=False)


def store_restore(*, citizen: CitizenActor, item_id: int) -> None:
    """Put back what was taken out; raises NotFound."""
    _own_upload(citizen, item_id, removed=True)


def _own_upload(citizen: CitizenActor, item_id: int, *, removed: bool) -> None:
    changed = StoreItem.objects.filter(
        pk=item_id,
        person_id=citizen.subject_id,
        kind=StoreKind.UPLOAD,
        removed_at__isnull=not removed,
    ).update(removed_at=None if removed else clock.now())
    if not changed:
        raise NotFound("document_unknown", _("There is no such document here."))


def _results(known: Keepable, person_id: int) -> None:
    """Write each issued version; an older one is replaced, one taken back is out of use."""
    newest: StoreItem | None = None
    for one in reversed(known.results):
        item = _result(known, person_id, one)
        if newest is not None and item.replaced_by_id != newest.pk:
            item.replaced_by = newest
            item.save(update_fields=["replaced_by"])
        newest = newest or item


def _result(known: Keepable, person_id: int, one: KeepableResult) -> StoreItem:
    issued_on = clock.local(one.issued_at).date()
    item, _new = StoreItem.objects.get_or_create(
        source_key=f"result:{person_id}:{known.id}:{one.version}",
        defaults={
            "person_id": person_id,
            "kind": StoreKind.RESULT,
            "code": known.procedure_code,
            "name": one.title,
            "number": one.number,
            "issuer": known.unit_name,
            "issuer_unit_id": known.unit_id,
            "issued_on": issued_on,
            "valid_to": valid_until(known.procedure_code, issued_on),
            "version": one.version,
            "dossier_id": known.id,
            "dossier_code": known.code,
            "file_id": one.file_id,
            "sha256": one.sha256,
            "verified": True,
            "added_at": clock.now(),
        },
    )
    if one.withdrawn and item.withdrawn_at is None:
        item.withdrawn_at = clock.now()
        item.save(update_fields=["withdrawn_at"])
    return item


def _paper(known: Keepable, person_id: int, paper: KeepablePaper) -> None:
    """Write a file once, whatever dossiers it lies in; what an officer accepted rises."""
    mine = StoreItem.objects.filter(person_id=person_id, sha256=paper.sha256)
    if mine.filter(kind=StoreKind.RESULT).exists():
        return  # a result of one's own that was used again
    accepted = paper.accepted and known.accepted_at is not None
    said = {
        "kind": StoreKind.COMPONENT if accepted else StoreKind.UPLOAD,
        "verified": accepted,
        "name": paper.component[:300],
        "code": known.procedure_code,
        "issuer": known.unit_name if accepted else "",
        "issuer_unit_id": known.unit_id if accepted else None,
        "issued_on": clock.local(known.accepted_at or known.submitted_at).date(),
        "dossier_id": known.id,
        "dossier_code": known.code,
    }
    item, new = StoreItem.objects.get_or_create(
        source_key=f"paper:{person_id}:{paper.sha256}",
        defaults={
            **said,
            "person_id": person_id,
            "file_id": paper.file_id,
            "sha256": paper.sha256,
            "added_at": clock.now(),
        },
    )
    if not new and accepted and not item.verified:
        StoreItem.objects.filter(pk=item.pk, verified=False).update(**said)
