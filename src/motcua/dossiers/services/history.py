"""Histories: whole lives of dossiers that happened elsewhere or before, taken in at once.

Each is folded by the same rules as live operations; due instants are computed from the limit,
the calendar and the suspensions, never taken over. A history that the guard table refuses is
reported and left out; the others load in one transaction. Events say `imported`, and no notice
goes out (the outbox stays silent), because what they tell is past. An open dossier gets its process
(`history_open`), so that people here go on with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import Calendar, Suspension
from motcua.dossiers import chain, rules
from motcua.dossiers.events import DossierChanged, DossiersImported
from motcua.dossiers.models import (
    Component,
    Dossier,
    Event,
    Obligation,
    Party,
    Reason,
    SupplementRequest,
)
from motcua.dossiers.services import _write
from motcua.dossiers.services import due as dossier_due
from motcua.dossiers.services import history_open as open_lives
from motcua.dossiers.services._rows import dossier_bind, rows_bind
from motcua.dossiers.services._submission import submission_check, submission_clean
from motcua.dossiers.services.submit import content_hash
from motcua.dossiers.types import (
    Channel,
    Fact,
    FactType,
    Finance,
    PartyInput,
    PartyRole,
    ReturnMethod,
    State,
    Submission,
)
from motcua.identity.types import Action, Actor
from motcua.kernel import batch, clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.events import emit
from motcua.kernel.text import search_key
from motcua.organisations.queries import agency_identifiers
from motcua.procedures.queries import offering_get, procedure_get
from motcua.procedures.types import OfferingView, VersionView

RESUMING = {FactType.SUPPLEMENT_RECEIVED, FactType.OBLIGATION_FULFILLED}
BATCH = 1000


@dataclass(frozen=True, slots=True)
class History:
    """One dossier's life: what was handed in, and its steps in order, the first one `submitted`."""

    procedure_code: str
    competent_unit_id: int
    receiving_unit_id: int
    parties: tuple[PartyInput, ...]
    steps: tuple[Fact, ...]
    channel: Channel = Channel.COUNTER
    return_method: ReturnMethod = ReturnMethod.COUNTER
    official_id: int | None = None
    source: str = ""
    reference: str = ""  # how the file calls it, for the report
    components: tuple[int, ...] = ()  # orders of the components that were handed in as originals


@dataclass(frozen=True, slots=True)
class HistoryRefused:
    """A history that was left out, and why (translated)."""

    position: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """What the import did."""

    accepted: int
    events: int
    refused: tuple[HistoryRefused, ...]


@dataclass(slots=True)
class _Ready:
    history: History
    version: VersionView
    dossier: Dossier
    states: list[State]
    facts: list[Fact]
    beside: open_lives.Beside
    offering: OfferingView | None  # of an open dossier, for its process
    events: list[Event] = field(default_factory=list)


def histories_import(*, actor: Actor | None, histories: Sequence[History]) -> HistoryReport:
    """Take histories in; returns how many, and which were refused and why.

    `actor` None is the command line. Raises Forbidden without Action.HISTORY_IMPORT.
    """
    doer = _write.SYSTEM
    if actor is not None:
        doer = _write.doer_of(actor.posting_for(Action.HISTORY_IMPORT))
    known = _Known()
    identifiers = agency_identifiers({history.receiving_unit_id for history in histories})
    ready: list[_Ready] = []
    refused: list[HistoryRefused] = []
    for position, history in enumerate(histories, start=1):
        try:
            ready.append(_prepare(history, known))
        except Refused as error:
            refused.append(HistoryRefused(position, history.reference, str(error.message)))
    ready.sort(key=lambda one: one.facts[0].at)
    with transaction.atomic():
        _codes_give(ready, identifiers)
        _write_all(ready, doer)
        _processes_start(ready)
        emit(DossiersImported(tuple(change for one in ready for change in _changes(one))))
    return HistoryReport(len(ready), sum(len(one.events) for one in ready), tuple(refused))


