"""Groups of somebody signed in: every part with its dossier, and one progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.types import ENDED, Status
from motcua.dossiers.views import DossierRow
from motcua.filing.groups import part_title
from motcua.filing.models import Group, GroupPart
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use

GOOD = frozenset({Status.DONE, Status.RETURNED})


@dataclass(frozen=True)
class PartView:
    """A part of a group; without a dossier it could not be filed, `problem` says why."""

    key: str
    title: str
    procedure_code: str
    state: str  # filed | failed
    problem: str
    dossier: DossierRow | None

    @property
    def finished(self) -> bool:
        """Whether its result is there; nothing that happens to another part changes that."""
        return self.dossier is not None and self.dossier.status in GOOD


@dataclass(frozen=True)
class GroupView:
    """A group; `due_at` is the latest due date of its running parts (domain brief 4.8)."""

    public_id: str
    kind: str
    sent_at: datetime
    draft_id: str
    parts: tuple[PartView, ...]

    @property
    def due_at(self) -> datetime | None:
        """Return until when everything is done, None while no part was accepted."""
        due = [
            part.dossier.due_at
            for part in self.parts
            if part.dossier and part.dossier.due_at and part.dossier.status not in ENDED
        ]
        return max(due, default=None)

    @property
    def finished(self) -> int:
        """Return how many parts have their result."""
        return sum(part.finished for part in self.parts)

    @property
    def failed(self) -> bool:
        """Whether a part could not be filed and can be tried again."""
        return any(part.state == "failed" for part in self.parts)


def group_mine(citizen: CitizenActor) -> QuerySet[Group]:
    """Return the groups of whom it is for."""
    return Group.objects.filter(subject_id=citizen.subject_id)


def group_get(citizen: CitizenActor, public_id: str) -> GroupView:
    """Return a group with its dossiers; raises NotFound. Five statements."""
    group = group_mine(citizen).select_related("draft").filter(public_id=public_id).first()
    if group is None:
        raise NotFound("group_unknown", _("There is no such filing here."))
    return _view(group)


def groups_of(citizen: CitizenActor) -> list[GroupView]:
    """Return every group of whom it is for, the newest first."""
    return [_view(one) for one in group_mine(citizen).select_related("draft").order_by("-id")]


def group_of_dossier(citizen: CitizenActor, dossier_id: int) -> str:
    """Return the group that a dossier belongs to, empty when it stands alone."""
    found = group_mine(citizen).filter(parts__dossier_id=dossier_id)
    return found.values_list("public_id", flat=True).first() or ""


@dataclass(frozen=True)
class Sibling:
    """A dossier that was filed in the same group as another."""

    kind: str
    title: str
    dossier_id: int


def siblings_of(dossier_id: int) -> tuple[Sibling, ...]:
    """Return the other dossiers of a dossier's group, in order; empty when it stands alone.

    For officials, to whom groups themselves are closed: whoever calls has opened this dossier and
    shows of the others only what its reader may open. One statement, as the system.
    """
    with scope_use(SYSTEM):
        rows = GroupPart.objects.select_related("group").filter(
            group__parts__dossier_id=dossier_id, dossier_id__isnull=False
        )
        return tuple(
            Sibling(row.group.kind, part_title(row.group.kind, row.key), row.dossier_id)
            for row in rows.order_by("order")
            if row.dossier_id is not None and row.dossier_id != dossier_id
        )


def _view(group: Group) -> GroupView:
    rows = list(GroupPart.objects.filter(group=group))
    dossiers = dossiers_by_ids(row.dossier_id for row in rows if row.dossier_id)
    return GroupView(
        public_id=group.public_id,
        kind=group.kind,
        sent_at=group.sent_at,
        draft_id=group.draft.public_id,
        parts=tuple(
            PartView(
                key=row.key,
                title=part_title(group.kind, row.key),
                procedure_code=row.procedure_code,
                state=row.state,
                problem=row.problem,
                dossier=dossiers.get(row.dossier_id or 0),
            )
            for row in rows
        ),
    )
