"""Cash by official and day: taken, given back, handed over, counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.payments.models import DayClosing, DayReopening, LedgerEntry, TillHandOver
from motcua.payments.types import (
    ClosingView,
    EntryKind,
    HandOverView,
    Method,
    ReceiptView,
    TillView,
)

Key = tuple[int, int]
LATELY = timedelta(days=14)
TAKEN = Q(kind=EntryKind.RECEIPT.value)
# A refund that two people decided bears a voucher, and is no business of the till.
GIVEN = Q(kind=EntryKind.REFUND.value, external_id="")


def tills_of(day: date) -> list[TillView]:
    """Return every till of the scope that cash went through or was handed over from on a day."""
    return _tills(day, LedgerEntry.objects.filter(day=day), TillHandOver.objects.filter(day=day))


def till_get(*, unit_id: int, account_id: int, day: date) -> TillView:
    """Return one official's till at one unit on a day; an unused one is empty."""
    only = {"unit_id": unit_id, "account_id": account_id, "day": day}
    found = _tills(day, LedgerEntry.objects.filter(**only), TillHandOver.objects.filter(**only))
    return found[0] if found else TillView(unit_id, account_id, day)


def own_tills(account_id: int, day: date) -> list[TillView]:
    """Return an official's own tills of a day, one for each unit that money was taken for."""
    return [one for one in tills_of(day) if one.account_id == account_id]


def days_not_handed_over(account_id: int) -> list[date]:
    """Return the days of the last two weeks whose cash was not handed over; two statements."""
    today = clock.today()
    lately = {"account_id": account_id, "day__lt": today, "day__gte": today - LATELY}
    sums: dict[tuple[int, date], int] = {}
    moved = LedgerEntry.objects.filter(TAKEN | GIVEN, method=Method.CASH.value, **lately)
    for row in moved.values("unit_id", "day").annotate(total=Sum("amount_vnd")):
        sums[row["unit_id"], row["day"]] = row["total"]
    over = TillHandOver.objects.filter(**lately)
    for row in over.values("unit_id", "day").annotate(total=Sum("due_vnd")):
        sums[row["unit_id"], row["day"]] = sums.get((row["unit_id"], row["day"]), 0) - row["total"]
    return sorted({day for (_unit, day), left in sums.items() if left}, reverse=True)


def hand_overs_by_ids(hand_over_ids: Iterable[int]) -> dict[int, HandOverView]:
    """Return the hand-overs that the scope shows, by their numbers; one statement."""
    rows = TillHandOver.objects.filter(pk__in=set(hand_over_ids))
    return {row.pk: _hand_over(row) for row in rows}


def closing_of(*, unit_id: int, day: date) -> ClosingView | None:
    """Return how a unit's day was closed last, None when it never was; it may be open again."""
    return next(iter(closings_of([unit_id], day)), None)


def closings_of(unit_ids: Iterable[int], day: date) -> list[ClosingView]:
    """Return the last closing of a day for each unit, also when it was opened again since."""
    rows = DayClosing.objects.select_related("reopening").filter(unit_id__in=unit_ids, day=day)
    last = {row.unit_id: _closing(row) for row in rows.order_by("turn")}
    return [last[unit] for unit in sorted(last)]


def closing_over(unit_id: int, day: date) -> ClosingView | None:
    """Return the closing by which a unit's cash of a day is closed: its own, or one from above.

    None while it is open. A closing covers the unit that closed and everything below it.
    """
    with scope_use(SYSTEM):  # an official's scope does not show the units above
        found = closings_of(unit_get(unit_id).path_ids, day)
    return next((one for one in found if one.reopened_at is None), None)


def _closing(row: DayClosing) -> ClosingView:
    again: DayReopening | None = getattr(row, "reopening", None)
    return ClosingView(
        unit_id=row.unit_id,
        day=row.day,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        figures=row.figures,
        note=row.note,
        reopened_by=again.reopened_by if again else None,
        reopened_at=again.reopened_at if again else None,
        reopen_reason=again.reason if again else "",
    )


def cash_refusal(unit_id: int, day: date) -> Refused | None:
    """Return why no cash moves on a day that is closed, and what to do instead; None when open."""
    if closing_over(unit_id, day) is None:
        return None
    return Refused(
        "cash_closed",
        _(
            "The cash of this day is closed: what was counted would not be true any more. Wait for"
            " the next day, or ask the finance office to open this day again."
        ),
    )


def reversal_refusal(receipt: ReceiptView, account_id: int) -> Refused | None:
    """Return why cash cannot go back at the counter: it needs two people then, in a refund.

    Another day, another till, a till whose cash was handed over meanwhile, or a closed day.
    """
    day = clock.local(receipt.issued_at).date()
    if receipt.method is not Method.CASH or day != clock.today():
        return Refused(
            "not_today",
            _("Cash is given back at the counter on the same day only. Ask for a refund."),
        )
    closed = cash_refusal(receipt.unit_id, day)
    if closed is not None:
        return closed
    if receipt.issued_by != account_id:
        return Refused(
            "other_till",
            _("Only the colleague who took this cash gives it back today. Ask for a refund."),
        )
    over = TillHandOver.objects.filter(unit_id=receipt.unit_id, account_id=account_id, day=day)
    if over.filter(made_at__gte=receipt.issued_at).exists():
        return Refused(
            "handed_over", _("The cash of this till was handed over already. Ask for a refund.")
        )
    return None


def _tills(
    day: date, entries: QuerySet[LedgerEntry], overs: QuerySet[TillHandOver]
) -> list[TillView]:
    """Return tills by unit and official; two statements."""
    sums: dict[Key, Mapping[str, Any]] = {
        (row["unit_id"], int(row["account_id"] or 0)): row
        for row in entries.filter(TAKEN | GIVEN, method=Method.CASH.value, account_id__isnull=False)
        .values("unit_id", "account_id")
        .annotate(
            taken=Count("id", filter=TAKEN),
            taken_vnd=Sum("amount_vnd", filter=TAKEN, default=0),
            reversed=Count("id", filter=GIVEN),
            reversed_vnd=Sum("amount_vnd", filter=GIVEN, default=0),
        )
    }
    handed: dict[Key, list[HandOverView]] = {}
    for row in overs.order_by("id"):
        handed.setdefault((row.unit_id, row.account_id), []).append(_hand_over(row))
    return [_till(key, day, sums.get(key), handed.get(key, ())) for key in sorted({*sums, *handed})]


def _till(
    key: Key, day: date, sums: Mapping[str, Any] | None, overs: Iterable[HandOverView]
) -> TillView:
    listed = list(overs)
    return TillView(
        unit_id=key[0],
        account_id=key[1],
        day=day,
        taken=sums["taken"] if sums else 0,
        taken_vnd=sums["taken_vnd"] if sums else 0,
        reversed=sums["reversed"] if sums else 0,
        reversed_vnd=-sums["reversed_vnd"] if sums else 0,
        hand_overs=tuple(listed),
    )


def _hand_over(row: TillHandOver) -> HandOverView:
    return HandOverView(
        id=row.pk,
        unit_id=row.unit_id,
        account_id=row.account_id,
        day=row.day,
        due_vnd=row.due_vnd,
        handed_vnd=row.handed_vnd,
        note=row.note,
        made_at=row.made_at,
        received_vnd=row.received_vnd,
        received_by=row.received_by,
        received_at=row.received_at,
    )
