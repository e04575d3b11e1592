"""The hall of the sample: queues, counters, and some days of numbers, served as officials serve.

A small simulation takes, calls, begins and finishes by the real operations, in order of time, so
that desk, figures and forecast show what they would show of a real morning.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from motcua.config.demo.live import last_open
from motcua.config.demo.plan import Scale
from motcua.deadlines.queries import calendar_for
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.procedures.types import OfferingView
from motcua.reception import services
from motcua.reception.queries.appointments import slots_offered
from motcua.reception.queries.desk import counters_of, halls_of, queues_of
from motcua.reception.queries.figures import day_figures
from motcua.reception.queries.tickets import weeks_before
from motcua.reception.services import AppointmentOrder, TicketOrder
from motcua.reception.types import Ground, Step, TicketView

QUEUES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("A", "Hộ tịch, chứng thực", ("ho-tich", "chung-thuc")),
    ("B", "Đất đai, xây dựng, hộ kinh doanh", ("dat-dai", "xay-dung", "ho-kinh-doanh")),
    ("C", "Bảo trợ xã hội, người có công", ("bao-tro-xa-hoi", "nguoi-co-cong", "giam-ngheo")),
)
COUNTERS = ((1, (0, 1, 2)), (2, (0, 1, 2)), (3, (1,)))
ABSENT, FIRST = 0.08, 0.1  # shares of numbers: nobody came; let go first
REASONS = {
    Ground.ELDERLY: "Cụ ông đi lại khó khăn, có người nhà đi cùng",
    Ground.PREGNANT: "Mang thai tháng cuối",
    Ground.DISABLED: "Đi xe lăn",
}


@dataclass
class Morning:
    """One day of the hall: who takes a number when, and what the counters do."""

    unit_id: int
    officials: list[Actor]
    counters: list[int]
    queues: list[int]
    offerings: dict[int, list[OfferingView]]
    random: Random
    idle: set[int] = field(default_factory=set)
    per_day: int = 44
    turn: count[int] = field(default_factory=count)
    heap: list[tuple[datetime, int, str, int]] = field(default_factory=list)
    made: int = 0

    def plan(self, at: datetime, what: str, who: int = 0) -> None:
        """Put something onto the day's list."""
        heapq.heappush(self.heap, (at, next(self.turn), what, who))

    def run(self, begin: datetime, until: datetime, numbers: int) -> int:
        """Let the day happen until an instant; return how many numbers were taken."""
        span = (until - begin).total_seconds()
        for _number in range(numbers):
            # More come early: the square of an even draw lies nearer to the opening.
            self.plan(begin + timedelta(seconds=span * self.random.random() ** 2.2), "take")
        for place, official in enumerate(self.officials):
            with clock.clock_set(begin):
                services.counter_sit(actor=official, counter_id=self.counters[place])
            self.plan(begin, "free", place)
        while self.heap and self.heap[0][0] < until:
            at, _turn, what, who = heapq.heappop(self.heap)
            with clock.clock_set(at):
                getattr(self, f"_{what}")(at, who)
        return self.made

    def _take(self, at: datetime, _who: int) -> None:
        place = self.random.choices(range(len(self.queues)), (5, 2, 3))[0]
        offered = self.offerings.get(place, [])
        version = self.random.choice(offered).version if offered else None
        papers = [one.id for one in version.components] if version else []
        ticket = services.ticket_take(
            TicketOrder(
                unit_id=self.unit_id,
                queue_id=self.queues[place],
                key=UUID(int=self.random.getrandbits(128)),
                language=self.random.choices(("vi", "en"), (30, 1))[0],
                procedures=(version.code,) if version else (),
                papers=tuple(one for one in papers if self.random.random() < 0.8),
            )
        )
        self.made += 1
        if self.random.random() < FIRST:
            self._first(ticket)
        if self.idle:
            self.plan(at, "free", self.idle.pop())

    def _first(self, ticket: TicketView) -> None:
        ground = self.random.choice(sorted(REASONS))
        services.ticket_put_first(
            actor=self.officials[0], ticket_id=ticket.id, ground=ground, reason=REASONS[ground]
        )

    def _free(self, at: datetime, who: int) -> None:
        called = services.ticket_call_next(actor=self.officials[who], counter_id=self.counters[who])
        if called is None:
            self.idle.add(who)
        elif self.random.random() < ABSENT:
            self.plan(at + timedelta(seconds=50), "absent", who)
        else:
            self.plan(at + timedelta(seconds=self.random.randint(8, 40)), "begin", who)

    def _absent(self, at: datetime, who: int) -> None:
        self._step(who, Step.NO_SHOW)
        self.plan(at + timedelta(seconds=5), "free", who)

    def _begin(self, at: datetime, who: int) -> None:
        self._step(who, Step.STARTED)
        minutes = min(25.0, max(2.0, self.random.lognormvariate(1.9, 0.5)))
        self.plan(at + timedelta(minutes=minutes), "done", who)

    def _done(self, at: datetime, who: int) -> None:
        self._step(who, Step.DONE)
        self.plan(at + timedelta(seconds=self.random.randint(5, 30)), "free", who)

    def _step(self, who: int, step: Step) -> None:
        services.ticket_step(actor=self.officials[who], counter_id=self.counters[who], step=step)

    def clear(self, at: datetime) -> None:
        """Finish what is at the counters, so that whoever opens the sample can begin at once."""
        with clock.clock_set(at):
            for _at, _turn, what, who in sorted(self.heap):
                if what == "begin":
                    self._step(who, Step.STARTED)
                if what in {"begin", "done"}:
                    self._step(who, Step.DONE)


