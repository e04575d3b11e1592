"""Lists of frozen reports: a unit's own, those it received, those that wait for somebody."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from motcua.identity.types import Action, Actor
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport
from motcua.oversight.frozen.queries.report import line_of, steps_of
from motcua.oversight.frozen.types import TO_SIGN, Fact, Line, Standing, State

PAGE = 50
LARGE = ("sheet", "codes", "difference")
ENDING = (Fact.SENT.value, Fact.WITHDRAWN.value, Fact.REPLACED.value)
OWN = ("-last_day", "-first_day", "report", "-version")
RECEIVED = ("-last_day", "-first_day", "unit_id", "report", "-version")


def lines_read(rows: QuerySet[FrozenReport]) -> list[Line]:
    """Return reports as a list shows them; two statements."""
    found = list(rows.defer(*LARGE))
    told = steps_of([one.pk for one in found])
    return [line_of(one, told[one.pk]) for one in found]


def lines_of_unit(
    unit_id: int, *, after: str = "", most: int | None = None
) -> tuple[list[Line], str]:
    """Return a page of a unit's own reports, the newest period and version first, and its key.

    `after` is the key that the page before gave: a report's code; one that is not in the list
    begins anew. The key is empty on the last page.
    """
    return _page(FrozenReport.objects.filter(unit_id=unit_id), OWN, after, most)


def lines_received(
    unit_id: int, *, after: str = "", most: int | None = None
) -> tuple[list[Line], str]:
    """Return a page of the reports that were sent to a unit, as `lines_of_unit` does."""
    return _page(_sent_to([unit_id]), RECEIVED, after, most)


def _sent_to(unit_ids: Collection[int]) -> QuerySet[FrozenReport]:
    return FrozenReport.objects.filter(to_id__in=unit_ids, steps__fact=Fact.SENT.value)


def _page(
    rows: QuerySet[FrozenReport], order: tuple[str, ...], after: str, most: int | None
) -> tuple[list[Line], str]:
    most = most or PAGE
    last = rows.defer(*LARGE).filter(code=after).first() if after else None
    wanted = rows.filter(_beyond(last, order)) if last is not None else rows
    found = lines_read(wanted.order_by(*order)[: most + 1])
    return found[:most], found[most - 1].code if len(found) > most else ""


def _beyond(last: FrozenReport, order: tuple[str, ...]) -> Q:
    """Return the condition for rows that come after one in an order of columns."""
    found, same = Q(), dict[str, Any]()
    for column in order:
        name = column.removeprefix("-")
        value = getattr(last, name)
        found |= Q(**same, **{f"{name}__{'lt' if column != name else 'gt'}": value})
        same[name] = value
    return found


# --- who has to act ------------------------------------------------------------------------------
def waiting_for(actor: Actor) -> list[Line]:
    """Return what waits for this person to sign, approve (never their own) or send, by its day.

    Whole: only reports of one's own unit on which somebody still has to act.
    """
    makes = {one.unit_id for one in actor.postings if one.may(Action.REPORT_MAKE)}
    decides = {one.unit_id for one in actor.postings if one.may(Action.LETTER_SIGN)}
    if not makes | decides:
        return []
    rows = FrozenReport.objects.filter(unit_id__in=makes | decides).exclude(steps__fact__in=ENDING)
    found = list(rows.defer(*LARGE).order_by("due_on", "pk"))
    told = steps_of([one.pk for one in found])
    return [
        line_of(one, told[one.pk])
        for one in found
        if _his(actor, one.unit_id, rules.stand(told[one.pk]), makes, decides)
    ]


def _his(actor: Actor, unit_id: int, now: Standing, makes: set[int], decides: set[int]) -> bool:
    if now.state in TO_SIGN or now.state is State.APPROVED:
        return unit_id in makes
    signer = now.signed.account_id if now.signed else None
    return now.state is State.SIGNED and unit_id in decides and signer != actor.account_id


def unseen_count(actor: Actor) -> int:
    """Return how many reports were sent to this person's unit that nobody there has seen."""
    units = {one.unit_id for one in actor.postings if one.may(Action.REPORT_MAKE)}
    if not units:
        return 0
    return _sent_to(units).exclude(steps__fact=Fact.SEEN.value).count()
