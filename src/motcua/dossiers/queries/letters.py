"""Who signs forms 02 to 05 in a unit, on a day; and what is proposed and waits for a signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from motcua.documents.signatures import registry
from motcua.dossiers.letter_rules import (
    FACTS,
    OF_RECEIVER,
    LetterAct,
    LetterSigner,
    ProposalState,
    SetRules,
    SignatureWay,
    SignRule,
    rule_read,
    sign_rule,
    words_read,
)
from motcua.dossiers.letter_views import ProposalView
from motcua.dossiers.models import (
    Dossier,
    Event,
    LetterProposal,
    LetterSigning,
    Paper,
    SupplementRequest,
)
from motcua.dossiers.queries.capacity import capacity_of
from motcua.dossiers.rules import ALLOWED, may_follow
from motcua.dossiers.types import FactType, Phase, State, Status
from motcua.identity.capacity_rules import DocumentKind
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView

LONG_AGO = datetime.min.replace(tzinfo=UTC)  # proposed before the day was told


@dataclass(frozen=True)
class WaitingLetter:
    """A form that waits for a signature, and the dossier as it stands."""

    dossier_id: int
    dossier_version: int
    act: LetterAct
    proposed_at: datetime | None = None


def sign_rules(unit: UnitView, *, on: date | None = None) -> dict[LetterAct, SignRule]:
    """Return who signs each form in a unit on a day (today); one statement."""
    known = _in_force(unit.path_ids, on or clock.today())
    return {act: sign_rule(act, unit.path_ids, known) for act in LetterAct}


def sign_rule_of(unit: UnitView, act: LetterAct, *, on: date | None = None) -> SignRule:
    """Return who signs the form of an act in a unit on a day (today)."""
    return sign_rules(unit, on=on)[act]


def set_rules_history(unit_id: int) -> list[SetRules]:
    """Return every version that a unit has set, newest first."""
    return [
        _view(row) for row in LetterSigning.objects.filter(unit_id=unit_id).order_by("-version")
    ]


def signing_key(unit: UnitView, rule: SignRule, account_id: int | None) -> str:
    """Return the key with which somebody signs a form of a unit personally; empty for nobody's.

    Only a unit with a seal here issues files that are signed: the seal comes upon the signature.
    """
    if account_id is None or rule.way is SignatureWay.SEAL:
        return ""
    account = accounts_by_ids([account_id])[account_id]
    key = f"account:{account.username}"
    held = registry.may_sign(key) and registry.may_sign(f"unit:{unit.code}")
    return key if held or rule.way is SignatureWay.PERSONAL else ""


def head_signs(unit: UnitView, act: LetterAct) -> bool:
    """Tell whether the head of a unit, and no officer, signs the form of an act today."""
    return sign_rule_of(unit, act).signer is LetterSigner.HEAD


def proposals_of(dossier_id: int) -> tuple[ProposalView, ...]:
    """Return the forms that were proposed in a dossier, oldest first; one statement."""
    rows = LetterProposal.objects.filter(dossier_id=dossier_id).order_by("ordinal")
    return tuple(
        ProposalView(
            ordinal=row.ordinal,
            act=LetterAct(row.act),
            unit_id=row.unit_id,
            words=words_read(row.words),
            proposed_by=row.proposed_by,
            proposed_at=row.proposed_at,
            state=ProposalState(row.state),
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            note=row.note,
        )
        for row in rows
    )


def letters_waiting(actor: Actor, *, limit: int) -> list[WaitingLetter]:
    """Return the forms that wait for this person's signature, the oldest first.

    Only those that can still be issued, and for which the person has the capacity; what somebody
    proposed themselves is another's to sign.
    """
    rows, asked = _waiting(actor)
    found = [
        WaitingLetter(row.dossier_id, row.dossier.seq, LetterAct(row.act), row.proposed_at)
        for row in rows.select_related("dossier").order_by("proposed_at", "id")[:limit]
        if _can_follow(row)
    ]
    requests = list(asked.select_related("dossier").order_by("id")[:limit])
    since = _proposed_at([row.dossier_id for row in requests])
    found += [
        WaitingLetter(
            row.dossier_id, row.dossier.seq, LetterAct.SUPPLEMENT, since.get(row.dossier_id)
        )
        for row in requests
    ]
    # One list by day, so that neither kind waits behind all of the other.
    return sorted(found, key=lambda one: one.proposed_at or LONG_AGO)[:limit]


def letters_count(actor: Actor) -> int:
    """Return how many forms wait for this person's signature, all of them."""
    rows, asked = _waiting(actor)
    told = ("status", "phase", "waiting", "promised_at")  # of whole rows, `_state` reads these
    proposed = rows.select_related("dossier").only("act", *(f"dossier__{one}" for one in told))
    return sum(map(_can_follow, proposed.iterator())) + asked.count()


