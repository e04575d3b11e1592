"""Whom a service of a process asks about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from motcua.dossiers.models import Party
from motcua.dossiers.types import PartyKind, PartyRole
from motcua.kernel.errors import NotFound


@dataclass(frozen=True)
class Applicant:
    """Who a dossier is for, as far as a source needs it: the owner, else who applied."""

    code: str
    procedure: str
    kind: PartyKind
    name: str
    id_number: str
    birth_date: date | None
    sex: str


def applicant_of(subject: str) -> Applicant:
    """Return whom the dossier of a process is for; one statement. Raises NotFound."""
    _kind, _separator, number = subject.partition(":")
    rows = Party.objects.select_related("dossier__procedure_version__procedure").filter(
        dossier_id=int(number), role__in=(PartyRole.OWNER.value, PartyRole.APPLICANT.value)
    )
    found = {row.role: row for row in rows.order_by("-pk")}
    row = found.get(PartyRole.OWNER.value) or found.get(PartyRole.APPLICANT.value)
    if row is None:
        raise NotFound("dossier_unknown", _("There is no such dossier here."))
    return Applicant(
        code=row.dossier.code,
        procedure=row.dossier.procedure_version.procedure.code,
        kind=PartyKind(row.kind),
        name=row.name,
        id_number=row.id_number.replace(" ", ""),
        birth_date=row.birth_date,
        sex=row.sex,
    )
