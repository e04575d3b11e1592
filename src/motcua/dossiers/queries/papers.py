"""Forms that were issued: which a dossier has, and each as the paper that it was."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.documents.pdf import frozen_pdf
from motcua.documents.queries import file_open
from motcua.documents.signatures.types import Evidence, evidence_read
from motcua.dossiers.models import LetterSignature, Paper, PaperFile
from motcua.dossiers.types import PaperForm
from motcua.dossiers.views import PaperView
from motcua.kernel.errors import NotFound

_REASONS = ("reason", "cause", "ground")  # as forms 02 and 03, 04, 05 call it


def papers_of(dossier_id: int) -> tuple[PaperView, ...]:
    """Return the forms issued in a dossier, oldest first; three statements at most."""
    rows = list(Paper.objects.filter(dossier_id=dossier_id).order_by("seq"))
    if not rows:
        return ()
    files = {one.paper_id: one for one in PaperFile.objects.filter(dossier_id=dossier_id)}
    signed: dict[int, LetterSignature] = {}
    if len(files) < len(rows):  # the seal comes upon it in a moment
        of = LetterSignature.objects.filter(dossier_id=dossier_id)
        signed = {one.paper_id: one for one in of}
    return tuple(_view(row, files.get(row.pk) or signed.get(row.pk)) for row in rows)


def paper_pdf(dossier_id: int, paper_id: int) -> tuple[PaperView, bytes]:
    """Return a form of a dossier as PDF/A: the stored, perhaps sealed file, else printed anew.

    Printed from what was kept with its number, with the template of then: the same paper.
    Raises NotFound.
    """
    row = Paper.objects.filter(dossier_id=dossier_id, pk=paper_id).first()
    if row is None:
        raise NotFound("paper_unknown", _("There is no such form here."))
    made = (
        PaperFile.objects.filter(paper=row).first()
        or LetterSignature.objects.filter(paper=row).first()
    )
    if made is None:
        return _view(row, None), frozen_pdf(row.template, row.data, at=row.issued_at)
    with file_open(made.file_id) as stream:
        return _view(row, made), stream.read()


def _evidence(made: PaperFile | LetterSignature | None) -> tuple[Evidence, ...]:
    if made is None:
        return ()
    told = made.signatures if isinstance(made, PaperFile) else [made.evidence]
    return tuple(evidence_read(one) for one in told)


def _view(row: Paper, made: PaperFile | LetterSignature | None) -> PaperView:
    return PaperView(
        id=row.pk,
        seq=row.seq,
        form=PaperForm(row.form),
        number=str(row.data.get("number", "")),
        unit_id=row.unit_id,
        issued_at=row.issued_at,
        ordinal=row.ordinal,
        signatures=_evidence(made),
        go_instead=str(row.data.get("go_instead", "")),
        reason=next((str(row.data[one]) for one in _REASONS if row.data.get(one)), ""),
        legal_basis=str(row.data.get("legal_basis", "")),
    )
