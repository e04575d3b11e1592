"""Reads of certified copies: batches by stage, one batch, the register; the scope decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.certification.models import Batch, Entry, Row, RowChange
from motcua.certification.rules import number_text
from motcua.certification.types import (
    BatchLine,
    BatchView,
    EntryView,
    RowChangeView,
    RowState,
    RowView,
    Stage,
)
from motcua.identity.queries import accounts_by_ids
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import search_key
from motcua.procedures.counts import PageCount
from motcua.procedures.queries import fees_quote
from motcua.procedures.types import VersionView

FILE_MOST = 2000  # lines of a file; a longer period is printed in parts
PAGE = 50
Units = frozenset[int] | None
M = TypeVar("M", Batch, Entry)


def batch_unknown() -> NotFound:
    """Return what is said of a batch that is not there, or not for this person."""
    return NotFound("batch_unknown", _("There are no such certified copies here."))


def row_fees(
    version: VersionView,
    unit_id: int,
    counts: Sequence[tuple[int, int]],
    *,
    on_day: date,
    groups: Iterable[str] = (),
) -> list[int]:
    """Return what each row of (pages, copies) costs, in dong, by the catalogue's own reckoning.

    What only a province knows counts as 0. A copy is reckoned by itself, so that the sum of the
    rows is the fee of the batch.
    """
    named = list(groups)
    return [
        fees_quote(
            version,
            unit_id=unit_id,
            on_day=on_day,
            channel="in_person",
            papers=[PageCount(pages, copies)],
            groups=named,
        ).total_vnd
        for pages, copies in counts
    ]


def batch_get(code: str) -> BatchView:
    """Return the batch of a dossier; raises NotFound outside the scope. Six statements at most."""
    row = Batch.objects.filter(dossier__code=code).first()
    if row is None:
        raise batch_unknown()
    return batch_view(row, code)


def batch_view(batch: Batch, code: str) -> BatchView:
    """Return a stored batch as faces see it."""
    entries = entry_views(Entry.objects.filter(row__batch=batch).order_by("year", "number"))
    live = {one.row_id: one.text for one in entries if one.cancelled_at is None}
    rows = Row.objects.filter(batch=batch).order_by("position")
    return BatchView(
        id=batch.pk,
        code=code,
        stage=Stage(batch.stage),
        unit_id=batch.unit_id,
        made_at=batch.made_at,
        made_by=batch.made_by,
        checked_at=batch.checked_at,
        checked_by=batch.checked_by,
        certified_at=batch.certified_at,
        certified_by=batch.certified_by,
        rows=tuple(_row_view(row, live.get(row.pk, "")) for row in rows),
        entries=entries,
        changes=_changes(batch),
    )


def _changes(batch: Batch) -> tuple[RowChangeView, ...]:
    """Return the corrections of a batch's rows, the newest first."""
    found = RowChange.objects.filter(row__batch=batch).select_related("row").order_by("-at", "-pk")
    lines = list(found)
    names = accounts_by_ids({one.account_id for one in lines}) if lines else {}
    return tuple(
        RowChangeView(
            position=one.row.position,
            at=one.at,
            by=names[one.account_id].name,
            reason=one.reason,
            name_before=one.name_before,
            pages_before=one.pages_before,
            copies_before=one.copies_before,
            fee_before_vnd=one.fee_before_vnd,
            name=one.name,
            pages=one.pages,
            copies=one.copies,
            fee_vnd=one.fee_vnd,
        )
        for one in lines
    )


def batches_in(
    stage: Stage, *, units: Units = None, after: int = 0, limit: int = PAGE
) -> tuple[list[BatchLine], int]:
    """Return batches at a stage, oldest first, and after which the next page begins (0: none).

    `units` narrows to dossiers in which one of them has a part: the scope also shows rows for
    figures, and lists no names by them. One statement.
    """
    found = _part_of(Batch.objects.filter(stage=stage.value, id__gt=after), units)
    lines = [
        BatchLine(
            id=one.pk,
            code=one.dossier.code,
            applicant=one.dossier.applicant_name,
            stage=stage,
            papers=one.papers,
            copies=one.copies,
            fee_vnd=one.fee_vnd,
            made_at=one.made_at,
            due_at=one.dossier.due_at,
        )
        for one in found.select_related("dossier").order_by("id")[: limit + 1]
    ]
    return lines[:limit], lines[limit - 1].id if len(lines) > limit else 0


def batch_counts(units: Units = None) -> dict[Stage, int]:
    """Return how many batches stand at each open stage; one statement. `units` as in the list."""
    found = _part_of(Batch.objects.exclude(stage=Stage.OVER.value), units)
    stages = list(found.values_list("stage", flat=True))
    return {one: stages.count(one.value) for one in Stage if one is not Stage.OVER}


def entry_get(entry_id: int) -> EntryView:
    """Return a line of the register; raises NotFound outside the scope."""
    found = entry_views(Entry.objects.filter(pk=entry_id))
    if not found:
        raise NotFound("entry_unknown", _("There is no such line of the register here."))
    return found[0]