def hall_make(
    *,
    unit_id: int,
    director: Actor,
    officials: list[Actor],
    offerings: Iterable[OfferingView],
    scale: Scale,
) -> str:
    """Make the hall once, and its numbers of today once a day; return what was made."""
    fresh = not halls_of([unit_id])
    if fresh:
        _setup(unit_id, director)
    queues = queues_of(unit_id)
    here = Morning(
        unit_id,
        officials,
        [one.id for one in counters_of(unit_id)],
        [one.id for one in queues],
        _by_queue(list(offerings)),
        Random(f"motcua-hall-{clock.today()}"),  # noqa: S311 - sample, no secret
        per_day=scale.numbers,
    )
    now = last_open(calendar_for(unit_id), clock.now())
    day = clock.local(now).date()
    made = 0
    for one in weeks_before(day, scale.weeks) if fresh else ():
        made += _day(here, one, None)
    if not day_figures(unit_id, day).total.taken:
        made += _day(here, day, now)
    if fresh:
        _book(unit_id, officials[0], queues[0].id)
    return f"{made} numbers"


def _setup(unit_id: int, director: Actor) -> None:
    ids = [
        services.queue_open(
            actor=director, unit_id=unit_id, prefix=prefix, name=name, fields=fields
        )
        for prefix, name, fields in QUEUES
    ]
    for number, places in COUNTERS:
        services.counter_set(
            actor=director, unit_id=unit_id, number=number, queue_ids=[ids[one] for one in places]
        )
    services.capacity_set(actor=director, queue_id=ids[0], capacity=3, aim_minutes=15)


def _day(here: Morning, day: date, until: datetime | None) -> int:
    """Let a day happen; a past one ends with its closing, the present one goes on."""
    spans = calendar_for(here.unit_id).day(day).spans
    if not spans:
        return 0
    begin, closing = (one.replace(tzinfo=clock.LEGAL_ZONE) for one in (spans[0][0], spans[-1][1]))
    end = min(until or closing, closing - timedelta(seconds=1))
    if end <= begin:
        return 0
    here.idle, here.heap, here.made = set(), [], 0
    numbers = max(8, round(here.per_day * (end - begin) / (closing - begin)))
    made = here.run(begin, end, numbers)
    here.clear(end)
    if clock.now() >= closing or until is None:
        with clock.clock_set(closing):
            services.hall_close(here.unit_id)
    return made


def _by_queue(offerings: list[OfferingView]) -> dict[int, list[OfferingView]]:
    return {
        place: [one for one in offerings if one.version.field_code in fields]
        for place, (_prefix, _name, fields) in enumerate(QUEUES)
    }


def _book(unit_id: int, officer: Actor, queue_id: int) -> None:
    """Book some half-hours of the next working day, without a name and without a telephone."""
    calendar = calendar_for(unit_id)
    day = calendar.working_day_after(clock.today(), 1).date
    for one in slots_offered(unit_id, queue_id, day)[1:8:2]:
        services.appointment_book_for(
            actor=officer,
            order=AppointmentOrder(
                queue_id=queue_id,
                at=one.at,
                key=UUID(int=int(one.at.timestamp())),
                language="vi",
            ),
        )
