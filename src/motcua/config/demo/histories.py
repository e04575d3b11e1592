"""Lives of sample dossiers: drawn with a fixed seed, so that every installation is the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from motcua.config.demo.plan import CUT_DAY, FIRST_DAY, LAST_DAY, SHARES, CommunePlan
from motcua.deadlines.rules import Calendar, DueRule, due_compute, limit_parse
from motcua.dossiers.services.history import History
from motcua.dossiers.types import Channel, Fact, FactType, PartyInput, ReturnMethod
from motcua.kernel import clock

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Nông", "Ma", "Triệu", "Dương")
ON_THE_DOT = 0.18
"""Share of results issued at the instant they are due, of those that could be."""
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Thu", "Quốc")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a history happens: units, calendar, and which official handles which procedure."""

    unit_id: int
    centre_id: int
    calendar: Calendar
    officials: dict[str, int]


@dataclass(frozen=True, slots=True)
class Offer:
    """What the generator needs of a procedure version."""

    code: str
    limit: str
    due_rule: str
    components: tuple[int, ...]  # what is handed in at the counter
    online_components: tuple[int, ...] = ()


@dataclass(slots=True)
class _Draft:
    offer: Offer
    accepted: datetime
    due: datetime
    ended: datetime | None = None


def end_of(day: date) -> datetime:
    """Return the instant at which a day ends in the legal zone."""
    return clock.midnight(day + timedelta(days=1))


def histories_draw(
    plan: CommunePlan, place: Place, offers: dict[str, Offer], serial: Iterator[int]
) -> list[History]:
    """Return the two months of a commune, exactly as many received and open as its plan says.

    Raises ValueError when the plan cannot be met (more open than any limit allows).
    """
    random = Random(f"motcua-{plan.code}")  # noqa: S311 - the same sample everywhere, no secret
    cut = end_of(CUT_DAY)
    first = [_draft(random, place, offers, FIRST_DAY, CUT_DAY) for _number in range(plan.received)]
    # Only what is due after the cut day can be open within its limit on that day.
    able = sorted((d for d in first if d.due > cut), key=lambda d: (d.due, d.accepted))
    if len(able) < plan.still_open:
        first, able = _lengthen(random, place, offers, first, plan.still_open, cut)
    waiting = {id(draft) for draft in able[-plan.still_open :]} if plan.still_open else set()
    late_left = round((plan.received - plan.still_open) * plan.late_share)
    for draft in first:
        if id(draft) in waiting:
            draft.ended = _between(random, place, max(cut, draft.accepted), draft.due)
        elif late_left and draft.due + timedelta(days=2) < cut and random.random() < 0.2:
            draft.ended = _between(random, place, draft.due, draft.due + timedelta(days=2))
            late_left -= 1
        else:
            draft.ended = _between(random, place, draft.accepted, min(draft.due, cut))
    _on_the_dot(plan.code, [one for one in first if id(one) not in waiting], before=cut)
    after = CUT_DAY + timedelta(days=1)
    second = [_draft(random, place, offers, after, LAST_DAY) for _number in range(plan.later)]
    for draft in second:
        draft.ended = _between(random, place, draft.accepted, draft.due)
    _on_the_dot(f"{plan.code}-later", second)
    return [
        _history(random, place, draft, next(serial))
        for draft in sorted([*first, *second], key=lambda d: d.accepted)
    ]


def recent_draw(
    code: str,
    place: Place,
    offers: dict[str, Offer],
    serial: Iterator[int],
    until: date,
    count: int,
) -> list[History]:
    """Return ended dossiers of the weeks before `until`, so that today's boards are not empty."""
    random = Random(f"motcua-recent-{code}")  # noqa: S311 - sample, no secret
    last = end_of(until - timedelta(days=1))
    drafts = [
        _draft(random, place, offers, until - timedelta(days=42), until - timedelta(days=7))
        for _number in range(count)
    ]
    for draft in drafts:
        draft.ended = _between(random, place, draft.accepted, min(draft.due, last))
    _on_the_dot(f"{code}-recent", drafts, before=last)
    _some_late(code, place, drafts, before=last)
    return [
        _history(random, place, draft, next(serial))
        for draft in sorted(drafts, key=lambda d: d.accepted)
    ]


