"""Groups: the parent, every part with its dossier, and one progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers import chain
from motcua.dossiers.queries import Issued, Standing, dossier_track, issued_of, standings
from motcua.dossiers.types import ENDED, Status
from motcua.dossiers.views import TrackView
from motcua.filing.groups import part_title
from motcua.filing.models import Group, GroupPart
from motcua.filing.parent import GOOD, GroupState, PartState, group_state, may_be_again
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use

__all__ = [
    "GroupState",
    "GroupView",
    "PartView",
    "Place",
    "Sibling",
    "filed_track",
    "group_by_code",
    "group_get",
    "group_mine",
    "group_of_dossier",
    "group_track",
    "groups_of",
    "parts_now",
    "parts_of",
    "place_of",
    "siblings_of",
]


@dataclass(frozen=True)
class PartView:
    """A part of a group; without a dossier it could not be filed, `problem` says why.

    `waits_for` are the titles of the parts whose results it needs, `gone` is the one of them that
    ended without a result and took this part with it.
    """

    key: str
    title: str
    procedure_code: str
    state: str  # filed | failed
    problem: str
    dossier: Standing | None
    waits_for: tuple[str, ...] = ()
    gone: str = ""
    redone: str = ""  # an awaited result that is being corrected while this part runs on it
    again: bool = False  # it ended without a result, and may be filed once more in this group
    earlier: tuple[Standing, ...] = ()  # what it was filed as before

    @property
    def finished(self) -> bool:
        """Whether its result is there; nothing that happens to another part changes that."""
        return self.dossier is not None and self.dossier.granted

    @property
    def waiting(self) -> bool:
        """Whether its body may not begin yet."""
        return self.dossier is not None and self.dossier.waiting

    @property
    def withdrawable(self) -> bool:
        """Whether the person may still withdraw it."""
        return self.dossier is not None and self.dossier.status not in ENDED

    @property
    def yours(self) -> bool:
        """Whether its body waits for the person."""
        asks = {Status.SUPPLEMENT, Status.OBLIGATION}
        return self.dossier is not None and self.dossier.status in asks


@dataclass(frozen=True)
class GroupView:
    """A parent; `due_at` is the latest due date of its running parts (domain brief 4.8)."""

    public_id: str
    code: str
    kind: str
    sent_at: datetime
    draft_id: str
    unit_id: int | None
    parts: tuple[PartView, ...]

    @property
    def state(self) -> GroupState:
        """Return where the parent stands; it follows from its parts and from nothing else."""
        return group_state(
            PartState(one.key, one.dossier.status, refusal=one.dossier.refusal)
            if one.dossier
            else PartState(one.key, None)
            for one in self.parts
        )

    @property
    def due_at(self) -> datetime | None:
        """Return until when everything is done, None while a running part has no date yet."""
        running = [
            part.dossier for part in self.parts if part.dossier and part.dossier.status not in ENDED
        ]
        dates = [one.due_at for one in running if one.due_at]
        return max(dates) if dates and len(dates) == len(running) else None

    @property
    def finished(self) -> int:
        """Return how many parts have their result."""
        return sum(part.finished for part in self.parts)

    @property
    def failed(self) -> bool:
        """Whether a part could not be filed and can be tried again."""
        return any(part.state == "failed" for part in self.parts)

    @property
    def yours(self) -> bool:
        """Whether a body waits for the person."""
        return any(part.yours for part in self.parts)

    @property
    def withdrawable(self) -> bool:
        """Whether there is still something to withdraw."""
        return any(part.withdrawable for part in self.parts)

    @property
    def to_file_again(self) -> tuple[PartView, ...]:
        """Return the parts that may be filed once more in this group."""
        return tuple(part for part in self.parts if part.again)

    @property
    def again(self) -> bool:
        """Whether the lead ended without a result, so that what hangs on it is filed anew."""
        lead = self.parts[0].dossier
        return lead is not None and lead.failed


def parts_now(group: Group) -> list[GroupPart]:
    """Return the filings that count: of a part that was filed once more the newest; in order."""
    return list(GroupPart.objects.filter(group=group, replaced_at=None).order_by("order"))


def parts_of(rows: Iterable[GroupPart], stands: Mapping[int, Standing]) -> list[PartState]:
    """Return the parts as the rules see them."""
    found = [(row, stands.get(row.dossier_id or 0)) for row in rows]
    return [
        PartState(
            key=row.key,
            status=one.status if one else None,
            accepted=one is not None and not one.before_acceptance,
            waiting=one.waiting if one else False,
            waits_for=tuple(row.waits_for),
            refusal=one is not None and one.refusal,
        )
        for row, one in found
    ]


def group_mine(citizen: CitizenActor) -> QuerySet[Group]:
    """Return the groups of whom it is for."""
    return Group.objects.filter(subject_id=citizen.subject_id)


def group_get(citizen: CitizenActor, public_id: str) -> GroupView:
    """Return a group with its dossiers; raises NotFound. Four statements."""
    found = _views(group_mine(citizen).filter(public_id=public_id))
    if not found:
        raise NotFound("group_unknown", _("There is no such filing here."))
    return found[0]


def groups_of(citizen: CitizenActor) -> list[GroupView]:
    """Return every group of whom it is for, the newest first; four statements."""
    return _views(group_mine(citizen).order_by("-id"))


def group_by_code(citizen: CitizenActor, code: str) -> GroupView | None:
    """Return one's own group by the parent's code, None where there is none."""
    found = _views(group_mine(citizen).filter(code=code)) if code else []
    return found[0] if found else None


def group_of_dossier(citizen: CitizenActor, dossier_id: int) -> str:
    """Return the group that a dossier belongs to, empty when it stands alone."""
    found = group_mine(citizen).filter(parts__dossier_id=dossier_id)
    return found.values_list("public_id", flat=True).first() or ""


def group_track(code: str, second_factor: str) -> GroupView:
    """Return what following a parent shows: the state of its parts, and nothing of any person.

    Raises NotFound alike for a wrong code and a wrong factor, which is a function of the code.
    Callers keep the budget of wrong tries (`dossiers.services.tracking`).
    """
    wanted = code.strip().upper()
    found: list[GroupView] = []
    if wanted and chain.second_factor_valid(wanted, second_factor):
        with scope_use(SYSTEM):
            found = _views(Group.objects.filter(code=wanted))
    if not found:
        raise NotFound(
            "not_found_or_wrong_code",
            _("No dossier has this code and this security code. Check both on the slip."),
        )
    return found[0]


def filed_track(code: str, second_factor: str) -> TrackView | GroupView:
    """Return what following a code shows: a dossier, or a parent with its parts.

    Raises NotFound alike for a wrong code and a wrong factor. Callers keep the budget of wrong
    tries (`dossiers.services.tracking.track_guarded`).
    """
    try:
        return dossier_track(code, second_factor)
    except NotFound:
        return group_track(code, second_factor)


@dataclass(frozen=True)
class Sibling:
    """A dossier that was filed in the same group as another."""

    kind: str
    title: str
    dossier_id: int


@dataclass(frozen=True)
class Needed:
    """A part whose result another one needs: how far it is, and its result once it is issued."""

    key: str
    title: str
    code: str
    status: Status
    issued: Issued | None


@dataclass(frozen=True)
class Place:
    """Where a dossier stands in its group, as the office that handles it may know it."""

    kind: str
    code: str
    key: str
    title: str
    order: int
    parts: int
    siblings: tuple[Sibling, ...]
    needs: tuple[Needed, ...]

    def need(self, key: str) -> Needed | None:
        """Return a part whose result this one needs."""
        return next((one for one in self.needs if one.key == key), None)


def place_of(dossier_id: int) -> Place | None:
    """Return where a dossier stands in its group, None when it stands alone.

    For officials, to whom groups themselves are closed: whoever calls has opened this dossier. It
    tells of the parts it needs the result and how far they are, and of others that there are some;
    those are shown to whoever may open them. As the system; one statement for a lone dossier.
    """
    with scope_use(SYSTEM):
        rows = list(
            GroupPart.objects.select_related("group")
            .filter(group__parts__dossier_id=dossier_id)
            .order_by("order", "id")
        )
        own = next((row for row in rows if row.dossier_id == dossier_id), None)
        if own is None:
            return None
        now = [row for row in rows if row.replaced_at is None]
        needed = [row for row in now if row.key in own.waits_for and row.dossier_id]
        stands = standings(row.dossier_id for row in needed if row.dossier_id)
        kind = own.group.kind
        return Place(
            kind=kind,
            code=own.group.code or rows[0].dossier_code,
            key=own.key,
            title=part_title(kind, own.key),
            order=[row.key for row in now].index(own.key) + 1,
            parts=len(now),
            siblings=tuple(
                Sibling(kind, _sibling_title(kind, row, own), row.dossier_id)
                for row in rows
                if row.dossier_id is not None and row is not own
            ),
            needs=tuple(_needed(kind, row, stands) for row in needed if row.dossier_id in stands),
        )


def siblings_of(dossier_id: int) -> tuple[Sibling, ...]:
    """Return the other dossiers of a dossier's group, in order; empty when it stands alone."""
    place = place_of(dossier_id)
    return place.siblings if place else ()


