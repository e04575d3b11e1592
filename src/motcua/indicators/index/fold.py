"""The dossier as the index sees it: a pure fold of its events into versions (`relations.DOSSIER`).

A version stands from the legal instant of the event that began it. Legal instants do not go
backwards along a chain, other instants may (a clock that jumps, a payment told late): such an event
counts from the latest instant before it, so that nothing that stood is undone. Versions of no
length are left out; the rest is a prefix of what it will be when more events have come, but for
the end of the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from motcua.dossiers import rules as dossier_rules
from motcua.dossiers.types import Fact, FactType, Finance, State

PLATFORM, OWN = 1, 2  # national codes of what was paid online


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One row of the relation `dossier`; the columns are documented in `relations.DOSSIER`."""

    code: str
    version: int
    valid_from: datetime
    valid_to: datetime | None
    identity: str
    mirrored: bool
    unit_id: int
    receiving_unit_id: int
    procedure_code: str
    procedure_version_id: int
    channel: int | None
    status: int
    submitted_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    returned_at: datetime | None
    stands_since: datetime | None
    supplements: int
    spent_seconds: int | None
    ran_from: int | None
    e_result: bool | None
    has_file: bool | None
    all_digital: bool | None
    reused: bool | None
    from_store: bool | None
    shared: bool | None
    fee_due: bool | None
    paid_online: int | None
    identified: bool | None
    population: bool | None
    synchronised: bool | None


