"""`motcua verify`: is what the database shows what really happened?

Invariants of reliability.md, chapter 3: I1 attachments are there and unchanged, what was forgotten
is gone; I2 codes are unique and within their counters; I3 every dossier is the fold of its events,
and what stands beside it (parties, papers, fees, requests, results, reasons) is what they bind; I4
chains, seals and the copy outside agree; I9 no outbox message is held longer than its lease. The
first breach is named; all are returned.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from motcua.documents.queries import file_verify, forgotten_there
from motcua.documents.types import FileState
from motcua.dossiers import chain, rules
from motcua.dossiers.chain import Link
from motcua.dossiers.models import (
    Attachment,
    Dossier,
    Event,
    LetterSignature,
    PaperFile,
    Result,
    Seal,
)
from motcua.dossiers.services import seal as seals
from motcua.dossiers.services._rows import rows_held
from motcua.dossiers.services._write import state_of
from motcua.dossiers.services.reanchor import ceiling_now
from motcua.dossiers.types import Fact, FactType, State
from motcua.kernel import signing
from motcua.kernel.jobs import jobs_stuck
from motcua.kernel.outbox import outbox_stuck
from motcua.kernel.scope import SYSTEM, scope_use

PATIENCE = timedelta(minutes=5)
ERASED_WITHIN = timedelta(days=3)
SEALED_WITHIN = timedelta(hours=1)
# What a stored dossier must share with the fold of its events.
COMPARED = (
    "status",
    "phase",
    "stop_kind",
    "finance",
    "submitted_at",
    "accepted_at",
    "due_at",
    "due_original_at",
    "suspended_from",
    "supplement_count",
    "ended_at",
    "returned_at",
    "result_version",
    "waiting",
    "promised_at",
    "late_cause",
    "seq",
)


# What the first event says of columns that never change.
FIXED = {
    "version": "procedure_version_id",
    "receiving": "receiving_unit_id",
    "competent": "competent_unit_id",
    "channel": "channel",
    "content": "content_hash",
}
# Whose hand the dossier's columns name, and the facts that say so.
HANDS = {
    "accepted_by": FactType.ACCEPTED,
    "appraised_by": FactType.APPRAISED,
    "approved_by": FactType.APPROVED,
}
BINDING = 2  # since this version of the payload events bind what stands beside the dossier
Issue = tuple[str, str, datetime | None]
Handed = tuple[str, str | None, str | None]  # file, certificate, level


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as it must be; `where` names the dossier, event, seal or file."""

    invariant: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what was found."""

    dossiers: int
    events: int
    seals: int
    files: int
    breaches: tuple[Breach, ...]

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.breaches


_others: list[Callable[[], Iterable[Breach]]] = []


def verifier_register(verifier: Callable[[], Iterable[Breach]]) -> None:
    """Let `verify_all` ask an upper package too (figures); registering twice is once."""
    if verifier not in _others:
        _others.append(verifier)


def verify_all(*, files: bool = True) -> Verification:
    """Check every invariant and return what was found; reads everything, writes nothing."""
    with scope_use(SYSTEM):
        breaches = [*chains_verify(), *seals_verify(), *codes_verify(), *leases_verify()]
        for verifier in _others:
            breaches += verifier()
        attachments = Attachment.objects.count() + Result.objects.count()
        if files:
            breaches += [*files_verify(), *forgotten_verify()]
        return Verification(
            dossiers=Dossier.objects.count(),
            events=Event.objects.count(),
            seals=Seal.objects.count(),
            files=attachments if files else 0,
            breaches=tuple(breaches),
        )


def chains_verify(only: QuerySet[Dossier] | None = None) -> Iterator[Breach]:
    """Walk every chain: numbers without gap, links, hashes, and the dossier as their fold."""
    wanted = Dossier.objects.all() if only is None else only
    dossiers = {d.pk: d for d in wanted.order_by("pk")}
    events = Event.objects.order_by("dossier_id", "seq")
    if only is not None:
        events = events.filter(dossier__in=only)
    issued = _issued(only)
    held, letters = rows_held(dossiers, only), _letters(only)
    seen: set[int] = set()
    for key, chained in groupby(events.iterator(chunk_size=5000), key=lambda e: e.dossier_id):
        seen.add(key)
        dossier = dossiers.get(key)
        if dossier is None:
            yield Breach("I4", f"dossier id {key}", "events without a dossier")
            continue
        linked, links = list(chained), list[Link]()
        yield from chain_verify(dossier, linked, links)
        if len(links) == len(linked):
            facts = [one.fact for one in links]
            yield from _submitted(dossier, facts)
            yield from _results(dossier, facts, issued.get(key, {}))
            yield from _hands(dossier, links)
            yield from _signed(dossier, facts, letters.get(key, {}))
            yield from _bound(dossier, links, held[key])
    for key in dossiers.keys() - seen:
        yield Breach("I4", dossiers[key].code, "a dossier without any event")


def chain_verify(dossier: Dossier, events: list[Event], links: list[Link]) -> Iterator[Breach]:
    """Check one chain and its fold; `links` takes what could be read up to the first breach."""
    prev = chain.GENESIS
    for position, event in enumerate(events, start=1):
        where = f"{dossier.code} event {event.seq}"
        if event.seq != position:
            yield Breach("I4", where, f"event {position} is missing")
            return
        if bytes(event.prev_hash) != prev or bytes(event.hash) != chain.link(prev, event.payload):
            yield Breach("I4", where, "the content or its place was changed")
            return
        try:
            link = chain.link_of(event.payload)
        except (KeyError, TypeError, ValueError):
            yield Breach("I4", where, "the content cannot be read")
            return
        told = (link.fact.at, link.fact.type, link.account_id)
        if told != (event.at, event.type, event.account_id):
            yield Breach("I4", where, "a column differs from the sealed content")
            return
        links.append(link)
        prev = bytes(event.hash)
    if bytes(dossier.head_hash) != prev or dossier.seq != len(events):
        yield Breach("I4", f"{dossier.code} event {dossier.seq}", "the end of the chain was cut")
        return
    yield from _fold(dossier, [one.fact for one in links])


def _fold(dossier: Dossier, facts: list[Fact]) -> Iterator[Breach]:
    try:
        folded = rules.fold(facts)
    except rules.TransitionRefused as error:
        yield Breach("I3", dossier.code, f"the events break the guard table: {error}")
        return
    stored = state_of(dossier)
    for name in COMPARED:
        if _value(stored, name) != _value(folded, name):
            yield Breach("I3", dossier.code, f"{name} is not what the events say")


def _submitted(dossier: Dossier, facts: list[Fact]) -> Iterator[Breach]:
    """Compare what never changes with the first event."""
    for key, column in FIXED.items() if facts else ():
        if facts[0].data.get(key) != getattr(dossier, column):
            yield Breach("I3", dossier.code, f"{column} is not what the events say")


def _hands(dossier: Dossier, links: list[Link]) -> Iterator[Breach]:
    """Compare whose hand the dossier names with the last events of that kind (imported: nobody)."""
    for column, type_ in HANDS.items():
        named = getattr(dossier, column)
        hands = [link.account_id for link in links if link.fact.type is type_]
        if named is not None and hands[-1:] != [named]:
            yield Breach("I3", dossier.code, f"{column} is not what the events say")


def _bound(dossier: Dossier, links: list[Link], held: dict[str, str]) -> Iterator[Breach]:
    """Compare the rows beside the dossier with the last event that binds each.

    A dossier of before (its first event binds nothing) may have rows that no event knows.
    """
    told: dict[str, str] = {}
    for link in links:
        told |= link.fact.rows
    names = told.keys() | (held.keys() if links and links[0].version >= BINDING else set())
    for name in sorted(names):
        if told.get(name) != held.get(name):
            yield Breach("I3", dossier.code, f"{name}: not what the events bind")


def _issued(only: QuerySet[Dossier] | None) -> dict[int, dict[int, Issue]]:
    """Return hash, kind and instant of the issued results by dossier and version."""
    rows = Result.objects.filter(issued_at__isnull=False)
    if only is not None:
        rows = rows.filter(dossier__in=only)
    found: dict[int, dict[int, Issue]] = defaultdict(dict)
    for row in rows:
        found[row.dossier_id][row.version] = (row.sha256, row.kind, row.issued_at)
    return found


def _results(dossier: Dossier, facts: list[Fact], rows: dict[int, Issue]) -> Iterator[Breach]:
    """Compare the issued results with the events that issued them (an imported one has no file)."""
    told: dict[int, Issue] = {
        fact.data["version"]: (fact.data["result"], fact.data["kind"], fact.at)
        for fact in facts
        if fact.type is FactType.DONE and "result" in fact.data
    }
    for version in sorted(told.keys() | rows.keys()):
        if told.get(version) != rows.get(version):
            what = f"version {version} of the result is not what the events say"
            yield Breach("I3", dossier.code, what)


def _letters(only: QuerySet[Dossier] | None) -> dict[int, dict[int, Handed]]:
    """Return what is kept of personal signatures on forms, by dossier and event."""
    rows = LetterSignature.objects.select_related("paper")
    if only is not None:
        rows = rows.filter(dossier__in=only)
    found: dict[int, dict[int, Handed]] = defaultdict(dict)
    for row in rows:
        told = row.evidence
        by_hand = (row.sha256, told.get("fingerprint"), told.get("level"))
        found[row.dossier_id][row.paper.seq] = by_hand
    return found


def _signed(dossier: Dossier, facts: list[Fact], rows: dict[int, Handed]) -> Iterator[Breach]:
    """Compare the personal signatures on forms with the events that issued the forms."""
    told: dict[int, Handed] = {
        seq: (fact.data["file"], fact.data.get("certificate"), fact.data.get("level"))
        for seq, fact in enumerate(facts, start=1)
        if f"paper {seq}" in fact.rows and "file" in fact.data
    }
    for seq in sorted(told.keys() | rows.keys()):
        if told.get(seq) != rows.get(seq):
            what = f"the signature on the form of event {seq} is not what the event says"
            yield Breach("I3", dossier.code, what)


def _value(state: State, name: str) -> object:
    return getattr(state, name)


def seals_verify() -> Iterator[Breach]:
    """Recompute every seal from the events, follow the seals' chain, compare the copy outside."""
    outside = {row["number"]: row for row in seals.seals_outside()}
    known, waiting = seals.anchors(), ceiling_now()
    prev, since, numbers = chain.GENESIS, 0, 0
    for number, seal in enumerate(Seal.objects.order_by("number"), start=1):
        numbers = number
        where = f"seal {seal.number}"
        if (seal.number, seal.horizon_from, bytes(seal.prev_hash)) != (number, since, prev):
            yield Breach("I4", where, "a seal before it is missing")
        text = seals.seal_text(seal)
        if hashlib.sha256(text.encode()).digest() != bytes(seal.hash):
            yield Breach("I4", where, "the seal itself was changed")
        elif not signing.signature_valid(text, seal.signature):
            yield Breach("I4", where, "the seal is not signed by this installation")
        window = seals.window_of(seal, known, seals.LAST if waiting is None else waiting)
        heads = seals.heads_between(window)
        kept = outside.get(seal.number)
        if seals.root_of(heads) != bytes(seal.root):
            yield Breach("I4", where, _cut(heads, kept))
        if kept is not None and kept["hash"] != bytes(seal.hash).hex():
            yield Breach("I4", where, "the copy outside the database differs")
        prev, since = bytes(seal.hash), 0 if seal.reason else seal.horizon_to
    yield from _outside(set(outside), numbers)
    if waiting is not None:
        yield Breach("I4", "seals", "of another server: `motcua verify --reanchor REASON`")
        return
    after = max((floor for _number, floor in known), default=0)
    unsealed = Event.objects.filter(txid__gte=since, pk__gt=after)
    late = unsealed.filter(recorded_at__lt=Now() - SEALED_WITHIN).count()
    if late:
        yield Breach("I4", "seals", f"{late} events have not been sealed in time")