def _sibling_title(kind: str, row: GroupPart, own: GroupPart) -> str:
    """Return what a filing of the group is called beside another one."""
    told = {"part": part_title(kind, row.key)}
    if row.replaced_at is not None:
        return _("%(part)s (filed before)") % told
    return _("%(part)s (filed again)") % told if row.key == own.key else told["part"]


def _needed(kind: str, row: GroupPart, stands: dict[int, Standing]) -> Needed:
    stand = stands[row.dossier_id or 0]
    issued = issued_of(stand.id) if stand.status in GOOD else None
    return Needed(row.key, part_title(kind, row.key), stand.code, stand.status, issued)


def _views(groups: QuerySet[Group]) -> list[GroupView]:
    listed = list(groups.select_related("draft"))
    rows = (
        list(GroupPart.objects.filter(group__in=listed).order_by("order", "id")) if listed else []
    )
    stands = standings(row.dossier_id for row in rows if row.dossier_id) if rows else {}
    return [
        _view(group, [row for row in rows if row.group_id == group.pk], stands) for group in listed
    ]


def _view(group: Group, rows: list[GroupPart], stands: dict[int, Standing]) -> GroupView:
    now = [row for row in rows if row.replaced_at is None]
    by_key = {row.key: stands.get(row.dossier_id or 0) for row in now}
    states = {one.key: one for one in parts_of(now, stands)}
    earlier: dict[str, list[Standing]] = {}
    for row in rows:
        if row.replaced_at is not None and row.dossier_id in stands:
            earlier.setdefault(row.key, []).append(stands[row.dossier_id])
    return GroupView(
        public_id=group.public_id,
        code=group.code or rows[0].dossier_code,
        kind=group.kind,
        sent_at=group.sent_at,
        draft_id=group.draft.public_id,
        unit_id=group.unit_id,
        parts=tuple(
            replace(
                _part(group.kind, row, by_key),
                again=may_be_again(states[row.key], states),
                earlier=tuple(earlier.get(row.key, ())),
            )
            for row in now
        ),
    )