COLUMNS = tuple(one.name for one in fields(DossierRow))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the chain told beside the state; None where it told nothing."""

    imported: bool = False
    fee_due: bool | None = None
    paid: int | None = None  # 0 at the counter; None: by transfer, and the event tells no more
    is_paid: bool = False
    result: bool = False
    ended_without_file: bool = False
    parts: dict[str, Any] | None = None
    digitised: frozenset[int] = field(default_factory=frozenset)
    shown: frozenset[int] = field(default_factory=frozenset)  # of these: paper that was not kept
    reused: bool = False
    file_later: bool = False  # a file came with a supplement
    supplied_untold: bool = False  # a supplement came whose event does not tell what was in it
    paper_later: bool = False  # paper came with a supplement; of which component no event tells


def index_versions(code: str, facts: Sequence[Fact]) -> Iterator[DossierRow]:
    """Yield the versions of one dossier in order; its first fact is its submission.

    Raises TransitionRefused, KeyError or ValueError for a chain that is not a lawful life.
    """
    state, seen = State(), _Seen()
    row: DossierRow | None = None
    clock: datetime | None = None
    for fact in facts:
        state = dossier_rules.apply(state, fact)
        seen = _see(seen, fact)
        clock = fact.at if clock is None else max(clock, fact.at)
        new = _row(code, facts[0], state, seen, clock)
        if row is None or row.valid_from == clock:
            row = new
        elif replace(new, version=row.version, valid_from=row.valid_from) != row:
            yield replace(row, valid_to=clock)
            row = new
    if row is not None:
        yield row


def index_rows(lives: Iterable[tuple[str, Sequence[Fact]]]) -> Iterator[DossierRow]:
    """Yield the versions of many dossiers, given as code and facts."""
    for code, facts in lives:
        yield from index_versions(code, facts)


def as_dict(row: DossierRow) -> dict[str, object]:
    """Return a row by column, without copying what is in it."""
    return {name: getattr(row, name) for name in COLUMNS}


def _see(seen: _Seen, fact: Fact) -> _Seen:
    effect = _EFFECTS.get(fact.type)
    return seen if effect is None else effect(seen, fact.data)


def _submitted(seen: _Seen, data: dict[str, Any]) -> _Seen:
    imported, owed = "imported" in data, data.get("finance")
    return replace(
        seen,
        imported=imported,
        fee_due=None if imported or owed is None else owed != Finance.NONE,
        parts=data.get("parts"),
    )


def _paid(seen: _Seen, data: dict[str, Any]) -> _Seen:
    """By the platform or in cash it is plain; a transfer says `online` since motcua.index/1."""
    method, online = data.get("method"), data.get("online")
    if method == "platform":
        paid: int | None = PLATFORM
    elif method == "cash":
        paid = 0
    else:
        paid = None if online is None else OWN * bool(online)
    return replace(seen, paid=paid, is_paid=True, fee_due=True)


def _refunded(seen: _Seen, data: dict[str, Any]) -> _Seen:
    """Taken by mistake and owed again: not paid; given back for good: it had been paid so."""
    return replace(seen, paid=None, is_paid=False) if data.get("again") else seen


def _digitised(seen: _Seen, data: dict[str, Any]) -> _Seen:
    # The number of the component; an event of before may lack it and counts as one more.
    component = data.get("component") or -len(seen.digitised) - 1
    reused = seen.reused or data.get("reuse", 1) > 1
    if data.get("shown"):
        seen = replace(seen, shown=seen.shown | {component})
    return replace(seen, digitised=seen.digitised | {component}, reused=reused)


def _added(seen: _Seen, data: dict[str, Any]) -> _Seen:
    """Say whether a supplement brought files; an event of before does not tell it."""
    if data.get("kind") != "supplement":
        return seen
    files = data.get("files")
    if files is None:
        return replace(seen, supplied_untold=True)
    return replace(
        seen,
        file_later=seen.file_later or files > 0,
        reused=seen.reused or data.get("reused", 0) > 0,
        paper_later=seen.paper_later or data.get("papers", 0) > 0,
    )


def _done(seen: _Seen, data: dict[str, Any]) -> _Seen:
    has = "result" in data
    return replace(seen, result=has, ended_without_file=not has)


def _reopened(seen: _Seen, data: dict[str, Any]) -> _Seen:
    del data
    return replace(seen, result=False, ended_without_file=False)


_EFFECTS: dict[FactType, Callable[[_Seen, dict[str, Any]], _Seen]] = {
    FactType.SUBMITTED: _submitted,
    FactType.FEE_PAID: _paid,
    FactType.FEE_REFUNDED: _refunded,
    FactType.DIGITISED: _digitised,
    FactType.DOCUMENT_ADDED: _added,
    FactType.DONE: _done,
    FactType.REOPENED: _reopened,
}


def _row(code: str, first: Fact, state: State, seen: _Seen, at: datetime) -> DossierRow:
    told = first.data
    mirror = told.get("mirror") or {}
    assert state.status is not None
    return DossierRow(
        code=code,
        version=state.seq,
        valid_from=at,
        valid_to=None,
        identity=mirror.get("code", code),
        mirrored=bool(mirror),
        unit_id=told["competent"],
        receiving_unit_id=told["receiving"],
        procedure_code=told["procedure"],
        procedure_version_id=told["version"],
        channel=told.get("channel"),
        status=int(state.status),
        submitted_at=state.submitted_at,
        accepted_at=state.accepted_at,
        due_at=state.due_at,
        ended_at=state.ended_at,
        returned_at=state.returned_at,
        stands_since=state.suspended_from,
        supplements=state.supplement_count,
        spent_seconds=_spent(state),
        ran_from=_ran_from(state),
        fee_due=seen.fee_due,
        paid_online=_paid_online(seen),
        identified=_identified(told, imported=seen.imported),
        e_result=_e_result(seen),
        **_parts(seen),
        from_store=None,
        shared=None,
        synchronised=None,
    )


def _spent(state: State) -> int | None:
    """Return seconds from acceptance without suspensions, whole and never negative.

    To the end, else to where the clock stands; None while it runs.
    """
    end = state.ended_at or state.suspended_from
    if state.accepted_at is None or end is None:
        return None
    whole = end - state.accepted_at
    for one in state.suspensions:
        whole -= (one.end or end) - one.start
    return max(0, int(whole.total_seconds()))


def _ran_from(state: State) -> int | None:
    """Return the second at which the clock would have begun had it never stood."""
    if state.accepted_at is None:
        return None
    begun = state.accepted_at
    for one in state.suspensions:
        if one.end is not None:
            begun += one.end - one.start
    return int(begun.timestamp())


def _e_result(seen: _Seen) -> bool | None:
    """Of an imported dossier nothing is known, ended or not, until a result is issued here."""
    if seen.result:
        return True
    return None if seen.imported or seen.ended_without_file else False


def _paid_online(seen: _Seen) -> int | None:
    if seen.is_paid:
        return seen.paid
    return None if seen.fee_due is None else 0


def _identified(told: dict[str, Any], *, imported: bool) -> bool | None:
    """Tell whether the electronic identity was used; every account of a citizen is one."""
    if "person" in told:
        return True
    return None if imported else False


def _parts(seen: _Seen) -> dict[str, bool | None]:
    """Return what is known of the components.

    `parts` stands in the first event of dossiers since motcua.index/1: how many components were
    handed in on paper, as files and by data; since a little later, of how many a file was used
    again, and `shown` apart from the paper that stayed.
    """
    parts, copies = seen.parts, len(seen.digitised)
    if parts is None:
        # Not known even where a copy was made: to know only what is good would polish the figure.
        return dict.fromkeys(("has_file", "all_digital", "reused", "population"))
    paper, files, data = (int(parts.get(name, 0)) for name in ("paper", "file", "data"))
    has_file = bool(files or copies or seen.file_later)
    if "shown" in parts:  # its count of paper leaves them out, so no copy of them makes up for one
        copies -= len(seen.shown)
    later = seen.supplied_untold or seen.paper_later
    return {
        "has_file": True if has_file else None if seen.supplied_untold else False,
        "all_digital": None if later else copies >= paper and bool(paper or has_file or data),
        "reused": seen.reused or bool(data or parts["reused"]) if "reused" in parts else None,
        "population": None if "population" not in parts else bool(parts["population"]),
    }
