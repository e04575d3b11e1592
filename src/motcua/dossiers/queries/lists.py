"""Lists of dossiers: search, duplicates, what is known of a person. Keyset pages, fixed SQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Party
from motcua.dossiers.queries.detail import _party
from motcua.dossiers.types import Channel, ReturnMethod, Status
from motcua.dossiers.views import DossierPage, DossierRow, PartyView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import nfc, search_key
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import versions_by_ids

PAGE_MAX = 100
DUPLICATE_DAYS = 30
# What `dossier_rows` reads; contents and explanations are long.
_OF_ROW = (
    "code", "status", "procedure_version", "applicant_name", "competent_unit", "receiving_unit",
    "channel", "submitted_at", "accepted_at", "due_at", "suspended_from", "ended_at",
    "return_method",
)  # fmt: skip


def dossiers_search(
    text: str = "",
    *,
    unit_ids: Iterable[int] | None = None,
    status: Iterable[int] | None = None,
    procedure_code: str = "",
    received_from: date | None = None,
    received_to: date | None = None,
    without: Iterable[int] = (),
    after: str = "",
    limit: int = 25,
) -> DossierPage:
    """Return dossiers of the scope, newest first: by code, card number, or words of a name.

    `unit_ids` narrows to competent or receiving units; days are of submission, in the legal zone;
    `without` are ids that are shown elsewhere.
    Raises Invalid for a wrong `after`. Three statements.
    """
    limit = max(1, min(limit, PAGE_MAX))
    found: QuerySet[Dossier] = Dossier.objects.all()
    if text.strip():
        found = found.filter(_wanted(text))
    if unit_ids is not None:
        ids = list(unit_ids)
        found = found.filter(Q(competent_unit_id__in=ids) | Q(receiving_unit_id__in=ids))
    if status is not None:
        found = found.filter(status__in=list(status))
    if procedure_code:
        found = found.filter(procedure_version__procedure__code=procedure_code)
    if received_from:
        found = found.filter(submitted_at__gte=clock.midnight(received_from))
    if received_to:
        found = found.filter(submitted_at__lt=clock.midnight(received_to + timedelta(days=1)))
    if without := list(without):
        found = found.exclude(pk__in=without)
    if after:
        instant, number = place_read(after)
        found = found.filter(Q(submitted_at__lt=instant) | Q(submitted_at=instant, id__lt=number))
    rows = list(found.order_by("-submitted_at", "-id")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    following = f"{last.submitted_at.isoformat()}~{last.pk}" if last else ""
    return DossierPage(tuple(dossier_rows(rows[:limit])), following)


def dossiers_by_ids(ids: Iterable[int]) -> dict[int, DossierRow]:
    """Return rows by id, for lists that know ids only (worklist, boards); three statements."""
    found = Dossier.objects.filter(pk__in=set(ids)).only(*_OF_ROW)
    return {row.id: row for row in dossier_rows(list(found))}


def duplicates_find(
    *, procedure_code: str, id_number: str, days: int = DUPLICATE_DAYS
) -> tuple[DossierRow, ...]:
    """Return dossiers of the same procedure and person that are open or at most `days` old."""
    number = nfc(id_number).replace(" ", "").upper()
    if not number:
        return ()
    person = Party.objects.filter(dossier=OuterRef("pk"), id_number=number)
    recent = Q(submitted_at__gte=clock.now() - timedelta(days=days))
    found = Dossier.objects.filter(
        Exists(person),
        recent | Q(ended_at__isnull=True),
        procedure_version__procedure__code=procedure_code,
    )
    return tuple(dossier_rows(list(found.order_by("-submitted_at", "-id")[:5])))


def person_known(id_number: str) -> PartyView | None:
    """Return how a person was declared last in a dossier of this scope; callers log the reading."""
    number = nfc(id_number).replace(" ", "").upper()
    if not number:
        return None
    row = Party.objects.filter(id_number=number).order_by("-id").first()
    return _party(row) if row else None


def party_numbers(dossier_id: int) -> list[str]:
    """Return the numbers of the people and organisations in a dossier, as declared."""
    rows = Party.objects.filter(dossier_id=dossier_id).exclude(id_number="").order_by("id")
    return list(rows.values_list("id_number", flat=True))


def _wanted(text: str) -> Q:
    cleaned = nfc(text)
    compact = cleaned.replace(" ", "").upper()
    if compact.isdigit() and len(compact) in {9, 12}:
        return Q(Exists(Party.objects.filter(dossier=OuterRef("pk"), id_number=compact)))
    if "-" in compact and any(char.isdigit() for char in compact):
        return Q(code__startswith=compact)
    words = search_key(cleaned).split()
    wanted = Q(applicant_key__contains=words[0]) if words else Q(pk__in=())
    for word in words[1:]:
        wanted &= Q(applicant_key__contains=word)
    return wanted


def place_read(after: str) -> tuple[datetime, int]:
    """Return the place in a list that `after` names; raises Invalid."""
    wrong = Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    instant, _mark, number = after.rpartition("~")
    try:
        parsed = datetime.fromisoformat(instant)
    except ValueError:
        raise wrong from None
    if parsed.tzinfo is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise wrong
    return parsed, int(number)


def dossier_rows(found: list[Dossier]) -> list[DossierRow]:
    """Return dossiers as lines of a list, in the order given; two statements."""
    versions = versions_by_ids({row.procedure_version_id for row in found})
    units = units_by_ids(
        {row.competent_unit_id for row in found} | {row.receiving_unit_id for row in found}
    )
    return [
        DossierRow(
            id=row.pk,
            code=row.code,
            status=Status(row.status),
            procedure_code=versions[row.procedure_version_id].code,
            procedure_name=versions[row.procedure_version_id].name,
            applicant_name=row.applicant_name,
            competent_unit_id=row.competent_unit_id,
            competent_unit_name=units[row.competent_unit_id].full_name,
            receiving_unit_id=row.receiving_unit_id,
            receiving_unit_name=units[row.receiving_unit_id].full_name,
            channel=Channel(row.channel),
            submitted_at=row.submitted_at,
            accepted_at=row.accepted_at,
            due_at=row.due_at,
            suspended_from=row.suspended_from,
            ended_at=row.ended_at,
            certified_copies=versions[row.procedure_version_id].certified_copies,
            return_method=ReturnMethod(row.return_method),
        )
        for row in found
    ]
