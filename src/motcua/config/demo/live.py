"""Dossiers of today, made by the same operations that officials use: due today, late, waiting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

from motcua.config.demo.histories import person_draw
from motcua.config.demo.papers import handed_in
from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import Calendar
from motcua.documents.pdf import form_pdf
from motcua.documents.services import output_store
from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.numbers import number_proposed
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.services.letters import letter_make
from motcua.dossiers.types import ComponentInput, Submission
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.procedures.types import OfferingView
from motcua.workflow.types import Act

# How far each of a round of live dossiers has come.
STATES = (
    "registered",
    "accepted",
    "accepted",
    "assigned",
    "assigned",
    "claimed",
    "supplement_proposed",
    "supplement",
    "appraised",
    "appraised",
    "approved",
    "done",
)


def last_open(calendar: Calendar, now: datetime) -> datetime:
    """Return `now`, or the last closing before it when nobody is at the counter now."""
    local = clock.local(now).replace(tzinfo=None)
    day = local.date()
    while True:
        spans = [span for span in calendar.day(day).spans if span[0] < local]
        if spans:
            return min(spans[-1][1], local).replace(tzinfo=clock.LEGAL_ZONE)
        day -= timedelta(days=1)


class Desk:
    """The people of one commune, and the instant at which they work."""

    def __init__(self, people: dict[str, Actor], offerings: list[OfferingView], seed: str) -> None:
        self.people = people
        self.offerings = offerings
        self.random = Random(f"motcua-live-{seed}")  # noqa: S311 - sample, no secret
        self.deck: list[OfferingView] = []

    def dossiers_make(self, *, serial: int, now: datetime, states: Sequence[str]) -> list[str]:
        """Make a live dossier in each state, accepted in the last working days; return the codes.

        Procedures come in turn, each time shuffled: none is left out by chance. Whoever came first
        is taken in first, so that codes and numbers of the register book follow the time.
        """
        comes = []
        for state in states:
            if not self.deck:
                self.deck = self.random.sample(self.offerings, len(self.offerings))
            offering = self.deck.pop()
            comes.append((self._start(now, offering), state, offering))
        comes.sort(key=lambda one: one[0])
        return [
            self._one(offering, state, number, start)
            for number, (start, state, offering) in enumerate(comes, start=serial)
        ]

    def _start(self, now: datetime, offering: OfferingView) -> datetime:
        """Return an acceptance instant such that many are due today or tomorrow, some are late."""
        calendar = calendar_for(offering.unit_id)
        now = last_open(calendar, now)
        back = {"same-day": 0}.get(offering.version.limit)
        if back is None:
            amount = int("".join(c for c in offering.version.limit if c.isdigit()) or 1)
            back = self.random.choice((0, 1, amount - 1, amount, amount, amount + 1))
        day = calendar.working_day_from(clock.local(now).date() - timedelta(days=round(back * 1.4)))
        opening = day.opening.replace(tzinfo=clock.LEGAL_ZONE)
        start = opening + timedelta(minutes=self.random.randint(5, 200))
        return min(start, now - timedelta(minutes=self.random.randint(5, 40)))

    def _one(self, offering: OfferingView, state: str, number: int, start: datetime) -> str:
        given = handed_in(offering.version.components, online=False)
        submission = Submission(
            procedure_code=offering.version.code,
            unit_id=offering.unit_id,
            parties=(person_draw(self.random, number),),
            components=tuple(
                ComponentInput(component_id=c.id, originals=c.originals, copies=c.copies)
                if c in given and (c.originals or c.copies)
                else ComponentInput(component_id=c.id, not_applicable=True)
                for c in offering.version.components
                if c in given or not c.required
            ),
        )
        counter = self.people["tiepnhan"]
        with clock.clock_set(start):
            if state == "registered":
                return services.dossier_submit(actor=counter, submission=submission).code
            code = services.dossier_intake(actor=counter, submission=submission).code
        if state != "accepted":
            self.advance(code, state, start, offering)
        return code

    def _handler(self, offering: OfferingView) -> Actor:
        handling = offering.roles_units["handling"]
        return next(
            actor
            for key, actor in self.people.items()
            if key in {"hotich", "xahoi", "kinhte"} and actor.postings[0].unit_id == handling
        )

    def advance(self, code: str, state: str, start: datetime, offering: OfferingView) -> None:
        """Work an accepted dossier until it has come as far as `state` says."""
        specialist = self._handler(offering)
        leader = self.people["lanhdao"]
        step = timedelta(minutes=4)
        with clock.clock_set(start + step):
            self._do(code, Act.ASSIGN, leader, WorkDetails(assign_to=specialist.account_id))
        if state in {"assigned", "claimed"}:
            return
        with clock.clock_set(start + 2 * step):
            if state.startswith("supplement"):
                services.dossier_propose_supplement(
                    actor=specialist,
                    code=code,
                    items=["Bản sao giấy tờ chứng minh nơi cư trú"],
                    reason="Thông tin nơi cư trú trên tờ khai chưa khớp với giấy tờ kèm theo.",
                )
                if state == "supplement":
                    approve = partial(services.dossier_approve_supplement, actor=leader, code=code)
                    approve(letter=letter_make(lambda letter: approve(letter=letter)))
                return
            self._draft(code, specialist)
            self._do(code, Act.APPRAISE, specialist, WorkDetails())
        if state == "appraised":
            return
        with clock.clock_set(start + 3 * step):
            self._do(code, Act.APPROVE, leader, WorkDetails())
            if state == "done":
                seen = dossier_get(code)
                number = number_proposed(
                    seen.competent_unit.id, offering.version.procedure_id, clock.today().year,
                    like="01/UBND",
                )  # fmt: skip
                self._do(code, Act.ISSUE, self.people["vanthu"], WorkDetails(number=number))

    def _do(self, code: str, act: Act, actor: Actor, details: WorkDetails) -> None:
        items = dossier_get(code).items
        item = next((i for i in items if i.state.is_live and i.act is act), None)
        if item is None:  # a process with further steps (an opinion) stops here
            return
        services.work_complete(
            actor=actor,
            item_id=item.id,
            outcome=item.outcomes[0].code,
            expected_version=item.version,
            details=details,
        )

    def _draft(self, code: str, specialist: Actor) -> None:
        from motcua.config.demo.sample_result import sample_result

        stored = output_store(data=form_pdf(sample_result(code)), name="du-thao-ket-qua.pdf")
        services.dossier_draft_result(
            actor=specialist,
            code=code,
            file_id=stored.id,
            file_name="du-thao-ket-qua.pdf",
            title="Dự thảo kết quả (mẫu)",
        )
