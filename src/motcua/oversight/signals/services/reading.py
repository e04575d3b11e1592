"""The worker reads every event once and notes what the signals find.

Nothing happens in the transaction of a change. Events come in the order of finished transactions;
what they tell is added to tallies and cases in the transaction that moves the place, so that the
worker may be killed anywhere. What a signal says of an event depends on that event and those before
it only: each is counted when it is read, and never again.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from motcua.dossiers.queries.feed import dossiers_unread, links_after
from motcua.dossiers.queries.hands import DossierHands, dossier_hands, dossier_ids
from motcua.dossiers.queries.lives import codes_by_id
from motcua.dossiers.rules import TransitionRefused
from motcua.dossiers.services.verify import Breach
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.signals.catalogue import SIGNALS, VERSION
from motcua.oversight.signals.definition import Life, steps_of
from motcua.oversight.signals.models import SignalCase, SignalReading, SignalTally

log = logging.getLogger(__name__)
NAME = "signals"
BATCH = 5_000
_BAD = (TransitionRefused, LookupError, TypeError, ValueError, AttributeError, AssertionError)
_ADD = """
INSERT INTO oversight_signaltally (made_by, signal, unit_id, month, exposed)
SELECT %s, * FROM unnest(%s::text[], %s::bigint[], %s::date[], %s::bigint[])
ON CONFLICT (made_by, month, signal, unit_id)
DO UPDATE SET exposed = oversight_signaltally.exposed + excluded.exposed
"""
TallyKey = tuple[str, int, date]


@dataclass
class _Notes:
    """What some lives gave."""

    exposed: Counter[TallyKey] = field(default_factory=Counter)
    cases: list[SignalCase] = field(default_factory=list)
    stuck: dict[str, list[int]] = field(default_factory=dict)

    def add(self, other: _Notes) -> None:
        """Add what other lives gave."""
        self.exposed += other.exposed
        self.cases += other.cases
        self.stuck |= other.stuck


def signals_follow(*, limit: int = BATCH) -> int:
    """Read the next events; return how many there were. Fewer than `limit`: all is read.

    One worker at a time; a second one does nothing. A dossier whose events cannot be read is tried
    again each time, and counted then; all others are read. Six statements, whatever there is.
    """
    with scope_use(SYSTEM):
        SignalReading.objects.bulk_create([SignalReading(name=NAME)], ignore_conflicts=True)
        reading = (
            SignalReading.objects.select_for_update(skip_locked=True).filter(name=NAME).first()
        )
        if reading is None:
            return 0
        if reading.made_by != VERSION:
            reading.place, reading.made_by, reading.stuck = "", VERSION, {}
        place, new, events = links_after(reading.place, limit=limit)
        wanted: dict[int, Collection[int]] = dict(new)
        for key, seqs in reading.stuck.items():
            wanted[int(key)] = frozenset(new.get(int(key), ())) | frozenset(seqs)
        notes = _notes(wanted) if wanted else _Notes()
        _write(notes)
        if notes.stuck and notes.stuck.keys() != reading.stuck.keys():
            log.error("a dossier's events cannot be read for the signals: motcua verify")
        reading.place, reading.stuck = place, notes.stuck
        reading.read_at = clock.now()
        reading.save()
    return events


def _notes(wanted: Mapping[int, Collection[int] | None]) -> _Notes:
    notes = _Notes()
    try:
        for hands in dossier_hands(wanted):
            _note(notes, hands, wanted[hands.dossier_id])
    except _BAD:
        if len(wanted) == 1:
            [(key, seqs)] = wanted.items()
            return _Notes(stuck={str(key): sorted(seqs or ())})
        notes = _Notes()
        for key, seqs in wanted.items():
            notes.add(_notes({key: seqs}))
    return notes


def _note(notes: _Notes, hands: DossierHands, seqs: Collection[int] | None) -> None:
    """Add what the signals find at some events of a dossier, at all of them for None."""
    life = life_of(hands)
    for signal in SIGNALS.values():
        unit_id = signal.unit_of(life)
        for found in signal.found(life):
            if seqs is not None and found.seq not in seqs:
                continue
            month = month_of(found.at)
            notes.exposed[signal.id, unit_id, month] += found.exposed
            if found.case:
                notes.cases.append(
                    SignalCase(
                        signal=signal.id,
                        unit_id=unit_id,
                        month=month,
                        at=found.at,
                        dossier_id=hands.dossier_id,
                        code=hands.code,
                        seq=found.seq,
                        seqs=list(found.seqs),
                        # An imported life does not tell whose hand it was, only who imported it.
                        account_id=None if life.imported else found.account_id,
                    )
                )


def life_of(hands: DossierHands) -> Life:
    """Return a dossier as the signals see it; raises KeyError, ValueError, TransitionRefused."""
    steps = steps_of([(one.fact, one.account_id, one.recorded_at) for one in hands.links])
    told = hands.links[0].fact.data
    return Life(told["competent"], told["receiving"], steps)


def month_of(at: datetime) -> date:
    """Return the first day of the month in the legal zone."""
    return clock.local(at).date().replace(day=1)


def _write(notes: _Notes) -> None:
    SignalCase.objects.bulk_create(notes.cases, ignore_conflicts=True, batch_size=1_000)
    rows = sorted((key, number) for key, number in notes.exposed.items() if number)
    if rows:
        columns = [list(column) for column in zip(*(key for key, _n in rows), strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [VERSION, *columns, [number for _key, number in rows]])


def signals_verify() -> Iterator[Breach]:
    """Yield every dossier whose cases are not what its events say, and sums that do not agree.

    A dossier whose events cannot be read is named too; all others are looked at all the same.
    What the worker has not read yet is left out; sums are compared when it has read everything.
    """
    reading = SignalReading.objects.filter(name=NAME, made_by=VERSION).first()
    if reading is None:
        return
    unread = dossiers_unread(reading.place) | {int(key) for key in reading.stuck}
    notes = _everything()
    unreadable = {int(key) for key in notes.stuck}
    for code in sorted(codes_by_id(unreadable).values()):
        yield Breach("I3", code, "its events cannot be read for the signals")
    unread |= unreadable
    told = {_key(one) for one in notes.cases if one.dossier_id not in unread}
    kept = {
        _key(one)
        for one in SignalCase.objects.all().iterator(chunk_size=BATCH)
        if one.dossier_id not in unread
    }
    for code in sorted({key[2] for key in told ^ kept}):
        yield Breach("I3", code, "the signals do not have what its events say")
    if not unread:
        sums = {
            (one.signal, one.unit_id, one.month): one.exposed
            for one in SignalTally.objects.filter(made_by=VERSION)
        }
        if {key: n for key, n in sums.items() if n} != {
            k: n for k, n in notes.exposed.items() if n
        }:
            yield Breach("I3", "signals", "their sums are not what the events say")


def _everything() -> _Notes:
    """Return what the signals find in all dossiers; the stuck ones cannot be read."""
    notes, ids = _Notes(), dossier_ids()
    for start in range(0, len(ids), BATCH):
        notes.add(_notes(dict.fromkeys(ids[start : start + BATCH])))
    return notes


def _key(one: SignalCase) -> tuple[str, int, str, int, tuple[int, ...]]:
    return (one.signal, one.unit_id, one.code, one.seq, tuple(one.seqs))
