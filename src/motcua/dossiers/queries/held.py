"""What an office holds of a person from earlier dossiers: papers accepted, results issued.

Only of the scope: what another office holds is the person's own to bring, or to choose at home.
Callers log the reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from motcua.dossiers.models import Attachment, DigitalCopy, Dossier, Party, Result
from motcua.dossiers.queries.lists import dossier_rows
from motcua.dossiers.types import PartyRole
from motcua.dossiers.views import DossierRow
from motcua.kernel import clock
from motcua.kernel.text import nfc

MOST = 60
APPLICANT, OWNER = PartyRole.APPLICANT.value, PartyRole.OWNER.value


@dataclass(frozen=True)
class HeldPaper:
    """A file of an earlier dossier that an officer accepted, or a result that was issued.

    `component`: the legal name of the component that it was accepted for, empty for a result.
    `issued_on` is None where nobody wrote down the paper's own day; `accepted_on` is the day on
    which an office took it in (a result: issued it). `valid_to` as far as it was written down.
    `owned`: the person is named as the owner of that dossier.
    """

    file_id: int
    name: str
    number: str
    dossier_id: int
    dossier_code: str
    procedure_code: str
    unit_name: str
    subject: str
    component: str
    issued_on: date | None
    accepted_on: date
    valid_to: date | None
    owned: bool
    is_sealed: bool

    @property
    def is_result(self) -> bool:
        """Whether it is what an office decided, not what somebody handed in."""
        return not self.component


def dossiers_earlier(id_number: str, *, limit: int = 5) -> tuple[DossierRow, ...]:
    """Return the newest dossiers in the scope that are a person's own, of any procedure."""
    found = _dossiers(id_number)
    if found is None:
        return ()
    return tuple(dossier_rows(list(found.order_by("-submitted_at", "-id")[:limit])))


def dossiers_owned(dossier_ids: Iterable[int], id_number: str) -> set[int]:
    """Return those of the dossiers in the scope that name a person as their owner."""
    owners = Party.objects.filter(role=OWNER, id_number=_number(id_number))
    mine = owners.filter(dossier_id__in=list(dossier_ids))
    return set(mine.values_list("dossier_id", flat=True))


def papers_held(id_number: str) -> tuple[HeldPaper, ...]:
    """Return papers and results of a person's dossiers in the scope, the newest first.

    Of a result only the version in force; of the same file once. Three statements.
    """
    of_person = _dossiers(id_number)
    if of_person is None:
        return ()
    owners = Party.objects.filter(role=OWNER, id_number=_number(id_number))
    owned = Exists(owners.filter(dossier=OuterRef("dossier")))
    joined = ("dossier__procedure_version__procedure", "dossier__competent_unit")
    results = (
        Result.objects.select_related(*joined)
        .annotate(owned=owned)
        .filter(dossier__in=of_person, kind="grant", issued_at__isnull=False, withdrawn_reason="")
        .order_by("-issued_at", "-id")[:MOST]
    )
    handed = (
        Attachment.objects.select_related("component", *joined)
        .annotate(owned=owned)
        .filter(dossier__in=of_person, kind="component", component__isnull=False)
        .filter(dossier__accepted_at__isnull=False)
        .order_by("-added_at", "-id")
    )
    found: dict[int, HeldPaper] = {}
    for row in results:
        if row.issued_at is not None and row.version == row.dossier.result_version:
            found.setdefault(row.file_id, _of_result(row, owned=row.owned))
    wrong = Result.objects.filter(file_id=OuterRef("file_id")).exclude(withdrawn_reason="")
    rows = list(handed.exclude(Exists(wrong))[:MOST])  # a result taken back, handed in since
    copies = DigitalCopy.objects.filter(attachment__in=rows, replaced_at__isnull=True)
    dated = {copy.attachment_id: copy for copy in copies}
    for one in rows:
        accepted = one.dossier.accepted_at
        copy = dated.get(one.pk)
        # What came after the acceptance counts when an officer compared it with the original.
        if accepted is not None and (copy is not None or one.added_at <= accepted):
            found.setdefault(one.file_id, _of_component(one, copy, owned=one.owned))
    return tuple(found.values())


def _of_result(row: Result, *, owned: bool) -> HeldPaper:
    dossier = row.dossier
    issued = clock.local(row.issued_at or dossier.submitted_at).date()
    return HeldPaper(
        file_id=row.file_id,
        name=row.title,
        number=row.number,
        dossier_id=dossier.pk,
        dossier_code=dossier.code,
        procedure_code=dossier.procedure_version.procedure.code,
        unit_name=dossier.competent_unit.full_name or dossier.competent_unit.name,
        subject=dossier.subject,
        component="",
        issued_on=issued,
        accepted_on=issued,
        valid_to=None,
        owned=owned,
        is_sealed=bool(row.signatures),
    )


def _of_component(row: Attachment, copy: DigitalCopy | None, *, owned: bool) -> HeldPaper:
    dossier = row.dossier
    name = row.component.name if row.component else ""
    return HeldPaper(
        file_id=row.file_id,
        name=name,
        number="",
        dossier_id=dossier.pk,
        dossier_code=dossier.code,
        procedure_code=dossier.procedure_version.procedure.code,
        unit_name=dossier.competent_unit.full_name or dossier.competent_unit.name,
        subject=dossier.subject,
        component=name,
        issued_on=copy.issued_on if copy else None,
        accepted_on=clock.local(dossier.accepted_at or row.added_at).date(),
        valid_to=copy.valid_to if copy else None,
        owned=owned,
        is_sealed=bool(copy and copy.signatures),
    )


def _dossiers(id_number: str) -> QuerySet[Dossier] | None:
    number = _number(id_number)
    if not number:
        return None
    parties = Party.objects.filter(dossier=OuterRef("pk"))
    own = Exists(parties.filter(role=OWNER, id_number=number))
    filed = Exists(parties.filter(role=APPLICANT, id_number=number))
    # Whoever filed for an owner holds none of the owner's papers.
    return Dossier.objects.filter(own | (filed & ~Exists(parties.filter(role=OWNER))))


def _number(text: str) -> str:
    return nfc(text).replace(" ", "").upper()