def register_units(keepers: Iterable[int], units: Units = None) -> list[int]:
    """Return which of `keepers` have a line of which one may read, in order of their ids.

    One statement, a look into the index for each: it never reads a register through.
    """
    asked = None if units is None else sorted(units)
    sql = (
        "SELECT k.id FROM unnest(%(keepers)s::bigint[]) AS k(id) WHERE EXISTS"
        " (SELECT 1 FROM certification_entry e JOIN dossiers_dossier d ON d.id = e.dossier_id"
        " WHERE e.unit_id = k.id AND (%(units)s::bigint[] IS NULL"
        " OR d.visible_units && %(units)s::bigint[])) ORDER BY k.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"keepers": sorted(set(keepers)), "units": asked})
        return [row[0] for row in cursor.fetchall()]


def register_page(
    unit_id: int,
    first: date,
    last: date,
    *,
    text: str = "",
    units: Units = None,
    after: str = "",
    limit: int = PAGE,
) -> tuple[tuple[EntryView, ...], str]:
    """Return lines certified from `first` to `last`, in the order of their numbers.

    `text` is a number or words of a name or paper, `units` as in the list of batches. With them
    the place where the next page begins. Raises Invalid for a wrong `after`.
    """
    found = _lines(unit_id, first, last, text, units)
    if after:
        year, number = _place(after)
        found = found.filter(year=year, number__gt=number) | found.filter(year__gt=year)
    entries = entry_views(found.order_by("year", "number")[: limit + 1])
    more = len(entries) > limit
    entries = entries[:limit]
    return entries, f"{entries[-1].year}~{entries[-1].number}" if more else ""


def register_whole(
    unit_id: int, first: date, last: date, *, text: str = "", units: Units = None
) -> tuple[EntryView, ...]:
    """Return every line of the period; raises Refused `too_long` beyond 2,000 lines."""
    lines = _lines(unit_id, first, last, text, units).order_by("year", "number")[: FILE_MOST + 1]
    entries = entry_views(lines)
    if len(entries) > FILE_MOST:
        raise Refused(
            "too_long",
            _("This period has more than 2,000 entries. Choose a shorter one, such as a month."),
        )
    return entries


def register_count(
    unit_id: int, first: date, last: date, *, text: str = "", units: Units = None
) -> int:
    """Return how many lines the period has."""
    return _lines(unit_id, first, last, text, units).count()


def entry_views(found: QuerySet[Entry]) -> tuple[EntryView, ...]:
    """Return stored lines as faces see them; two statements."""
    rows = list(found.select_related("dossier", "cancellation"))
    cancels = [one.cancellation for one in rows if hasattr(one, "cancellation")]
    names = accounts_by_ids({one.account_id for one in cancels}) if cancels else {}
    views = []
    for one in rows:
        cancel = getattr(one, "cancellation", None)
        views.append(
            EntryView(
                id=one.pk,
                row_id=one.row_id,
                unit_id=one.unit_id,
                book=one.book,
                volume=one.volume,
                year=one.year,
                number=one.number,
                text=number_text(one.number, one.volume, one.year, one.book),
                at=one.at,
                code=one.dossier.code,
                applicant=one.applicant_name,
                id_number=one.id_number,
                paper=one.paper,
                source=one.source,
                pages=one.pages,
                copies=one.copies,
                fee_vnd=one.fee_vnd,
                signer=one.signer,
                title=one.title,
                certified_by=one.certified_by,
                cancelled_at=cancel.at if cancel else None,
                cancelled_by=names[cancel.account_id].name if cancel else "",
                cancel_reason=cancel.reason if cancel else "",
            )
        )
    return tuple(views)


def _row_view(row: Row, number: str) -> RowView:
    return RowView(
        id=row.pk,
        position=row.position,
        name=row.name,
        issuer=row.issuer,
        paper_number=row.paper_number,
        issued_on=row.issued_on,
        pages=row.pages,
        copies=row.copies,
        state=RowState(row.state),
        fee_vnd=row.fee_vnd,
        ground=row.ground,
        note=row.note,
        number=number,
        version=row.version,
    )


def _part_of(found: QuerySet[M], units: Units) -> QuerySet[M]:
    """Keep what belongs to dossiers in which one of the units has a part; None keeps all."""
    return found if units is None else found.filter(dossier__visible_units__overlap=sorted(units))


def _lines(
    unit_id: int, first: date, last: date, text: str, units: Units = None
) -> QuerySet[Entry]:
    found = Entry.objects.filter(
        unit_id=unit_id,
        at__gte=clock.midnight(first),
        at__lt=clock.midnight(last + timedelta(days=1)),
    )
    found = _part_of(found, units)
    words = text.strip()
    if words.isascii() and words.isdigit() and len(words) < 7:
        return found.filter(number=int(words))
    for word in search_key(words)[:100].split():
        found = found.filter(search_key__contains=word)
    return found


def _place(after: str) -> tuple[int, int]:
    year, _mark, number = after.partition("~")
    digits = year.isascii() and year.isdigit() and number.isascii() and number.isdigit()
    if not digits or len(year) > 4 or len(number) > 9:
        raise Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    return int(year), int(number)
