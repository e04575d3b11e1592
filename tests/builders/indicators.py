"""Random lawful lives of dossiers, and windows to look at them through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from motcua.dossiers import rules as dossier_rules
from motcua.dossiers.events import DossierChanged
from motcua.dossiers.types import Channel, Fact, FactType, LateCause, State
from motcua.indicators.rules import Life
from motcua.indicators.types import Window

DAY_ONE = datetime(2026, 9, 1, tzinfo=UTC)
NEVER_RANDOM = {FactType.SUBMITTED}
# How far a fact lies behind the one before, and a due instant behind its fact: small numbers of
# whole hours, so that equal instants, boundaries and overtaking happen often.
hours = st.integers(0, 30).map(lambda n: timedelta(hours=n))


@st.composite
def facts(draw: st.DrawFn, *, most: int = 14) -> tuple[Fact, ...]:
    """Return a chain that the guard table allows, its instants never going backwards."""
    at = DAY_ONE + draw(hours)
    chain = [Fact(FactType.SUBMITTED, at, {})]
    state = dossier_rules.fold(chain)
    for _ in range(draw(st.integers(0, most))):
        possible = sorted(
            kind
            for kind in FactType
            if kind not in NEVER_RANDOM and dossier_rules.may_follow(state, kind)
        )
        if not possible:
            break
        at += draw(hours)
        fact = Fact(draw(st.sampled_from(possible)), at, {})
        fact = Fact(fact.type, at, _data(draw, fact.type, at, state))
        state = dossier_rules.apply(state, fact)
        chain.append(fact)
    return tuple(chain)


def _data(draw: st.DrawFn, kind: FactType, at: datetime, state: State) -> dict[str, Any]:
    due = (at + draw(hours) - timedelta(hours=6)).isoformat()
    if kind is FactType.ACCEPTED or (
        kind in {FactType.DUE_CHANGED, FactType.SUPPLEMENT_RECEIVED} and state.accepted_at
    ):
        return {"due_at": due}
    if kind is FactType.OBLIGATION_FULFILLED:
        return {"due_at": due} if state.suspended_from else {}
    if kind is FactType.OBLIGATION_REQUESTED:
        return {"pauses": draw(st.booleans())}
    if kind is FactType.STOPPED:
        return {"kind": draw(st.sampled_from(["temporary", "final"]))}
    if kind in {FactType.APOLOGISED, FactType.LATENESS_EXPLAINED}:
        cause = {"cause": draw(st.sampled_from(LateCause)).value}
        return {"promised_at": due, **cause} if kind is FactType.APOLOGISED else cause
    return {}


lives = st.builds(Life, st.sampled_from(Channel), facts())


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Return a window among the facts."""
    before = DAY_ONE + timedelta(hours=draw(st.integers(-10, 200)))
    until = before + timedelta(hours=draw(st.integers(0, 200)))
    return Window(before, until, until + timedelta(hours=draw(st.integers(1, 48))))


def changes_of(
    life: Life, *, dossier_id: int = 1, officials: tuple[int, ...] = (7,), **over: Any
) -> list[DossierChanged]:
    """Return the changes that a life publishes; `officials` take turns."""
    changes: list[DossierChanged] = []
    before: State | None = None
    for number, fact in enumerate(life.facts):
        after = dossier_rules.apply(before or State(), fact)
        fields: dict[str, Any] = {
            "dossier_id": dossier_id,
            "code": f"H19-{dossier_id}",
            "procedure_id": 5,
            "receiving_unit_id": 2,
            "competent_unit_id": 1,
            "channel": life.channel,
            "official_id": officials[number % len(officials)],
            "before": before,
            "after": after,
            "fact": fact,
        }
        changes.append(DossierChanged(**{**fields, **over}))
        before = after
    return changes
