"""Reads of returns inside the office: of a dossier, of a unit's people, for the gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from motcua.dossiers.models import InternalReturn
from motcua.dossiers.return_rules import ReturnAnswer, ReturnCause, ReturnState, ReturnTo
from motcua.dossiers.return_views import ReturnView
from motcua.kernel.wire import Answer, Statement
from motcua.workflow.queries import live_items_of

SUBJECT = "return:"
LIST_MAX = 100


def returns_of(dossier_id: int) -> tuple[ReturnView, ...]:
    """Return every return of a dossier, in order; one statement, one more while one is open."""
    rows = InternalReturn.objects.filter(dossier_id=dossier_id).order_by("ordinal")
    return tuple(_view(row, with_item=True) for row in rows)


def _view(row: InternalReturn, *, with_item: bool = False) -> ReturnView:
    item = None
    if with_item and row.state == ReturnState.OPEN and row.process_id is not None:
        item = next(iter(live_items_of(row.process_id)), None)
    return ReturnView(
        dossier_id=row.dossier_id,
        ordinal=row.ordinal,
        to=ReturnTo(row.to),
        cause=ReturnCause(row.cause),
        reason=row.reason,
        put_right=row.put_right,
        element=row.element,
        from_unit_id=row.from_unit_id,
        from_account=row.from_account,
        to_unit_id=row.to_unit_id,
        to_account=row.to_account,
        returned_at=row.returned_at,
        state=ReturnState(row.state),
        answer=ReturnAnswer(row.answer),
        answer_text=row.answer_text,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
        held_minutes=row.held_minutes,
        drawn=row.process_id is None,
        item=item,
    )


def return_subject(dossier_id: int, ordinal: int) -> str:
    """Return the subject of the piece of work that puts a return right."""
    return f"{SUBJECT}{dossier_id}:{ordinal}"


def return_of_subject(subject: str) -> tuple[int, int] | None:
    """Return dossier and ordinal of such a piece of work, None for another kind."""
    kind, _colon, rest = subject.partition(":")
    if f"{kind}:" != SUBJECT:
        return None
    dossier, _colon, ordinal = rest.partition(":")
    return int(dossier), int(ordinal)


def returns_by_subjects(subjects: Iterable[str]) -> Mapping[str, ReturnView]:
    """Return the returns behind pieces of work by subject; one statement, none for none."""
    wanted = {one: key for one in subjects if (key := return_of_subject(one)) is not None}
    if not wanted:
        return {}
    rows = InternalReturn.objects.filter(dossier_id__in={key[0] for key in wanted.values()})
    found = {(row.dossier_id, row.ordinal): row for row in rows}
    return {one: _view(found[key]) for one, key in wanted.items() if key in found}


@dataclass(frozen=True, slots=True)
class OpenReturn:
    """What the gate must know of an open return."""

    ordinal: int
    to: ReturnTo
    drawn: bool


def open_read(dossier_of_item: str, item_id: int) -> Statement:
    """Return the statement that reads the open returns of an item's dossier (`open_of`)."""
    text = (
        'SELECT ordinal, "to", process_id IS NULL FROM dossiers_internalreturn'  # noqa: S608 - our own text
        f" WHERE dossier_id = {dossier_of_item} AND state = 'open' ORDER BY ordinal"
    )
    return Statement(text, [item_id])


def open_of(answer: Answer) -> tuple[OpenReturn, ...]:
    """Return what was read with `open_read`."""
    return tuple(OpenReturn(row[0], ReturnTo(row[1]), row[2]) for row in answer.rows)


def returns_since(
    unit_ids: Iterable[int], since: datetime, *, limit: int = LIST_MAX
) -> tuple[ReturnView, ...]:
    """Return the newest returns from or to units since then, newest first."""
    rows = _of_units(unit_ids, since).order_by("-returned_at", "-id")
    return tuple(_view(row) for row in rows[: min(limit, LIST_MAX)])


@dataclass(frozen=True, slots=True)
class ReturnCount:
    """How many returns of one cause went from one person to another, and how long they lay there.

    `receiver` is whoever got or answered it, None while nobody has taken it; `ended` of the
    returns are over, with `minutes` of working time between them.
    """

    to: ReturnTo
    cause: ReturnCause
    giver: int
    receiver: int | None
    number: int
    ended: int
    minutes: int


def returns_counted(unit_ids: Iterable[int], since: datetime) -> tuple[ReturnCount, ...]:
    """Count the returns from or to units since then; one statement, whatever their number.

    Returns that were taken back count too: they cost the other side its time, and a figure that a
    press can lower would be no figure.
    """
    rows = (
        _of_units(unit_ids, since)
        .annotate(receiver=Coalesce("ended_by_receiver", "to_account"))
        .values("to", "cause", "from_account", "receiver")
        .annotate(
            number=Count("id"),
            ended=Count("held_minutes"),
            minutes=Coalesce(Sum("held_minutes"), 0),
        )
        .order_by("to", "cause", "from_account", "receiver")
    )
    return tuple(
        ReturnCount(
            ReturnTo(row["to"]),
            ReturnCause(row["cause"]),
            row["from_account"],
            row["receiver"],
            row["number"],
            row["ended"],
            row["minutes"],
        )
        for row in rows
    )


def _of_units(unit_ids: Iterable[int], since: datetime) -> QuerySet[InternalReturn]:
    ids = list(unit_ids)
    answered = Case(When(state=ReturnState.ANSWERED.value, then=F("ended_by")), default=Value(None))
    return InternalReturn.objects.filter(
        Q(to_unit_id__in=ids) | Q(from_unit_id__in=ids), returned_at__gte=since
    ).annotate(ended_by_receiver=answered)