def _can_follow(row: LetterProposal) -> bool:
    return may_follow(_state(row.dossier), FACTS[LetterAct(row.act)])


def _waiting(actor: Actor) -> tuple[QuerySet[LetterProposal], QuerySet[SupplementRequest]]:
    """Return what waits for this person: proposed forms, and supplements during appraisal."""
    heads = actor.unit_ids_for(Action.LETTER_SIGN)
    leads = actor.unit_ids_for(Action.DOSSIER_APPROVE)
    mine = Q(proposed_by=actor.account_id)
    rows = LetterProposal.objects.filter(state=ProposalState.WAITING.value).exclude(mine)
    places = rows.filter(unit_id__in=heads | leads).values_list("act", "unit_id").distinct()
    asked = SupplementRequest.objects.filter(
        state="proposed",
        dossier__competent_unit_id__in=leads,
        dossier__status=Status.PROCESSING.value,
    ).exclude(mine)
    asking = set(asked.values_list("dossier__competent_unit_id", flat=True).distinct())
    units = units_by_ids(asking | {unit_id for _act, unit_id in places})
    able = {one.id: acts_able(actor.account_id, one) for one in units.values()}
    possible = Q(pk__in=())
    for name, unit_id in places:
        act = LetterAct(name)
        theirs = unit_id in (heads if act in OF_RECEIVER else leads)
        if theirs and act in able[unit_id]:
            possible |= Q(unit_id=unit_id) & _issuable(act)
    able_to_ask = [one for one in asking if LetterAct.SUPPLEMENT in able[one]]
    return rows.filter(possible), asked.filter(dossier__competent_unit_id__in=able_to_ask)


def _proposed_at(dossier_ids: list[int]) -> dict[int, datetime]:
    """Return when the newest supplement of each dossier was proposed; its own row keeps no day."""
    told = Event.objects.filter(dossier_id__in=dossier_ids, type=FactType.SUPPLEMENT_PROPOSED.value)
    return dict(told.order_by("seq").values_list("dossier_id", "at"))


def acts_able(account_id: int, unit: UnitView) -> frozenset[LetterAct]:
    """Return whose forms somebody has the capacity to sign for a unit; all where none is recorded.

    One look for all acts.
    """
    try:
        found = capacity_of(account_id, unit, DocumentKind.LETTER)
    except Refused:
        return frozenset()
    capacity = found.capacity if found is not None else None
    if capacity is None:
        return frozenset(LetterAct)
    return frozenset(act for act, rule in sign_rules(unit).items() if capacity in rule.capacities)


def _issuable(act: LetterAct) -> Q:
    """Return which proposals of an act can still be approved, by where their dossier stands."""
    states = [int(one) for one in ALLOWED[FACTS[act]] if one is not None]
    # A supplement is of one phase; what belongs to the other one waits for nobody any more.
    other = Phase.APPRAISAL if act in OF_RECEIVER else Phase.INTAKE
    here = Q(act=act.value, dossier__status__in=states)
    here &= ~Q(dossier__status=Status.SUPPLEMENT.value, dossier__phase=other.value)
    if act is LetterAct.APOLOGY:
        here &= Q(dossier__promised_at__isnull=True, dossier__suspended_from__isnull=True)
    return here


def letter_signed_after(code: str, account_id: int, version: int) -> bool:
    """Tell whether this account issued a form in the dossier after that version."""
    papers = Paper.objects.filter(dossier__code=code, issued_by=account_id, seq__gt=version)
    return papers.exists()


def _state(dossier: Dossier) -> State:
    return State(
        status=Status(dossier.status),
        phase=Phase(dossier.phase),
        waiting=dossier.waiting,
        promised_at=dossier.promised_at,
    )


def _in_force(unit_ids: Iterable[int], on: date) -> dict[int, SetRules]:
    rows = LetterSigning.objects.filter(unit_id__in=list(unit_ids), valid_from__lte=on)
    newest = rows.order_by("unit_id", "-valid_from", "-version").distinct("unit_id")
    return {row.unit_id: _view(row) for row in newest}


def _view(row: LetterSigning) -> SetRules:
    of = {
        "source": row.source,
        "valid_from": row.valid_from,
        "unit_id": row.unit_id,
        "version": row.version,
    }
    rules = {LetterAct(act): rule_read(data, **of) for act, data in row.rules.items()}
    return SetRules(row.unit_id, row.version, row.valid_from, row.source, rules)
