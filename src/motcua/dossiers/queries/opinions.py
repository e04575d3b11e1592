"""Reads of opinions: of a dossier, of a unit that was asked, of a unit that asks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from motcua.dossiers.models import (
    Dossier,
    Event,
    OpinionAnswer,
    OpinionRequest,
    OpinionRule,
    Reason,
)
from motcua.dossiers.opinion_rules import (
    PENDING,
    SETTLING,
    OpinionOutcome,
    OpinionStanding,
    OpinionState,
    is_missing,
)
from motcua.dossiers.opinion_views import AnswerView, OpinionDocument, OpinionView
from motcua.dossiers.types import FactType
from motcua.identity.queries import people_of
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.wire import Statement
from motcua.organisations.queries import units_by_codes, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, TERRITORIAL_KINDS, UnitView

LIST_MAX = 200
SUBJECT = "opinion:"
OFFICE = ".vp"  # the office of a commune's committee takes in what others ask (Decree 150/2025)
_ANSWERS = Prefetch("answers", OpinionAnswer.objects.order_by("version"))
_STANDING = (
    "ordinal", "mandatory", "state", "outcome", "due_at", "waived_at", "silence_basis",
)  # fmt: skip


def opinions_of(dossier_id: int) -> tuple[OpinionView, ...]:
    """Return every request of a dossier with its answers, in the order of asking; two statements.

    Empty for a unit that was asked and has no other part in the dossier only if it was not asked.
    """
    found = OpinionRequest.objects.filter(dossier_id=dossier_id).order_by("ordinal")
    rows = list(found.prefetch_related(_ANSWERS))
    replaced = {row.follows for row in rows}
    return tuple(
        replace(opinion_view(row), missing=False) if row.ordinal in replaced else opinion_view(row)
        for row in rows
    )


def opinion_get(request_id: int) -> OpinionView:
    """Return a request with its answers; raises NotFound out of scope.

    Once it is over, a unit without a part in the dossier sees only what it still needs of it: of
    a recalled one nothing but how it stands (`recall_reason` tells why), of any other the
    question, and what was sent along only where it answered upon it.
    """
    row = OpinionRequest.objects.filter(pk=request_id).prefetch_related(_ANSWERS).first()
    if row is None:
        raise opinion_unknown()
    view = opinion_view(row)
    if view.state in PENDING or Dossier.objects.filter(pk=row.dossier_id).exists():
        return view
    return _shut(view)


def _shut(view: OpinionView) -> OpinionView:
    """Return what the asked unit keeps of a request that is over."""
    if view.state is OpinionState.RECALLED:
        return replace(view, question="", told=(), documents=(), answers=())
    return view if view.answers else replace(view, told=(), documents=())


def recall_reason(view: OpinionView) -> str:
    """Return why a request was recalled; for whoever was shown the request."""
    if view.state is not OpinionState.RECALLED:
        return ""
    with scope_use(SYSTEM):  # the asked unit sees no events of the dossier
        events = Event.objects.filter(
            dossier_id=view.dossier_id, type=FactType.OPINION_RECALLED.value
        )
        for seq, payload in events.values_list("seq", "payload"):
            if json.loads(payload)["data"].get("request") == view.ordinal:
                reasons = Reason.objects.filter(dossier_id=view.dossier_id, seq=seq)
                return reasons.values_list("reason", flat=True).first() or ""
    return ""


def opinion_unknown() -> NotFound:
    """Return the answer for a request that is not there or lies outside the scope."""
    return NotFound("opinion_unknown", _("There is no such request for an opinion here."))


def opinion_of_subject(subject: str) -> int | None:
    """Return which request a piece of work answers, None for the work of a dossier."""
    kind, _colon, number = subject.partition(":")
    return int(number) if f"{kind}:" == SUBJECT else None


def dossier_of_subject(subject: str) -> int | None:
    """Return the dossier whose work it is, None for the work of another kind.

    What came back inside the office (`return:<dossier>:<ordinal>`) is work of its dossier.
    """
    kind, _colon, rest = subject.partition(":")
    return int(rest.partition(":")[0]) if kind in {"dossier", "return"} else None


def subject_codes(subjects: Iterable[str]) -> dict[str, str]:
    """Return the dossier's code of each piece of work that the scope shows, by subject."""
    wanted = set(subjects)
    dossiers = {one: key for one in wanted if (key := dossier_of_subject(one)) is not None}
    asked = {key: one for one in wanted if (key := opinion_of_subject(one)) is not None}
    known = dict(Dossier.objects.filter(pk__in=set(dossiers.values())).values_list("pk", "code"))
    codes = {one: known[key] for one, key in dossiers.items() if key in known}
    if asked:
        found = OpinionRequest.objects.filter(pk__in=asked).values_list("pk", "code")
        codes |= {asked[key]: code for key, code in found}
    return codes


