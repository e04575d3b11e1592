"""The workload of a unit's people: loads, what each can do, who may do which item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import Calendar, working_minutes_between
from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.queries.opinions import dossier_of_subject
from motcua.dossiers.types import right_to
from motcua.dossiers.views import DossierRow
from motcua.identity.queries import accounts_by_ids, people_of
from motcua.identity.substitutions import substitutions_in
from motcua.identity.types import Action, Actor, PostingView, SubstitutionView
from motcua.kernel import clock
from motcua.office.subjects import Subject, subjects_build
from motcua.organisations.queries import units_by_ids
from motcua.workflow.queries.workload import MOST, load_items
from motcua.workflow.rules.workload import (
    DAYS,
    Load,
    LoadItem,
    Proposal,
    even_out,
    loads,
)

SHOWN = 15


@dataclass(frozen=True)
class Person:
    """Somebody of the units: load, minutes there in the coming days, absence."""

    id: int
    name: str
    load: Load
    there: int
    away: SubstitutionView | None
    may: frozenset[Action]


@dataclass(frozen=True)
class Team:
    """The people of some units and what lies with nobody."""

    people: tuple[Person, ...]
    pool: Load
    days: tuple[date, ...]
    dossiers: dict[int, DossierRow]
    questions: dict[str, Subject]  # of other units, by subject: work that is not a dossier's
    proposals: tuple[Proposal, ...]
    more: bool

    def person(self, account_id: int) -> Person | None:
        """Return one of them."""
        return next((one for one in self.people if one.id == account_id), None)


def team_read(unit_ids: Iterable[int], now: datetime | None = None) -> Team:
    """Return the team of some units: about ten statements, whatever its size."""
    now = now or clock.now()
    units = sorted(set(unit_ids))
    postings = _working(units)
    items = load_items(units)
    calendar = calendar_for(units[0])
    days = working_days(calendar, clock.local(now).date())
    ends = [clock.midnight(day + timedelta(days=1)) for day in days]
    names = accounts_by_ids(
        {one.account_id for one in postings} | {one.person for one in items if one.person}
    )
    found = loads(items, {one.account_id for one in postings}, now=now, ends=ends)
    above = {one for unit in units_by_ids(units).values() for one in unit.path_ids}
    gone = substitutions_in(above, start=now, end=ends[-1])
    there = {
        person: minutes_there(calendar, now, ends[-1], [s for s in gone if s.account_id == person])
        for person in found
        if person is not None
    }
    actions: dict[int, set[Action]] = {}
    for posting in postings:
        actions.setdefault(posting.account_id, set()).update(posting.actions)
    people = [
        Person(
            person,
            names[person].name,
            load,
            there[person],
            next((s for s in gone if s.account_id == person and s.in_force(now)), None),
            frozenset(actions.get(person, ())),
        )
        for person, load in found.items()
        if person is not None and person in names
    ]
    people.sort(key=lambda one: (-one.load.minutes_due, one.name))
    shown = [item for load in found.values() for item in load.items[:SHOWN]]
    proposals = even_out(
        found,
        there,
        now=now,
        horizon=ends[-1],
        able=able_for(filter(dossier_id, items), postings, people),
    )
    dossiers = dossiers_by_ids(
        dossier_id(item) for item in (*shown, *(one.item for one in proposals))
    )
    questions = subjects_build(item.subject for item in shown if not dossier_id(item))
    more = len(items) == MOST
    return Team(tuple(people), found[None], days, dossiers, questions, tuple(proposals), more)


def _working(units: list[int]) -> list[PostingView]:
    """Return postings at these units, or above them, of people who do steps there."""
    around = {one for unit in units_by_ids(units).values() for one in unit.path_ids}
    wanted = set(units)
    return [
        one
        for one in people_of(unit_ids=around)
        if Action.WORK_CLAIM in one.actions and not one.unit_ids.isdisjoint(wanted)
    ]


def able_for(
    items: Iterable[LoadItem], postings: list[PostingView], people: Iterable[Person]
) -> dict[int, frozenset[int]]:
    """Return who may do each item and is there, by the item's id."""
    here = {one.id for one in people if one.away is None}
    known: dict[tuple[Action, int], frozenset[int]] = {}
    found = {}
    for item in items:
        action = right_to(item.act, item.role)
        key = (action, item.unit_id)
        if key not in known:
            known[key] = frozenset(
                one.account_id
                for one in postings
                if one.may(action, item.unit_id) and one.account_id in here
            )
        found[item.id] = known[key]
    return found


def working_days(calendar: Calendar, today: date) -> tuple[date, ...]:
    """Return today and the five working days after it."""
    days = [today]
    while len(days) <= DAYS:
        days.append(calendar.working_day_after(days[-1], 1).date)
    return tuple(days)


def minutes_there(
    calendar: Calendar, now: datetime, end: datetime, gone: Iterable[SubstitutionView]
) -> int:
    """Return the working minutes until `end` in which somebody is not away."""
    minutes = working_minutes_between(now, end, calendar)
    for one in gone:
        start, stop = max(one.valid_from, now), min(one.valid_to, end)
        if start < stop:
            minutes -= working_minutes_between(start, stop, calendar)
    return max(minutes, 0)


def dossier_id(item: LoadItem) -> int:
    """Return the dossier of an item, 0 for one that belongs to none."""
    return dossier_of_subject(item.subject) or 0


def units_of(actor: Actor) -> list[tuple[int, str]]:
    """Return the units whose people somebody may look at, the widest first."""
    found = units_by_ids(actor.unit_ids_for(Action.WORK_REASSIGN)).values()
    return [
        (unit.id, unit.full_name)
        for unit in sorted(found, key=lambda one: (len(one.path_ids), one.full_name))
    ]
