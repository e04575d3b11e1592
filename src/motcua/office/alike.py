"""What can be done with several chosen pieces of work at once; told before anything is done.

The offers of the dossier's own page decide (`actions_allowed`), so that nothing is offered here
that would be refused there: rights, four eyes, missing opinions, open returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers.bulk_rules import alike_barred
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.services.bulk import ALIKE_WORDS
from motcua.dossiers.services.signing import signing_wanted
from motcua.dossiers.types import right_to
from motcua.dossiers.views import DossierRow
from motcua.identity.types import Actor
from motcua.kernel.errors import NotFound
from motcua.office.act_words import BLOCKED
from motcua.office.people import Choices, people_choices
from motcua.office.subjects import subjects_build
from motcua.workflow.queries import item_get
from motcua.workflow.types import Act, ItemState, ItemToAssign, OutcomeView, WorkItemView

CHANGED = gettext_lazy("Somebody else has changed it since you chose it.")
COPIES = gettext_lazy("Each paper gets its number on the page “Certified copies”.")
COPIES_ACTS = (Act.APPRAISE, Act.APPROVE, Act.ISSUE)  # the steps that have their page


@dataclass(frozen=True)
class Picked:
    """A chosen piece of work; `barred` says why it is not finished together with others."""

    item: WorkItemView
    dossier: DossierRow
    url: str
    gives: bool
    barred: str

    @property
    def copies(self) -> bool:
        """Whether it is finished on the page of certified copies."""
        return self.barred == str(COPIES)

    @property
    def signs(self) -> bool:
        """Whether it is finished where several documents are reviewed and signed."""
        return self.barred == str(ALIKE_WORDS["signs_apart"])

    @property
    def value(self) -> str:
        """What a press sends: the item as it was seen."""
        return f"{self.item.id}:{self.item.version}"


@dataclass
class Group:
    """Steps that may end alike: one step of one procedure, with the outcomes they share."""

    name: str
    procedure: str
    outcomes: tuple[OutcomeView, ...]
    rows: list[Picked] = field(default_factory=list)


def picked_read(actor: Actor, chosen: Iterable[ItemToAssign]) -> list[Picked]:
    """Return what was chosen as it stands now; what went out of sight is left out.

    Each dossier is read whole, by itself: the offers of its own page need all of it. The caller
    bounds the number by `ALIKE_MAX`.
    """
    items = []
    for one in chosen:
        try:
            items.append((one, item_get(one.item_id)))
        except NotFound:
            continue
    subjects = subjects_build(item.subject for _one, item in items)
    return [
        Picked(
            item,
            subject.row,
            subject.url,
            item.state is ItemState.CLAIMED
            and item.claimed_by_id == actor.account_id
            and item.subject.startswith("dossier:"),
            _barred(actor, item, subject.row.code, seen=one.expected_version),
        )
        for one, item in items
        if (subject := subjects.get(item.subject)) is not None
    ]


def _barred(actor: Actor, item: WorkItemView, code: str, *, seen: int) -> str:
    if item.version != seen:
        return str(CHANGED)
    if not item.subject.startswith("dossier:"):
        return str(ALIKE_WORDS["one_by_one"])
    dossier = dossier_get(code)
    offer = next(
        (
            one
            for one in actions_allowed(actor, dossier)
            if one.name == "complete" and one.item is not None and one.item.id == item.id
        ),
        None,
    )
    if dossier.procedure.certified_copies and item.act in COPIES_ACTS:
        return str(COPIES)
    if offer is None:
        claim = item.state is ItemState.OPEN and actor.may(
            right_to(item.act, item.role), item.unit_id
        )
        return _("Claim it first.") if claim else _("This is not yours to finish.")
    why = offer.reason or offer.left_out  # what is sent back is sent back one by one
    if why:
        return str(BLOCKED.get(why, why))
    why = alike_barred(
        item.act,
        "",
        asks=bool(item.fields),
        signs=item.act is Act.APPROVE and signing_wanted(item.id),
        draft=dossier.draft is not None,
    )
    return str(ALIKE_WORDS[why]) if why else ""


def groups_of(rows: Iterable[Picked]) -> list[Group]:
    """Return the steps that may end alike, by step and procedure; in the order of choosing."""
    found: dict[tuple[object, ...], Group] = {}
    for row in rows:
        if row.barred:
            continue
        outcomes = tuple(
            one
            for one in row.item.outcomes
            if not alike_barred(row.item.act, one.code, asks=False, signs=False, draft=True)
        )
        codes = tuple(one.code for one in outcomes)
        key = (row.dossier.procedure_code, row.item.element, row.item.name, codes)
        group = found.setdefault(key, Group(row.item.name, row.dossier.procedure_name, outcomes))
        group.rows.append(row)
    return list(found.values())


def receivers(actor: Actor, rows: Iterable[Picked]) -> Choices:
    """Return the colleagues who may do at least one of the pieces of work that one gives."""
    given = [row.item for row in rows if row.gives]
    if not given:
        return []
    people = people_choices(
        {one.unit_id for one in given}, {right_to(one.act, one.role) for one in given}
    )
    return [(key, words) for key, words in people if key != str(actor.account_id)]