def units_placed(unit_ids: Iterable[int]) -> dict[int, str]:
    """Return names of units by id; a body is named with whose body it is."""
    units = units_by_ids(unit_ids)
    above = units_by_ids({unit.parent_id for unit in units.values() if unit.parent_id})
    names = {}
    for key, unit in units.items():
        owner = above.get(unit.parent_id or 0)
        own = owner is None or unit.kind in TERRITORIAL_KINDS
        names[key] = unit.full_name if own else f"{unit.full_name}, {owner.full_name}"  # type: ignore[union-attr]
    return names


def takers_of(units: Iterable[UnitView]) -> dict[int, UnitView]:
    """Return by id who takes in a question to each of these units: for a commune its office."""
    wanted = list(units)
    offices = units_by_codes(one.code + OFFICE for one in wanted if one.kind in COMMUNE_KINDS)
    return {one.id: offices.get(one.code + OFFICE, one) for one in wanted}


def units_answering(units: Iterable[UnitView]) -> frozenset[int]:
    """Return those of the units where somebody may give an opinion today; one statement."""
    wanted = list(units)
    around = {one for unit in wanted for one in unit.path_ids}
    people = [one for one in people_of(unit_ids=around) if one.may(Action.DOSSIER_OPINE)]
    return frozenset(
        unit.id for unit in wanted if any(one.may(Action.DOSSIER_OPINE, unit.id) for one in people)
    )


