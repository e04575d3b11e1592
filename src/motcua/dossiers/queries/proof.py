"""What anybody may know of an issued result who holds its file, or the code printed on it.

Nothing of the person: procedure, unit, number and day stand on the paper itself. The holder of a
code or a file is not signed in, so these reads open the system's scope for one row each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from motcua.documents.queries import file_open
from motcua.documents.signatures.sign import code_read
from motcua.documents.signatures.types import Evidence, evidence_read
from motcua.documents.types import FileDamaged, FileUnchecked, StoreDown
from motcua.dossiers.models import LetterSignature, PaperFile, Result
from motcua.dossiers.types import PaperForm
from motcua.kernel.scope import SYSTEM, scope_use

_OF_LETTER = ("paper__unit", "dossier__procedure_version")


@dataclass(frozen=True)
class ResultProof:
    """An issued version of a result. `replaced_at`: a later version was issued then."""

    sha256: str
    file_id: int
    number: str
    procedure_name: str
    unit_name: str
    issued_at: datetime
    version: int
    refusal: bool
    withdrawn: bool
    replaced_at: datetime | None
    signatures: tuple[Evidence, ...]
    form: PaperForm | None = None  # one of the official forms that tell people something, no result


def proof_by_code(code: str) -> ResultProof | None:
    """Return the issued result or official form that bears a check code, however it was typed."""
    wanted = code_read(code)
    if len(wanted) != 16:
        return None
    with scope_use(SYSTEM):
        return _proof(_issued().filter(check_code=wanted).first()) or _letter_by_code(wanted)


def proof_by_hashes(hashes: Iterable[str]) -> ResultProof | None:
    """Return the issued result or official form whose file has one of these SHA-256 hashes.

    The first of them that has one. A form is known by its sealed file, and by the file that its
    signer had signed when it was handed out before the seal.
    """
    listed = list(hashes)
    with scope_use(SYSTEM):
        rows = {row.file.sha256: row for row in _issued().filter(file__sha256__in=listed)}
        found = _proof(next((rows[one] for one in listed if one in rows), None))
        return found or _letter(listed)


def proof_bytes(proof: ResultProof) -> bytes | None:
    """Return the stored file of a result; None when it is not there, or not as it was."""
    try:
        with scope_use(SYSTEM), file_open(proof.file_id) as stream:
            return stream.read()
    except (FileDamaged, FileUnchecked, StoreDown):
        return None


def evidence_by_files(file_ids: Iterable[int]) -> dict[int, tuple[tuple[Evidence, ...], str]]:
    """Return signatures and check code of issued results by file, in one statement."""
    rows = Result.objects.filter(file_id__in=list(file_ids), issued_at__isnull=False)
    return {
        row.file_id: (tuple(evidence_read(one) for one in row.signatures), row.check_code)
        for row in rows
    }


def _issued() -> QuerySet[Result]:
    return Result.objects.filter(issued_at__isnull=False).select_related(
        "file", "dossier__procedure_version", "dossier__competent_unit"
    )


def _letter(hashes: list[str]) -> ResultProof | None:
    """Return the official form that has one of these hashes."""
    for model in (PaperFile, LetterSignature):
        # By the stored file, whose hash is unique and so indexed; anybody may ask this.
        known = model.objects.filter(file__sha256__in=hashes).select_related(*_OF_LETTER)
        by_hash = {row.sha256: row for row in known}
        row = next((by_hash[one] for one in hashes if one in by_hash), None)
        if row is not None:
            return _letter_proof(row)
    return None


def _letter_by_code(code: str) -> ResultProof | None:
    """Return the official form that bears a check code, once the worker has made its file."""
    for model in (PaperFile, LetterSignature):
        of = model.objects.filter(paper__data__check_code=code).select_related(*_OF_LETTER)
        if (row := of.first()) is not None:
            return _letter_proof(row)
    return None


def _letter_proof(row: PaperFile | LetterSignature) -> ResultProof:
    told = row.signatures if isinstance(row, PaperFile) else [row.evidence]
    unit, paper = row.paper.unit, row.paper
    return ResultProof(
        sha256=row.sha256,
        file_id=row.file_id,
        number=str(paper.data.get("number", "")),
        procedure_name=row.dossier.procedure_version.name,
        unit_name=unit.full_name or unit.name,
        issued_at=paper.issued_at,
        version=1,
        refusal=False,
        withdrawn=False,
        replaced_at=None,
        signatures=tuple(evidence_read(one) for one in told),
        form=PaperForm(paper.form),
    )


def _proof(row: Result | None) -> ResultProof | None:
    if row is None or row.issued_at is None:
        return None
    later = Result.objects.filter(
        dossier_id=row.dossier_id, version__gt=row.version, issued_at__isnull=False
    )
    unit = row.dossier.competent_unit
    return ResultProof(
        sha256=row.sha256,
        file_id=row.file_id,
        number=row.number,
        procedure_name=row.dossier.procedure_version.name,
        unit_name=unit.full_name or unit.name,
        issued_at=row.issued_at,
        version=row.version,
        refusal=row.kind == "refusal",
        withdrawn=bool(row.withdrawn_reason),
        replaced_at=later.order_by("-version").values_list("issued_at", flat=True).first(),
        signatures=tuple(evidence_read(one) for one in row.signatures),
    )