def _outside(outside: set[int], numbers: int) -> Iterator[Breach]:
    """Compare which seals the database and the copy outside have."""
    for number in sorted(outside - set(range(1, numbers + 1))):
        yield Breach("I4", f"seal {number}", "the copy outside has it, the database does not")
    for number in sorted(set(range(1, max(outside, default=0))) - outside):
        yield Breach("I4", f"seal {number}", "the copy outside lacks it or cannot be read")


def _cut(heads: list[seals.Head], kept: dict[str, object] | None) -> str:
    """Name the dossiers whose sealed heads are gone, when the copy outside knows them."""
    if kept is None:
        return "sealed events were changed or cut"
    present = {(code, seq, head.hex()) for code, seq, head in heads}
    rows = kept["heads"]
    assert isinstance(rows, list)
    gone = [f"{code} event {seq}" for code, seq, head in rows if (code, seq, head) not in present]
    return f"sealed events were changed or cut: {', '.join(gone[:5]) or 'events were added'}"


def codes_verify() -> Iterator[Breach]:
    """Codes are unique by constraint; none may lie beyond its day's counter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.code FROM dossiers_dossier d LEFT JOIN dossiers_codecounter c"
            " ON c.agency_identifier = split_part(d.code, '-', 1)"
            " AND c.day = split_part(d.code, '-', 2)"
            " WHERE c.last IS NULL OR split_part(d.code, '-', 3)::bigint > c.last ORDER BY d.id"
        )
        for (code,) in cursor.fetchall():
            yield Breach("I2", code, "the code was not given out by its counter")


def leases_verify() -> Iterator[Breach]:
    """No message may be held by a dead worker longer than its lease and a little patience."""
    for message in outbox_stuck(PATIENCE):
        yield Breach("I9", f"outbox message {message}", "held by nobody and not taken up again")
    for job in jobs_stuck():
        yield Breach("I9", f"job {job}", "held by a worker that is dead")


def files_verify() -> Iterator[Breach]:
    """Every attached file is there, whole, and the one that was attached."""
    columns = ("dossier__code", "file_id", "sha256", "file__sha256")
    kinds = (Attachment, Result, PaperFile, LetterSignature)
    rows = [row for kind in kinds for row in kind.objects.order_by("pk").values_list(*columns)]
    checked: dict[int, FileState] = {}
    for code, file_id, wanted, stored in rows:
        state = checked.get(file_id) or checked.setdefault(file_id, file_verify(file_id))
        if state is not FileState.GOOD:
            yield Breach("I1", code, f"file {wanted[:12]} is {state.value}")
        elif wanted != stored:
            yield Breach("I1", code, f"file {wanted[:12]} was exchanged")


def forgotten_verify() -> Iterator[Breach]:
    """What was let go is not there any more: the store was away for days, or was restored."""
    for number, sha256 in forgotten_there(older_than=ERASED_WITHIN):
        yield Breach("I1", f"file {number}", f"{sha256[:12]} was forgotten and is still stored")
