"""Rows of the worklist as the page shows them; a fixed number of statements per page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from motcua.dossiers.queries.actions import instead_of
from motcua.dossiers.types import ReturnMethod, right_to
from motcua.dossiers.views import DossierRow
from motcua.identity.queries import accounts_by_ids
from motcua.identity.substitutions import allows, away_among
from motcua.identity.types import Action, Actor, SubstitutionView
from motcua.kernel.errors import NotFound
from motcua.office.present import TONE_OF
from motcua.office.subjects import PLACE, subjects_build
from motcua.organisations.queries import units_by_ids
from motcua.ui.types import Tone
from motcua.workflow.queries import item_get, process_get
from motcua.workflow.queries.worklist import due_bucket
from motcua.workflow.types import (
    WAITING_ACTS,
    BulkFailure,
    ItemState,
    ProcessStatus,
    WorkItemView,
    WorklistKey,
    WorklistRow,
)

__all__ = [
    "PLACE",
    "FailedRow",
    "WorkRow",
    "failures_build",
    "key_read",
    "key_text",
    "row_of",
    "rows_build",
]

# A result that is out and not handed over: whom it waits for, by how it goes back.
READY = {
    ReturnMethod.COUNTER: pgettext_lazy("due", "Waits for the applicant"),
    ReturnMethod.POST: pgettext_lazy("due", "To be sent by post"),
    ReturnMethod.ELECTRONIC: pgettext_lazy("due", "Ready to be handed over"),
}


@dataclass(frozen=True)
class WorkRow:
    """A piece of work with its dossier, in words."""

    item: WorkItemView
    dossier: DossierRow
    url: str
    tone: Tone
    unit_name: str
    holder: str
    mine: bool
    can_claim: bool
    can_assign: bool
    away_to: datetime | None = None  # when who has it is back, if that person is away
    can_take: bool = False  # the reader stands in for that person

    @property
    def due_text(self) -> str:
        """Words of the badge where no time counts; empty where it tells the time left."""
        if self.waits:
            return str(READY[self.dossier.return_method])
        return pgettext("due", "Paused") if self.tone is Tone.PAUSED else ""

    @property
    def waits(self) -> bool:
        """Whether a result lies ready and the time of the step counts for nobody."""
        return self.item.act in WAITING_ACTS

    @property
    def can_pick(self) -> bool:
        """Whether something can be done with it together with others."""
        waits = self.item.state is ItemState.HANDED_OVER
        return self.can_assign or self.can_claim or self.mine or waits

    @property
    def value(self) -> str:
        """What a chosen row sends: the item as it was seen."""
        return f"{self.item.id}:{self.item.version}"


def rows_build(actor: Actor, rows: Sequence[WorklistRow]) -> list[WorkRow]:
    """Join items with dossiers, units and people: six statements for any number of rows."""
    subjects = subjects_build(row.item.subject for row in rows)
    units = units_by_ids({row.item.unit_id for row in rows})
    people = accounts_by_ids(row.item.holder_id for row in rows if row.item.holder_id is not None)
    gone = away_among(people)
    reassign = actor.unit_ids_for(Action.WORK_REASSIGN)
    built = []
    for row in rows:
        item = row.item
        subject = subjects.get(item.subject)
        if subject is None:
            continue
        mine = item.claimed_by_id == actor.account_id and item.state is ItemState.CLAIMED
        holder = people.get(item.holder_id or 0)
        built.append(
            WorkRow(
                item=item,
                dossier=subject.row,
                url=subject.url,
                tone=TONE_OF[row.bucket],
                unit_name=" · ".join(filter(None, (units[item.unit_id].full_name, subject.note))),
                holder=_holder(item, holder.name if holder else "", mine=mine),
                away_to=_away_to(item, gone),
                mine=mine,
                can_claim=item.state is ItemState.OPEN
                and item.offered_to_id in {None, actor.account_id}
                and actor.may(right_to(item.act, item.role), item.unit_id),
                can_assign=item.unit_id in reassign,
                can_take=bool(gone) and instead_of(actor, item) is not None,
            )
        )
    return built


def _away_to(item: WorkItemView, gone: Mapping[int, list[SubstitutionView]]) -> datetime | None:
    """Return until when whoever has an item is away in the role that it needs."""
    for one in gone.get(item.holder_id or 0, ()):
        if item.unit_id in one.unit_ids and allows(one, right_to(item.act, item.role)):
            return one.valid_to
    return None


def _holder(item: WorkItemView, name: str, *, mine: bool) -> str:
    if mine:
        return _("You")
    if item.state is ItemState.OPEN:
        return _("Nobody yet")
    if item.state is ItemState.HANDED_OVER:
        return _("On its way from %(name)s") % {"name": name}
    return name


def key_text(key: WorklistKey | None) -> str:
    """Return a place in the list as the address carries it."""
    return f"{key.due_at.isoformat()}~{key.item_id}" if key else ""


def key_read(text: str) -> WorklistKey | None:
    """Return the place that an address names; None for a damaged one: the list begins anew."""
    instant, _mark, number = text.rpartition("~")
    try:
        due_at = datetime.fromisoformat(instant)
    except ValueError:
        return None
    if due_at.tzinfo is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return WorklistKey(due_at, int(number))


def row_of(item_id: int) -> WorklistRow:
    """Return one row as the list would show it; raises NotFound."""
    item = item_get(item_id)
    status = process_get(item.process_id).status
    paused = status is ProcessStatus.SUSPENDED
    return WorklistRow(item, due_bucket(item.due_at, paused=paused, act=item.act), status)


@dataclass(frozen=True)
class FailedRow:
    """A piece of work that a bulk operation refused, and why."""

    code: str
    url: str
    step: str
    reason: str


def failures_build(failures: Sequence[BulkFailure]) -> list[FailedRow]:
    """Return refused pieces of work with their dossiers; an unseen one shows its reason only."""
    items: dict[int, WorkItemView] = {}
    for failure in failures:
        try:
            items[failure.item_id] = item_get(failure.item_id)
        except NotFound:
            continue
    subjects = subjects_build(item.subject for item in items.values())
    rows = []
    for failure in failures:
        item = items.get(failure.item_id)
        subject = subjects.get(item.subject) if item else None
        code = subject.row.code if subject else ""
        url = subject.url if subject else ""
        rows.append(FailedRow(code, url, item.name if item else "", failure.message))
    return rows