def opinions_by_ids(ids: Iterable[int]) -> dict[int, OpinionView]:
    """Return requests without their answers, by id; one statement, none for no ids."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = OpinionRequest.objects.filter(pk__in=wanted)
    return {row.pk: opinion_view(row, answers=False) for row in rows}


def opinions_asked_of(
    unit_ids: Iterable[int], *, pending: bool = True, limit: int = LIST_MAX
) -> tuple[OpinionView, ...]:
    """Return what units were asked: what they owe, nearest due first, or what they answered."""
    rows = OpinionRequest.objects.filter(unit_id__in=list(unit_ids))
    found = _listed(rows, pending=pending, limit=limit)
    return tuple(_shut(one) if one.state is OpinionState.RECALLED else one for one in found)


def opinions_asked_by(
    unit_ids: Iterable[int], *, pending: bool = True, limit: int = LIST_MAX
) -> tuple[OpinionView, ...]:
    """Return what units have asked others: what is owed to them, or what they were answered."""
    rows = OpinionRequest.objects.filter(asking_unit_id__in=list(unit_ids))
    return _listed(rows, pending=pending, limit=limit)


def _listed(
    rows: QuerySet[OpinionRequest], *, pending: bool, limit: int
) -> tuple[OpinionView, ...]:
    if pending:
        rows = rows.filter(state=OpinionState.ASKED.value).order_by("due_at", "id")
    else:
        rows = rows.exclude(state=OpinionState.ASKED.value).order_by("-asked_at", "-id")
    return tuple(opinion_view(row, answers=False) for row in rows[: min(limit, LIST_MAX)])


def late_answers(*, unit_ids: Iterable[int], since: datetime) -> int:
    """Return how many opinions of units came late, or are overdue, of those asked since then."""
    late = Q(answered_at__gt=F("due_at")) | Q(
        state=OpinionState.ASKED.value, due_at__lt=clock.now()
    )
    rows = OpinionRequest.objects.filter(unit_id__in=list(unit_ids), asked_at__gte=since)
    return rows.filter(late).count()


def standings_read(dossier_of_item: str, item_id: int) -> Statement:
    """Return the statement that reads what decides whether answers are missing (`standings_of`).

    A recalled request counts until another one was asked in its place.
    """
    text = (
        f"SELECT {', '.join(_STANDING)} FROM dossiers_opinionrequest one"  # noqa: S608 - our own text
        f" WHERE dossier_id = {dossier_of_item} AND (state IN ('asked', 'answered')"
        " OR state = 'recalled' AND mandatory AND NOT EXISTS (SELECT FROM dossiers_opinionrequest"
        " next WHERE next.dossier_id = one.dossier_id AND next.follows = one.ordinal))"
        " ORDER BY ordinal"
    )
    return Statement(text, [item_id])


def standings_of(rows: Iterable[tuple[object, ...]]) -> tuple[OpinionStanding, ...]:
    """Return what was read with `standings_read`."""
    return tuple(
        standing_of(OpinionRequest(**dict(zip(_STANDING, row, strict=True)))) for row in rows
    )


def standing_of(row: OpinionRequest) -> OpinionStanding:
    """Return what decides whether this answer is missing."""
    return OpinionStanding(
        row.ordinal,
        row.mandatory,
        OpinionState(row.state),
        OpinionOutcome(row.outcome),
        row.due_at,
        row.waived_at is not None,
        row.silence_basis,
    )


def is_owed(one: OpinionStanding, at: datetime) -> bool:
    """Tell whether the leader must wait: an answer is missing, or its question was recalled.

    To recall a mandatory question opens no way: another unit is asked in its place, or a leader
    records what lawfully stands in for the answer (domain brief 2.8).
    """
    if one.state is OpinionState.RECALLED:
        return one.mandatory and not one.waived and one.outcome not in SETTLING
    return is_missing(one, at)


def opinion_view(row: OpinionRequest, *, answers: bool = True) -> OpinionView:
    """Return a request as faces see it; with `answers` they were read before."""
    now = clock.now()
    standing = standing_of(row)
    return OpinionView(
        id=row.pk,
        dossier_id=row.dossier_id,
        ordinal=row.ordinal,
        follows=row.follows,
        code=row.code,
        procedure_version_id=row.procedure_version_id,
        unit_id=row.unit_id,
        asked_by=row.asked_by,
        asking_unit_id=row.asking_unit_id,
        question=row.question,
        told=tuple((label, text) for label, text in row.told),
        documents=tuple(
            OpinionDocument(one["file"], one["name"], one["sha256"]) for one in row.documents
        ),
        mandatory=row.mandatory,
        silence_basis=row.silence_basis,
        asked_at=row.asked_at,
        due_at=row.due_at,
        due_original_at=row.due_original_at,
        state=standing.state,
        outcome=standing.outcome,
        answered_at=row.answered_at,
        reminded_at=row.reminded_at,
        reminders=row.reminders,
        waived_by=row.waived_by,
        waived_at=row.waived_at,
        process_id=row.process_id,
        missing=is_owed(standing, now),
        overdue=standing.state is OpinionState.ASKED and now > row.due_at,
        answers=tuple(_answer(one, row.due_at) for one in row.answers.all()) if answers else (),
    )


def _answer(row: OpinionAnswer, due_at: datetime) -> AnswerView:
    return AnswerView(
        id=row.pk,
        version=row.version,
        outcome=OpinionOutcome(row.outcome),
        text=row.text,
        number=row.number,
        file_id=row.file_id,
        file_name=row.file_name,
        answered_by=row.answered_by,
        unit_id=row.unit_id,
        at=row.at,
        late=row.at > due_at,
    )


def silence_basis(procedure_id: int) -> str:
    """Return the law by which silence is consent in a procedure today; empty when it is not."""
    rules = OpinionRule.objects.filter(procedure_id=procedure_id, valid_from__lte=clock.today())
    rule = rules.order_by("-valid_from").first()
    return rule.basis if rule is not None and rule.silence_consents else ""