def _part(kind: str, row: GroupPart, by_key: dict[str, Standing | None]) -> PartView:
    own = by_key[row.key]
    needed = [(key, by_key.get(key)) for key in row.waits_for]
    return PartView(
        key=row.key,
        title=part_title(kind, row.key),
        procedure_code=row.procedure_code,
        state=row.state,
        problem=row.problem,
        dossier=own,
        waits_for=_titles(kind, (key for key, _one in needed)),
        gone=_gone(kind, own, needed),
        redone=_redone(kind, own, needed),
    )


def _titles(kind: str, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(part_title(kind, key) for key in keys)


def _gone(kind: str, own: Standing | None, needed: list[tuple[str, Standing | None]]) -> str:
    """Return the awaited part that ended without a result, when this one never began."""
    if own is None or not own.failed or own.accepted_at is not None:
        return ""
    dead = (key for key, one in needed if one and one.failed)
    return next(iter(_titles(kind, dead)), "")


def _redone(kind: str, own: Standing | None, needed: list[tuple[str, Standing | None]]) -> str:
    """Return the awaited part whose result is being corrected, when this one was accepted on it."""
    if own is None or own.accepted_at is None or own.status in ENDED:
        return ""
    again = (key for key, one in needed if one and one.status not in ENDED)
    return next(iter(_titles(kind, again)), "")
