"""A person's own documents in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from motcua.documents.signatures.types import Evidence
from motcua.documents.types import Hold
from motcua.dossiers.queries.proof import evidence_by_files
from motcua.filing.types import DraftFileView, StoreItemView, StoreKind
from motcua.portal.words import vietnamese
from motcua.ui import formats
from motcua.ui.types import Tone


@dataclass(frozen=True)
class DocumentTold:
    """A document as the page of documents shows it; `count` tells two of the same origin apart."""

    item: StoreItemView
    name: str
    word: str
    tone: Tone
    origin: str
    validity: str
    count: str = ""
    signed: str = ""
    check_code: str = ""


def document_told(item: StoreItemView) -> DocumentTold:
    """Return one document: what it is worth, where it comes from, how long it may be used."""
    word, tone = _word(item)
    return DocumentTold(item, vietnamese(item.name), word, tone, _origin(item), _validity(item))


def documents_told(items: Iterable[StoreItemView]) -> list[DocumentTold]:
    """Return documents in words; those that would read the same are counted."""
    listed = list(items)
    proofs = evidence_by_files(one.file_id for one in listed if one.kind is StoreKind.RESULT)
    shown = [_signed(document_told(one), proofs) for one in listed]
    same: dict[tuple[str, ...], list[int]] = {}
    for one in shown:
        same.setdefault(_read(one), []).append(one.item.id)
    return [_counted(one, sorted(same[_read(one)])) for one in shown]


def _read(one: DocumentTold) -> tuple[str, ...]:
    return one.name, one.origin, one.item.dossier_code


def _signed(one: DocumentTold, proofs: dict[int, tuple[tuple[Evidence, ...], str]]) -> DocumentTold:
    """Say who signed a result, and by which code anybody may check it."""
    found = proofs.get(one.item.file_id)
    if found is None:
        return one
    signatures, code = found
    names = ", ".join(signature.signer for signature in signatures)
    signed = _("Signed by %(names)s.") % {"names": names} if names else _("Not digitally signed.")
    return replace(one, signed=signed, check_code=code)


def _counted(one: DocumentTold, ids: list[int]) -> DocumentTold:
    if len(ids) == 1:
        return one
    values = {"place": ids.index(one.item.id) + 1, "total": len(ids)}
    return replace(one, count=_("File %(place)s of %(total)s") % values)


def usable_told(
    files: Iterable[DraftFileView], items: Iterable[StoreItemView]
) -> list[DocumentTold]:
    """Return what can still be put in for a paper that has `files` already."""
    there = {one.file_id for one in files}
    return [one for one in documents_told(items) if one.item.file_id not in there]


def _word(item: StoreItemView) -> tuple[str, Tone]:
    if item.hold is Hold.MALWARE:
        return _("Malicious software found"), Tone.OVERDUE
    if item.withdrawn_at:
        return _("Taken back by the office"), Tone.NEUTRAL
    if item.replaced_by:
        return _("Replaced by a newer one"), Tone.NEUTRAL
    if item.expired:
        return _("No longer valid"), Tone.NEUTRAL
    if item.verified:
        return _("Verified"), Tone.DONE
    return _("Uploaded, not proof"), Tone.NEUTRAL


def _origin(item: StoreItemView) -> str:
    values = {
        "unit": item.issuer,
        "day": formats.day(item.issued_on) if item.issued_on else "",
        "code": item.dossier_code,
        "number": item.number,
    }
    if item.kind is StoreKind.RESULT:
        if item.number:
            return _("No. %(number)s, issued by %(unit)s on %(day)s") % values
        return _("Issued by %(unit)s on %(day)s") % values
    if item.kind is StoreKind.COMPONENT:
        return _("Accepted by %(unit)s on %(day)s") % values
    return _("Handed in with dossier %(code)s on %(day)s") % values


def _validity(item: StoreItemView) -> str:
    if item.valid_to is None:
        return ""
    day = formats.day(item.valid_to)
    if item.expired:
        return _("It was valid until %(day)s.") % {"day": day}
    return _("Valid until %(day)s.") % {"day": day}