class _Known:
    """Versions and calendars that many histories share, asked for once."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, date], VersionView] = {}
        self._calendars: dict[int, Calendar] = {}
        self._offerings: dict[tuple[int, str], OfferingView | None] = {}

    def version(self, code: str, day: date) -> VersionView:
        """Return the version of a procedure in force on a day."""
        if (code, day) not in self._versions:
            self._versions[code, day] = procedure_get(code, on=day).version
        return self._versions[code, day]

    def calendar(self, unit_id: int) -> Calendar:
        """Return the working calendar of a unit."""
        if unit_id not in self._calendars:
            self._calendars[unit_id] = calendar_for(unit_id)
        return self._calendars[unit_id]

    def offering(self, unit_id: int, code: str) -> OfferingView:
        """Return what a unit offers now; raises Refused when it does not."""
        if (unit_id, code) not in self._offerings:
            try:
                self._offerings[unit_id, code] = offering_get(unit_id=unit_id, code=code)
            except NotFound:
                self._offerings[unit_id, code] = None
        found = self._offerings[unit_id, code]
        if found is None or not found.version.process_key:
            raise Refused(
                "nobody_can_go_on",
                _("The dossier is open, but its unit has not opened the procedure for intake."),
            )
        return found


def _prepare(history: History, known: _Known) -> _Ready:
    """Fold a history and build its dossier, without writing; raises Refused with the reason."""
    open_lives.instants_check(history.steps)
    first = history.steps[0]
    version = known.version(history.procedure_code, clock.local(first.at).date())
    submission = submission_clean(
        Submission(
            procedure_code=history.procedure_code,
            unit_id=history.competent_unit_id,
            parties=history.parties,
            channel=history.channel,
            receiving_unit_id=history.receiving_unit_id,
        )
    )
    submission_check(submission, version)
    digest = content_hash(submission, {})
    dossier = _dossier(history, submission.parties, version, first.at, digest)
    facts = [_submitted(history, version, digest, first)]
    states = [_apply(State(), facts[0])]
    beside = open_lives.Beside(dossier, dossier.applicant_name)
    for step in history.steps[1:]:
        cleaned, details = open_lives.step_clean(step)
        whole = beside.complete(cleaned, states[-1], version)
        fact = _completed(whole, states[-1], version, dossier, known)
        facts.append(fact)
        states.append(_apply(states[-1], fact))
        beside.tell(fact, details, states[-2], states[-1])
    beside.check(states[-1])
    _write.state_store(dossier, states[-1])
    offering = None
    if open_lives.needs_process(states[-1]):
        offering = known.offering(history.competent_unit_id, version.code)
        _write.units_see(dossier, open_lives.units_of(dossier, offering).values())
    whole_history = replace(history, parties=submission.parties)
    return _Ready(whole_history, version, dossier, states, facts, beside, offering)


def _apply(state: State, fact: Fact) -> State:
    try:
        return rules.apply(state, fact)
    except rules.TransitionRefused as error:
        raise _write.refused_transition(error) from error


def _submitted(history: History, version: VersionView, digest: str, first: Fact) -> Fact:
    return _write.fact_at(
        FactType.SUBMITTED,
        first.at,
        procedure=version.code,
        version=version.id,
        receiving=history.receiving_unit_id,
        competent=history.competent_unit_id,
        channel=int(history.channel),
        finance=int(Finance.NONE),
        content=digest,
        imported=history.source or "history",
    )


def _completed(
    step: Fact, state: State, version: VersionView, dossier: Dossier, known: _Known
) -> Fact:
    """Return the step with the due instants that the law gives it."""
    unit_id = dossier.competent_unit_id
    calendar = known.calendar(unit_id)
    if step.type is FactType.ACCEPTED:
        due = dossier_due.due_of(version, unit_id, step.at, calendar=calendar)
        dossier.due_explanation = dossier_due.due_json(due)
        limits = {"limit": version.limit, "rule": version.due_rule}
        return _with(step, due_at=due.instant, **limits)
    if step.type in RESUMING and state.suspended_from is not None and state.accepted_at:
        ended = [Suspension(i.start, i.end) for i in state.suspensions if i.end is not None]
        ended.append(Suspension(state.suspended_from, step.at))
        due = dossier_due.due_of(version, unit_id, state.accepted_at, ended, calendar)
        dossier.due_explanation = dossier_due.due_json(due)
        return _with(step, due_before=state.due_at, due_at=due.instant)
    return step


def _with(step: Fact, **data: Any) -> Fact:
    return _write.fact_at(step.type, step.at, words=step.words, **{**step.data, **data})


def _dossier(
    history: History,
    parties: Sequence[PartyInput],
    version: VersionView,
    at: datetime,
    digest: str,
) -> Dossier:
    applicant = next(party for party in parties if party.role is PartyRole.APPLICANT)
    return Dossier(
        procedure_version_id=version.id,
        procedure_id=version.procedure_id,
        receiving_unit_id=history.receiving_unit_id,
        competent_unit_id=history.competent_unit_id,
        return_unit_id=history.receiving_unit_id,
        visible_units=sorted({history.receiving_unit_id, history.competent_unit_id}),
        channel=history.channel,
        return_method=history.return_method,
        applicant_name=applicant.name,
        applicant_key=search_key(applicant.name),
        submitted_at=at,
        content_hash=digest,
        official_id=history.official_id,
        head_hash=chain.GENESIS,
    )


def _codes_give(ready: Sequence[_Ready], identifiers: dict[int, str]) -> None:
    """Take ranges of serials for every unit and day at once; the rows are locked until commit."""
    wanted: dict[tuple[str, str], list[_Ready]] = defaultdict(list)
    for one in ready:
        identifier = identifiers[one.dossier.receiving_unit_id]
        day = clock.local(one.facts[0].at).strftime("%y%m%d")
        wanted[identifier, day].append(one)
    if not wanted:
        return
    keys = sorted(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_codecounter (agency_identifier, day, last)"
            " SELECT * FROM unnest(%s::text[], %s::text[], %s::int[])"
            " ON CONFLICT (agency_identifier, day)"
            " DO UPDATE SET last = dossiers_codecounter.last + excluded.last"
            " RETURNING agency_identifier, day, last",
            [[k[0] for k in keys], [k[1] for k in keys], [len(wanted[k]) for k in keys]],
        )
        for identifier, day, last in cursor.fetchall():
            group = wanted[identifier, day]
            for serial, one in enumerate(group, start=last - len(group) + 1):
                one.dossier.code = rules.dossier_code(identifier, day, serial)


def _write_all(ready: Sequence[_Ready], doer: _write.Doer) -> None:
    obligations = [row for one in ready for row in one.beside.obligations]
    if obligations:  # their ids stand in the events
        for row, number in zip(
            obligations, batch.ids_take(Obligation, len(obligations)), strict=True
        ):
            row.pk = number
    parties = {id(one): _parties(one) for one in ready}
    components = {id(one): _components(one) for one in ready}
    for one in ready:
        rows = rows_bind(one.dossier, *parties[id(one)], *components[id(one)])
        one.facts[0] = replace(one.facts[0], rows=dossier_bind(one.dossier) | rows)
        one.facts[-1] = replace(
            one.facts[-1], rows=one.facts[-1].rows | rows_bind(one.dossier, *one.beside.rows)
        )
        for state, fact in zip(one.states, one.facts, strict=True):
            one.events.append(_write.event_append(one.dossier, state.seq, fact, doer))
    Dossier.objects.bulk_create((one.dossier for one in ready), batch_size=BATCH)
    for one in ready:
        own: list[Any] = [*parties[id(one)], *components[id(one)], *one.beside.rows]
        for row in [*own, *one.events]:
            row.dossier = one.dossier  # it has its id now
    Party.objects.bulk_create((row for rows in parties.values() for row in rows), batch_size=BATCH)
    Component.objects.bulk_create(
        (row for rows in components.values() for row in rows), batch_size=BATCH
    )
    SupplementRequest.objects.bulk_create(r for one in ready for r in one.beside.requests)
    Obligation.objects.bulk_create(obligations)
    Event.objects.bulk_create((e for one in ready for e in one.events), batch_size=BATCH)
    Reason.objects.bulk_create(
        reason
        for one in ready
        for state, fact in zip(one.states, one.facts, strict=True)
        for reason in _write.reasons_of(one.dossier, state.seq, fact)
    )


def _processes_start(ready: Sequence[_Ready]) -> None:
    """Start the process of every dossier that is open."""
    going_on = [one for one in ready if one.offering is not None]
    for one in going_on:
        assert one.offering is not None, "chosen by it"
        open_lives.process_open(
            one.dossier,
            one.states[-1],
            one.facts,
            one.version,
            one.offering,
            one.history.official_id,
        )
    Dossier.objects.bulk_update(
        (one.dossier for one in going_on), ["process_id", "visible_units"], batch_size=BATCH
    )


def _parties(one: _Ready) -> list[Party]:
    return [
        Party(dossier=one.dossier, search_key=search_key(party.name), **asdict(party))
        for party in one.history.parties
    ]


def _components(one: _Ready) -> list[Component]:
    return [
        Component(
            dossier=one.dossier,
            component_id=known.id,
            order=known.order,
            name=known.name[:1000],
            originals=1 if known.order in one.history.components else 0,
        )
        for known in one.version.components
    ]


def _changes(one: _Ready) -> list[DossierChanged]:
    before: State | None = None
    changes: list[DossierChanged] = []
    for state, fact in zip(one.states, one.facts, strict=True):
        changes.append(_write.change_of(one.dossier, before, state, fact))
        before = state
    return changes