def earlier_draw(
    code: str,
    place: Place,
    offers: dict[str, Offer],
    serial: Iterator[int],
    until: date,
    count: int,
) -> list[History]:
    """Return ended dossiers of the half year before the last weeks, and of these last days."""
    random = Random(f"motcua-earlier-{code}")  # noqa: S311 - sample, no secret
    last = end_of(until - timedelta(days=2))
    spans = ((196, 43, count), (6, 3, count // 40))
    drafts = [
        _draft(random, place, offers, until - timedelta(days=first), until - timedelta(days=end))
        for first, end, number in spans
        for _number in range(number)
    ]
    for draft in drafts:
        draft.ended = _between(random, place, draft.accepted, min(draft.due, last))
    return [
        _history(random, place, draft, next(serial))
        for draft in sorted(drafts, key=lambda d: d.accepted)
    ]


def _on_the_dot(seed: str, drafts: Sequence[_Draft], before: datetime | None = None) -> None:
    """Let some results be issued at the very instant they are due: "on time", neither early.

    Draws of its own, so that everything else of the sample stays as it is. Nothing that was late
    is touched, and nothing moves past `before`: the published figures do not change.
    """
    random = Random(f"motcua-dot-{seed}")  # noqa: S311 - sample, no secret
    for draft in drafts:
        punctual = random.random() < ON_THE_DOT
        early = draft.ended is not None and draft.ended < draft.due
        if punctual and early and (before is None or draft.due < before):
            draft.ended = draft.due


def _some_late(code: str, place: Place, drafts: Sequence[_Draft], before: datetime) -> None:
    """Let some results come up to two days late, in some units more than in others.

    Draws of its own, as above. A board on which nothing is ever late shows nobody how it helps.
    """
    random = Random(f"motcua-late-{code}")  # noqa: S311 - sample, no secret
    share = random.choice((0.0, 0.01, 0.02, 0.04, 0.09))
    for draft in drafts:
        late = draft.due + timedelta(days=2)
        if random.random() < share and late < before:
            draft.ended = _between(random, place, draft.due, late)


def _lengthen(
    random: Random,
    place: Place,
    offers: dict[str, Offer],
    drafts: list[_Draft],
    wanted: int,
    cut: datetime,
) -> tuple[list[_Draft], list[_Draft]]:
    """Replace short matters by long ones received late enough, until `wanted` can be open."""
    longest = max(offers.values(), key=lambda offer: limit_parse(offer.limit).amount)
    lacking = wanted - sum(1 for draft in drafts if draft.due > cut)
    short = [draft for draft in drafts if draft.due <= cut]
    for draft in short[:lacking]:
        drafts.remove(draft)
        drafts.append(
            _draft(random, place, {longest.code: longest}, CUT_DAY - timedelta(days=14), CUT_DAY)
        )
    able = sorted((d for d in drafts if d.due > cut), key=lambda d: (d.due, d.accepted))
    if len(able) < wanted:
        raise ValueError("the plan of the sample cannot be met")
    return drafts, able


def _draft(
    random: Random, place: Place, offers: dict[str, Offer], first: date, last: date
) -> _Draft:
    known = [(code, share) for code, share in SHARES if code in offers]
    code = random.choices([c for c, _s in known], [s for _c, s in known])[0]
    offer = offers[code]
    accepted = _moment(random, place.calendar, first, last)
    due = due_compute(
        limit=limit_parse(offer.limit),
        received=accepted,
        calendar=place.calendar,
        rule=DueRule(offer.due_rule),
    ).instant
    return _Draft(offer, accepted, due)


def _moment(random: Random, calendar: Calendar, first: date, last: date) -> datetime:
    """Return an instant inside a session of a working day; mornings are busier."""
    while True:
        day = first + timedelta(days=random.randint(0, (last - first).days))
        if calendar.is_working(day):
            break
    spans = calendar.day(day).spans
    opening, closing = spans[0] if random.random() < 0.62 else spans[-1]
    seconds = int((closing - opening).total_seconds()) - 60
    local = opening + timedelta(seconds=random.randint(0, seconds))
    return local.replace(tzinfo=clock.LEGAL_ZONE).astimezone(UTC)


def _between(random: Random, place: Place, start: datetime, end: datetime) -> datetime:
    """Return an instant in (start, end], inside working time where there is any."""
    if end <= start:
        return start + timedelta(minutes=5)
    for _try in range(12):
        first = start.astimezone(clock.LEGAL_ZONE).date()
        last = end.astimezone(clock.LEGAL_ZONE).date()
        instant = _moment(random, place.calendar, first, last)
        if start < instant <= end:
            return instant
    return start + (end - start) * random.uniform(0.3, 0.9)


def _history(random: Random, place: Place, draft: _Draft, number: int) -> History:
    assert draft.ended is not None
    span = draft.ended - draft.accepted
    official = place.officials.get(draft.offer.code)
    instants: Sequence[tuple[FactType, float, dict[str, object]]] = (
        (FactType.SUBMITTED, 0.0, {}),
        (FactType.ACCEPTED, 0.0, {}),
        (FactType.ASSIGNED, 0.1, {"official": official, "act": "assign"}),
        (FactType.APPRAISED, 0.7, {"act": "appraise", "outcome": "propose_approve"}),
        (FactType.APPROVED, 0.9, {"act": "approve", "outcome": "approved"}),
        (FactType.DONE, 1.0, {"kind": "grant", "version": 1}),
    )
    steps = [Fact(kind, draft.accepted + span * at, dict(data)) for kind, at, data in instants]
    returned = draft.ended + timedelta(minutes=random.randint(5, 600))
    steps.append(Fact(FactType.RETURNED, returned, {"method": 0}))
    online = random.random() < 0.58
    return History(
        procedure_code=draft.offer.code,
        competent_unit_id=place.unit_id,
        receiving_unit_id=place.centre_id,
        parties=(person_draw(random, number),),
        steps=tuple(steps),
        channel=Channel.ONLINE if online else Channel.COUNTER,
        return_method=ReturnMethod.ELECTRONIC if online else ReturnMethod.COUNTER,
        official_id=official,
        source="sample",
        reference=str(number),
        components=draft.offer.online_components if online else draft.offer.components,
    )


def person_draw(random: Random, number: int) -> PartyInput:
    """Return a person who is plainly a sample: the given name is “Mẫu” and a number."""
    name = f"{random.choice(SURNAMES)} {random.choice(MIDDLES)} Mẫu {number}"
    return PartyInput(
        name=name,
        id_number=f"019{number:09d}",
        birth_date=date(random.randint(1950, 2005), random.randint(1, 12), random.randint(1, 28)),
        address="Tổ 1 (địa chỉ mẫu)",
        phone="0900 000 000",
    )
